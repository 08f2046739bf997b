// SPDX-License-Identifier: GPL-3.0-or-later
// Draws scenes. The window, a PNG and a video frame are places for the same picture.
//
// Threads: a painter belongs to one thread at a time, as Pango's font map does.
#pragma once

#include <cairo.h>

#include "earvoice/scene.h"

typedef struct painter painter;

// One line of the help overlay.
typedef struct {
    const char *keys, *summary;
} painter_key;

// `keys` (borrowed, `count` rows) is what the help overlay shows.
painter *painter_new(const painter_key *keys, int count);
// Accepts NULL.
void painter_free(painter *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(painter, painter_free)

// The width of the timeline in a window of `v`'s size and scale: what view.timeline_px has to be.
// Pure.
int painter_timeline_px(const view *v);

// The most rectangles painter_draw() gives.
#define PAINTER_DAMAGE_MAX 8

// Draws `now` onto the image surface `onto` (CAIRO_FORMAT_RGB24, view's size) where it differs from
// the scene drawn last, and writes the rectangles touched to `damage`. Returns how many: 0 if
// nothing looks different. `onto` has to hold what was drawn last, see painter_forget().
int painter_draw(painter *p, cairo_surface_t *onto, const speech *s, const scene *now,
                 cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX]);

// Lays out the paragraph that comes after `now`, so that the step to it takes no longer than any
// other: fonts are slow the first time. For a moment when nothing has to be drawn; takes up to 10
// ms, and nothing the second time.
void painter_prepare(painter *p, const speech *s, const scene *now);

// The surface lost its content, or the speech changed: the next painter_draw() draws everything.
void painter_forget(painter *p);

// The surface lost its content, the speech is the same: the next painter_draw() draws everything,
// from the layouts there are.
void painter_redraw(painter *p);

// What lies under a point of the scene drawn last.
typedef enum {
    HIT_NOTHING,
    HIT_TIMELINE, // at_us: the time there
    HIT_SEGMENT,  // segment: the sentence there, on the stage or in the list
    HIT_PLAY,     // the play and pause mark
    HIT_SPEED,
    HIT_VOLUME,
    HIT_LOOP,
    HIT_HELP,
} hit_kind;

typedef struct {
    hit_kind kind;
    int segment;
    int64_t at_us;
} hit;

// In window pixels from its upper left corner; HIT_NOTHING outside of all.
hit painter_hit(painter *p, const speech *s, int x_px, int y_px);

// The time at `x_px` of the timeline in `v`'s window, held to its ends: for dragging beyond it.
// Pure.
int64_t painter_time_at(const view *v, int x_px);

// NULL, or a sentence that names the font that is missing and the package to install.
const char *painter_missing_font(painter *p);
