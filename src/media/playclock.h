// SPDX-License-Identifier: GPL-3.0-or-later
// The clock the text follows: which moment of the recording is being heard.
//
// What is handed to the device is a list of stretches, each so many device frames from a media time
// on, at a pace. Speed changes, seeks, loops and gaps are all just entries of it. The audio thread
// writes them, and when it was called; any one other thread reads.
//
// How long before they are heard a device asks for frames differs by driver; see
// playclock_set_ahead().
#pragma once

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/ring.h"

// The stretches remembered: many times what is under way to a loudspeaker.
#define PLAYCLOCK_STRETCHES 256

typedef struct {
    int64_t first;       // device frame, counted from when the clock was made
    int64_t media_us;    // heard at `first`
    double us_per_frame; // 0: silence was put in, the recording stands still
    int64_t frames;
    unsigned generation; // of the seek that it belongs to
} playclock_stretch;

typedef struct {
    int64_t media_us;
    unsigned generation;
    bool standing; // silence is heard, or nothing has been handed over for this moment
} playclock_reading;

typedef struct playclock playclock;

// `rate`: device frames a second.
playclock *playclock_new(int rate);
void playclock_free(playclock *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(playclock, playclock_free)

// Audio thread: the device asks, at `now_ns` of the monotonic clock, for `period` frames; what is
// handed over from now on is for them.
REALTIME void playclock_asked(playclock *c, int64_t now_ns, int period);

// Audio thread: `frames` frames that begin at `media_us` are handed over.
REALTIME void playclock_hand(playclock *c, const playclock_stretch *part);

// Audio thread: device frames handed over so far.
REALTIME int64_t playclock_handed(const playclock *c);

// Any thread: how long before it is heard the device asks for sound, as is known of its driver; 0
// at first.
void playclock_set_ahead(playclock *c, int64_t ahead_us);

// Any thread: how much later than reckoned the device is heard (a Bluetooth headset: 200 ms); may
// be negative.
void playclock_set_delay(playclock *c, int64_t delay_us);

// Reading thread: what is heard at `now_ns`. Never later than what has been handed over. FALSE
// before anything has been.
bool playclock_read(const playclock *c, int64_t now_ns, playclock_reading *out);

// Reading thread: the monotonic time of the last playclock_asked(); 0 if there was none.
int64_t playclock_last_asked_ns(const playclock *c);
