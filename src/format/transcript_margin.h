// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a transcript and is no text: rules, page numbers, numbers of lists, and the times
// and speakers that programs for meetings and recordings write between what was said.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/timecode.h"
#include "format/lines.h"

// A line that is not blank, without the whitespace around it.
typedef struct {
    line text;
    gboolean below_blank;     // a blank line stands above it, or what parts text as one does
    int64_t start_us, end_us; // what the time above or before it says; TIME_NONE: there is none
} text_line;

// Takes what is no text out of `all` (of text_line), and says to `r` what and how much, but for
// rules. A number, a time or a name is only taken out where the lines around it show what it is.
// The times that are taken out stay as those of the line behind them.
// `by_line`: times and speakers only; each other line is wanted.
void transcript_margin(GArray *all, gboolean by_line, report *r);
