// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader and the writer of WebVTT share: the text of a cue, and what the program itself
// puts into NOTE blocks.
//
//     NOTE                      what the file says of the speech: key: value, once, before all cues
//     title: River forum
//     confidence: 1.1=0.93 …    of the times of cues, by id; in a NOTE like the one above
//
//     NOTE heading 1.1          a segment without times, which cannot be a cue: its text, its id;
//     <lang zh>标题</lang>       "untimed" instead of "heading" where it is spoken
//
// Cue ids are PARAGRAPH.SEGMENT, with an `h` before where a heading is spoken.
#pragma once

#include "earvoice/speech.h"
#include "format/cue.h"

#define VTT_HEADING "NOTE heading"
#define VTT_UNTIMED "NOTE untimed"

// Reads the text of a cue: tags, entities, times within. Sets texts and words of `out`, whose times
// are set, for as long as `c` is not used again.
void vtt_decode(cue *c, const char *payload, gsize length, segment *out);

// Appends the text of a cue as this program writes it, without a newline at its end.
void vtt_encode(const segment *from, GString *out);

// The time at `*at`, which moves behind it; FALSE if there is none as the standard wants it, or it
// is beyond TIME_MAX.
gboolean vtt_parse_time(const char **at, const char *end, int64_t *us);

// What a cue id says of the paragraph.
typedef struct {
    gboolean native; // PARAGRAPH.SEGMENT
    gint64 number;
    paragraph_kind kind;
} vtt_place;

vtt_place vtt_place_of(const char *id);

// Whether a segment with `id` goes on with the paragraph of the one before it.
gboolean vtt_goes_on(const vtt_place *before, const vtt_place *now);
