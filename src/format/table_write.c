// SPDX-License-Identifier: GPL-3.0-or-later
// Tables with a row of names: with times between tabs or commas, and without times between tabs.
#include <string.h>

#include "base/i18n.h"
#include "format/readers.h"
#include "format/span.h"
#include "format/table.h"

// `delimiter` is what stands between all cells.
static void append_cell(GString *out, const char *text, char delimiter)
{
    gboolean guarded = table_is_formula(text + strspn(text, "'"));
    const char special[] = {'\n', delimiter, delimiter == ',' ? '"' : '\n', '\0'};
    if (*text == '"' || strpbrk(text, special)) {
        g_string_append_c(out, '"');
        if (guarded)
            g_string_append_c(out, '\'');
        for (const char *p = text; *p; p++) {
            if (*p == '"')
                g_string_append_c(out, '"');
            g_string_append_c(out, *p);
        }
        g_string_append_c(out, '"');
    } else {
        g_string_append_printf(out, "%s%s", guarded ? "'" : "", text);
    }
}

// The other columns of a row, which has no end yet.
static void append_others(GString *out, const char *cells, char delimiter)
{
    for (const char *unit; (unit = strchr(cells, TABLE_UNIT)); cells = unit + 1) {
        g_autofree char *cell = g_strndup(cells, (gsize)(unit - cells));
        g_string_append_c(out, delimiter);
        append_cell(out, cell, delimiter);
    }
}

static void append_times(GString *out, const segment *g, char delimiter)
{
    char start[TIMECODE_SIZE] = "", end[TIMECODE_SIZE] = "";
    if (g->start_us != TIME_NONE)
        span_format(g->start_us, g->end_us, '.', start, end);
    g_string_append_printf(out, "%s%c%s%c", start, delimiter, end, delimiter);
}

static int count_lines(const char *text)
{
    int count = *text != '\0';
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void append_rows(const speech *s, gboolean times, char delimiter, GString *out, report *r)
{
    gboolean own = times && g_strcmp0(speech_verbatim_format(s), "tsv") == 0;
    int empty = 0, split = 0;
    if (times)
        g_string_append_printf(out, "start%cend%c", delimiter, delimiter);
    g_string_append_printf(out, "zh%cen", delimiter);
    append_others(out, own ? speech_header(s) : "", delimiter);
    g_string_append_c(out, '\n');
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (speech_paragraph(s, g->paragraph)->kind == PARAGRAPH_HEADING)
            continue;
        if (!segment_has_text(g)) {
            empty++;
            continue;
        }
        // Lines that go together are segments to a reader of tables.
        int lines = count_lines(g->text[LANGUAGE_ZH]);
        split += !times && lines > 1 && lines == count_lines(g->text[LANGUAGE_EN]);
        if (times)
            append_times(out, g, delimiter);
        append_cell(out, g->text[LANGUAGE_ZH], delimiter);
        g_string_append_c(out, delimiter);
        append_cell(out, g->text[LANGUAGE_EN], delimiter);
        append_others(out, own && g->settings ? g->settings : "", delimiter);
        g_string_append_c(out, '\n');
    }
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    if (split)
        report_add(r, 0, _("texts that will not be read again as they are: %d."), split);
}

gboolean table_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    append_rows(s, FALSE, '\t', out, r);
    return TRUE;
}

gboolean tsv_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    append_rows(s, TRUE, '\t', out, r);
    return TRUE;
}

gboolean csv_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    append_rows(s, TRUE, ',', out, r);
    return TRUE;
}
