// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where on the stage: plain data. Equal plans draw the same.
#pragma once

#include "draw/frame.h"
#include "draw/shelf.h"

typedef enum {
    INK_BODY,      // what is not spoken is dim
    INK_PLAIN,     // no times: all alike
    INK_NEIGHBOUR, // faint
} plan_ink;

// One block. Items are compared byte by byte.
typedef struct {
    block_key block;
    int x, y;                   // of its top left corner, in the window
    cairo_rectangle_int_t clip; // nothing is drawn outside
    int alpha;                  // 0 … 255
    plan_ink ink;
    int marked;       // segment spoken, -1: none
    int paused;       // it was spoken last, and nothing is now
    int start, end;   // of the word spoken, in bytes of its text
    int above, below; // size of the marks that say that there is more; 0: there is not
} plan_item;

typedef enum { NOTE_NONE, NOTE_NO_TEXT, NOTE_NO_FONT } plan_note;

#define PLAN_ITEMS 32

// Zeroed where nothing is said.
typedef struct {
    int count;
    plan_note note; // shown where there are no items
    plan_item items[PLAN_ITEMS];
} plan;

// Adds an item; one too many is left out.
void plan_add(plan *p, const plan_item *item);

gboolean plan_equal(const plan *a, const plan *b);

// What has to be drawn again to come from `a` to `b`.
cairo_rectangle_int_t plan_damage(const plan *a, const plan *b, shelf *from);

void plan_draw(const plan *p, cairo_t *cr, shelf *from, const theme *colors);

// The segment under a point, or -1.
int plan_segment_at(const plan *p, shelf *from, int x, int y);
