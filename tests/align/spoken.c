// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/spoken.h"

#include <string.h>

static const struct {
    const char *digits, *said;
} numbers[] = {
    {"0", "零"},
    {"7", "七"},
    {"10", "十"},
    {"15", "十五"},
    {"20", "二十"},
    {"42", "四十二"},
    {"100", "一百"},
    {"105", "一百零五"},
    {"110", "一百一十"},
    {"317", "三百一十七"},
    {"1000", "一千"},
    {"1010", "一千零一十"},
    {"1200", "一千二百"},
    {"10000", "一万"},
    {"10001", "一万零一"},
    {"64000", "六万四千"},
    {"100000", "十万"},
    {"120000", "十二万"},
    {"1000000", "一百万"},
    {"100000000", "一亿"},
    {"100010000", "一亿零一万"},
    {"1400000000", "十四亿"},
    {"0012", "十二"},
};

static void test_numbers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        spoken_chinese_number(numbers[i].digits, strlen(numbers[i].digits), out);
        g_assert_cmpstr(out->str, ==, numbers[i].said);
    }
}

// `runs`: one letter a run, z or e, for its voice.
static const struct {
    const char *text;
    language side;
    const char *said, *runs;
} rows[] = {
    {"你好。", LANGUAGE_ZH, "你好。", "z"},
    {"2020年11月10日", LANGUAGE_ZH, "二零二零年十一月十日", "z"},
    {"增长3.5%", LANGUAGE_ZH, "增长百分之三点五", "z"},
    {"64,000棵树", LANGUAGE_ZH, "六万四千棵树", "z"},
    {"10-15年", LANGUAGE_ZH, "十到十五年", "z"},
    {"说River好", LANGUAGE_ZH, "说River好", "zez"},
    {"GDP增长", LANGUAGE_ZH, "G D P 增长", "ez"},
    {"In 2024, 1,200 trees.", LANGUAGE_EN, "In 20 24, 1,200 trees.", "e"},
    {"the UN and UNESCO", LANGUAGE_EN, "the U N  and UNESCO", "e"},
    {"In 1999 and 2005", LANGUAGE_EN, "In 1999 and 2005", "e"},
    {"", LANGUAGE_EN, "", ""},
    {"12345678901234567890", LANGUAGE_ZH, "12345678901234567890", "z"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(spoken) s = spoken_new(rows[i].text, strlen(rows[i].text), rows[i].side);
        g_assert_cmpstr(s->text->str, ==, rows[i].said);
        g_assert_cmpint(g_utf8_strlen(s->text->str, -1), ==, s->offsets->len);
        g_autoptr(GString) runs = g_string_new(NULL);
        guint next = 0;
        for (guint k = 0; k < s->runs->len; k++) {
            const spoken_run *run = &g_array_index(s->runs, spoken_run, k);
            g_string_append_c(runs, run->voice == LANGUAGE_ZH ? 'z' : 'e');
            g_assert_cmpint(run->first, ==, next);
            next += run->count;
        }
        g_assert_cmpint(next, ==, s->offsets->len);
        g_assert_cmpstr(runs->str, ==, rows[i].runs);
        for (guint k = 1; k < s->offsets->len; k++)
            g_assert_cmpint(g_array_index(s->offsets, guint, k), >=,
                            g_array_index(s->offsets, guint, k - 1));
    }
}

// No run is longer than the voice may be given at once.
static void test_long(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "长");
    g_autoptr(spoken) s = spoken_new(text->str, text->len, LANGUAGE_ZH);
    for (guint k = 0; k < s->runs->len; k++)
        g_assert_cmpint(g_array_index(s->runs, spoken_run, k).count, <=, SPOKEN_MAX);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/align/spoken/numbers", test_numbers);
    g_test_add_func("/align/spoken/rows", test_rows);
    g_test_add_func("/align/spoken/long", test_long);
    return g_test_run();
}
