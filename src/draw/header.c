// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/header.h"

#include "base/i18n.h"

static const char *title_of(const canvas *c, const char *key)
{
    const char *title = c->speech ? speech_meta(c->speech, key) : NULL;
    return title && *title ? title : NULL;
}

// Draws what fits into [x, right) of a title. Returns where the next one may begin.
static int draw_title(const canvas *c, label_style style, const char *title, const int span[2])
{
    int room = span[1] - span[0], middle = c->at->header.y + c->at->header.height / 2;
    if (!title || room < 4 * style.size_px)
        return span[0];
    int width = canvas_text_width(c, &style, title);
    if (width > room)
        style.width_px = width = room;
    color with = style.bold ? c->colors->text : c->colors->dim;
    canvas_text(c, &style, with, title, span[0], middle);
    return span[0] + width + frame_px(c->at, 18);
}

static int draw_mode(const canvas *c)
{
    label_style style = canvas_style(c, LANGUAGE_EN, 0, FALSE);
    const cairo_rectangle_int_t *header = &c->at->header;
    int width = canvas_text_width(c, &style, _("Listen"));
    int x = header->x + header->width - c->at->margin - width;
    int middle = header->y + header->height / 2;
    canvas_text(c, &style, c->colors->text, _("Listen"), x, middle);
    cairo_rectangle_int_t under = {x, middle + frame_px(c->at, 13), width, frame_px(c->at, 2)};
    canvas_fill(c, &under, c->colors->now);
    return x;
}

void header_draw(const canvas *c)
{
    const cairo_rectangle_int_t *header = &c->at->header;
    if (header->height == 0)
        return;
    canvas_fill(c, header, c->colors->ground);
    cairo_rectangle_int_t line = *header;
    line.height = MAX(1, frame_px(c->at, 1));
    line.y += header->height - line.height;
    canvas_fill(c, &line, c->colors->line);

    const char *zh = title_of(c, "title-zh"), *en = title_of(c, "title-en");
    gboolean han = labels_have_han(c->labels);
    const char *any = title_of(c, "title");
    if (!zh && !en)
        zh = any ? any : c->now->view.title;
    int span[2] = {c->at->margin, draw_mode(c) - frame_px(c->at, 24)};
    if (zh && *zh && (han || !en))
        span[0] = draw_title(c, canvas_style(c, LANGUAGE_ZH, 0, TRUE), zh, span);
    draw_title(c, canvas_style(c, LANGUAGE_EN, 0, !zh), en, span);
}
