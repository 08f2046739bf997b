// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/features.h"

#include <libavutil/mem.h>
#include <libavutil/tx.h>
#include <math.h>
#include <string.h>

#define WINDOW_US 40000
// Of a change: so far before and behind.
#define CHANGE_FRAMES  2
#define BANDS          24
#define BOTTOM_HZ      120.0
#define TOP_HZ         6500.0
#define LEAST_RATE     13000 // the sound is thinned out to no less
#define TAPS_PER_PHASE 6
#define PRE_EMPHASIS   0.97f
#define ENERGY_FLOOR   1e-10f
// Behind a spectrum, which has two numbers more than its samples; and libavutil wants it aligned.
#define SPECTRUM_PAD 16
// Below this the ear hears rumble, not speech.
#define RUMBLE_HZ 100.0

struct extractor {
    features *to; // borrowed

    // Thinning out: every `thin`th sample of the sound passed through a low-pass.
    int thin, taps, phase;
    float *filter,
        *history; // `history` holds the last `taps` samples, twice, so that it is one piece
    int history_at;
    double rate; // after it

    // The samples of the next window, and where they lie in the sound.
    float *pending;
    int have, window, fft;
    int64_t first; // number of pending[0]
    int64_t frames, loud_frames;

    float *hann, *work,
        *bands_of; // bands_of: of each bin its place between bands, see mel_weights()
    float cosines[BANDS * FEATURE_SHAPE];
    AVTXContext *tx;
    av_tx_fn transform;

    // Loudness.
    float before, rumble, rumble_keep; // of the high-pass
    double sum;
    int64_t summed, count;
};

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

double feature_top_hz(int rate)
{
    return MIN(TOP_HZ, rate * 0.46);
}

static double mel_of(double hz)
{
    return 2595 * log10(1 + hz / 700);
}

// Of each bin the band that it lies behind, and how far it has come to the next one; negative:
// outside of all.
static void mel_weights(extractor *e, feature_bands bands)
{
    double bottom = mel_of(BOTTOM_HZ), step = (mel_of(bands.top_hz) - bottom) / (BANDS + 1);
    for (int bin = 0; bin <= e->fft / 2; bin++)
        e->bands_of[bin] =
            (float)((mel_of(bin * e->rate / e->fft / bands.stretch) - bottom) / step);
}

static void make_filter(extractor *e)
{
    e->taps = e->thin * TAPS_PER_PHASE + 1;
    e->filter = g_new0(float, (gsize)e->taps);
    e->history = g_new0(float, (gsize)e->taps * 2);
    double cut = 0.45 / e->thin, sum = 0;
    for (int i = 0; i < e->taps; i++) {
        double t = i - (e->taps - 1) / 2.0;
        double sinc = t == 0 ? 2 * cut : sin(2 * G_PI * cut * t) / (G_PI * t);
        double hann = 0.5 - 0.5 * cos(2 * G_PI * (i + 1) / (e->taps + 1));
        e->filter[i] = (float)(sinc * hann);
        sum += sinc * hann;
    }
    for (int i = 0; i < e->taps; i++)
        e->filter[i] /= (float)sum;
}

static void make_tables(extractor *e, feature_bands bands)
{
    e->window = (int)(e->rate * WINDOW_US / 1e6);
    for (e->fft = 64; e->fft < e->window; e->fft *= 2)
        ;
    e->pending = g_new0(float, (gsize)e->window + 4096);
    e->hann = g_new(float, (gsize)e->window);
    for (int i = 0; i < e->window; i++)
        e->hann[i] = (float)(0.54 - 0.46 * cos(2 * G_PI * (i + 0.5) / e->window));
    e->work = av_malloc(sizeof(float) * (gsize)(e->fft + SPECTRUM_PAD) * 2);
    e->bands_of = g_new(float, (gsize)e->fft / 2 + 1);
    mel_weights(e, bands);
    for (int c = 0; c < FEATURE_SHAPE; c++)
        for (int b = 0; b < BANDS; b++)
            e->cosines[c * BANDS + b] = (float)cos(G_PI * c * (b + 0.5) / BANDS);
    float scale = 1;
    int failed = av_tx_init(&e->tx, &e->transform, AV_TX_FLOAT_RDFT, 0, e->fft, &scale, 0);
    g_assert(failed >= 0);
}

