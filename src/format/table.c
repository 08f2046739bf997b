// SPDX-License-Identifier: GPL-3.0-or-later
// A table with Chinese in one column and English in another: a row is a paragraph, or whatever its
// maker aligned. Columns stand between tabs, commas or semicolons (RFC 4180); a first line "sep=;"
// says which, as Excel writes it. Which column is which is found by what is in them, or by a row
// with the names of languages; others are left out, and so are the names of columns and remarks,
// which begin with #. A ' that keeps a spreadsheet from computing what begins with = + - @ is no
// text.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/table.h"

// Of a text, for its first rows.
#define FIRST_BYTES (64 * 1024)

typedef struct {
    const char *at, *end;
    char delimiter;
    int line;
    GString *cells; // of the row
} table;

static gboolean ends_cell(const table *t, const char *p)
{
    return p >= t->end || *p == t->delimiter || *p == '\n' || *p == '\r';
}

static const char *skip_spaces(const table *t, const char *p)
{
    while (p < t->end && *p == ' ')
        p++;
    return p;
}

// Behind the closing quote of a cell whose quote is at `p`; NULL: it is none, just begins with one.
static const char *quoted_end(const table *t, const char *p)
{
    for (p++; p < t->end; p++) {
        if (*p != '"')
            continue;
        if (p + 1 < t->end && p[1] == '"')
            p++;
        else
            return ends_cell(t, skip_spaces(t, p + 1)) ? p + 1 : NULL;
    }
    return NULL;
}

// From a quote to behind the one that closes.
static void take_quoted(table *t, const char *quote, const char *end)
{
    for (const char *p = quote + 1; p < end - 1; p++) {
        t->line += *p == '\n';
        g_string_append_c(t->cells, *p);
        p += *p == '"';
    }
    t->at = skip_spaces(t, end);
}

static void take_cell(table *t)
{
    const char *start = t->at, *quote = skip_spaces(t, start);
    const char *end = quote < t->end && *quote == '"' ? quoted_end(t, quote) : NULL;
    if (end) {
        take_quoted(t, quote, end);
        return;
    }
    while (!ends_cell(t, t->at))
        t->at++;
    g_string_append_len(t->cells, start, t->at - start);
}

gboolean table_is_formula(const char *cell)
{
    return *cell && strchr("=+-@", *cell);
}

// Adds the NUL, and takes away the whitespace at both ends of the cell, and what guards it.
static void end_cell(table *t, gsize start)
{
    char *cell = t->cells->str + start;
    g_strstrip(cell);
    gsize length = strlen(cell);
    if (*cell == '\'' && table_is_formula(cell + strspn(cell, "'")))
        memmove(cell, cell + 1, length--);
    g_string_truncate(t->cells, start + length);
    g_string_append_c(t->cells, '\0');
}

// NULL behind the last.
static row *next_row(table *t)
{
    if (t->at >= t->end)
        return NULL;
    int line = t->line;
    guint count = 0;
    g_string_truncate(t->cells, 0);
    for (;; t->at++) {
        gsize start = t->cells->len;
        take_cell(t);
        end_cell(t, start);
        count++;
        if (t->at >= t->end || *t->at != t->delimiter)
            break;
    }
    if (t->at < t->end && *t->at == '\r')
        t->at++;
    if (t->at < t->end && *t->at == '\n')
        t->at++;
    t->line++;
    return row_new(line, t->cells, count);
}

static GPtrArray *read_rows(const char *text, gsize size, char delimiter, guint most)
{
    table t = {text, text + size, delimiter, 1, g_string_new(NULL)};
    if (size > 4 && g_ascii_strncasecmp(text, "sep=", 4) == 0) {
        t.delimiter = text[4];
        const char *next = memchr(text, '\n', size);
        t.at = next ? next + 1 : t.end;
        t.line = 2;
    }
    GPtrArray *rows = g_ptr_array_new_with_free_func(g_free);
    for (row *w; rows->len < most && (w = next_row(&t));)
        g_ptr_array_add(rows, w);
    g_string_free(t.cells, TRUE);
    return rows;
}

GPtrArray *table_rows(const char *text, gsize size, char delimiter)
{
    return read_rows(text, size, delimiter, G_MAXUINT);
}

GPtrArray *table_first_rows(const char *text, gsize size, char delimiter)
{
    gsize end = MIN(size, FIRST_BYTES);
    // Not in the middle of a character.
    while (end < size && end && ((guchar)text[end] & 0xC0) == 0x80)
        end--;
    return read_rows(text, end, delimiter, TABLE_FIRST_ROWS);
}

// Whether the first row names both languages; sets the columns then.
static gboolean named_columns(const GPtrArray *rows, row_columns *c)
{
    const row *w = rows->len ? g_ptr_array_index(rows, 0) : NULL;
    int found[LANGUAGES] = {-1, -1};
    for (int i = 0; w && i < MIN((int)w->count, ROW_COLUMNS_MAX); i++) {
        int side = column_language(row_cell(w, i));
        if (side >= 0 && found[side] < 0)
            found[side] = i;
    }
    if (found[LANGUAGE_ZH] < 0 || found[LANGUAGE_EN] < 0)
        return FALSE;
    memcpy(c->columns, found, sizeof found);
    return TRUE;
}

// The delimiter by which most of the first rows have both languages; 0: by none most have.
static char find_delimiter(const char *text, gsize size)
{
    char best = 0;
    double most = 0.6;
    for (const char *d = TABLE_DELIMITERS; *d; d++) {
        g_autoptr(GPtrArray) rows = table_first_rows(text, size, *d);
        row_columns c = rows_columns(rows, TABLE_FIRST_ROWS);
        double share = named_columns(rows, &c) ? 1 : c.rows ? (double)c.both / c.rows : 0;
        if (share > most) {
            most = share;
            best = *d;
        }
    }
    return best;
}

int table_probe(const char *head)
{
    return find_delimiter(head, strlen(head)) ? 50 : 0;
}

static gboolean is_blank(const row *w)
{
    return w->count == 1 && (!*row_cell(w, 0) || *row_cell(w, 0) == '#');
}

speech *table_read(const char *text, gsize size, report *r, GError **error)
{
    char delimiter = find_delimiter(text, size);
    g_autoptr(GPtrArray) rows = table_rows(text, size, delimiter ? delimiter : '\t');
    row_columns c = rows_columns(rows, G_MAXINT);
    gboolean named = named_columns(rows, &c);
    g_autoptr(speech_builder) out = speech_builder_new();
    int others = 0;
    for (guint i = 0; i < rows->len; i++) {
        const row *w = g_ptr_array_index(rows, i);
        if (i == 0 && (named || row_is_names(w, &c)))
            continue;
        if (row_add(w, &c, out))
            others += row_has_others(w, &c);
        else if (!is_blank(w))
            report_add(r, w->line, _("there is no text in this row, so it was skipped."));
    }
    rows_report_others(r, others);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no row with Chinese or English text in it."));
    return NULL;
}
