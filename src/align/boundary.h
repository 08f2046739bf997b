// SPDX-License-Identifier: GPL-3.0-or-later
// Where speech sets in and ends, near a place that a warping path found: the path alone may lie
// anywhere in a pause.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

// The onset that best explains a text beginning about `at`, not before `least`: where it becomes
// loud after the longest and nearest pause. All in hops of LOUDNESS_HOP_US of `loudness` (of float,
// dB). `rise_db` (may be NULL): by how much it becomes louder there; 0: there is no onset near, and
// `at` is returned.
int boundary_onset(const GArray *loudness, int at, int least, float *rise_db);

// Where the speech that goes on about `at` ends, at most `most`: speech is louder than `speech_db`.
int boundary_end(const GArray *loudness, int at, int most, float speech_db);
