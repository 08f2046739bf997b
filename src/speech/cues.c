// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/cues.h"

#include <math.h>
#include <string.h>

#include "speech/build.h"
#include "speech/phrase.h"

// Where the profile sets no limit.
#define USUAL_LINE_ZH 16
#define USUAL_LINE_EN 42
#define USUAL_LINES   2
#define USUAL_LONG_S  7

// Longer texts are left as they are, as is what would need more pieces than these.
#define BYTES_MAX  6000
#define PIECES_MAX 60
// So many more pieces are tried than are needed at least.
#define MORE_PIECES 6
// The least that is left of one.
#define LEAST_US 1000

typedef struct {
    double line[LANGUAGES];
    int lines;
    double long_s;
    cues_summary *summary;
    speech_builder *out;
} cutter;

// A segment on its way. Of each language the places where it may be broken, and those where it is.
typedef struct {
    const segment *g;
    GArray *openings[LANGUAGES]; // opening; NULL: no text
    GArray *cuts[LANGUAGES];     // int, in openings: of the inner ends
    int pieces;
    language lead; // the language that decides where
} cutting;

static double width_of(const cutting *c, int side)
{
    const GArray *all = c->openings[side];
    return all ? g_array_index(all, opening, all->len - 1).width_end : 0;
}

static const opening *cut_at(const cutting *c, int side, int i)
{
    int count = (int)c->cuts[side]->len;
    const GArray *all = c->openings[side];
    guint place = i < 0       ? 0
                  : i < count ? (guint)g_array_index(c->cuts[side], int, i)
                              : all->len - 1;
    return &g_array_index(all, opening, place);
}

// ---- where

// Whether the text of a piece fits in so many lines. Where these end goes to `breaks` (of opening).
static gboolean wrap(const cutter *k, const char *text, language side, int lines, GArray *breaks)
{
    g_autoptr(GArray) places = phrase_openings(text, side);
    g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(int));
    for (int count = 1; count <= lines; count++) {
        if (!phrase_divide(places, count, k->line[side], NULL, inner))
            continue;
        g_array_set_size(breaks, 0);
        for (guint i = 0; i < inner->len; i++) {
            opening o = g_array_index(places, opening, (guint)g_array_index(inner, int, i));
            g_array_append_val(breaks, o);
        }
        return TRUE;
    }
    return FALSE;
}

static char *piece_text(const cutting *c, int side, int i)
{
    const opening *from = cut_at(c, side, i - 1), *to = cut_at(c, side, i);
    return g_strndup(c->g->text[side] + from->at, (gsize)(to->end - from->at));
}

static gboolean all_fit(const cutter *k, const cutting *c, language side)
{
    g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(opening));
    for (int i = 0; i <= (int)c->cuts[side]->len; i++) {
        g_autofree char *text = piece_text(c, side, i);
        if (!wrap(k, text, side, k->lines, breaks))
            return FALSE;
    }
    return TRUE;
}

// Cuts one language into c->pieces where `shares` wishes it.
static gboolean cut_side(const cutter *k, cutting *c, language side, const double *shares)
{
    double most = k->line[side] * k->lines;
    return !c->openings[side] ||
           (phrase_divide(c->openings[side], c->pieces, most, shares, c->cuts[side]) &&
            all_fit(k, c, side));
}

static gboolean cut_both(const cutter *k, cutting *c)
{
    language other = c->lead == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    if (!cut_side(k, c, c->lead, NULL))
        return FALSE;
    g_autofree double *shares = g_new0(double, (gsize)c->pieces);
    for (int i = 0; i + 1 < c->pieces; i++)
        shares[i] = cut_at(c, c->lead, i)->width_end / MAX(width_of(c, c->lead), 1);
    return cut_side(k, c, other, shares);
}

