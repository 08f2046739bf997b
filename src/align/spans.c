// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/spans.h"

#include "align/boundary.h"
#include "align/voice.h"

// A unit that begins with so much silence begins behind it: its first words were left out.
#define SILENT_HOPS 30

// The spans that begin closer than this behind one another lie on the same sound.
#define LEAST_HOPS 5

static unit_span *span_at(const GArray *spans, int u)
{
    return &g_array_index(spans, unit_span, u);
}

static int frames_of(const recording *sound)
{
    return (int)sound->sound->frames->len;
}

// The next unit behind `u` that was found. NULL: there is none.
static unit_span *next_found(const GArray *spans, int u)
{
    while (++u < (int)spans->len)
        if (span_at(spans, u)->begin >= 0)
            return span_at(spans, u);
    return NULL;
}

// ---- from the way

// The frames inside of a unit that are laid on nothing though somebody speaks.
static void count_strange(const laid_way *w, GArray *spans)
{
    unit_span *s = NULL;
    for (int t = 0; t < frames_of(w->sound); t++) {
        if (w->states[t] >= 0)
            s = span_at(spans, reference_unit_at(w->voice, w->states[t]));
        else if (s && t * HOPS < s->end)
            s->strange += recording_speaks(w->sound, t) >= 0.5f;
    }
}

// One more frame of a unit.
static void add_frame(const laid_way *w, unit_span *s, int t)
{
    if (s->begin < 0)
        s->begin = t * HOPS;
    s->end = (t + 1) * HOPS;
    if (recording_speaks(w->sound, t) < 0.5f)
        return;
    if (!s->spoken && t * HOPS - s->begin >= SILENT_HOPS)
        s->begin = t * HOPS;
    s->cost += warp_cost(w->model, &g_array_index(w->sound->sound->frames, feature, t),
                         &g_array_index(w->voice->sound->frames, feature, w->states[t]));
    s->spoken++;
}

GArray *spans_find(const laid_way *w)
{
    int units = reference_units(w->voice);
    GArray *spans = g_array_sized_new(FALSE, TRUE, sizeof(unit_span), (guint)units);
    g_array_set_size(spans, (guint)units);
    for (int u = 0; u < units; u++)
        span_at(spans, u)->begin = -1;
    for (int t = 0; t < frames_of(w->sound); t++)
        if (w->states[t] >= 0)
            add_frame(w, span_at(spans, reference_unit_at(w->voice, w->states[t])), t);
    count_strange(w, spans);
    for (int u = 0; u < units; u++) {
        unit_span *s = span_at(spans, u);
        s->cost /= (float)MAX(s->spoken, 1);
        s->voice = reference_start(w->voice, u + 1) - reference_start(w->voice, u);
    }
    return spans;
}

// The first frame on the way that is at a mark or, inside of the same word, behind it.
GArray *spans_words(const laid_way *w)
{
    const GArray *marks = w->voice->marks;
    int nowhere = -1;
    GArray *words = g_array_sized_new(FALSE, FALSE, sizeof(int), marks->len);
    for (guint m = 0; m < marks->len; m++)
        g_array_append_val(words, nowhere);
    guint m = 0;
    for (int t = 0; t < frames_of(w->sound); t++) {
        int state = w->states[t];
        if (state < 0)
            continue;
        while (m < marks->len && (int)g_array_index(marks, voice_mark, m).frame <= state) {
            gboolean skipped =
                m + 1 < marks->len && (int)g_array_index(marks, voice_mark, m + 1).frame <= state;
            if (!skipped)
                g_array_index(words, int, m) = t * HOPS;
            m++;
        }
    }
    return words;
}

// ---- to the sound

void spans_snap(GArray *spans, const recording *sound)
{
    const GArray *loudness = sound->sound->loudness;
    int least = 0;
    for (int u = 0; u < (int)spans->len; u++) {
        unit_span *s = span_at(spans, u);
        if (s->begin < 0)
            continue;
        s->laid = s->begin;
        s->begin = boundary_onset(loudness, s->begin, least, &s->rise_db);
        s->begin = MAX(s->begin, least);
        least = s->begin + LEAST_HOPS;
    }
    for (int u = 0; u < (int)spans->len; u++) {
        unit_span *s = span_at(spans, u), *next = next_found(spans, u);
        if (s->begin < 0)
            continue;
        int most = next ? next->begin : (int)loudness->len;
        s->end = boundary_end(loudness, s->end, most, recording_speech_db(sound, s->end) - 6);
        s->end = CLAMP(s->end, MIN(s->begin + LEAST_HOPS, most), most);
    }
}

int spans_count_spoken(const recording *sound, int first, int end)
{
    int n = 0;
    for (int t = first; t < end; t++)
        n += recording_speaks(sound, t) >= 0.5f;
    return n;
}

void spans_count_untold(GArray *spans, const recording *sound)
{
    unit_span *last = NULL;
    int count = frames_of(sound);
    for (int u = -1;;) {
        unit_span *next = next_found(spans, u);
        int from = last ? last->end / HOPS : 0, to = next ? next->begin / HOPS : count;
        int untold = MIN(spans_count_spoken(sound, from, MIN(to, count)), UNTOLD_MOST);
        if (last)
            last->untold += untold;
        if (!next)
            return;
        next->untold += untold;
        last = next;
        u = (int)(next - span_at(spans, 0));
    }
}
