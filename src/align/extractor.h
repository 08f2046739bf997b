// SPDX-License-Identifier: GPL-3.0-or-later
// From samples to energies: of the bands of hearing each 20 ms, and of four parts of the spectrum
// each 10 ms. Samples are taken as they come and forgotten; what is kept is 96 bytes for 20 ms and
// 16 for 10 ms, 23 MB an hour.
//
// Threads: an extractor and its spectra belong to one thread.
#pragma once

#include <glib.h>
#include <stdint.h>

#define FEATURE_HOP_US  20000
#define LOUDNESS_HOP_US 10000
#define SPECTRUM_BANDS  24
#define SPECTRUM_PARTS  4

// Natural logarithms of the energies in bands of equal width in mel.
typedef struct {
    float b[SPECTRUM_BANDS];
} band_energies;

// Mean powers below 300 Hz, 900 Hz, 2.5 kHz and above: narrow enough to tell a voice from a noise
// beside it, and, having no window, exact in time.
typedef struct {
    float p[SPECTRUM_PARTS];
} part_powers;

// Energies i are about the sound from i to i + 1 hops, and some before and behind.
typedef struct {
    GArray *bands; // band_energies
    GArray *parts; // part_powers; NULL: not wanted
} spectra;

spectra *spectra_new(gboolean with_parts);
// Accepts NULL.
void spectra_free(spectra *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(spectra, spectra_free)

// How loud each band is in its quiet tenth, which is what is there besides speech, and in its loud
// one: the limits of both tenths.
typedef struct {
    float quiet[SPECTRUM_BANDS], loud[SPECTRUM_BANDS];
} band_levels;
band_levels spectra_levels(const spectra *s);

// Bands end at `top_hz`, so that sounds of any rate can be compared up to what both have; all of
// them lie `stretch` times as high as usual (below 1: for a voice from a longer throat).
typedef struct {
    double top_hz, stretch;
} feature_bands;

// The highest band that a recording of `rate` has, at most what speech needs.
double feature_top_hz(int rate);

typedef struct extractor extractor;

// Appends to `to` (borrowed) what is in sound of `rate` samples a second (1000 … 768000).
extractor *extractor_new(spectra *to, int rate, feature_bands bands);
void extractor_free(extractor *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(extractor, extractor_free)

// The next `count` samples, of one channel.
void extractor_put(extractor *e, const float *samples, int count);
// There are no more: gives what is still missing.
void extractor_end(extractor *e);
