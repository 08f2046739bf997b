// SPDX-License-Identifier: GPL-3.0-or-later
// The two sides of an alignment as features: what a recording holds, and the texts as the reference
// voice speaks them.
//
// Threads: belong to the thread that made them.
#pragma once

#include "align/warp.h"
#include "earvoice/decoder.h"
#include "earvoice/speech.h"

typedef struct {
    features *sound;
    GArray *speaks; // float: of each frame, whether somebody speaks, 0 … 1
    band_levels levels;
    GArray *speech_db; // float: see recording_speech_db()
    float range_db;    // from what is quiet to what is loud
    double top_hz;     // of its bands
    int64_t length_us;
    gboolean apart;   // its channels have different things to say
    gboolean goes_on; // it is the beginning of a longer one: texts may be said behind it
} recording;

// Reads all of `d`, of which `heard` counts. What the channels have in opposed phase is not lost in
// their mixture. NULL with an error of decoder_read(), or with
// EARVOICE_ERROR_CANCELLED. Memory: 36 MB an hour, of
// which 13 stay.
recording *recording_hear(decoder *d, channel heard, warp_cancelled cancelled, void *data,
                          GError **error);
// A loudness between speech and what is behind it, about `hop`: one voice may be far less loud than
// another.
float recording_speech_db(const recording *r, int hop);
// Whether somebody speaks in frame `t`, 0 … 1: it is loud, and it is no sound that hardly changes
// for the better part of a second, as applause, noise and chords do.
float recording_speaks(const recording *r, int t);
// Accepts NULL.
void recording_free(recording *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(recording, recording_free)

// The texts to be found, spoken one after the other.
typedef struct {
    features *sound;
    GArray *starts; // int: the first frame of each unit
    GArray *marks;  // voice_mark: where words begin
    GArray *firsts; // int: of each unit, its first mark; one more behind the last
    guint8 *breaks; // see warp_reference
} reference;

// Speaks `texts` (in the language `side`; each a unit) to be found in `sound`, with its noise. NULL
// with an error of voice_open(), or with EARVOICE_ERROR_CANCELLED.
reference *reference_speak(const char *const *texts, int count, language side,
                           const recording *sound, warp_cancelled cancelled, void *data,
                           GError **error);
// Accepts NULL.
void reference_free(reference *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(reference, reference_free)

// The frames `first` … `end` - 1 alone, and the units `first` … `end` - 1 alone (without marks).
recording *recording_part(const recording *r, int first, int end);
reference *reference_part(const reference *r, int first, int end);

// The same sounds from the end to the beginning: as like speech as these, but saying nothing. What
// it costs to lay this along a recording is what a text costs that is not in it. Without marks.
reference *reference_backwards(const reference *r);

// The same, said `pace` times as slowly.
reference *reference_paced(const reference *r, double pace);

int reference_units(const reference *r);
// The first frame of unit `u`; with u = reference_units(), the number of all frames.
int reference_start(const reference *r, int u);
// The unit that frame `f` is of. O(log n).
int reference_unit_at(const reference *r, int f);
