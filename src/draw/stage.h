// SPDX-License-Identifier: GPL-3.0-or-later
// Decides what stands where on the stage: the paragraph that is spoken, large, in both languages;
// around it whole neighbours, small, while there is room.
//
// A paragraph that fits stands still while it is spoken. One that does not fit is shown in a pane a
// language; each scrolls by whole lines so that the spoken sentence is seen whole. A sentence
// taller than its pane moves through it by its share of time. All of it is a function of the scene.
#pragma once

#include "draw/form.h"
#include "draw/plan.h"

plan stage_plan(shelf *from, const frame *at, const scene *now);
