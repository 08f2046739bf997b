// SPDX-License-Identifier: GPL-3.0-or-later
// A shaped block of text: a passage in one language, at a size and a width.
//
// Lines stand at equal distances, whatever fonts they are made of. Nothing is laid out again to
// mark what is spoken: a block is drawn in several colours, each clipped to its part of a line.
#pragma once

#include "draw/fonts.h"
#include "draw/passage.h"
#include "draw/theme.h"

typedef struct block block;

// Which block: all that its shape depends on besides the speech. Compared byte by byte.
typedef struct {
    int passage;
    int part; // of passage_parts()
    language side;
    int size_px;
    int width_px;
} block_key;

block *block_new(fonts *f, const speech *s, const passage *p, const block_key *key);
// Accepts NULL.
void block_free(block *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(block, block_free)

// 0: there is no text.
int block_line_count(const block *b);
// From one line to the next, for text of a size: 1.5 times that.
int block_pitch(int size_px);
int block_height(const block *b);
// Lines of the segment that has the most.
int block_tallest(const block *b);
// From the block's top to the baseline of its first line, for text of a size.
int block_baseline(language side, int size_px);

// First and last line of bytes [start, end) of a segment's text. FALSE: they are not in the block.
gboolean block_lines(const block *b, int index, int start, int end, int *first, int *last);

// The smallest rectangles, from the block's top left corner, that bytes [start, end) of a segment
// cover: appended to `out` (cairo_rectangle_int_t), one or more a line.
void block_ranges(const block *b, int index, int start, int end, GArray *out);

// What all ink of the block covers, from its top left corner.
cairo_rectangle_int_t block_ink(const block *b);

// The segment at a point from the block's top left corner; -1 beside the text.
int block_segment_at(const block *b, int x, int y);

// How a block is drawn.
typedef struct {
    color rest, spoken, now;
    double alpha;
    int segment;    // drawn in `spoken`; -1: none
    int start, end; // of its text, in bytes: drawn in `now`; nothing if end <= start
} block_look;

// Draws the lines that meet `clip`, with the top left corner of the block at (x, y).
void block_draw(const block *b, cairo_t *cr, const block_look *look, int x, int y);

// For tests: the text as laid out, and the bytes at which line `line` begins and ends.
const char *block_text(const block *b);
void block_line_bytes(const block *b, int line, int *start, int *end);
