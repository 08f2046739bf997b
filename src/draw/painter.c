// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/painter.h"

#include <string.h>

#include "base/i18n.h"
#include "draw/header.h"
#include "draw/help.h"
#include "draw/list.h"
#include "draw/message.h"
#include "draw/stage.h"
#include "draw/status.h"
#include "draw/timeline.h"

// Blocks of the stages before and behind a glide, at the sizes tried, and as many again.
#define SHELF_CAPACITY 96

// A scene as it is drawn.
typedef struct {
    scene scene;
    frame frame;
    plan plan;
    status status;
} picture;

struct painter {
    const painter_key *keys;
    int key_count;
    fonts *fonts;
    labels *labels;
    shelf *shelf;
    char *missing_font;
    const speech *speech; // of the scene drawn last
    gboolean valid;       // `last` is what the surface holds
    picture last;
    int prepared; // passage; -1: none
};

painter *painter_new(const painter_key *keys, int count)
{
    painter *p = g_new0(painter, 1);
    p->keys = keys;
    p->key_count = count;
    p->prepared = -1;
    p->fonts = fonts_new();
    p->labels = labels_new(p->fonts);
    p->shelf = shelf_new(p->fonts, SHELF_CAPACITY);
    if (!fonts_has_han(p->fonts))
        p->missing_font =
            g_strdup(_("No font for Chinese is installed: install the package fonts-noto-cjk."));
    return p;
}

void painter_free(painter *p)
{
    if (!p)
        return;
    shelf_free(p->shelf);
    labels_free(p->labels);
    fonts_free(p->fonts);
    g_free(p->missing_font);
    g_free(p);
}

const char *painter_missing_font(painter *p)
{
    return p->missing_font;
}

int painter_timeline_px(const view *v)
{
    return frame_at(v, 0).timeline.width;
}

int64_t painter_time_at(const view *v, int x_px)
{
    frame at = frame_at(v, 0);
    return timeline_time_at(&at, v, x_px);
}

void painter_redraw(painter *p)
{
    p->valid = FALSE;
    p->prepared = -1;
}

void painter_forget(painter *p)
{
    painter_redraw(p);
    p->speech = NULL;
    shelf_set(p->shelf, NULL);
}

static canvas canvas_of(const painter *p, const picture *of, cairo_t *cr)
{
    return (canvas){.cr = cr,
                    .colors = theme_find(of->scene.view.theme),
                    .labels = p->labels,
                    .shelf = p->shelf,
                    .at = &of->frame,
                    .speech = p->speech,
                    .now = &of->scene};
}

// Decides everything that is to be drawn.
static void compose(const painter *p, const scene *now, picture *out)
{
    memset(out, 0, sizeof *out);
    memcpy(&out->scene, now, sizeof *now);
    out->frame = frame_at(&now->view, 0);
    canvas c = canvas_of(p, out, NULL);
    out->frame = frame_at(&now->view, message_height(&c));
    out->plan = stage_plan(p->shelf, &out->frame, now);
    out->status = status_at(&c);
}

static void draw_note(const canvas *c, const plan *of, const char *missing_font)
{
    if (of->count > 0 || of->note == NOTE_NONE)
        return;
    const cairo_rectangle_int_t *stage = &c->at->stage;
    const char *text = of->note == NOTE_NO_FONT && missing_font ? missing_font : _("No text");
    label_style style = canvas_style(c, LANGUAGE_EN, 2, FALSE);
    style.width_px = MAX(1, stage->width - 2 * c->at->margin);
    style.lines = 4;
    int width = MIN(canvas_text_width(c, &style, text), style.width_px);
    canvas_text(c, &style, c->colors->dim, text, stage->x + (stage->width - width) / 2,
                stage->y + stage->height / 2);
}

