// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences and paragraphs cut into subtitles that can be read: short enough, broken where a phrase
// ends, in lines of like length.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/check.h"

// How it went.
typedef struct {
    int cut;       // segments that became several
    int estimated; // times inside of them that come from the length of the text, not from its words
    int too_long;  // segments that the limits could not be kept for
} cues_summary;

// A copy of `s` in which each segment with times is one or more that keep to the limits of lines
// and of time in `p` (RULE_LINE_*, RULE_LINES, RULE_LONG; where they are off: 16 Chinese characters
// or 42 English ones, 2 lines, 7 s), in both languages at once. Text is neither lost nor changed
// but for line breaks. A time inside is that of the word there, if it is known. What is kept
// verbatim stays with the first piece; all have the settings of their segment.
speech *cues_cut(const speech *s, const check_profile *p, cues_summary *summary);
