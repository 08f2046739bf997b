// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/features.h"

#include <math.h>

// Of a change: so far before and behind.
#define CHANGE_FRAMES 2
// Five seconds: a mean of less says little of a voice.
#define FEW_FRAMES 250
// So much speech tells what a voice has of its own.
#define NEAR_FRAMES 1000
// A part of the spectrum counts whole where speech is 20 dB over the rest.
#define CLEAN_RATIO 100.0f
// So many values tell where their tenths end.
#define ENOUGH 20000
// Digital silence says nothing of the room.
#define QUIETER_MOST_DB 60.0f
// The mean of a noise, in natural logarithms, over the limit of its quiet tenth.
#define NOISE_ABOVE_QUIET 0.5f
// In a band where noise drowns speech, so much of what is heard is speech at least.
#define SPEECH_LEAST 0.03f

features *features_new(void)
{
    features *f = g_new0(features, 1);
    f->frames = g_array_new(FALSE, TRUE, sizeof(feature));
    f->loudness = g_array_new(FALSE, FALSE, sizeof(float));
    return f;
}

void features_free(features *f)
{
    if (!f)
        return;
    g_array_unref(f->frames);
    g_array_unref(f->loudness);
    g_free(f);
}

// ---- loudness

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

// The limits of the quiet and the loud tenth of `count` values that lie `stride` behind one
// another.
static void find_tenths(const float *values, guint count, guint stride, tenths *t)
{
    g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(float));
    guint step = 1 + count / ENOUGH;
    for (guint i = 0; i < count; i += step)
        g_array_append_val(some, values[i * stride]);
    g_array_sort(some, compare_floats);
    t->quiet = g_array_index(some, float, some->len / 10);
    t->loud = g_array_index(some, float, some->len - 1 - some->len / 10);
}

// What each part of the spectrum counts, 0 … 1.
static part_powers weigh_parts(const spectra *s)
{
    part_powers weights;
    for (int k = 0; k < SPECTRUM_PARTS; k++) {
        tenths t;
        find_tenths(&g_array_index(s->parts, part_powers, 0).p[k], s->parts->len, SPECTRUM_PARTS,
                    &t);
        weights.p[k] = MIN(t.loud / (CLEAN_RATIO * MAX(t.quiet, 1e-12f)), 1);
    }
    return weights;
}

tenths features_add_loudness(features *f, const spectra *s)
{
    tenths db = {LOUDNESS_FLOOR_DB, LOUDNESS_FLOOR_DB};
    if (!s->parts->len)
        return db;
    part_powers weights = weigh_parts(s);
    for (guint i = 0; i < s->parts->len; i++) {
        float sum = 1e-10f;
        for (int k = 0; k < SPECTRUM_PARTS; k++)
            sum += weights.p[k] * g_array_index(s->parts, part_powers, i).p[k];
        float loudness = 10 * log10f(sum);
        g_array_append_val(f->loudness, loudness);
    }
    find_tenths(&g_array_index(f->loudness, float, 0), f->loudness->len, 1, &db);
    db.quiet = MAX(db.quiet, db.loud - QUIETER_MOST_DB);
    return db;
}

// ---- frames

static void add_shapes(features *f, const spectra *s)
{
    float cosines[FEATURE_SHAPE][SPECTRUM_BANDS];
    for (int c = 0; c < FEATURE_SHAPE; c++)
        for (int b = 0; b < SPECTRUM_BANDS; b++)
            cosines[c][b] = (float)cos(G_PI * c * (b + 0.5) / SPECTRUM_BANDS);
    for (guint i = 0; i < s->bands->len; i++) {
        const band_energies *e = &g_array_index(s->bands, band_energies, i);
        feature shape = {{0}};
        for (int c = 0; c < FEATURE_SHAPE; c++)
            for (int b = 0; b < SPECTRUM_BANDS; b++)
                shape.c[c] += e->b[b] * cosines[c][b];
        g_array_append_val(f->frames, shape);
    }
}

// The numbers of the frames for which `mask` is not 0; NULL: of all.
static GArray *marked_frames(const guint8 *mask, int count)
{
    GArray *marked = g_array_new(FALSE, FALSE, sizeof(int));
    for (int i = 0; i < count; i++)
        if (!mask || mask[i])
            g_array_append_val(marked, i);
    return marked;
}

