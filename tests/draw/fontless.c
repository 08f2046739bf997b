// SPDX-License-Identifier: GPL-3.0-or-later
// A machine without a font for Chinese, or without any (as FONTCONFIG_FILE says): the missing font
// is named and nothing is drawn as boxes.
#include <pango/pangocairo.h>
#include <string.h>

#include "draw/picture.h"
#include "draw/stage.h"
#include "river.h"

static void test_named(void)
{
    g_autoptr(painter) p = painter_new(NULL, 0);
    const char *missing = painter_missing_font(p);
    g_assert_nonnull(missing);
    g_assert_nonnull(strstr(missing, "fonts-noto-cjk"));
}

static void test_no_boxes(void)
{
    g_autoptr(fonts) f = fonts_new();
    g_autoptr(speech) s = river_new(TRUE);
    g_autoptr(shelf) blocks = shelf_new(f, 16);
    shelf_set(blocks, s);
    for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
        view v = river_view(1280, 720);
        v.layout = (layout_mode)layout;
        frame at = frame_at(&v, 0);
        scene now = river_scene(s, 19000, &v);
        plan got = stage_plan(blocks, &at, &now);
        g_assert_cmpint(got.count, >, 0);
        for (int i = 0; i < got.count; i++)
            g_assert_cmpint(got.items[i].block.side, ==, LANGUAGE_EN);
    }
}

static void test_drawn(void)
{
    g_autoptr(painter) p = painter_new(NULL, 0);
    g_autoptr(speech) s = river_new(TRUE);
    view v = river_view(640, 480);
    scene now = river_scene(s, 19000, &v);
    cairo_surface_destroy(picture_new(p, s, &now));
    g_autoptr(speech_builder) b = speech_builder_new();
    segment only = {.start_us = 0, .end_us = TIME_SECOND, .text = {"河", ""}};
    speech_builder_segment(b, &only);
    g_autoptr(speech) chinese = speech_builder_end(b);
    now = river_scene(chinese, 500, &v);
    cairo_surface_destroy(picture_new(p, chinese, &now));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR); // Pango warns when there is no font at all
    g_test_add_func("/draw/fontless/named", test_named);
    g_test_add_func("/draw/fontless/no-boxes", test_no_boxes);
    g_test_add_func("/draw/fontless/drawn", test_drawn);
    return g_test_run();
}
