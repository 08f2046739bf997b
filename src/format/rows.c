// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/rows.h"

#include <string.h>

#include "base/i18n.h"
#include "speech/script.h"

row *row_new(int line, const GString *cells, guint count)
{
    row *w = g_malloc(sizeof *w + cells->len);
    *w = (row){.line = line, .count = count};
    memcpy(w->cells, cells->str, cells->len);
    return w;
}

const char *row_cell(const row *w, int column)
{
    if (column < 0 || (guint)column >= w->count)
        return "";
    const char *cell = w->cells;
    while (column--)
        cell += strlen(cell) + 1;
    return cell;
}

gsize row_bytes(const row *w)
{
    gsize bytes = 0;
    const char *cell = w->cells;
    for (guint i = 0; i < w->count; i++, cell += strlen(cell) + 1)
        bytes += strlen(cell);
    return bytes;
}

static int side_of(const row *w, int column)
{
    const char *cell = row_cell(w, column);
    return script_language(cell, strlen(cell));
}

row_columns rows_columns(const GPtrArray *rows, guint most)
{
    gsize bytes[ROW_COLUMNS_MAX][LANGUAGES] = {{0}};
    row_columns out = {{-1, -1}, (int)MIN(rows->len, most), 0};
    for (int i = 0; i < out.rows; i++) {
        const row *w = g_ptr_array_index(rows, i);
        for (int c = 0; c < MIN((int)w->count, ROW_COLUMNS_MAX); c++) {
            int side = side_of(w, c);
            if (side >= 0)
                bytes[c][side] += strlen(row_cell(w, c));
        }
    }
    for (int side = 0; side < LANGUAGES; side++)
        for (int c = 0; c < ROW_COLUMNS_MAX; c++) {
            int best = out.columns[side];
            if (bytes[c][side] > bytes[c][!side] &&
                (best < 0 || bytes[c][side] > bytes[best][side]))
                out.columns[side] = c;
        }
    for (int i = 0; i < out.rows; i++) {
        const row *w = g_ptr_array_index(rows, i);
        out.both += side_of(w, out.columns[LANGUAGE_ZH]) == LANGUAGE_ZH &&
                    side_of(w, out.columns[LANGUAGE_EN]) == LANGUAGE_EN;
    }
    return out;
}

gboolean row_has_others(const row *w, const row_columns *c)
{
    const char *cell = w->cells;
    for (int i = 0; i < (int)w->count; i++, cell += strlen(cell) + 1)
        if (cell[strspn(cell, "0123456789.")] && i != c->columns[LANGUAGE_ZH] &&
            i != c->columns[LANGUAGE_EN])
            return TRUE;
    return FALSE;
}

void rows_report_others(report *r, int count)
{
    if (count)
        report_add(r, 0,
                   _("columns other than Chinese and English were left out, in so many rows: %d."),
                   count);
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

// What stands in the Chinese column is a word that is not Chinese, or a language.
gboolean row_is_names(const row *w, const row_columns *c)
{
    const char *zh = row_cell(w, c->columns[LANGUAGE_ZH]);
    return *zh && (script_language(zh, strlen(zh)) != LANGUAGE_ZH || is_language_name(zh));
}

static void add(const char *zh, const char *en, speech_builder *out)
{
    segment g = {.start_us = TIME_NONE,
                 .end_us = TIME_NONE,
                 .confidence = -1,
                 .text = {[LANGUAGE_ZH] = zh, [LANGUAGE_EN] = en}};
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_segment(out, &g);
}

gboolean row_add(const row *w, const row_columns *c, speech_builder *out)
{
    const char *zh = row_cell(w, c->columns[LANGUAGE_ZH]);
    const char *en = row_cell(w, c->columns[LANGUAGE_EN]);
    if (!*zh && !*en)
        return FALSE;
    g_auto(GStrv) left = g_strsplit(zh, "\n", -1);
    g_auto(GStrv) right = g_strsplit(en, "\n", -1);
    guint lines = g_strv_length(left);
    if (lines == g_strv_length(right))
        for (guint i = 0; i < lines; i++)
            add(left[i], right[i], out);
    else
        add(zh, en, out);
    return TRUE;
}
