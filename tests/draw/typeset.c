// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/typeset.h"

#include <locale.h>
#include <string.h>

#define Z "\u200B" // may break
#define J "\u2060" // may not
#define Q "\u2005" // quarter em

static const struct {
    language side;
    const char *in[3];
    const char *out;
} rows[] = {
    {LANGUAGE_ZH, {"你好。", "再见。"}, "你好。再见。"},
    {LANGUAGE_EN, {"Hello.", "Bye."}, "Hello. Bye."},
    {LANGUAGE_EN, {"Hello. ", "Bye."}, "Hello. Bye."},
    {LANGUAGE_EN, {"Hello.", "", "Bye."}, "Hello. Bye."},
    {LANGUAGE_ZH, {"看River"}, "看" Q "River"},
    {LANGUAGE_ZH, {"River", "河"}, "River" Q "河"},
    {LANGUAGE_ZH, {"River", "Song"}, "River Song"},
    {LANGUAGE_ZH, {"占23%的"}, "占" Q "23%" Q "的"},
    {LANGUAGE_ZH, {"看 River"}, "看 River"},
    {LANGUAGE_ZH, {"第3，4条"}, "第" Q "3，4" Q "条"},
    {LANGUAGE_ZH, {"讨论“一带”的"}, "讨论" Z "“一带”" Z "的"},
    {LANGUAGE_ZH, {"说：“好。”他"}, "说：“好。”" Z "他"},
    {LANGUAGE_ZH, {"约定——好"}, "约定" J "——好"},
    {LANGUAGE_ZH, {"约·翰～"}, "约" J "·翰" J "～"},
    {LANGUAGE_ZH, {"上\n下"}, "上下"},
    {LANGUAGE_ZH, {"\n"}, ""},
    {LANGUAGE_EN, {"one\ntwo"}, "one two"},
    {LANGUAGE_EN, {"one \ntwo\n", "three"}, "one two three"},
    {LANGUAGE_EN, {"the Huanghe 黄河 river"}, "the Huanghe 黄河 river"},
    {LANGUAGE_EN, {"שלום"}, "\u2068שלום\u2069"},
};

static typeset *make(gsize row)
{
    typeset *t = typeset_new(rows[row].side, TRUE);
    for (int i = 0; i < 3 && rows[row].in[i]; i++)
        typeset_add(t, i, rows[row].in[i], 0, (int)strlen(rows[row].in[i]));
    return t;
}

static void test_text(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(typeset) t = make(i);
        g_test_message("%s", rows[i].in[0]);
        g_assert_cmpstr(typeset_text(t), ==, rows[i].out);
    }
}

// Every character of the text is found in the display, and from there the way back.
static void check_map(const typeset *t, const char *const texts[3])
{
    for (int k = 0; k < 3 && texts[k]; k++) {
        for (const char *p = texts[k]; *p; p = g_utf8_next_char(p)) {
            int offset = (int)(p - texts[k]), which, back;
            int at = typeset_display(t, k, offset);
            if (*p == '\n' || *p == ' ')
                continue;
            g_assert_cmpmem(typeset_text(t) + at, g_utf8_skip[(guchar)*p], p,
                            g_utf8_skip[(guchar)*p]);
            g_assert_true(typeset_source(t, at, &which, &back));
            g_assert_cmpint(which, ==, k);
            g_assert_cmpint(back, ==, offset);
        }
        int start = typeset_display(t, k, 0);
        int end = typeset_display(t, k, (int)strlen(texts[k]));
        g_assert_cmpint(start, <=, end);
        g_assert_true(*texts[k] == '\0' || *texts[k] == '\n' || start < end);
    }
}

static void test_map(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].in[0]);
        for (int longest = 1; longest < 5; longest++) {
            g_autoptr(typeset) t = make(i);
            check_map(t, rows[i].in);
            typeset_loosen(t, longest);
            check_map(t, rows[i].in);
        }
    }
}

static void test_loosen(void)
{
    g_autoptr(typeset) t = typeset_new(LANGUAGE_EN, TRUE);
    typeset_add(t, 0, "a bcdefgh i", 0, 11);
    typeset_loosen(t, 3);
    g_assert_cmpstr(typeset_text(t), ==, "a bcd" Z "efg" Z "h i");
}

// Without a font for it, Han is not in the display, and what stands around it is still found.
static void test_fontless(void)
{
    const char *const in[3] = {"the 黄河 river，"};
    g_autoptr(typeset) t = typeset_new(LANGUAGE_EN, FALSE);
    typeset_add(t, 0, in[0], 0, (int)strlen(in[0]));
    g_assert_cmpstr(typeset_text(t), ==, "the  river");
    g_assert_cmpint(typeset_display(t, 0, (int)strlen("the 黄河 ")), ==, 5);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/typeset/text", test_text);
    g_test_add_func("/draw/typeset/map", test_map);
    g_test_add_func("/draw/typeset/loosen", test_loosen);
    g_test_add_func("/draw/typeset/fontless", test_fontless);
    return g_test_run();
}
