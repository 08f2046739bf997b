// SPDX-License-Identifier: GPL-3.0-or-later
// Spans of files that do not say them whole, and the message about it; and spans as they are
// written.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// A span as files have it that are written: in milliseconds, one long at least, not beyond
// TIME_MAX.
typedef struct {
    int64_t start, end;
} span_ms;

span_ms span_to_ms(int64_t start_us, int64_t end_us);

// The same as "HH:MM:SS.mmm", with `mark` before the decimals, in `start` and `end`.
void span_format(int64_t start_us, int64_t end_us, char mark, char start[TIMECODE_SIZE],
                 char end[TIMECODE_SIZE]);
// Appends "START --> END", as cues have it.
void span_append(GString *out, int64_t start_us, int64_t end_us, char mark);

// A paragraph that has times, and its number: among those of the body, from 1, or, of one without
// text, the number that it names.
typedef struct {
    int paragraph, number;
    int64_t times[2]; // microseconds
} numbered_span;

// The next one behind `at`, which begins as {-1}. FALSE: there is none.
gboolean span_next_paragraph(const speech *s, numbered_span *at);

// Sets the span of `g`: without a start it has no times. An end that is missing, or not behind the
// start, is that of the next one's start (TIME_NONE: there is none), else 5 s later; of a span that
// is there but has no length, 1 ms later.
void span_set(segment *g, int64_t start_us, int64_t end_us, int64_t next_us);

// The same, and says what is wrong with `times` as those of segment `number` (1 …) of a file, in
// `line` of it (0: it is nothing that is damaged).
void span_check(segment *g, const int64_t times[2], int64_t next_us, report *r, int line,
                int number);
