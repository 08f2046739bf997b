// SPDX-License-Identifier: GPL-3.0-or-later
// The transcript reader: what its parts share, and a second way to read.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"
#include "format/lines.h"
#include "speech/bead.h"

// As transcript_read(), but each line that is not blank is a paragraph of its own: none is a
// heading, none is joined with the next one.
speech *transcript_read_lines(const char *text, gsize size, report *r, GError **error);

// Consecutive lines of one language that are one paragraph, usually one line.
typedef struct {
    language side;
    guint first, count; // in an array of line
    gboolean below_blank;
} unit;

// Appends the text of a unit: wrapped lines are joined as the language does.
void unit_text(const unit *u, const GArray *all, GString *out);

// How wide a line is, in columns: a Hanzi has two.
int line_columns(const line *l);

// The last character of a line that is no closing quote or bracket; 0: there is none.
gunichar line_last_letter(const line *l);

// Whether the line ends as a sentence does.
gboolean line_is_ended(const line *l);

// Whether the line ends as a sentence or a form of address does; a heading does not.
gboolean line_is_utterance(const line *l);

// Makes units of `from` (of text_line), each a line, or two of a line that says the same in both
// languages; appends them to `units`, and their lines to `all`.
void transcript_units(const GArray *from, GArray *units, GArray *all);

// Joins those of `units` that are parts of a line that was wrapped.
void transcript_join(GArray *units, const GArray *all);

// Which of `units` say the same: beads in order, of which `first` counts the units of that
// language. Blank lines, the turn of languages, lengths and clues decide together. Free with
// g_array_unref().
GArray *transcript_pair(const GArray *units, const GArray *all);

// Says which of these beads, from `first` on, are in one language only, or do not lie as the
// others.
void transcript_report(const GArray *units, const GArray *all, const GArray *beads, guint first,
                       report *r);

// When a bead is said, and how many bytes it has.
typedef struct {
    int64_t start_us, end_us; // TIME_NONE: not known
    gsize length;
} transcript_time;

// `times` (of transcript_time) are what stands in the text, for each bead. If at least half of what
// is said has one, in order, all get spans: each lasts until the next one starts, those without a
// time share the span of the one above by their lengths, and the last one lasts as its length and
// the pace of the others have it; that is said. Else none has a span. Returns how many beads are
// headings, of the `headings` that were taken for such: none that has a time is.
guint transcript_times(GArray *times, guint headings, report *r);

// How many of `beads` from the beginning are headings: title, date, speaker. `of`: the units of
// each language.
guint transcript_count_headings(const GArray *const of[LANGUAGES], const GArray *all,
                                const GArray *beads);

// Says how many lines are headings, `counts[side]` units from the beginning in each language, if
// they are more than a title has.
void transcript_report_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                                report *r);

// Adds the headings among `units`, `counts[side]` from the beginning in each language, to `out`:
// those that say the same in both languages together. Sets the titles.
void transcript_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                         speech_builder *out);
