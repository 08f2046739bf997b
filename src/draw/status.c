// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/status.h"

#include <string.h>

#include "base/i18n.h"

// `text` with every digit made 0: as wide as any other with so many digits.
static void level(char *text)
{
    for (char *p = text; *p; p++)
        *p = g_ascii_isdigit(*p) ? '0' : *p;
}

static label_style style_of(const canvas *c, gboolean bold)
{
    return canvas_style(c, LANGUAGE_EN, 0, bold);
}

static void describe_loop(const view *v, char *out, gsize size)
{
    char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
    gboolean any = v->loop_start_us != TIME_NONE || v->loop_end_us != TIME_NONE;
    timecode_format(start, v->loop_start_us, 1);
    timecode_format(end, v->loop_end_us, 1);
    if (any)
        g_snprintf(out, size, v->looping ? "%s – %s" : _("%s – %s, off"),
                   v->loop_start_us == TIME_NONE ? "…" : start,
                   v->loop_end_us == TIME_NONE ? "…" : end);
    else
        g_strlcpy(out, v->looping ? _("on") : _("off"), size);
}

static void fill_cell(const canvas *c, status_cell *cell)
{
    const view *v = &c->now->view;
    char time[TIMECODE_SIZE];
    switch (cell->kind) {
    case HIT_PLAY:
        g_strlcpy(cell->value, v->playing ? "pause" : "play", sizeof cell->value);
        break;
    case HIT_TIMELINE: // the time
        g_strlcpy(cell->value, timecode_format(time, c->now->shown_us, 1), sizeof cell->value);
        break;
    case HIT_NOTHING: // the length
        timecode_format(time, v->duration_us, 0);
        g_snprintf(cell->label, sizeof cell->label, "/ %s", time);
        break;
    case HIT_SPEED:
        g_strlcpy(cell->label, _("speed"), sizeof cell->label);
        g_snprintf(cell->value, sizeof cell->value, "%d.%02d×", v->speed_percent / 100,
                   v->speed_percent % 100);
        break;
    case HIT_VOLUME:
        g_strlcpy(cell->label, _("volume"), sizeof cell->label);
        if (v->muted)
            g_strlcpy(cell->value, _("muted"), sizeof cell->value);
        else
            g_snprintf(cell->value, sizeof cell->value, "%d %%", v->volume_percent);
        break;
    case HIT_LOOP:
        g_strlcpy(cell->label, _("loop"), sizeof cell->label);
        describe_loop(v, cell->value, sizeof cell->value);
        break;
    case HIT_HELP:
        g_strlcpy(cell->label, "?", sizeof cell->label);
        g_strlcpy(cell->value, _("keys"), sizeof cell->value);
        break;
    case HIT_SEGMENT:
        break;
    }
}

// As wide as the cell may become, so that its neighbours stay where they are.
static int value_width(const canvas *c, const status_cell *cell)
{
    label_style bold = style_of(c, cell->kind != HIT_HELP);
    char widest[TIMECODE_SIZE];
    int width = canvas_text_width(c, &bold, cell->value);
    if (cell->kind == HIT_TIMELINE) {
        int64_t us = MAX(c->now->shown_us, c->now->view.duration_us);
        timecode_format(widest, us, 1);
        level(widest);
        width = MAX(width, canvas_text_width(c, &bold, widest));
    }
    if (cell->kind == HIT_VOLUME)
        width = MAX(MAX(width, canvas_text_width(c, &bold, "100 %")),
                    canvas_text_width(c, &bold, _("muted")));
    return width;
}

static void measure(const canvas *c, status_cell *cell)
{
    label_style plain = style_of(c, FALSE);
    if (cell->kind == HIT_PLAY) {
        cell->width = frame_px(c->at, 14);
        return;
    }
    if (*cell->label)
        cell->width = canvas_text_width(c, &plain, cell->label);
    if (cell->kind == HIT_HELP)
        cell->width += frame_px(c->at, 14);
    if (*cell->label && *cell->value)
        cell->width += frame_px(c->at, cell->kind == HIT_HELP ? 8 : 4);
    cell->value_x = cell->width;
    if (*cell->value)
        cell->width += value_width(c, cell);
}

// From left to right; the sooner, the longer it stays in a narrow window.
static const struct {
    hit_kind kind;
    int rank;
} cells[STATUS_CELLS] = {
    {HIT_PLAY, 0}, {HIT_TIMELINE, 1}, {HIT_NOTHING, 3}, {HIT_SPEED, 4},
    {HIT_LOOP, 6}, {HIT_VOLUME, 5},   {HIT_HELP, 2},
};

