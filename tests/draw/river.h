// SPDX-License-Identifier: GPL-3.0-or-later
// The speech of the pictures, written for this project: 一条河的回归, The Return of a River.
#pragma once

#include "earvoice/scene.h"

// Timed by length of text; two headings, a paragraph too long for most windows, some words timed.
speech *river_new(gboolean timed);

// The time at which all of it has been said.
int64_t river_length_us(void);

// A view of 100 % everywhere, with the timeline of a painter.
view river_view(int width_px, int height_px);

// The scene at `ms`, with the timeline as the painter places it.
scene river_scene(const speech *s, int64_t ms, const view *v);

// The time in the middle of a segment.
int64_t river_middle_ms(const speech *s, int index);
