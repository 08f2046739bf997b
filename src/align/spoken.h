// SPDX-License-Identifier: GPL-3.0-or-later
// Text as it is said: what a voice has to be given so that it reads numbers, years, percentages,
// abbreviations and foreign words as a speaker does.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

// A part that one voice says.
typedef struct {
    language voice;
    guint first, count; // characters of spoken.text
} spoken_run;

typedef struct {
    GString *text;   // UTF-8
    GArray *offsets; // guint: of each character, the byte of the original that it stands for
    GArray *runs;    // spoken_run, in order; what is in none is not said
} spoken;

// `text` is valid UTF-8 in the language `side`. No run has more than SPOKEN_MAX characters.
spoken *spoken_new(const char *text, gsize length, language side);
#define SPOKEN_MAX 1500
// Accepts NULL.
void spoken_free(spoken *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(spoken, spoken_free)

// Appends the whole number that `digits` (ASCII, at most 16) write, as it is said in Chinese:
// "1200" is 一千二百.
void spoken_chinese_number(const char *digits, gsize length, GString *out);
