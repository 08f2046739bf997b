// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playout.h"

#define RATE 48000

// Block number `i` holds the value i + 1 and begins at i blocks' time.
static void put(playout *o, unsigned generation, int i, int frames)
{
    playout_block *b = playout_write_begin(o);
    g_assert_nonnull(b);
    b->generation = generation;
    b->frames = frames;
    b->us_per_frame = 1e6 / RATE;
    b->start_us = (int64_t)i * playout_block_frames(o) * 1000000 / RATE;
    for (int k = 0; k < frames; k++)
        b->samples[k] = (float)(i + 1);
    playout_write_end(o);
}

static int64_t block_us(const playout *o, int i)
{
    return (int64_t)i * playout_block_frames(o) * 1000000 / RATE;
}

static void test_passes_untouched(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    int size = playout_block_frames(o);
    g_assert_cmpint(size, ==, 1024);
    put(o, 1, 0, size);
    put(o, 1, 1, size);
    float out[1500];
    playout_fill(o, out, 1500, 1);
    for (int i = 0; i < 1500; i++)
        g_assert_cmpfloat(out[i], ==, i < size ? 1 : 2);
    g_assert_cmpint(ABS(playout_handed_us(o) - 1500 * INT64_C(1000000) / RATE), <=, 1);
    g_assert_cmpint(playout_underruns(o), ==, 0);
    playout_fill(o, out, 1500, 1);
    g_assert_cmpfloat(out[547], ==, 2);
    g_assert_cmpfloat(out[548], ==, 0);
}

// Sound that breaks off is counted, but not while a seek has only begun to be heard.
static void test_underruns(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    int size = playout_block_frames(o);
    g_autofree float *out = g_new(float, (gsize)size);
    put(o, 1, 0, size);
    for (int i = 0; i < 3; i++)
        playout_fill(o, out, size, 1);
    g_assert_cmpint(playout_underruns(o), ==, 0);
    for (int i = 1; i < 40; i++) {
        put(o, 1, i, size);
        playout_fill(o, out, size, 1);
    }
    g_assert_cmpint(playout_underruns(o), ==, 0);
    playout_fill(o, out, size, 1);
    g_assert_cmpint(playout_underruns(o), ==, 1);
    put(o, 1, 40, size);
    playout_fill(o, out, size, INT64_C(1000000000));
    g_assert_cmpint(playout_underruns(o), ==, 2);
    playout_rest(o);
    put(o, 1, 41, size);
    playout_fill(o, out, size, INT64_C(9000000000));
    g_assert_cmpint(playout_underruns(o), ==, 2);
}

static void test_seek_drops_the_old(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    int size = playout_block_frames(o);
    float out[100];
    for (int i = 0; i < 4; i++)
        put(o, 1, i, size);
    playout_fill(o, out, 100, 1);
    playout_cut(o, 2, INT64_MIN);
    playout_fill(o, out, 100, 1);
    g_assert_cmpfloat(out[0], ==, 0);
    g_assert_cmpint(playout_underruns(o), ==, 0);
    put(o, 2, 50, size);
    playout_fill(o, out, 100, 1);
    g_assert_cmpfloat(out[0], ==, 51);
    g_assert_cmpuint(playout_handed_generation(o), ==, 2);
}

// A takeover at block 2: blocks 0 and 1 of the old generation, then the new one, not a frame lost.
static void test_takeover(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    int size = playout_block_frames(o);
    g_autofree float *out = g_new(float, (gsize)(size * 4));
    for (int i = 0; i < 8; i++)
        put(o, 1, i, size);
    playout_fill(o, out, 10, 1);
    put(o, 2, 2, size); // superseded before it was heard
    put(o, 3, 2, size);
    put(o, 3, 100, size);
    playout_cut(o, 3, block_us(o, 2));
    playout_fill(o, out, size * 4 - 10, 1);
    g_assert_cmpfloat(out[size - 11], ==, 1);
    g_assert_cmpfloat(out[size - 10], ==, 2);
    g_assert_cmpfloat(out[2 * size - 12], ==, 2);
    g_assert_cmpfloat(out[2 * size - 9], ==, 3);
    g_assert_cmpfloat(out[3 * size - 9], ==, 101);
}

static void test_end(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    float out[100];
    put(o, 7, 0, 60);
    put(o, 7, 1, 0);
    g_assert_cmpuint(playout_ended(o), ==, 0);
    playout_fill(o, out, 100, 1);
    g_assert_cmpuint(playout_ended(o), ==, 7);
    g_assert_cmpint(playout_underruns(o), ==, 0);
}

static void test_gain(void)
{
    g_autoptr(playout) o = playout_new(RATE, 1);
    float out[100];
    put(o, 1, 0, playout_block_frames(o));
    playout_set_gain(o, 0.5f);
    playout_fill(o, out, 100, 1);
    g_assert_cmpfloat(out[0], >, 0.98f);
    g_assert_cmpfloat(out[99], ==, 0.5f);
    playout_fill(o, out, 100, 1);
    g_assert_cmpfloat(out[0], ==, 0.5f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/playout/passes-untouched", test_passes_untouched);
    g_test_add_func("/playout/underruns", test_underruns);
    g_test_add_func("/playout/seek-drops-the-old", test_seek_drops_the_old);
    g_test_add_func("/playout/takeover", test_takeover);
    g_test_add_func("/playout/end", test_end);
    g_test_add_func("/playout/gain", test_gain);
    return g_test_run();
}
