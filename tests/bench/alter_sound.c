// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "alter.h"

#define FRAME (ALTER_RATE / 100)
#define TURN  (2 * G_PI)
// Speech is what is so much below the loudest frame at most.
#define SPEECH_DB 35.0

static float *samples(const GArray *s)
{
    return (float *)(void *)s->data;
}

GArray *sound_new(double seconds)
{
    GArray *out = g_array_new(FALSE, TRUE, sizeof(float));
    g_array_set_size(out, (guint)(seconds * ALTER_RATE));
    return out;
}

double sound_length(const GArray *s)
{
    return (double)s->len / ALTER_RATE;
}

void sound_add(GArray *to, const GArray *from, double begin_s, double end_s)
{
    guint begin = (guint)lround(MAX(0, begin_s) * ALTER_RATE);
    guint end = MIN(from->len, (guint)lround(MAX(0, end_s) * ALTER_RATE));
    if (begin < end)
        g_array_append_vals(to, samples(from) + begin, end - begin);
}

void sound_silence(GArray *to, double seconds)
{
    g_autoptr(GArray) nothing = sound_new(seconds);
    g_array_append_vals(to, nothing->data, nothing->len);
}

static double frame_power(const GArray *s, guint frame)
{
    double sum = 0;
    for (guint i = frame * FRAME; i < (frame + 1) * FRAME; i++)
        sum += (double)samples(s)[i] * (double)samples(s)[i];
    return sum / FRAME;
}

static double speech_floor(const GArray *s)
{
    double most = 0;
    for (guint f = 0; f < s->len / FRAME; f++)
        most = fmax(most, frame_power(s, f));
    return most * pow(10, -SPEECH_DB / 10);
}

double sound_onset(const GArray *s)
{
    double least = speech_floor(s);
    for (guint f = 0; f < s->len / FRAME; f++)
        if (frame_power(s, f) > least)
            return (double)f * FRAME / ALTER_RATE;
    return sound_length(s);
}

// Of the frames that are speech.
static double speech_power(const GArray *s)
{
    double least = speech_floor(s), sum = 0;
    guint count = 0;
    for (guint f = 0; f < s->len / FRAME; f++) {
        double power = frame_power(s, f);
        if (power > least)
            sum += power, count++;
    }
    return count ? sum / count : 0;
}

void sound_mix(GArray *to, const GArray *from, double snr_db)
{
    double gain = sqrt(speech_power(to) / fmax(speech_power(from), 1e-12) * pow(10, -snr_db / 10));
    for (guint i = 0; i < to->len && from->len; i++)
        samples(to)[i] += (float)gain * samples(from)[i % from->len];
}

static double uniform(GRand *random, double low, double high)
{
    return g_rand_double_range(random, low, high);
}

// Pink: by Paul Kellet's filter of three poles.
GArray *sound_noise(double seconds, GRand *random, gboolean pink)
{
    GArray *out = sound_new(seconds);
    double a = 0, b = 0, c = 0;
    for (guint i = 0; i < out->len; i++) {
        double white = uniform(random, -1, 1);
        a = 0.99765 * a + white * 0.0990460;
        b = 0.96300 * b + white * 0.2965164;
        c = 0.57000 * c + white * 1.0526913;
        samples(out)[i] = (float)(pink ? (a + b + c + white * 0.1848) * 0.1 : white * 0.3);
    }
    return out;
}

// A resonance: coefficients after the RBJ cookbook's band-pass of constant peak.
typedef struct {
    double b0, a1, a2, x1, x2, y1, y2;
} resonance;

static resonance resonance_at(double hz, double q)
{
    double w = TURN * hz / ALTER_RATE, alpha = sin(w) / (2 * q), a0 = 1 + alpha;
    return (resonance){.b0 = alpha / a0, .a1 = -2 * cos(w) / a0, .a2 = (1 - alpha) / a0};
}

