// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be changed in the tiers of a file, so that it says what its speech says now.
//
// Threads: no state; a `tiers_changes` belongs to one thread, and may be read by any once it is
// made.
#pragma once

#include "format/tiers.h"

// An item of a tier (what tiers_add() was called for) that is not as it was.
typedef struct {
    int order; // of the item in its tier, 0 …, blank ones counted
    gboolean gone;
    gboolean moved;   // its times are others, by a step of rounding or more
    written_span now; // if it is not gone; its text is NUL-terminated
} tier_change;

// Of one tier.
typedef struct {
    GArray *changes; // tier_change, in order, one of an item
    GArray *added;   // written_span, new ones, in order of time
} tier_changes;

typedef struct {
    tier_changes *of; // of each tier, in the order of the file
    guint count;
    GPtrArray *tiers;    // written_tier *, new ones, named like none that is there; no parents
    GPtrArray *speeches; // speech *: which texts are of, besides those of the speech
    GStringChunk *texts; // which texts are of, too
} tiers_changes;

// None, for a file of `count` tiers. Free it with tiers_changes_free().
tiers_changes *tiers_changes_new(guint count);
// Accepts NULL.
void tiers_changes_free(tiers_changes *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tiers_changes, tiers_changes_free)

// What became of an item of a tier; NULL: it is as it was. O(log n).
const tier_change *tier_change_of(const tier_changes *c, int order);
// Puts the changes into the order in which they are looked for.
void tier_changes_sort(tier_changes *c);
