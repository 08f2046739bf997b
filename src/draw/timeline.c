// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/timeline.h"

#include <string.h>

static gboolean has_length(const view *v)
{
    return v->duration_us != TIME_NONE && v->duration_us > 0;
}

// Where a time stands on the strip.
static int place(const frame *at, const view *v, int64_t us)
{
    int64_t held = CLAMP(us, 0, v->duration_us);
    return at->timeline.x + (int)(held * at->timeline.width / v->duration_us);
}

int64_t timeline_time_at(const frame *at, const view *v, int x)
{
    if (!has_length(v))
        return 0;
    int over = CLAMP(x - at->timeline.x, 0, at->timeline.width);
    return over * v->duration_us / at->timeline.width;
}

cairo_rectangle_int_t timeline_reach(const frame *at)
{
    int more = frame_px(at, 4);
    return (cairo_rectangle_int_t){at->timeline.x - more, at->timeline.y - more,
                                   at->timeline.width + 2 * more, at->timeline.height + 2 * more};
}

static gboolean same_but_playhead(const scene *a, const scene *b)
{
    const view *v = &a->view, *w = &b->view;
    return a->focus == b->focus && v->hover_us == w->hover_us && v->looping == w->looping &&
           v->loop_start_us == w->loop_start_us && v->loop_end_us == w->loop_end_us &&
           v->duration_us == w->duration_us && (a->segment < 0) == (b->segment < 0);
}

cairo_rectangle_int_t timeline_damage(const frame *at, const scene *from, const scene *to)
{
    cairo_rectangle_int_t all = timeline_reach(at);
    if (!same_but_playhead(from, to))
        return all;
    int more = frame_px(at, 4), left = MIN(from->playhead_px, to->playhead_px);
    int right = MAX(from->playhead_px, to->playhead_px);
    all.x = at->timeline.x + left - more;
    all.width = from->playhead_px == to->playhead_px ? 0 : right - left + 2 * more;
    return all;
}

// A part of the strip from one time to another.
static void fill_span(const canvas *c, int64_t start_us, int64_t end_us, color with)
{
    const view *v = &c->now->view;
    cairo_rectangle_int_t r = c->at->timeline;
    r.x = place(c->at, v, start_us);
    r.width = MAX(1, place(c->at, v, end_us) - r.x);
    canvas_fill(c, &r, with);
}

static void draw_marks(const canvas *c)
{
    const GArray *starts = passages_starts(shelf_passages(c->shelf));
    int before = -1, line = MAX(1, frame_px(c->at, 1));
    theme_use(c->cr, c->colors->mark, 1);
    for (guint i = 0; i < starts->len; i++) {
        int x = place(c->at, &c->now->view, g_array_index(starts, int64_t, i));
        if (x == before || x == c->at->timeline.x)
            continue;
        cairo_rectangle(c->cr, x, c->at->timeline.y, line, c->at->timeline.height);
        before = x;
    }
    cairo_fill(c->cr);
}

// A bracket that opens towards the inside of the loop.
static void draw_loop_mark(const canvas *c, int64_t us, gboolean end)
{
    if (us == TIME_NONE)
        return;
    int thick = MAX(2, frame_px(c->at, 2)), foot = frame_px(c->at, 6);
    cairo_rectangle_int_t r = c->at->timeline;
    int x = place(c->at, &c->now->view, us);
    cairo_rectangle_int_t post = {end ? x - thick : x, r.y, thick, r.height};
    cairo_rectangle_int_t top = {end ? x - foot : x, r.y, foot, thick};
    cairo_rectangle_int_t bottom = top;
    bottom.y = r.y + r.height - thick;
    canvas_fill(c, &post, c->colors->loop);
    canvas_fill(c, &top, c->colors->loop);
    canvas_fill(c, &bottom, c->colors->loop);
}

static void draw_loop(const canvas *c)
{
    const view *v = &c->now->view;
    if (v->looping && v->loop_start_us != TIME_NONE && v->loop_end_us != TIME_NONE) {
        cairo_rectangle_int_t r = c->at->timeline;
        r.x = place(c->at, v, v->loop_start_us);
        r.width = MAX(1, place(c->at, v, v->loop_end_us) - r.x);
        r.height = MAX(2, frame_px(c->at, 3));
        canvas_fill(c, &r, c->colors->loop);
    }
    draw_loop_mark(c, v->loop_start_us, FALSE);
    draw_loop_mark(c, v->loop_end_us, TRUE);
}

