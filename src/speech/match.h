// SPDX-License-Identifier: GPL-3.0-or-later
// Which sentences of two languages say the same: lengths (speech/bead.h) and clues (speech/clues.h)
// weighed together. What words mean in a text is learned from a first pairing of it.
//
// Threads: a matcher belongs to one thread.
#pragma once

#include <glib.h>

#include "speech/bead.h"
#include "speech/lexicon.h"

typedef struct matcher matcher;

// Of the sentences (or paragraphs, whose lengths differ more) of a whole text, in order. Nothing is
// copied: they live as long as it.
matcher *matcher_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                     gboolean paragraphs);
// Accepts NULL.
void matcher_free(matcher *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(matcher, matcher_free)

// What the places of the texts speak against taking `b` (with indices of the part) for a pair, as
// bead_costs has it. `learn` is told of a first pairing, by clues and `cost`; NULL: nothing is
// learned.
typedef struct {
    float (*cost)(const void *data, const bead *b);
    void (*learn)(void *data, const GArray *beads);
    void *data;
    int band; // as bead_costs has it
} match_layout;

// The likeliest beads of a part of the text, with indices of the whole. `layout`: NULL if the
// places say nothing. Free with g_array_unref().
GArray *matcher_pair(const matcher *m, const int first[LANGUAGES], const int count[LANGUAGES],
                     const match_layout *layout);

// Learns from the beads of the whole text (of bead) how reliable words are, and new ones.
void matcher_learn(matcher *m, const GArray *beads);

// The likeliest beads of the paragraphs of whole texts (of char *): a first pairing, then one with
// what the first has taught. Of more than MATCH_PARAGRAPHS_MAX in both languages together, or more
// than MATCH_BYTES_MAX of text, lengths alone decide, so that memory stays bounded. Free with
// g_array_unref().
GArray *match_paragraphs(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                         const match_layout *layout);
#define MATCH_PARAGRAPHS_MAX 20000
#define MATCH_BYTES_MAX      (8 << 20)
