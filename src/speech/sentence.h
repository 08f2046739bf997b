// SPDX-License-Identifier: GPL-3.0-or-later
// Where sentences end, by rules: stops and the quotation marks behind them, abbreviations,
// decimals, ellipses, questions quoted inside of a sentence.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

// Appends to `ends` (of int) the byte behind each sentence of `text`, with the whitespace that
// follows it: the parts from one end to the next put together give the text. A new line ends a
// sentence. `clauses`: commas, semicolons, colons and dashes end one, too, where at least a few
// words stand on both sides. Blank texts have no end.
void sentence_ends(const char *text, language side, gboolean clauses, GArray *ends);
