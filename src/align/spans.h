// SPDX-License-Identifier: GPL-3.0-or-later
// Where the units of a text lie on a recording, as the way along it (align/lay.h) says.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/lay.h"

// Hops of loudness in a frame.
#define HOPS (FEATURE_HOP_US / LOUDNESS_HOP_US)

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

// What was laid, and where: `states` has what each frame of `sound` is laid on, see warp_run().
typedef struct {
    const recording *sound;
    const reference *voice;
    const warp_model *model;
    const int *states;
} laid_way;

// Where each unit lies, and how well: a GArray of unit_span. Free with g_array_unref().
GArray *spans_find(const laid_way *w);

// Moves begins to onsets and ends to the ends of speech.
void spans_snap(GArray *spans, const recording *sound);

// Sets what is said beside the units, before them and behind.
void spans_count_untold(GArray *spans, const recording *sound);

// In how many of the frames `first` … `end` - 1 somebody speaks.
int spans_count_spoken(const recording *sound, int first, int end);

// Of each mark of the voice, with which a word begins, the hop of the recording where it is heard;
// -1: it is not. A GArray of int. Free with g_array_unref().
GArray *spans_words(const laid_way *w);
