// SPDX-License-Identifier: GPL-3.0-or-later
// The transcript reader: what its two parts share, and a second way to read.
#pragma once

#include "earvoice/speech.h"
#include "format/lines.h"

// As transcript_read(), but each line that is not blank is a paragraph of its own: none is a
// heading, none is joined with the next one.
speech *transcript_read_lines(const char *text, gsize size, GError **error);

// Consecutive lines of one language that are one paragraph, usually one line.
typedef struct {
    language side;
    guint first, count; // in an array of line
    gboolean below_blank;
} unit;

// Appends the text of a unit: wrapped lines are joined as the language does.
void unit_text(const unit *u, const GArray *all, GString *out);

// Whether the line ends as a sentence or a form of address does; a heading does not.
gboolean line_is_utterance(const line *l);

// Adds the headings among `units`, `counts[side]` from the beginning in each language, to `out`:
// those that say the same in both languages together. Sets the titles.
void transcript_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                         speech_builder *out);
