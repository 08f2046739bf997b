// SPDX-License-Identifier: GPL-3.0-or-later
// Both sides of an alignment with frames of 80 ms, for the coarse pass; and as warp_run() takes
// them.
//
// Threads: belong to the thread that made them.
#pragma once

#include "align/frame_costs.h"

// Frames in one.
#define COARSE 4

// Borrows.
warp_reference view_reference(const reference *r);
// The frames from `first` on, `most` at most; borrows both.
warp_recording view_frames(const GArray *frames, const frame_costs *c, int first, int most);

typedef struct {
    GArray *frames, *starts, *breaks;
    warp_reference view;
} pooled_reference;

pooled_reference pooled_reference_new(const reference *r);
void pooled_reference_clear(pooled_reference *p);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pooled_reference, pooled_reference_clear)

typedef struct {
    GArray *frames;
    frame_costs costs;
    warp_recording view;
} pooled_recording;

// Whether rather somebody speaks in frame `t`.
gboolean pooled_recording_speaks(const pooled_recording *p, int t);
// `fine`: the costs of `x`.
pooled_recording pooled_recording_new(const recording *x, const frame_costs *fine);
void pooled_recording_clear(pooled_recording *p);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pooled_recording, pooled_recording_clear)
