// SPDX-License-Identifier: GPL-3.0-or-later
// Speech faster or slower at the same pitch: Rubber Band, R3 engine, real-time mode.
//
// What is put in comes out later, stretched; stretch_position() says which input frame the next
// output frame is of, so that text can follow. At speed 1 it still works on the sound: who wants
// the very samples goes round it.
//
// Threads: no locks; one at a time. stretch_get() and stretch_put() may allocate.
#pragma once

#include <glib.h>

#define STRETCH_SPEED_MIN 0.5
#define STRETCH_SPEED_MAX 2.0

typedef struct stretch stretch;

// For sound of `rate` (8000 … 192000 frames a second) and 1 or 2 interleaved channels. Speed 1.
stretch *stretch_new(int rate, int channels);
// Accepts NULL.
void stretch_free(stretch *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(stretch, stretch_free)

// Forgets all that was put in: the next frame put in is input frame 0. Keeps the speed.
void stretch_reset(stretch *s);

// Input frames for one output frame, clamped to the limits above. What is put in from now on, and
// up to 50 ms before, is played at it.
void stretch_set_speed(stretch *s, double speed);

// Takes all `frames` of `in`. What can be got grows by about frames / speed.
void stretch_put(stretch *s, const float *in, int frames);

// Nothing more is put in until stretch_reset(): the last frames can be got.
void stretch_finish(stretch *s);

// Writes up to `max` frames to `out` and returns how many; 0: put in more, or after
// stretch_finish() the end, which is at exactly the last input frame.
int stretch_get(stretch *s, float *out, int max);

// The input frame, counted since the last reset, of which the frame is that stretch_get() gives
// next. Never goes back.
double stretch_position(const stretch *s);
