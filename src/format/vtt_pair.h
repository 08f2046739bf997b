// SPDX-License-Identifier: GPL-3.0-or-later
// Two cues of WebVTT with the same span, one in each language, that are one segment: the two that
// tools write which put a translation into a file. They stay two cues when written back. The
// second one has no id of this program (vtt_place): what the program wrote stands as it is.
//
// The segment has id and settings of the first cue, what stood before either of them, and in its
// payload both texts with what the second cue had of its own between them:
//
//     TEXT                      as it stands in the first cue
//
//     ID                        of the second cue, if it has one
//     --> SETTINGS              and its settings, if it has any
//     TEXT
//
// No text of a single cue holds an arrow.
//
// Threads: no state.
#pragma once

#include "format/lines.h"
#include "format/vtt.h"

// Whether a reader would find such cues if each segment were written as one.
gboolean vtt_has_pairs(const speech *s);

// `read` with such cues made one segment, also those that have nearly the same span; a reference for
// the caller.
speech *vtt_join_pairs(speech *read);

// What the payload of such a segment holds; it lasts as long as the payload.
typedef struct {
    line texts[2];
    line name;     // of the second cue: nothing, or its id and a newline
    line settings; // nothing, or a space and the settings
} vtt_pair;

// FALSE: `payload` (or NULL) is that of a single cue.
gboolean vtt_pair_read(const char *payload, vtt_pair *out);
