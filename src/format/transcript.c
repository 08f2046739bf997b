// SPDX-License-Identifier: GPL-3.0-or-later
// A speech as it is published: paragraphs in Chinese and in English, in turn (each one, or a few
// lines, followed by its translation), or first all of the one and then all of the other, or in one
// language only. Above it there may be headings: title, occasion, date, speaker.
//
// A paragraph is a line; lines that were wrapped (wide, and not ended as a sentence is) are joined.
// Each paragraph becomes a paragraph of one segment without times.
#include "format/transcript.h"

#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/pair.h"
#include "format/readers.h"
#include "speech/script.h"

// In columns: a Hanzi has two.
#define WRAPPED_COLUMNS          40
#define WRAPPED_AT_COMMA_COLUMNS 60
#define BODY_COLUMNS             120
#define HEADING_LINES_MAX        40

typedef struct {
    GArray *lines; // line: those that are not blank, or parts of them in one language
    GArray *units; // unit
    speech_builder *out;
} reader;

int transcript_probe(const char *head)
{
    static const char *const others[] = {"<", "{", "[Script Info]", "%PDF"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_str_has_prefix(head, others[i]))
            return 0;
    return script_language(head, strlen(head)) >= 0 ? 10 : 0;
}

// The last character that is no closing quote or bracket; 0: there is none.
static gunichar last_letter(const line *l)
{
    static const gunichar closing[] = {'"', '\'', ')', ']', 0x201D, 0x2019, 0xFF09, 0x300D, 0x300F};
    for (const char *p = l->text + l->length; p > l->text;) {
        p = g_utf8_prev_char(p);
        gunichar c = g_utf8_get_char(p);
        gboolean closes = FALSE;
        for (gsize i = 0; i < G_N_ELEMENTS(closing); i++)
            closes |= c == closing[i];
        if (!closes)
            return c;
    }
    return 0;
}

static gboolean is_comma(gunichar c)
{
    return c == ',' || c == 0xFF0C || c == 0x3001;
}

gboolean line_is_utterance(const line *l)
{
    static const gunichar ends[] = {'.',    '!',    '?',    ':',    ';',   0x3002,
                                    0xFF01, 0xFF1F, 0xFF1A, 0xFF1B, 0x2026};
    gunichar c = last_letter(l);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (c == ends[i])
            return TRUE;
    return is_comma(c);
}

static int columns(const line *l)
{
    int count = 0;
    for (gsize i = 0; i < l->length; i++) {
        guchar c = (guchar)l->text[i];
        count += (c & 0xC0) != 0x80;
        count += c >= 0xE3;
    }
    return count;
}

static gboolean is_wrapped(const line *l)
{
    int width = columns(l);
    if (is_comma(last_letter(l)))
        return width >= WRAPPED_AT_COMMA_COLUMNS;
    return width >= WRAPPED_COLUMNS && !line_is_utterance(l);
}

void unit_text(const unit *u, const GArray *all, GString *out)
{
    for (guint i = 0; i < u->count; i++) {
        const line *l = &g_array_index(all, line, u->first + i);
        if (i > 0 && u->side == LANGUAGE_EN)
            g_string_append_c(out, ' ');
        g_string_append_len(out, l->text, (gssize)l->length);
    }
}

static void add_line(reader *r, const line *l, language side, gboolean below_blank)
{
    unit added = {side, r->lines->len, 1, below_blank};
    g_array_append_val(r->lines, *l);
    g_array_append_val(r->units, added);
}

// The last line of a unit.
static const line *last_line(const reader *r, const unit *u)
{
    return &g_array_index(r->lines, line, u->first + u->count - 1);
}

// Whether `u` is the rest of the line that `before` ends with.
static gboolean goes_on(const reader *r, const unit *before, const unit *u)
{
    return !u->below_blank && u->side == before->side &&
           u->first == before->first + before->count && is_wrapped(last_line(r, before));
}

static void join_wrapped(reader *r)
{
    guint kept = 0;
    for (guint i = 0; i < r->units->len; i++) {
        unit u = g_array_index(r->units, unit, i);
        unit *before = kept ? &g_array_index(r->units, unit, kept - 1) : NULL;
        if (before && goes_on(r, before, &u))
            before->count++;
        else
            g_array_index(r->units, unit, kept++) = u;
    }
    g_array_set_size(r->units, kept);
}

static void find_units(reader *r, lines in)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
    gboolean below_blank = FALSE;
    language side = LANGUAGE_ZH;
    for (line l; lines_next(&in, &l);) {
        line_trim(&l);
        g_array_set_size(pieces, 0);
        script_cut(l.text, l.length, pieces);
        gboolean letters = script_language(l.text, l.length) >= 0;
        for (guint i = 0; i < pieces->len; i++) {
            const script_piece *p = &g_array_index(pieces, script_piece, i);
            line part = {l.text + p->start, p->length, l.number};
            // What has no letters ("* * *") goes with what stands above.
            side = letters || !r->units->len ? p->side : side;
            add_line(r, &part, side, below_blank);
        }
        below_blank = !pieces->len;
    }
}

