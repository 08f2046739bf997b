// SPDX-License-Identifier: GPL-3.0-or-later
// How sure an alignment is, unit by unit and as a whole.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/lay.h"
#include "earvoice/align.h"

// Three seconds, in frames.
#define UNTOLD_MOST (3000000 / FEATURE_HOP_US)

// Where a unit was found. Times in hops of LOUDNESS_HOP_US.
typedef struct {
    int begin, end;   // begin -1: it was not found
    int laid;         // where it began before it was moved to an onset
    float rise_db;    // of the onset; 0: there was none
    float cost;       // mean of the frames in which somebody speaks, see warp_cost()
    int spoken;       // such frames
    int voice;        // frames of the reference
    int strange;      // frames inside in which somebody speaks, but not this
    int untold;       // frames beside in which somebody speaks, and nothing of the text; before
                      // and behind, UNTOLD_MOST at most each
    gboolean heard;   // begin and end are a recogniser's
    gboolean agrees;  // a recogniser heard the same there
    float confidence; // 0 … 1: the chance that the begin is right within half a second
} unit_span;

// How well the texts fit, against the same sounds backwards, which say nothing: their mean cost and
// the share of the speech that is laid on them (see lay_try()).
typedef struct {
    lay_fit forwards, backwards;
} fitness;

// 1: no better than backwards; 2 to 4 where text and recording belong together.
double fitness_ratio(const fitness *f);

// How many spoken frames of the recording one of the voice takes; and that in the middle of all
// `spans` (of unit_span) that were found, 1 where there is none.
float confidence_rate_of(const unit_span *s);
float confidence_middle_rate(const GArray *spans);

// Sets the confidence of each of `spans` (of unit_span).
void confidence_rate(GArray *spans, const fitness *f);

// Says in `summary` whether the whole looks mismatched, and why.
void confidence_judge(const GArray *spans, const fitness *f, align_summary *summary);
