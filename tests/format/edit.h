// SPDX-License-Identifier: GPL-3.0-or-later
// What may be done to a speech between reading and writing it.
#pragma once

#include "earvoice/speech.h"

// Changes of a speech, by segment: its text, its times, gone, or two made one.
typedef struct {
    int index; // of the segment; its count: a new one; -1: nothing is changed
    gboolean gone;
    int64_t start_us, end_us;    // 0, 0: as they were
    const char *text[LANGUAGES]; // NULL: as it was
    int joined;                  // so many that follow become one with it
    const word_mark *words;      // NULL: none, if a text was changed
    int word_count;
} edit;

// A copy of `s`, so changed.
speech *edited(const speech *s, const edit *e);
