// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in both languages come to the same.
#include "speech/number.h"

#include <string.h>

static const struct {
    language side;
    const char *text, *values;
} cases[] = {
    {LANGUAGE_ZH, "14亿人", "14亿=1400000000"},
    {LANGUAGE_EN, "1.4 billion people", "1.4 billion=1400000000"},
    {LANGUAGE_ZH, "12.5万亿元", "12.5万亿=1.25e+13"},
    {LANGUAGE_EN, "12.5 trillion yuan", "12.5 trillion=1.25e+13"},
    {LANGUAGE_ZH, "七十五年前", "七十五=75"},
    {LANGUAGE_EN, "Seventy-five years ago", "Seventy-five=75"},
    {LANGUAGE_ZH, "一亿三千万", "一亿三千万=130000000"},
    {LANGUAGE_EN, "one hundred and thirty million", "one hundred and thirty million=130000000"},
    {LANGUAGE_ZH, "二〇二〇年11月10日", "二〇二〇=2020 11=11 10=10"},
    {LANGUAGE_EN, "10 November 2020", "10=10 November=11 2020=2020"},
    {LANGUAGE_ZH, "三点五个", "三点五=3.5"},
    {LANGUAGE_EN, "3,500 tons", "3,500=3500"},
    {LANGUAGE_ZH, "第20次", "20=20"},
    {LANGUAGE_EN, "the 20th, the twentieth", "20=20 twentieth=20"},
    {LANGUAGE_ZH, "一个十", "十=10"},
    {LANGUAGE_EN, "one of a kind", ""},
    {LANGUAGE_EN, "two thousand three hundred", "two thousand three hundred=2300"},
    {LANGUAGE_EN, "nineteen eighty", "nineteen=19 eighty=80"},
    {LANGUAGE_EN, "three, four", "three=3 four=4"},
    {LANGUAGE_ZH, "百分之六十", "百=100 六十=60"},
    {LANGUAGE_EN, "1,2,3 and 1.2.3", "1=1 2=2 3=3 1.2=1.2 3=3"},
    {LANGUAGE_EN, "99999999999999999999999 one", "99999999999999999999999=1e+23"},
    {LANGUAGE_EN, "", ""},
};

static void test_values(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(number));
        g_autoptr(GString) seen = g_string_new(NULL);
        number_find(cases[i].text, cases[i].side, found);
        for (guint k = 0; k < found->len; k++) {
            const number *n = &g_array_index(found, number, k);
            g_autofree char *key = number_key(n->value);
            g_string_append_printf(seen, "%s%.*s=%s", k ? " " : "", (int)n->length,
                                   cases[i].text + n->start, key + 1);
        }
        if (strcmp(seen->str, cases[i].values) != 0) {
            g_test_fail_printf("%s: %s, not %s", cases[i].text, seen->str, cases[i].values);
        }
    }
}

// Very long ones end, and give no number that is none.
static void test_endless(void)
{
    static const char *const parts[] = {"9", "亿", "hundred ", "九", "1,000,", "."};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 20000)
            g_string_append(text, parts[i]);
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
            g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(number));
            number_find(text->str, side, found);
            for (guint k = 0; k < found->len; k++) {
                const number *n = &g_array_index(found, number, k);
                g_assert_cmpuint(n->start + n->length, <=, text->len);
                g_assert_cmpuint(n->length, >, 0);
            }
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/number/values", test_values);
    g_test_add_func("/number/endless", test_endless);
    return g_test_run();
}
