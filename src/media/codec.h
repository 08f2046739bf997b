// SPDX-License-Identifier: GPL-3.0-or-later
// FFmpeg's decoders of sound, set up so that packets come out whole and untrimmed.
#pragma once

#include <libavcodec/avcodec.h>

#include "media/container.h"

// A fresh decoder; NULL: there is none. Free with avcodec_free_context().
AVCodecContext *codec_open(const AVCodecParameters *parameters);

// What the headers of a container may not say: with SBR, AAC has twice the rate.
typedef struct {
    int rate, channels;
    int frames; // in a packet
} codec_sound;

// Decodes the next packets of `box`, 64 at most. FALSE if that gives no sound that
// converter_accepts(); `error` is set only if the file cannot be read.
gboolean codec_probe(const AVCodecParameters *parameters, container *box, codec_sound *sound,
                     GError **error);

// Frames to decode and drop, so that what a fresh decoder gives then is as if it had decoded from
// the start.
int64_t codec_run_up(const AVCodecParameters *parameters, const codec_sound *sound);