static gboolean is_body(const reader *r, const unit *u)
{
    const line *last = last_line(r, u);
    return line_is_utterance(last) || columns(last) >= BODY_COLUMNS;
}

// How many units from the beginning are headings, in each language: those above the first of the
// body in that language, if they are no further down than the block behind the body's first.
static void count_headings(const reader *r, int counts[LANGUAGES])
{
    gboolean begun[LANGUAGES] = {FALSE, FALSE};
    int blocks = 0;
    counts[0] = counts[1] = 0;
    for (guint i = 0; i < r->units->len; i++) {
        const unit *u = &g_array_index(r->units, unit, i);
        if ((begun[0] || begun[1]) && u->side != u[-1].side && ++blocks > 1)
            return;
        if (!begun[u->side] && is_body(r, u)) {
            // Wide lines right above it are its beginning.
            for (const unit *p = u; counts[u->side] && goes_on(r, p - 1, p); p--)
                counts[u->side]--;
            begun[u->side] = TRUE;
        }
        counts[u->side] += !begun[u->side];
        if (counts[0] + counts[1] > HEADING_LINES_MAX)
            break;
    }
    // If no line ends as a sentence does, that says nothing.
    if (!begun[0] && !begun[1])
        counts[0] = counts[1] = 0;
}

static void drop_headings(reader *r, const int counts[LANGUAGES])
{
    int left[LANGUAGES] = {counts[0], counts[1]};
    guint kept = 0;
    for (guint i = 0; i < r->units->len; i++) {
        unit u = g_array_index(r->units, unit, i);
        if (left[u.side] > 0)
            left[u.side]--;
        else
            g_array_index(r->units, unit, kept++) = u;
    }
    g_array_set_size(r->units, kept);
}

// A block: units first … end - 1 are of one language.
static guint block_end(const reader *r, guint first)
{
    guint end = first;
    while (end < r->units->len &&
           g_array_index(r->units, unit, end).side == g_array_index(r->units, unit, first).side)
        end++;
    return end;
}

static GArray *lengths(const reader *r, guint first, guint end)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = first; i < end; i++) {
        const unit *u = &g_array_index(r->units, unit, i);
        int length = 0;
        for (guint k = 0; k < u->count; k++)
            length += (int)g_array_index(r->lines, line, u->first + k).length;
        g_array_append_val(out, length);
    }
    return out;
}

static void add_bead(reader *r, const bead *b, const guint firsts[LANGUAGES])
{
    GString *text[LANGUAGES];
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++) {
        text[side] = g_string_new(NULL);
        for (int i = 0; i < b->count[side]; i++) {
            if (i > 0)
                g_string_append_c(text[side], '\n');
            guint index = firsts[side] + (guint)(b->first[side] + i);
            unit_text(&g_array_index(r->units, unit, index), r->lines, text[side]);
        }
        g.text[side] = text[side]->str;
    }
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_segment(r->out, &g);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(text[side], TRUE);
}

static void add_body(reader *r)
{
    for (guint i = 0; i < r->units->len;) {
        guint middle = block_end(r, i), end = block_end(r, middle);
        language side = g_array_index(r->units, unit, i).side;
        guint firsts[LANGUAGES] = {i, i};
        firsts[1 - side] = middle;
        g_autoptr(GArray) one = lengths(r, i, middle), other = lengths(r, middle, end);
        g_autoptr(GArray) beads =
            side == LANGUAGE_ZH ? pair_by_length(one, other) : pair_by_length(other, one);
        for (guint k = 0; k < beads->len; k++)
            add_bead(r, &g_array_index(beads, bead, k), firsts);
        i = end;
    }
}

static speech *read_all(const char *text, gsize size, gboolean by_line, GError **error)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(line));
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(unit));
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {all, units, out};
    int counts[LANGUAGES];
    find_units(&r, lines_of(text, size));
    if (!units->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text in it."));
        return NULL;
    }
    if (!by_line) {
        count_headings(&r, counts);
        transcript_headings(units, all, counts, out);
        drop_headings(&r, counts);
        join_wrapped(&r);
    }
    add_body(&r);
    return speech_builder_end(out);
}

speech *transcript_read(const char *text, gsize size, report *messages, GError **error)
{
    (void)messages;
    return read_all(text, size, FALSE, error);
}

speech *transcript_read_lines(const char *text, gsize size, GError **error)
{
    return read_all(text, size, TRUE, error);
}
