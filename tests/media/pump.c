// SPDX-License-Identifier: GPL-3.0-or-later
// The pump as the player uses it, with a device of the test's own that takes sound when told to.
#include "media/pump.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>

#define RATE    48000
#define SECONDS 8
#define PERIOD  512

// A recording in which each sample says which frame it is: the device knows what it was given.
static float coded(int64_t frame)
{
    return (float)(frame + 1) / (float)(1 << 20);
}

static int64_t decoded(float sample)
{
    return (int64_t)(sample * (float)(1 << 20)) - 1;
}

typedef struct {
    char *path;
    playout *out;
    pump *pump;
    int64_t ns;
} fixture;

static void notify(void *data)
{
    (void)data;
}

static void set_up(fixture *f, gconstpointer data)
{
    (void)data;
    int fd = g_file_open_tmp("earvoice-pump-XXXXXX", &f->path, NULL);
    SF_INFO info = {.samplerate = RATE, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *file = sf_open_fd(fd, SFM_WRITE, &info, TRUE);
    g_assert_nonnull(file);
    g_autofree float *samples = g_new(float, RATE *SECONDS);
    for (int64_t i = 0; i < RATE * SECONDS; i++)
        samples[i] = coded(i);
    g_assert_cmpint(sf_writef_float(file, samples, RATE * SECONDS), ==, RATE * SECONDS);
    sf_close(file);

    g_autoptr(GError) error = NULL;
    decoder *d = decoder_open(f->path, &error);
    g_assert_no_error(error);
    f->out = playout_new(RATE, 1);
    f->pump = pump_start(d, f->out, notify, NULL);
    f->ns = 1000000000;
    pump_set_playing(f->pump, true);
}

static void tear_down(fixture *f, gconstpointer data)
{
    (void)data;
    pump_stop(f->pump);
    playout_unref(f->out);
    g_remove(f->path);
    g_free(f->path);
}

// Takes one period, once there is something to take or the recording is over.
static void take(fixture *f, float out[PERIOD])
{
    for (int i = 0; i < 20000 && playout_waiting(f->out) < 4 && !playout_ended(f->out); i++)
        g_usleep(200);
    playout_fill(f->out, out, PERIOD, f->ns);
    f->ns += INT64_C(1000000000) * PERIOD / RATE;
}

// Takes until the first sound of `generation`, and returns its frame.
static int64_t first_of(fixture *f, unsigned generation, float out[PERIOD])
{
    for (int i = 0; i < 2000; i++) {
        take(f, out);
        for (int k = 0; k < PERIOD && playout_handed_generation(f->out) >= generation; k++) {
            if (out[k] != 0)
                return decoded(out[k]);
        }
        g_usleep(1000);
    }
    g_assert_not_reached();
}

static void test_straight(fixture *f, gconstpointer data)
{
    (void)data;
    float out[PERIOD];
    int64_t next = 0;
    while (next < RATE * SECONDS) {
        take(f, out);
        for (int k = 0; k < PERIOD && next < RATE * SECONDS; k++)
            g_assert_cmpint(decoded(out[k]), ==, next++);
    }
    take(f, out);
    g_assert_cmpuint(playout_ended(f->out), ==, 1);
    g_assert_cmpint(playout_underruns(f->out), ==, 0);
    pump_report told;
    pump_look(f->pump, &told);
    g_assert_cmpint(told.duration_us, ==, SECONDS * INT64_C(1000000));
    g_assert_cmpstr(told.error, ==, "");
}

static void test_seek_is_exact_and_the_last_counts(fixture *f, gconstpointer data)
{
    (void)data;
    float out[PERIOD];
    take(f, out);
    unsigned generation = 0;
    for (int i = 0; i < 50; i++)
        generation = pump_seek(f->pump, i * INT64_C(100000));
    g_assert_cmpint(first_of(f, generation, out), ==, 4900000 * INT64_C(48) / 1000);
    generation = pump_seek(f->pump, 1000);
    g_assert_cmpint(first_of(f, generation, out), ==, 48);
}

// Beyond the end there is only the end; from there a seek comes back.
static void test_seek_beyond_the_end(fixture *f, gconstpointer data)
{
    (void)data;
    float out[PERIOD];
    unsigned generation = pump_seek(f->pump, 100 * INT64_C(1000000));
    for (int i = 0; i < 2000 && playout_ended(f->out) < generation; i++) {
        g_usleep(500);
        take(f, out);
    }
    g_assert_cmpuint(playout_ended(f->out), ==, generation);
    generation = pump_seek(f->pump, 0);
    g_assert_cmpint(first_of(f, generation, out), ==, 0);
}

static void test_loop_without_a_gap(fixture *f, gconstpointer data)
{
    (void)data;
    float out[PERIOD];
    int64_t start = RATE, end = RATE * 3 / 2;
    pump_set_loop(f->pump, 1000000, 1500000);
    pump_seek(f->pump, 1000000);
    int64_t frame = first_of(f, 3, out), wraps = 0;
    for (int k = 1; k < PERIOD; k++)
        g_assert_cmpint(decoded(out[k]), ==, ++frame);
    for (int i = 0; i < 300; i++) {
        take(f, out);
        for (int k = 0; k < PERIOD; k++) {
            frame++;
            if (frame == end) {
                frame = start;
                wraps++;
            }
            g_assert_cmpint(decoded(out[k]), ==, frame);
        }
    }
    g_assert_cmpint(wraps, >=, 5);
}

// However fast the speed is changed, what is heard goes on: the clock never jumps and never stands.
static void test_speed_takes_over(fixture *f, gconstpointer data)
{
    (void)data;
    static const double speeds[] = {1, 0.5, 0.75, 2, 1.25, 1};
    float out[PERIOD];
    double step_us = 1e6 * PERIOD / RATE;
    playclock_reading before = {0}, now;
    for (int i = 0; i < 60; i++)
        take(f, out);
    g_assert_true(playclock_read(playout_clock(f->out), f->ns, &before));
    for (int i = 0; i < 180; i++) {
        if (i % 15 == 0)
            pump_set_speed(f->pump, speeds[i / 15 % G_N_ELEMENTS(speeds)]);
        if (i % 15 == 1)
            pump_set_speed(f->pump, speeds[(i / 15 + 1) % G_N_ELEMENTS(speeds)]);
        g_usleep(1000000 * PERIOD / RATE); // as a device would: the pump is not waited for
        take(f, out);
        g_assert_true(playclock_read(playout_clock(f->out), f->ns, &now));
        double passed_us = (double)(now.media_us - before.media_us);
        g_test_message("%d: %g us in %g", i, passed_us, step_us);
        g_assert_cmpfloat(passed_us, >, step_us * 0.4);
        g_assert_cmpfloat(passed_us, <, step_us * 2.2);
        before = now;
    }
    g_assert_cmpint(playout_underruns(f->out), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/pump/straight", fixture, NULL, set_up, test_straight, tear_down);
    g_test_add("/pump/seek", fixture, NULL, set_up, test_seek_is_exact_and_the_last_counts,
               tear_down);
    g_test_add("/pump/seek-beyond-the-end", fixture, NULL, set_up, test_seek_beyond_the_end,
               tear_down);
    g_test_add("/pump/loop", fixture, NULL, set_up, test_loop_without_a_gap, tear_down);
    g_test_add("/pump/speed", fixture, NULL, set_up, test_speed_takes_over, tear_down);
    return g_test_run();
}
