// SPDX-License-Identifier: GPL-3.0-or-later
// Laying a reference along a recording in two passes: a coarse one over all of both, then a fine
// one near the way it found.
//
// The coarse one first makes acquaintance with the speaker on the beginning of the recording: how
// fast the text is said, what this voice, room and microphone have of their own, and how like the
// reference they are.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/sounds.h"

// Replaces `*r` by one that is said as fast as the speaker does, gives the frames of `x` the mean
// and spread of what is laid on a text, writes what each frame is laid on (see warp_run()) to
// `states`, and how the voice foretells the speaker to `model`. FALSE: cancelled, or the recording
// is empty.
gboolean lay_run(reference **r, recording *x, int *states, warp_model *model,
                 warp_cancelled cancelled, void *data);

// How well a reference fits a recording.
typedef struct {
    double cost;  // mean of a frame of speech that is laid on a text
    double share; // of the speech is laid on a text
} lay_fit;

// The coarse pass alone: of `r` on `x`, which is treated as above, and of the same backwards. Both
// are set to 0 where there is no way.
void lay_try(const reference *r, recording *x, lay_fit *forwards, lay_fit *backwards);

// The same of a reference that has to be laid in all its length though it says nothing, with a
// `model` that is known.
lay_fit lay_by_force(const reference *r, const recording *x, const warp_model *model);
