// SPDX-License-Identifier: GPL-3.0-or-later
// The packets of one sound stream, as FFmpeg's demuxers deliver them, and nothing else.
//
// The file is hostile. A demuxer sees the bytes of `source` and no other file or address; it is one
// of a short list; only decoders of sound may look at its packets; what it may read, allocate and
// find before it gives up is bounded.
//
// Threads: as decoder.h: one at a time.
#pragma once

#include <glib.h>
#include <libavformat/avformat.h>

#include "media/source.h"

typedef struct container container;

// Borrows `in`. NULL with `error` as decoder_open().
container *container_open(source *in, GError **error);
// The same for the texts in a Matroska or MP4 file: container_next() gives the packets of all
// subtitle tracks, container_stream() nothing. `us` is how long the whole may take. NULL without
// `error`: it is no such file.
container *container_open_texts(source *in, int64_t us, GError **error);
void container_free(container *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(container, container_free)

AVFormatContext *container_format(container *c);
AVStream *container_stream(container *c);

// The next packet of the stream in `to` (blank). Returns 1, 0 at the end of what can be read, -1
// with EARVOICE_ERROR_IO.
int container_next(container *c, AVPacket *to, GError **error);

// Goes on at the last packet not after `pts`, in units of the stream, or at the byte `position`.
// FALSE: the container cannot do that; where it goes on is unknown.
gboolean container_seek_time(container *c, int64_t pts);
gboolean container_seek_byte(container *c, int64_t position);
