// SPDX-License-Identifier: GPL-3.0-or-later
// The pars of a SMIL file: each a text in another file, and the span of a recording that says it.
//
// * Clocks: "0:01:02.5", "01:02.5", "62.5s", "62500ms", "1.5min", "2h", "62.5", with "npt=" or
//   without. Without clipBegin a clip begins at 0.
// * Several clips in a par are one.
//
// Threads: no state.
#pragma once

#include <stdint.h>

#include "earvoice/report.h"

// Without clipEnd: until the next one begins.
#define SMIL_OPEN INT64_MAX

typedef struct {
    char *file, *id; // of the text: the file, unescaped, and its fragment; NULL: there is none
    char *recording; // unescaped; NULL: there is no clip of use
    int64_t start_us, end_us;
    int line;
    gboolean is_span; // there is a text or a clip in it
} smil_par;

// Frees what a par holds: a GDestroyNotify for arrays of them.
void smil_par_clear(gpointer par);

// All that have a text or a clip, in the order of the file, smil_par. What cannot be read is
// reported, and its par has no clip. Free with g_array_unref().
GArray *smil_pars_read(const char *text, gsize size, report *r);

// Leaves the clips of one recording: `wanted`, or, where that is NULL or has none, the one with
// most of them. Returns its name, NULL if there is none. `r` (may be NULL) is told of each clip
// that goes.
const char *smil_pars_choose(GArray *pars, const char *wanted, report *r);

// How many clips of each recording there are: its name to the count, as a pointer. It lives as long
// as the pars are unchanged. Free with g_hash_table_unref().
GHashTable *smil_pars_count(const GArray *pars);

// Where the span of a par with a clip ends; the last one lasts 5 s if it is open.
int64_t smil_par_end_us(const GArray *pars, guint index);
