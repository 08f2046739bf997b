// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that opens files and the one place that replaces them.
//
// A file is hostile until parsed: only regular files are opened, never a device, socket or
// directory, without waiting for anything, and what is read whole has a ceiling. Streams are read
// and written where the user names one.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>
#include <stdint.h>

// Text files (speeches, transcripts, labels) are at most this large.
#define FILE_TEXT_MAX (64u << 20)

// Opens the regular file `path`, or the one inside of an archive ("book.epub/audio/1.mp3", see
// base/archive.h), for reading and writes its size in bytes to `size` (may be NULL).
// Returns a file descriptor (close-on-exec) that the caller closes, or -1 with
// EARVOICE_ERROR_IO: it does not exist, may not be read, or is not a regular file.
int file_open(const char *path, int64_t *size, GError **error);

// Reads the regular file `path` whole, `max` bytes at most; a NUL that is not counted follows.
// Returns NULL with EARVOICE_ERROR_IO, also when it is larger. Free with g_bytes_unref().
GBytes *file_read(const char *path, gsize max, GError **error);

// Whether `path` is a stream: "-", which is standard input or output, or a pipe ("/dev/stdin" in a
// pipeline, "<(…)" of a shell).
gboolean file_is_stream(const char *path);

// Reads the stream `path` to its end, waiting for who writes into it; else as file_read(). A pipe
// that nobody has open for writing is empty.
GBytes *file_read_stream(const char *path, gsize max, GError **error);

// Reads at most the first `max` bytes; a shorter file gives what there is. Errors as file_read().
GBytes *file_read_head(const char *path, gsize max, GError **error);

// Says whether a file that begins with `head` is of the kind that may be replaced.
typedef gboolean (*file_accept)(GBytes *head);

// Writes the new file's content to `fd`. FALSE with `error`.
typedef gboolean (*file_writer)(int fd, void *data, GError **error);

// As file_save(), what is written comes from `writer`.
gboolean file_save_by(const char *path, file_writer writer, void *data, file_accept accept,
                      GError **error);

// Replaces or creates `path` with `data`, so that a reader finds the old file or the new one,
// whole, also after a power cut: temporary file beside it, fsync, rename, fsync of the folder. A
// symbolic link is followed; the mode of the old file is kept. `accept` (may be NULL: anything) is
// asked about an existing file; if it says no, the file is left alone. Returns FALSE with
// EARVOICE_ERROR_IO and the old file untouched. Into a stream, `data` is written as it is.
gboolean file_save(const char *path, GBytes *data, file_accept accept, GError **error);
