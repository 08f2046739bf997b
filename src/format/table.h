// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in text, with times or without: what their readers and writers share.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "format/rows.h"

// What may stand between columns, the likelier first.
#define TABLE_DELIMITERS "\t;,"

// Columns of a table with times that have no place in a segment are its settings, their names the
// header of the speech: each ended by this.
#define TABLE_UNIT '\037'

// All rows, row *. A first line "sep=;" is passed over, and counts more than `delimiter`. Free with
// g_ptr_array_unref().
GPtrArray *table_rows(const char *text, gsize size, char delimiter);

// The rows that tell what a table is, which are at its beginning: TABLE_FIRST_ROWS at most.
#define TABLE_FIRST_ROWS 40
GPtrArray *table_first_rows(const char *text, gsize size, char delimiter);

// Adds the rows of a table with times, whose columns stand between `between`. FALSE: it has no
// times, and nothing was added.
gboolean table_add_timed(const GPtrArray *rows, char between, speech_builder *out, report *r);

// The language that a column of this name has; -1: it is none.
int column_language(const char *name);

// Whether a spreadsheet would compute a cell that begins so. Such cells are written with a ' before
// them, which table_rows() takes away.
gboolean table_is_formula(const char *cell);
