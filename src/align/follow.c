// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/follow.h"

#include <stdlib.h>
#include <string.h>

#include "align/boundary.h"
#include "align/tokens.h"
#include "speech/script.h"

// A unit of which fewer words were heard is not known to be there.
#define SHARE_LEAST 0.5
// Farther apart, the recogniser and the sound mean different places.
#define APART_HOPS (1000000 / LOUDNESS_HOP_US)
// Words before the first one that was heard: so long each, for so many at most.
#define WORD_HOPS    (250000 / LOUDNESS_HOP_US)
#define UNHEARD_MOST 4
#define LEAST_HOPS   5
#define BELOW_SPEECH 6 // dB

// ---- matching

typedef struct {
    voice *voice;
    GHashTable *sounds; // character → sound
} ears;

static const char *sound_of(void *data, const char *character)
{
    ears *e = data;
    char *known = g_hash_table_lookup(e->sounds, character);
    if (known)
        return known;
    char *sound = script_is_han(g_utf8_get_char(character))
                      ? voice_sound(e->voice, character, LANGUAGE_ZH)
                      : g_strdup("");
    g_hash_table_insert(e->sounds, g_strdup(character), sound);
    return sound;
}

// The recogniser's words as tokens, and for each token the word it is of.
static tokens *heard_tokens(const heard *h, language side, GArray *words)
{
    tokens *out = tokens_new();
    for (int i = 0; i < heard_count(h); i++) {
        tokens_add(out, heard_at(h, i)->text, side);
        while ((int)words->len < tokens_count(out))
            g_array_append_val(words, i);
    }
    return out;
}

static followed follow_unit(const heard *h, const GArray *words, const int *with, int first,
                            int end)
{
    followed f = {-1, -1, 0};
    int found = 0, before = 0;
    for (int i = first; i < end; i++) {
        if (with[i] < 0) {
            before += found == 0;
            continue;
        }
        const heard_word *w = heard_at(h, g_array_index(words, int, with[i]));
        if (found++ == 0)
            f.begin = (int)(w->start_us / LOUDNESS_HOP_US);
        f.end = (int)(w->end_us / LOUDNESS_HOP_US);
    }
    f.share = (double)found / MAX(end - first, 1);
    if (before > UNHEARD_MOST)
        f.share = 0;
    if (f.share < SHARE_LEAST)
        f.begin = -1;
    else
        f.begin = MAX(f.begin - before * WORD_HOPS, 0);
    return f;
}

GArray *follow(const heard *h, const char *const *texts, int count, language side, GError **error)
{
    g_autoptr(voice) v = voice_open(error);
    if (!v)
        return NULL;
    g_autoptr(GHashTable) sounds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    ears e = {v, sounds};
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(tokens) said = heard_tokens(h, side, words);
    g_autoptr(tokens) written = tokens_new();
    g_autofree int *ends = g_new(int, count + 1);
    for (int u = 0; u < count; u++) {
        tokens_add(written, texts[u], side);
        ends[u] = tokens_count(written);
    }
    g_autofree int *with = tokens_match(written, said, sound_of, &e);
    GArray *out = g_array_new(FALSE, FALSE, sizeof(followed));
    for (int u = 0; u < count; u++) {
        followed f = follow_unit(h, words, with, u ? ends[u - 1] : 0, ends[u]);
        g_array_append_val(out, f);
    }
    return out;
}

// ---- using it

static void take_over(const followed *f, const recording *sound, unit_span *s)
{
    const GArray *loudness = sound->sound->loudness;
    int length = (int)loudness->len;
    int at = MIN(f->begin, MAX(length - 1, 0));
    s->laid = at;
    s->begin = boundary_onset(loudness, at, 0, &s->rise_db);
    int end = CLAMP(f->end, s->begin, MAX(length - 1, 0));
    s->end = boundary_end(loudness, end, length, recording_speech_db(sound, end) - BELOW_SPEECH);
    s->end = MAX(s->end, s->begin + LEAST_HOPS);
    s->spoken = (s->end - s->begin) * LOUDNESS_HOP_US / FEATURE_HOP_US;
    s->strange = 0;
    s->heard = TRUE;
}

static gboolean is_sure(const unit_span *s)
{
    return s->heard || s->agrees;
}

// Of two spans that are not in order the one goes that was not heard, else the later one.
static void keep_order(GArray *spans)
{
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(unit_span *));
    for (guint u = 0; u < spans->len; u++) {
        unit_span *s = &g_array_index(spans, unit_span, u);
        while (s->begin >= 0 && kept->len) {
            unit_span *last = g_array_index(kept, unit_span *, kept->len - 1);
            if (last->begin < s->begin)
                break;
            if (is_sure(last) || !is_sure(s)) {
                s->begin = -1;
            } else {
                last->begin = -1;
                g_array_set_size(kept, kept->len - 1);
            }
        }
        if (s->begin < 0)
            continue;
        if (kept->len) {
            unit_span *last = g_array_index(kept, unit_span *, kept->len - 1);
            last->end = MIN(last->end, s->begin);
        }
        g_array_append_val(kept, s);
    }
}

double follow_apply(const GArray *heard_at, const recording *sound, GArray *spans)
{
    double share = 0;
    for (guint u = 0; u < spans->len; u++) {
        const followed *f = &g_array_index(heard_at, followed, u);
        unit_span *s = &g_array_index(spans, unit_span, u);
        share += f->share / spans->len;
        if (f->begin < 0)
            continue;
        s->agrees = s->begin >= 0 && abs(s->begin - f->begin) <= APART_HOPS;
        if (!s->agrees)
            take_over(f, sound, s);
    }
    keep_order(spans);
    return share;
}
