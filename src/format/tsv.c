// SPDX-License-Identifier: GPL-3.0-or-later
// A table with times: start, end, and text in one or two columns. A first row names the columns;
// without one the times come first, and Chinese and English in two more. Times are seconds or
// H:MM:SS with decimals; whole numbers below "start, end, text" are milliseconds, as Whisper writes
// them. Rows without times are kept without.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/readers.h"
#include "format/table.h"
#include "speech/build.h"

#define PROBE_ROWS 40

typedef struct {
    int start, end, text; // columns; -1: there is none
    int sides[LANGUAGES];
    gboolean named; // by the first row
    gboolean ms;    // times are whole numbers
} layout;

typedef enum { COLUMN_START, COLUMN_END, COLUMN_ZH, COLUMN_EN, COLUMN_TEXT, COLUMN_KINDS } kind;

static const char *const names[COLUMN_KINDS][12] = {
    [COLUMN_START] = {"start", "begin", "from", "in", "start time", "开始", "开始时间", "起始",
                      "起"},
    [COLUMN_END] = {"end", "to", "out", "stop", "end time", "结束", "结束时间", "止"},
    [COLUMN_ZH] = {"zh", "zh-cn", "cn", "chinese", "中文", "汉语", "简体中文", "中文（简体）"},
    [COLUMN_EN] = {"en", "en-us", "en-gb", "eng", "english", "英文", "英语"},
    [COLUMN_TEXT] = {"text", "subtitle", "文本", "字幕", "内容"},
};

static int kind_of(const char *name)
{
    for (int k = 0; k < COLUMN_KINDS; k++)
        for (gsize i = 0; i < G_N_ELEMENTS(names[k]) && names[k][i]; i++)
            if (g_ascii_strcasecmp(name, names[k][i]) == 0)
                return k;
    return -1;
}

int column_language(const char *name)
{
    int k = kind_of(name);
    return k == COLUMN_ZH ? LANGUAGE_ZH : k == COLUMN_EN ? LANGUAGE_EN : -1;
}

static gboolean is_whole(const char *cell)
{
    return *cell && !cell[strspn(cell, "0123456789")] && strlen(cell) < 15;
}

static gboolean read_time(const char *cell, gboolean ms, int64_t *us)
{
    if (!ms)
        return timecode_parse(cell, us);
    *us = is_whole(cell) ? g_ascii_strtoll(cell, NULL, 10) * 1000 : TIME_NONE;
    return *us >= 0 && *us <= TIME_MAX;
}

// By the names in the first row.
static gboolean find_names(const row *w, layout *l)
{
    int *const columns[COLUMN_KINDS] = {&l->start, &l->end, &l->sides[LANGUAGE_ZH],
                                        &l->sides[LANGUAGE_EN], &l->text};
    for (int c = 0; c < MIN((int)w->count, ROW_COLUMNS_MAX); c++) {
        int k = kind_of(row_cell(w, c));
        if (k >= 0 && *columns[k] < 0)
            *columns[k] = c;
    }
    l->named = l->start >= 0 && l->end >= 0 &&
               (l->text >= 0 || l->sides[LANGUAGE_ZH] >= 0 || l->sides[LANGUAGE_EN] >= 0);
    return l->named;
}

// By what is in the first `most` rows.
static gboolean find_contents(const GPtrArray *rows, guint most, layout *l)
{
    row_columns c = rows_columns(rows, most);
    int timed = 0;
    for (int i = 0; i < c.rows; i++) {
        const row *w = g_ptr_array_index(rows, i);
        int64_t start_us, end_us;
        timed += w->count >= 4 && read_time(row_cell(w, 0), FALSE, &start_us) &&
                 read_time(row_cell(w, 1), FALSE, &end_us) && start_us < end_us;
    }
    *l = (layout){.start = 0, .end = 1, .text = -1};
    memcpy(l->sides, c.columns, sizeof l->sides);
    return timed * 5 > c.rows * 3 && c.columns[LANGUAGE_ZH] > 1 && c.columns[LANGUAGE_EN] > 1;
}

static gboolean has_ms(const GPtrArray *rows, const layout *l)
{
    if (!l->named || l->text < 0 || l->sides[LANGUAGE_ZH] >= 0 || l->sides[LANGUAGE_EN] >= 0)
        return FALSE;
    for (guint i = 1; i < rows->len; i++) {
        const row *w = g_ptr_array_index(rows, i);
        if (w->count > 1 && (!is_whole(row_cell(w, l->start)) || !is_whole(row_cell(w, l->end))))
            return FALSE;
    }
    return TRUE;
}

static gboolean find_layout(const GPtrArray *rows, guint most, layout *l)
{
    *l = (layout){-1, -1, -1, {-1, -1}, FALSE, FALSE};
    return rows->len && (find_names(g_ptr_array_index(rows, 0), l) || find_contents(rows, most, l));
}

// The delimiter of the table; 0: it is none with times.
static char find_delimiter(const char *text, gsize size)
{
    for (const char *d = TABLE_DELIMITERS; *d; d++) {
        g_autoptr(GPtrArray) rows = table_rows(text, size, *d, PROBE_ROWS);
        layout l;
        if (find_layout(rows, PROBE_ROWS, &l))
            return *d;
    }
    return 0;
}

static const char *without_mark(const char *text)
{
    return g_str_has_prefix(text, "\357\273\277") ? text + 3 : text;
}

int tsv_probe(const char *head)
{
    head = without_mark(head);
    return find_delimiter(head, strlen(head)) == '\t' ? 65 : 0;
}

int csv_probe(const char *head)
{
    head = without_mark(head);
    char delimiter = find_delimiter(head, strlen(head));
    return delimiter && delimiter != '\t' ? 65 : 0;
}

static void set_times(const row *w, const layout *l, segment *g, report *r)
{
    const char *start = row_cell(w, l->start), *end = row_cell(w, l->end);
    if (!*start && !*end)
        return;
    if (read_time(start, l->ms, &g->start_us) && read_time(end, l->ms, &g->end_us) &&
        g->start_us < g->end_us)
        return;
    g->start_us = g->end_us = TIME_NONE;
    report_add(r, w->line, _("the times in this row cannot be, so it has none now."));
}

static void add_row(const row *w, const layout *l, cue *scratch, speech_builder *out, report *r)
{
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    set_times(w, l, &g, r);
    cue_clear(scratch);
    for (int side = 0; side < LANGUAGES; side++) {
        const char *cell = row_cell(w, l->sides[side]);
        cue_say(scratch, side, cell, strlen(cell));
    }
    const char *cell = row_cell(w, l->text);
    cue_say(scratch, CUE_FIND_OUT, cell, strlen(cell));
    cue_finish(scratch, &g);
    if (!segment_has_text(&g)) {
        if (w->count > 1)
            report_add(r, w->line, _("there is no text in this row, so it was skipped."));
        return;
    }
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &g);
}

speech *tsv_read(const char *text, gsize size, report *r, GError **error)
{
    const char *begin = without_mark(text);
    size -= (gsize)(begin - text);
    char delimiter = find_delimiter(begin, size);
    g_autoptr(GPtrArray) rows = table_rows(begin, size, delimiter ? delimiter : '\t', G_MAXUINT);
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(speech_builder) out = speech_builder_new();
    layout l;
    if (find_layout(rows, PROBE_ROWS, &l)) {
        l.ms = has_ms(rows, &l);
        for (guint i = l.named; i < rows->len; i++)
            add_row(g_ptr_array_index(rows, i), &l, scratch, out, r);
    }
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no row with Chinese or English text in it."));
    return NULL;
}
