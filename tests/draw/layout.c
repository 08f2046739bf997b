// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the window, scale, sizes and layout: regions do not overlap, texts do not overlap, and
// what is spoken is seen whole.
#include <string.h>

#include "draw/han.h"
#include "draw/stage.h"
#include "earvoice/painter.h"
#include "river.h"

typedef struct {
    shelf *shelf;
    const speech *speech;
    view view;
    frame frame;
    plan plan;
    int checked;
} stage_case;

static gboolean meet(const cairo_rectangle_int_t *a, const cairo_rectangle_int_t *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static gboolean within(const cairo_rectangle_int_t *inner, const cairo_rectangle_int_t *outer)
{
    return inner->x >= outer->x && inner->y >= outer->y &&
           inner->x + inner->width <= outer->x + outer->width &&
           inner->y + inner->height <= outer->y + outer->height;
}

static void check_frame(const frame *f)
{
    const cairo_rectangle_int_t all[] = {f->header,  f->stage,    f->list,
                                         f->message, f->timeline, f->status};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        g_assert_true(within(&all[i], &f->window));
        for (gsize k = 0; k < i; k++)
            g_assert_false(meet(&all[i], &all[k]));
    }
    g_assert_true(within(&f->timeline, &f->bar));
    g_assert_true(within(&f->status, &f->bar));
    g_assert_cmpint(2 * f->stage.height, >=, f->window.height);
}

// What is seen of an item: its lines' boxes within its clip.
static cairo_rectangle_int_t seen(const stage_case *c, const plan_item *item)
{
    int height = block_height(shelf_get(c->shelf, &item->block));
    int top = MAX(item->y, item->clip.y);
    int bottom = MIN(item->y + height, item->clip.y + item->clip.height);
    return (cairo_rectangle_int_t){item->x, top, item->block.width_px, bottom - top};
}

// A paragraph is whole, or it is cut between lines.
static void check_item(const stage_case *c, const plan_item *item)
{
    const block *b = shelf_get(c->shelf, &item->block);
    cairo_rectangle_int_t box = seen(c, item), ink = block_ink(b);
    int pitch = block_pitch(item->block.size_px);
    g_assert_true(within(&box, &c->frame.stage));
    g_assert_cmpint(box.height % pitch, ==, 0);
    g_assert_cmpint(box.height, >=, pitch);
    g_assert_cmpint(item->x + ink.x, >=, c->frame.stage.x);
    g_assert_cmpint(item->x + ink.x + ink.width, <=, c->frame.stage.x + c->frame.stage.width);
    g_assert_cmpint((box.y - item->y) % pitch, ==, 0);
}

// Every part of what is spoken is seen, unless it is taller than the stage in the smallest text.
static void check_spoken(const stage_case *c, const plan_item *item)
{
    const block *b = shelf_get(c->shelf, &item->block);
    int first, last;
    if (!block_lines(b, item->marked, 0, G_MAXINT / 2, &first, &last))
        return;
    int pitch = block_pitch(item->block.size_px);
    cairo_rectangle_int_t box = seen(c, item);
    gboolean small = item->block.size_px <= 15 * c->frame.unit;
    if ((last - first + 1) * pitch > box.height && small)
        return;
    g_assert_cmpint(item->y + first * pitch, >=, box.y);
    g_assert_cmpint(item->y + (last + 1) * pitch, <=, box.y + box.height);
}

// A line is at most 40 Han or 80 Latin characters long.
static void check_measure(const stage_case *c, const plan_item *item)
{
    const block *b = shelf_get(c->shelf, &item->block);
    for (int i = 0; i < block_line_count(b); i++) {
        int start, end, count[LANGUAGES] = {0, 0};
        block_line_bytes(b, i, &start, &end);
        const char *p = block_text(b) + start, *stop = block_text(b) + end;
        for (; p < stop; p = g_utf8_next_char(p))
            count[han_is(g_utf8_get_char(p)) ? LANGUAGE_ZH : LANGUAGE_EN]++;
        g_assert_cmpint(count[LANGUAGE_ZH], <=, 40);
        g_assert_cmpint(count[LANGUAGE_EN], <=, 80 + 1); // the space it breaks at
    }
}

static void check_plan(stage_case *c)
{
    const plan *p = &c->plan;
    g_assert_cmpint(p->count, >, 0);
    for (int i = 0; i < p->count; i++) {
        cairo_rectangle_int_t one = seen(c, &p->items[i]);
        check_item(c, &p->items[i]);
        check_measure(c, &p->items[i]);
        for (int k = 0; k < i; k++) {
            cairo_rectangle_int_t other = seen(c, &p->items[k]);
            g_assert_false(meet(&one, &other));
        }
        if (p->items[i].marked >= 0)
            check_spoken(c, &p->items[i]);
    }
    c->checked++;
}

