// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a TextGrid, told in order, long or short.
//
// Threads: no state.
#pragma once

#include "earvoice/format.h"
#include "format/tiers.h"

typedef struct {
    const char *name;
    gboolean points;   // in time, not spans
    double start, end; // s
    int line;
} textgrid_tier;

typedef struct {
    double start, end; // s; of a point the end counts
    const char *text;
    gsize length;
    int line;
} textgrid_item;

// Strings live as long as the call. Items are of the tier that came last.
typedef struct {
    void (*span)(void *data, double start, double end); // of the file; may be NULL
    void (*tier)(void *data, const textgrid_tier *t);
    void (*item)(void *data, const textgrid_item *i);
} textgrid_handler;

// Numbers of tiers and items in the file are not relied on; what is broken is reported.
void textgrid_walk(const char *text, gsize size, const textgrid_handler *to, void *data, report *r);

// Finite seconds as time, no more than twice what a speech can be long.
int64_t textgrid_us(double seconds);

// Reads the tiers, and adds the segments that they make up to `out`; FALSE: there are none.
gboolean textgrid_tiers(const char *text, gsize size, tiers *to, report *r, speech_builder *out);

// A TextGrid of the same items in the same order, with other times; those that would lie before the
// beginning are such as tiers_add() passes over. Free with g_free().
char *textgrid_move(const char *file, time_change to, const void *data);
