// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/cues.h"

#include <string.h>

#include "speech/phrase.h"

// The best two parts of a text.
static const struct {
    language side;
    const char *in, *out;
} halves[] = {
    {LANGUAGE_EN, "Good morning, dear friends.", "Good morning,|dear friends."},
    {LANGUAGE_EN, "He came home. She had left already.", "He came home.|She had left already."},
    {LANGUAGE_EN, "We walked over the bridge of the old town.",
     "We walked over the bridge|of the old town."},
    {LANGUAGE_EN, "“Yes.” That was all he said to us.", "“Yes.” That was all|he said to us."},
    {LANGUAGE_ZH, "我们今天来了，明天就走。", "我们今天来了，|明天就走。"},
    {LANGUAGE_ZH, "每年带走三千四百万吨泥", "每年带走|三千四百万吨泥"},
    {LANGUAGE_ZH, "今天孩子们认识河流", "今天孩子们|认识河流"},
    {LANGUAGE_ZH, "他说“好”然后走了出去", "他说“好”|然后走了出去"},
    {LANGUAGE_ZH, "我们共同用 Linux 系统", "我们共同用|Linux 系统"},
};

static void test_halves(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(halves); i++) {
        g_autoptr(GArray) places = phrase_openings(halves[i].in, halves[i].side);
        g_autoptr(GArray) cut = g_array_new(FALSE, FALSE, sizeof(int));
        g_assert_true(phrase_divide(places, 2, 1000, NULL, cut));
        opening o = g_array_index(places, opening, (guint)g_array_index(cut, int, 0));
        g_autofree char *got = g_strdup_printf("%.*s|%s", o.end, halves[i].in, halves[i].in + o.at);
        g_assert_cmpstr(got, ==, halves[i].out);
    }
}

// What may stand at no end of a line stands at none, wherever the text is cut.
static void test_never(void)
{
    const char *text = "他说：“这是（第 3 次）……《北京——上海》，共 1,234.5 万 km。”";
    static const char begin[] = "，。、：）》”…—", end[] = "（《“";
    g_autoptr(GArray) places = phrase_openings(text, LANGUAGE_ZH);
    g_assert_cmpint(places->len, >, 8);
    for (guint i = 1; i + 1 < places->len; i++) {
        opening o = g_array_index(places, opening, i);
        gunichar before = g_utf8_get_char(g_utf8_prev_char(text + o.end));
        gunichar behind = g_utf8_get_char(text + o.at);
        g_assert_null(g_utf8_strchr(begin, -1, behind));
        g_assert_null(g_utf8_strchr(end, -1, before));
        g_assert_false(g_unichar_isdigit(before) && g_unichar_isdigit(behind));
    }
}

static const word_mark words[] = {{LANGUAGE_EN, 0, 1000000}, {LANGUAGE_EN, 27, 4000000}};

static const struct {
    const char *name;
    segment g;
    const char *out; // "start-end zh|en" in ms, a line each; \n as /
    int estimated, too_long;
} rows[] = {
    {"short",
     {0, 2000000, .confidence = -1, .text = {"你好。", "Hello."}},
     "0-2000 你好。|Hello.\n",
     0,
     0},
    {"two lines",
     {0, 4000000, .confidence = -1,
      .text = {"", "We walked over the bridge, and then we went home."}},
     "0-4000 |We walked over the bridge,/and then we went home.\n",
     0,
     0},
    {"two pieces by time",
     {0, 9000000, .confidence = -1, .text = {"一二三，四五六。", "One two three, four five six."}},
     "0-4500 一二三，|One two three,\n4500-9000 四五六。|four five six.\n",
     1,
     0},
    {"at the word's time",
     {1000000, 10000000, .confidence = -1, .word_count = 2, .words = words,
      .text = {"", "We walked over the bridge, and then, four of us went home."}},
     "1000-4000 |We walked over the bridge,\n4000-10000 |and then, four of us went home.\n",
     0,
     0},
    {"nowhere to cut",
     {0, 2000000, .confidence = -1,
      .text = {"", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},
     "0-2000 |aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
     0,
     1},
    {"lines that are there",
     {0, 2000000, .confidence = -1, .text = {"", "One\ntwo\nthree"}},
     "0-2000 |One two three\n",
     0,
     0},
    {"no time to cut",
     {TIME_MAX - 2, TIME_MAX, .confidence = -1,
      .text = {"",
               "We walked over the bridge, and then we went home. We walked over the bridge, and "
               "then we went home."}},
     NULL,
     0,
     1},
    {"no times",
     {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"你好。", "Hello."}},
     "- 你好。|Hello.\n",
     0,
     0},
};

