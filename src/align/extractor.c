// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/extractor.h"

#include <libavutil/mem.h>
#include <libavutil/tx.h>
#include <math.h>
#include <string.h>

#define WINDOW_US      40000
#define BOTTOM_HZ      120.0
#define TOP_HZ         6500.0
#define LEAST_RATE     13000 // the sound is thinned out to no less
#define TAPS_PER_PHASE 6
#define PRE_EMPHASIS   0.97f
#define ENERGY_FLOOR   1e-10f
// Behind a spectrum, which has two numbers more than its samples; and libavutil wants it aligned.
#define SPECTRUM_PAD 16
// Where each part ends; the last has all that is left.
static const double part_ends_hz[SPECTRUM_PARTS] = {300, 900, 2500, INFINITY};

// Below this the ear hears rumble, not speech.
#define RUMBLE_HZ 100.0

struct extractor {
    spectra *to; // borrowed

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
    int64_t frames;

    float *hann, *work,
        *bands_of; // bands_of: of each bin its place between bands, see mel_weights()
    AVTXContext *tx;
    av_tx_fn transform;

    // Powers of the parts.
    float before, rumble, rumble_keep;                // of the high-pass
    float low[SPECTRUM_PARTS], lower[SPECTRUM_PARTS]; // of the low-passes, two in a row
    float follow[SPECTRUM_PARTS];                     // how fast these follow
    float sums[SPECTRUM_PARTS];
    int64_t count, hop_first, hop_end; // samples so far, and where the hop lies in them
};

spectra *spectra_new(gboolean with_parts)
{
    spectra *s = g_new0(spectra, 1);
    s->bands = g_array_new(FALSE, FALSE, sizeof(band_energies));
    s->parts = with_parts ? g_array_new(FALSE, FALSE, sizeof(part_powers)) : NULL;
    return s;
}

void spectra_free(spectra *s)
{
    if (!s)
        return;
    g_array_unref(s->bands);
    if (s->parts)
        g_array_unref(s->parts);
    g_free(s);
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
    double bottom = mel_of(BOTTOM_HZ),
           step = (mel_of(bands.top_hz) - bottom) / (SPECTRUM_BANDS + 1);
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
    float scale = 1;
    int failed = av_tx_init(&e->tx, &e->transform, AV_TX_FLOAT_RDFT, 0, e->fft, &scale, 0);
    g_assert(failed >= 0);
}

static void begin_hop(extractor *e)
{
    double hops = e->to->parts->len + 1;
    e->hop_first = e->count;
    e->hop_end = MAX((int64_t)ceil(hops * LOUDNESS_HOP_US / 1e6 * e->rate), e->count + 1);
}

extractor *extractor_new(spectra *to, int rate, feature_bands bands)
{
    g_assert(rate >= 1000 && rate <= 768000);
    extractor *e = g_new0(extractor, 1);
    e->to = to;
    e->thin = MAX(rate / LEAST_RATE, 1);
    e->rate = (double)rate / e->thin;
    make_filter(e);
    make_tables(e, bands);
    e->rumble_keep = (float)exp(-2 * G_PI * RUMBLE_HZ / e->rate);
    for (int k = 0; k < SPECTRUM_PARTS; k++)
        e->follow[k] = (float)(1 - exp(-2 * G_PI * part_ends_hz[k] / e->rate));
    if (to->parts)
        begin_hop(e);
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
static void weigh_bands(const extractor *e, const float *bins, float out[SPECTRUM_BANDS])
{
    float sums[SPECTRUM_BANDS + 2] = {0};
    for (int i = 0; i <= e->fft / 2; i++) {
        float place = e->bands_of[i];
        if (place < 0 || place >= SPECTRUM_BANDS + 1)
            continue;
        int band = (int)place;
        float part = place - (float)band;
        float power = bins[2 * i] * bins[2 * i] + bins[2 * i + 1] * bins[2 * i + 1];
        sums[band] += power * (1 - part);
        sums[band + 1] += power * part;
    }
    for (int b = 0; b < SPECTRUM_BANDS; b++)
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
    band_energies out;
    weigh_bands(e, bins, out.b);
    g_array_append_val(e->to->bands, out);
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

// A part has what one low-pass passes and the next lower one does not; all of them together are the
// whole.
static void add_powers(extractor *e)
{
    part_powers out;
    for (int k = 0; k < SPECTRUM_PARTS; k++) {
        float below = k > 0 ? e->sums[k - 1] : 0;
        out.p[k] = MAX(e->sums[k] - below, 0) / (float)(e->hop_end - e->hop_first);
    }
    memset(e->sums, 0, sizeof e->sums);
    g_array_append_val(e->to->parts, out);
    begin_hop(e);
}

// Each low-pass is two of first order in a row.
static void weigh(extractor *e, float sample)
{
    // y[n] = k (y[n-1] + x[n] - x[n-1])
    float x = e->rumble = e->rumble_keep * (e->rumble + sample - e->before);
    e->before = sample;
    for (int k = 0; k < SPECTRUM_PARTS; k++) {
        e->low[k] += e->follow[k] * (x - e->low[k]);
        e->lower[k] += e->follow[k] * (e->low[k] - e->lower[k]);
    }
    for (int k = 0; k < SPECTRUM_PARTS; k++)
        e->sums[k] += e->lower[k] * e->lower[k];
    if (e->count == e->hop_end)
        add_powers(e);
}

static void put_thinned(extractor *e, float sample)
{
    e->count++;
    if (e->to->parts)
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
    g_array_set_size(e->to->bands, e->to->bands->len - (guint)MAX(e->frames - wanted, 0));
    e->frames = MIN(e->frames, wanted);
}

// ---- levels

// Of a histogram, in natural logarithms.
#define LEAST_ENERGY (-24.0f)
#define ENERGY_STEP  0.1f
#define ENERGY_STEPS 420

// Where the first `count` of what is in `histogram` end.
static float level_of(const guint histogram[ENERGY_STEPS], guint count)
{
    guint sum = 0;
    int i = 0;
    while (i + 1 < ENERGY_STEPS && (sum += histogram[i]) <= count)
        i++;
    return LEAST_ENERGY + ((float)i + 0.5f) * ENERGY_STEP;
}

band_levels spectra_levels(const spectra *s)
{
    band_levels levels;
    guint count = s->bands->len;
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        guint histogram[ENERGY_STEPS] = {0};
        for (guint i = 0; i < count; i++) {
            float e = g_array_index(s->bands, band_energies, i).b[b];
            histogram[CLAMP((int)((e - LEAST_ENERGY) / ENERGY_STEP), 0, ENERGY_STEPS - 1)]++;
        }
        levels.quiet[b] = level_of(histogram, count / 10);
        levels.loud[b] = level_of(histogram, count - count / 10);
    }
    return levels;
}
