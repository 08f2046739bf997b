// SPDX-License-Identifier: GPL-3.0-or-later
// Cues as simple formats have them, each a span and a text, made into a speech: out of order they
// are put in order, and two with the same span, one in each language, are one segment.
//
// Cues belong to one thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

typedef struct cues cues;

// Messages go to `r`, which may be NULL and must outlive it. Free with cues_free().
cues *cues_new(report *r);
// Accepts NULL.
void cues_free(cues *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cues, cues_free)

// Begins a cue that stands on line `number`. FALSE, with a message, if it lies nowhere: the times
// may be any up to twice TIME_MAX.
gboolean cues_begin(cues *c, int64_t start_us, int64_t end_us, int number);

// Says that times of the cue on line `number` are `odd`, if they are (timecode_parse_odd()).
void cues_warn_odd(report *r, int number, gboolean odd);

// Gives the cue that was begun last an id, before its text.
void cues_call(cues *c, const char *id, gsize length);

// Adds UTF-8 text to the cue that was begun last.
void cues_say(cues *c, const char *text, gsize length);

// The same of all the text of a cue; it stays where it is until cues_end().
void cues_lend(cues *c, const char *text, gsize length);

// What the cue that was begun last has to have for the way back, as segment.settings and
// segment.payload (earvoice/speech.h), in the format `name`. NULL: nothing. Two that become one
// segment have one below the other, and the settings of the first that has any.
void cues_keep(cues *c, const char *name, const char *settings, const char *payload);

guint cues_count(const cues *c);

// Makes the speech; the texts are in `side`, or CUE_FIND_OUT (format/cue.h). NULL with
// EARVOICE_ERROR_FORMAT if there is no cue.
speech *cues_end(cues *c, int side, GError **error);
