// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the tiers of a file whose speech was changed: what its writer has to change in it.
//
// Spans whose segment says what it said stay as they are. Where a text or a time was changed, the
// first of its spans has it, and the others go. Segments that are of no span are put into the tier
// of their language, or where they would lie over another one, into a new one.
//
// Threads: no state.
#pragma once

#include "format/tiers.h"

// An item of a tier, by its order, that is not as it was.
typedef struct {
    int order;
    gboolean gone, moved; // moved: its times are others
    written_span now;     // if it is not gone
} tier_change;

typedef struct {
    GArray *changes; // tier_change, in order
    GArray *added;   // written_span, in order of time
} tier_changes;

typedef struct {
    tier_changes *of; // of each tier
    guint count;
    GPtrArray *tiers;    // written_tier *, new ones, named like none that is there
    GPtrArray *speeches; // which texts are of, besides those of the speech
    GStringChunk *texts;
} tiers_changes;

// `t` and `was` are what was read from the kept file: tiers_end() of `t` made `was`. Times are
// rounded to `step_us`. What is found borrows from `now`; free it with tiers_changes_free().
tiers_changes *tiers_compare(const tiers *t, const speech *was, const speech *now, int64_t step_us,
                             report *r);
void tiers_changes_free(tiers_changes *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tiers_changes, tiers_changes_free)

// Whether anything is to be changed.
gboolean tiers_changed(const tiers_changes *c);

// What became of an item; NULL: it is as it was.
const tier_change *tier_change_of(const tier_changes *c, int order);