static int least_pieces(const cutter *k, const cutting *c)
{
    double seconds = (double)(c->g->end_us - c->g->start_us) / 1e6;
    double most = ceil(seconds / k->long_s - 1e-6);
    for (int side = 0; side < LANGUAGES; side++)
        most = MAX(most, ceil(width_of(c, side) / (k->line[side] * k->lines)));
    return (int)CLAMP(most, 1, PIECES_MAX + 1);
}

// ---- when

// The time of the word with which piece `i` ends and the next one begins; else, in proportion to
// the text, between the words around it whose times are known.
static int64_t time_of(const cutting *c, int i, gboolean *estimated)
{
    const segment *g = c->g;
    int at = cut_at(c, c->lead, i)->at;
    word_mark before = {c->lead, 0, g->start_us};
    word_mark behind = {c->lead, (int)strlen(g->text[c->lead]), g->end_us};
    for (int w = 0; w < g->word_count; w++) {
        if (g->words[w].side != c->lead)
            continue;
        if (g->words[w].offset >= at) {
            behind = g->words[w];
            break;
        }
        before = g->words[w];
    }
    *estimated = behind.offset != at;
    if (!*estimated)
        return behind.start_us;
    double share = (double)(at - before.offset) / MAX(behind.offset - before.offset, 1);
    return before.start_us + (int64_t)(share * (double)(behind.start_us - before.start_us));
}

static gboolean is_short_enough(const cutter *k, const cutting *c)
{
    int64_t from_us = c->g->start_us, most_us = (int64_t)(k->long_s * 1e6);
    for (int i = 0; i < c->pieces; i++) {
        gboolean estimated;
        int64_t to_us = i + 1 < c->pieces ? time_of(c, i, &estimated) : c->g->end_us;
        if (to_us - from_us > most_us)
            return FALSE;
        from_us = to_us;
    }
    return TRUE;
}

// The fewest pieces that keep to the limits; where a pause is longer than a piece may be, to those
// of the text. FALSE: it is left whole.
static gboolean find_cuts(const cutter *k, cutting *c)
{
    int least = least_pieces(k, c), most = MIN(least + MORE_PIECES, PIECES_MAX), good = 0;
    most = (int)MIN((int64_t)most, (c->g->end_us - c->g->start_us) / LEAST_US);
    for (c->pieces = least; c->pieces <= most; c->pieces++) {
        if (!cut_both(k, c))
            continue;
        if (is_short_enough(k, c))
            return TRUE;
        good = good ? good : c->pieces;
    }
    c->pieces = good;
    k->summary->too_long += good > 0;
    return good && cut_both(k, c);
}

// ---- the segments

static const int piece_none = -1;

// Appends the text of piece `i` with its line breaks, and the words that stand in it.
static void add_side(const cutter *k, const cutting *c, int i, language side, GString *text,
                     GArray *words)
{
    if (!c->openings[side])
        return;
    g_autofree char *whole = i == piece_none ? g_strdup(c->g->text[side]) : piece_text(c, side, i);
    int from = i == piece_none ? 0 : cut_at(c, side, i - 1)->at, end = from + (int)strlen(whole);
    g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(opening));
    if (i != piece_none)
        wrap(k, whole, side, k->lines, breaks);
    int at = 0, word = 0;
    for (guint b = 0; b <= breaks->len; b++) {
        gboolean last = b == breaks->len;
        int line_end = last ? (int)strlen(whole) : g_array_index(breaks, opening, b).end;
        for (; word < c->g->word_count; word++) {
            word_mark w = c->g->words[word];
            if (w.side != side || w.offset < from + at)
                continue;
            if (w.offset >= from + line_end || w.offset >= end)
                break;
            w.offset = (int)text->len + w.offset - from - at;
            g_array_append_val(words, w);
        }
        gsize start = text->len;
        g_string_append_len(text, whole + at, line_end - at);
        for (gsize n = start; i != piece_none && n < text->len; n++)
            if (text->str[n] == '\n')
                text->str[n] = ' ';
        if (!last) {
            g_string_append_c(text, '\n');
            at = g_array_index(breaks, opening, b).at;
        }
    }
}

