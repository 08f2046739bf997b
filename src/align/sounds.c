// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/sounds.h"

#include <math.h>
#include <string.h>

#include "align/voice.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define BLOCK_FRAMES 8192
// The correlation below which channels are taken for opposed, and that of different ones at most;
// and how loud, as a power, the other one has to be to be more than an echo.
#define OPPOSED     (-0.5)
#define APART       0.4
#define APART_POWER 0.01
// Fifteen seconds before and behind tell how loud somebody speaks, anew each half second; in steps
// of one dB.
#define NEAR_HOPS  (15 * 1000000 / LOUDNESS_HOP_US)
#define LEVEL_HOPS (500000 / LOUDNESS_HOP_US)
#define DB_STEPS   110
// How sharply it is decided what is loud: by so much of the range from quiet to loud.
#define SLOPE          0.075f
#define SLOPE_LEAST_DB 0.7f
#define SLOPE_MOST_DB  3.0f
// Applause changes a tenth to a quarter as much as all of a recording does, and speech at least two
// thirds, where the mean is taken over so long.
#define STEADY_FRAMES (700000 / FEATURE_HOP_US)
#define STEADY_QUIET  (STEADY_FRAMES / 10)
#define STEADY        0.35f
#define STEADY_SLOPE  0.05f
// Beside the beginning of a word, where a speaker may pause; not before the first of a unit.
#define BREAK_FRAMES 1
#define FIRST_FRAMES 4

static void say_cancelled(GError **error)
{
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_CANCELLED, _("It was cancelled."));
}

// ---- the recording

// How alike two channels are: sums of products.
typedef struct {
    double left, right, both;
} likeness;

// -1 … 1; 0: one of them is silent.
static double correlation(const likeness *l)
{
    double powers = l->left * l->right;
    return powers > 0 ? l->both / sqrt(powers) : 0;
}

// Makes one channel of two, in place. Opposed ones, as of a cable that is soldered the wrong way
// round, are subtracted.
static void mix_down(float *samples, int frames, channel heard, likeness *all)
{
    likeness here = {0, 0, 0};
    for (int i = 0; i < frames; i++) {
        double left = (double)samples[2 * i], right = (double)samples[2 * i + 1];
        here.left += left * left;
        here.right += right * right;
        here.both += left * right;
    }
    all->left += here.left;
    all->right += here.right;
    all->both += here.both;
    float sign = correlation(&here) < OPPOSED ? -1 : 1;
    float left = heard == CHANNEL_RIGHT ? 0 : heard == CHANNEL_LEFT ? 1 : 0.5f;
    float right = heard == CHANNEL_LEFT ? 0 : heard == CHANNEL_RIGHT ? 1 : 0.5f * sign;
    for (int i = 0; i < frames; i++)
        samples[i] = left * samples[2 * i] + right * samples[2 * i + 1];
}

// Whether neither channel is an echo or a shadow of the other.
static gboolean are_apart(const likeness *l)
{
    double loud = MAX(l->left, l->right), quiet = MIN(l->left, l->right);
    return quiet > APART_POWER * loud && fabs(correlation(l)) < APART;
}

