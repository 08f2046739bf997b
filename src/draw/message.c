// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/message.h"

#define LINES_MAX 6

static int text_left(const canvas *c)
{
    return c->at->margin + frame_px(c->at, 28);
}

static label_style style_of(const canvas *c)
{
    label_style style = canvas_style(c, LANGUAGE_EN, 0, FALSE);
    style.width_px = MAX(1, c->at->window.width - text_left(c) - c->at->margin);
    style.lines = LINES_MAX;
    return style;
}

int message_height(const canvas *c)
{
    if (c->now->view.message[0] == '\0')
        return 0;
    label_style style = style_of(c);
    int height;
    labels_measure(c->labels, &style, c->now->view.message, NULL, &height);
    return height + 2 * frame_px(c->at, 8);
}

// A triangle with a bar and a dot for a warning, a disc with an i's for the rest: not told apart by
// colour alone.
static void draw_sign(const canvas *c, int x, int middle)
{
    double size = frame_px(c->at, 16), half = size / 2;
    color with = c->now->view.warning ? c->colors->alert : c->colors->loop;
    theme_use(c->cr, with, 1);
    if (c->now->view.warning) {
        cairo_move_to(c->cr, x + half, middle - half);
        cairo_line_to(c->cr, x + size, middle + half);
        cairo_line_to(c->cr, x, middle + half);
    } else {
        cairo_arc(c->cr, x + half, middle, half, 0, 6.2831853);
    }
    cairo_close_path(c->cr);
    cairo_fill(c->cr);
    double thick = size / 8, left = x + half - thick / 2, up = c->now->view.warning ? 0.12 : -0.05;
    theme_use(c->cr, c->colors->panel, 1);
    cairo_rectangle(c->cr, left, middle - size * up, thick, size * 0.32);
    cairo_rectangle(c->cr, left, middle + size * (c->now->view.warning ? 0.28 : -0.25), thick,
                    thick);
    cairo_fill(c->cr);
}

void message_draw(const canvas *c)
{
    const cairo_rectangle_int_t *row = &c->at->message;
    if (row->height == 0)
        return;
    gboolean warning = c->now->view.warning;
    canvas_fill(c, row, c->colors->panel);
    cairo_rectangle_int_t line = *row, edge = *row;
    line.height = MAX(1, frame_px(c->at, 1));
    canvas_fill(c, &line, warning ? c->colors->alert : c->colors->line);
    edge.width = frame_px(c->at, 4);
    canvas_fill(c, &edge, warning ? c->colors->alert : c->colors->loop);
    label_style style = style_of(c);
    int pad = frame_px(c->at, 8), first = row->y + pad + style.size_px * 2 / 3;
    draw_sign(c, c->at->margin, first);
    canvas_text(c, &style, warning ? c->colors->alert : c->colors->text, c->now->view.message,
                text_left(c), first);
}
