// SPDX-License-Identifier: GPL-3.0-or-later
// The way from the pump to the device: everything the audio thread may touch is in here.
//
// The pump writes blocks of sound, each stamped with its generation and its media time. The
// device's callback takes them with playout_fill(), which keeps the clock. A seek makes a new
// generation, and what is left of the old ones is dropped; a change of speed makes one that takes
// over at a media time, without a gap.
#pragma once

#include "media/playclock.h"

typedef struct playout playout;

typedef struct {
    unsigned generation;
    int frames;          // 0 … playout_block_frames(); 0: the recording ended here
    int64_t start_us;    // media time of the first frame
    double us_per_frame; // media time of a frame
    float samples[];     // interleaved
} playout_block;

// `rate` frames a second of `channels` (1 or 2) floats.
playout *playout_new(int rate, int channels);
// Counted by reference, for a device that hangs may outlive the player. Any thread; unref accepts
// NULL.
playout *playout_ref(playout *o);
void playout_unref(playout *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(playout, playout_unref)

int playout_rate(const playout *o);
int playout_channels(const playout *o);
// Frames in a full block, about 21 ms; also the period to ask of a device.
int playout_block_frames(const playout *o);

// Pump thread: the next block to fill (its contents are undefined), NULL while there is no room;
// playout_write_end() hands it over.
playout_block *playout_write_begin(playout *o);
void playout_write_end(playout *o);
// Blocks waiting. Any thread.
int playout_waiting(const playout *o);

// Any one thread at a time (the owner of the player's lock): blocks of generations before
// `generation` are heard only up to `cut_us` of the recording; INT64_MIN drops them at once.
void playout_cut(playout *o, unsigned generation, int64_t cut_us);

// The gain, 0 … 1; at 1 the samples pass untouched. Changes are ramped over one period. Any thread.
void playout_set_gain(playout *o, float gain);

// The audio thread: fills `out` with `frames` frames, silence where there are none.
REALTIME void playout_fill(playout *o, float *out, int frames, int64_t now_ns);

// The clock that playout_fill() keeps. Borrowed.
playclock *playout_clock(playout *o);

// The media time up to which sound has been handed to the device. Any thread.
int64_t playout_handed_us(const playout *o);
// The newest generation of which a block has been handed to the device. Any thread.
unsigned playout_handed_generation(const playout *o);
// The generation whose end of the recording has been handed over; 0: none. Any thread.
unsigned playout_ended(const playout *o);
// Times that the sound broke off: the device asked and there was nothing to give (the first half
// second after a seek does not count), or it asked so late that what it had must have run out. Any
// thread.
int playout_underruns(const playout *o);
// The device will not ask for a while (pause): that is no breaking off. Any thread.
void playout_rest(playout *o);
