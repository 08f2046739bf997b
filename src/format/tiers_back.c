// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_compared.h"

#include <string.h>

#include "format/half.h"
#include "format/pair.h"
#include "speech/build.h"

// ---- tiers and their items

static void begin_tier(comparer *c, guint index)
{
    compared *to = &c->tiers[index];
    to->is = tiers_at(c->t, index);
    to->placed = g_array_new(FALSE, FALSE, sizeof(placed));
    to->wiped = g_array_new(FALSE, FALSE, sizeof(tier_span));
    to->span_of = g_new(int, to->is->items + 1);
    to->taken = g_new0(gboolean, to->is->items + 1);
    to->words = -1;
    to->spoken = speech_builder_new();
    for (int i = 0; i < to->is->items; i++)
        to->span_of[i] = -1;
    for (guint i = 0; i < to->is->spans->len; i++)
        to->span_of[g_array_index(to->is->spans, tier_span, i).order] = (int)i;
    for (guint i = 0; to->is->words && i < c->count; i++)
        if (tiers_at(c->t, i) == to->is->words)
            to->words = (int)i;
}

const tier_span *compared_span(const comparer *c, guint index, int order)
{
    const compared *of = &c->tiers[index];
    return &g_array_index(of->is->spans, tier_span, of->span_of[order]);
}

// ---- segments

// Reads where a segment is from; each span is of one segment only. FALSE: not all of it is there.
static gboolean find_places(comparer *c, const char *settings)
{
    gboolean all = settings && *settings;
    g_array_set_size(c->places, 0);
    for (const char *at = settings; at && *at;) {
        char *end;
        guint64 index = g_ascii_strtoull(at, &end, 10);
        guint64 order = *end == '.' ? g_ascii_strtoull(end + 1, &end, 10) : G_MAXUINT64;
        gboolean good = index < c->count && c->tiers[index].is->is_text &&
                        order < (guint64)c->tiers[index].is->items &&
                        c->tiers[index].span_of[order] >= 0 && !c->tiers[index].taken[order];
        place p = {(guint)index, (int)order};
        if (good) {
            c->tiers[index].taken[order] = TRUE;
            g_array_append_val(c->places, p);
        }
        all &= good;
        const char *mark = strchr(at, PAIR_MARK);
        at = mark ? mark + 1 : NULL;
    }
    return all;
}

gboolean compared_same_time(const comparer *c, int64_t one_us, int64_t other_us)
{
    return tiers_round(one_us, c->step_us) == tiers_round(other_us, c->step_us);
}

static gboolean same_words(const comparer *c, const segment *a, const segment *b, language side)
{
    int i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a->word_count && a->words[i].side != side)
            i++;
        while (k < b->word_count && b->words[k].side != side)
            k++;
        if (i == a->word_count || k == b->word_count)
            return i == a->word_count && k == b->word_count;
        if (a->words[i].offset != b->words[k].offset ||
            !compared_same_time(c, a->words[i].start_us, b->words[k].start_us))
            return FALSE;
    }
}

static gboolean same_times(const comparer *c, const segment *a, const segment *b)
{
    return compared_same_time(c, a->start_us, b->start_us) &&
           compared_same_time(c, a->end_us, b->end_us);
}

static gboolean is_mixed(const tier *of)
{
    return of->side < 0;
}

// Whether a tier holds the language of segments that are in it.
static gboolean holds(const tier *of, language side)
{
    return is_mixed(of) || of->most == side;
}

void compared_add_side(speech_builder *out, const segment *g, language side)
{
    segment one = half_segment(g, side);
    one.settings = one.payload = one.before = NULL;
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &one);
}

// ---- what a segment says where

// A segment, while it is compared.
typedef struct {
    const segment *now;
    gboolean moved, changed[LANGUAGES]; // its times and texts, since it was read
    gboolean words[LANGUAGES];          // its words, too
    gboolean said[LANGUAGES];           // by now
} compared_segment;

static const char *text_of(const comparer *c, const placed *p)
{
    const char *zh = p->says[LANGUAGE_ZH] ? p->g->text[LANGUAGE_ZH] : "";
    const char *en = p->says[LANGUAGE_EN] ? p->g->text[LANGUAGE_EN] : "";
    if (!*zh || !*en)
        return *zh ? zh : en;
    g_autofree char *both = g_strconcat(zh, "\n", en, NULL);
    return g_string_chunk_insert(c->out->texts, both);
}

static void set_times(const comparer *c, placed *p)
{
    p->start_us = tiers_round(p->g->start_us, c->step_us);
    p->end_us = MAX(tiers_round(p->g->end_us, c->step_us), p->start_us + c->step_us);
}

// The spans of the segment whose text is in this one now: it has their time, if the segment has
// its, and their words.
static void take_over(const comparer *c, const place *at, gboolean moved, placed *p)
{
    for (guint i = 0; i < c->places->len; i++) {
        const place *other = &g_array_index(c->places, place, i);
        const tier *of = c->tiers[other->tier].is;
        if (other == at || !((p->says[LANGUAGE_ZH] && holds(of, LANGUAGE_ZH)) ||
                             (p->says[LANGUAGE_EN] && holds(of, LANGUAGE_EN))))
            continue;
        const tier_span *s = compared_span(c, other->tier, other->order);
        p->words = TRUE;
        p->start_us = moved ? p->start_us : MIN(p->start_us, s->start_us);
        p->end_us = moved ? p->end_us : MAX(p->end_us, s->end_us);
    }
}

