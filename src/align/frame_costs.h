// SPDX-License-Identifier: GPL-3.0-or-later
// What each frame of a recording costs where it is laid on no text, and how little it may cost on
// one: see warp_recording.
//
// Threads: belong to the thread that made them.
#pragma once

#include "align/sounds.h"

typedef struct {
    float *speaks; // whether somebody does, 0 … 1
    float *filler, *between, *least, *pause;
    int count;
} frame_costs;

// Of `x`. Free with frame_costs_clear().
frame_costs frame_costs_new(const recording *x);
// Of frames that are as long as `frames` of those of `fine`.
frame_costs frame_costs_pool(const frame_costs *fine, int frames);
void frame_costs_clear(frame_costs *c);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(frame_costs, frame_costs_clear)
