// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/sounds.h"

#include <string.h>

#include "align/voice.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define BLOCK_FRAMES 8192
// One voice may be that much quieter than all of a recording; what is less loud is no speech.
#define QUIETER_MOST_DB 20.0f
// Beside the beginning of a word, where a speaker may pause; not before the first of a unit.
#define BREAK_FRAMES 1
#define FIRST_FRAMES 4

static void say_cancelled(GError **error)
{
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_CANCELLED, _("It was cancelled."));
}

// ---- the recording

// Mixed down to one channel, in place.
static void mix_down(float *samples, int frames, int channels)
{
    if (channels == 1)
        return;
    for (int i = 0; i < frames; i++)
        samples[i] = (samples[2 * i] + samples[2 * i + 1]) / 2;
}

static gboolean hear(recording *r, decoder *d, int64_t most_us, warp_cancelled cancelled,
                     void *data, GError **error)
{
    const decoder_info *info = decoder_describe(d);
    g_autoptr(extractor) e = extractor_new(r->sound, info->rate, (feature_bands){r->top_hz, 1});
    g_autofree float *block = g_new(float, (gsize)(BLOCK_FRAMES * info->channels));
    int64_t first, end = 0;
    int64_t most = most_us < TIME_MAX ? most_us * info->rate / TIME_SECOND : INT64_MAX;
    for (int got; end < most; end = first + got) {
        got = decoder_read(d, block, BLOCK_FRAMES, &first, error);
        if (got < 0)
            return FALSE;
        if (got == 0)
            break;
        mix_down(block, got, info->channels);
        extractor_put(e, block, got);
        int64_t whole = info->frames > 0 ? info->frames : first + got;
        if (cancelled && cancelled(data, (double)first / (double)MAX(MIN(whole, most), 1))) {
            say_cancelled(error);
            return FALSE;
        }
    }
    extractor_end(e);
    r->length_us = (int64_t)((double)end * TIME_SECOND / info->rate);
    return TRUE;
}

recording *recording_hear(decoder *d, int64_t most_us, warp_cancelled cancelled, void *data,
                          GError **error)
{
    g_autoptr(recording) r = g_new0(recording, 1);
    r->sound = features_new();
    r->top_hz = feature_top_hz(decoder_describe(d)->rate);
    if (!hear(r, d, most_us, cancelled, data, error))
        return NULL;
    r->speech_db = features_speech_db(r->sound, 0, (int)r->sound->frames->len);
    features_finish(r->sound, r->speech_db, NULL, 0);
    return g_steal_pointer(&r);
}

void recording_settle(recording *r, int first)
{
    int end = (int)r->sound->frames->len;
    r->first = first;
    float least = r->speech_db - QUIETER_MOST_DB;
    r->head_db = MAX(features_speech_db(r->sound, 0, first), least);
    r->speech_db = MAX(features_speech_db(r->sound, first, end), least);
    features_settle(r->sound, r->head_db, 0, first);
    features_settle(r->sound, r->speech_db, first, end);
}

void recording_free(recording *r)
{
    if (!r)
        return;
    features_free(r->sound);
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

reference *reference_speak(const char *const *texts, int count, language side, double top_hz,
                           warp_cancelled cancelled, void *data, GError **error)
{
    g_autoptr(voice) v = voice_open(error);
    if (!v)
        return NULL;
    g_autoptr(reference) r = reference_new(0);
    for (int u = 0; u < count; u++) {
        int start = (int)r->sound->frames->len, first = (int)r->marks->len;
        g_array_append_val(r->starts, start);
        g_array_append_val(r->firsts, first);
        voice_speak(v, texts[u], side, top_hz, r->sound, r->marks);
        if (cancelled && cancelled(data, (double)u / count)) {
            say_cancelled(error);
            return NULL;
        }
    }
    int end = (int)r->marks->len;
    g_array_append_val(r->firsts, end);
    // All of it is speech.
    features_finish(r->sound, LOUDNESS_FLOOR_DB - 1, (const int *)(const void *)r->starts->data,
                    count);
    find_breaks(r);
    return g_steal_pointer(&r);
}

recording *recording_part(const recording *r, int first, int end)
{
    static const int hops = FEATURE_HOP_US / LOUDNESS_HOP_US;
    recording *part = g_new0(recording, 1);
    part->sound = features_new();
    part->speech_db = r->speech_db;
    part->top_hz = r->top_hz;
    part->goes_on = r->goes_on;
    part->head_db = r->head_db;
    part->lead = MAX(r->lead - first, 0);
    part->first = MAX(r->first - first, 0);
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
