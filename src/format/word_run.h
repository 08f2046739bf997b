// SPDX-License-Identifier: GPL-3.0-or-later
// Words with times, one after another, made into sentences: cut at their ends, at long pauses, and
// at shorter ones, or anywhere, where a sentence takes too long.
//
// Threads: no state.
#pragma once

#include "earvoice/speech.h"

typedef struct {
    const char *text;
    int64_t start_us, end_us; // TIME_NONE: not known
    gboolean begins;          // it is not put together with the one before
    const char *settings;     // of the segment that begins with it, or NULL
    paragraph_kind kind;      // of the paragraph that begins with it
} run_word;

// Whether `text` is one word, as a segment.
gboolean word_run_is_word(const char *text);

// Whether of `total` segments so many are words that all are meant as words.
gboolean word_run_is_run(int words, int total);

// Whether what stands at `at` in `text` is no part of a word that began before.
gboolean word_run_begins(const char *text, const char *at);

// Where `word` stands in `text`, at `from` or near behind it; NULL: it does not.
const char *word_run_find(const char *text, const char *from, const char *word);

// Adds the sentences of `words` (of run_word), each a paragraph with the times of its words. Times
// that are missing are set from the words beside.
void word_run_add(GArray *words, speech_builder *out);