static void draw_stage(const painter *p, const canvas *c, const picture *of)
{
    canvas_fill(c, &c->at->stage, c->colors->ground);
    if (of->scene.view.help) {
        help_draw(c, p->keys, p->key_count);
        return;
    }
    plan_draw(&of->plan, c->cr, p->shelf, c->colors);
    draw_note(c, &of->plan, p->missing_font);
    timeline_draw_card(c);
}

static void draw_bar(const canvas *c, const picture *of)
{
    cairo_rectangle_int_t line = c->at->bar;
    line.height = MAX(1, frame_px(c->at, 1));
    canvas_fill(c, &c->at->bar, c->colors->panel);
    canvas_fill(c, &line, c->colors->line);
    timeline_draw(c);
    status_draw(c, &of->status);
}

static gboolean meet(const cairo_rectangle_int_t *a, const cairo_rectangle_int_t *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

// Draws what of the picture lies in `where`.
static void draw_part(const painter *p, const picture *of, cairo_surface_t *onto,
                      const cairo_rectangle_int_t *where)
{
    cairo_t *cr = cairo_create(onto);
    canvas c = canvas_of(p, of, cr);
    cairo_rectangle(cr, where->x, where->y, where->width, where->height);
    cairo_clip(cr);
    if (meet(where, &of->frame.header))
        header_draw(&c);
    if (meet(where, &of->frame.stage))
        draw_stage(p, &c, of);
    if (meet(where, &of->frame.list))
        list_draw(&c);
    if (meet(where, &of->frame.message))
        message_draw(&c);
    if (meet(where, &of->frame.bar))
        draw_bar(&c, of);
    cairo_destroy(cr);
}

// The view without what only the bar, the card and the message line show.
static view look_of(const view *v)
{
    view out;
    memcpy(&out, v, sizeof out);
    out.playing = out.muted = out.looping = out.warning = false;
    out.speed_percent = out.volume_percent = 0;
    out.loop_start_us = out.loop_end_us = out.hover_us = 0;
    memset(out.message, 0, sizeof out.message);
    return out;
}

static gboolean same_look(const picture *a, const picture *b)
{
    view v = look_of(&a->scene.view), w = look_of(&b->scene.view);
    return memcmp(&v, &w, sizeof v) == 0 && memcmp(&a->frame, &b->frame, sizeof a->frame) == 0;
}

static void add(cairo_region_t *to, const cairo_rectangle_int_t *r)
{
    if (r->width > 0 && r->height > 0)
        cairo_region_union_rectangle(to, r);
}

static void add_stage_damage(const painter *p, const picture *next, cairo_region_t *to)
{
    const picture *last = &p->last;
    if (next->scene.view.help)
        return;
    if (next->plan.count == 0 && next->plan.note != last->plan.note)
        add(to, &next->frame.stage);
    if (!plan_equal(&last->plan, &next->plan)) {
        cairo_rectangle_int_t r = plan_damage(&last->plan, &next->plan, p->shelf);
        add(to, &r);
    }
    gboolean moved = last->scene.view.hover_us != next->scene.view.hover_us;
    if (moved || last->scene.hover_segment != next->scene.hover_segment) {
        cairo_rectangle_int_t before = timeline_card(&last->frame, &last->scene);
        cairo_rectangle_int_t after = timeline_card(&next->frame, &next->scene);
        add(to, &before);
        add(to, &after);
    }
}

// Where `next` differs from what was drawn last.
static cairo_region_t *find_damage(const painter *p, const picture *next)
{
    const picture *last = &p->last;
    if (!p->valid || !same_look(last, next))
        return cairo_region_create_rectangle(&next->frame.window);
    cairo_region_t *all = cairo_region_create();
    add_stage_damage(p, next, all);
    const view *v = &last->scene.view, *w = &next->scene.view;
    if (v->warning != w->warning || strcmp(v->message, w->message) != 0)
        add(all, &next->frame.message);
    if (p->speech && next->scene.focus >= 0 && last->scene.focus >= 0) {
        cairo_rectangle_int_t rows =
            list_damage(&next->frame, p->speech, &last->scene, &next->scene);
        add(all, &rows);
    }
    cairo_rectangle_int_t strip = timeline_damage(&next->frame, &last->scene, &next->scene);
    cairo_rectangle_int_t row = status_damage(&next->frame, &last->status, &next->status);
    add(all, &strip);
    add(all, &row);
    cairo_region_intersect_rectangle(all, &next->frame.window);
    return all;
}

static int draw_damage(painter *p, const picture *next, cairo_surface_t *onto,
                       cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX])
{
    cairo_region_t *all = find_damage(p, next);
    int count = cairo_region_num_rectangles(all);
    for (int i = 0; i < count && count <= PAINTER_DAMAGE_MAX; i++)
        cairo_region_get_rectangle(all, i, &damage[i]);
    if (count > PAINTER_DAMAGE_MAX) {
        cairo_region_get_extents(all, &damage[0]);
        count = 1;
    }
    cairo_region_destroy(all);
    for (int i = 0; i < count; i++)
        draw_part(p, next, onto, &damage[i]);
    return count;
}

