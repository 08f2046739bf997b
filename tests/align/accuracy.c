// SPDX-License-Identifier: GPL-3.0-or-later
// How near to known times those are that are found.
#include "align/known.h"

#include <string.h>

// Shares of the begins within 200 and 500 ms that have to be reached, and of the words within 200.
static const struct {
    const char *name;
    language spoken;
    double within_200, within_500, words_200;
} rows[] = {
    {"en-timit-dr1-fvmh0", LANGUAGE_EN, 0.9, 1, 0.85},
    {"en-timit-dr3-falk0", LANGUAGE_EN, 1, 1, 0.85},
    {"en-timit-dr5-ftlg0", LANGUAGE_EN, 1, 1, 0.85},
    {"en-timit-dr7-fblv0", LANGUAGE_EN, 0.9, 1, 0.85},
    {"synth-en-daisy-basic", LANGUAGE_EN, 1, 1, 0},
    {"synth-en-daisy-navigation", LANGUAGE_EN, 0.98, 1, 0},
    {"zh-sppas-f1-p8", LANGUAGE_ZH, 1, 1, 0},
    {"zh-sppas-f2-p7", LANGUAGE_ZH, 1, 1, 0},
};

static void test_row(gconstpointer data)
{
    int i = GPOINTER_TO_INT(data);
    g_auto(GStrv) names = known_names();
    if (!g_strv_contains((const char *const *)names, rows[i].name)) {
        g_test_skip("the recordings with known times are not here");
        return;
    }
    g_auto(known) k = known_align(rows[i].name, rows[i].spoken);
    double near = known_within(k.segments, 0.5), nearer = known_within(k.segments, 0.2);
    double words = known_within(k.words, 0.2), middle = known_quantile(k.words, 0.5);
    g_test_message(
        "%s: %.1f %% within 200 ms, %.1f %% within 500 ms; words: %.1f %% within 200 ms, "
        "median %.0f ms",
        rows[i].name, nearer * 100, near * 100, words * 100, middle * 1000);
    g_assert_cmpfloat(nearer, >=, rows[i].within_200 - 0.001);
    g_assert_cmpfloat(near, >=, rows[i].within_500 - 0.001);
    g_assert_cmpfloat(words, >=, rows[i].words_200);
    g_assert_cmpfloat(middle, <=, 0.04);
    g_assert_false(k.summary.mismatched);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (int i = 0; i < (int)G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/align/accuracy/%s", rows[i].name);
        g_test_add_data_func(path, GINT_TO_POINTER(i), test_row);
    }
    return g_test_run();
}