// Takes from coefficient `c` of each frame the mean that it has in those of `marked` that are near,
// and divides it by its spread there.
static void normalise(features *f, const GArray *marked, int c)
{
    int count = (int)marked->len, near = MIN(NEAR_FRAMES, count), first = 0, behind = 0;
    double sum = 0, squares = 0;
    for (int i = 0; i < near; i++) {
        double x = (double)g_array_index(f->frames, feature, g_array_index(marked, int, i)).c[c];
        sum += x;
        squares += x * x;
    }
    g_autofree float *values = g_new(float, count);
    for (int i = 0; i < count; i++)
        values[i] = g_array_index(f->frames, feature, g_array_index(marked, int, i)).c[c];
    for (int t = 0; t < (int)f->frames->len; t++) {
        while (behind < count && g_array_index(marked, int, behind) < t)
            behind++;
        for (int wanted = CLAMP(behind - near / 2, 0, count - near); first < wanted; first++) {
            double in = (double)values[first + near], out = (double)values[first];
            sum += in - out;
            squares += in * in - out * out;
        }
        double mean = sum / near, variance = squares / near - mean * mean;
        float *x = &g_array_index(f->frames, feature, t).c[c];
        *x = (*x - (float)mean) / (float)sqrt(MAX(variance, 1e-6));
    }
}

// Within the frames `first` … `end` - 1.
static void find_changes(feature *frames, int first, int end)
{
    for (int i = first; i < end; i++) {
        const feature *before = &frames[MAX(i - CHANGE_FRAMES, first)];
        const feature *behind = &frames[MIN(i + CHANGE_FRAMES, end - 1)];
        for (int c = 0; c < FEATURE_SHAPE; c++)
            frames[i].c[c + FEATURE_SHAPE] = behind->c[c] - before->c[c];
    }
}

static void scale_changes(feature *frames, int count)
{
    for (int c = FEATURE_SHAPE; c < FEATURE_COUNT; c++) {
        double squares = 1e-9;
        for (int i = 0; i < count; i++)
            squares += (double)(frames[i].c[c] * frames[i].c[c]);
        float scale = (float)(1 / sqrt(squares / MAX(count, 1)));
        for (int i = 0; i < count; i++)
            frames[i].c[c] *= scale;
    }
}

void features_add_frames(features *f, const spectra *s, const guint8 *speaks, const int *starts,
                         int pieces)
{
    add_shapes(f, s);
    feature *frames = (feature *)(void *)f->frames->data;
    int count = (int)f->frames->len;
    g_autoptr(GArray) marked = marked_frames(speaks, count);
    for (int c = 0; c < FEATURE_SHAPE && marked->len > 1; c++)
        normalise(f, marked, c);
    for (int i = 0; i < (starts ? pieces : 1); i++)
        find_changes(frames, starts ? starts[i] : 0,
                     starts && i + 1 < pieces ? starts[i + 1] : count);
    scale_changes(frames, count);
}

void features_settle(features *f, const guint8 *mask)
{
    g_autoptr(GArray) marked = marked_frames(mask, (int)f->frames->len);
    for (int c = 0; c < FEATURE_COUNT && marked->len >= FEW_FRAMES; c++)
        normalise(f, marked, c);
}

// ---- noise

void spectra_drown(spectra *voice, const band_levels *levels)
{
    band_levels own = spectra_levels(voice);
    float noise[SPECTRUM_BANDS];
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float loud = expf(levels->loud[b]), quiet = expf(levels->quiet[b] + NOISE_ABOVE_QUIET);
        float speech = MAX(loud - quiet, loud * SPEECH_LEAST);
        noise[b] = expf(own.loud[b]) * quiet / speech;
    }
    for (guint i = 0; i < voice->bands->len; i++) {
        band_energies *e = &g_array_index(voice->bands, band_energies, i);
        for (int b = 0; b < SPECTRUM_BANDS; b++)
            e->b[b] = logf(expf(e->b[b]) + noise[b]);
    }
}
