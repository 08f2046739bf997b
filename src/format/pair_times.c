// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/pair.h"
#include "speech/build.h"

// A label's text is looked for in so many paragraphs behind the last one found.
#define LOOK_AHEAD 50
// So many letters of a paragraph name it.
#define NAME_LEAST 4

typedef struct {
    const speech *times, *transcript;
    report *report;
    GArray *body;         // int: the paragraphs that can be spoken
    const segment **span; // by place in `body`; NULL: no times
    int last;             // place in `body` of the label before
    gboolean in_turn;     // labels name nothing: the k-th is for the k-th paragraph
} matcher;

static const segment *first_of(const speech *s, int paragraph_index)
{
    return speech_segment(s, speech_paragraph(s, paragraph_index)->first);
}

// The letters of `a` and `b` that agree from the beginning, not counting spaces and punctuation;
// -1: they part before the shorter one is over.
static int letters_agreeing(const char *a, const char *b)
{
    for (int agreed = 0;; agreed++) {
        while (*a && !g_unichar_isalnum(g_utf8_get_char(a)))
            a = g_utf8_next_char(a);
        while (*b && !g_unichar_isalnum(g_utf8_get_char(b)))
            b = g_utf8_next_char(b);
        if (!*a || !*b)
            return agreed;
        if (g_unichar_tolower(g_utf8_get_char(a)) != g_unichar_tolower(g_utf8_get_char(b)))
            return -1;
        a = g_utf8_next_char(a);
        b = g_utf8_next_char(b);
    }
}

static gboolean names(const segment *label, const segment *text)
{
    for (int side = 0; side < LANGUAGES; side++)
        if (*label->text[side] && *text->text[side] &&
            letters_agreeing(label->text[side], text->text[side]) >= NAME_LEAST)
            return TRUE;
    return FALSE;
}

// The place in `body` that the label names; -1: none.
static int find_place(const matcher *m, int index)
{
    const segment *label = speech_segment(m->times, index);
    if (m->in_turn)
        return index < (int)m->body->len ? index : -1;
    if (label->id) {
        gint64 number = g_ascii_strtoll(label->id, NULL, 10);
        return number >= 1 && number <= m->body->len ? (int)number - 1 : -1;
    }
    for (int i = m->last + 1; i < MIN((int)m->body->len, m->last + 1 + LOOK_AHEAD); i++)
        if (names(label, first_of(m->transcript, g_array_index(m->body, int, i))))
            return i;
    return -1;
}

static void report_stranger(const matcher *m, int index)
{
    const segment *label = speech_segment(m->times, index);
    if (label->id || m->in_turn)
        report_add(m->report, 0,
                   _("span %d is for paragraph %s, but the text has %d; it was not used."),
                   index + 1, label->id ? label->id : "–", (int)m->body->len);
    else
        report_add(m->report, 0, _("span %d fits no paragraph of the text; it was not used."),
                   index + 1);
}

static int match_all(matcher *m)
{
    int found = 0;
    for (int i = 0; i < speech_segment_count(m->times); i++) {
        int place = find_place(m, i);
        if (place < 0) {
            report_stranger(m, i);
        } else if (m->span[place]) {
            report_add(m->report, 0,
                       _("span %d is for paragraph %d again; only the first one was used."), i + 1,
                       place + 1);
        } else {
            m->span[place] = speech_segment(m->times, i);
            m->last = place;
            found++;
        }
    }
    return found;
}

static gboolean is_nameless(const speech *times)
{
    for (int i = 0; i < speech_segment_count(times); i++) {
        const segment *g = speech_segment(times, i);
        if (g->id || segment_has_text(g))
            return FALSE;
    }
    return TRUE;
}

// A paragraph with a span becomes one segment.
static void add_spoken(const speech *from, const paragraph *p, const segment *span,
                       speech_builder *out)
{
    GString *text[LANGUAGES];
    segment g = {.start_us = span->start_us, .end_us = span->end_us, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++) {
        text[side] = g_string_new(NULL);
        for (int i = p->first; i < p->first + p->count; i++) {
            const char *more = speech_segment(from, i)->text[side];
            if (text[side]->len && *more)
                g_string_append_c(text[side], '\n');
            g_string_append(text[side], more);
        }
        g.text[side] = text[side]->str;
    }
    speech_builder_segment(out, &g);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(text[side], TRUE);
}

static speech *build(const matcher *m)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    speech_builder_metas(out, m->transcript);
    int place = 0;
    for (int i = 0; i < speech_paragraph_count(m->transcript); i++) {
        const paragraph *p = speech_paragraph(m->transcript, i);
        const segment *span = p->kind == PARAGRAPH_BODY ? m->span[place++] : NULL;
        speech_builder_paragraph(out, p->kind);
        if (span) {
            add_spoken(m->transcript, p, span, out);
            continue;
        }
        for (int k = p->first; k < p->first + p->count; k++) {
            segment g = *speech_segment(m->transcript, k);
            // Those of the transcript are rough ones.
            g.start_us = g.end_us = TIME_NONE;
            g.confidence = -1;
            speech_builder_segment(out, &g);
        }
    }
    return speech_builder_end(out);
}

speech *pair_times(const speech *times, const speech *transcript, report *r, GError **error)
{
    g_autoptr(GArray) body = g_array_new(FALSE, FALSE, sizeof(int));
    for (int i = 0; i < speech_paragraph_count(transcript); i++)
        if (speech_paragraph(transcript, i)->kind == PARAGRAPH_BODY)
            g_array_append_val(body, i);
    g_autofree const segment **span = g_new0(const segment *, body->len + 1);
    matcher m = {times, transcript, r, body, span, -1, is_nameless(times)};
    int found = match_all(&m);
    if (!found) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("The times fit no paragraph of the text."));
        return NULL;
    }
    if (found < (int)body->len)
        report_add(r, 0, _("paragraphs without times: %d of %d."), (int)body->len - found,
                   (int)body->len);
    return build(&m);
}
