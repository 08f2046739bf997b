// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/half.h"

#include <string.h>

#include "base/i18n.h"
#include "speech/script.h"

// The text without tags, with newlines.
static GString *plain_of(const line *from, half_next next)
{
    GString *plain = g_string_sized_new(from->length);
    gsize length;
    for (const char *p = from->text, *end = p + from->length; p < end; p += length) {
        half_kind kind = next(p, end, &length);
        if (kind == HALF_TEXT)
            g_string_append_len(plain, p, (gssize)length);
        else if (kind == HALF_BREAK)
            g_string_append_c(plain, '\n');
    }
    return plain;
}

typedef struct {
    GString *out;
    gsize first;                  // where it begins there
    GArray *pieces;               // script_piece
    guint piece;                  // the first that does not end before `at`
    gsize at;                     // in the plain text
    language side;                // that is wanted
    gboolean any;                 // there is text since the last break
    gsize break_at, break_length; // in `out`; 0: there is none
} half;

// Appends a tag; one that ends the one before it takes it away instead.
static void append_tag(half *h, const char *tag, gsize length)
{
    GString *out = h->out;
    gboolean closes = length > 3 && memcmp(tag, "</", 2) == 0 && out->len > h->first &&
                      g_str_has_suffix(out->str, ">") && !g_str_has_suffix(out->str, "/>");
    const char *open = closes ? memrchr(out->str + h->first, '<', out->len - h->first) : NULL;
    gsize name = length - 3;
    if (open && (gsize)(out->str + out->len - open) >= name + 2 &&
        g_ascii_strncasecmp(open + 1, tag + 2, name) == 0 && strchr("> \t\n.", open[1 + name]))
        g_string_truncate(out, (gsize)(open - out->str));
    else
        g_string_append_len(out, tag, (gssize)length);
}

// Appends what of a text is wanted.
static void append_text(half *h, const char *text, gsize length)
{
    for (gsize end = h->at + length; h->piece < h->pieces->len; h->piece++) {
        const script_piece *p = &g_array_index(h->pieces, script_piece, h->piece);
        gsize from = MAX(p->start, h->at), to = MIN(p->start + p->length, end);
        if (p->side == h->side && from < to) {
            g_string_append_len(h->out, text + (from - h->at), (gssize)(to - from));
            h->any = TRUE;
        }
        if (p->start + p->length > end)
            break;
    }
    h->at += length;
}

static void append_break(half *h, const char *text, gsize length)
{
    h->at++;
    if (!h->any)
        return;
    h->break_at = h->out->len;
    h->break_length = length;
    h->any = FALSE;
    g_string_append_len(h->out, text, (gssize)length);
}

void half_append(GString *out, const line *from, language side, half_next next)
{
    g_autoptr(GString) plain = plain_of(from, next);
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
    half h = {.out = out, .first = out->len, .pieces = pieces, .side = side};
    gsize length;
    script_cut(plain->str, plain->len, pieces);
    for (const char *p = from->text, *end = p + from->length; p < end; p += length) {
        half_kind kind = next(p, end, &length);
        if (kind == HALF_TEXT)
            append_text(&h, p, length);
        else if (kind == HALF_BREAK)
            append_break(&h, p, length);
        else
            append_tag(&h, p, length);
    }
    if (!h.any && h.break_length)
        g_string_erase(out, (gssize)h.break_at, (gssize)h.break_length);
}

gboolean half_has_tags(const line *from, half_next next)
{
    gsize length;
    for (const char *p = from->text, *end = p + from->length; p < end; p += length)
        if (next(p, end, &length) == HALF_TAG)
            return TRUE;
    return FALSE;
}

gboolean half_that_holds(const half_format *f, const line *from, const segment *g, GString *scratch,
                         line *out)
{
    gboolean zh = *g->text[LANGUAGE_ZH] != '\0', en = *g->text[LANGUAGE_EN] != '\0';
    *out = *from;
    if (f->says(f->data, from, g))
        return TRUE;
    if (zh == en)
        return FALSE;
    g_string_truncate(scratch, 0);
    half_append(scratch, from, zh ? LANGUAGE_ZH : LANGUAGE_EN, f->next);
    *out = (line){scratch->str, scratch->len, 0};
    return f->says(f->data, out, g);
}

segment half_segment(const segment *from, int side)
{
    segment g = *from;
    int zh = 0;
    while (zh < g.word_count && g.words[zh].side == LANGUAGE_ZH)
        zh++;
    g.text[side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH] = "";
    if (zh && side == LANGUAGE_EN)
        g.words += zh;
    g.word_count = side == LANGUAGE_ZH ? zh : g.word_count - zh;
    return g;
}

void half_report(report *r, int count)
{
    if (count)
        report_add(r, 0, _("texts that were changed lost their styles inside the line: %d."),
                   count);
}
