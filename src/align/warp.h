// SPDX-License-Identifier: GPL-3.0-or-later
// Laying a spoken reference along a recording: which frame of the reference is said at each frame
// of the recording, and where something is said (or nothing) that the reference does not have.
//
// Dynamic time warping (Sakoe and Chiba 1978), frame by frame of the recording, with a filler state
// before each unit and behind the last: it takes any sound at a set cost, so that music, applause,
// announcements and pauses stay outside of the units. A unit may be passed over at a set cost:
// it is not spoken. Of all ways only those are followed that are within a beam of the best one, so
// time and memory grow with the length of the recording.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/features.h"

// How the reference foretells a recording. A pair of frames (x, y), both of mean 0 and spread 1, is
// taken for Gaussian with the correlation r in each coefficient, and costs
//     ln p(x) - ln p(x | y) = ((x - r y)^2 / (1 - r^2) - x^2 + ln(1 - r^2)) / 2.
typedef struct {
    float r[FEATURE_COUNT]; // 0 … below 1
} warp_model;

// As measured on recordings of several speakers in two languages.
extern const warp_model warp_model_usual;

typedef struct {
    const feature *frames;
    int count;
    const int *starts; // the first frame of each unit, ascending, starts[0] = 0
    int units;
    const guint8 *breaks; // of each frame: whether a speaker may pause there
} warp_reference;

// Costs are natural logarithms of likelihoods: how much likelier a frame is as any speech than as
// what it is laid on; less is better.
typedef struct {
    const feature *frames;
    const float *filler;  // of each frame: the cost where it is of no unit
    const float *between; // the same between two units
    const float *least;   // the least cost where it is
    const float *pause;   // the cost where the speaker pauses inside of a unit, without `stay`
    int count;
} warp_recording;

typedef struct {
    const warp_model *model;
    float stay,
        skip;       // what standing on a frame of the reference costs besides, and leaving one out
    float unspoken; // cost of passing over a unit
    float unspoken_more; // the same of each further one in a row
    float beam;          // how much worse than the best a way may be
    float far; // cost of leaving the text for long: its frames then cost no more than outside
    float
        amid; // cost of beginning a unit at one of its breaks, besides `skip` for each frame before
    float late;  // cost of beginning with a unit that is not the first
    float early; // cost of ending anywhere before the end of the last one
    const int
        *band; // of each frame t of the recording: only states band[2t] … band[2t + 1]; NULL: any
} warp_limits;

// What a frame of the recording is laid on: a frame of the reference, or WARP_FILLER(u): the filler
// before unit u (u = units: behind the last).
#define WARP_FILLER(u)    (-1 - (u))
#define WARP_FILLER_OF(s) (-1 - (s))

// Asked now and then with the share that is done; TRUE: stop.
typedef gboolean (*warp_cancelled)(void *data, double share);

// Writes the best way to `states` (of recording->count), and what it costs to `cost` (may be NULL).
// FALSE: cancelled, or there is no way within the limits.
gboolean warp_run(const warp_reference *r, const warp_recording *x, const warp_limits *limits,
                  int *states, double *cost, warp_cancelled cancelled, void *data);

// What is seen where `states` (of warp_run()) lie on the reference, with the usual model for want
// of more: a speaker, a room or a microphone may be like the voice or less so.
warp_model warp_model_learn(const warp_reference *r, const warp_recording *x, const int *states);

// The cost of laying `x` on frame `y` of a reference.
float warp_cost(const warp_model *m, const feature *x, const feature *y);

// The number of the state in a band: of the filler before unit `u`, and of frame `f` of unit `u`.
int warp_filler_state(const warp_reference *r, int u);
int warp_frame_state(int u, int f);