static void add_piece(const cutter *k, const cutting *c, int i, int64_t start_us, int64_t end_us)
{
    g_autoptr(GString) zh = g_string_new(NULL);
    g_autoptr(GString) en = g_string_new(NULL);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    add_side(k, c, i, LANGUAGE_ZH, zh, words);
    add_side(k, c, i, LANGUAGE_EN, en, words);
    gboolean first = i <= 0;
    segment g = {.start_us = start_us,
                 .end_us = end_us,
                 .confidence = c->g->confidence,
                 .word_count = (int)words->len,
                 .words = (const word_mark *)(void *)words->data,
                 .text = {[LANGUAGE_ZH] = zh->str, [LANGUAGE_EN] = en->str},
                 .settings = c->g->settings,
                 .before = first ? c->g->before : NULL,
                 .payload = first ? c->g->payload : NULL};
    speech_builder_segment(k->out, &g);
}

static void add_pieces(const cutter *k, const cutting *c)
{
    int64_t from_us = c->g->start_us;
    for (int i = 0; i < c->pieces; i++) {
        int64_t left_us = c->g->end_us - (c->pieces - 1 - i);
        gboolean estimated = FALSE;
        int64_t to_us = i + 1 < c->pieces ? time_of(c, i, &estimated) : c->g->end_us;
        k->summary->estimated += estimated;
        to_us = CLAMP(to_us, from_us + 1, MAX(left_us, from_us + 1));
        add_piece(k, c, i, from_us, to_us);
        from_us = to_us;
    }
    k->summary->cut += c->pieces > 1;
}

static void cut_segment(const cutter *k, const segment *g, const char *spoken)
{
    cutting c = {.g = g};
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        c.openings[side] = *g->text[side] ? phrase_openings(g->text[side], side) : NULL;
        c.cuts[side] = g_array_new(FALSE, FALSE, sizeof(int));
    }
    gboolean en_first = g_strcmp0(spoken, "en") == 0 || !c.openings[LANGUAGE_ZH];
    c.lead = en_first && c.openings[LANGUAGE_EN] ? LANGUAGE_EN : LANGUAGE_ZH;
    gboolean small = strlen(g->text[LANGUAGE_ZH]) <= BYTES_MAX &&
                     strlen(g->text[LANGUAGE_EN]) <= BYTES_MAX && c.openings[c.lead];
    if (small && find_cuts(k, &c)) {
        add_pieces(k, &c);
    } else {
        k->summary->too_long++;
        add_piece(k, &c, piece_none, g->start_us, g->end_us);
    }
    for (int side = 0; side < LANGUAGES; side++) {
        if (c.openings[side])
            g_array_unref(c.openings[side]);
        g_array_unref(c.cuts[side]);
    }
}

static double limit_or(const check_profile *p, check_rule rule, double usual)
{
    return isnan(p->limits[rule]) ? usual : MAX(p->limits[rule], 1);
}

speech *cues_cut(const speech *s, const check_profile *p, cues_summary *summary)
{
    *summary = (cues_summary){0};
    g_autoptr(speech_builder) out = speech_builder_like(s);
    cutter k = {.line = {[LANGUAGE_ZH] = limit_or(p, RULE_LINE_ZH, USUAL_LINE_ZH),
                         [LANGUAGE_EN] = limit_or(p, RULE_LINE_EN, USUAL_LINE_EN)},
                .lines = (int)MIN(limit_or(p, RULE_LINES, USUAL_LINES), 9),
                .long_s = limit_or(p, RULE_LONG, USUAL_LONG_S),
                .summary = summary,
                .out = out};
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        const paragraph *held = speech_paragraph(s, g->paragraph);
        if (held->first == i)
            speech_builder_paragraph(out, held->kind);
        if (g->start_us == TIME_NONE || !segment_has_text(g))
            speech_builder_segment(out, g);
        else
            cut_segment(&k, g, speech_meta(s, "spoken"));
    }
    return speech_builder_end(out);
}
