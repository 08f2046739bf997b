// SPDX-License-Identifier: GPL-3.0-or-later
// The strip of time: paragraphs, what is over, the sentence spoken, the loop, the playhead; and a
// card above it with what is said under the pointer.
#pragma once

#include "draw/canvas.h"

// All the strip touches.
cairo_rectangle_int_t timeline_reach(const frame *at);

// What has to be drawn again to come from one scene to another; width 0: nothing.
cairo_rectangle_int_t timeline_damage(const frame *at, const scene *from, const scene *to);

void timeline_draw(const canvas *c);

// The time at a place of the strip, held to its ends. 0 while the length is unknown. Pure.
int64_t timeline_time_at(const frame *at, const view *v, int x);

// Where the card stands; width 0: there is none.
cairo_rectangle_int_t timeline_card(const frame *at, const scene *now);
void timeline_draw_card(const canvas *c);