extractor *extractor_new(features *to, int rate, feature_bands bands)
{
    g_assert(rate >= 1000 && rate <= 768000);
    extractor *e = g_new0(extractor, 1);
    e->to = to;
    e->thin = MAX(rate / LEAST_RATE, 1);
    e->rate = (double)rate / e->thin;
    make_filter(e);
    make_tables(e, bands);
    e->rumble_keep = (float)exp(-2 * G_PI * RUMBLE_HZ / e->rate);
    // The first window lies around the middle of the first hop.
    e->first = -(int64_t)((WINDOW_US - FEATURE_HOP_US) / 2e6 * e->rate);
    e->have = (int)-e->first;
    return e;
}

void extractor_free(extractor *e)
{
    if (!e)
        return;
    av_tx_uninit(&e->tx);
    av_free(e->work);
    g_free(e->filter);
    g_free(e->history);
    g_free(e->pending);
    g_free(e->hann);
    g_free(e->bands_of);
    g_free(e);
}

// Logarithms of the energies in the bands, from the spectrum in `bins`.
static void band_energies(const extractor *e, const float *bins, float out[BANDS])
{
    float sums[BANDS + 2] = {0};
    for (int i = 0; i <= e->fft / 2; i++) {
        float place = e->bands_of[i];
        if (place < 0 || place >= BANDS + 1)
            continue;
        int band = (int)place;
        float part = place - (float)band;
        float power = bins[2 * i] * bins[2 * i] + bins[2 * i + 1] * bins[2 * i + 1];
        sums[band] += power * (1 - part);
        sums[band + 1] += power * part;
    }
    for (int b = 0; b < BANDS; b++)
        out[b] = logf(sums[b + 1] / (float)e->fft + ENERGY_FLOOR);
}

static void add_frame(extractor *e, const float *samples)
{
    float *in = e->work, *bins = e->work + e->fft + SPECTRUM_PAD;
    float before = samples[0];
    for (int i = 0; i < e->window; i++) {
        in[i] = (samples[i] - PRE_EMPHASIS * before) * e->hann[i];
        before = samples[i];
    }
    memset(in + e->window, 0, sizeof(float) * (gsize)(e->fft + 2 - e->window));
    e->transform(e->tx, bins, in, sizeof(float));
    float bands[BANDS];
    band_energies(e, bins, bands);
    feature f = {{0}};
    for (int c = 0; c < FEATURE_SHAPE; c++) {
        float sum = 0;
        for (int b = 0; b < BANDS; b++)
            sum += bands[b] * e->cosines[c * BANDS + b];
        f.c[c] = sum;
    }
    g_array_append_val(e->to->frames, f);
    e->frames++;
}

// Gives the windows that are complete, and forgets what no later one needs.
static void give_frames(extractor *e)
{
    int64_t lead = (int64_t)((WINDOW_US - FEATURE_HOP_US) / 2e6 * e->rate);
    int used = 0;
    for (;;) {
        int64_t start = (int64_t)((double)e->frames * FEATURE_HOP_US / 1e6 * e->rate) - lead;
        used = (int)(start - e->first);
        if (used + e->window > e->have)
            break;
        add_frame(e, e->pending + used);
    }
    used = MIN(used, e->have);
    memmove(e->pending, e->pending + used, sizeof(float) * (gsize)(e->have - used));
    e->have -= used;
    e->first += used;
}

static void add_loudness(extractor *e)
{
    float db = LOUDNESS_FLOOR_DB;
    if (e->summed > 0)
        db = MAX((float)(10 * log10(e->sum / (double)e->summed + 1e-10)), LOUDNESS_FLOOR_DB);
    g_array_append_val(e->to->loudness, db);
    e->sum = 0;
    e->summed = 0;
    e->loud_frames++;
}

static void weigh(extractor *e, float sample)
{
    // y[n] = k (y[n-1] + x[n] - x[n-1])
    e->rumble = e->rumble_keep * (e->rumble + sample - e->before);
    e->before = sample;
    e->sum += (double)(e->rumble * e->rumble);
    e->summed++;
    e->count++;
    if ((double)e->count >= (double)(e->loud_frames + 1) * LOUDNESS_HOP_US / 1e6 * e->rate)
        add_loudness(e);
}