static double resonance_run(resonance *r, double x)
{
    double y = r->b0 * (x - r->x2) - r->a1 * r->y1 - r->a2 * r->y2;
    r->x2 = r->x1, r->x1 = x, r->y2 = r->y1, r->y1 = y;
    return y;
}

// One Butterworth section: the RBJ cookbook's, low-pass or high-pass.
static void section(GArray *s, double hz, gboolean high)
{
    double w = TURN * hz / ALTER_RATE, alpha = sin(w) / G_SQRT2, c = cos(w), a0 = 1 + alpha;
    double b1 = (high ? -(1 + c) : 1 - c) / a0, b0 = fabs(b1) / 2;
    double a1 = -2 * c / a0, a2 = (1 - alpha) / a0, x1 = 0, x2 = 0, y1 = 0, y2 = 0;
    for (guint i = 0; i < s->len; i++) {
        double x = (double)samples(s)[i], y = b0 * (x + x2) + b1 * x1 - a1 * y1 - a2 * y2;
        x2 = x1, x1 = x, y2 = y1, y1 = y;
        samples(s)[i] = (float)y;
    }
}

static void add_clap(GArray *to, guint at, double level, GRand *random)
{
    resonance hand = resonance_at(600 * pow(2, uniform(random, 0, 1.4)), uniform(random, 0.8, 2));
    double decay = uniform(random, 0.004, 0.012) * ALTER_RATE;
    for (guint i = 0; i < (guint)(decay * 6) && at + i < to->len; i++)
        samples(to)[at + i] +=
            (float)(level * exp(-(double)i / decay) * resonance_run(&hand, uniform(random, -1, 1)));
}

static void scale_to(GArray *s, double peak)
{
    float most = 1e-9f;
    for (guint i = 0; i < s->len; i++)
        most = fmaxf(most, fabsf(samples(s)[i]));
    for (guint i = 0; i < s->len; i++)
        samples(s)[i] *= (float)peak / most;
}

// Many people, each clapping at a pace of their own, beginning and stopping when they like.
GArray *sound_applause(double seconds, GRand *random)
{
    GArray *out = sound_new(seconds);
    for (int person = 0; person < 70; person++) {
        double level = uniform(random, 0.05, 0.4) * (person < 5 ? 2 : 1);
        double pace_s = uniform(random, 0.19, 0.32), at_s = uniform(random, 0, 0.7);
        double until_s = seconds - uniform(random, 0.1, 0.4 * seconds);
        for (; at_s < until_s; at_s += pace_s * uniform(random, 0.85, 1.15))
            add_clap(out, (guint)(at_s * ALTER_RATE), level, random);
    }
    section(out, 2500, FALSE);
    sound_reverberate(out, 0.8, random);
    g_autoptr(GArray) hall = sound_noise(seconds, random, TRUE);
    sound_mix(out, hall, 22);
    scale_to(out, 0.6);
    return out;
}

// Voiced syllables, ha-ha-ha, of several people: a buzz through two resonances.
GArray *sound_laughter(double seconds, GRand *random)
{
    GArray *out = sound_new(seconds);
    for (int person = 0; person < 6; person++) {
        double pitch = uniform(random, 140, 380), at_s = uniform(random, 0, 0.5), phase = 0;
        for (; at_s < seconds - 0.4; at_s += uniform(random, 0.17, 0.24)) {
            resonance low = resonance_at(uniform(random, 600, 900), 4);
            resonance high = resonance_at(uniform(random, 1100, 1700), 5);
            guint begin = (guint)(at_s * ALTER_RATE), length = ALTER_RATE / 8;
            for (guint i = 0; i < length && begin + i < out->len; i++) {
                phase += pitch * (1.1 - 0.3 * i / length) / ALTER_RATE;
                double buzz = 2 * (phase - floor(phase)) - 1 + uniform(random, -0.5, 0.5);
                double shape = sin(G_PI * i / length);
                samples(out)[begin + i] +=
                    (float)(shape * (resonance_run(&low, buzz) + 0.6 * resonance_run(&high, buzz)));
            }
        }
    }
    scale_to(out, 0.5);
    return out;
}

