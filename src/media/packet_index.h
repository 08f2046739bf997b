// SPDX-License-Identifier: GPL-3.0-or-later
// Packets that have been counted, one in a while, so that they can be found again.
#pragma once

#include <glib.h>
#include <libavcodec/packet.h>
#include <stdbool.h>

// A packet, and what tells it from all others.
typedef struct {
    int64_t frame, length; // its number and frames
    int64_t position, pts; // in the file, and in units of the stream
    int size;
    uint32_t sum; // Adler-32 of its bytes
} packet_mark;

typedef struct packet_index packet_index;

// Keeps a mark every `step` frames.
packet_index *packet_index_new(int64_t step);
// Accepts NULL.
void packet_index_free(packet_index *x);

// To be called for each packet, with its number and frames; those before the last mark are ignored.
void packet_index_note(packet_index *x, const AVPacket *packet, int64_t frame, int64_t length);

// The last mark not after `frame`; -1: none.
int packet_index_find(const packet_index *x, int64_t frame);
const packet_mark *packet_index_at(const packet_index *x, int i);

bool packet_index_is(const packet_mark *mark, const AVPacket *packet);
