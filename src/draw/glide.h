// SPDX-License-Identifier: GPL-3.0-or-later
// The way from one stage to the next: what is on both moves, what is not fades.
#pragma once

#include "draw/plan.h"

// Makes of `to` the stage after `step` of SCENE_GLIDE_STEPS on the way there from `from`.
void glide_merge(const plan *from, plan *to, int step, const frame *at);
