// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings with known times, where they are at hand: a folder each with audio.*, text.txt (a
// segment a line), ref.json and perhaps words.json.
#pragma once

#include "earvoice/align.h"

#define KNOWN_DATA PROJECT_DIR "/../shared/data/speech"

// How far off what was found is, in seconds; INFINITY: not found.
typedef struct {
    GArray *segments, *words; // double; without words.json there are no words
    align_summary summary;
} known;

// The recordings with times, sorted; empty where there are none. Free with g_strfreev().
char **known_names(void);

// Aligns one, in `spoken`; fails the program where it cannot be.
known known_align(const char *name, language spoken);
void known_clear(known *k);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(known, known_clear)

// The share of `errors` within `seconds`, and the error that `share` of them do not exceed.
double known_within(const GArray *errors, double seconds);
double known_quantile(const GArray *errors, double share);
