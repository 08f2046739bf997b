// SPDX-License-Identifier: GPL-3.0-or-later
// A text as it stood in a file, with its tags, of a segment whose texts may have changed since: all
// of it still holds, or the half of it that is in one language, or nothing.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"
#include "format/lines.h"

typedef enum {
    HALF_TEXT,
    HALF_BREAK, // a new line
    HALF_TAG,   // no text
    HALF_OWN,   // a tag that the writer writes by itself: of languages, or of times of words
} half_kind;

// Tells the format's piece at `p`, which has `length` bytes: 1 or more. A text may be several.
typedef half_kind (*half_next)(const char *p, const char *end, gsize *length);

// Appends what is left of `from` if only the text in `side` is wanted. Tags stay, but for pairs
// with nothing in them.
void half_append(GString *out, const line *from, language side, half_next next);

// Whether there is any HALF_TAG.
gboolean half_has_tags(const line *from, half_next next);

// What a writer knows of its format.
typedef struct {
    half_next next;
    gboolean (*says)(void *data, const line *text, const segment *g); // the same as `g`
    void *data;
} half_format;

// What of `from` says what `g` does, for as long as `scratch` is not changed. FALSE: nothing.
gboolean half_that_holds(const half_format *f, const line *from, const segment *g, GString *scratch,
                         line *out);

// The segment with the text and the words in `side` only.
segment half_segment(const segment *from, int side);

// Says how many texts lost their tags; 0 says nothing.
void half_report(report *r, int count);
