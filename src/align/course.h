// SPDX-License-Identifier: GPL-3.0-or-later
// How a way that warp_run() found went: whether it is the right one is seen from it.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/pooled.h"

// In frames in which somebody speaks, but for the pace.
typedef struct {
    int spoken, laid; // in all, and on a text
    double cost;      // mean of those that are laid, see warp_cost()
    double pace;      // frames of the recording that one of the reference takes
    int untold;       // the most in a row on no text
    int passed;       // units passed over in a row, at most; none in front and behind
    int missing;      // units that are not laid, in all
    double worst;     // mean cost of the worst ten seconds that are laid; -INFINITY: there are less
} course;

// Of the coarse pass.
course course_of(const warp_reference *r, const pooled_recording *x, const int *states,
                 const warp_model *m);

// `states` without the units that fit much worse than the best quarter do: what is left may be
// learnt from. Free with g_free().
int *course_sure_states(const warp_reference *r, const pooled_recording *x, const int *states,
                        const warp_model *m);

// Whether looking further might find more: units are missing while somebody speaks for long and
// nothing is laid on it, many are passed over, or some are laid where they hardly fit.
// `chance`: the mean cost of what says nothing; `known`: the model is the speaker's own.
gboolean course_is_lost(const course *c, double chance, gboolean known);