// Chords of four notes with overtones and vibrato, changing now and then.
GArray *sound_music(double seconds, GRand *random)
{
    GArray *out = sound_new(seconds);
    for (double at_s = 0; at_s < seconds; at_s += 0.6)
        for (int note = 0; note < 4; note++) {
            double hz = 110 * pow(2, g_rand_int_range(random, 0, 36) / 12.0);
            double vibrato_hz = uniform(random, 4, 7), phase = 0;
            guint begin = (guint)(at_s * ALTER_RATE), length = (guint)(1.2 * ALTER_RATE);
            for (guint i = 0; i < length && begin + i < out->len; i++) {
                double t = (double)i / ALTER_RATE, level = fmin(1, t / 0.05) * exp(-t * 2.5);
                phase += TURN * hz * (1 + 0.006 * sin(TURN * vibrato_hz * t)) / ALTER_RATE;
                samples(out)[begin + i] +=
                    (float)(level * (sin(phase) + 0.4 * sin(2 * phase) + 0.2 * sin(3 * phase)));
            }
        }
    scale_to(out, 0.5);
    return out;
}

void sound_band(GArray *s, double low_hz, double high_hz)
{
    for (int i = 0; i < 3; i++) {
        section(s, low_hz, TRUE);
        section(s, high_hz, FALSE);
    }
}

// A few hundred echoes that die away by 60 dB in `decay_s`.
void sound_reverberate(GArray *s, double decay_s, GRand *random)
{
    g_autoptr(GArray) dry = g_array_copy(s);
    for (int echo = 0; echo < 300; echo++) {
        double late_s = uniform(random, 0.004, decay_s);
        float gain = (float)(0.18 * pow(10, -3 * late_s / decay_s));
        gain = g_rand_boolean(random) ? gain : -gain;
        for (guint late = (guint)(late_s * ALTER_RATE), i = late; i < s->len; i++)
            samples(s)[i] += gain * samples(dry)[i - late];
    }
}

void sound_hum(GArray *s, double hz, double level)
{
    for (guint i = 0; i < s->len; i++) {
        double phase = TURN * hz * i / ALTER_RATE;
        samples(s)[i] +=
            (float)(level * (sin(phase) + 0.5 * sin(2 * phase) + 0.3 * sin(3 * phase)));
    }
}

void sound_clip(GArray *s, double gain)
{
    for (guint i = 0; i < s->len; i++)
        samples(s)[i] = CLAMP(samples(s)[i] * (float)gain, -0.8f, 0.8f);
}

static void put(GByteArray *out, guint32 value, guint bytes)
{
    guint32 le = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&le, bytes);
}

void sound_write(const char *path, const GArray *left, const GArray *right)
{
    guint channels = right ? 2 : 1, size = left->len * channels * 2;
    g_autoptr(GByteArray) out = g_byte_array_sized_new(size + 44);
    g_byte_array_append(out, (const guint8 *)"RIFF", 4);
    put(out, size + 36, 4);
    g_byte_array_append(out, (const guint8 *)"WAVEfmt ", 8);
    put(out, 16, 4);
    put(out, 1, 2);
    put(out, channels, 2);
    put(out, ALTER_RATE, 4);
    put(out, ALTER_RATE * channels * 2, 4);
    put(out, channels * 2, 2);
    put(out, 16, 2);
    g_byte_array_append(out, (const guint8 *)"data", 4);
    put(out, size, 4);
    for (guint i = 0; i < left->len; i++)
        for (guint c = 0; c < channels; c++) {
            const GArray *from = c ? right : left;
            float value = i < from->len ? samples(from)[i] : 0;
            put(out, (guint32)(gint32)lroundf(CLAMP(value, -1, 1) * 32767), 2);
        }
    g_autoptr(GError) error = NULL;
    if (!g_file_set_contents(path, (const char *)out->data, out->len, &error))
        g_error("%s", error->message);
}
