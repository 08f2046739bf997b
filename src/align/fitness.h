// SPDX-License-Identifier: GPL-3.0-or-later
// How well texts fit a recording, as a whole.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/spans.h"

// How well the texts fit, against the same sounds backwards, which say nothing: their mean cost and
// the share of the speech that is laid on them (see lay_try()).
typedef struct {
    lay_fit forwards, backwards;
} fitness;

// How many times as good as backwards a mean cost is.
double fitness_better(const fitness *f, double cost);

// The same of the whole. 1: no better than backwards; 2 to 4 where text and recording belong
// together.
double fitness_ratio(const fitness *f);

// Measures it from `spans` (of unit_span). `share`: how much of all speech is laid on a text.
fitness fitness_measure(const GArray *spans, const laid_way *w, double *share);
