// SPDX-License-Identifier: GPL-3.0-or-later
// A text in two languages of which it is known what belongs together, altered in one place and laid
// out as transcripts are: what a reader makes of it can be counted.
#pragma once

#include "earvoice/speech.h"

// What says the same in both languages, in order; one side may be "".
typedef struct {
    char *text[LANGUAGES];
} known_pair;

// Each is done to one paragraph or sentence of one language.
typedef enum { ALTER_NOTHING, ALTER_MISSING, ALTER_DOUBLED, ALTER_MERGED, ALTER_SPLIT } alteration;
#define ALTERATIONS 5

typedef enum {
    LAID_BLOCKS,       // all Chinese, a blank line, all English
    LAID_BLOCKS_CLOSE, // the same without the blank line
    LAID_IN_TURN,      // Chinese, English, Chinese, English …
    LAID_IN_GROUPS     // the same, a blank line between pairs
} layout;
#define LAYOUTS 4

// Frees the texts of an array of known_pair.
GArray *known_pairs_new(void);
void known_pairs_add(GArray *pairs, const char *zh, const char *en);

// The paragraphs of the body of `s`, of which each is a pair.
GArray *known_pairs_of(const speech *s);

// The transcript of `pairs` in which `kind` has been done at `place` of `side`, and in `expected`
// the pairs that are right then. NULL: it cannot be done there.
char *altered_text(const GArray *pairs, layout how, alteration kind, language side, guint place,
                   GArray **expected);

// How many of `expected` are segments of `s`, spaces aside.
int altered_right(const GArray *expected, const speech *s);