status status_at(const canvas *c)
{
    status all, out;
    memset(&all, 0, sizeof all);
    memset(&out, 0, sizeof out);
    int gap = frame_px(c->at, c->at->compact ? 12 : 24);
    int left = c->at->status.width - c->at->margin - (c->at->compact ? 0 : c->at->margin);
    gboolean shown[STATUS_CELLS] = {FALSE};
    for (int rank = 0; rank < STATUS_CELLS; rank++) {
        int i = 0;
        while (cells[i].rank != rank)
            i++;
        status_cell *cell = &all.cells[i];
        cell->kind = cells[i].kind;
        fill_cell(c, cell);
        measure(c, cell);
        left -= cell->width;
        shown[i] = left >= 0 || rank < 2;
        left -= gap;
        if (left < 0 || (c->at->compact && rank == 1))
            break;
    }
    int x = c->at->status.x + c->at->margin;
    for (int i = 0; i < STATUS_CELLS; i++) {
        status_cell *cell = &all.cells[i];
        if (!shown[i])
            continue;
        cell->x = cell->kind == HIT_HELP ? c->at->status.width - c->at->margin - cell->width : x;
        x += cell->width + (i == 1 ? gap / 2 : gap);
        memcpy(&out.cells[out.count++], cell, sizeof *cell);
    }
    return out;
}

static cairo_rectangle_int_t reach(const frame *at, const status_cell *cell)
{
    int more = frame_px(at, 4);
    return (cairo_rectangle_int_t){cell->x - more, at->status.y, cell->width + 2 * more,
                                   at->status.height};
}

static gboolean same_places(const status *a, const status *b)
{
    if (a->count != b->count)
        return FALSE;
    for (int i = 0; i < a->count; i++) {
        if (a->cells[i].x != b->cells[i].x || a->cells[i].width != b->cells[i].width)
            return FALSE;
    }
    return TRUE;
}

cairo_rectangle_int_t status_damage(const frame *at, const status *from, const status *to)
{
    if (!same_places(from, to))
        return at->status;
    cairo_rectangle_int_t out = {0, 0, 0, 0};
    for (int i = 0; i < to->count; i++) {
        if (memcmp(&from->cells[i], &to->cells[i], sizeof to->cells[i]) == 0)
            continue;
        cairo_rectangle_int_t one = reach(at, &to->cells[i]);
        int right = out.width ? out.x + out.width : one.x + one.width;
        out = out.width ? out : one;
        out.width = MAX(right, one.x + one.width) - out.x;
    }
    return out;
}

static void draw_play(const canvas *c, const status_cell *cell, int middle)
{
    int size = cell->width, top = middle - size / 2;
    theme_use(c->cr, c->colors->text, 1);
    if (c->now->view.playing) {
        int bar = MAX(2, size * 5 / 14);
        cairo_rectangle(c->cr, cell->x, top, bar, size);
        cairo_rectangle(c->cr, cell->x + size - bar, top, bar, size);
    } else {
        cairo_move_to(c->cr, cell->x, top);
        cairo_line_to(c->cr, cell->x + size, top + size / 2.0);
        cairo_line_to(c->cr, cell->x, top + size);
        cairo_close_path(c->cr);
    }
    cairo_fill(c->cr);
}

// The label of the last cell is a key.
static void draw_key(const canvas *c, const status_cell *cell, int middle)
{
    label_style plain = style_of(c, FALSE);
    int edge = MAX(1, frame_px(c->at, 1)), high = frame_px(c->at, 19);
    int wide = canvas_text_width(c, &plain, cell->label) + frame_px(c->at, 14);
    cairo_rectangle_int_t cap = {cell->x, middle - high / 2, wide, high};
    canvas_fill_round(c, &cap, frame_px(c->at, 4), c->colors->line);
    cap.x += edge;
    cap.y += edge;
    cap.width -= 2 * edge;
    cap.height -= 2 * edge;
    canvas_fill_round(c, &cap, frame_px(c->at, 3), c->colors->panel);
    canvas_text(c, &plain, c->colors->dim, cell->label, cell->x + frame_px(c->at, 7), middle);
    canvas_text(c, &plain, c->colors->dim, cell->value, cell->x + cell->value_x, middle);
}

static gboolean meets_clip(const canvas *c, const status_cell *cell)
{
    double x1, y1, x2, y2;
    cairo_rectangle_int_t r = reach(c->at, cell);
    cairo_clip_extents(c->cr, &x1, &y1, &x2, &y2);
    return r.x < x2 && r.x + r.width > x1;
}

void status_draw(const canvas *c, const status *row)
{
    label_style plain = style_of(c, FALSE), bold = style_of(c, TRUE);
    int lift = c->at->compact ? 0 : frame_px(c->at, 4);
    int middle = c->at->status.y + c->at->status.height / 2 - lift / 2;
    for (int i = 0; i < row->count; i++) {
        const status_cell *cell = &row->cells[i];
        if (!meets_clip(c, cell))
            continue;
        if (cell->kind == HIT_PLAY) {
            draw_play(c, cell, middle);
        } else if (cell->kind == HIT_HELP) {
            draw_key(c, cell, middle);
        } else {
            canvas_text(c, &plain, c->colors->dim, cell->label, cell->x, middle);
            canvas_text(c, &bold, c->colors->text, cell->value, cell->x + cell->value_x, middle);
        }
    }
}

hit_kind status_hit(const frame *at, const status *row, int x, int y)
{
    for (int i = 0; i < row->count; i++) {
        cairo_rectangle_int_t r = reach(at, &row->cells[i]);
        if (frame_holds(&r, x, y))
            return row->cells[i].kind == HIT_TIMELINE ? HIT_NOTHING : row->cells[i].kind;
    }
    return HIT_NOTHING;
}
