// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the tiers of a file whose speech was changed.
//
// Spans whose segment says what it said stay as they are. Where a text or a time was changed, the
// first of its spans has it, and the others go. Segments that are of no span are put into the tier
// of their language, or where they would lie over another one, into a new one.
//
// Threads: no state.
#pragma once

#include "format/tiers_changes.h"

// What has to be changed in a file. `t` and `was` are what was read from it: tiers_end() of `t`
// made `was`, with settings (tiers_keep()); `now` has the settings of `was`, by which a segment is
// found again. Times are rounded to `step_us`, 1 or more. `r` (may be NULL) is told what is left
// out.
//
// What is found borrows from `now`, not from the others; free it with tiers_changes_free().
tiers_changes *tiers_compare(const tiers *t, const speech *was, const speech *now, int64_t step_us,
                             report *r);
