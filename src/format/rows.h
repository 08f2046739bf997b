// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of cells, as a text table or a document has them: which column is Chinese, which English,
// and the paragraphs they make. Other columns are left out, with a message, and so is a row with
// the names of columns, without one.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// Of the columns, so many are looked at.
#define ROW_COLUMNS_MAX 16

typedef struct {
    int line;        // where it begins, 1 …; 0: not known
    guint count;     // of cells
    guint continued; // bit c: what stands in column c above goes on here
    char cells[];    // each ended by NUL; lines of a cell end with newlines
} row;

// `cells` are `count` strings that are ended by NUL each. Free with g_free().
row *row_new(int line, const GString *cells, guint count);

// The cell in `column` (-1: none), "" where there is none.
const char *row_cell(const row *w, int column);

// The bytes of text in all cells.
gsize row_bytes(const row *w);

typedef struct {
    int columns[LANGUAGES]; // -1: there is none
    int rows, both;         // rows looked at, and those with both languages
} row_columns;

// For each language the column that has most text of it, in the first `most` of `rows` (row *).
row_columns rows_columns(const GPtrArray *rows, guint most);

// Whether it has anything in other columns that is not just a number.
gboolean row_has_others(const row *w, const row_columns *c);
// Says how many rows had something in them; 0 says nothing.
void rows_report_others(report *r, int count);

// Whether it names the columns: for the first row.
gboolean row_is_names(const row *w, const row_columns *c);

// Adds the row as a paragraph; as several where both cells have the same number of lines. FALSE:
// there is no text in it.
gboolean row_add(const row *w, const row_columns *c, speech_builder *out);
