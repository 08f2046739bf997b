// SPDX-License-Identifier: GPL-3.0-or-later
// Speech as numbers that can be compared: a spectral shape each 20 ms and a loudness each 10 ms.
//
// A shape is mel-frequency cepstral coefficients (Davis and Mermelstein 1980): the cosine transform
// of the logarithms of the energies in bands that are as wide as the ear's. Samples are taken as
// they come and forgotten; what is kept is 64 bytes for 20 ms and 4 for 10 ms, 13 MB an hour.
//
// Threads: an extractor belongs to one thread.
#pragma once

#include <glib.h>
#include <stdint.h>

#define FEATURE_HOP_US 20000
// As many coefficients, and as many of how they change.
#define FEATURE_SHAPE   8
#define FEATURE_COUNT   (2 * FEATURE_SHAPE)
#define LOUDNESS_HOP_US 10000
// The loudness of digital silence.
#define LOUDNESS_FLOOR_DB (-100.0f)

// c[0] tells loudness, c[1 … FEATURE_SHAPE - 1] the shape, the others how these change.
typedef struct {
    float c[FEATURE_COUNT];
} feature;

// Frame i is about the sound from i to i + 1 hops, and some before and behind.
typedef struct {
    GArray *frames;   // feature
    GArray *loudness; // float: dB below full scale
} features;

features *features_new(void);
// Accepts NULL.
void features_free(features *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(features, features_free)

// Bands end at `top_hz`, so that sounds of any rate can be compared up to what both have; all of
// them lie `stretch` times as high as usual (below 1: for a voice from a longer throat).
typedef struct {
    double top_hz, stretch;
} feature_bands;

// The highest band that a recording of `rate` has, at most what speech needs.
double feature_top_hz(int rate);

typedef struct extractor extractor;

// Appends to `to` (borrowed) what is in sound of `rate` samples a second (1000 … 768000).
extractor *extractor_new(features *to, int rate, feature_bands bands);
void extractor_free(extractor *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(extractor, extractor_free)

// The next `count` samples, of one channel.
void extractor_put(extractor *e, const float *samples, int count);
// There are no more: gives what is still missing.
void extractor_end(extractor *e);

// A level between speech and what is behind it: half-way between the quiet and the loud tenth.
// In the frames `first` … `end` - 1.
float features_speech_db(const features *f, int first, int end);

// To be called once, when all is there. Takes from each coefficient the mean it has where somebody
// speaks (frames louder than `speech_db`), and divides it by its spread there: what a microphone, a
// room or a voice has of its own goes away. Then finds how the coefficients change, within the
// pieces that begin at `starts` (ascending, `pieces` of them; NULL: it is one piece).
void features_finish(features *f, float speech_db, const int *starts, int pieces);

// The same of the finished frames `first` … `end` - 1 alone, where another voice speaks than in the
// others.
void features_settle(features *f, float speech_db, int first, int end);
