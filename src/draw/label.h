// SPDX-License-Identifier: GPL-3.0-or-later
// Short texts of the chrome, laid out once and kept while they are in use.
#pragma once

#include "draw/fonts.h"
#include "draw/theme.h"

typedef struct {
    language side; // whose font leads
    int size_px;
    gboolean bold;
    int width_px; // 0: as wide as it comes
    int lines;    // with width_px: at most so many, then an ellipsis; 0: one
} label_style;

typedef struct labels labels;

labels *labels_new(fonts *f);
// Accepts NULL.
void labels_free(labels *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(labels, labels_free)

gboolean labels_have_han(const labels *l);

// Width and height of a text.
void labels_measure(labels *l, const label_style *style, const char *text, int *width, int *height);

// Draws a text in the current source, its left edge at `x`, its first line's capitals centred on
// `middle`. Returns the width.
int labels_draw(labels *l, cairo_t *cr, const label_style *style, const char *text, int x,
                int middle);
