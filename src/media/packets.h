// SPDX-License-Identifier: GPL-3.0-or-later
// The packets of a recording, each with the number of its first frame.
//
// Containers that time their packets well are believed and searched by time; coarse times are
// snapped to where packets of this codec can start. Where there are no good times (MP3, ADTS, raw
// AC-3, AVI, ...), packets are counted from the start, and one in a while is remembered, so that
// going to a far place reads up to there once, without decoding. Either way a packet has the same
// number however it was reached.
//
// Threads: as decoder.h: one at a time.
#pragma once

#include "media/container.h"

typedef struct packets packets;

// Borrows `in`. NULL with `error` as decoder_open().
packets *packets_open(source *in, GError **error);
void packets_free(packets *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(packets, packets_free)

container *packets_container(packets *p);

// After a few packets have been read from the container and decoded: numbers count frames of
// `rate`, and such a packet had `frames` of them. Goes back to the start.
gboolean packets_start(packets *p, int rate, int frames, GError **error);

// The next packet: its pts is the number of its first frame (negative: the encoder's delay, not to
// be heard), its duration its frames, 0 if not known. Returns 1, 0 at the end, -1 with
// EARVOICE_ERROR_IO.
int packets_next(packets *p, AVPacket *to, GError **error);

// The next packet starts at or before `frame`, or is the first. FALSE with EARVOICE_ERROR_IO.
gboolean packets_seek(packets *p, int64_t frame, GError **error);

// What the decoder needs, as of the packet read last, and a number that changes with it.
const AVCodecParameters *packets_codec(const packets *p, int *version);

// Whether numbers may be off by a millisecond, so that packets neither meet nor part exactly.
bool packets_are_loose(const packets *p);

// When frame 0 is, by the clock of the container, in microseconds.
int64_t packets_begin_us(const packets *p);

// Frames as the container or a tag in the file says, not what is reckoned from a bit rate; -1: it
// says nothing.
int64_t packets_said(packets *p);

// Frames in the recording, as far as is known; -1: unknown.
int64_t packets_length(packets *p, bool *estimated);
