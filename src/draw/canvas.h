// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the chrome draw on, and what they need to know. Borrowed for one drawing.
#pragma once

#include "draw/frame.h"
#include "draw/label.h"
#include "draw/shelf.h"

typedef struct {
    cairo_t *cr;
    const theme *colors;
    labels *labels;
    shelf *shelf;
    const frame *at;
    const speech *speech;
    const scene *now;
} canvas;

// Fills a rectangle.
void canvas_fill(const canvas *c, const cairo_rectangle_int_t *r, color with);
// Fills a rectangle with round corners.
void canvas_fill_round(const canvas *c, const cairo_rectangle_int_t *r, int radius, color with);
// Draws a text in a colour, its capitals centred on `middle`. Returns its width.
int canvas_text(const canvas *c, const label_style *style, color with, const char *text, int x,
                int middle);
int canvas_text_width(const canvas *c, const label_style *style, const char *text);
// A text of the chrome, `step` steps of 1.2 from the smallest size.
label_style canvas_style(const canvas *c, language side, int step, gboolean bold);
