// SPDX-License-Identifier: GPL-3.0-or-later
// What speech recognisers write, as it stands there: whisper.cpp, WhisperX, whisper-timestamped,
// OpenAI (verbose_json), Hugging Face, Vosk and FunASR in JSON, and the lines that whisper-cli
// prints. The one place that knows their shapes.
//
// Threads: immutable once read.
#pragma once

#include <glib.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct {
    const char *text;         // with the spaces around it that are there
    int64_t start_us, end_us; // TIME_NONE: not known, of numerals often
} recognised_word;

// A segment, or what a recogniser that has no segments wrote in one piece.
typedef struct {
    const char *text;         // NULL: it has no segments, only words
    int64_t start_us, end_us; // TIME_NONE: not known
    guint first, count;       // of its words; 0: it has none
    int line;                 // where it begins in the file
} recognised_part;

typedef struct {
    GArray *parts;     // recognised_part, in the order of the file
    GArray *words;     // recognised_word
    gboolean speakers; // the file names them
    gboolean tokens;   // words may be parts of words
    int broken;        // from this line (1 …) on it could not be read; 0: all could
    arena *strings;    // of all the texts
} recognised;

// Reads the `size` bytes of `text`; without any part if it is no recogniser's.
recognised *recognised_read(const char *text, gsize size);
// Accepts NULL.
void recognised_free(recognised *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(recognised, recognised_free)

// Whether a text that begins with `head` looks like a recogniser's.
gboolean recognised_is(const char *head);

// The end of the word that begins at `at`: a Hanzi, or letters and digits; `at` itself: none does.
const char *recognised_word_end(const char *at);
