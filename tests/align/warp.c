// SPDX-License-Identifier: GPL-3.0-or-later
// The way through made-up shapes is found: units at another pace, sounds that are not in the text,
// a text that is not said.
#include "align/warp.h"

#include <math.h>
#include <string.h>

#define UNITS  6
#define FRAMES 60 // of a unit
#define BREAK  30 // a speaker may pause behind so many of them

typedef struct {
    GArray *said; // feature
    GArray *reference;
    int starts[UNITS], begins[UNITS]; // begins: in the recording, -1: not said
    GArray *silent;                   // guint8: of each frame that is said
    GRand *rand;
} scenario;

static feature random_shape(GRand *rand)
{
    feature f;
    for (int c = 0; c < FEATURE_COUNT; c++)
        f.c[c] = (float)(g_rand_double(rand) + g_rand_double(rand) + g_rand_double(rand) - 1.5) * 2;
    return f;
}

static void say(scenario *s, feature f, guint8 silent)
{
    g_array_append_val(s->said, f);
    g_array_append_val(s->silent, silent);
}

static void say_noise(scenario *s, int count)
{
    for (int i = 0; i < count; i++)
        say(s, random_shape(s->rand), FALSE);
}

static void say_nothing(scenario *s, int count)
{
    for (int i = 0; i < count; i++)
        say(s, (feature){{0}}, TRUE);
}

// Says the frames `from` … `end` - 1 of unit `u`, each 1 or 2 times as `pace` says, not quite as
// the reference does.
static void say_part(scenario *s, int u, int from, int end, double pace)
{
    double due = 0;
    s->begins[u] = s->begins[u] < 0 ? (int)s->said->len : s->begins[u];
    for (int i = from; i < end; i++) {
        feature base = g_array_index(s->reference, feature, u * FRAMES + i);
        for (due += pace; due >= 1; due--) {
            feature noise = random_shape(s->rand), f;
            for (int c = 0; c < FEATURE_COUNT; c++)
                f.c[c] = 0.8f * base.c[c] + 0.6f * noise.c[c];
            say(s, f, FALSE);
        }
    }
}

static void say_unit(scenario *s, int u, double pace)
{
    say_part(s, u, 0, FRAMES, pace);
}

static void scenario_init(scenario *s)
{
    *s = (scenario){.rand = g_rand_new_with_seed(3)};
    s->said = g_array_new(FALSE, FALSE, sizeof(feature));
    s->silent = g_array_new(FALSE, FALSE, sizeof(guint8));
    s->reference = g_array_new(FALSE, FALSE, sizeof(feature));
    for (int i = 0; i < UNITS * FRAMES; i++) {
        // A shape lasts for a few frames, as in speech.
        feature f = i % 4 ? g_array_index(s->reference, feature, i - 1) : random_shape(s->rand);
        g_array_append_val(s->reference, f);
    }
    for (int u = 0; u < UNITS; u++) {
        s->starts[u] = u * FRAMES;
        s->begins[u] = -1;
    }
}

static void scenario_clear(scenario *s)
{
    g_array_unref(s->said);
    g_array_unref(s->silent);
    g_array_unref(s->reference);
    g_rand_free(s->rand);
}

static gboolean stop_at_once(void *data, double share)
{
    (void)share;
    ++*(int *)data;
    return TRUE;
}

static gboolean run(scenario *s, int *states, warp_cancelled cancelled, void *data)
{
    int count = (int)s->said->len;
    g_autofree float *filler = g_new0(float, count), *least = g_new(float, count);
    g_autofree float *pause = g_new(float, count);
    g_autofree guint8 *breaks = g_new0(guint8, UNITS * FRAMES);
    for (int t = 0; t < count; t++) {
        gboolean silent = g_array_index(s->silent, guint8, t);
        least[t] = silent ? 1 : -INFINITY;
        pause[t] = silent ? 0.02f : INFINITY;
    }
    for (int u = 0; u < UNITS; u++)
        breaks[u * FRAMES + BREAK - 1] = breaks[u * FRAMES + BREAK] = 1;
    warp_reference r = {(const feature *)(const void *)s->reference->data, UNITS * FRAMES,
                        s->starts, UNITS, breaks};
    warp_recording x = {
        (const feature *)(const void *)s->said->data, filler, filler, least, pause, count};
    return warp_run(&r, &x,
                    &(warp_limits){.model = &warp_model_usual,
                                   .stay = 0.2f,
                                   .skip = 0.1f,
                                   .unspoken = 40,
                                   .unspoken_more = 5,
                                   .far = 40,
                                   .amid = 12,
                                   .beam = 300},
                    states, NULL, cancelled, data);
}

