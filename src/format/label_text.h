// SPDX-License-Identifier: GPL-3.0-or-later
// Two languages on one line, as a label has them: "中文 | English"; or "zh: 1 | en: 2" where the
// script of the texts does not tell which is which.
//
// Threads: no state.
#pragma once

#include "format/cue.h"

// Sets the texts of `out`, as cue_finish() does.
void label_read_text(cue *c, const char *text, gsize length, segment *out);

// Appends the texts of `g` as one line that label_read_text() reads again. FALSE: it would read
// something else. `broken`: whether the texts had lines, which are joined by spaces.
gboolean label_append_text(cue *c, const segment *g, GString *out, gboolean *broken);
