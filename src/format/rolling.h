// SPDX-License-Identifier: GPL-3.0-or-later
// Captions that roll, as YouTube's automatic ones: a line comes as it is said, stays in a cue of
// its own, and stands above the next one once more.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// Takes `s` and returns a reference to it, or, where most of its cues begin with lines with which
// the one before ended, to a speech with each line once, at its own time, and says so. A text in
// which some lines are said again stays as it is.
speech *rolling_settle(speech *s, report *r);
