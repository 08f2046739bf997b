// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader and the writer of ASS and SSA share: the order of an event's fields, and the text
// of an event with its overrides.
//
// In a segment `settings` are the fields of its event but for the text, the times left empty
// ("0,,,Default,,0,0,0,"), and `payload` is the text as it stood there. A segment that was two
// events, one in each language, has two lines of either. `before` is lines of comments, and events
// without text.
//
// Threads: no state.
#pragma once

#include "earvoice/format.h"
#include "format/cue.h"
#include "format/lines.h"

#define ASS_FORMAT     "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
#define ASS_FIELDS_MAX 32
#define CENTISECOND    INT64_C(10000) // us

// Which field is which; the text is the last one.
typedef struct {
    int count;
    int start, end;
    int style, marked; // -1: there is none
} ass_fields;

// The order that ASS_FORMAT gives.
ass_fields ass_usual_fields(void);

// Whether the line is `name` and a colon, in any case and behind spaces; then `value` is what
// follows.
gboolean ass_is(const line *l, const char *name, line *value);

// Reads what stands behind "Format:", up to the text: what is named behind it is part of the text.
// FALSE if there is none, or times do not stand before it.
gboolean ass_fields_read(const line *value, ass_fields *out);

// The order that a header ends with.
ass_fields ass_fields_of(const char *header);

// Appends the lines that stand before a segment, or behind the last one, with other times for
// events that have a span.
void ass_move(const ass_fields *f, const char *kept, time_change to, const void *data,
              GString *out);

// The parts between commas, at most `most` (up to ASS_FIELDS_MAX): the last has all that is left.
// Returns how many.
int ass_split(const line *from, int most, line parts[ASS_FIELDS_MAX]);

// The text of one event, and the language that its style is called by, or CUE_FIND_OUT.
typedef struct {
    const char *text;
    gsize length;
    int side;
} ass_text;

// Appends the text without overrides and drawings.
void ass_plain(GString *out, const char *text, gsize length);

// Sets texts and words of `out`, whose times are set, from one event or from two with the same
// span. They last until `c` is used again.
void ass_decode(cue *c, const ass_text *texts, int count, segment *out);

// Appends the text in `side` as this program writes it; FALSE if times of words had to be put in
// order.
gboolean ass_encode(const segment *from, language side, GString *out);

// Appends a time as it is written.
void ass_append_time(GString *out, int64_t us);

// Times as they are written, in hundredths of a second; at least one long.
int64_t ass_start_cs(const segment *g);
int64_t ass_end_cs(const segment *g);
