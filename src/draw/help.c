// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/help.h"

#include <math.h>

#include "base/i18n.h"

#define COLUMNS_MAX 5

typedef struct {
    label_style keys, summary;
    int columns, rows, pitch;
    int keys_width, summary_width; // of a column
    int gap, title;                // between columns; height of the title
} table;

static int widest(const canvas *c, const label_style *style, const painter_key *keys, int count)
{
    int most = 0;
    for (int i = 0; i < count; i++) {
        gboolean bold = style->bold;
        int width = canvas_text_width(c, style, bold ? keys[i].keys : keys[i].summary);
        most = MAX(most, width);
    }
    return most;
}

static table table_of(const canvas *c, double size, const painter_key *keys, int count)
{
    table t = {.keys = {.side = LANGUAGE_EN, .bold = TRUE}, .summary = {.side = LANGUAGE_EN}};
    t.keys.size_px = t.summary.size_px = MAX(1, frame_px(c->at, size));
    t.pitch = (int)lround(t.keys.size_px * (size < 13 ? 1.45 : 1.6));
    t.gap = t.keys.size_px * 2;
    t.title = c->at->stage.height < 300 * c->at->unit ? 0 : t.pitch * 2;
    t.keys_width = widest(c, &t.keys, keys, count) + t.keys.size_px;
    t.summary_width = widest(c, &t.summary, keys, count);
    return t;
}

// Whether `t` fits into `room` with some number of columns, which is set.
static gboolean fits(table *t, const cairo_rectangle_int_t *room, int count)
{
    for (t->columns = 1; t->columns <= COLUMNS_MAX; t->columns++) {
        t->rows = (count + t->columns - 1) / t->columns;
        int each = t->keys_width + t->summary_width;
        int width = t->columns * each + (t->columns - 1) * t->gap;
        if (t->rows * t->pitch + t->title <= room->height && width <= room->width)
            return TRUE;
    }
    return FALSE;
}

// Cuts the descriptions where even the smallest text is too wide.
static void squeeze(table *t, const cairo_rectangle_int_t *room, int count)
{
    int rows = MAX(1, (room->height - t->title) / t->pitch);
    t->columns = CLAMP((count + rows - 1) / rows, 1, COLUMNS_MAX);
    t->rows = (count + t->columns - 1) / t->columns;
    int each = (room->width - (t->columns - 1) * t->gap) / t->columns;
    t->summary_width = MAX(1, each - t->keys_width);
    t->summary.width_px = t->summary_width;
}

static void draw_table(const canvas *c, const table *t, const painter_key *keys, int count)
{
    const cairo_rectangle_int_t *stage = &c->at->stage;
    int each = t->keys_width + t->summary_width;
    int width = t->columns * each + (t->columns - 1) * t->gap;
    int left = stage->x + (stage->width - width) / 2;
    int top = stage->y + (stage->height - t->rows * t->pitch - t->title) / 2;
    label_style title = t->keys;
    title.size_px = title.size_px * 6 / 5;
    if (t->title > 0)
        canvas_text(c, &title, c->colors->text, _("Keys"), left, top + t->pitch / 2);
    for (int i = 0; i < count; i++) {
        int x = left + i / t->rows * (each + t->gap);
        int middle = top + t->title + i % t->rows * t->pitch + t->pitch / 2;
        canvas_text(c, &t->keys, c->colors->text, keys[i].keys, x, middle);
        canvas_text(c, &t->summary, c->colors->soft, keys[i].summary, x + t->keys_width, middle);
    }
}

void help_draw(const canvas *c, const painter_key *keys, int count)
{
    static const double sizes[] = {17, 16, 15, 14, 13, 12, 11, 10, 9, 8};
    cairo_rectangle_int_t room = c->at->stage;
    int pad = frame_px(c->at, room.height < 300 * c->at->unit ? 8 : 24);
    room.x += pad;
    room.y += pad;
    room.width -= 2 * pad;
    room.height -= 2 * pad;
    canvas_fill(c, &c->at->stage, c->colors->panel);
    table t = {.columns = 0};
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        t = table_of(c, sizes[i], keys, count);
        if (fits(&t, &room, count))
            break;
    }
    if (t.columns > COLUMNS_MAX)
        squeeze(&t, &room, count);
    draw_table(c, &t, keys, count);
}
