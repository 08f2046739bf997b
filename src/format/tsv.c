// SPDX-License-Identifier: GPL-3.0-or-later
// A table with times: start and end or duration, and text in one or two columns. A first row names
// the columns; without one the times come first, or behind a number, and Chinese and English in two
// more. What stands behind the last column that is named belongs to it: it had commas without
// quotes. Times are seconds or H:MM:SS with decimals; whole numbers below "start, end, text" are
// milliseconds, as Whisper writes them, and so are those of columns that say it. Rows without times
// are kept without. Other columns are kept for the way back (table.h).
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/readers.h"
#include "format/table.h"
#include "speech/build.h"

#define TEXTS 2

typedef struct {
    int start, end, duration; // columns; -1: there is none
    int texts[TEXTS];         // whatever the language
    int sides[LANGUAGES];
    int named;    // columns that the first row names, 0: it does not
    char between; // what stands between columns
    gboolean ms;  // times are whole numbers
} layout;

typedef enum {
    COLUMN_START,
    COLUMN_END,
    COLUMN_DURATION,
    COLUMN_ZH,
    COLUMN_EN,
    COLUMN_TEXT,
    COLUMN_KINDS
} kind;

// In small letters, with spaces, and without the unit that may stand behind.
static const char *const names[COLUMN_KINDS][20] = {
    [COLUMN_START] = {"start", "begin", "from", "in", "start time", "begin time", "timecode in",
                      "tc in", "开始", "开始时间", "起始", "起始时间", "起", "入点", "開始",
                      "開始時間"},
    [COLUMN_END] = {"end", "to", "out", "stop", "end time", "stop time", "timecode out", "tc out",
                    "结束", "结束时间", "止", "出点", "結束", "結束時間"},
    [COLUMN_DURATION] = {"duration", "dur", "时长", "持续时间", "時長"},
    [COLUMN_ZH] = {"zh", "zh-cn", "zh-tw", "zh-hans", "zh-hant", "cn", "chs", "cht", "chinese",
                   "simplified chinese", "traditional chinese", "中文", "汉语", "漢語", "简体中文",
                   "繁体中文", "繁體中文"},
    [COLUMN_EN] = {"en", "en-us", "en-gb", "eng", "english", "英文", "英语", "英語"},
    [COLUMN_TEXT] = {"text", "subtitle", "content", "transcript", "translation", "source", "target",
                     "original", "文本", "字幕", "内容", "原文", "译文", "翻译", "內容", "譯文",
                     "翻譯"},
};

static int kind_of(const char *name)
{
    static const char *const units[] = {"(", "[", "（", " in ", " ms"};
    g_autofree char *small = g_strdelimit(g_ascii_strdown(name, -1), "_", ' ');
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        char *unit = strstr(small, units[i]);
        if (unit)
            *unit = '\0';
    }
    g_strstrip(small);
    for (int k = 0; k < COLUMN_KINDS; k++)
        for (gsize i = 0; i < G_N_ELEMENTS(names[k]) && names[k][i]; i++)
            if (strcmp(small, names[k][i]) == 0)
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

// By the names in the first row; what languages are not named, by what is in the first `most` rows.
static gboolean find_names(const GPtrArray *rows, guint most, layout *l)
{
    int *const columns[COLUMN_KINDS] = {
        &l->start,   &l->end, &l->duration, &l->sides[LANGUAGE_ZH], &l->sides[LANGUAGE_EN],
        &l->texts[0]};
    const row *w = g_ptr_array_index(rows, 0);
    for (int c = 0; c < MIN((int)w->count, ROW_COLUMNS_MAX); c++) {
        int k = kind_of(row_cell(w, c));
        if (k >= 0 && *columns[k] < 0)
            *columns[k] = c;
        else if (k == COLUMN_TEXT && l->texts[1] < 0)
            l->texts[1] = c;
    }
    if (l->start < 0 || (l->end < 0 && l->duration < 0))
        return FALSE;
    l->named = (int)w->count;
    if (l->texts[0] >= 0 || l->sides[LANGUAGE_ZH] >= 0 || l->sides[LANGUAGE_EN] >= 0)
        return TRUE;
    g_autoptr(GPtrArray) below = g_ptr_array_new();
    for (guint i = 1; i < MIN(rows->len, most); i++)
        g_ptr_array_add(below, g_ptr_array_index(rows, i));
    row_columns c = rows_columns(below, most);
    memcpy(l->sides, c.columns, sizeof l->sides);
    return c.both > 0;
}

