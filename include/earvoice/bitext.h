// SPDX-License-Identifier: GPL-3.0-or-later
// A bilingual text divided finer: which sentences, or clauses, of a paragraph say the same in both
// languages.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

typedef enum { UNIT_PARAGRAPH, UNIT_SENTENCE, UNIT_CLAUSE } bitext_unit;

// A copy of `s` in which each paragraph of the body is one segment for each unit: a sentence pair,
// or the two to five sentences that one is translated by. What one language leaves out is alone, if
// that is clear; else it goes with a sentence beside it. Segments put together, with the spaces
// between sentences, give the paragraph;
// they have no times. UNIT_PARAGRAPH: each paragraph is one segment. What a file keeps verbatim
// around its segments stays, what it keeps of each does not. `words`: a file of the user's own
// (assets/words.tsv says how), or NULL. Returns NULL with an error of EARVOICE_ERROR_IO if it
// cannot be read; what is wrong in it, and how many sentences are alone, is added to `r`.
speech *bitext_split(const speech *s, bitext_unit unit, const char *words, report *r,
                     GError **error);
