// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playclock.h"

#include <math.h>

#define RATE   48000
#define PERIOD 1024
#define SECOND INT64_C(1000000000)

static int64_t frames_ns(int64_t frames)
{
    return frames * SECOND / RATE;
}

static int64_t frames_us(int64_t frames)
{
    return frames * 1000000 / RATE;
}

static void hand(playclock *c, int64_t media_us, double pace, unsigned generation)
{
    playclock_stretch part = {.media_us = media_us,
                              .us_per_frame = pace * 1e6 / RATE,
                              .frames = PERIOD,
                              .generation = generation};
    playclock_hand(c, &part);
}

// Plays `periods` periods from `from_us` on at `pace`, asked for at the device's own regular pace.
static void play(playclock *c, int64_t *ns, int periods, int64_t from_us, double pace,
                 unsigned generation)
{
    for (int i = 0; i < periods; i++) {
        playclock_asked(c, *ns, PERIOD);
        hand(c, from_us + (int64_t)((double)frames_us(PERIOD) * pace * i), pace, generation);
        *ns += frames_ns(PERIOD);
    }
}

static void test_nothing_yet(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    playclock_reading out;
    g_assert_false(playclock_read(c, SECOND, &out));
}

// From a device that asks one period ahead, what was asked for is heard one period later.
static void test_steady(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    playclock_set_ahead(c, frames_us(PERIOD));
    int64_t start_ns = 5 * SECOND, ns = start_ns;
    play(c, &ns, 100, 0, 1, 1);
    playclock_reading out;
    for (int64_t back = 0; back < 40; back++) {
        int64_t at_ns = ns - back * SECOND / 1000;
        g_assert_true(playclock_read(c, at_ns, &out));
        int64_t expected_us = (at_ns - start_ns) / 1000 - frames_us(PERIOD);
        g_assert_cmpint(ABS(out.media_us - expected_us), <, 500);
        g_assert_cmpuint(out.generation, ==, 1);
    }
}

static void test_never_ahead_of_what_was_handed(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    int64_t ns = SECOND;
    play(c, &ns, 10, 0, 1, 1);
    playclock_reading out;
    g_assert_true(playclock_read(c, ns + 10 * SECOND, &out));
    g_assert_cmpint(out.media_us, <=, frames_us(10 * PERIOD) + 1);
    g_assert_true(out.standing);
}

static void test_pace_and_jump(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    int64_t ns = SECOND;
    play(c, &ns, 50, 0, 1, 1);
    int64_t slow_ns = ns; // heard from here on
    play(c, &ns, 50, 60 * 1000000, 0.5, 2);
    playclock_reading out;
    g_assert_true(playclock_read(c, slow_ns - 5000000, &out));
    g_assert_cmpuint(out.generation, ==, 1);
    g_assert_true(playclock_read(c, slow_ns + 400000000, &out));
    g_assert_cmpuint(out.generation, ==, 2);
    g_assert_cmpint(ABS(out.media_us - (60000000 + 200000)), <, 1000);
}

// Requests that come two at a time, as sound servers make them, do not move the clock: each counts
// as made at the middle between its own turn and the other's.
static void test_bursts(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    int64_t start_ns = SECOND, handed = 0;
    double worst = 0;
    for (int burst = 0; burst < 400; burst++) {
        int64_t ns = start_ns + frames_ns(handed);
        for (int i = 0; i < 2; i++) {
            playclock_asked(c, ns + i * 100000, PERIOD);
            hand(c, frames_us(handed), 1, 1);
            handed += PERIOD;
        }
        playclock_reading out;
        if (burst < 150)
            continue;
        for (int64_t step = 0; step < 30; step += 3) {
            g_assert_true(playclock_read(c, ns + step * 1000000, &out));
            double truth = (double)(ns + step * 1000000 - start_ns) / 1000;
            worst = fmax(worst, fabs((double)out.media_us - truth - (double)frames_us(PERIOD) / 2));
        }
    }
    g_test_message("worst %g us", worst);
    g_assert_cmpfloat(worst, <, 3000);
}

static void test_silence_stands(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    int64_t ns = SECOND;
    play(c, &ns, 20, 0, 1, 1);
    int64_t end_us = frames_us(20 * PERIOD);
    play(c, &ns, 20, end_us, 0, 1);
    playclock_reading out;
    g_assert_true(playclock_read(c, ns, &out));
    g_assert_cmpint(out.media_us, ==, end_us);
    g_assert_true(out.standing);
}

static void test_delay(void)
{
    g_autoptr(playclock) c = playclock_new(RATE);
    int64_t ns = SECOND;
    play(c, &ns, 100, 0, 1, 1);
    playclock_reading now, late;
    g_assert_true(playclock_read(c, ns, &now));
    playclock_set_delay(c, 200000);
    g_assert_true(playclock_read(c, ns, &late));
    g_assert_cmpint(ABS(now.media_us - late.media_us - 200000), <, 100);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/playclock/nothing-yet", test_nothing_yet);
    g_test_add_func("/playclock/steady", test_steady);
    g_test_add_func("/playclock/never-ahead", test_never_ahead_of_what_was_handed);
    g_test_add_func("/playclock/pace-and-jump", test_pace_and_jump);
    g_test_add_func("/playclock/bursts", test_bursts);
    g_test_add_func("/playclock/silence-stands", test_silence_stands);
    g_test_add_func("/playclock/delay", test_delay);
    return g_test_run();
}
