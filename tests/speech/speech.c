// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/speech.h"

typedef struct {
    int64_t start, end; // seconds; end 0: untimed
} row;

static speech *build(const row *rows, int count)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    for (int i = 0; i < count; i++) {
        gboolean timed = rows[i].end > 0;
        segment g = {.start_us = timed ? rows[i].start * TIME_SECOND : TIME_NONE,
                     .end_us = timed ? rows[i].end * TIME_SECOND : TIME_NONE,
                     .text = {"句", "a"}};
        if (i % 2 == 0)
            speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

// What the look-ups promise, done the slow way.
static int slow_at(const row *rows, int count, int64_t us)
{
    int found = -1;
    for (int i = 0; i < count; i++) {
        gboolean holds =
            rows[i].end > 0 && rows[i].start * TIME_SECOND <= us && us < rows[i].end * TIME_SECOND;
        if (holds && (found < 0 || rows[i].start >= rows[found].start))
            found = i;
    }
    return found;
}

static void check_against_slow(const row *rows, int count)
{
    g_autoptr(speech) s = build(rows, count);
    for (int64_t half = 0; half < 120; half++) {
        int64_t us = half * TIME_SECOND / 2;
        int at = slow_at(rows, count, us);
        g_assert_cmpint(speech_segment_at(s, us), ==, at);
        int64_t next_us = us;
        while (next_us < 100 * TIME_SECOND && slow_at(rows, count, next_us) == at)
            next_us += TIME_SECOND / 2;
        g_assert_cmpint(speech_next_change(s, us), ==,
                        next_us >= 100 * TIME_SECOND ? INT64_MAX : next_us);
    }
}

static void test_look_up(void)
{
    static const row plain[] = {{1, 4}, {5, 9}, {9, 12}};
    static const row nested[] = {{0, 30}, {5, 10}, {6, 8}, {10, 12}, {40, 41}};
    static const row unsorted[] = {{20, 25}, {1, 3}, {0, 0}, {2, 22}, {1, 9}};
    static const row crossing[] = {{0, 10}, {5, 15}, {7, 9}, {8, 30}, {8, 12}};
    check_against_slow(plain, G_N_ELEMENTS(plain));
    check_against_slow(nested, G_N_ELEMENTS(nested));
    check_against_slow(unsorted, G_N_ELEMENTS(unsorted));
    check_against_slow(crossing, G_N_ELEMENTS(crossing));
    for (int round = 0; round < 200; round++) {
        row rows[12];
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            rows[i].start = g_test_rand_int_range(0, 40);
            rows[i].end = rows[i].start + g_test_rand_int_range(1, 12);
        }
        check_against_slow(rows, G_N_ELEMENTS(rows));
    }
}

static void test_step(void)
{
    static const row rows[] = {{20, 25}, {1, 3}, {0, 0}, {5, 6}};
    g_autoptr(speech) s = build(rows, G_N_ELEMENTS(rows));
    g_assert_cmpint(speech_step(s, -1, 1), ==, 1);
    g_assert_cmpint(speech_step(s, 1, 1), ==, 3);
    g_assert_cmpint(speech_step(s, 3, 1), ==, 0);
    g_assert_cmpint(speech_step(s, 0, 1), ==, 0);
    g_assert_cmpint(speech_step(s, 1, -5), ==, 1);
    g_assert_cmpint(speech_segment_before(s, 0), ==, -1);
    g_assert_cmpint(speech_segment_before(s, 4 * TIME_SECOND), ==, 1);
    g_assert_cmpint(speech_segment_before(s, 90 * TIME_SECOND), ==, 0);

    int64_t start_us, end_us;
    g_assert_true(speech_paragraph_span(s, 0, &start_us, &end_us));
    g_assert_cmpint(start_us, ==, 1 * TIME_SECOND);
    g_assert_cmpint(end_us, ==, 25 * TIME_SECOND);
    g_assert_cmpint(speech_paragraph_count(s), ==, 2);
}

static void test_empty_spans_hide_nothing(void)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_segment(b, &(segment){.start_us = 5, .end_us = 20, .text = {"句", ""}});
    speech_builder_segment(b, &(segment){.start_us = 10, .end_us = 12});
    g_autoptr(speech) s = speech_builder_end(b);
    g_assert_cmpint(speech_segment_at(s, 11), ==, 0);
    g_assert_cmpint(speech_segment_count(s), ==, 2);
}

static void test_empty(void)
{
    g_autoptr(speech) s = build(NULL, 0);
    g_assert_cmpint(speech_segment_at(s, 0), ==, -1);
    g_assert_cmpint(speech_next_change(s, 0), ==, INT64_MAX);
    g_assert_cmpint(speech_step(s, -1, 1), ==, -1);
    g_assert_false(speech_is_timed(s));
}

static void test_keeps_what_it_is_given(void)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    word_mark marks[] = {{LANGUAGE_EN, 0, 10}, {LANGUAGE_EN, 3, 20}};
    segment g = {.start_us = 0,
                 .end_us = 30,
                 .id = "1.1",
                 .text = {NULL, "we go\033[2J"},
                 .words = marks,
                 .word_count = 2,
                 .confidence = -1};
    speech_builder_meta(b, "title", "old");
    speech_builder_meta(b, "title", "new");
    speech_builder_segment(b, &g);
    g.word_count = 0;
    speech_builder_segment(b, &g);
    g_autoptr(speech) s = speech_builder_end(b);
    g_assert_cmpstr(speech_meta(s, "title"), ==, "new");
    g_assert_null(speech_meta(s, "audio"));
    g_assert_cmpstr(speech_segment(s, 0)->text[LANGUAGE_ZH], ==, "");
    g_assert_cmpstr(speech_segment(s, 0)->text[LANGUAGE_EN], ==, "we go[2J");
    g_assert_cmpint(speech_segment(s, 0)->words[1].start_us, ==, 20);
    g_assert_null(speech_segment(s, 1)->words);
    g_assert_false(speech_has_language(s, LANGUAGE_ZH));
    g_assert_true(speech_has_language(s, LANGUAGE_EN));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/speech/look-up", test_look_up);
    g_test_add_func("/speech/step", test_step);
    g_test_add_func("/speech/empty-spans", test_empty_spans_hide_nothing);
    g_test_add_func("/speech/empty", test_empty);
    g_test_add_func("/speech/keeps-what-it-is-given", test_keeps_what_it_is_given);
    return g_test_run();
}
