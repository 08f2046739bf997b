// SPDX-License-Identifier: GPL-3.0-or-later
// Laying a reference along a recording in two passes: a coarse one over all of both, then a fine
// one near the way it found.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/sounds.h"

// Finds the frame before which there is nothing of the texts, an announcement in another voice
// maybe, among some in the first minute, and settles `x` at it. FALSE: cancelled.
gboolean lay_settle(const reference *r, recording *x, warp_cancelled cancelled, void *data);

// Writes what each frame of the recording is laid on (see warp_run()) to `states`, and how the
// voice foretells the speaker to `model`. FALSE: cancelled, or the recording is too short for any
// of the texts.
gboolean lay_run(const reference *r, const recording *x, int *states, warp_model *model,
                 warp_cancelled cancelled, void *data);

// The coarse pass alone: the mean cost of a frame that is laid on a text, and which share of the
// speech in the recording is. For finding out whether the two belong together. FALSE as above.
gboolean lay_try(const reference *r, const recording *x, double *cost, double *share);

// Whether somebody speaks, 0 … 1, by how loud frame `t` is.
float lay_speaks(const recording *x, int t);
