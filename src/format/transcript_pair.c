// SPDX-License-Identifier: GPL-3.0-or-later
// Which paragraphs of a transcript say the same. What they hold (clues and lengths) is weighed
// together with how they lie: languages take turns, one of them leading, and blank lines may part
// the pairs. None of it decides alone: where one language lacks a paragraph, or has a title that
// the other has not, the turn goes on with the next pair.
#include <stdlib.h>

#include "base/i18n.h"
#include "format/transcript.h"
#include "speech/match.h"

// What it costs if the language leads that usually follows, if a pair is not of two neighbouring
// blocks, and if a blank line that should part pairs stands within one: as logarithms of how rarely
// it comes.
#define TURN_COST  3.0f
#define APART_COST 5.0f
#define BLANK_COST 5.0f
// And if what stands in brackets is put to what does not.
#define ASIDE_COST 4.0f
// Blank lines part pairs if so many of what stands between them is in both languages.
#define GROUPED 0.6
// So many paragraphs of a language are paired at a time where languages take turns, and those
// behind this share of them once more with the next ones.
#define WINDOW      300
#define WINDOW_KEPT 0.9
#define BAND_LEAST  20

// Where a paragraph stands.
typedef struct {
    guint unit;
    int block;      // of paragraphs in one language, between changes of language
    int group;      // of paragraphs without a blank line between them
    gboolean aside; // it stands in brackets: (Applause)
} place;

typedef struct {
    const GArray *units, *all;
    GArray *places[LANGUAGES]; // place
    gboolean grouped;
    int lead;       // which language comes first in a pair; -1: not known yet
    lexicon *words; // NULL until it is needed
} pairing;

// ---- how paragraphs lie

static gboolean is_aside(const GArray *all, const unit *u)
{
    static const gunichar brackets[][2] = {
        {'(', ')'}, {0xFF08, 0xFF09}, {'[', ']'}, {0x3010, 0x3011}};
    const line *first = &g_array_index(all, line, u->first);
    const line *last = &g_array_index(all, line, u->first + u->count - 1);
    if (!first->length || !last->length)
        return FALSE;
    gunichar opens = g_utf8_get_char(first->text);
    gunichar closes = g_utf8_get_char(g_utf8_prev_char(last->text + last->length));
    for (gsize i = 0; i < G_N_ELEMENTS(brackets); i++)
        if (opens == brackets[i][0] && closes == brackets[i][1])
            return TRUE;
    return FALSE;
}

static void find_places(pairing *p)
{
    int block = 0, group = 0;
    for (guint i = 0; i < p->units->len; i++) {
        const unit *u = &g_array_index(p->units, unit, i);
        block += i && u->side != u[-1].side;
        group += i && u->below_blank;
        place here = {i, block, group, is_aside(p->all, u)};
        g_array_append_val(p->places[u->side], here);
    }
}

static gboolean is_grouped(const GArray *units)
{
    int groups = 0, both = 0;
    for (guint i = 0; i < units->len;) {
        gboolean has[LANGUAGES] = {FALSE, FALSE};
        do
            has[g_array_index(units, unit, i++).side] = TRUE;
        while (i < units->len && !g_array_index(units, unit, i).below_blank);
        groups++;
        both += has[LANGUAGE_ZH] && has[LANGUAGE_EN];
    }
    return groups > 1 && both > 1 && both >= GROUPED * groups;
}

// A part of the paragraphs, `first` and `count` of each language.
typedef struct {
    pairing *p;
    int first[LANGUAGES], count[LANGUAGES];
} window;

static const place *place_at(const window *w, language side, int index)
{
    return &g_array_index(w->p->places[side], place, w->first[side] + index);
}

// 1: the Chinese block comes right before the English one; -1: behind it; 0: there are more blocks.
static int direction(const place *const zh[2], const place *const en[2])
{
    int apart = en[0]->block - zh[0]->block;
    gboolean two = zh[0]->block == zh[1]->block && en[0]->block == en[1]->block;
    return two && abs(apart) == 1 ? apart : 0;
}

