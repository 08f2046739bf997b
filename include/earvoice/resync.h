// SPDX-License-Identifier: GPL-3.0-or-later
// A text whose times do not fit its recording: moved, stretched, bent, or snapped to the sound.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/decoder.h"
#include "earvoice/speech.h"

// What stands at `from_us` has to be at `to_us`.
typedef struct {
    int64_t from_us, to_us;
} resync_point;

// Where `us` comes to: one point moves; between two it is stretched from the one to the other;
// before the first and behind the last two it goes on as between them. `points` are in order of
// both times; at least one. The result is within 0 … TIME_MAX.
int64_t resync_time(const resync_point *points, int count, int64_t us);

// A copy of `s` with all times so changed; what would lie before the recording's beginning is
// untimed. NULL with EARVOICE_ERROR_USAGE if the points are not in order of both times.
speech *resync_speech(const speech *s, const resync_point *points, int count, GError **error);

// A copy of `s` in which segment `index` begins at `us`, as somebody said who listened: it lasts as
// long as its text takes to be said, the one before it ends there at the latest, and what would
// now be out of reading order has no time.
speech *resync_tap(const speech *s, int index, int64_t us);

// How far from the sound a segment begins and ends, and how it is done.
typedef struct {
    int64_t before_us, after_us;          // 0 …: shown so much before the onset, after the end
    channel channel;                      // where the speech is heard
    gboolean (*progress)(void *, double); // told the share that is done; TRUE: stop. May be NULL
    void *data;
} resync_snapping;

// A copy of `s` whose segments begin at the onset of speech near their begin (0.6 s before it to
// 0.4 s after) and end where the speech ends, but not within the next one. NULL with
// EARVOICE_ERROR_CANCELLED or an error of decoder_read().
speech *resync_snap(const speech *s, decoder *d, const resync_snapping *how, GError **error);