static void draw_playhead(const canvas *c)
{
    int thick = MAX(2, frame_px(c->at, 2)), over = frame_px(c->at, 3);
    cairo_rectangle_int_t r = c->at->timeline;
    r.x += c->now->playhead_px - thick / 2;
    r.width = thick;
    r.y -= over;
    r.height += 2 * over;
    canvas_fill(c, &r, c->colors->now);
}

void timeline_draw(const canvas *c)
{
    const view *v = &c->now->view;
    canvas_fill(c, &c->at->timeline, c->colors->track);
    if (!has_length(v))
        return;
    cairo_rectangle_int_t played = c->at->timeline;
    played.width = c->now->playhead_px;
    canvas_fill(c, &played, c->colors->played);
    if (c->speech && c->now->segment >= 0) {
        const segment *g = speech_segment(c->speech, c->now->segment);
        fill_span(c, g->start_us, g->end_us, c->colors->span);
    }
    if (c->speech)
        draw_marks(c);
    draw_loop(c);
    if (v->hover_us != TIME_NONE) {
        cairo_rectangle_int_t hair = c->at->timeline;
        hair.x = place(c->at, v, v->hover_us);
        hair.width = MAX(1, frame_px(c->at, 1));
        canvas_fill(c, &hair, c->colors->text);
    }
    draw_playhead(c);
}

static int card_rows(const frame *at)
{
    return at->stage.height < 320 * at->unit ? 1 : 3;
}

cairo_rectangle_int_t timeline_card(const frame *at, const scene *now)
{
    cairo_rectangle_int_t card = {0, 0, 0, 0};
    if (now->view.hover_us == TIME_NONE || !has_length(&now->view))
        return card;
    int rows = now->hover_segment >= 0 ? card_rows(at) : 1;
    int widest = frame_px(at, now->hover_segment >= 0 ? 440 : 88);
    card.width = MIN(widest, at->stage.width - 2 * at->margin);
    card.height = frame_px(at, 16 + 22 * rows);
    int x = place(at, &now->view, now->view.hover_us) - card.width / 2;
    card.x = CLAMP(x, at->margin, at->stage.width - at->margin - card.width);
    card.y = at->stage.y + at->stage.height - frame_px(at, 8) - card.height;
    return card;
}

void timeline_draw_card(const canvas *c)
{
    cairo_rectangle_int_t card = timeline_card(c->at, c->now), inside = card;
    if (card.width == 0)
        return;
    int edge = MAX(1, frame_px(c->at, 1)), pad = frame_px(c->at, 12), row = frame_px(c->at, 22);
    canvas_fill_round(c, &card, frame_px(c->at, 5), c->colors->mark);
    inside.x += edge;
    inside.y += edge;
    inside.width -= 2 * edge;
    inside.height -= 2 * edge;
    canvas_fill_round(c, &inside, frame_px(c->at, 4), c->colors->panel);

    char time[TIMECODE_SIZE];
    label_style bold = canvas_style(c, LANGUAGE_EN, 0, TRUE);
    int middle = card.y + frame_px(c->at, 8) + row / 2, x = card.x + pad;
    timecode_format(time, c->now->view.hover_us, 1);
    int used = canvas_text(c, &bold, c->colors->text, time, x, middle);
    if (c->now->hover_segment < 0 || !c->speech)
        return;
    const segment *g = speech_segment(c->speech, c->now->hover_segment);
    gboolean one = card_rows(c->at) == 1;
    x += one ? used + pad : 0;
    for (int side = 0; side < LANGUAGES; side++) {
        label_style style = canvas_style(c, (language)side, 0, FALSE);
        style.width_px = card.x + card.width - pad - x;
        if (*g->text[side] == '\0' || (side == LANGUAGE_ZH && !labels_have_han(c->labels)))
            continue;
        middle += one ? 0 : row;
        canvas_text(c, &style, side == LANGUAGE_ZH ? c->colors->text : c->colors->dim,
                    g->text[side], x, middle);
        if (one)
            break;
    }
}
