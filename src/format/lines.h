// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a text, whatever ends them: LF, CRLF or CR, mixed as they come.
#pragma once

#include <glib.h>

typedef struct {
    const char *text; // in the whole text, not NUL-terminated
    gsize length;     // without what ends it
    int number;       // 1 …
} line;

// A place in a text. Copy it to look ahead. Begin with lines_of().
typedef struct {
    const char *at, *end;
    int number;
    const char *newline, *carriage_return; // the next ones, so that each is looked for once
} lines;

lines lines_of(const char *text, gsize size);

// The next line; FALSE behind the last. A newline at the very end begins no line.
gboolean lines_next(lines *in, line *out);

// Whether a line holds nothing but spaces and tabs.
gboolean line_is_blank(const line *l);

// Takes spaces and tabs (ASCII and ideographic) from both ends.
void line_trim(line *l);

// Whether the line begins with, or holds, `what`.
gboolean line_begins(const line *l, const char *what);
gboolean line_holds(const line *l, const char *what);
