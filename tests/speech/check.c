// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/check.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "earvoice/error.h"

#define S(start, end, zh, en)                                                                      \
    {                                                                                              \
        (start) * 1000, (end)*1000, .confidence = -1, .text = { zh, en }                           \
    }

// Segments, a profile, and the findings as "segment rule value", in order.
static const struct {
    const char *name, *profile;
    segment segments[8];
    const char *found;
} rows[] = {
    {"all is well",
     "speech",
     {S(0, 2000, "你好，朋友。", "Hello, my friend."),
      S(2000, 4000, "再见，朋友。", "Bye, my friend.")},
     ""},
    {"overlap", "speech", {S(0, 2500, "一", "a"), S(2000, 3000, "二", "b")}, "1 overlap 0.5\n"},
    {"one without text",
     "speech",
     {S(0, 1000, "一", "a"), S(500, 2000, "", ""), S(2000, 3000, "二", "b")},
     "1 untranslated 2\n"},
    {"overlap with one long before",
     "speech",
     {S(0, 9000, "一", "a"), S(1000, 2000, "二", "b"), S(3000, 4000, "三", "c")},
     "1 overlap 8\n2 overlap 6\n"},
    {"order", "speech", {S(3000, 4000, "一", "a"), S(1000, 2000, "二", "b")}, "1 order 2\n"},
    {"untranslated",
     "speech",
     {S(0, 1000, "一", "a"), S(1000, 2000, "", "b")},
     "1 untranslated 1\n"},
    {"one language only is none", "speech", {S(0, 1000, "", "a"), S(1000, 2000, "", "b")}, ""},
    {"swapped", "speech", {S(0, 1000, "Hello", "你好")}, "0 swapped 2\n"},
    {"untimed",
     "speech",
     {S(0, 1000, "一", "a"), {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"二", "b"}}},
     "1 untimed 1\n"},
    {"behind the end", "speech", {S(59000, 61000, "一", "a")}, "0 outside 1\n"},
    {"rate",
     "speech",
     {S(0, 2000, "", "a b c d e f"), S(2000, 4000, "", "a b c d e f"),
      S(4000, 10000, "", "a b c d e f"), S(10000, 12000, "", "a b c d e f g")},
     "2 rate 3\n"},
    {"Netflix, Chinese", "netflix-zh", {S(0, 1000, "一二三四五六七八九十", "")}, "0 speed-zh 10\n"},
    {"Netflix, English",
     "netflix-en",
     {S(0, 500, "", "Hi."), S(540, 9000, "", "This line is longer than forty-two characters."),
      S(9100, 10100, "", "one\ntwo\nthree")},
     "0 gap 0.04\n0 short 0.5\n1 long 8.46\n1 line-en 46\n2 lines 3\n"},
    {"half width counts half", "netflix-zh", {S(0, 2000, "abc一二", "")}, ""},
    {"BBC", "bbc", {S(0, 2000, "", "a b c d e f g")}, "0 wpm 210\n"},
    {"interpreting", "interpreting", {S(0, 2000, "一二三四五六七八九十", "a b c")}, "0 cpm 300\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(speech_builder) b = speech_builder_new();
        for (const segment *g = rows[i].segments; g->text[0]; g++)
            speech_builder_segment(b, g);
        g_autoptr(speech) s = speech_builder_end(b);
        check_profile p;
        g_assert_true(check_profile_find(rows[i].profile, &p, NULL));
        g_autoptr(GArray) found = check_speech(s, &p, 60 * TIME_SECOND);
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint k = 0; k < found->len; k++) {
            const finding *f = &g_array_index(found, finding, k);
            g_string_append_printf(got, "%d %s %g\n", f->segment, rule_name(f->rule), f->value);
        }
        g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got->str, ==, rows[i].found);
    }
}

static const struct {
    const char *file;
    check_rule rule;
    double limit;
    const char *error; // a part of it; NULL: none
} profiles[] = {
    {"[check]\nspeed-zh = 7\n", RULE_SPEED_ZH, 7, NULL},
    {"\357\273\277[check]\nspeed-zh = 7\n", RULE_SPEED_ZH, 7, NULL},
    {"[check]\nspeed = 1\n", 0, 0, "profile.ini: "},
    {"[check]\nprofile = ted\n", RULE_SPEED_EN, 21, NULL},
    {"[check]\nprofile = ted\nspeed-en = off\n", RULE_SPEED_EN, NAN, NULL},
    {"[check]\nspeed = 7\n", 0, 0, "There is no rule speed"},
    {"[check]\nspeed-zh = fast\n", 0, 0, "not fast"},
    {"[check]\nspeed-zh = -1\n", 0, 0, "not -1"},
    {"[check]\nspeed-zh = nan\n", 0, 0, "not nan"},
    {"[check]\nprofile = xyz\n", 0, 0, "There is no profile xyz"},
    {"[other]\n", 0, 0, "There is no [check]"},
    {"nonsense", 0, 0, ""},
};

static void test_profiles(void)
{
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "profile.ini", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(profiles); i++) {
        g_file_set_contents(path, profiles[i].file, -1, NULL);
        check_profile p;
        g_autoptr(GError) error = NULL;
        gboolean good = check_profile_find(path, &p, &error);
        g_test_message("%s", profiles[i].file);
        g_assert_cmpint(good, ==, profiles[i].error == NULL);
        if (!good)
            g_assert_nonnull(strstr(error->message, profiles[i].error));
        else if (isnan(profiles[i].limit))
            g_assert_true(isnan(p.limits[profiles[i].rule]));
        else
            g_assert_cmpfloat(p.limits[profiles[i].rule], ==, profiles[i].limit);
    }
    g_remove(path);
    g_rmdir(folder);
    check_profile p;
    g_autoptr(GError) error = NULL;
    g_assert_false(check_profile_find("nobody", &p, &error));
    g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/rows", test_rows);
    g_test_add_func("/check/profiles", test_profiles);
    return g_test_run();
}
