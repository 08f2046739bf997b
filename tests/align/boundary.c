// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/boundary.h"

#include <string.h>

// A letter is 50 ms: a … e from silence to loud, 15 dB apart.
#define HOPS_PER_LETTER 5

static const struct {
    const char *loudness;
    int at, least; // in letters
    int onset;     // in letters
} rows[] = {
    {"eeeeaaaaeeee", 6, 0, 8},       // in the pause: its end
    {"eeeeaaaaeeee", 9, 0, 8},       // a little late
    {"eeeeaaaaeeee", 4, 0, 8},       // where the pause begins
    {"eeeeeeeeeeee", 6, 0, 6},       // no onset near
    {"eedeeaaaaaaaaee", 8, 0, 13},   // the long pause, not the dip
    {"eeaeeeeeeeeeeeeeee", 4, 4, 4}, // nothing before `least`
    {"aaaaaaaaaaaa", 3, 0, 3},
};

static GArray *make(const char *letters)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(float));
    for (const char *p = letters; *p; p++)
        for (int i = 0; i < HOPS_PER_LETTER; i++) {
            float db = -80.0f + 15.0f * (float)(*p - 'a');
            g_array_append_val(out, db);
        }
    return out;
}

static void test_onset(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) loudness = make(rows[i].loudness);
        float rise;
        int got = boundary_onset(loudness, rows[i].at * HOPS_PER_LETTER,
                                 rows[i].least * HOPS_PER_LETTER, &rise);
        g_test_message("%s from %d: %d", rows[i].loudness, rows[i].at, got);
        g_assert_cmpint(ABS(got - rows[i].onset * HOPS_PER_LETTER), <=, 1);
    }
}

static void test_end(void)
{
    g_autoptr(GArray) loudness = make("aaeeeeaaaaee");
    // From inside of the speech, from the pause behind it, and held by what follows.
    g_assert_cmpint(boundary_end(loudness, 20, 60, -50), ==, 30);
    g_assert_cmpint(boundary_end(loudness, 45, 50, -50), ==, 30);
    g_assert_cmpint(boundary_end(loudness, 20, 25, -50), ==, 25);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/align/boundary/onset", test_onset);
    g_test_add_func("/align/boundary/end", test_end);
    return g_test_run();
}
