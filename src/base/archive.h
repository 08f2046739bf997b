// SPDX-License-Identifier: GPL-3.0-or-later
// ZIP archives, as documents (.docx) and books (.epub) are.
//
// Nothing is unpacked into a folder, and no name in an archive is ever used as a path. Refused:
// more than ARCHIVE_FILES_MAX members, a table of contents of more than ARCHIVE_DIRECTORY_MAX
// bytes, a member that is larger than its reader allows or, above ARCHIVE_RATIO_FROM bytes,
// ARCHIVE_RATIO_MAX times as large as it is packed, encryption.
//
// Threads: an archive belongs to one thread.
#pragma once

#include <glib.h>
#include <stdint.h>

#define ARCHIVE_FILES_MAX     4096
#define ARCHIVE_DIRECTORY_MAX (2 << 20)
#define ARCHIVE_RATIO_MAX     200
#define ARCHIVE_RATIO_FROM    (1 << 20)
// Recordings in an archive.
#define ARCHIVE_COPY_MAX ((int64_t)4 << 30)

typedef struct archive archive;

// Takes `fd`, a regular file, also when it fails. NULL with EARVOICE_ERROR_FORMAT: it is damaged or
// refused.
archive *archive_open(int fd, GError **error);
// Accepts NULL.
void archive_close(archive *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(archive, archive_close)

// The member of this name, where '*' stands for anything and '?' for a letter; -1: there is none.
int64_t archive_match(archive *a, const char *pattern);
// The member called exactly so; -1: there is none.
int64_t archive_find(archive *a, const char *name);

// The member, FILE_TEXT_MAX bytes at most, a NUL that is not counted behind it. NULL with
// EARVOICE_ERROR_FORMAT.
GBytes *archive_read(archive *a, int64_t member, GError **error);

// A descriptor, for the caller to close, of a copy of the member (at most ARCHIVE_COPY_MAX) in a
// file that has no name and goes when it is closed. -1 with EARVOICE_ERROR_FORMAT, or
// EARVOICE_ERROR_IO where there is no room for it.
int archive_copy(archive *a, int64_t member, GError **error);

// The archive that a path like the one below leads into; NULL: none. Free with g_free().
char *archive_of_path(const char *path);

// The same of "ARCHIVE/MEMBER", a path that leads into a file: "book.epub/audio/1.mp3". -1 without
// `error`: it is no such path.
int archive_open_path(const char *path, GError **error);

// What stands in a new archive: `text`, or, where that is NULL, the whole file `fd`, which stays
// the caller's.
typedef struct {
    const char *name, *text;
    int fd;
    gboolean stored; // not packed
} archive_member;

// Writes a new archive of `count` members, in this order, to the empty file `fd`, which stays the
// caller's. FALSE with EARVOICE_ERROR_IO.
gboolean archive_write(int fd, const archive_member *members, gsize count, GError **error);
