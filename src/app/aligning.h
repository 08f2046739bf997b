// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the times of a text in its recording while that is played: a thread of its own, with a
// decoder of its own, that divides the text into sentences, times them and writes them down.
//
// Threads: main thread only; none of the calls waits but aligning_free().
#pragma once

#include <stdbool.h>

#include "app/player.h"

typedef struct aligning aligning;

// Begins, when `before` (NULL: none) has ended, which is taken and freed. `notify` as
// player_new()'s: called when the share or the result is another. `where`: what of it is listened
// to. Copies `recording`, takes a reference to `s`.
aligning *aligning_start(const char *recording, channel where, const speech *s, aligning *before,
                         player_notify notify, void *data);

// Tells it to stop, which may take a second where a text is very long. Accepts NULL.
void aligning_cancel(aligning *a);
// Cancels what is not done, and waits for its end. Accepts NULL.
void aligning_free(aligning *a);

// In percent.
int aligning_share(const aligning *a);

// TRUE: it has ended. Then `timed` is the speech with times (the caller's; NULL: there is none to
// be shown) and `message`, of `size` bytes, what the user should know.
bool aligning_take(aligning *a, speech **timed, char *message, gsize size);
