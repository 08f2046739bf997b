// SPDX-License-Identifier: GPL-3.0-or-later
// Writes down what the user times by hand, after each key, on a thread of its own: the newest is
// what counts.
//
// Threads: main thread only; none of the calls waits for the disk but tapping_free().
#pragma once

#include "app/player.h"

typedef struct tapping tapping;

// The file is RECORDING.vtt beside it, without the recording's own ending; where there is one
// already, RECORDING.tapped.vtt, which is replaced. `notify` as player_new()'s.
tapping *tapping_new(const char *recording, player_notify notify, void *data);
// Waits until all is written. Accepts NULL.
void tapping_free(tapping *t);

// The name of the file, without its folder, as people read it.
const char *tapping_name(const tapping *t);

// Takes a reference to `s`, which is to be written.
void tapping_write(tapping *t, speech *s);

// TRUE: writing has failed since the last call; `message` says why.
bool tapping_failed(tapping *t, char *message, gsize size);