static void check_view(stage_case *c)
{
    static const int segments[] = {2, 5, 9, 10, 14};
    const view *v = &c->view;
    g_test_message("%d × %d at %d %%, text %d %%, layout %d, swapped %d", v->width_px, v->height_px,
                   v->scale_percent, v->size_percent[0], v->layout, v->swapped);
    c->frame = frame_at(v, 0);
    check_frame(&c->frame);
    for (gsize i = 0; i < G_N_ELEMENTS(segments); i++) {
        scene now = river_scene(c->speech, river_middle_ms(c->speech, segments[i]), v);
        g_assert_cmpint(now.segment, ==, segments[i]);
        c->plan = stage_plan(c->shelf, &c->frame, &now);
        check_plan(c);
    }
}

static const struct {
    int width_px, height_px;
} windows[] = {{480, 320},  {640, 360},   {600, 1000},  {800, 600},
               {1280, 720}, {1920, 1080}, {2560, 1080}, {3840, 2160}};

static void check_window(stage_case *c, gsize window)
{
    static const int scales[] = {100, 150, 300}, sizes[] = {50, 100, 200};
    c->view = river_view(windows[window].width_px, windows[window].height_px);
    c->view.list = window % 2 == 0;
    for (gsize scale = 0; scale < G_N_ELEMENTS(scales); scale++) {
        for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
            c->view.scale_percent = scales[scale];
            c->view.layout = (layout_mode)layout;
            c->view.swapped = layout == LAYOUT_SIDE_BY_SIDE;
            int size = sizes[(window + scale + (gsize)layout) % G_N_ELEMENTS(sizes)];
            c->view.size_percent[LANGUAGE_ZH] = size;
            c->view.size_percent[LANGUAGE_EN] = size;
            check_view(c);
            c->view.size_percent[LANGUAGE_ZH] = 100;
            c->view.size_percent[LANGUAGE_EN] = 100;
            check_view(c);
        }
    }
}

static void test_windows(void)
{
    g_autoptr(fonts) f = fonts_new();
    if (!fonts_has_han(f)) {
        g_test_skip("fonts-noto-cjk is not installed");
        return;
    }
    g_autoptr(speech) s = river_new(TRUE);
    g_autoptr(shelf) blocks = shelf_new(f, 64);
    shelf_set(blocks, s);
    stage_case c = {.shelf = blocks, .speech = s};
    for (gsize i = 0; i < G_N_ELEMENTS(windows); i++)
        check_window(&c, i);
    g_test_message("%d stages", c.checked);
}

// A message has its row; what is left is still mostly stage.
static void test_message(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
        view v = river_view(windows[i].width_px, windows[i].height_px);
        for (int scale = 100; scale <= 300; scale += 50) {
            v.scale_percent = scale;
            frame f = frame_at(&v, frame_px(&(frame){.unit = 1}, 40));
            g_assert_cmpint(f.message.height, ==, 40);
            g_assert_cmpint(f.message.y + f.message.height, ==, f.bar.y);
            g_assert_cmpint(f.stage.y + f.stage.height, ==, f.message.y);
        }
    }
}

static int top_of_chinese(const stage_case *c, int64_t us)
{
    scene now = scene_at(c->speech, us, &c->view);
    plan got = stage_plan(c->shelf, &c->frame, &now);
    for (int i = 0; i < got.count; i++) {
        if (got.items[i].block.side == LANGUAGE_ZH && got.items[i].marked >= 0)
            return got.items[i].y;
    }
    g_assert_not_reached();
}

// From one sentence to the next the stage sets out from where it stood, goes one way, and stays.
static void test_glide(void)
{
    g_autoptr(fonts) f = fonts_new();
    if (!fonts_has_han(f)) {
        g_test_skip("fonts-noto-cjk is not installed");
        return;
    }
    g_autoptr(speech) s = river_new(TRUE);
    g_autoptr(shelf) blocks = shelf_new(f, 64);
    shelf_set(blocks, s);
    stage_case c = {.shelf = blocks, .speech = s, .view = river_view(480, 320)};
    c.frame = frame_at(&c.view, 0);
    int64_t start_us = speech_segment(s, 12)->start_us;
    int first = top_of_chinese(&c, start_us - 1), before = first;
    g_assert_cmpint(top_of_chinese(&c, start_us), ==, first);
    for (int64_t us = start_us; us <= start_us + SCENE_GLIDE_US; us += 5000) {
        int now = top_of_chinese(&c, us);
        g_assert_cmpint(now, <=, before);
        before = now;
    }
    g_assert_cmpint(before, <, first);
    g_assert_cmpint(top_of_chinese(&c, start_us + SCENE_GLIDE_US + TIME_SECOND), ==, before);
}

// No window is too small to draw on.
static void test_tiny(void)
{
    for (int width = 1; width < 300; width += 37) {
        for (int height = 1; height < 300; height += 37) {
            view v = river_view(width, height);
            g_assert_cmpint(painter_timeline_px(&v), >, 0);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/layout/windows", test_windows);
    g_test_add_func("/draw/layout/message", test_message);
    g_test_add_func("/draw/layout/glide", test_glide);
    g_test_add_func("/draw/layout/tiny", test_tiny);
    return g_test_run();
}
