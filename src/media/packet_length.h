// SPDX-License-Identifier: GPL-3.0-or-later
// How many frames a packet of sound decodes to, without decoding it.
#pragma once

#include <libavcodec/vorbis_parser.h>
#include <libavformat/avformat.h>
#include <stdbool.h>

typedef struct {
    int rate;        // frames a second of what is decoded
    int fixed;       // frames in every packet, 0: they differ
    int grid;        // packets start at multiples of this after the first, 0: anywhere
    bool exact;      // times of the container name frames exactly
    AVRational unit; // of the container's times, in seconds
    enum AVCodecID codec;
    AVVorbisParseContext *vorbis; // NULL: another codec
    // So many frames after its beginning is the time that the container gave the packet last seen:
    // FFmpeg 5 takes a Vorbis packet for shorter than it is where the length of blocks changes.
    int64_t late;
} packet_length;

// `rate` and `frames` are those of a decoded packet, from the middle of the stream.
void packet_length_init(packet_length *l, const AVStream *stream, int rate, int frames);
void packet_length_clear(packet_length *l);

// The next packet does not come after the last one.
void packet_length_restart(packet_length *l);

// The decoder has new headers from the next packet on.
void packet_length_set_headers(packet_length *l, const AVCodecParameters *codec);

// Frames of `packet` that are sound, without the padding at the end of the last one; 0: not known.
// Packets must come in their order: in Vorbis, the one before matters.
int64_t packet_length_of(packet_length *l, const AVPacket *packet);

// Frames to drop at the packet's start (encoder's delay) and end (padding), as the container says.
typedef struct {
    int64_t start, end;
} packet_trim;
packet_trim packet_length_trim(const AVPacket *packet);