static void put_thinned(extractor *e, float sample)
{
    weigh(e, sample);
    e->pending[e->have++] = sample;
    if (e->have == e->window + 4096)
        give_frames(e);
}

void extractor_put(extractor *e, const float *samples, int count)
{
    if (e->thin == 1) {
        for (int i = 0; i < count; i++)
            put_thinned(e, samples[i]);
        return;
    }
    for (int i = 0; i < count; i++) {
        e->history[e->history_at] = e->history[e->history_at + e->taps] = samples[i];
        e->history_at = (e->history_at + 1) % e->taps;
        if (++e->phase < e->thin)
            continue;
        e->phase = 0;
        const float *from = e->history + e->history_at;
        float sum = 0;
        for (int k = 0; k < e->taps; k++)
            sum += from[k] * e->filter[k];
        put_thinned(e, sum);
    }
}

void extractor_end(extractor *e)
{
    double hops = (double)e->count / e->rate * 1e6 / FEATURE_HOP_US;
    while ((double)e->frames + 1 <= hops) {
        give_frames(e);
        int room = e->window + 4096 - e->have;
        memset(e->pending + e->have, 0, sizeof(float) * (gsize)MIN(room, e->window));
        e->have += MIN(room, e->window);
    }
    int wanted = (int)hops;
    g_array_set_size(e->to->frames, e->to->frames->len - (guint)MAX(e->frames - wanted, 0));
    e->frames = MIN(e->frames, wanted);
}

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

float features_speech_db(const features *f, int first, int end)
{
    static const guint hops = FEATURE_HOP_US / LOUDNESS_HOP_US;
    guint from = (guint)first * hops, to = MIN((guint)end * hops, f->loudness->len);
    if (from >= to)
        return LOUDNESS_FLOOR_DB;
    g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(float));
    g_array_append_vals(sorted, &g_array_index(f->loudness, float, from), to - from);
    g_array_sort(sorted, compare_floats);
    float quiet = g_array_index(sorted, float, sorted->len / 10);
    float loud = g_array_index(sorted, float, sorted->len - 1 - sorted->len / 10);
    // Digital silence says nothing of the room.
    quiet = MAX(quiet, loud - 60);
    return (quiet + loud) / 2;
}

static gboolean is_speech(const features *f, guint frame, float speech_db)
{
    guint at = frame * (FEATURE_HOP_US / LOUDNESS_HOP_US);
    return at < f->loudness->len && g_array_index(f->loudness, float, at) > speech_db;
}

static void normalise(features *f, float speech_db, int first, int end)
{
    double sum[FEATURE_SHAPE] = {0}, squares[FEATURE_SHAPE] = {0}, n = 0;
    for (guint i = (guint)first; i < (guint)end; i++) {
        if (!is_speech(f, i, speech_db))
            continue;
        const feature *x = &g_array_index(f->frames, feature, i);
        for (int c = 0; c < FEATURE_SHAPE; c++) {
            sum[c] += (double)x->c[c];
            squares[c] += (double)(x->c[c] * x->c[c]);
        }
        n++;
    }
    if (n < 2)
        return;
    float mean[FEATURE_SHAPE], scale[FEATURE_SHAPE];
    for (int c = 0; c < FEATURE_SHAPE; c++) {
        double m = sum[c] / n, variance = squares[c] / n - m * m;
        mean[c] = (float)m;
        scale[c] = (float)(1 / sqrt(MAX(variance, 1e-6)));
    }
    for (guint i = (guint)first; i < (guint)end; i++) {
        feature *x = &g_array_index(f->frames, feature, i);
        for (int c = 0; c < FEATURE_SHAPE; c++)
            x->c[c] = (x->c[c] - mean[c]) * scale[c];
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

void features_finish(features *f, float speech_db, const int *starts, int pieces)
{
    feature *frames = (feature *)(void *)f->frames->data;
    int count = (int)f->frames->len;
    normalise(f, speech_db, 0, count);
    for (int i = 0; i < (starts ? pieces : 1); i++)
        find_changes(frames, starts ? starts[i] : 0,
                     starts && i + 1 < pieces ? starts[i + 1] : count);
    scale_changes(frames, count);
}

void features_settle(features *f, float speech_db, int first, int end)
{
    normalise(f, speech_db, first, end);
    scale_changes((feature *)(void *)f->frames->data + first, end - first);
}