// How many of the rows have two times from column `first` on, in the same form.
static int count_timed(const GPtrArray *rows, int most, int first)
{
    int timed = 0;
    for (int i = 0; i < most; i++) {
        const row *w = g_ptr_array_index(rows, i);
        const char *start = row_cell(w, first), *end = row_cell(w, first + 1);
        int64_t start_us, end_us;
        timed += w->count >= (guint)first + 4 && read_time(start, FALSE, &start_us) &&
                 read_time(end, FALSE, &end_us) && start_us < end_us &&
                 !strchr(start, ':') == !strchr(end, ':');
    }
    return timed;
}

// By what is in the first `most` rows.
static gboolean find_contents(const GPtrArray *rows, guint most, layout *l)
{
    row_columns c = rows_columns(rows, most);
    int first = count_timed(rows, c.rows, 0) * 5 > c.rows * 3 ? 0 : 1;
    int timed = count_timed(rows, c.rows, first);
    *l = (layout){.start = first, .end = first + 1, .duration = -1, .texts = {-1, -1}};
    memcpy(l->sides, c.columns, sizeof l->sides);
    return timed * 5 > c.rows * 3 && MIN(c.columns[LANGUAGE_ZH], c.columns[LANGUAGE_EN]) > l->end;
}

static gboolean has_ms(const GPtrArray *rows, const layout *l)
{
    static const char *const units[] = {"ms", "millisecond", "毫秒"};
    g_autofree char *start = g_ascii_strdown(row_cell(g_ptr_array_index(rows, 0), l->start), -1);
    for (gsize i = 0; l->named && i < G_N_ELEMENTS(units); i++)
        if (strstr(start, units[i]))
            return TRUE;
    if (!l->named || l->end < 0 || l->texts[0] < 0 || l->sides[LANGUAGE_ZH] >= 0 ||
        l->sides[LANGUAGE_EN] >= 0)
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
    *l = (layout){-1, -1, -1, {-1, -1}, {-1, -1}, 0, 0, FALSE};
    return rows->len && (find_names(rows, most, l) || find_contents(rows, most, l));
}

// The delimiter of the table; 0: it is none with times.
static char find_delimiter(const char *text, gsize size)
{
    for (const char *d = TABLE_DELIMITERS; *d; d++) {
        g_autoptr(GPtrArray) rows = table_first_rows(text, size, *d);
        layout l;
        if (find_layout(rows, TABLE_FIRST_ROWS, &l))
            return *d;
    }
    return 0;
}

int tsv_probe(const char *head)
{
    return find_delimiter(head, strlen(head)) == '\t' ? 65 : 0;
}

int csv_probe(const char *head)
{
    char delimiter = find_delimiter(head, strlen(head));
    return delimiter && delimiter != '\t' ? 65 : 0;
}

static gboolean read_times(const char *start, const char *end, const layout *l, segment *g)
{
    if (!read_time(start, l->ms, &g->start_us) || !read_time(end, l->ms, &g->end_us))
        return FALSE;
    if (l->end < 0)
        g->end_us += g->start_us;
    return g->start_us < g->end_us && g->end_us <= TIME_MAX;
}

static void set_times(const row *w, const layout *l, segment *g, report *r)
{
    const char *start = row_cell(w, l->start);
    const char *end = row_cell(w, l->end >= 0 ? l->end : l->duration);
    if ((!*start && !*end) || read_times(start, end, l, g))
        return;
    g->start_us = g->end_us = TIME_NONE;
    report_add(r, w->line, _("the times in this row cannot be, so it has none now."));
}

