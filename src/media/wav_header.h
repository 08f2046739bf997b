// SPDX-License-Identifier: GPL-3.0-or-later
// The header of a WAV file that was never finished: who wrote it crashed, or wrote into a pipe.
//
// Threads: no state.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "media/source.h"

typedef struct {
    int64_t at;    // of the four bytes that say how large the sound is
    uint32_t size; // what they should say
} wav_mend;

// Whether `in` is a RIFF WAVE file that says it has no sound, or more than fits into its size
// field, though there are bytes where the sound should be; and how it is mended.
bool wav_header_is_unfinished(source *in, wav_mend *mend);
