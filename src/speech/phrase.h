// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text may be broken, and how well: after sentences best, then after clauses, before words
// that begin a phrase; never where Chinese typography forbids it (W3C clreq, basic level).
//
// Threads: no state.
#pragma once

#include "earvoice/speech.h"

// A place between two parts of a text.
typedef struct {
    int end, at;                // bytes: where the part before ends, where the next one begins
    double width_end, width_at; // the same in characters, as check.h counts them
    double cost;                // 0: the best place
} opening;

// The places in `text`, first its beginning, last its end. Line breaks in it count as spaces. Free
// with g_array_unref().
GArray *phrase_openings(const char *text, language side);

// Divides the text into `parts` at the best of these places (of opening), none longer than `most`
// characters. `shares` (or NULL: alike) are where the inner ends are wished, 0 … 1 of the whole.
// The places in `openings` of the inner ends go to `out` (int). FALSE: it cannot be done.
gboolean phrase_divide(const GArray *openings, int parts, double most, const double *shares,
                       GArray *out);