int painter_draw(painter *p, cairo_surface_t *onto, const speech *s, const scene *now,
                 cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX])
{
    if (p->valid && s == p->speech && scene_equal(now, &p->last.scene))
        return 0;
    if (s != p->speech || !shelf_speech(p->shelf)) {
        painter_forget(p);
        p->speech = s;
        shelf_set(p->shelf, s);
    }
    picture next;
    compose(p, now, &next);
    if (p->valid && !same_look(&p->last, &next))
        p->prepared = -1;
    int count = draw_damage(p, &next, onto, damage);
    memcpy(&p->last, &next, sizeof next);
    p->valid = TRUE;
    cairo_surface_flush(onto);
    return count;
}

void painter_prepare(painter *p, const speech *s, const scene *now)
{
    if (!p->valid || s != p->speech || now->focus < 0)
        return;
    const passages *all = shelf_passages(p->shelf);
    int next = passages_of(all, now->focus) + 1;
    if (next == p->prepared || next >= passages_count(all))
        return;
    scene then;
    memcpy(&then, now, sizeof then);
    then.focus = then.glide_from = passages_at(all, next)->first;
    then.within = 0;
    plan ahead = stage_plan(p->shelf, &p->last.frame, &then);
    const cairo_rectangle_int_t *window = &p->last.frame.window;
    cairo_surface_t *aside =
        cairo_image_surface_create(CAIRO_FORMAT_A8, window->width, window->height);
    cairo_t *cr = cairo_create(aside);
    plan_draw(&ahead, cr, p->shelf, theme_find(now->view.theme));
    cairo_destroy(cr);
    cairo_surface_destroy(aside);
    p->prepared = next;
}

hit painter_hit(painter *p, const speech *s, int x_px, int y_px)
{
    hit out = {.kind = HIT_NOTHING, .segment = -1, .at_us = TIME_NONE};
    if (!p->valid || s != p->speech)
        return out;
    const picture *at = &p->last;
    cairo_rectangle_int_t strip = timeline_reach(&at->frame);
    if (frame_holds(&strip, x_px, y_px)) {
        out.kind = HIT_TIMELINE;
        out.at_us = timeline_time_at(&at->frame, &at->scene.view, x_px);
    } else if (frame_holds(&at->frame.bar, x_px, y_px)) {
        out.kind = status_hit(&at->frame, &at->status, x_px, y_px);
    } else if (!at->scene.view.help) {
        out.segment = list_segment_at(&at->frame, s, &at->scene, (int[]){x_px, y_px});
        if (out.segment < 0)
            out.segment = plan_segment_at(&at->plan, p->shelf, x_px, y_px);
        out.kind = out.segment >= 0 ? HIT_SEGMENT : HIT_NOTHING;
    }
    return out;
}
