// SPDX-License-Identifier: GPL-3.0-or-later
// The colours. One structure for every theme: four greys, one accent, meaning in a few more.
//
// Every colour of text reaches 4.5:1 on `ground`, `panel` and `track` (7:1 in the contrast theme),
// WCAG 2.1, 1.4.3 and 1.4.6; the test of this module computes it.
#pragma once

#include <cairo.h>
#include <stdint.h>

#include "earvoice/scene.h"

// 0xRRGGBB.
typedef uint32_t color;

typedef struct {
    // Grounds.
    color ground; // of the stage
    color panel;  // of header, bar, cards
    color line;   // between them
    color track;  // of the timeline
    color played; // the part of it that is over
    color span;   // the sentence spoken now, on the timeline
    color mark;   // the beginning of a paragraph on the timeline

    // Text, from loud to quiet.
    color text;  // spoken now, values
    color soft;  // spoken last, while nothing is; paragraphs without times
    color dim;   // the rest of the paragraph; labels
    color faint; // neighbours

    // Meaning.
    color now;   // the word being spoken, the playhead
    color loop;  // loop marks
    color alert; // look here
} theme;

const theme *theme_find(theme_id id);

// Contrast ratio of two colours, 1 … 21 (WCAG 2.1, "contrast ratio").
double theme_contrast(color a, color b);

// Makes `c` with `alpha` (0 … 1) the source of `cr`.
void theme_use(cairo_t *cr, color c, double alpha);