static void say_cell(const row *w, const layout *l, int column, int side, cue *to)
{
    const char *cell = row_cell(w, column);
    cue_say(to, side, cell, strlen(cell));
    if (column < 0 || column != l->named - 1)
        return;
    for (guint i = (guint)l->named; i < w->count; i++) {
        cell += strlen(cell) + 1;
        if (!*cell)
            continue;
        cue_say(to, side, &l->between, l->between != '\t');
        cue_say(to, side, " ", 1);
        cue_say(to, side, cell, strlen(cell));
    }
}

static gboolean is_text(const layout *l, int column)
{
    gboolean is = FALSE;
    for (int i = 0; i < TEXTS; i++)
        is |= l->texts[i] == column;
    for (int side = 0; side < LANGUAGES; side++)
        is |= l->sides[side] == column;
    return is;
}

// Sets `out` to the cells that are neither times nor text. Returns how many; 0: nothing is in them.
static int other_cells(const row *w, const layout *l, GString *out)
{
    int count = (int)w->count, others = 0;
    gboolean any = FALSE;
    const char *cell = w->cells;
    if (l->named && is_text(l, l->named - 1))
        count = MIN(count, l->named);
    g_string_truncate(out, 0);
    for (int c = 0; c < count; c++, cell += strlen(cell) + 1) {
        if (c == l->start || c == l->end || c == l->duration || is_text(l, c))
            continue;
        gsize from = out->len;
        g_string_append(out, cell);
        g_strdelimit(out->str + from, (const char[]){TABLE_UNIT, '\0'}, ' ');
        g_string_append_c(out, TABLE_UNIT);
        any |= *cell != '\0';
        others++;
    }
    return any ? others : 0;
}

// Keeps the names of `most` other columns.
static void keep_names(const row *first, const layout *l, int most, speech_builder *out)
{
    g_autoptr(GString) all = g_string_new(NULL);
    if (l->named)
        other_cells(first, l, all);
    gboolean any = all->len > 0;
    int count = 0;
    for (const char *p = all->str; *p; p++)
        count += *p == TABLE_UNIT;
    for (; count < most; count++)
        g_string_append_c(all, TABLE_UNIT);
    if (any || most)
        speech_builder_header(out, "tsv", all->str);
}

// Returns how many other cells are kept of it.
static int add_row(const row *w, const layout *l, cue *scratch, GString *others,
                   speech_builder *out, report *r)
{
    int kept = other_cells(w, l, others);
    segment g = {.start_us = TIME_NONE,
                 .end_us = TIME_NONE,
                 .confidence = -1,
                 .settings = kept ? others->str : NULL};
    set_times(w, l, &g, r);
    cue_clear(scratch);
    for (int side = 0; side < LANGUAGES; side++)
        say_cell(w, l, l->sides[side], side, scratch);
    for (int i = 0; i < TEXTS; i++) {
        say_cell(w, l, l->texts[i], CUE_FIND_OUT, scratch);
        cue_say(scratch, CUE_FIND_OUT, "\n", 1);
    }
    cue_finish(scratch, &g);
    if (!segment_has_text(&g)) {
        if (w->count > 1)
            report_add(r, w->line, _("there is no text in this row, so it was skipped."));
        return 0;
    }
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &g);
    return kept;
}

gboolean table_add_timed(const GPtrArray *rows, char between, speech_builder *out, report *r)
{
    g_autoptr(cue) scratch = cue_new();
    layout l;
    if (!find_layout(rows, TABLE_FIRST_ROWS, &l))
        return FALSE;
    l.ms = has_ms(rows, &l);
    l.between = between;
    g_autoptr(GString) others = g_string_new(NULL);
    int most = 0;
    for (guint i = l.named > 0; i < rows->len; i++) {
        int kept = add_row(g_ptr_array_index(rows, i), &l, scratch, others, out, r);
        most = MAX(most, kept);
    }
    keep_names(g_ptr_array_index(rows, 0), &l, most, out);
    return TRUE;
}

speech *tsv_read(const char *text, gsize size, report *r, GError **error)
{
    char delimiter = find_delimiter(text, size);
    g_autoptr(GPtrArray) rows = table_rows(text, size, delimiter ? delimiter : '\t');
    g_autoptr(speech_builder) out = speech_builder_new();
    table_add_timed(rows, delimiter, out, r);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no row with Chinese or English text in it."));
    return NULL;
}