static void take_place(comparer *c, const place *at, compared_segment *g)
{
    const tier *of = c->tiers[at->tier].is;
    const tier_span *s = compared_span(c, at->tier, at->order);
    placed p = {s->start_us, s->end_us, at->order, .g = g->now};
    gboolean stays = !g->moved, says = FALSE;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        if (!holds(of, side))
            continue;
        stays &= !g->changed[side];
        p.words |= g->changed[side] || g->words[side];
        p.says[side] = !g->said[side] && *g->now->text[side];
        says |= p.says[side];
        g->said[side] = TRUE;
    }
    if (!stays && !says) {
        compared_remove_span(c, at->tier, at->order);
        return;
    }
    if (!stays) {
        p.text = text_of(c, &p);
        if (g->moved)
            set_times(c, &p);
        take_over(c, at, g->moved, &p);
    }
    g_array_append_val(c->tiers[at->tier].placed, p);
}

// Where what is new in a language goes; -1: into a new tier.
static int tier_for(const comparer *c, language side)
{
    for (guint i = 0; i < c->count; i++) {
        const tier *of = c->tiers[i].is;
        if (of->is_text && !of->fixed && !is_mixed(of) && of->most == side)
            return (int)i;
    }
    return -1;
}

static void add_new(const comparer *c, const segment *g, language side)
{
    int index = tier_for(c, side);
    placed p = {.order = -1, .g = g, .text = g->text[side], .words = TRUE};
    p.says[side] = TRUE;
    set_times(c, &p);
    if (index >= 0)
        g_array_append_val(c->tiers[index].placed, p);
    else
        compared_add_side(c->left[side], g, side);
}

// Where a tier of both languages and another one say a segment, the texts are known together only.
static void change_both(const comparer *c, compared_segment *g)
{
    gboolean mixed = FALSE;
    for (guint i = 0; i < c->places->len; i++)
        mixed |= is_mixed(c->tiers[g_array_index(c->places, place, i).tier].is);
    if (mixed && c->places->len > 1 && (g->changed[LANGUAGE_ZH] || g->changed[LANGUAGE_EN]))
        g->changed[LANGUAGE_ZH] = g->changed[LANGUAGE_EN] = TRUE;
}

// Whether the segment cannot have other times: all its spans refer to some that are not of it.
static gboolean is_stuck(const comparer *c)
{
    gboolean stuck = TRUE;
    for (guint i = 0; i < c->places->len; i++)
        stuck &= c->tiers[g_array_index(c->places, place, i).tier].is->fixed;
    return stuck;
}

static void take_segment(comparer *c, const segment *now)
{
    gboolean all = find_places(c, now->settings);
    const segment *was = all ? g_hash_table_lookup(c->before, now->settings) : NULL;
    compared_segment g = {.now = now, .moved = !was || !same_times(c, was, now)};
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        g.changed[side] = !was || strcmp(was->text[side], now->text[side]) != 0;
        g.words[side] = !was || !same_words(c, was, now, side);
    }
    change_both(c, &g);
    gboolean stuck = g.moved && is_stuck(c);
    for (guint i = 0; i < c->places->len; i++) {
        const place *at = &g_array_index(c->places, place, i);
        if (stuck)
            compared_remove_span(c, at->tier, at->order);
        else
            take_place(c, at, &g);
    }
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (*now->text[side] && !g.said[side])
            add_new(c, now, side);
}

static void remove_others(const comparer *c, guint index)
{
    const compared *of = &c->tiers[index];
    for (guint i = 0; of->is->is_text && i < of->is->spans->len; i++) {
        int order = g_array_index(of->is->spans, tier_span, i).order;
        if (!of->taken[order])
            compared_remove_span(c, index, order);
    }
}

static void compare_all(comparer *c, const speech *now)
{
    for (int i = 0; i < speech_segment_count(now); i++) {
        const segment *g = speech_segment(now, i);
        if (g->start_us != TIME_NONE && segment_has_text(g))
            take_segment(c, g);
    }
    for (guint i = 0; i < c->count; i++)
        remove_others(c, i);
    for (guint i = 0; i < c->count; i++)
        compared_settle(c, i);
    compared_add(c);
}

tiers_changes *tiers_compare(const tiers *t, const speech *was, const speech *now, int64_t step_us,
                             report *r)
{
    guint count = tiers_count(t);
    g_autoptr(GHashTable) before = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(place));
    g_autoptr(speech_builder) zh = speech_builder_new(), en = speech_builder_new();
    comparer c = {.t = t,
                  .step_us = step_us,
                  .report = r,
                  .before = before,
                  .tiers = g_new0(compared, count),
                  .count = count,
                  .places = places,
                  .left = {zh, en},
                  .out = tiers_changes_new(count)};
    for (int i = 0; i < speech_segment_count(was); i++) {
        const segment *g = speech_segment(was, i);
        if (g->settings)
            g_hash_table_insert(before, (gpointer)g->settings, (gpointer)g);
    }
    for (guint i = 0; i < count; i++)
        begin_tier(&c, i);
    compare_all(&c, now);
    for (guint i = 0; i < count; i++) {
        g_free(c.tiers[i].span_of);
        g_free(c.tiers[i].taken);
        g_array_unref(c.tiers[i].placed);
        g_array_unref(c.tiers[i].wiped);
        speech_builder_free(c.tiers[i].spoken);
    }
    g_free(c.tiers);
    return c.out;
}
