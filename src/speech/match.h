// SPDX-License-Identifier: GPL-3.0-or-later
// Which sentences of two languages say the same: lengths (speech/bead.h) and clues (speech/clues.h)
// weighed together. What words mean in a text is learned from a first pairing of it.
//
// Threads: a matcher belongs to one thread.
#pragma once

#include <glib.h>

#include "speech/lexicon.h"
#include "speech/bead.h"

typedef struct matcher matcher;

// Of the sentences of a whole text, in order. Nothing is copied: they live as long as it.
matcher *matcher_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en);
// Accepts NULL.
void matcher_free(matcher *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(matcher, matcher_free)

// The likeliest beads of a part of the text, with indices of the whole. Free with g_array_unref().
GArray *matcher_pair(const matcher *m, const int first[LANGUAGES], const int count[LANGUAGES]);

// Learns from the beads of the whole text (of bead) how reliable words are, and new ones.
void matcher_learn(matcher *m, const GArray *beads);