static gboolean hear(recording *r, spectra *to, decoder *d, channel heard, warp_cancelled cancelled,
                     void *data, GError **error)
{
    const decoder_info *info = decoder_describe(d);
    g_autoptr(extractor) e = extractor_new(to, info->rate, (feature_bands){r->top_hz, 1});
    g_autofree float *block = g_new(float, (gsize)(BLOCK_FRAMES * info->channels));
    int64_t first, end = 0;
    likeness all = {0, 0, 0};
    for (int got;; end = first + got) {
        got = decoder_read(d, block, BLOCK_FRAMES, &first, error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            break;
        if (info->channels == 2)
            mix_down(block, got, heard, &all);
        extractor_put(e, block, got);
        int64_t whole = info->frames > 0 ? info->frames : first + got;
        if (cancelled && cancelled(data, (double)first / (double)MAX(whole, 1))) {
            say_cancelled(error);
            return FALSE;
        }
    }
    extractor_end(e);
    r->apart = are_apart(&all);
    r->length_us = (int64_t)((double)end * TIME_SECOND / info->rate);
    return TRUE;
}

// ---- where somebody speaks

// How loud the loud tenth of the NEAR_HOPS around hop `at` begins; `counts` are those of the dB
// above LOUDNESS_FLOOR_DB there.
static float loud_of(const guint counts[DB_STEPS], guint hops)
{
    guint left = hops / 10;
    int db = DB_STEPS - 1;
    while (db > 0 && counts[db] <= left)
        left -= counts[db--];
    return LOUDNESS_FLOOR_DB + (float)db;
}

static int db_step(const GArray *loudness, int hop)
{
    return CLAMP((int)(g_array_index(loudness, float, hop) - LOUDNESS_FLOOR_DB), 0, DB_STEPS - 1);
}

// Of each LEVEL_HOPS hops, the loudness between speech and what is behind it: so far below the loud
// tenth of what is near as `db` say of the whole, as one may speak louder than another.
static void find_levels(recording *r, tenths db)
{
    const GArray *loudness = r->sound->loudness;
    float range = db.loud - db.quiet;
    guint counts[DB_STEPS] = {0};
    int first = 0, end = 0, count = (int)loudness->len;
    for (int at = 0; at < count; at += LEVEL_HOPS) {
        for (; end < MIN(at + NEAR_HOPS, count); end++)
            counts[db_step(loudness, end)]++;
        for (; first < at - NEAR_HOPS; first++)
            counts[db_step(loudness, first)]--;
        float level = MAX(loud_of(counts, (guint)(end - first)) - range / 2, db.quiet + range / 4);
        g_array_append_val(r->speech_db, level);
    }
}

float recording_speech_db(const recording *r, int hop)
{
    if (!r->speech_db->len)
        return LOUDNESS_FLOOR_DB;
    return g_array_index(r->speech_db, float,
                         CLAMP(hop / LEVEL_HOPS, 0, (int)r->speech_db->len - 1));
}

// Whether it is loud.
static void find_loud(recording *r, float range_db)
{
    const GArray *loudness = r->sound->loudness;
    float slope_db = CLAMP(range_db * SLOPE, SLOPE_LEAST_DB, SLOPE_MOST_DB);
    for (int t = 0; t < (int)r->speaks->len; t++) {
        int at = MIN(t * (FEATURE_HOP_US / LOUDNESS_HOP_US), (int)loudness->len - 1);
        float above_db = g_array_index(loudness, float, at) - recording_speech_db(r, at) + slope_db;
        g_array_index(r->speaks, float, t) = 1 / (1 + expf(-above_db / slope_db));
    }
}

float recording_speaks(const recording *r, int t)
{
    return g_array_index(r->speaks, float, t);
}

static double change_of(const recording *r, int t)
{
    double sum = 0;
    for (int c = FEATURE_SHAPE; c < FEATURE_COUNT; c++) {
        double x = (double)g_array_index(r->sound->frames, feature, t).c[c];
        sum += x * x / FEATURE_SHAPE;
    }
    return sum;
}

// Mean square of how the shape changes in the STEADY_FRAMES from each frame on; INFINITY where some
// of them are quiet: nothing is steadier than a pause, and it is told by that.
static GArray *find_changes(const recording *r)
{
    GArray *means = g_array_new(FALSE, FALSE, sizeof(float));
    double sum = 0;
    int quiet = 0;
    for (int t = 0; t < (int)r->speaks->len; t++) {
        int gone = t - STEADY_FRAMES;
        sum += change_of(r, t) - (gone >= 0 ? change_of(r, gone) : 0);
        quiet += recording_speaks(r, t) < 0.5f;
        quiet -= gone >= 0 && recording_speaks(r, gone) < 0.5f;
        float mean = quiet > STEADY_QUIET ? INFINITY : (float)(sum / STEADY_FRAMES);
        if (t >= STEADY_FRAMES - 1)
            g_array_append_val(means, mean);
    }
    return means;
}

// What is steady is no speech.
static void leave_out_steady(recording *r)
{
    g_autoptr(GArray) changes = find_changes(r);
    int starts = (int)changes->len;
    for (int t = 0; t < (int)r->speaks->len && starts; t++) {
        float least = INFINITY;
        for (int from = MAX(t - STEADY_FRAMES + 1, 0); from <= MIN(t, starts - 1); from++)
            least = MIN(least, g_array_index(changes, float, from));
        g_array_index(r->speaks, float, t) /= 1 + expf((STEADY - least) / STEADY_SLOPE);
    }
}

static guint8 *speaking_frames(const recording *r)
{
    guint8 *mask = g_new0(guint8, r->speaks->len + 1);
    for (guint t = 0; t < r->speaks->len; t++)
        mask[t] = g_array_index(r->speaks, float, t) > 0.5f;
    return mask;
}

recording *recording_hear(decoder *d, channel heard, warp_cancelled cancelled, void *data,
                          GError **error)
{
    g_autoptr(recording) r = g_new0(recording, 1);
    r->sound = features_new();
    r->speaks = g_array_new(FALSE, FALSE, sizeof(float));
    r->speech_db = g_array_new(FALSE, FALSE, sizeof(float));
    r->top_hz = feature_top_hz(decoder_describe(d)->rate);
    g_autoptr(spectra) sound = spectra_new(TRUE);
    if (!hear(r, sound, d, heard, cancelled, data, error))
        return NULL;
    tenths db = features_add_loudness(r->sound, sound);
    r->levels = spectra_levels(sound);
    find_levels(r, db);
    r->range_db = db.loud - db.quiet;
    g_array_set_size(r->speaks, sound->bands->len);
    find_loud(r, db.loud - db.quiet);
    g_autofree guint8 *loud = speaking_frames(r);
    features_add_frames(r->sound, sound, loud, NULL, 1);
    leave_out_steady(r);
    g_autofree guint8 *speaking = speaking_frames(r);
    features_settle(r->sound, speaking);
    return g_steal_pointer(&r);
}

void recording_free(recording *r)
{
    if (!r)
        return;
    features_free(r->sound);
    g_array_unref(r->speaks);
    g_array_unref(r->speech_db);
    g_free(r);
}

// ---- the reference

int reference_units(const reference *r)
{
    return (int)r->starts->len;
}

int reference_start(const reference *r, int u)
{
    return u < reference_units(r) ? g_array_index(r->starts, int, u) : (int)r->sound->frames->len;
}

int reference_unit_at(const reference *r, int f)
{
    int low = 0, high = reference_units(r);
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (reference_start(r, middle) <= f)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void find_breaks(reference *r)
{
    r->breaks = g_new0(guint8, r->sound->frames->len);
    for (int u = 0; u < reference_units(r); u++) {
        int first = reference_start(r, u), end = reference_start(r, u + 1);
        for (int i = g_array_index(r->firsts, int, u); i < g_array_index(r->firsts, int, u + 1);
             i++) {
            int at = (int)g_array_index(r->marks, voice_mark, i).frame;
            if (at < first + FIRST_FRAMES)
                continue;
            for (int f = at - BREAK_FRAMES; f <= at + BREAK_FRAMES && f < end; f++)
                r->breaks[f] = TRUE;
        }
    }
}

static reference *reference_new(int frames)
{
    reference *r = g_new0(reference, 1);
    r->sound = features_new();
    r->starts = g_array_new(FALSE, FALSE, sizeof(int));
    r->marks = g_array_new(FALSE, FALSE, sizeof(voice_mark));
    r->firsts = g_array_new(FALSE, FALSE, sizeof(int));
    r->breaks = frames ? g_new0(guint8, frames) : NULL;
    return r;
}

reference *reference_speak(const char *const *texts, int count, language side,
                           const recording *sound, warp_cancelled cancelled, void *data,
                           GError **error)
{
    g_autoptr(voice) v = voice_open(error);
    if (!v)
        return NULL;
    g_autoptr(reference) r = reference_new(0);
    g_autoptr(spectra) said = spectra_new(FALSE);
    for (int u = 0; u < count; u++) {
        int start = (int)said->bands->len, first = (int)r->marks->len;
        g_array_append_val(r->starts, start);
        g_array_append_val(r->firsts, first);
        voice_speak(v, texts[u], side, sound->top_hz, said, r->marks);
        if (cancelled && cancelled(data, (double)u / count)) {
            say_cancelled(error);
            return NULL;
        }
    }
    int end = (int)r->marks->len;
    g_array_append_val(r->firsts, end);
    spectra_drown(said, &sound->levels);
    features_add_frames(r->sound, said, NULL, (const int *)(const void *)r->starts->data, count);
    find_breaks(r);
    return g_steal_pointer(&r);
}

recording *recording_part(const recording *r, int first, int end)
{
    static const int hops = FEATURE_HOP_US / LOUDNESS_HOP_US;
    recording *part = g_new0(recording, 1);
    part->sound = features_new();
    part->speech_db = g_array_new(FALSE, FALSE, sizeof(float));
    part->speaks = g_array_new(FALSE, FALSE, sizeof(float));
    g_array_append_vals(part->speaks, &g_array_index(r->speaks, float, first),
                        (guint)(end - first));
    part->levels = r->levels;
    part->top_hz = r->top_hz;
    part->range_db = r->range_db;
    part->goes_on = r->goes_on;
    part->length_us = (int64_t)(end - first) * FEATURE_HOP_US;
    g_array_append_vals(part->sound->frames, &g_array_index(r->sound->frames, feature, first),
                        (guint)(end - first));
    int most = MIN(end * hops, (int)r->sound->loudness->len);
    if (first * hops < most)
        g_array_append_vals(part->sound->loudness,
                            &g_array_index(r->sound->loudness, float, first *hops),
                            (guint)(most - first * hops));
    return part;
}

reference *reference_part(const reference *r, int first, int end)
{
    int from = reference_start(r, first), count = reference_start(r, end) - from;
    reference *part = reference_new(count);
    g_array_append_vals(part->sound->frames, &g_array_index(r->sound->frames, feature, from),
                        (guint)count);
    memcpy(part->breaks, r->breaks + from, (gsize)count);
    for (int u = first; u < end; u++) {
        int start = reference_start(r, u) - from;
        g_array_append_val(part->starts, start);
    }
    return part;
}

reference *reference_backwards(const reference *r)
{
    int count = (int)r->sound->frames->len;
    reference *back = reference_new(count);
    for (int f = 0; f < count; f++) {
        feature turned = g_array_index(r->sound->frames, feature, count - 1 - f);
        for (int c = FEATURE_SHAPE; c < FEATURE_COUNT; c++)
            turned.c[c] = -turned.c[c];
        g_array_append_val(back->sound->frames, turned);
        back->breaks[f] = r->breaks[count - 1 - f];
    }
    for (int u = reference_units(r); u > 0; u--) {
        int start = count - reference_start(r, u);
        g_array_append_val(back->starts, start);
    }
    return back;
}

// The mean of the places `first` to `end` in `frames`, parts of a frame included.
static feature mean_frame(const feature *frames, double first, double end)
{
    feature sum = {{0}};
    for (int i = (int)first; i < end; i++) {
        float part = (float)((MIN(i + 1, end) - MAX(i, first)) / (end - first));
        for (int c = 0; c < FEATURE_COUNT; c++)
            sum.c[c] += frames[i].c[c] * part;
    }
    return sum;
}

// The frame of `to` in unit `u` that frame `f` of `from` has become.
static int paced_frame(const reference *from, const reference *to, int u, int f)
{
    int start = reference_start(from, u), length = reference_start(from, u + 1) - start;
    int paced_start = reference_start(to, u), paced = reference_start(to, u + 1) - paced_start;
    return paced_start + (int)((int64_t)(f - start) * paced / length);
}

reference *reference_paced(const reference *r, double pace)
{
    reference *out = reference_new(0);
    for (int u = 0; u < reference_units(r); u++) {
        int first = reference_start(r, u), count = reference_start(r, u + 1) - first;
        const feature *frames = &g_array_index(r->sound->frames, feature, first);
        int paced = MAX((int)(count * pace + 0.5), 1), start = (int)out->sound->frames->len;
        g_array_append_val(out->starts, start);
        for (int i = 0; i < paced; i++) {
            feature f =
                mean_frame(frames, (double)i * count / paced, (double)(i + 1) * count / paced);
            g_array_append_val(out->sound->frames, f);
        }
    }
    out->breaks = g_new0(guint8, out->sound->frames->len + 1);
    g_array_append_vals(out->marks, r->marks->data, r->marks->len);
    g_array_append_vals(out->firsts, r->firsts->data, r->firsts->len);
    for (int u = 0; u < reference_units(r); u++)
        for (int f = reference_start(r, u); f < reference_start(r, u + 1); f++)
            out->breaks[paced_frame(r, out, u, f)] |= r->breaks[f];
    for (guint m = 0; m < out->marks->len; m++) {
        voice_mark *mark = &g_array_index(out->marks, voice_mark, m);
        mark->frame =
            (guint)paced_frame(r, out, reference_unit_at(r, (int)mark->frame), (int)mark->frame);
    }
    return out;
}

void reference_free(reference *r)
{
    if (!r)
        return;
    features_free(r->sound);
    g_array_unref(r->starts);
    g_array_unref(r->marks);
    g_array_unref(r->firsts);
    g_free(r->breaks);
    g_free(r);
}
