// SPDX-License-Identifier: GPL-3.0-or-later
// A speech as it is published: paragraphs in Chinese and in English, in turn (each one, or a few
// lines, followed by its translation), or first all of the one and then all of the other, or in one
// language only. Above it there may be headings: title, occasion, date, speaker.
//
// A paragraph is a line; lines that were wrapped (wide, and not ended as a sentence is) are joined.
// Each paragraph becomes a paragraph of one segment, without times but for those that a program for
// meetings wrote between what was said (transcript_times()).
#include "format/transcript.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/transcript_margin.h"
#include "speech/script.h"

typedef struct {
    GArray *lines; // line: those that are not blank, or parts of them in one language
    GArray *units; // unit
    GArray *said;  // text_line
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

gunichar line_last_letter(const line *l)
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

gboolean line_is_ended(const line *l)
{
    static const gunichar ends[] = {'.',    '!',    '?',    ':',    ';',   0x3002,
                                    0xFF01, 0xFF1F, 0xFF1A, 0xFF1B, 0x2026};
    gunichar c = line_last_letter(l);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (c == ends[i])
            return TRUE;
    return FALSE;
}

gboolean line_is_utterance(const line *l)
{
    return line_is_ended(l) || is_comma(line_last_letter(l));
}

int line_columns(const line *l)
{
    int count = 0;
    for (gsize i = 0; i < l->length; i++) {
        guchar c = (guchar)l->text[i];
        count += (c & 0xC0) != 0x80;
        count += c >= 0xE3;
    }
    return count;
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

// The lines that are not blank, trimmed.
static GArray *find_lines(lines in)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(text_line));
    text_line t = {.start_us = TIME_NONE, .end_us = TIME_NONE};
    while (lines_next(&in, &t.text)) {
        line_trim(&t.text);
        if (t.text.length)
            g_array_append_val(out, t);
        t.below_blank = !t.text.length;
    }
    return out;
}

// The units of each language, in order.
static void divide(const reader *r, GArray *of[LANGUAGES])
{
    for (int side = 0; side < LANGUAGES; side++)
        of[side] = g_array_new(FALSE, FALSE, sizeof(unit));
    for (guint i = 0; i < r->units->len; i++) {
        const unit *u = &g_array_index(r->units, unit, i);
        g_array_append_val(of[u->side], *u);
    }
}

static int compare_numbers(const void *key, const void *element)
{
    return *(const int *)key - ((const text_line *)element)->text.number;
}

// The time of a bead: the first that its lines have.
static transcript_time time_of(const reader *r, const bead *b, const GArray *const of[LANGUAGES])
{
    transcript_time t = {TIME_NONE, TIME_NONE, 0};
    for (int side = 0; side < LANGUAGES; side++)
        for (int i = 0; i < b->count[side]; i++) {
            const unit *u = &g_array_index(of[side], unit, b->first[side] + i);
            for (guint k = u->first; k < u->first + u->count; k++) {
                const line *l = &g_array_index(r->lines, line, k);
                const text_line *from = bsearch(&l->number, r->said->data, r->said->len,
                                                sizeof(text_line), compare_numbers);
                t.length += l->length;
                if (!from || from->start_us == TIME_NONE ||
                    (t.start_us != TIME_NONE && t.start_us <= from->start_us))
                    continue;
                t.start_us = from->start_us;
                t.end_us = from->end_us;
            }
        }
    return t;
}

static GArray *times_of(const reader *r, const GArray *beads, const GArray *const of[LANGUAGES])
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(transcript_time));
    for (guint i = 0; i < beads->len; i++) {
        transcript_time t = time_of(r, &g_array_index(beads, bead, i), of);
        g_array_append_val(times, t);
    }
    return times;
}

static void add_bead(reader *r, const bead *b, const transcript_time *t,
                     const GArray *const of[LANGUAGES])
{
    GString *text[LANGUAGES];
    segment g = {.start_us = t->start_us, .end_us = t->end_us, .confidence = -1};
    if (g.start_us != TIME_NONE)
        g.confidence = SPEECH_ROUGH;
    for (int side = 0; side < LANGUAGES; side++) {
        text[side] = g_string_new(NULL);
        for (int i = 0; i < b->count[side]; i++) {
            if (i > 0)
                g_string_append_c(text[side], '\n');
            unit_text(&g_array_index(of[side], unit, b->first[side] + i), r->lines, text[side]);
        }
        g.text[side] = text[side]->str;
    }
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_segment(r->out, &g);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(text[side], TRUE);
}

// Returns how many of the beads are headings.
static guint add_all(reader *r, const GArray *beads, gboolean by_line, report *messages)
{
    GArray *of[LANGUAGES];
    divide(r, of);
    const GArray *const units[LANGUAGES] = {of[LANGUAGE_ZH], of[LANGUAGE_EN]};
    g_autoptr(GArray) times = times_of(r, beads, units);
    guint headings = by_line ? 0 : transcript_count_headings(units, r->lines, beads);
    headings = transcript_times(times, headings, messages);
    int counts[LANGUAGES] = {0, 0};
    for (guint i = 0; i < headings; i++)
        for (int side = 0; side < LANGUAGES; side++)
            counts[side] += g_array_index(beads, bead, i).count[side];
    transcript_headings(r->units, r->lines, counts, r->out);
    transcript_report_headings(r->units, r->lines, counts, messages);
    for (guint i = headings; i < beads->len; i++)
        add_bead(r, &g_array_index(beads, bead, i), &g_array_index(times, transcript_time, i),
                 units);
    for (int side = 0; side < LANGUAGES; side++)
        g_array_unref(of[side]);
    return headings;
}

static speech *read_all(const char *text, gsize size, gboolean by_line, report *messages,
                        GError **error)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(line));
    g_autoptr(GArray) units = g_array_new(FALSE, FALSE, sizeof(unit));
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(GArray) said = find_lines(lines_of(text, size));
    reader r = {all, units, said, out};
    transcript_margin(said, by_line, messages);
    transcript_units(said, units, all);
    if (!units->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text in it."));
        return NULL;
    }
    if (!by_line)
        transcript_join(units, all);
    g_autoptr(GArray) beads = transcript_pair(units, all);
    guint headings = add_all(&r, beads, by_line, messages);
    transcript_report(units, all, beads, headings, messages);
    return speech_builder_end(out);
}

speech *transcript_read(const char *text, gsize size, report *messages, GError **error)
{
    return read_all(text, size, FALSE, messages, error);
}

speech *transcript_read_lines(const char *text, gsize size, report *messages, GError **error)
{
    return read_all(text, size, TRUE, messages, error);
}
