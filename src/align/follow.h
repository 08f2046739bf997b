// SPDX-License-Identifier: GPL-3.0-or-later
// Where a recogniser heard the units of a text.
//
// Threads: as voice.h: one at a time.
#pragma once

#include "align/confidence.h"
#include "align/voice.h"
#include "earvoice/heard.h"

// Of a unit.
typedef struct {
    int begin, end; // hops of LOUDNESS_HOP_US, as the recogniser has them; -1: it was not heard
    double share;   // of its words that were heard
} followed;

// What became of `texts` (in the language `side`), a unit each. Free with g_array_unref() (of
// followed). NULL with an error of voice_open().
GArray *follow(const heard *h, const char *const *texts, int count, language side, GError **error);

// Takes the recogniser's times for units of `spans` (of unit_span) that were not found, or found
// more than a second from where it heard them, moved to onsets in `sound`; sets `heard` and
// `agrees`. Spans stay in order: of two that are not, the one that was not heard goes. Returns the
// share of all words that were heard.
double follow_apply(const GArray *heard_at, const recording *sound, GArray *spans);
