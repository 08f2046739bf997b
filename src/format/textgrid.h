// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a TextGrid, told in order, long or short; and how one is written.
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

// ---- writing

// An item as it is written.
typedef struct {
    double start, end; // s; of a point the same
    const char *text;  // not NUL-terminated
    gsize length;
    int order;      // of those of the file in their tier, 0 …; new ones are behind them: G_MAXINT
    gboolean fresh; // its times are new, and of whole microseconds
} textgrid_written;

// A time in s, and a span or the point where it begins, with its times in s. Borrows the text.
double textgrid_seconds(int64_t us);
textgrid_written textgrid_written_of(const written_span *s, int order, gboolean point);

// Whether it is so by more than what times are rounded to, 1 µs.
gboolean textgrid_is_later(double one, double other);

// Intervals (textgrid_written, in order) cover the whole time of a tier, `start` to `end` s: puts
// those without text into the gaps.
void textgrid_fill_gaps(GArray *items, double start, double end);

// Appends a tier, the `number`-th, 1 …, of `items` (textgrid_written), in order and without gaps.
void textgrid_append_tier(GString *out, guint number, const textgrid_tier *t, const GArray *items);
// The same of one that is made for the speech.
void textgrid_append_new(GString *out, guint number, const written_tier *w, double start,
                         double end);
// Appends a whole file, whose `count` tiers are written in `inside`.
void textgrid_append_file(GString *out, double start, double end, guint count,
                          const GString *inside);

// ---- writing back

// Writes a speech back into the file that it was read from; `r` (may be NULL) is told what is left
// out. FALSE: nothing was kept, or it is none, and nothing is written.
gboolean textgrid_write_back(const speech *s, GString *out, report *r);

// A TextGrid of the same items in the same order, with other times; those that would lie before the
// beginning are such as tiers_add() passes over. Free with g_free().
char *textgrid_move(const char *file, time_change to, const void *data);
