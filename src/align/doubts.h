// SPDX-License-Identifier: GPL-3.0-or-later
// What looks wrong in an alignment, place by place.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/confidence.h"
#include "align/sounds.h"

// Appends what looks wrong to `out` (of doubt), kind by kind, each in order of time. `segments` (of
// int) are those of the speech that `spans` (of unit_span) belong to.
void doubts_find(const GArray *spans, const GArray *segments, const recording *sound, GArray *out);

// Tells `r` of each kind: how many there are, and where the first is. `side`: the language heard.
void doubts_report(const GArray *doubts, const speech *s, language side, report *r);