static void check(scenario *s)
{
    int count = (int)s->said->len;
    g_autofree int *states = g_new(int, count);
    g_assert_true(run(s, states, NULL, NULL));
    int found[UNITS];
    memset(found, -1, sizeof found);
    for (int t = 0; t < count; t++)
        if (states[t] >= 0 && found[states[t] / FRAMES] < 0)
            found[states[t] / FRAMES] = t;
    for (int u = 0; u < UNITS; u++) {
        g_test_message("unit %d at %d, found at %d", u, s->begins[u], found[u]);
        if (s->begins[u] < 0)
            g_assert_cmpint(found[u], ==, -1);
        else
            g_assert_cmpint(ABS(found[u] - s->begins[u]), <=, 3);
    }
}

static void test_straight(void)
{
    scenario s;
    scenario_init(&s);
    for (int u = 0; u < UNITS; u++)
        say_unit(&s, u, 1 + u * 0.2);
    check(&s);
    scenario_clear(&s);
}

static void test_noise_between(void)
{
    scenario s;
    scenario_init(&s);
    say_noise(&s, 700);
    for (int u = 0; u < UNITS; u++) {
        say_unit(&s, u, 1.3);
        say_noise(&s, u * 30);
    }
    say_noise(&s, 300);
    check(&s);
    scenario_clear(&s);
}

static void test_unspoken(void)
{
    scenario s;
    scenario_init(&s);
    say_unit(&s, 0, 1);
    say_unit(&s, 1, 0.8);
    say_unit(&s, 4, 1.1);
    say_unit(&s, 5, 1);
    check(&s);
    scenario_clear(&s);
}

// Pauses of any length where the reference has a break cost hardly anything.
static void test_pauses_inside(void)
{
    scenario s;
    scenario_init(&s);
    for (int u = 0; u < UNITS; u++) {
        say_part(&s, u, 0, BREAK, 1);
        say_nothing(&s, 40 + u * 40);
        say_part(&s, u, BREAK, FRAMES, 1);
        say_nothing(&s, 20);
    }
    check(&s);
    g_autofree int *states = g_new(int, s.said->len);
    g_assert_true(run(&s, states, NULL, NULL));
    for (int u = 0; u < UNITS; u++) {
        int behind = s.begins[u] + BREAK + 40 + u * 40 + 10;
        g_assert_cmpint(ABS(states[behind] - (u * FRAMES + BREAK + 10)), <=, 3);
    }
    scenario_clear(&s);
}

// The first words of a unit are left out, and the rest of it is found.
static void test_begins_amid(void)
{
    scenario s;
    scenario_init(&s);
    for (int u = 0; u < UNITS; u++) {
        say_part(&s, u, u == 2 || u == 4 ? BREAK : 0, FRAMES, 1.2);
        say_nothing(&s, 30);
    }
    check(&s);
    scenario_clear(&s);
}

// Most of the text is not said, and what is said is amid a long other speech.
static void test_excerpt(void)
{
    scenario s;
    scenario_init(&s);
    say_noise(&s, 1500);
    say_unit(&s, 3, 1.1);
    say_unit(&s, 4, 0.9);
    say_noise(&s, 1500);
    check(&s);
    scenario_clear(&s);
}

static void test_cancelled(void)
{
    scenario s;
    scenario_init(&s);
    say_noise(&s, 2000);
    g_autofree int *states = g_new(int, s.said->len);
    int asked = 0;
    g_assert_false(run(&s, states, stop_at_once, &asked));
    g_assert_cmpint(asked, ==, 1);
    scenario_clear(&s);
}

// Nothing of the text fits into one frame: all of it is unspoken.
static void test_short(void)
{
    scenario s;
    scenario_init(&s);
    say_noise(&s, 1);
    int state;
    g_assert_true(run(&s, &state, NULL, NULL));
    g_assert_cmpint(state, <, 0);
    scenario_clear(&s);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/align/warp/straight", test_straight);
    g_test_add_func("/align/warp/noise-between", test_noise_between);
    g_test_add_func("/align/warp/unspoken", test_unspoken);
    g_test_add_func("/align/warp/pauses-inside", test_pauses_inside);
    g_test_add_func("/align/warp/begins-amid", test_begins_amid);
    g_test_add_func("/align/warp/excerpt", test_excerpt);
    g_test_add_func("/align/warp/cancelled", test_cancelled);
    g_test_add_func("/align/warp/short", test_short);
    return g_test_run();
}
