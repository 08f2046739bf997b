// SPDX-License-Identifier: GPL-3.0-or-later
// What in the sentences of a text should show in their translation, and where it shows.
//
// Each such thing is a clue: an entry of the lexicon, a number, a Latin word, a question mark.
// Found or missed in English sentences, it counts by the logarithm of how much likelier that is in
// a translation than anywhere in the text; so what is common weighs little. After Moore, Fast and
// Accurate Sentence Alignment of Bilingual Corpora, 2002.
//
// Threads: they belong to one thread. Memory: a bit for each clue and English sentence.
#pragma once

#include <glib.h>

#include "speech/lexicon.h"
#include "speech/bead.h"

typedef struct clues clues;

// Of the sentences of a whole text, in order. Nothing is copied: they live as long as it.
clues *clues_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en);
// Accepts NULL.
void clues_free(clues *c);

// How much what is in `sentence` of `side` speaks for its being translated by `count` sentences
// (1 … 3) of the other, as the logarithm of a likelihood ratio.
float clues_score(const clues *c, language side, int sentence, int first, int count);

// Learns from beads of the text (of bead) how reliably each word shows.
void clues_rely(clues *c, const GArray *beads);

// Adds a clue: what is `key` in the Chinese sentences `zh` (of int) shows as `stem` in such a share
// of their translations.
void clues_add(clues *c, const char *key, const GArray *zh, const char *stem, float shows);

// The stems, numbers and marks of English sentence `en`; the same is the same pointer everywhere.
const GPtrArray *clues_signs(const clues *c, int en);
