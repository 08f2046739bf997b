// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings made for a test, and what a decoder gives for them.
#pragma once

#include <glib.h>

#include "earvoice/decoder.h"

typedef struct {
    int rate, channels;
    int64_t frames;
    float *samples; // interleaved
} sound;

void sound_free(sound *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sound, sound_free)

// Something that never repeats, quieter and louder like speech, the channels differing; each
// sample is a multiple of 1/32768.
sound *recordings_make(int rate, int channels, double seconds);

// A temporary folder, and its removal with all in it.
char *recordings_folder_new(void);
void recordings_folder_remove(char *folder);

// `sound` as a WAV file of 16 bits.
void recordings_write_wav(const sound *s, const char *path);

// `ffmpeg -i INPUT ARGUMENTS OUTPUT`. FALSE, and the test is marked as skipped, where there is no
// ffmpeg or it lacks the encoder.
gboolean recordings_encode(const char *input, const char *arguments, const char *output);

// All that `d` gives, from where it stands.
sound *recordings_read_all(decoder *d);

// Whether reading `frames` after a seek to `at` gives the same as `whole` has there.
void recordings_assert_seek(decoder *d, const sound *whole, int64_t at, int frames);
