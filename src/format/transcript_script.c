// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a line of a transcript that holds both languages says the same in both, or is a sentence
// with a foreign name in it: the lines around it know.
#include <string.h>

#include "format/transcript.h"
#include "format/transcript_margin.h"
#include "speech/script.h"

// A translation in bytes is not longer, or shorter, than this many times the original.
#define LONGER_MOST 5

typedef struct {
    script_piece pieces[LANGUAGES]; // as script_cut() has them
    int count;
    int side;      // of the whole line; -1: it has no letters
    gboolean pair; // the pieces can be a sentence and its translation
} cut;

static gboolean has_chinese_mark(const char *text, gsize length)
{
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if ((c >= 0x3001 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF1F))
            return TRUE;
    }
    return FALSE;
}

// Whether every bracket and quotation mark that opens in a text closes in it.
static gboolean is_balanced(const char *text, gsize length)
{
    static const char *const both[] = {"()", "（）", "《》", "“”", "「」", "[]", "【】"};
    for (gsize i = 0; i < G_N_ELEMENTS(both); i++) {
        gunichar opens = g_utf8_get_char(both[i]);
        gunichar closes = g_utf8_get_char(g_utf8_next_char(both[i]));
        int depth = 0;
        for (const char *p = text; p < text + length && depth >= 0; p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            depth += (c == opens) - (c == closes);
        }
        if (depth)
            return FALSE;
    }
    return TRUE;
}

static gboolean is_pair(const char *text, const script_piece *pieces)
{
    const script_piece *zh = &pieces[pieces[0].side == LANGUAGE_EN];
    const script_piece *en = &pieces[pieces[0].side == LANGUAGE_ZH];
    return zh->length <= LONGER_MOST * en->length && en->length <= LONGER_MOST * zh->length &&
           !has_chinese_mark(text + en->start, en->length) &&
           is_balanced(text + zh->start, zh->length) && is_balanced(text + en->start, en->length);
}

static GArray *find_cuts(const GArray *all)
{
    GArray *cuts = g_array_new(FALSE, FALSE, sizeof(cut));
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
    for (guint i = 0; i < all->len; i++) {
        const line *l = &g_array_index(all, text_line, i).text;
        g_array_set_size(pieces, 0);
        script_cut(l->text, l->length, pieces);
        cut c = {.count = (int)MIN(pieces->len, LANGUAGES),
                 .side = script_language(l->text, l->length)};
        for (int k = 0; k < c.count; k++)
            c.pieces[k] = g_array_index(pieces, script_piece, k);
        c.pair = c.count == LANGUAGES && is_pair(l->text, c.pieces);
        g_array_append_val(cuts, c);
    }
    return cuts;
}

// What the lines are like as a whole.
typedef struct {
    int lines[LANGUAGES], pairs; // lines in one language, and in both
    int lead;                    // the language of the first line in one; -1: none is
} script_habit;

static script_habit find_script_habit(const GArray *cuts)
{
    script_habit h = {.lead = -1};
    for (guint i = 0; i < cuts->len; i++) {
        const cut *c = &g_array_index(cuts, cut, i);
        h.pairs += c->pair;
        if (c->count != 1 || c->side < 0)
            continue;
        h.lines[c->side]++;
        h.lead = h.lead < 0 ? c->side : h.lead;
    }
    return h;
}

// Whether the line beside line `i` is its translation.
static gboolean has_own(const GArray *all, const GArray *cuts, guint i, int lead)
{
    int side = g_array_index(cuts, cut, i).side;
    gboolean next = side == lead;
    if (next ? i + 1 >= cuts->len : i == 0)
        return FALSE;
    const cut *beside = &g_array_index(cuts, cut, next ? i + 1 : i - 1);
    gboolean parted = g_array_index(all, text_line, next ? i + 1 : i).below_blank;
    return !parted && beside->count == 1 && beside->side >= 0 && beside->side != side;
}

static gboolean is_cut(const GArray *all, const GArray *cuts, guint i, const script_habit *h)
{
    const cut *c = &g_array_index(cuts, cut, i);
    if (c->count < LANGUAGES)
        return FALSE;
    if (h->pairs >= h->lines[LANGUAGE_ZH] + h->lines[LANGUAGE_EN] && h->pairs)
        return TRUE;
    // A text in one language has no translations.
    if (!h->lines[LANGUAGE_ZH] || !h->lines[LANGUAGE_EN])
        return FALSE;
    return c->pair && !has_own(all, cuts, i, h->lead);
}

static void add(GArray *units, GArray *to, const unit *u, const line *l)
{
    g_array_append_val(to, *l);
    g_array_append_val(units, *u);
}

void transcript_units(const GArray *from, GArray *units, GArray *all)
{
    g_autoptr(GArray) cuts = find_cuts(from);
    script_habit habit = find_script_habit(cuts);
    language before = LANGUAGE_ZH;
    for (guint i = 0; i < from->len; i++) {
        const text_line *t = &g_array_index(from, text_line, i);
        const cut *c = &g_array_index(cuts, cut, i);
        if (is_cut(from, cuts, i, &habit)) {
            for (int k = 0; k < c->count; k++) {
                line part = {t->text.text + c->pieces[k].start, c->pieces[k].length,
                             t->text.number};
                unit u = {before = c->pieces[k].side, all->len, 1, t->below_blank};
                add(units, all, &u, &part);
            }
            continue;
        }
        // What has no letters ("* * *") goes with what stands above.
        before = c->side >= 0 ? (language)c->side : units->len ? before : LANGUAGE_EN;
        unit u = {before, all->len, 1, t->below_blank};
        add(units, all, &u, &t->text);
    }
}