static gboolean is_alone(const bead *b)
{
    return !b->count[LANGUAGE_ZH] || !b->count[LANGUAGE_EN];
}

static int asides_in(const window *w, const bead *b, language side)
{
    int count = 0;
    for (int i = 0; i < b->count[side]; i++)
        count += place_at(w, side, b->first[side] + i)->aside;
    return count;
}

static float cost_of_places(const void *data, const bead *b)
{
    const window *w = data;
    if (is_alone(b))
        return 0;
    const place *ends[LANGUAGES][2];
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        ends[side][0] = place_at(w, side, b->first[side]);
        ends[side][1] = place_at(w, side, b->first[side] + b->count[side] - 1);
    }
    int turn = direction(ends[LANGUAGE_ZH], ends[LANGUAGE_EN]);
    float cost = turn ? 0 : APART_COST;
    if (asides_in(w, b, LANGUAGE_ZH) != asides_in(w, b, LANGUAGE_EN))
        cost += ASIDE_COST;
    if (turn && w->p->lead >= 0 && (turn > 0) != (w->p->lead == LANGUAGE_ZH))
        cost += TURN_COST;
    int first = MIN(ends[LANGUAGE_ZH][0]->group, ends[LANGUAGE_EN][0]->group);
    int last = MAX(ends[LANGUAGE_ZH][1]->group, ends[LANGUAGE_EN][1]->group);
    return w->p->grouped && first != last ? cost + BLANK_COST : cost;
}

// Which language leads, as most pairs have it.
static void learn_lead(void *data, const GArray *beads)
{
    window *w = data;
    int sum = 0;
    for (guint i = 0; i < beads->len; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        if (is_alone(b))
            continue;
        const place *zh[2] = {place_at(w, LANGUAGE_ZH, b->first[LANGUAGE_ZH])};
        const place *en[2] = {place_at(w, LANGUAGE_EN, b->first[LANGUAGE_EN])};
        zh[1] = zh[0];
        en[1] = en[0];
        sum += direction(zh, en);
    }
    if (w->p->lead < 0 && sum)
        w->p->lead = sum > 0 ? LANGUAGE_ZH : LANGUAGE_EN;
}

// ---- pairing, a window at a time

// Where a window of some WINDOW paragraphs ends: with a block of the language that begins it.
static void find_window(window *w)
{
    const pairing *p = w->p;
    guint from = p->units->len, at;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if ((guint)w->first[side] < p->places[side]->len)
            from = MIN(from, place_at(w, side, 0)->unit);
    w->count[0] = w->count[1] = 0;
    for (at = from; at < p->units->len; at++) {
        const unit *u = &g_array_index(p->units, unit, at);
        gboolean full = MIN(w->count[0], w->count[1]) >= WINDOW;
        if (full && u->side == g_array_index(p->units, unit, from).side && u->side != u[-1].side)
            break;
        w->count[u->side]++;
    }
    // What was left over of the window before stands further back in one language.
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        int count = 0;
        while ((guint)(w->first[side] + count) < p->places[side]->len &&
               place_at(w, side, count)->unit < at)
            count++;
        w->count[side] = count;
    }
}

static GPtrArray *texts_of(const window *w, language side)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < w->count[side]; i++) {
        GString *text = g_string_new(NULL);
        unit_text(&g_array_index(w->p->units, unit, place_at(w, side, i)->unit), w->p->all, text);
        g_ptr_array_add(out, g_string_free(text, FALSE));
    }
    return out;
}

// How far from the diagonal pairs can be: where languages take turns, not further than they have
// come apart.
static int band_of(const window *w)
{
    int longest = 0;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        for (int i = 0, length = 0; i < w->count[side]; i++) {
            length = i && place_at(w, side, i)->block == place_at(w, side, i - 1)->block
                         ? length + 1
                         : 1;
            longest = MAX(longest, length);
        }
    return BAND_LEAST + 2 * longest + abs(w->count[LANGUAGE_ZH] - w->count[LANGUAGE_EN]);
}

