// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/resync.h"

#include "align/boundary.h"
#include "align/sounds.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "earvoice/format.h"
#include "speech/build.h"

#define HOP_OF(us) ((int)((us) / LOUDNESS_HOP_US))
// Speech is so much below the loudness of the whole at least.
#define BELOW_SPEECH_DB 6
// The least that is left of a segment.
#define LEAST_US 100000

// ---- by points

typedef struct {
    const resync_point *points;
    int count;
} mapping;

int64_t resync_time(const resync_point *points, int count, int64_t us)
{
    int i = 0;
    while (i + 2 < count && us >= points[i + 1].from_us)
        i++;
    const resync_point *a = &points[i], *b = &points[MIN(i + 1, count - 1)];
    double moved = (double)(us - a->from_us);
    if (b != a)
        moved *= (double)(b->to_us - a->to_us) / (double)(b->from_us - a->from_us);
    double to = CLAMP((double)a->to_us + moved, -(double)TIME_MAX, (double)TIME_MAX);
    return MAX((int64_t)(to < 0 ? 0 : to + 0.5), 0);
}

static int64_t move_time(const void *data, int64_t us)
{
    const mapping *m = data;
    return resync_time(m->points, m->count, us);
}

static void move_segment(void *data, int index, segment *g, GArray *words)
{
    (void)index;
    const mapping *m = data;
    if (g->start_us == TIME_NONE)
        return;
    int64_t start_us = resync_time(m->points, m->count, g->start_us);
    int64_t end_us = resync_time(m->points, m->count, g->end_us);
    for (guint i = 0; i < words->len; i++) {
        word_mark *w = &g_array_index(words, word_mark, i);
        w->start_us = resync_time(m->points, m->count, w->start_us);
    }
    gboolean outside = end_us <= start_us;
    g->start_us = outside ? TIME_NONE : start_us;
    g->end_us = outside ? TIME_NONE : end_us;
    if (outside)
        g_array_set_size(words, 0);
}

speech *resync_speech(const speech *s, const resync_point *points, int count, GError **error)
{
    for (int i = 1; i < count; i++)
        if (points[i].from_us <= points[i - 1].from_us || points[i].to_us <= points[i - 1].to_us) {
            g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                                _("The points must be in order, each later than the one before in "
                                  "both times."));
            return NULL;
        }
    mapping m = {points, count};
    g_autoptr(speech) kept = format_move_kept(s, move_time, &m);
    g_autoptr(speech_builder) b = speech_builder_from(kept, move_segment, &m);
    return speech_builder_end(b);
}

// ---- by hand

// What a character takes to be said, unhurriedly.
static const int64_t character_us[LANGUAGES] = {[LANGUAGE_ZH] = 260000, [LANGUAGE_EN] = 75000};

typedef struct {
    int index;
    int64_t us;
} tap;

static int64_t length_us(const segment *g)
{
    int64_t most_us = TIME_SECOND;
    for (int side = 0; side < LANGUAGES; side++)
        most_us = MAX(most_us, g_utf8_strlen(g->text[side], -1) * character_us[side]);
    return most_us;
}

static void tap_segment(void *data, int index, segment *g, GArray *words)
{
    const tap *t = data;
    if (index == t->index) {
        g->start_us = t->us;
        g->end_us = t->us + length_us(g);
        g->confidence = -1;
        g_array_set_size(words, 0);
        return;
    }
    if (g->start_us == TIME_NONE)
        return;
    gboolean before = index < t->index;
    if (before ? g->start_us >= t->us : g->start_us <= t->us) {
        g->start_us = g->end_us = TIME_NONE;
        g->confidence = -1;
        g_array_set_size(words, 0);
    } else if (before) {
        g->end_us = MIN(g->end_us, t->us);
    }
}

speech *resync_tap(const speech *s, int index, int64_t us)
{
    tap t = {index, us};
    g_autoptr(speech_builder) b = speech_builder_from(s, tap_segment, &t);
    return speech_builder_end(b);
}

// ---- to the sound

typedef struct {
    const speech *from;
    const recording *sound;
    const resync_snapping *how;
    int64_t *starts_us, *ends_us; // of each segment in order of time
    int *places;                  // of each segment, its place in that order; -1: untimed
} snapping;

static int order_segments(const speech *s, int *places)
{
    int count = 0, at = -1;
    for (int i = 0; i < speech_segment_count(s); i++)
        places[i] = -1;
    for (int next; (next = speech_step(s, at, 1)) >= 0 && next != at; at = next)
        places[next] = count++;
    return count;
}

// Begins first, so that no end is moved into the next segment.
static void find_times(snapping *n)
{
    const GArray *loudness = n->sound->sound->loudness;
    int at = -1, count = 0, least = 0;
    for (int next; (next = speech_step(n->from, at, 1)) >= 0 && next != at; at = next, count++) {
        const segment *g = speech_segment(n->from, next);
        n->starts_us[count] = g->start_us;
        n->ends_us[count] = g->end_us;
        if (g->start_us >= n->sound->length_us)
            continue;
        int hop = MIN(HOP_OF(g->start_us), (int)loudness->len - 1);
        int onset = boundary_onset(loudness, hop, least, NULL);
        n->starts_us[count] = (int64_t)onset * LOUDNESS_HOP_US - n->how->before_us;
        least = onset + HOP_OF(LEAST_US);
    }
    // What lies behind the end of the recording stays where it is.
    for (int i = 0; i < count && n->starts_us[i] < n->sound->length_us; i++) {
        int64_t before_us = i ? n->ends_us[i - 1] : 0;
        n->starts_us[i] = MAX(n->starts_us[i], before_us);
        int64_t most_us = i + 1 < count ? n->starts_us[i + 1] : n->sound->length_us;
        most_us = MAX(most_us, n->starts_us[i] + LEAST_US);
        int hop = MIN(HOP_OF(n->ends_us[i]), (int)loudness->len - 1);
        int end = boundary_end(loudness, hop, MIN(HOP_OF(most_us), (int)loudness->len),
                               recording_speech_db(n->sound, hop) - BELOW_SPEECH_DB);
        int64_t end_us = (int64_t)end * LOUDNESS_HOP_US + n->how->after_us;
        n->ends_us[i] = CLAMP(end_us, n->starts_us[i] + LEAST_US, most_us);
    }
}

static void snap_segment(void *data, int index, segment *g, GArray *words)
{
    const snapping *n = data;
    int place = n->places[index];
    if (place < 0)
        return;
    g->start_us = n->starts_us[place];
    g->end_us = n->ends_us[place];
    for (guint i = words->len; i > 0; i--) {
        int64_t us = g_array_index(words, word_mark, i - 1).start_us;
        if (us < g->start_us || us >= g->end_us)
            g_array_remove_index(words, i - 1);
    }
}

speech *resync_snap(const speech *s, decoder *d, const resync_snapping *how, GError **error)
{
    g_autoptr(recording) sound = recording_hear(d, how->channel, how->progress, how->data, error);
    if (!sound)
        return NULL;
    int count = speech_segment_count(s);
    g_autofree int *places = g_new(int, count + 1);
    g_autofree int64_t *starts_us = g_new(int64_t, count + 1);
    g_autofree int64_t *ends_us = g_new(int64_t, count + 1);
    order_segments(s, places);
    snapping n = {s, sound, how, starts_us, ends_us, places};
    if (sound->sound->loudness->len)
        find_times(&n);
    g_autoptr(speech_builder) b =
        speech_builder_from(s, sound->sound->loudness->len ? snap_segment : NULL, &n);
    return speech_builder_end(b);
}
