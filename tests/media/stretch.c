// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/stretch.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define RATE  48000
#define CLICK (RATE / 2) // frames between clicks

typedef struct {
    GArray *samples;   // of float, the first channel
    GArray *positions; // of double, of each frame
} stretched;

static void take(stretch *s, int channels, stretched *to)
{
    float block[2 * 300];
    int got;
    double before = stretch_position(s);
    while ((got = stretch_get(s, block, 300)) > 0) {
        double after = stretch_position(s);
        g_assert_cmpfloat(after, >=, before);
        for (int i = 0; i < got; i++) {
            double at = before + (after - before) * i / got;
            g_array_append_val(to->samples, block[i * channels]);
            g_array_append_val(to->positions, at);
        }
        before = after;
    }
}

typedef struct {
    double at_second, speed;
} change;

// Stretches `in`, changing the speed when so much has been put in.
static stretched run(stretch *s, const float *in, int frames, int channels, const change *changes)
{
    stretched out = {g_array_new(FALSE, FALSE, sizeof(float)),
                     g_array_new(FALSE, FALSE, sizeof(double))};
    for (int at = 0; at < frames; at += 441) {
        while (changes && changes->speed > 0 && at >= changes->at_second * RATE)
            stretch_set_speed(s, changes++->speed);
        stretch_put(s, in + at * channels, MIN(441, frames - at));
        take(s, channels, &out);
    }
    stretch_finish(s);
    take(s, channels, &out);
    return out;
}

static void stretched_clear(stretched *s)
{
    g_array_unref(s->samples);
    g_array_unref(s->positions);
}

static float *make_clicks(int frames)
{
    float *in = g_new0(float, (gsize)frames);
    for (int i = CLICK; i < frames; i += CLICK)
        for (int k = -24; k < 24; k++)
            in[i + k] = (float)(0.8 * cos(k * G_PI / 48) * (k % 2 ? -1 : 1));
    return in;
}

// Each click must stand, in the output, where the positions say that it is.
static double worst_click(const stretched *out, int frames)
{
    double worst = 0;
    guint n = out->samples->len;
    for (int click = CLICK; click < frames - RATE / 4; click += CLICK) {
        double sum = 0, at = 0;
        for (guint i = 0; i < n; i++) {
            double position = g_array_index(out->positions, double, i);
            if (fabs(position - click) > CLICK * 0.4)
                continue;
            double power = pow((double)g_array_index(out->samples, float, i), 4);
            sum += power;
            at += power * position;
        }
        g_assert_cmpfloat(sum, >, 0);
        worst = MAX(worst, fabs(at / sum - click) * 1000 / RATE);
    }
    return worst;
}

static void check_clicks(const char *name, double speed, const change *changes)
{
    int frames = 20 * RATE;
    g_autofree float *in = make_clicks(frames);
    g_autoptr(stretch) s = stretch_new(RATE, 1);
    stretch_set_speed(s, speed);
    stretched out = run(s, in, frames, 1, changes);
    double worst = worst_click(&out, frames);
    g_test_message("%s: clicks within %.2f ms", name, worst);
    g_assert_cmpfloat(worst, <, 10);
    g_assert_cmpfloat(fabs(stretch_position(s) - frames), <=, speed);
    if (!changes)
        g_assert_cmpfloat(fabs(out.samples->len - frames / speed), <=, 1);
    stretched_clear(&out);
}

static const double speeds[] = {0.5, 0.75, 0.9, 1, 1.25, 1.5, 2};

static void test_clicks(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(speeds); i++) {
        g_autofree char *name = g_strdup_printf("speed %g", speeds[i]);
        check_clicks(name, speeds[i], NULL);
    }
}

static void test_changes(void)
{
    static const change once[] = {{5, 2}, {0, 0}};
    static const change often[] = {{2, 0.5}, {4, 2}, {5.3, 0.75}, {8.1, 1.25}, {12, 1}, {0, 0}};
    static const change slide[] = {{3, 0.9},  {3.1, 0.8},   {3.2, 0.7},  {3.3, 0.6}, {3.4, 0.5},
                                   {10, 0.8}, {10.05, 1.1}, {10.1, 1.5}, {10.15, 2}, {0, 0}};
    check_clicks("once", 0.5, once);
    check_clicks("often", 1, often);
    check_clicks("slide", 1, slide);
}

// Periods of the tone in the middle of the output.
static double pitch_of(const stretched *out)
{
    const float *x = (const float *)(const void *)out->samples->data;
    guint from = out->samples->len / 4, to = out->samples->len * 3 / 4;
    int crossings = 0;
    double first = 0, last = 0;
    for (guint i = from; i < to; i++) {
        if (!(x[i] < 0 && x[i + 1] >= 0))
            continue;
        last = i + (double)(x[i] / (x[i] - x[i + 1]));
        if (crossings++ == 0)
            first = last;
    }
    return (crossings - 1) / (last - first) * RATE;
}

static void test_pitch(void)
{
    int frames = 4 * RATE;
    g_autofree float *in = g_new(float, 2 * (gsize)frames);
    for (int i = 0; i < frames; i++)
        in[2 * i] = in[2 * i + 1] = (float)(0.5 * sin(2 * G_PI * 220 * i / RATE));
    for (gsize i = 0; i < G_N_ELEMENTS(speeds); i++) {
        g_autoptr(stretch) s = stretch_new(RATE, 2);
        stretch_set_speed(s, speeds[i]);
        stretched out = run(s, in, frames, 2, NULL);
        g_test_message("speed %g: %.2f Hz", speeds[i], pitch_of(&out));
        g_assert_cmpfloat(fabs(pitch_of(&out) - 220), <, 1);
        stretched_clear(&out);
    }
}

static void test_reset(void)
{
    int frames = 3 * RATE;
    g_autofree float *in = make_clicks(frames);
    g_autoptr(stretch) s = stretch_new(RATE, 1);
    stretch_set_speed(s, 1.25);
    stretched first = run(s, in, frames, 1, NULL);
    stretch_reset(s);
    g_assert_cmpfloat(stretch_position(s), ==, 0);
    stretched second = run(s, in, frames, 1, NULL);
    g_assert_cmpint(first.samples->len, ==, second.samples->len);
    g_assert_cmpfloat(worst_click(&second, frames), <, 10);
    stretched_clear(&first);
    stretched_clear(&second);

    // Less than a window, and nothing at all.
    stretch_reset(s);
    stretched brief = run(s, in, 100, 1, NULL);
    g_assert_cmpint(brief.samples->len, ==, 80);
    stretched_clear(&brief);
    stretch_reset(s);
    stretched none = run(s, in, 0, 1, NULL);
    g_assert_cmpint(none.samples->len, ==, 0);
    stretched_clear(&none);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stretch/clicks", test_clicks);
    g_test_add_func("/stretch/changes", test_changes);
    g_test_add_func("/stretch/pitch", test_pitch);
    g_test_add_func("/stretch/reset", test_reset);
    return g_test_run();
}
