// SPDX-License-Identifier: GPL-3.0-or-later
// A speech that was read from TMX, written back: a copy of the file, in which only what has changed
// in the speech is written anew.
//
// In the speech, the header is the text of the file. `settings` of a segment are the number of its
// unit among all of the file, 0 …; a segment that has none, or one that another one before has, is
// a new unit. Of a text that changed, the markup in its segment is lost.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// Appends the file. FALSE, and nothing was appended: there is none to be copied.
gboolean tmx_write_back(const speech *s, GString *out, report *r);
