// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/doubts.h"

#include <math.h>

#include "align/lay.h"
#include "base/i18n.h"

#define HOPS (FEATURE_HOP_US / LOUDNESS_HOP_US)

// Confidence below which a time is doubtful.
#define UNSURE 0.5f
// So much faster or slower than in the middle.
#define RATE_MOST 2.0f
// Less speech than this, in frames, is a cough or an "er".
#define INSIDE_LEAST (1500000 / FEATURE_HOP_US)
#define UNTOLD_LEAST (2000000 / FEATURE_HOP_US)
// An interpreter takes turns with the speaker: at least so often, for such a share of the time.
#define TURNS_LEAST       4
#define TURNS_SHARE       0.25
#define TEXT_LENGTH       24
#define LOUD_ENOUGH       0.5f
#define TIME_OF(hop)      ((int64_t)(hop)*LOUDNESS_HOP_US)
#define SPAN_AT(spans, u) (&g_array_index(spans, unit_span, u))

static const struct {
    const char *name, *message;
} kinds[DOUBTS] = {
    [DOUBT_UNSPOKEN] =
        {"unspoken", N_("not found in the recording, so without a time: %d segments, first %s.")},
    [DOUBT_UNSURE] = {"unsure", N_("times that are doubtful: %d, first %s.")},
    [DOUBT_RATE] = {"rate", N_("said much faster or slower than the rest: %d segments, first %s.")},
    [DOUBT_INSIDE] = {"inside", N_("something that is not in the text is heard inside of %d "
                                   "segments, first %s.")},
    [DOUBT_UNTOLD] = {"untold", N_("speech that is not in the text: %d places, first %s.")},
};

const char *doubt_name(doubt_kind kind)
{
    return kinds[kind].name;
}

// ---- what looks wrong in a unit

static gboolean is_doubtful(const unit_span *s, doubt_kind kind, float middle)
{
    switch (kind) {
    case DOUBT_UNSPOKEN:
        return s->begin < 0;
    case DOUBT_UNSURE:
        return s->begin >= 0 && s->confidence < UNSURE;
    case DOUBT_RATE:
        return s->begin >= 0 && fabsf(logf(confidence_rate_of(s) / middle)) > logf(RATE_MOST);
    case DOUBT_INSIDE:
        return s->begin >= 0 && s->strange >= INSIDE_LEAST;
    default:
        return FALSE;
    }
}

static void add_units(const GArray *spans, const GArray *segments, doubt_kind kind, GArray *out)
{
    float middle = confidence_middle_rate(spans);
    for (guint u = 0; u < spans->len; u++) {
        const unit_span *s = SPAN_AT(spans, u);
        if (!is_doubtful(s, kind, middle))
            continue;
        gboolean timed = s->begin >= 0;
        doubt d = {kind, g_array_index(segments, int, u), timed ? TIME_OF(s->begin) : TIME_NONE,
                   timed ? TIME_OF(s->end) : TIME_NONE};
        g_array_append_val(out, d);
    }
}

// ---- what is said between them

// From the first to the last hop in which somebody speaks.
static void add_untold(const recording *sound, int from, int to, GArray *out)
{
    int first = -1, last = -1, spoken = 0;
    for (int t = from / HOPS; t < to / HOPS; t++) {
        if (recording_speaks(sound, t) < LOUD_ENOUGH)
            continue;
        first = first < 0 ? t : first;
        last = t;
        spoken++;
    }
    doubt d = {DOUBT_UNTOLD, -1, TIME_OF(first * HOPS), TIME_OF((last + 1) * HOPS)};
    if (spoken >= UNTOLD_LEAST)
        g_array_append_val(out, d);
}

static void add_gaps(const GArray *spans, const recording *sound, GArray *out)
{
    int at = 0;
    for (guint u = 0; u < spans->len; u++) {
        const unit_span *s = SPAN_AT(spans, u);
        if (s->begin < 0)
            continue;
        add_untold(sound, at, s->begin, out);
        at = s->end;
    }
    add_untold(sound, at, (int)sound->sound->frames->len * HOPS, out);
}

void doubts_find(const GArray *spans, const GArray *segments, const recording *sound, GArray *out)
{
    for (doubt_kind kind = 0; kind < DOUBTS; kind++)
        if (kind == DOUBT_UNTOLD)
            add_gaps(spans, sound, out);
        else
            add_units(spans, segments, kind, out);
}

// ---- saying it

static char *place_of(const doubt *d, const speech *s, language side)
{
    char time[TIMECODE_SIZE];
    timecode_format(time, d->start_us, 1);
    if (d->segment < 0)
        return g_strdup(time);
    const char *text = speech_segment(s, d->segment)->text[side];
    g_autofree char *begin = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), TEXT_LENGTH));
    if (d->start_us == TIME_NONE)
        return g_strdup_printf("“%s…”", begin);
    return g_strdup_printf("%s “%s…”", time, begin);
}

// Whether somebody else speaks between the sentences, again and again.
static gboolean takes_turns(const GArray *doubts, const speech *s)
{
    int turns = 0;
    int64_t untold_us = 0;
    for (guint i = 0; i < doubts->len; i++) {
        const doubt *d = &g_array_index(doubts, doubt, i);
        if (d->kind != DOUBT_UNTOLD)
            continue;
        turns++;
        untold_us += d->end_us - d->start_us;
    }
    return turns >= TURNS_LEAST && (double)untold_us > TURNS_SHARE * (double)speech_end_us(s);
}

void doubts_report(const GArray *doubts, const speech *s, language side, report *r)
{
    int counts[DOUBTS] = {0};
    const doubt *first[DOUBTS] = {NULL};
    for (guint i = 0; i < doubts->len; i++) {
        const doubt *d = &g_array_index(doubts, doubt, i);
        if (counts[d->kind]++ == 0)
            first[d->kind] = d;
    }
    for (doubt_kind kind = 0; kind < DOUBTS; kind++) {
        if (!counts[kind])
            continue;
        g_autofree char *place = place_of(first[kind], s, side);
        report_add(r, 0, _(kinds[kind].message), counts[kind], place);
    }
    if (takes_turns(doubts, s))
        report_add(
            r, 0, "%s",
            _("somebody else speaks between the sentences, as an interpreter does: the times "
              "are those of the language that was aligned."));
}
