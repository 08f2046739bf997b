// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that were one before an editor or a mail program broke them at a column: a line is full if
// the first word of the next one had no room in it.
#include "format/transcript.h"

// In columns, where too few lines are there to see a width.
#define WRAPPED_COLUMNS          40
#define WRAPPED_AT_COMMA_COLUMNS 60
// A width at which lines were broken: so wide at least, so many lines, so many of them full.
#define WIDTH_LEAST 20
#define LINES_LEAST 3
#define FULL_SHARE  0.8
// Of lines that go on, this quantile is how wide they may be: a long address stands out further.
#define WIDTH_QUANTILE 0.9
// Room for a Hanzi, and a mark that may not begin a line.
#define HANZI_COLUMNS 4
#define LATIN_MOST    10
// If fewer lines than this end with a mark, that says nothing of where a paragraph ends.
#define MARKED_SHARE 0.5

// The lines of a language in a transcript.
typedef struct {
    int width;       // at which they were broken; 0: they were not; -1: there are too few to see it
    gboolean marked; // a line that ends without a mark is not the end
    gboolean parted; // blank lines part the paragraphs
} habit;

static const line *line_at(const GArray *all, guint i)
{
    return &g_array_index(all, line, i);
}

static const line *last_line(const GArray *all, const unit *u)
{
    return line_at(all, u->first + u->count - 1);
}

// Whether `next` could be the rest of the line that `before` ends with.
static gboolean may_go_on(const unit *before, const unit *next)
{
    return !next->below_blank && next->side == before->side &&
           next->first == before->first + before->count;
}

// How much room the first word of a line takes behind `l`. Chinese lines may be counted in
// characters: Latin ones have half the width of a Hanzi.
static int room_for(const line *l, const line *next, language side)
{
    if (side == LANGUAGE_ZH) {
        int latin = 0;
        for (gsize i = 0; i < l->length; i++)
            latin += (guchar)l->text[i] < 0x80;
        return HANZI_COLUMNS + MIN(latin, LATIN_MOST);
    }
    line word = *next;
    word.length = 0;
    while (word.length < next->length && next->text[word.length] != ' ')
        word.length++;
    return 1 + line_columns(&word);
}

static gboolean is_full(const line *l, const line *next, language side, int width)
{
    return line_columns(l) + room_for(l, next, side) > width;
}

static int compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// The width at which the lines of `side` were broken; 0: none; -1: there are too few to see it.
static int find_width(const GArray *units, const GArray *all, language side)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i + 1 < units->len; i++) {
        const unit *u = &g_array_index(units, unit, i);
        int width = line_columns(last_line(all, u));
        if (u->side == side && may_go_on(u, u + 1) && !line_is_ended(last_line(all, u)))
            g_array_append_val(widths, width);
    }
    if (widths->len < LINES_LEAST)
        return -1;
    g_array_sort(widths, compare_ints);
    int width = g_array_index(widths, int, (guint)(WIDTH_QUANTILE * (widths->len - 1)));
    guint full = 0;
    for (guint i = 0; i + 1 < units->len; i++) {
        const unit *u = &g_array_index(units, unit, i);
        const line *l = last_line(all, u);
        full += u->side == side && may_go_on(u, u + 1) && !line_is_ended(l) &&
                is_full(l, line_at(all, u[1].first), side, width);
    }
    return width >= WIDTH_LEAST && full >= FULL_SHARE * widths->len ? width : 0;
}

static habit find_habit(const GArray *units, const GArray *all, language side)
{
    habit h = {.width = find_width(units, all, side)};
    guint all_lines = 0, marked = 0, parted = 0;
    for (guint i = 0; i < units->len; i++) {
        const unit *u = &g_array_index(units, unit, i);
        all_lines += u->side == side;
        marked += u->side == side && line_is_utterance(last_line(all, u));
        parted += i > 0 && u->below_blank;
    }
    h.marked = marked >= MARKED_SHARE * all_lines;
    h.parted = parted > 1;
    return h;
}

static gboolean goes_on(const GArray *all, const habit *h, const unit *before, const unit *next)
{
    if (!may_go_on(before, next))
        return FALSE;
    const line *l = last_line(all, before);
    gboolean ends = line_is_ended(l);
    if (h->width > 0)
        return is_full(l, line_at(all, next->first), before->side, h->width) &&
               (!ends || h->parted);
    int width = line_columns(l);
    if (line_is_utterance(l) && !ends)
        return width >= WRAPPED_AT_COMMA_COLUMNS;
    return (h->marked || h->width < 0) && width >= WRAPPED_COLUMNS && !ends;
}

void transcript_join(GArray *units, const GArray *all)
{
    const habit habits[LANGUAGES] = {find_habit(units, all, LANGUAGE_ZH),
                                     find_habit(units, all, LANGUAGE_EN)};
    guint kept = 0;
    for (guint i = 0; i < units->len; i++) {
        unit u = g_array_index(units, unit, i);
        unit *before = kept ? &g_array_index(units, unit, kept - 1) : NULL;
        if (before && goes_on(all, &habits[u.side], before, &u))
            before->count++;
        else
            g_array_index(units, unit, kept++) = u;
    }
    g_array_set_size(units, kept);
}
