// SPDX-License-Identifier: GPL-3.0-or-later
// A speech as text, for comparing and for tables of tests.
#pragma once

#include "earvoice/format.h"

// "1200-4940 zh|en" a line, times in ms ("-" if untimed), "# " before headings, an empty line
// between paragraphs. Newlines in texts show as "\n". Free with g_free().
char *dump_short(const speech *s);

// Everything a speech knows. Free with g_free().
char *dump_all(const speech *s);

// Reads `text` as format `name` and gives dump_short(), or "!" and the error's message. The
// messages of the report follow, each after "? ".
char *dump_read(const char *name, const char *text, gsize size);

// The same of the transcript `text` with the spans of `times`.
char *dump_paired(const speech *times, const char *text);

// A builder that holds the `count` segments, each a paragraph.
speech_builder *dump_builder(const segment *given, gsize count);

// What is said of a segment whose end was mended, and of one without times; `where`: "3: " or "".
#define DUMP_MENDED(where, number)                                                                 \
    "? " where "segment " #number " does not end after it starts, so it lasts until the next one " \
    "starts, or for a moment.\n"
#define DUMP_UNTIMED(where, number)                                                                \
    "? " where "segment " #number " has no times that can be read; its text was kept.\n"

// XML as all that is equal is written, or NULL with a message: there is no xmllint here, or it is
// no XML. Free with g_free().
char *dump_canonical(const char *xml);

// The folder of test suites, or NULL with a message: they are not part of the project.
const char *suite(const char *name);
