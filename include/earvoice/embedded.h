// SPDX-License-Identifier: GPL-3.0-or-later
// Texts inside of a recording: subtitle tracks and attached files of Matroska and MP4, and
// chapters.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/report.h"

typedef enum {
    EMBEDDED_FILE,     // an attached text file, as it is
    EMBEDDED_TRACK,    // a subtitle track
    EMBEDDED_CHAPTERS, // the names of chapters
} embedded_kind;

typedef struct {
    embedded_kind kind;
    char *name;     // the attached file's; "track 2"
    char *language; // "chi", "en", "": as the container says it
    GBytes *text; // as a file would have it: WebVTT, SubRip, SubStation; a NUL that is not counted
                  // follows
} embedded_text;

// Texts are at most this large altogether.
#define EMBEDDED_BYTES_MAX (64u << 20)

// The texts in the file `path`, embedded_text, files first, then tracks, then chapters; empty if it
// has none, or is no container that can. Tracks that are pictures of text are reported. Reads the
// packets of a Matroska file, at most for 10 s. Free with g_ptr_array_unref(). NULL with
// EARVOICE_ERROR_IO.
GPtrArray *embedded_texts(const char *path, report *r, GError **error);
