// SPDX-License-Identifier: GPL-3.0-or-later
// Which sentences of a text say what which of its translation do: one to one, one to two, two to
// two, …, or one that the other side leaves out.
//
// Dynamic programming over such beads, in order: Gale and Church, A Program for Aligning Sentences
// in Bilingual Corpora, 1993.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

// These of the one side say what those of the other say. Counts are 0 … BEAD_SIDE_MOST.
typedef struct {
    int first[LANGUAGES], count[LANGUAGES];
} bead;
#define BEAD_SIDE_MOST 5

// What beads cost.
typedef struct {
    // What it costs to take `b` for a pair, besides how rarely its kind comes; less is better.
    float (*cost)(const void *data, const bead *b);
    // Called before the beads that end with Chinese sentence `zh`, whose English is within `first`
    // … `end` - 1: to make ready. NULL: nothing is.
    void (*ready)(void *data, int zh, int first, int end);
    void *data;
    int band; // pairs are looked for so far from the diagonal; 0: as far as there is room
} bead_costs;

// The cheapest beads for `zh` and `en` sentences, each in exactly one, in order (of bead): of all
// beads for some 1000 a side, of those not too far from the diagonal for more (up to 40,000; what
// is more goes one to one from the beginning). At most 25 MB. Free with g_array_unref().
GArray *bead_pair(int zh, int en, const bead_costs *costs);

// One to one from the beginning; what is left over at the end stays alone.
GArray *bead_pair_in_order(int zh, int en);

// How far lengths in bytes are from those of a pair, of which English is so much longer.
float bead_length_cost(float zh, float en);
#define BEAD_BYTES_EN_PER_ZH 1.1f
