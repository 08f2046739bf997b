// SPDX-License-Identifier: GPL-3.0-or-later
// The times of TTML: what the root says of them, and the expressions.
//
// Threads: no state.
#pragma once

#include "earvoice/timecode.h"
#include "format/xml.h"

// The role by which a division is a paragraph.
#define TTML_PARAGRAPH "x-paragraph"

typedef enum { TTML_NON_DROP, TTML_DROP_NTSC, TTML_DROP_PAL } ttml_drop;

typedef struct {
    double rate;          // frames a second, as counted
    double frames, ticks; // a second of the recording
    double sub_frames;    // of a frame
    gboolean smpte;       // seconds of a clock are counted in frames
    ttml_drop drop;       // of smpte: frames that have no number
    gboolean is_absolute; // times are those of the recording, not of what they are in
} ttml_clock;

ttml_clock ttml_clock_of(const xml_attributes *root);

// Reads "1.2h", "24f", "10000ms", "01:02:03.235", "01:02:03:20", and seconds without a unit, which
// the standard has not. What lies beyond TIME_MAX is TIME_MAX + 1. FALSE: it is none.
gboolean ttml_time(const ttml_clock *c, const char *text, int64_t *us);
