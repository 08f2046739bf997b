// SPDX-License-Identifier: GPL-3.0-or-later
// The text of one document of a book (XHTML), passage by passage: what is said at a time, and the
// blocks that have none.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

typedef struct {
    int place;                // what `places` says of it; -1: nothing
    int paragraph;            // the same number: the same block, and no other one of the book
    gboolean heading, spaced; // spaced: a blank stands before it
    char *text[LANGUAGES];
} epub_passage;

// Empty, of epub_passage. Free with g_array_unref().
GArray *epub_passages_new(void);

// Appends the passages of `size` bytes of XHTML to `out`. What stands in an element whose id is in
// `places` (id to number + 1, as pointers) is a passage of that number, and so is each other block.
// Beside such elements inside of one another the inner ones count.
// What was found is no longer in `places`. A picture with a place is its "alt".
void epub_text_read(const char *text, gsize size, GHashTable *places, GArray *out, report *r);