// Adds the beads of the window, but for those at its end, and moves it behind them.
static void pair_window(window *w, GArray *out)
{
    g_autoptr(GPtrArray) zh = texts_of(w, LANGUAGE_ZH), en = texts_of(w, LANGUAGE_EN);
    match_layout layout = {cost_of_places, learn_lead, w, band_of(w)};
    g_autoptr(GArray) beads = match_paragraphs(w->p->words, zh, en, &layout);
    gboolean last = (guint)(w->first[0] + w->count[0]) == w->p->places[0]->len &&
                    (guint)(w->first[1] + w->count[1]) == w->p->places[1]->len;
    guint kept = last ? beads->len : MAX((guint)(WINDOW_KEPT * beads->len), 1);
    int end[LANGUAGES] = {w->first[0], w->first[1]};
    for (guint i = 0; i < kept; i++) {
        bead b = g_array_index(beads, bead, i);
        for (int side = 0; side < LANGUAGES; side++) {
            b.first[side] += w->first[side];
            end[side] += b.count[side];
        }
        g_array_append_val(out, b);
    }
    for (int side = 0; side < LANGUAGES; side++)
        w->first[side] = end[side];
}

static pairing pairing_of(const GArray *units, const GArray *all)
{
    pairing p = {.units = units, .all = all, .lead = -1, .grouped = is_grouped(units)};
    for (int side = 0; side < LANGUAGES; side++)
        p.places[side] = g_array_new(FALSE, FALSE, sizeof(place));
    find_places(&p);
    return p;
}

static void pairing_clear(pairing *p)
{
    lexicon_free(p->words);
    for (int side = 0; side < LANGUAGES; side++)
        g_array_unref(p->places[side]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pairing, pairing_clear)

GArray *transcript_pair(const GArray *units, const GArray *all)
{
    g_auto(pairing) p = pairing_of(units, all);
    guint zh = p.places[LANGUAGE_ZH]->len, en = p.places[LANGUAGE_EN]->len;
    if (!zh || !en)
        return bead_pair_in_order((int)zh, (int)en);
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(bead));
    p.words = lexicon_new();
    for (window w = {.p = &p}; (guint)w.first[0] < zh || (guint)w.first[1] < en;) {
        find_window(&w);
        pair_window(&w, beads);
    }
    return beads;
}

// ---- what does not go together

typedef struct {
    int count, line; // line: of the first
} doubtful;

static void note(doubtful *d, const pairing *p, const place *at)
{
    const unit *u = &g_array_index(p->units, unit, at->unit);
    if (!d->count++)
        d->line = g_array_index(p->all, line, u->first).number;
}

static void find_doubts(pairing *p, const GArray *beads, guint first, doubtful *alone,
                        doubtful *astray)
{
    window all = {.p = p};
    guint end = beads->len;
    learn_lead(&all, beads);
    while (end && is_alone(&g_array_index(beads, bead, end - 1)))
        end--; // a translation that is not finished shows
    for (guint i = first; i < end; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        language side = b->count[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
        const place *at = place_at(&all, side, b->first[side]);
        if (is_alone(b))
            note(alone, p, at);
        else if (cost_of_places(&all, b) > 0)
            note(astray, p, at);
    }
}

void transcript_report(const GArray *units, const GArray *all, const GArray *beads, guint first,
                       report *r)
{
    g_auto(pairing) p = pairing_of(units, all);
    doubtful alone = {0}, astray = {0};
    if (p.places[LANGUAGE_ZH]->len && p.places[LANGUAGE_EN]->len)
        find_doubts(&p, beads, first, &alone, &astray);
    if (alone.count)
        report_add(r, 0, _("paragraphs in one language only: %d, the first in line %d."),
                   alone.count, alone.line);
    if (astray.count)
        report_add(r, 0,
                   _("pairs of paragraphs that do not lie as the others do: %d, the first in line "
                     "%d; look whether they say the same."),
                   astray.count, astray.line);
}
