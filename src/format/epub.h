// SPDX-License-Identifier: GPL-3.0-or-later
// Books of EPUB 3 to read along: a recording, texts, and media overlays that map one to the other.
//
// Threads: no state.
#pragma once

#include "base/archive.h"
#include "earvoice/report.h"
#include "earvoice/speech.h"

// The texts of the book, which messages call `name`, in the order of its spine. Times are those of
// one recording, which "audio" names as a member of the archive: `wanted`, or, where that is NULL
// or not used, the one that most clips are of. Documents that say nothing of it are left out. NULL
// with EARVOICE_ERROR_FORMAT: it has no text, or is no book.
speech *epub_read(archive *from, const char *name, const char *wanted, report *r, GError **error);

// Writes a book with the recording, as it is, to `fd` from its beginning. What `holds` of the
// registry does not say is left out; `r` (may be NULL) is told of a recording that reading systems
// need not play. FALSE with EARVOICE_ERROR_IO.
gboolean epub_write(const speech *s, const char *recording, int fd, report *r, GError **error);

// Whether a file that begins with `head` was written by epub_write().
gboolean epub_is_own(GBytes *head);
