// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/align.h"

#include <math.h>
#include <string.h>

#include "align/doubts.h"
#include "align/fitness.h"
#include "align/follow.h"
#include "align/spans.h"
#include "align/voice.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "speech/build.h"

// So much of the text and of the recording is tried to find out which language is heard.
#define TRY_FRAMES (120 * 1000000 / FEATURE_HOP_US)
#define TRY_TEXTS  40
// Each channel is tried alone where the two differ and together are worth less.
#define APART_WORTH 2.2

// So much of the text was heard by a recogniser: it is the right one.
#define HEARD_ENOUGH 0.5

// Of the parts of the work, from where to where they are in the whole.
typedef enum { PART_HEAR, PART_SPEAK, PART_LAY, PARTS } part;
static const double part_ends[PARTS] = {0.35, 0.8, 1.0};

typedef struct {
    const align_options *options;
    align_summary *summary;
    part part;

    const speech *text;
    GArray *segments; // int: those of the body, which are the units
    language side;

    recording *sound;
    reference *voice;
    warp_model model;
    GArray *spans; // unit_span, of each unit
    GArray *words; // int: of each mark of the voice, where it is heard, in hops; -1: it is not
    fitness fit;
} aligner;

static gboolean tell_progress(void *data, double share)
{
    const aligner *a = data;
    if (!a->options->progress)
        return FALSE;
    double from = a->part > 0 ? part_ends[a->part - 1] : 0;
    double whole = from + (part_ends[a->part] - from) * CLAMP(share, 0, 1);
    return a->options->progress(a->options->data, whole);
}

