// SPDX-License-Identifier: GPL-3.0-or-later
// All sentences with their times, beside the stage; it goes along with what is spoken.
#pragma once

#include "draw/canvas.h"

// What has to be drawn again to come from one scene to another; width 0: nothing.
cairo_rectangle_int_t list_damage(const frame *at, const speech *s, const scene *from,
                                  const scene *to);

void list_draw(const canvas *c);

// The segment under a point of the list; -1: none.
int list_segment_at(const frame *at, const speech *s, const scene *now, const int point[2]);
