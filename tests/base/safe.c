// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/safe.h"

#include <string.h>

static const struct {
    const char *in, *out;
} terminal_rows[] = {
    {"plain 中文 café", "plain 中文 café"},         {"a\033]52;c;UFdO\a", "a\\x1b]52;c;UFdO\\x07"},
    {"c1 \302\235 raw \235", "c1 \\x9d raw \\x9d"}, {"tab\tnewline\n", "tab\\x09newline\\x0a"},
    {"\342\200\256evil", "\\u{202e}evil"},          {"\177", "\\x7f"},
};

static void test_terminal(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(terminal_rows); i++) {
        g_autofree char *got = safe_for_terminal(terminal_rows[i].in, FALSE);
        g_assert_cmpstr(got, ==, terminal_rows[i].out);
    }
}

static const struct {
    const char *in;
    gssize length;
    const char *out;
} text_rows[] = {
    {"good\n好", -1, "good\n好"},           {"a\tb", -1, "a b"},
    {"nul\0in", 6, "nul\357\277\275in"},    {"bad\377\376\375end", -1, "bad\357\277\275end"},
    {"\342\200\256turned", -1, "turned"},   {"\357\273\277bom", -1, "bom"},
    {"cut\344\270", -1, "cut\357\277\275"},
};

static void test_text(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(text_rows); i++) {
        g_autofree char *got = safe_text(text_rows[i].in, text_rows[i].length);
        g_assert_cmpstr(got, ==, text_rows[i].out);
    }
}

static void test_marks_are_bounded(void)
{
    g_autoptr(GString) in = g_string_new("e");
    for (int i = 0; i < 100000; i++)
        g_string_append(in, "\314\201");
    g_autofree char *got = safe_text(in->str, -1);
    g_assert_cmpuint(strlen(got), ==, 1 + 30 * 2);
}

// What is dropped between marks does not begin a new base.
static void test_is_stable(void)
{
    g_autoptr(GString) in = g_string_new("e");
    for (int i = 0; i < 40; i++)
        g_string_append(in, i == 20 ? "\342\200\256" : "\314\201");
    g_autofree char *once = safe_text(in->str, -1), *twice = safe_text(once, -1);
    g_assert_cmpuint(strlen(once), ==, 1 + 30 * 2);
    g_assert_cmpstr(once, ==, twice);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/safe/terminal", test_terminal);
    g_test_add_func("/safe/text", test_text);
    g_test_add_func("/safe/marks-are-bounded", test_marks_are_bounded);
    g_test_add_func("/safe/is-stable", test_is_stable);
    return g_test_run();
}
