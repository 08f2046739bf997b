// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/list.h"

#include <math.h>

static int row_height(const frame *at)
{
    return MAX(1, frame_px(at, 48));
}

// The part of the list that whole rows fill.
static cairo_rectangle_int_t rows_of(const frame *at)
{
    cairo_rectangle_int_t rows = at->list;
    int pad = frame_px(at, 8);
    rows.y += pad;
    rows.height = MAX(0, rows.height - 2 * pad) / row_height(at) * row_height(at);
    return rows;
}

// How far the list is scrolled, in pixels, while `focus` is spoken: it stands below the third row.
static int offset_of(const frame *at, const speech *s, int focus)
{
    int row = row_height(at), seen = rows_of(at).height / row;
    int most = MAX(0, speech_segment_count(s) - seen);
    return CLAMP(focus - MIN(3, seen / 3), 0, most) * row;
}

static int scroll(const frame *at, const speech *s, const scene *now)
{
    int to = offset_of(at, s, now->focus);
    int from = now->glide_from >= 0 ? offset_of(at, s, now->glide_from) : to;
    double left = 1 - (double)now->glide / SCENE_GLIDE_STEPS;
    return to + (int)lround((from - to) * left * left * left);
}

cairo_rectangle_int_t list_damage(const frame *at, const speech *s, const scene *from,
                                  const scene *to)
{
    cairo_rectangle_int_t none = {0, 0, 0, 0};
    gboolean same = from->focus == to->focus && from->segment == to->segment &&
                    scroll(at, s, from) == scroll(at, s, to);
    return same ? none : at->list;
}

int list_segment_at(const frame *at, const speech *s, const scene *now, const int point[2])
{
    cairo_rectangle_int_t rows = rows_of(at);
    if (at->list.width == 0 || !frame_holds(&rows, point[0], point[1]))
        return -1;
    int index = (point[1] - rows.y + scroll(at, s, now)) / row_height(at);
    return index < speech_segment_count(s) ? index : -1;
}

static void draw_texts(const canvas *c, const segment *g, gboolean current, const int place[2])
{
    const theme *colors = c->colors;
    int middle = place[1];
    for (int side = 0; side < LANGUAGES; side++) {
        label_style style = {.side = (language)side};
        style.size_px = frame_px(c->at, side == LANGUAGE_ZH ? 14 : 13);
        style.width_px = c->at->list.x + c->at->list.width - frame_px(c->at, 16) - place[0];
        if (*g->text[side] == '\0' || (side == LANGUAGE_ZH && !labels_have_han(c->labels)))
            continue;
        color quiet = side == LANGUAGE_ZH ? colors->dim : colors->faint;
        color loud = side == LANGUAGE_ZH ? colors->text : colors->soft;
        canvas_text(c, &style, current ? loud : quiet, g->text[side], place[0], middle);
        middle += frame_px(c->at, 20);
    }
}

static void draw_row(const canvas *c, int index, int y)
{
    const segment *g = speech_segment(c->speech, index);
    const cairo_rectangle_int_t *list = &c->at->list;
    gboolean current = index == c->now->focus;
    if (current) {
        cairo_rectangle_int_t row = {list->x, y, list->width, row_height(c->at)};
        canvas_fill(c, &row, c->colors->track);
        row.width = frame_px(c->at, 3);
        canvas_fill(c, &row, c->now->segment == index ? c->colors->now : c->colors->dim);
    }
    int left = list->x + frame_px(c->at, 18), middle = y + frame_px(c->at, 14);
    label_style small = {.side = LANGUAGE_EN, .size_px = frame_px(c->at, 13)};
    if (g->start_us != TIME_NONE) {
        char time[TIMECODE_SIZE];
        timecode_format(time, g->start_us, 0);
        canvas_text(c, &small, current ? c->colors->soft : c->colors->faint, time, left, middle);
    }
    int column = canvas_text_width(c, &small, "0:00:00") + frame_px(c->at, 8);
    draw_texts(c, g, current, (int[]){left + column, middle});
}

void list_draw(const canvas *c)
{
    const cairo_rectangle_int_t *list = &c->at->list;
    if (list->width == 0)
        return;
    canvas_fill(c, list, c->colors->panel);
    cairo_rectangle_int_t line = *list, rows = rows_of(c->at);
    line.width = MAX(1, frame_px(c->at, 1));
    canvas_fill(c, &line, c->colors->line);
    if (!c->speech || c->now->focus < 0)
        return;
    int row = row_height(c->at), over = scroll(c->at, c->speech, c->now);
    cairo_save(c->cr);
    cairo_rectangle(c->cr, rows.x, rows.y, rows.width, rows.height);
    cairo_clip(c->cr);
    for (int i = over / row; i < speech_segment_count(c->speech); i++) {
        int y = rows.y + i * row - over;
        if (y >= rows.y + rows.height)
            break;
        draw_row(c, i, y);
    }
    cairo_restore(c->cr);
}
