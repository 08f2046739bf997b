// SPDX-License-Identifier: GPL-3.0-or-later
// Sound in any sample format, rate and channel layout in, interleaved float of one kind out.
//
// Samples of the same rate and channels come out exactly: s / 32768 for 16 bits. More than two
// channels are mixed down to two without clipping.
//
// Threads: as decoder.h: one at a time.
#pragma once

#include <glib.h>
#include <libavutil/frame.h>
#include <stdbool.h>

#define CONVERT_RATE_MIN     1000
#define CONVERT_RATE_MAX     768000
#define CONVERT_CHANNELS_MAX 64

typedef struct converter converter;

// What comes out: `channels` is 1 or 2.
converter *converter_new(int rate, int channels);
void converter_free(converter *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(converter, converter_free)

// Whether sound of this kind can be converted at all.
bool converter_accepts(int rate, int channels);

// Forgets what it holds back of the sound before (only a change of rate holds back any).
void converter_reset(converter *c);

// Converts `frame`. `out` (borrowed, valid until the next call) has `frames` frames; they can be
// fewer than went in. Returns FALSE if the frame is of a kind that cannot be converted.
gboolean converter_put(converter *c, const AVFrame *frame, const float **out, int *frames);
