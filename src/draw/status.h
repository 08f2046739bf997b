// SPDX-License-Identifier: GPL-3.0-or-later
// The row of states: what fits of play mark, time, length, speed, volume, loop, keys.
#pragma once

#include "draw/canvas.h"
#include "earvoice/painter.h"

#define STATUS_CELLS 7

// `label` is quiet, `value` behind it is not.
typedef struct {
    hit_kind kind;
    int x, width, value_x;
    char label[48], value[64];
} status_cell;

// Zeroed where nothing is said; compared byte by byte.
typedef struct {
    int count;
    status_cell cells[STATUS_CELLS];
} status;

// The row of a scene; `c->cr` is not used.
status status_at(const canvas *c);

// What has to be drawn again to come from one row to another; width 0: nothing.
cairo_rectangle_int_t status_damage(const frame *at, const status *from, const status *to);

// Draws the cells that meet the clip.
void status_draw(const canvas *c, const status *row);

hit_kind status_hit(const frame *at, const status *row, int x, int y);
