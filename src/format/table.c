// SPDX-License-Identifier: GPL-3.0-or-later
// A table with Chinese in one column and English in another: a row is a paragraph, or whatever its
// maker aligned. Columns stand between tabs, commas or semicolons (RFC 4180); a first line "sep=;"
// says which, as Excel writes it. Which column is which is found by what is in them; others are
// left out, and so are a row with the names of columns and remarks, which begin with #.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "speech/script.h"

#define PROBE_ROWS  40
#define COLUMNS_MAX 16

typedef struct {
    const char *at, *end;
    char delimiter;
    int line;
    GPtrArray *cells; // char *
    int row_line;     // where the row began
} table;

static gboolean ends_cell(const table *t, const char *p)
{
    return p >= t->end || *p == t->delimiter || *p == '\n' || *p == '\r';
}

// The end of a quoted cell, behind its closing quote; NULL: it is none, just begins with a quote.
static const char *quoted_end(const table *t)
{
    for (const char *p = t->at + 1; p < t->end; p++) {
        if (*p != '"')
            continue;
        if (p + 1 < t->end && p[1] == '"')
            p++;
        else
            return ends_cell(t, p + 1) ? p + 1 : NULL;
    }
    return NULL;
}

static char *take_quoted(table *t, const char *end)
{
    GString *out = g_string_new(NULL);
    for (const char *p = t->at + 1; p < end - 1; p++) {
        t->line += *p == '\n';
        g_string_append_c(out, *p);
        p += *p == '"';
    }
    t->at = end;
    return g_string_free(out, FALSE);
}

static char *take_cell(table *t)
{
    const char *end = t->at < t->end && *t->at == '"' ? quoted_end(t) : NULL;
    if (end)
        return take_quoted(t, end);
    const char *start = t->at;
    while (!ends_cell(t, t->at))
        t->at++;
    return g_strndup(start, (gsize)(t->at - start));
}

// The next row; FALSE behind the last.
static gboolean next_row(table *t)
{
    g_ptr_array_set_size(t->cells, 0);
    if (t->at >= t->end)
        return FALSE;
    t->row_line = t->line;
    for (;;) {
        g_ptr_array_add(t->cells, g_strstrip(take_cell(t)));
        if (t->at >= t->end || *t->at != t->delimiter)
            break;
        t->at++;
    }
    if (t->at < t->end && *t->at == '\r')
        t->at++;
    if (t->at < t->end && *t->at == '\n')
        t->at++;
    t->line++;
    return TRUE;
}

// "sep=;" is passed over.
static table table_new(const char *text, gsize size, char delimiter)
{
    table t = {text, text + size, delimiter, 1, g_ptr_array_new_with_free_func(g_free), 1};
    if (size > 4 && g_ascii_strncasecmp(text, "sep=", 4) == 0) {
        t.delimiter = text[4];
        const char *next = memchr(text, '\n', size);
        t.at = next ? next + 1 : t.end;
        t.line = 2;
    }
    return t;
}

static void table_clear(table *t)
{
    g_ptr_array_unref(t->cells);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(table, table_clear)

static int side_of(const table *t, guint column)
{
    const char *cell = column < t->cells->len ? g_ptr_array_index(t->cells, column) : "";
    return script_language(cell, strlen(cell));
}

// ---- which column is which

typedef struct {
    int columns[LANGUAGES]; // -1: there is none
    int rows, both;         // rows looked at, and those with both languages
} columns;

// For each language the column that has most text of it.
static columns find_columns(const char *text, gsize size, char delimiter, int rows)
{
    gsize bytes[COLUMNS_MAX][LANGUAGES] = {{0}};
    columns out = {{-1, -1}, 0, 0};
    g_auto(table) t = table_new(text, size, delimiter);
    for (int i = 0; i < rows && next_row(&t); i++)
        for (guint c = 0; c < MIN(t.cells->len, COLUMNS_MAX); c++) {
            int side = side_of(&t, c);
            if (side >= 0)
                bytes[c][side] += strlen(g_ptr_array_index(t.cells, c));
        }
    for (int side = 0; side < LANGUAGES; side++)
        for (int c = 0; c < COLUMNS_MAX; c++) {
            int best = out.columns[side];
            if (bytes[c][side] > bytes[c][!side] &&
                (best < 0 || bytes[c][side] > bytes[best][side]))
                out.columns[side] = c;
        }
    g_auto(table) again = table_new(text, size, delimiter);
    for (int i = 0; i < rows && next_row(&again); i++) {
        out.rows++;
        out.both += side_of(&again, (guint)out.columns[LANGUAGE_ZH]) == LANGUAGE_ZH &&
                    side_of(&again, (guint)out.columns[LANGUAGE_EN]) == LANGUAGE_EN;
    }
    return out;
}

static const char delimiters[] = {'\t', ';', ','};

// The delimiter by which most rows have both languages; 0: by none most have.
static char find_delimiter(const char *text, gsize size, int rows)
{
    char best = 0;
    double most = 0.6;
    for (gsize i = 0; i < G_N_ELEMENTS(delimiters); i++) {
        columns c = find_columns(text, size, delimiters[i], rows);
        double share = c.rows ? (double)c.both / c.rows : 0;
        if (share > most) {
            most = share;
            best = delimiters[i];
        }
    }
    return best;
}

static const char *without_mark(const char *text)
{
    return g_str_has_prefix(text, "\357\273\277") ? text + 3 : text;
}

int table_probe(const char *head)
{
    head = without_mark(head);
    return find_delimiter(head, strlen(head), PROBE_ROWS) ? 50 : 0;
}

// ---- reading

static const char *cell(const table *t, int column)
{
    gboolean there = column >= 0 && (guint)column < t->cells->len;
    return there ? g_ptr_array_index(t->cells, column) : "";
}

static gboolean is_language_name(const char *text)
{
    static const char *const names[] = {"中文", "汉语",     "原文",        "译文",
                                        "英文", "简体中文", "中文（简体）"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(text, names[i]) == 0)
            return TRUE;
    return FALSE;
}

// In the first row: what stands in the Chinese column is a word that is not, or a language.
static gboolean is_names(const table *t, const columns *c)
{
    const char *zh = cell(t, c->columns[LANGUAGE_ZH]);
    return *zh && (script_language(zh, strlen(zh)) != LANGUAGE_ZH || is_language_name(zh));
}

static gboolean add_row(const table *t, const columns *c, speech_builder *out)
{
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++)
        g.text[side] = cell(t, c->columns[side]);
    if (!*g.text[LANGUAGE_ZH] && !*g.text[LANGUAGE_EN])
        return FALSE;
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_segment(out, &g);
    return TRUE;
}

speech *table_read(const char *text, gsize size, report *r, GError **error)
{
    const char *begin = without_mark(text);
    size -= (gsize)(begin - text);
    char delimiter = find_delimiter(begin, size, PROBE_ROWS);
    columns c = find_columns(begin, size, delimiter ? delimiter : '\t', G_MAXINT);
    g_autoptr(speech_builder) out = speech_builder_new();
    g_auto(table) t = table_new(begin, size, delimiter ? delimiter : '\t');
    for (gboolean first = TRUE; next_row(&t); first = FALSE) {
        if (first && is_names(&t, &c))
            continue;
        gboolean blank = t.cells->len == 1 && (!*cell(&t, 0) || *cell(&t, 0) == '#');
        if (!add_row(&t, &c, out) && !blank)
            report_add(r, t.row_line, _("there is no text in this row, so it was skipped."));
    }
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no row with Chinese or English text in it."));
    return NULL;
}
