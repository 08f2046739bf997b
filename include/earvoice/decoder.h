// SPDX-License-Identifier: GPL-3.0-or-later
// One recording in, interleaved float samples out, sample-exact.
//
// libsndfile reads what it reads exactly, FFmpeg the rest; the caller cannot tell. The interface is
// narrow (open, read, seek, close; plain values), so that the decoder can move to a process of its
// own.
//
// Threads: a decoder has no locks. It belongs to the thread that opened it until it is handed to
// pump_start(), and to the pump thread afterwards.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "earvoice/report.h"

typedef struct decoder decoder;

// What is heard of two channels that are put together: a speaker may be in one of them, and an
// interpreter in the other.
typedef enum { CHANNEL_MIX, CHANNEL_LEFT, CHANNEL_RIGHT, CHANNELS } channel;
// "mix", "left", "right": what users call them. Ended by NULL.
extern const char *const channel_names[];

typedef struct {
    int rate;         // frames a second, 1000 … 768000: the recording's own
    int channels;     // 1 or 2; recordings with more are mixed down to 2
    int64_t frames;   // length; -1: not known before it has been played
    bool estimated;   // `frames` comes from a bit rate or a header that may be wrong
    int64_t said;     // the length that the file itself says, as `frames`; -1: it says none
    int64_t missing;  // by how much less there was, once the end has been met: the file is cut
    bool unfinished;  // who wrote the file never put its length into it; all that is there is taken
    int64_t begin_us; // when frame 0 is, by the clock of the container: texts in it have that, too
    char codec[32];   // "flac", "opus": for display
    char title[128];  // from the tags, valid UTF-8; "" if none
} decoder_info;

// Opens the first or best audio stream of the file `path`. Nothing else is ever opened: references
// in the file to other files or addresses are refused. Returns NULL with EARVOICE_ERROR_IO (it
// cannot be read) or EARVOICE_ERROR_FORMAT (it holds no sound that can be decoded).
decoder *decoder_open(const char *path, GError **error);
// A recording of `us` microseconds of silence: for a text that has times but no sound. Never fails.
decoder *decoder_silence(int64_t us);
// Accepts NULL.
void decoder_close(decoder *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(decoder, decoder_close)

// Borrowed until decoder_close(). `frames` and `estimated` are kept current by decoder_read() and
// decoder_seek(): once the end has been met, the length is exact.
const decoder_info *decoder_describe(const decoder *d);

// Writes up to `max` frames to `out` (channels floats each) and the number of the first one,
// counted from the start of the recording, to `first`. Returns the frames written, 0 at the end, -1
// with EARVOICE_ERROR_FORMAT or EARVOICE_ERROR_IO. Damaged packets are counted, skipped and
// replaced by silence of the same length, so that time stays true.
int decoder_read(decoder *d, float *out, int max, int64_t *first, GError **error);

// From now on decoder_read() gives `heard` in both channels; CHANNEL_MIX: each as it is. Of a
// recording with one channel it gives that.
void decoder_choose(decoder *d, channel heard);

// The next decoder_read() starts at `frame` (0 …), exactly: the samples equal those of a straight
// decode. Beyond the end, the next read gives 0. FALSE with `error` as decoder_read(). The first
// seek to a far place of an MP3 or ADTS file reads all before it (0.1 s an hour of sound).
gboolean decoder_seek(decoder *d, int64_t frame, GError **error);

// Reports that the file was never finished and, once the end has been met, that it is cut, and how
// many damaged packets there were.
void decoder_report(const decoder *d, report *r);

// What is said of `missing` frames of which there are `rate` a second, for people. Free with
// g_free().
char *decoder_missing_text(int64_t frames, int64_t missing, int rate);

// Damaged packets met so far. libsndfile's files have no packets: 0.
int decoder_damage(const decoder *d);
