// SPDX-License-Identifier: GPL-3.0-or-later
// Where things are in the window: header, stage, message, timeline, status. They never overlap.
//
// Lengths are drawn in a unit that is a pixel at 100 %. In a window too small for the scale that
// was asked for, the unit shrinks with it: the header goes first, then the bar becomes one row.
#pragma once

#include <cairo.h>

#include "earvoice/scene.h"

typedef struct {
    double unit;                                          // device pixels
    gboolean compact;                                     // the bar is one row
    int margin;                                           // of all but the stage
    cairo_rectangle_int_t window, header, stage, message; // height 0: not shown
    cairo_rectangle_int_t list;                           // beside the stage; width 0: not shown
    cairo_rectangle_int_t bar;                            // around the next two
    cairo_rectangle_int_t timeline, status;
} frame;

// The frame of a window of `v`'s size and scale, with room for a message `message_px` high. Pure.
frame frame_at(const view *v, int message_px);

// `length` units in device pixels, rounded.
int frame_px(const frame *f, double length);

// The size of text in the frame, in steps of 1.2 from 14 units: step 0 is 14.
int frame_text_px(const frame *f, int step);

gboolean frame_holds(const cairo_rectangle_int_t *r, int x, int y);
