// SPDX-License-Identifier: GPL-3.0-or-later
// How much sound a WAV file says it has, which is wrong where it was never finished (who wrote it
// crashed, or wrote into a pipe) or was cut.
//
// Threads: no state.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "media/source.h"

typedef struct {
    int64_t at;     // of the bytes that say how large the sound is
    int width;      // their number, 4 or 8
    uint64_t said;  // what they say
    uint64_t there; // bytes where the sound should be
    int frame;      // bytes in a frame, 0: not known
    // It says that there is no sound, or what is put there for "not known yet", though there are
    // bytes: `there` is what it should say.
    bool unfinished;
} wav_header;

// FALSE: `in` is no RIFF WAVE or RF64 file, or it has no sound.
bool wav_header_read(source *in, wav_header *h);