static void test_rows(void)
{
    check_profile p;
    g_assert_true(check_profile_find("netflix-en", &p, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(speech_builder) b = speech_builder_new();
        speech_builder_segment(b, &rows[i].g);
        g_autoptr(speech) s = speech_builder_end(b);
        cues_summary done;
        g_autoptr(speech) cut = cues_cut(s, &p, &done);
        g_autoptr(GString) got = g_string_new(NULL);
        for (int k = 0; k < speech_segment_count(cut); k++) {
            const segment *g = speech_segment(cut, k);
            if (g->start_us == TIME_NONE)
                g_string_append_c(got, '-');
            else
                g_string_append_printf(got, "%d-%d", (int)(g->start_us / 1000),
                                       (int)(g->end_us / 1000));
            g_string_append_printf(got, " %s|%s\n", g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN]);
        }
        for (char *c = got->str; *c; c++)
            if (*c == '\n' && c[1] && !g_ascii_isdigit(c[1]) && c[1] != '-')
                *c = '/';
        g_test_message("row: %s", rows[i].name);
        if (rows[i].out)
            g_assert_cmpstr(got->str, ==, rows[i].out);
        g_assert_cmpint(done.estimated, ==, rows[i].estimated);
        g_assert_cmpint(done.too_long, ==, rows[i].too_long);
    }
}

// Letters of any text: what is cut is what was there, and keeps to the limits.
static void test_any(void)
{
    static const char *const parts[] = {"好", "，", "。", "你们", " word", " another,", " 3",
                                        "4",  "（", "）", " of",  "“a”",   ". "};
    check_profile p;
    check_profile_find("netflix-zh", &p, NULL);
    int kept = 0;
    for (int round = 0; round < 300; round++) {
        g_autoptr(GString) zh = g_string_new("中"), en = g_string_new("a");
        int count = g_test_rand_int_range(1, 120);
        for (int i = 0; i < count; i++) {
            g_string_append(zh, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
            g_string_append(en, parts[g_test_rand_int_range(4, G_N_ELEMENTS(parts))]);
        }
        segment g = {0, g_test_rand_int_range(1, 60) * TIME_SECOND, .confidence = -1,
                     .text = {zh->str, en->str}};
        g_autoptr(speech_builder) b = speech_builder_new();
        speech_builder_segment(b, &g);
        g_autoptr(speech) s = speech_builder_end(b);
        cues_summary done;
        g_autoptr(speech) cut = cues_cut(s, &p, &done);
        int64_t end_us = 0;
        g_autoptr(GString) again = g_string_new(NULL);
        for (int k = 0; k < speech_segment_count(cut); k++) {
            const segment *piece = speech_segment(cut, k);
            g_assert_cmpint(piece->start_us, ==, end_us);
            g_assert_cmpint(piece->end_us, >, piece->start_us);
            end_us = piece->end_us;
            for (const char *c = piece->text[LANGUAGE_ZH]; *c; c++)
                if (*c != ' ' && *c != '\n')
                    g_string_append_c(again, *c);
        }
        g_assert_cmpint(end_us, ==, g.end_us);
        g_autoptr(GArray) found = check_speech(cut, &p, TIME_NONE);
        for (guint k = 0; k < found->len && !done.too_long; k++) {
            check_rule rule = g_array_index(found, finding, k).rule;
            if (rule == RULE_LINE_ZH || rule == RULE_LINES || rule == RULE_LONG)
                g_error("%s %g in %s", rule_name(rule), g_array_index(found, finding, k).value,
                        speech_segment(cut, g_array_index(found, finding, k).segment)->text[0]);
        }
        g_string_replace(zh, " ", "", 0);
        g_assert_cmpstr(again->str, ==, zh->str);
        kept += !done.too_long;
    }
    g_test_message("the limits were kept in %d of 300", kept);
    g_assert_cmpint(kept, >, 150);
}

// What only the file's own format can hold goes with the first piece; places are of all.
static void test_kept(void)
{
    static const segment g = {
        0,
        9000000,
        .confidence = -1,
        .settings = "line:0",
        .payload = "<i>p</i>",
        .before = "NOTE\n\n",
        .text = {"",
                 "He came home to the old town late at night. She had left already, they said."}};
    cues_summary done;
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_header(b, "vtt", " - kept");
    speech_builder_trailer(b, "NOTE last");
    speech_builder_segment(b, &g);
    g_autoptr(speech) s = speech_builder_end(b);
    check_profile p;
    g_assert_true(check_profile_find("netflix-en", &p, NULL));
    g_autoptr(speech) cues = cues_cut(s, &p, &done);
    g_assert_cmpint(speech_segment_count(cues), >, 1);
    g_assert_cmpstr(speech_verbatim_format(cues), ==, "vtt");
    g_assert_cmpstr(speech_header(cues), ==, " - kept");
    g_assert_cmpstr(speech_trailer(cues), ==, "NOTE last");
    for (int i = 0; i < speech_segment_count(cues); i++) {
        const segment *piece = speech_segment(cues, i);
        g_assert_cmpstr(piece->settings, ==, "line:0");
        g_assert_cmpstr(piece->payload, ==, i ? NULL : "<i>p</i>");
        g_assert_cmpstr(piece->before, ==, i ? NULL : "NOTE\n\n");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cues/halves", test_halves);
    g_test_add_func("/cues/never", test_never);
    g_test_add_func("/cues/rows", test_rows);
    g_test_add_func("/cues/any", test_any);
    g_test_add_func("/cues/kept", test_kept);
    return g_test_run();
}
