// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/resync.h"

#include "earvoice/error.h"

#define S(seconds) ((int64_t)((seconds)*1e6))

static const struct {
    int count;
    resync_point points[3];
    int64_t us, to_us;
} rows[] = {
    // One point moves.
    {1, {{S(0), S(1.5)}}, S(10), S(11.5)},
    {1, {{S(2), S(0)}}, S(10), S(8)},
    {1, {{S(2), S(0)}}, S(1), 0},
    // Two stretch, also outside of them.
    {2, {{S(10), S(10)}, {S(20), S(30)}}, S(15), S(20)},
    {2, {{S(10), S(10)}, {S(20), S(30)}}, S(30), S(50)},
    {2, {{S(10), S(10)}, {S(20), S(30)}}, S(8), S(6)},
    // Three bend.
    {3, {{S(0), S(0)}, {S(10), S(20)}, {S(20), S(25)}}, S(5), S(10)},
    {3, {{S(0), S(0)}, {S(10), S(20)}, {S(20), S(25)}}, S(10), S(20)},
    {3, {{S(0), S(0)}, {S(10), S(20)}, {S(20), S(25)}}, S(15), S(22.5)},
    {3, {{S(0), S(0)}, {S(10), S(20)}, {S(20), S(25)}}, S(40), S(35)},
    // Nothing overflows.
    {2, {{0, 0}, {1, TIME_MAX}}, TIME_MAX, TIME_MAX},
};

static void test_time(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        int64_t to_us = resync_time(rows[i].points, rows[i].count, rows[i].us);
        if (to_us != rows[i].to_us) {
            g_test_fail_printf("row %zu: %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, i, to_us,
                               rows[i].to_us);
        }
    }
}

static speech *three(void)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_meta(b, "title", "T");
    for (int i = 0; i < 3; i++) {
        word_mark w = {LANGUAGE_EN, 4, S(i * 10 + 1)};
        segment g = {.start_us = S(i * 10),
                     .end_us = S(i * 10 + 5),
                     .confidence = 0.5f,
                     .words = &w,
                     .word_count = 1,
                     .text = {"字", "two words"}};
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

static void test_speech(void)
{
    g_autoptr(speech) s = three();
    g_autoptr(speech) earlier = resync_speech(s, &(resync_point){S(8), 0}, 1, NULL);
    g_assert_cmpint(speech_segment_count(earlier), ==, 3);
    g_assert_cmpstr(speech_meta(earlier, "title"), ==, "T");
    const segment *first = speech_segment(earlier, 0), *second = speech_segment(earlier, 1);
    g_assert_true(first->start_us == TIME_NONE && first->word_count == 0);
    g_assert_cmpint(second->start_us, ==, S(2));
    g_assert_cmpint(second->end_us, ==, S(7));
    g_assert_cmpint(second->words[0].start_us, ==, S(3));
    g_assert_cmpint(second->paragraph, ==, 1);
}

static void test_order(void)
{
    static const resync_point wrong[][2] = {
        {{S(1), S(2)}, {S(1), S(3)}}, {{S(1), S(2)}, {S(2), S(2)}}, {{S(2), S(1)}, {S(1), S(2)}}};
    g_autoptr(speech) s = three();
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(resync_speech(s, wrong[i], 2, &error));
        g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE);
    }
}

static void test_tap(void)
{
    g_autoptr(speech) s = three();
    g_autoptr(speech) tapped = resync_tap(s, 1, S(4));
    g_assert_cmpint(speech_segment(tapped, 0)->end_us, ==, S(4));
    g_assert_cmpint(speech_segment(tapped, 1)->start_us, ==, S(4));
    g_assert_cmpint(speech_segment(tapped, 1)->end_us, ==, S(5));
    g_assert_cmpint(speech_segment(tapped, 2)->start_us, ==, S(20));
    // What is out of order has no time.
    g_autoptr(speech) late = resync_tap(s, 0, S(15));
    g_assert_cmpint(speech_segment(late, 0)->start_us, ==, S(15));
    g_assert_true(speech_segment(late, 1)->start_us == TIME_NONE);
    g_assert_cmpint(speech_segment(late, 2)->start_us, ==, S(20));
    g_autoptr(speech) early = resync_tap(s, 2, S(8));
    g_assert_true(speech_segment(early, 1)->start_us == TIME_NONE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/resync/time", test_time);
    g_test_add_func("/resync/speech", test_speech);
    g_test_add_func("/resync/order", test_order);
    g_test_add_func("/resync/tap", test_tap);
    return g_test_run();
}
