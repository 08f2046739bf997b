// SPDX-License-Identifier: GPL-3.0-or-later
// How the stage is set: which languages, how large, in what columns. Pure.
#pragma once

#include "draw/frame.h"

// The text can be this many steps of 1.2 smaller than asked for where it would not fit.
#define FORM_STEPS 14

typedef struct {
    double unit;
    cairo_rectangle_int_t room; // of the stage, for text
    int sides;                  // languages shown: 1 or 2
    language order[LANGUAGES];  // top to bottom or left to right
    gboolean columns;
    int gap;     // between the languages of a paragraph; 0 in columns
    int between; // paragraphs
    int x[LANGUAGES];
    // Of the paragraph that is spoken; of its neighbours.
    int size[LANGUAGES], width[LANGUAGES];
    int small[LANGUAGES], small_width[LANGUAGES];
} form;

// The form of a stage where `has[side]` says which languages there are, with text made `step` steps
// (0 … FORM_STEPS) smaller than asked for. Left edges do not depend on `step`.
form form_at(const view *v, const frame *at, const gboolean has[LANGUAGES], int step);
