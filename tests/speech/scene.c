// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/scene.h"

#include <string.h>

static speech *build(void)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    word_mark marks[] = {{LANGUAGE_EN, 0, 5 * TIME_SECOND}, {LANGUAGE_EN, 3, 6 * TIME_SECOND}};
    segment first = {.start_us = TIME_SECOND, .end_us = 4 * TIME_SECOND, .text = {"一", "one"}};
    segment second = {.start_us = 5 * TIME_SECOND,
                      .end_us = 9 * TIME_SECOND,
                      .text = {"二", "we go"},
                      .words = marks,
                      .word_count = 2};
    speech_builder_segment(b, &first);
    speech_builder_segment(b, &second);
    return speech_builder_end(b);
}

static view plain_view(void)
{
    view v;
    memset(&v, 0, sizeof v);
    v.width_px = 1280;
    v.height_px = 720;
    v.timeline_px = 1000;
    v.playing = true;
    v.duration_us = 10 * TIME_SECOND;
    v.loop_start_us = v.loop_end_us = v.hover_us = TIME_NONE;
    return v;
}

static const struct {
    int64_t ms;
    int segment, focus, word_end, glide, within, playhead_px;
} rows[] = {
    {0, -1, 0, 0, 16, 0, 0},         {999, -1, 0, 0, 16, 0, 99},
    {1000, 0, 0, 0, 0, 0, 100},      {1120, 0, 0, 0, 8, 33, 112},
    {2500, 0, 0, 0, 16, 500, 250},   {4000, -1, 0, 0, 16, 1000, 400},
    {5000, 1, 1, 3, 0, 0, 500},      {6000, 1, 1, 5, 16, 250, 600},
    {9500, -1, 1, 0, 16, 1000, 950}, {99000, -1, 1, 0, 16, 1000, 1000},
};

static void test_at(void)
{
    g_autoptr(speech) s = build();
    view v = plain_view();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%d ms", (int)rows[i].ms);
        scene got = scene_at(s, rows[i].ms * 1000, &v);
        g_assert_cmpint(got.segment, ==, rows[i].segment);
        g_assert_cmpint(got.focus, ==, rows[i].focus);
        g_assert_cmpint(got.word_end[LANGUAGE_EN], ==, rows[i].word_end);
        g_assert_cmpint(got.glide, ==, rows[i].glide);
        g_assert_cmpint(got.within, ==, rows[i].within);
        g_assert_cmpint(got.playhead_px, ==, rows[i].playhead_px);
    }
}

// What has been gone to while paused is there at once.
static void test_paused(void)
{
    g_autoptr(speech) s = build();
    view v = plain_view();
    v.playing = false;
    g_assert_cmpint(scene_at(s, TIME_SECOND, &v).glide, ==, SCENE_GLIDE_STEPS);
    g_assert_cmpint(scene_at(s, TIME_SECOND, &v).segment, ==, 0);
}

// Between a time and the next change nothing differs; at the next change something does.
static void test_next_change(void)
{
    g_autoptr(speech) s = build();
    view v = plain_view();
    int64_t us = 0;
    for (int i = 0; i < 2000 && us < 12 * TIME_SECOND; i++) {
        int64_t next_us = scene_next_change(s, us, &v);
        g_assert_cmpint(next_us, >, us);
        scene now = scene_at(s, us, &v), just_before = scene_at(s, next_us - 1, &v);
        scene next = scene_at(s, next_us, &v);
        g_assert_true(scene_equal(&now, &just_before));
        g_assert_false(scene_equal(&now, &next));
        us = next_us;
    }
    g_assert_cmpint(us, >=, 12 * TIME_SECOND);
}

static void test_untimed(void)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    for (int i = 0; i < 4; i++)
        speech_builder_segment(
            b, &(segment){.start_us = TIME_NONE, .end_us = TIME_NONE, .text = {"一", "a"}});
    g_autoptr(speech) s = speech_builder_end(b);
    view v = plain_view();
    g_assert_cmpint(scene_at(s, 6 * TIME_SECOND, &v).focus, ==, 0);
    v.reading = 2;
    g_assert_cmpint(scene_at(s, 0, &v).focus, ==, 2);
    v.reading = 9;
    g_assert_cmpint(scene_at(s, 0, &v).focus, ==, 3);
    g_assert_cmpint(scene_at(s, 6 * TIME_SECOND, &v).segment, ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scene/at", test_at);
    g_test_add_func("/scene/paused", test_paused);
    g_test_add_func("/scene/next-change", test_next_change);
    g_test_add_func("/scene/untimed", test_untimed);
    return g_test_run();
}
