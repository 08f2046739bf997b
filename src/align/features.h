// SPDX-License-Identifier: GPL-3.0-or-later
// Speech as numbers that can be compared: a spectral shape each 20 ms and a loudness each 10 ms.
//
// A shape is mel-frequency cepstral coefficients (Davis and Mermelstein 1980): the cosine transform
// of the logarithms of the energies in bands that are as wide as the ear's. 13 MB an hour.
//
// Threads: belong to the thread that made them.
#pragma once

#include "align/extractor.h"

// As many coefficients, and as many of how they change.
#define FEATURE_SHAPE 8
#define FEATURE_COUNT (2 * FEATURE_SHAPE)
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

// The limits of the quiet and of the loud tenth of what there is.
typedef struct {
    float quiet, loud;
} tenths;

// How loud a recording is each 10 ms. What is in a part of the spectrum in which speech does not
// rise over what is there besides counts for little. Returns the tenths, in dB.
tenths features_add_loudness(features *f, const spectra *s);

// Appends a frame for each of `s`. Of each coefficient its mean where somebody speaks is taken from
// it, and it is divided by its spread there: what a microphone, a room or a voice has of its own
// goes away. `speaks` says where that is, of each frame; NULL: in all of them. How the coefficients
// change is found within the pieces that begin at `starts` (ascending, `pieces` of them; NULL: it
// is one piece). Once.
void features_add_frames(features *f, const spectra *s, const guint8 *speaks, const int *starts,
                         int pieces);

// Gives all frames the mean and the spread of those for which `mask` is not 0: the ones of the
// voice that counts, where others speak, too. Does nothing where these last less than five seconds.
void features_settle(features *f, const guint8 *mask);

// Adds to the bands of `voice` the noise of a recording with `levels`, as far below its speech as
// there: so a quiet sound is drowned in both or in neither (Gales and Young 1993, parallel model
// combination).
void spectra_drown(spectra *voice, const band_levels *levels);
