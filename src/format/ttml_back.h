// SPDX-License-Identifier: GPL-3.0-or-later
// A TTML file that is written again with what was kept of it (ttml_keep.h), and the parts of what
// is written that it shares with others. `prefix` is that of the elements: "tt:", or "".
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

#define TTML_XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

// Appends the file; FALSE: the speech is of no TTML file of which anything was kept.
gboolean ttml_write_back(const speech *s, GString *out, report *r);

// What is in the head by this program.
void ttml_append_metas(GString *out, const char *prefix, const speech *s);
// The attributes begin and end of a p.
void ttml_append_times(GString *out, const segment *g);
// What is in a p.
void ttml_append_texts(GString *out, const char *prefix, const segment *g);
// Whether its texts need xml:space="preserve".
gboolean ttml_needs_preserve(const segment *g);
