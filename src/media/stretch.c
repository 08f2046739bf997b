// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/stretch.h"

#include <rubberband/rubberband-c.h>
#include <stdbool.h>
#include <string.h>

#define BLOCK        512 // frames given to the engine at once: it can lose sound of larger ones
#define CHANNELS_MAX 2

// From output frame `from` on, each output frame is `speed` input frames after the one before.
typedef struct {
    gint64 from;
    double position, speed;
} stretch_span;

struct stretch {
    RubberBandState engine;
    int channels;
    double speed;
    float *plane[CHANNELS_MAX];

    gint64 put;  // frames of input since the reset
    gint64 made; // frames the engine has made since the reset, with those before input frame 0
    gint64 got;  // frames given to the caller
    int early;   // frames to drop still: before input frame 0
    bool finished;
    GArray *spans; // of stretch_span, those not over yet
    GArray *ready; // of float, interleaved; the first `taken` frames have been given
    guint taken;
};

stretch *stretch_new(int rate, int channels)
{
    g_assert(channels >= 1 && channels <= CHANNELS_MAX);
    stretch *s = g_new0(stretch, 1);
    s->channels = channels;
    s->speed = 1;
    s->engine =
        rubberband_new((unsigned)rate, (unsigned)channels,
                       RubberBandOptionProcessRealTime | RubberBandOptionEngineFiner |
                           RubberBandOptionThreadingNever | RubberBandOptionChannelsTogether,
                       1.0, 1.0);
    rubberband_set_max_process_size(s->engine, BLOCK);
    for (int i = 0; i < channels; i++)
        s->plane[i] = g_new0(float, BLOCK);
    s->spans = g_array_new(FALSE, FALSE, sizeof(stretch_span));
    s->ready = g_array_new(FALSE, FALSE, sizeof(float));
    stretch_reset(s);
    return s;
}

void stretch_free(stretch *s)
{
    if (!s)
        return;
    rubberband_delete(s->engine);
    for (int i = 0; i < s->channels; i++)
        g_free(s->plane[i]);
    g_array_unref(s->spans);
    g_array_unref(s->ready);
    g_free(s);
}

static const stretch_span *last_span(const stretch *s)
{
    return &g_array_index(s->spans, stretch_span, s->spans->len - 1);
}

static double position_in(const stretch_span *span, gint64 output)
{
    return span->position + (double)(output - span->from) * span->speed;
}

// Moves what the engine has made to `ready`.
static void collect(stretch *s)
{
    for (int n; (n = rubberband_available(s->engine)) > 0;) {
        n = (int)rubberband_retrieve(s->engine, s->plane, (unsigned)MIN(n, BLOCK));
        if (n <= 0)
            return;
        s->made += n;
        int drop = MIN(n, s->early);
        s->early -= drop;
        guint at = s->ready->len;
        g_array_set_size(s->ready, at + (guint)((n - drop) * s->channels));
        float *out = &g_array_index(s->ready, float, at);
        for (int i = drop; i < n; i++)
            for (int c = 0; c < s->channels; c++)
                *out++ = s->plane[c][i];
    }
}

// `in` NULL: silence.
static void process(stretch *s, const float *in, int frames)
{
    for (int n; frames > 0; frames -= n) {
        n = MIN(frames, BLOCK);
        for (int c = 0; c < s->channels; c++)
            for (int i = 0; i < n; i++)
                s->plane[c][i] = in ? in[i * s->channels + c] : 0;
        rubberband_process(s->engine, (const float *const *)s->plane, (unsigned)n, 0);
        collect(s);
        if (in)
            in += n * s->channels;
    }
}

void stretch_reset(stretch *s)
{
    rubberband_reset(s->engine);
    rubberband_set_time_ratio(s->engine, 1 / s->speed);
    s->put = s->made = s->got = 0;
    s->finished = false;
    s->taken = 0;
    g_array_set_size(s->ready, 0);
    g_array_set_size(s->spans, 0);
    stretch_span first = {0, 0, s->speed};
    g_array_append_val(s->spans, first);
    s->early = (int)rubberband_get_start_delay(s->engine);
    process(s, NULL, (int)rubberband_get_preferred_start_pad(s->engine));
}

void stretch_set_speed(stretch *s, double speed)
{
    speed = CLAMP(speed, STRETCH_SPEED_MIN, STRETCH_SPEED_MAX);
    if (speed == s->speed)
        return;
    s->speed = speed;
    rubberband_set_time_ratio(s->engine, 1 / speed);
    // The engine works in windows, a start delay from their middle to their ends: the middle of the
    // first one at the new speed is that long after what has been made, and the frames before input
    // frame 0 are as many.
    stretch_span next = {s->made, position_in(last_span(s), s->made), speed};
    if (last_span(s)->from == next.from)
        g_array_set_size(s->spans, s->spans->len - 1);
    g_array_append_val(s->spans, next);
}

void stretch_put(stretch *s, const float *in, int frames)
{
    g_assert(!s->finished);
    process(s, in, frames);
    s->put += frames;
}

static int frames_ready(const stretch *s)
{
    return (int)(s->ready->len / (guint)s->channels - s->taken);
}

void stretch_finish(stretch *s)
{
    s->finished = true;
    while (position_in(last_span(s), s->got + frames_ready(s)) < (double)s->put)
        process(s, NULL, BLOCK);
}

// Drops the spans that are over.
static void tidy_spans(stretch *s)
{
    guint over = 0;
    while (over + 1 < s->spans->len &&
           g_array_index(s->spans, stretch_span, over + 1).from <= s->got)
        over++;
    if (over > 0)
        g_array_remove_range(s->spans, 0, over);
}

int stretch_get(stretch *s, float *out, int max)
{
    int n = MIN(max, frames_ready(s));
    if (s->finished) {
        const stretch_span *last = last_span(s);
        double left = ((double)s->put - last->position) / last->speed + (double)last->from;
        n = (int)CLAMP((gint64)(left + 0.5) - s->got, 0, n);
    }
    gsize channels = (gsize)s->channels;
    if (n > 0)
        memcpy(out, (float *)(void *)s->ready->data + s->taken * channels,
               (gsize)n * channels * sizeof *out);
    s->taken += (guint)n;
    s->got += n;
    tidy_spans(s);
    if (s->taken >= 16 * BLOCK || frames_ready(s) == 0) {
        g_array_remove_range(s->ready, 0, s->taken * (guint)channels);
        s->taken = 0;
    }
    return n;
}

double stretch_position(const stretch *s)
{
    return position_in(&g_array_index(s->spans, stretch_span, 0), s->got);
}
