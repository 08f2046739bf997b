// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/canvas.h"

#include <math.h>

void canvas_fill(const canvas *c, const cairo_rectangle_int_t *r, color with)
{
    theme_use(c->cr, with, 1);
    cairo_rectangle(c->cr, r->x, r->y, r->width, r->height);
    cairo_fill(c->cr);
}

void canvas_fill_round(const canvas *c, const cairo_rectangle_int_t *r, int radius, color with)
{
    double x = r->x, y = r->y, w = r->width, h = r->height;
    double round = fmin(radius, fmin(w, h) / 2), quarter = acos(-1) / 2;
    cairo_new_sub_path(c->cr);
    cairo_arc(c->cr, x + w - round, y + round, round, -quarter, 0);
    cairo_arc(c->cr, x + w - round, y + h - round, round, 0, quarter);
    cairo_arc(c->cr, x + round, y + h - round, round, quarter, 2 * quarter);
    cairo_arc(c->cr, x + round, y + round, round, 2 * quarter, 3 * quarter);
    cairo_close_path(c->cr);
    theme_use(c->cr, with, 1);
    cairo_fill(c->cr);
}

int canvas_text(const canvas *c, const label_style *style, color with, const char *text, int x,
                int middle)
{
    theme_use(c->cr, with, 1);
    return labels_draw(c->labels, c->cr, style, text, x, middle);
}

int canvas_text_width(const canvas *c, const label_style *style, const char *text)
{
    int width;
    labels_measure(c->labels, style, text, &width, NULL);
    return width;
}

label_style canvas_style(const canvas *c, language side, int step, gboolean bold)
{
    return (label_style){.side = side, .size_px = frame_text_px(c->at, step), .bold = bold};
}
