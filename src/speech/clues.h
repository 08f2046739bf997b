// SPDX-License-Identifier: GPL-3.0-or-later
// What in the sentences of a text should show in their translation, and where it shows.
//
// Each such thing is a clue: an entry of the lexicon, a number, a Latin word, a question mark.
// Found or missed in English sentences, it counts by the logarithm of how much likelier that is in
// a translation than anywhere in the text; so what is common weighs little. After Moore, Fast and
// Accurate Sentence Alignment of Bilingual Corpora, 2002.
//
// Threads: they belong to one thread. Memory: some 20 times that of the text.
#pragma once

#include <glib.h>

#include "speech/bead.h"
#include "speech/lexicon.h"

typedef struct clues clues;

// Of the sentences (or paragraphs, whose lengths differ more) of a whole text, in order. Nothing is
// copied: they live as long as it.
clues *clues_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                 gboolean paragraphs);
// Accepts NULL.
void clues_free(clues *c);

// Logarithms of likelihood ratios: how much clues speak for 1 … BEAD_SIDE_MOST sentences together
// being the translation; 1 is at [0].
typedef struct {
    float of[BEAD_SIDE_MOST];
} clue_scores;

// What is in Chinese sentence `zh` is looked for in the English sentences that begin with `first` …
// `first` + `count` - 1; `out` is of each of these.
void clues_of_zh(const clues *c, int zh, int first, int count, clue_scores *out);
// What is in each of these English sentences is looked for in the Chinese ones that begin with
// `zh`.
void clues_of_en(const clues *c, int zh, int first, int count, clue_scores *out);

// Learns from beads of the text (of bead) how reliably each word shows.
void clues_rely(clues *c, const GArray *beads);

// Adds a clue: what is `key` in the Chinese sentences `zh` (of int) shows as `stem` in such a share
// of their translations.
void clues_add(clues *c, const char *key, const GArray *zh, const char *stem, float shows);

// The stems, numbers and marks of English sentence `en`; the same is the same pointer everywhere.
const GPtrArray *clues_signs(const clues *c, int en);