static void clear(aligner *a)
{
    if (a->segments)
        g_array_unref(a->segments);
    if (a->spans)
        g_array_unref(a->spans);
    if (a->words)
        g_array_unref(a->words);
    recording_free(a->sound);
    reference_free(a->voice);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(aligner, clear)

// ---- what is to be aligned

static void find_segments(aligner *a)
{
    a->segments = g_array_new(FALSE, FALSE, sizeof(int));
    for (int i = 0; i < speech_segment_count(a->text); i++)
        if (speech_paragraph(a->text, speech_segment(a->text, i)->paragraph)->kind ==
            PARAGRAPH_BODY)
            g_array_append_val(a->segments, i);
}

static const segment *unit_segment(const aligner *a, int u)
{
    return speech_segment(a->text, g_array_index(a->segments, int, u));
}

// The texts of the first `count` units in `side`. Free the array, not the texts.
static const char **unit_texts(const aligner *a, language side, int count)
{
    const char **texts = g_new0(const char *, (gsize)count + 1);
    for (int u = 0; u < count; u++)
        texts[u] = unit_segment(a, u)->text[side];
    return texts;
}

// ---- which language is heard

// How many times better the recording's beginning fits the text's in `side` than backwards: two
// languages can be compared by that. FALSE: cancelled.
static gboolean try_language(const aligner *a, language side, double *ratio, GError **error)
{
    int frames = MIN((int)a->sound->sound->frames->len, TRY_FRAMES);
    int count = MIN((int)a->segments->len, TRY_TEXTS);
    g_autoptr(recording) head = recording_part(a->sound, 0, frames);
    head->goes_on = frames < (int)a->sound->sound->frames->len;
    g_autofree const char **texts = unit_texts(a, side, count);
    g_autoptr(reference) read_out =
        reference_speak(texts, count, side, a->sound, NULL, NULL, error);
    fitness fit = {0};
    if (!read_out)
        return FALSE;
    lay_try(read_out, head, &fit.forwards, &fit.backwards);
    *ratio = fitness_ratio(&fit);
    return TRUE;
}

static gboolean try_languages(const aligner *a, double ratios[LANGUAGES], GError **error)
{
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (!try_language(a, side, &ratios[side], error))
            return FALSE;
    return TRUE;
}

static gboolean choose_language(aligner *a, GError **error)
{
    gboolean has[LANGUAGES] = {speech_has_language(a->text, LANGUAGE_ZH),
                               speech_has_language(a->text, LANGUAGE_EN)};
    if (a->options->spoken >= 0) {
        a->side = (language)a->options->spoken;
        return TRUE;
    }
    a->summary->guessed = TRUE;
    a->side = has[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
    if (!has[LANGUAGE_ZH] || !has[LANGUAGE_EN])
        return TRUE;
    double ratios[LANGUAGES];
    if (!try_languages(a, ratios, error))
        return FALSE;
    a->side = ratios[LANGUAGE_ZH] >= ratios[LANGUAGE_EN] ? LANGUAGE_ZH : LANGUAGE_EN;
    return TRUE;
}

// ---- what comes of the spans

// Where a recogniser heard the units, if one did.
static gboolean follow_heard(aligner *a, double *share, GError **error)
{
    *share = 0;
    if (!a->options->heard)
        return TRUE;
    int count = (int)a->segments->len;
    g_autofree const char **texts = unit_texts(a, a->side, count);
    g_autoptr(GArray) heard_at = follow(a->options->heard, texts, count, a->side, error);
    if (heard_at)
        *share = follow_apply(heard_at, a->sound, a->spans);
    return heard_at != NULL;
}

// ---- the speech with times

// The words of unit `u` that are heard in its span, in order; the first begins with it.
static void add_words(const aligner *a, int u, GArray *to)
{
    const unit_span *s = &g_array_index(a->spans, unit_span, u);
    int first = g_array_index(a->voice->firsts, int, u);
    int end = g_array_index(a->voice->firsts, int, u + 1), last = s->begin - 1;
    for (int m = first; m < end; m++) {
        int at = m == first ? s->begin : g_array_index(a->words, int, m);
        if (at <= last || at >= s->end)
            continue;
        word_mark w = {a->side, (int)g_array_index(a->voice->marks, voice_mark, m).offset,
                       (int64_t)at * LOUDNESS_HOP_US};
        g_array_append_val(to, w);
        last = at;
    }
}

// The times of each unit, in the order of segments.
typedef struct {
    const aligner *a;
    int unit; // the next one
} timing;

static void time_segment(void *data, int index, segment *g, GArray *words)
{
    timing *t = data;
    const aligner *a = t->a;
    g->start_us = g->end_us = TIME_NONE;
    g->confidence = -1;
    g_array_set_size(words, 0);
    if (t->unit == (int)a->segments->len || g_array_index(a->segments, int, t->unit) != index)
        return;
    int u = t->unit++;
    const unit_span *s = &g_array_index(a->spans, unit_span, u);
    if (s->begin < 0) {
        a->summary->untimed++;
        return;
    }
    a->summary->timed++;
    g->start_us = (int64_t)s->begin * LOUDNESS_HOP_US;
    g->end_us =
        MAX(MIN((int64_t)s->end * LOUDNESS_HOP_US, a->sound->length_us), g->start_us + 1000);
    g->confidence = s->confidence;
    if (a->options->words)
        add_words(a, u, words);
}

static speech *build(const aligner *a)
{
    timing t = {a, 0};
    g_autoptr(speech_builder) out = speech_builder_from(a->text, time_segment, &t);
    speech_builder_meta(out, "spoken", language_code(a->side));
    return speech_builder_end(out);
}

// The other language may be the one that is heard, where both texts are there.
static gboolean judge(aligner *a, GError **error)
{
    confidence_judge(a->spans, &a->fit, a->summary);
    language other = a->side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    if (!a->summary->mismatched || a->summary->guessed || !speech_has_language(a->text, other))
        return TRUE;
    double ratios[LANGUAGES];
    if (!try_languages(a, ratios, error))
        return FALSE;
    if (ratios[other] > ratios[a->side])
        g_snprintf(a->summary->reason, sizeof a->summary->reason,
                   _("The other language seems to be heard: try --spoken %s."),
                   language_code(other));
    return TRUE;
}

// ---- all of it

static double seconds_since(int64_t *us)
{
    int64_t now_us = g_get_monotonic_time(), before_us = *us;
    *us = now_us;
    return (double)(now_us - before_us) / 1e6;
}

// What is in the other language only is not said, and has no time.
static void drop_unsaid(aligner *a)
{
    guint kept = 0;
    for (guint u = 0; u < a->segments->len; u++)
        if (*unit_segment(a, (int)u)->text[a->side])
            g_array_index(a->segments, int, kept++) = g_array_index(a->segments, int, u);
    if (kept)
        g_array_set_size(a->segments, kept);
}

static gboolean hear_and_speak(aligner *a, decoder *d, GError **error)
{
    int64_t clock_us = g_get_monotonic_time();
    a->part = PART_HEAR;
    a->sound = recording_hear(d, a->summary->channel, tell_progress, a, error);
    if (!a->sound)
        return FALSE;
    a->summary->length_us = a->sound->length_us;
    a->summary->seconds[0] = seconds_since(&clock_us);
    a->part = PART_SPEAK;
    if (!choose_language(a, error))
        return FALSE;
    a->summary->spoken = a->side;
    drop_unsaid(a);
    int count = (int)a->segments->len;
    g_autofree const char **texts = unit_texts(a, a->side, count);
    a->voice = reference_speak(texts, count, a->side, a->sound, tell_progress, a, error);
    a->summary->seconds[1] = seconds_since(&clock_us);
    return a->voice != NULL;
}

static gboolean lay(aligner *a, GError **error)
{
    int64_t clock_us = g_get_monotonic_time();
    a->part = PART_LAY;
    g_autofree int *states = g_new(int, a->sound->sound->frames->len + 1);
    if (!lay_run(&a->voice, a->sound, states, &a->model, tell_progress, a)) {
        gboolean stopped = a->options->progress && a->options->progress(a->options->data, 1);
        g_set_error_literal(
            error, EARVOICE_ERROR, stopped ? EARVOICE_ERROR_CANCELLED : EARVOICE_ERROR_FORMAT,
            stopped ? _("It was cancelled.") : _("There is nothing to hear in the recording."));
        return FALSE;
    }
    a->summary->seconds[2] = seconds_since(&clock_us);
    laid_way way = {a->sound, a->voice, &a->model, states};
    a->spans = spans_find(&way);
    a->words = spans_words(&way);
    spans_snap(a->spans, a->sound);
    double heard_share;
    if (!follow_heard(a, &heard_share, error))
        return FALSE;
    spans_count_untold(a->spans, a->sound);
    a->fit = fitness_measure(a->spans, &way, &a->summary->share);
    confidence_rate(a->spans, &a->fit);
    gboolean judged = heard_share >= HEARD_ENOUGH || judge(a, error);
    doubts_find(a->spans, a->segments, a->sound, a->summary->doubts);
    a->summary->seconds[3] = seconds_since(&clock_us);
    return judged;
}

void align_summary_clear(align_summary *s)
{
    if (s->doubts)
        g_array_unref(s->doubts);
    *s = (align_summary){0};
}

// How much speaks for a result: how well what was found fits, and how much it is.
static double worth_of(const aligner *a)
{
    return fitness_ratio(&a->fit) * a->summary->timed /
           MAX(a->summary->timed + a->summary->untimed, 1);
}

// The alignment with what is heard in one channel; `worth` as above. NULL as align_speech().
static speech *align_channel(decoder *d, const speech *text, const align_options *options,
                             align_summary *summary, double *worth, gboolean *apart, GError **error)
{
    g_auto(aligner) a = {.options = options, .summary = summary, .text = text};
    find_segments(&a);
    if (!a.segments->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text to align: give the text of the speech."));
        return NULL;
    }
    if (!hear_and_speak(&a, d, error) || !lay(&a, error))
        return NULL;
    speech *timed = build(&a);
    *worth = worth_of(&a);
    *apart = a.sound->apart;
    return timed;
}

static void begin_summary(align_summary *s, channel where)
{
    *s = (align_summary){.channel = where, .doubts = g_array_new(FALSE, FALSE, sizeof(doubt))};
}

// Aligns with each channel alone, and replaces `timed` and `summary` by what is better.
static gboolean try_channels(decoder *d, const speech *text, const align_options *options,
                             align_summary *summary, speech **timed, double worth, GError **error)
{
    for (channel c = CHANNEL_LEFT; c < CHANNELS; c++) {
        g_auto(align_summary) other;
        begin_summary(&other, c);
        double other_worth;
        gboolean apart;
        if (!decoder_seek(d, 0, error))
            return FALSE;
        g_autoptr(speech) again =
            align_channel(d, text, options, &other, &other_worth, &apart, error);
        if (!again)
            return FALSE;
        if (other_worth <= worth)
            continue;
        worth = other_worth;
        align_summary held = *summary;
        *summary = other;
        other = held;
        speech_unref(*timed);
        *timed = g_steal_pointer(&again);
    }
    return TRUE;
}

static void tell_channel(const align_summary *s, report *r)
{
    static const char *const messages[CHANNELS] = {
        [CHANNEL_MIX] = N_("left and right differ: where a speaker is in one channel and an "
                           "interpreter in the other, choose with --channel."),
        [CHANNEL_LEFT] = N_("left and right differ, and the text fits the left channel: the times "
                            "are from there."),
        [CHANNEL_RIGHT] = N_("left and right differ, and the text fits the right channel: the "
                             "times are from there."),
    };
    report_add(r, 0, "%s", _(messages[s->channel]));
}

speech *align_speech(decoder *d, const speech *text, const align_options *options,
                     align_summary *summary, report *r, GError **error)
{
    begin_summary(summary, options->channel);
    double worth;
    gboolean apart;
    g_autoptr(speech) timed = align_channel(d, text, options, summary, &worth, &apart, error);
    if (!timed)
        return NULL;
    gboolean choose = apart && options->channel == CHANNEL_MIX;
    if (choose && (summary->mismatched || worth < APART_WORTH) &&
        !try_channels(d, text, options, summary, &timed, worth, error))
        return NULL;
    decoder_report(d, r);
    doubts_report(summary->doubts, timed, summary->spoken, r);
    if (choose)
        tell_channel(summary, r);
    return g_steal_pointer(&timed);
}
