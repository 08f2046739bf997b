// SPDX-License-Identifier: GPL-3.0-or-later
// What the Xing, Info or LAME tag in the first frame of an MP3 file says about its length.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "media/source.h"

typedef struct {
    int64_t packets; // after the tag's own
    int delay;       // frames that the encoder put before the sound
    int padding;     // and after it
    double share;    // of the file's sound, by its bytes: less than 1 where recordings were joined,
                     // and the tag is of the first; 0: not known
    int64_t missing; // bytes that the file does not have any more
} mp3_tag;

// Reads the tag that ends at byte `position`, where the first packet of sound starts. FALSE if
// there is none, or it does not say how many packets there are.
bool mp3_tag_read(source *in, int64_t position, mp3_tag *tag);

// How long the tag (ID3v1, ID3v2, APE) is that begins `data`, in bytes; it may be longer than
// `size`. 0: there is none.
int64_t mp3_tag_size(const guint8 *data, gsize size);
