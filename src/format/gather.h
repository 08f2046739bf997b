// SPDX-License-Identifier: GPL-3.0-or-later
// Segments as a file has them, in any order, its two languages beside or below one another, made a
// speech: in order of time, with an end each, and what is said in both languages in one segment.
//
// It belongs to one thread.
#pragma once

#include "earvoice/speech.h"

// An end that the file does not tell: where the next one begins.
#define GATHER_OPEN INT64_MAX

typedef struct gather gather;

gather *gather_new(void);
// Accepts NULL.
void gather_free(gather *g);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gather, gather_free)

typedef struct {
    int paragraph;     // those of the same number, one behind the other, are one paragraph
    gboolean in_track; // it stands in a part of the file that is in one language
    paragraph_kind kind;
} gather_place;

// Adds a copy of `from`, whose texts are safe (as cue_finish() makes them). Its end may be
// GATHER_OPEN.
void gather_add(gather *g, const segment *from, gather_place place);

guint gather_count(const gather *g);

// Forgets the settings, payloads and what stands before segments.
void gather_strip(gather *g);

// Makes the speech, with the metas that `out` has. Segments with the same span, one in each
// language, become one; where all stand in tracks of one language, those that overlap, too. What is
// kept verbatim of segments that become one is joined (pair.h).
speech *gather_end(gather *g, speech_builder *out);
