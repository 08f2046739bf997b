// SPDX-License-Identifier: GPL-3.0-or-later
// Foreign text made harmless: for a terminal, and for layout.
//
// Names, tags and texts come from files of unknown origin. On a terminal their control characters
// would be commands; in a layout, some texts take minutes.
#pragma once

#include <glib.h>

// `text` with what a terminal would obey made visible: C0, DEL, C1 (raw or as UTF-8) and invalid
// bytes become \xNN, bidirectional controls \u{NNNN}. Newlines stay if `lines`, else become \x0a.
// Free with g_free().
char *safe_for_terminal(const char *text, gboolean lines);

// Whether safe_text() would surely return `text` as it is. Fast; FALSE may also mean that only
// safe_text() can tell.
gboolean safe_is_clean(const char *text, gsize length);

// `text` (`length` bytes, -1: up to the NUL) as valid UTF-8 without control characters (tabs become
// spaces; newlines stay), at most 30 combining marks on a base (UAX #15 stream-safe text),
// unmatched bidirectional controls dropped. Runs of invalid bytes and NULs become one U+FFFD. What
// is good is returned unchanged. Free with g_free().
char *safe_text(const char *text, gssize length);
