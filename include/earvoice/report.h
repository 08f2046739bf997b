// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader has to say about a file it could read: what was skipped, mended or assumed, by
// line.
//
// A report belongs to the thread that reads.
#pragma once

#include <glib.h>

typedef struct report report;

// Empty. Free it with report_free().
report *report_new(void);
// Accepts NULL.
void report_free(report *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(report, report_free)

// The file that what follows is about: its name stands before each message. Copies. Accepts NULL
// for `r`.
void report_file(report *r, const char *name);

// Adds a message about `line` (1 …; 0: the whole file), a sentence for the user. Accepts NULL for
// `r`. After REPORT_MAX messages the rest is only counted.
void report_add(report *r, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);
#define REPORT_MAX 1000

// How many messages were about a line: something in a file is wrong.
int report_damage(const report *r);

// Messages held.
int report_count(const report *r);
// Those that came after REPORT_MAX.
int report_uncounted(const report *r);

// "river.srt:12: the cue ends before it starts, so it was skipped." Lives as long as the report.
const char *report_message(const report *r, int index);
