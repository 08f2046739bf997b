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
    features *sound; // finished
    float speech_db; // see features_speech_db()
    double top_hz;   // of its bands
    int64_t length_us;
    int first;        // another voice may speak in the frames before this one
    int lead;         // the frames at the beginning that are of no text; see lay_settle()
    gboolean goes_on; // it is the beginning of a longer one: texts may be said behind it
    float head_db;    // speech_db there
} recording;

// Reads all of `d`, or its first `most_us`. NULL with an error of decoder_read(), or with
// EARVOICE_ERROR_CANCELLED. Memory: 16 MB an hour.
recording *recording_hear(decoder *d, int64_t most_us, warp_cancelled cancelled, void *data,
                          GError **error);
// Another voice speaks in the frames before `first` than from it on: each has its own levels. Once.
void recording_settle(recording *r, int first);
// Accepts NULL.
void recording_free(recording *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(recording, recording_free)

// The texts to be found, spoken one after the other.
typedef struct {
    features *sound; // finished
    GArray *starts;  // int: the first frame of each unit
    GArray *marks;   // voice_mark: where words begin
    GArray *firsts;  // int: of each unit, its first mark; one more behind the last
    guint8 *breaks;  // see warp_reference
} reference;

// Speaks `texts` (in the language `side`; each a unit) up to `top_hz`. NULL with an error of
// voice_open(), or with EARVOICE_ERROR_CANCELLED.
reference *reference_speak(const char *const *texts, int count, language side, double top_hz,
                           warp_cancelled cancelled, void *data, GError **error);
// Accepts NULL.
void reference_free(reference *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(reference, reference_free)

// The frames `first` … `end` - 1 alone, and the units `first` … `end` - 1 alone (without marks).
recording *recording_part(const recording *r, int first, int end);
reference *reference_part(const reference *r, int first, int end);

// The same sounds from the end to the beginning: as like speech as these, but saying nothing. What
// it costs to lay this along a recording is what a text costs that is not in it. Without marks.
reference *reference_backwards(const reference *r);

int reference_units(const reference *r);
// The first frame of unit `u`; with u = reference_units(), the number of all frames.
int reference_start(const reference *r, int u);
// The unit that frame `f` is of. O(log n).
int reference_unit_at(const reference *r, int f);
