// SPDX-License-Identifier: GPL-3.0-or-later
// What the stage shows at once: a paragraph, or a part of one that is too long for one layout.
//
// A layout's time grows with the square of its length on hostile text, so no layout gets more than
// PASSAGE_BYTES. A longer paragraph is cut between its segments, at the same ones in both
// languages; a single segment that is longer is shown in parts, one after the other.
#pragma once

#include "earvoice/speech.h"

#define PASSAGE_BYTES 4096

// Segments first … first + count - 1.
typedef struct {
    paragraph_kind kind;
    int first, count;
    int longest[LANGUAGES]; // characters of its longest segment
    int length[LANGUAGES];  // characters of all
} passage;

typedef struct passages passages;

passages *passages_new(const speech *s);
// Accepts NULL.
void passages_free(passages *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(passages, passages_free)

int passages_count(const passages *p);
const passage *passages_at(const passages *p, int index);
// The passage that holds a segment.
int passages_of(const passages *p, int segment);

// When the paragraphs that have a time begin, in reading order (int64_t).
const GArray *passages_starts(const passages *p);

// Whether any segment has text in `side`.
gboolean passages_have(const passages *p, language side);

// How many parts the text of `side` is shown in: 1 for all but a single overlong segment.
int passage_parts(const speech *s, const passage *p, language side);

// The bytes [start, end) of a segment's text in `side` that part `part` shows, cut between
// characters.
void passage_slice(const char *text, int part, int *start, int *end);
