// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that decodes and stretches into a playout.
//
// Threads: pump_start() to pump_stop() and all calls between belong to one thread, the player's.
// None of them waits for the decoder: of several seeks only the newest counts, and what has come of
// them is read from the playout's clock and from pump_look().
#pragma once

#include "earvoice/decoder.h"
#include "media/playout.h"

typedef struct pump pump;

// How the pump stands.
typedef struct {
    int64_t duration_us; // TIME_NONE: not known yet
    bool estimated;      // the duration may still change
    int damage;          // damaged packets met
    int64_t missing_us;  // see decoder_info.missing
    char error[256];     // why it stopped; "" while all is well
} pump_report;

// Called on the pump thread when the report changed or new sound is there; may only wake somebody.
typedef void (*pump_notify)(void *data);

// Takes `d`, borrows `o` until pump_stop(). Starts at the beginning, at speed 1, generation 1.
pump *pump_start(decoder *d, playout *o, pump_notify notify, void *data);
// Joins the thread and closes the decoder. Accepts NULL. Waits for a read in progress, at most the
// decoder's own deadline.
void pump_stop(pump *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pump, pump_stop)

// Goes on from `us`; what was under way falls silent at once. Returns the new generation.
unsigned pump_seek(pump *p, int64_t us);

// 0.5 … 2.0, taking over within about 0.1 s without a gap. Returns the new generation.
unsigned pump_set_speed(pump *p, double speed);

// From now on, what reaches `end_us` goes on at `start_us`, without a gap. TIME_NONE: no loop. What
// is already waiting to be heard is decoded again.
unsigned pump_set_loop(pump *p, int64_t start_us, int64_t end_us);

// Whether sound is being taken: a pump that is not asked for any sleeps.
void pump_set_playing(pump *p, bool playing);

void pump_look(pump *p, pump_report *out);
