// SPDX-License-Identifier: GPL-3.0-or-later
// What a library that decodes sound has to offer to decoder.c.
#pragma once

#include "earvoice/decoder.h"
#include "media/source.h"

typedef struct {
    // Borrows `in`, which lives longer. Fills `info` (zeroed) and keeps it current afterwards.
    // NULL with `error` as decoder_open().
    void *(*open)(source *in, decoder_info *info, GError **error);
    void (*close)(void *self);
    // As decoder_read() and decoder_seek().
    int (*read)(void *self, float *out, int max, int64_t *first, GError **error);
    gboolean (*seek)(void *self, int64_t frame, GError **error);
    int (*damage)(const void *self);
} backend;

extern const backend sound_file_backend; // libsndfile
extern const backend ffmpeg_backend;

// Whether a file that begins with `head` is one that libsndfile reads and seeks exactly.
bool sound_file_probe(const guint8 *head, gsize size);

// No recording is longer than this; what says it is, is damaged.
#define BACKEND_HOURS_MAX 1000

// `frames` at `rate`, or -1 (unknown) where they make no sense.
int64_t backend_sane_length(int64_t frames, int rate);

// Copies `text` (may be NULL) to decoder_info.title as one line of valid UTF-8.
void backend_set_title(decoder_info *info, const char *text);

// `error`: the file holds no sound that can be decoded. Returns NULL, to be returned by open().
void *backend_refuse(source *in, GError **error);
