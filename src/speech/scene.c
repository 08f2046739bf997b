// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/scene.h"

#include <string.h>

#define TENTH (TIME_SECOND / 10)

// The word of `side` that is spoken at `us`: from the last mark that has begun to the next one.
static void find_word(const segment *g, language side, int64_t us, scene *out)
{
    int start = -1, end = -1;
    for (int i = 0; i < g->word_count; i++) {
        const word_mark *w = &g->words[i];
        if (w->side != side)
            continue;
        if (w->start_us <= us) {
            start = w->offset;
            end = -1;
        } else if (start >= 0 && end < 0) {
            end = w->offset;
        }
    }
    if (start < 0)
        return;
    out->word_start[side] = start;
    out->word_end[side] = end < 0 ? (int)strlen(g->text[side]) : end;
}

static void find_focus(const speech *s, int64_t us, scene *out)
{
    if (!speech_is_timed(s)) {
        out->focus = out->glide_from = MIN(out->view.reading, speech_segment_count(s) - 1);
        return;
    }
    int current = speech_segment_at(s, us);
    out->segment = current;
    int focus = current >= 0 ? current : speech_segment_before(s, us);
    bool began = focus >= 0;
    out->focus = began ? focus : speech_step(s, -1, 1);
    out->glide_from = out->focus;
    if (!began)
        return;
    const segment *g = speech_segment(s, out->focus);
    int64_t since_us = us - g->start_us, span_us = g->end_us - g->start_us;
    if (out->view.playing && since_us < SCENE_GLIDE_US) {
        out->glide_from = speech_step(s, out->focus, -1);
        out->glide = (int)(since_us * SCENE_GLIDE_STEPS / SCENE_GLIDE_US);
    }
    out->within = (int)(CLAMP(us / TENTH * TENTH - g->start_us, 0, span_us) * 1000 / span_us);
}

static int playhead(int64_t us, const view *v)
{
    if (v->duration_us == TIME_NONE || v->duration_us <= 0)
        return 0;
    return (int)(CLAMP(us, 0, v->duration_us) * v->timeline_px / v->duration_us);
}

scene scene_at(const speech *s, int64_t us, const view *v)
{
    scene out;
    memset(&out, 0, sizeof out);
    memcpy(&out.view, v, sizeof *v);
    out.segment = out.focus = out.glide_from = out.hover_segment = -1;
    out.glide = SCENE_GLIDE_STEPS;
    us = CLAMP(us, 0, TIME_MAX);
    find_focus(s, us, &out);
    for (int side = 0; side < LANGUAGES && out.segment >= 0; side++)
        find_word(speech_segment(s, out.segment), (language)side, us, &out);
    out.shown_us = us / TENTH * TENTH;
    out.playhead_px = playhead(us, v);
    if (v->hover_us != TIME_NONE)
        out.hover_segment = speech_segment_before(s, v->hover_us);
    return out;
}

static int64_t next_word(const speech *s, int64_t us)
{
    int64_t next_us = INT64_MAX;
    int current = speech_segment_at(s, us);
    if (current < 0)
        return next_us;
    const segment *g = speech_segment(s, current);
    for (int i = 0; i < g->word_count; i++) {
        if (g->words[i].start_us > us)
            next_us = MIN(next_us, g->words[i].start_us);
    }
    return next_us;
}

static int64_t next_glide(const speech *s, int64_t us)
{
    int focus = speech_segment_before(s, us);
    if (focus < 0)
        return INT64_MAX;
    int64_t start_us = speech_segment(s, focus)->start_us, since_us = us - start_us;
    if (since_us >= SCENE_GLIDE_US)
        return INT64_MAX;
    int64_t step = since_us * SCENE_GLIDE_STEPS / SCENE_GLIDE_US + 1;
    return start_us + (step * SCENE_GLIDE_US + SCENE_GLIDE_STEPS - 1) / SCENE_GLIDE_STEPS;
}

static int64_t next_pixel(int64_t us, const view *v)
{
    int at = playhead(us, v);
    if (v->duration_us == TIME_NONE || v->duration_us <= 0 || at >= v->timeline_px)
        return INT64_MAX;
    return ((int64_t)(at + 1) * v->duration_us + v->timeline_px - 1) / v->timeline_px;
}

int64_t scene_next_change(const speech *s, int64_t us, const view *v)
{
    us = CLAMP(us, 0, TIME_MAX);
    int64_t next_us = (us / TENTH + 1) * TENTH;
    next_us = MIN(next_us, speech_next_change(s, us));
    next_us = MIN(next_us, next_word(s, us));
    next_us = MIN(next_us, next_glide(s, us));
    return MIN(next_us, next_pixel(us, v));
}

bool scene_equal(const scene *a, const scene *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}
