// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/frame.h"

#include <math.h>

// Units of the smallest window the chrome is drawn for.
#define LEAST_WIDTH  400.0
#define LEAST_HEIGHT 266.0
// Of the list, and of the narrowest stage that stands beside one.
#define LIST_WIDTH  330.0
#define STAGE_WIDTH 640.0

static double unit_of(const view *v)
{
    double scale = CLAMP(v->scale_percent, 50, 400) / 100.0;
    double fits = fmin(v->width_px / LEAST_WIDTH, v->height_px / LEAST_HEIGHT);
    return fmax(fmin(scale, fits), 0.25);
}

int frame_px(const frame *f, double length)
{
    return (int)lround(length * f->unit);
}

int frame_text_px(const frame *f, int step)
{
    return MAX(1, frame_px(f, 14 * pow(1.2, step)));
}

// Play mark and time, then the timeline, on one line.
static void place_compact(frame *f)
{
    int left = f->margin + frame_px(f, 120);
    f->status = (cairo_rectangle_int_t){0, f->bar.y, left, f->bar.height};
    int height = frame_px(f, 20), y = f->bar.y + (f->bar.height - height) / 2;
    f->timeline = (cairo_rectangle_int_t){left, y, f->bar.width - left - f->margin, height};
}

static void place_rows(frame *f)
{
    int top = frame_px(f, 10), height = frame_px(f, 26), width = f->bar.width - 2 * f->margin;
    f->timeline = (cairo_rectangle_int_t){f->margin, f->bar.y + top, width, height};
    int y = f->timeline.y + height + frame_px(f, 4);
    f->status = (cairo_rectangle_int_t){0, y, f->bar.width, f->bar.y + f->bar.height - y};
}

frame frame_at(const view *v, int message_px)
{
    int width = MAX(1, v->width_px), height = MAX(1, v->height_px);
    frame f = {.unit = unit_of(v), .window = {0, 0, width, height}};
    double rows = height / f.unit;
    f.compact = rows < 420;
    f.margin = frame_px(&f, width / f.unit < 640 ? 16 : 24);
    int header = rows < 480 ? 0 : frame_px(&f, 44);
    int bar = MIN(height, frame_px(&f, f.compact ? 40 : 84));
    int message = CLAMP(message_px, 0, (height - bar) / 2);
    f.header = (cairo_rectangle_int_t){0, 0, width, header};
    f.bar = (cairo_rectangle_int_t){0, height - bar, width, bar};
    f.message = (cairo_rectangle_int_t){0, f.bar.y - message, width, message};
    f.stage = (cairo_rectangle_int_t){0, header, width, f.message.y - header};
    if (v->list && !f.compact && width / f.unit >= LIST_WIDTH + STAGE_WIDTH) {
        f.stage.width -= frame_px(&f, LIST_WIDTH);
        f.list = f.stage;
        f.list.x = f.stage.width;
        f.list.width = width - f.stage.width;
    }
    if (f.compact)
        place_compact(&f);
    else
        place_rows(&f);
    f.timeline.width = MAX(1, f.timeline.width);
    return f;
}

gboolean frame_holds(const cairo_rectangle_int_t *r, int x, int y)
{
    return x >= r->x && x < r->x + r->width && y >= r->y && y < r->y + r->height;
}
