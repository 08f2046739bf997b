// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_back.h"

#include <string.h>

#include "base/i18n.h"
#include "format/pair.h"
#include "speech/build.h"

// Which span a segment is of.
typedef struct {
    guint tier;
    int order;
} place;

// A span as it is to be.
typedef struct {
    int64_t start_us, end_us;
    int order;        // of the item; -1: a new one
    const segment *g; // what it says now; NULL: it stays
    const char *text; // if it does not
} placed;

// A tier, while it is compared.
typedef struct {
    const tier *is;
    int *span_of;           // of each item: the span it is the first of; -1: none
    gboolean *taken;        // of each item: a segment is of it
    GArray *placed;         // placed
    int words;              // the index of the tier with its words; -1: none
    speech_builder *spoken; // segments whose words are to be written anew; NULL: none
} compared;

typedef struct {
    const tiers *t;
    int64_t step_us;
    report *report;
    GHashTable *before; // settings -> segment
    compared *tiers;
    guint count;
    GArray *places;                  // place, of a segment
    speech_builder *left[LANGUAGES]; // what has no tier
    tiers_changes *out;
} comparer;

// ---- tiers and their items

static void begin_tier(comparer *c, guint index)
{
    compared *to = &c->tiers[index];
    to->is = tiers_at(c->t, index);
    to->placed = g_array_new(FALSE, FALSE, sizeof(placed));
    to->span_of = g_new(int, to->is->items + 1);
    to->taken = g_new0(gboolean, to->is->items + 1);
    to->words = -1;
    for (int i = 0; i < to->is->items; i++)
        to->span_of[i] = -1;
    for (guint i = 0; i < to->is->spans->len; i++)
        to->span_of[g_array_index(to->is->spans, tier_span, i).order] = (int)i;
    for (guint i = 0; to->is->words && i < c->count; i++)
        if (tiers_at(c->t, i) == to->is->words)
            to->words = (int)i;
}

static void remove_item(const comparer *c, guint index, int order)
{
    tier_change gone = {.order = order, .gone = TRUE};
    g_array_append_val(c->out->of[index].changes, gone);
}

// The items of a span but the first.
static void remove_joined(const comparer *c, guint index, int order)
{
    const GArray *joined = c->tiers[index].is->joined;
    guint from = 0, to = joined->len;
    while (from < to) {
        guint middle = from + (to - from) / 2;
        if (g_array_index(joined, tier_joined, middle).first < order)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < joined->len && g_array_index(joined, tier_joined, from).first == order; from++)
        remove_item(c, index, g_array_index(joined, tier_joined, from).order);
}

// The words that lay in a span of the tier.
static void remove_words(const comparer *c, const compared *of, const tier_span *s)
{
    if (of->words < 0)
        return;
    const GArray *spans = c->tiers[of->words].is->spans;
    guint from = 0, to = spans->len;
    while (from < to) {
        guint middle = from + (to - from) / 2;
        if (g_array_index(spans, tier_span, middle).end_us <= s->start_us)
            from = middle + 1;
        else
            to = middle;
    }
    for (guint i = from; i < spans->len; i++) {
        const tier_span *w = &g_array_index(spans, tier_span, i);
        if (w->start_us >= s->end_us)
            break;
        int64_t middle_us = (w->start_us + w->end_us) / 2;
        if (middle_us < s->start_us || middle_us >= s->end_us)
            continue;
        remove_item(c, (guint)of->words, w->order);
        remove_joined(c, (guint)of->words, w->order);
    }
}

static const tier_span *span_at(const comparer *c, guint index, int order)
{
    const compared *of = &c->tiers[index];
    return &g_array_index(of->is->spans, tier_span, of->span_of[order]);
}

static void remove_span(const comparer *c, guint index, int order)
{
    remove_words(c, &c->tiers[index], span_at(c, index, order));
    remove_item(c, index, order);
    remove_joined(c, index, order);
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

static gboolean same_time(const comparer *c, int64_t one_us, int64_t other_us)
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
            !same_time(c, a->words[i].start_us, b->words[k].start_us))
            return FALSE;
    }
}

static gboolean same_times(const comparer *c, const segment *a, const segment *b)
{
    return same_time(c, a->start_us, b->start_us) && same_time(c, a->end_us, b->end_us);
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

// The segment in one language, with its words.
static void add_side(speech_builder *out, const segment *g, language side)
{
    segment one = {.start_us = g->start_us, .end_us = g->end_us, .confidence = -1};
    one.text[side] = g->text[side];
    for (int i = g->word_count; i-- > 0;) {
        if (g->words[i].side != side)
            continue;
        one.words = g->words + i;
        one.word_count++;
    }
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &one);
}

static void say_words(compared *to, const segment *g, language side)
{
    gboolean any = FALSE;
    for (int i = 0; i < g->word_count; i++)
        any |= g->words[i].side == side;
    if (!any)
        return;
    if (!to->spoken)
        to->spoken = speech_builder_new();
    add_side(to->spoken, g, side);
}

static const char *text_for(const comparer *c, const tier *of, const segment *g)
{
    const char *zh = g->text[LANGUAGE_ZH], *en = g->text[LANGUAGE_EN];
    if (!is_mixed(of))
        return g->text[of->most];
    if (!*zh || !*en)
        return *zh ? zh : en;
    g_autofree char *both = g_strconcat(zh, "\n", en, NULL);
    return g_string_chunk_insert(c->out->texts, both);
}

// Puts what the segment says into a tier, for the item `order`, or for a new one (-1); `words`:
// with its words.
static void put(comparer *c, guint index, int order, const segment *g, gboolean words)
{
    compared *to = &c->tiers[index];
    int64_t start_us = tiers_round(g->start_us, c->step_us);
    int64_t end_us = MAX(tiers_round(g->end_us, c->step_us), start_us + c->step_us);
    placed p = {start_us, end_us, order, g, text_for(c, to->is, g)};
    g_array_append_val(to->placed, p);
    if (order >= 0)
        remove_joined(c, index, order);
    if (!words)
        return;
    if (order >= 0)
        remove_words(c, to, span_at(c, index, order));
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (holds(to->is, side))
            say_words(to, g, side);
}

// A span that says what it said; words of languages that are not `said` may be new.
static void stay(comparer *c, const place *at, const segment *was, const segment *now,
                 const gboolean said[LANGUAGES])
{
    compared *to = &c->tiers[at->tier];
    const tier_span *s = span_at(c, at->tier, at->order);
    placed p = {.start_us = s->start_us, .end_us = s->end_us, .order = at->order};
    g_array_append_val(to->placed, p);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        if (!holds(to->is, side) || same_words(c, was, now, side))
            continue;
        remove_words(c, to, s);
        if (!said[side])
            say_words(to, now, side);
    }
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

static void add_new(comparer *c, const segment *g, language side)
{
    int index = tier_for(c, side);
    if (index >= 0)
        put(c, (guint)index, -1, g, TRUE);
    else
        add_side(c->left[side], g, side);
}

// A segment, while it is compared.
typedef struct {
    const segment *was, *now; // was: NULL, if there was none such
    gboolean moved, changed[LANGUAGES], said[LANGUAGES];
} pair;

static void take_place(comparer *c, const place *p, pair *g)
{
    const tier *of = c->tiers[p->tier].is;
    gboolean stays = !g->moved, says = FALSE, words = FALSE;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        if (!holds(of, side))
            continue;
        stays &= !g->changed[side];
        words |= g->changed[side] || !same_words(c, g->was, g->now, side);
        says |= !g->said[side] && *g->now->text[side];
    }
    if (stays)
        stay(c, p, g->was, g->now, g->said);
    else if (says)
        put(c, p->tier, p->order, g->now, words);
    else
        remove_span(c, p->tier, p->order);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        g->said[side] |= holds(of, side);
}

static void take_segment(comparer *c, const segment *now)
{
    gboolean all = find_places(c, now->settings);
    pair g = {.was = all ? g_hash_table_lookup(c->before, now->settings) : NULL, .now = now};
    g.moved = g.was && !same_times(c, g.was, now);
    for (int side = 0; side < LANGUAGES; side++)
        g.changed[side] = !g.was || strcmp(g.was->text[side], now->text[side]) != 0;
    for (guint i = 0; i < c->places->len; i++)
        take_place(c, &g_array_index(c->places, place, i), &g);
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
            remove_span(c, index, order);
    }
}

// ---- no span of a tier over another

static int compare_placed(const void *a, const void *b)
{
    const placed *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->end_us < right->end_us ? -1 : left->end_us > right->end_us;
}

// What is new, or was changed, does not go into the tier.
static void refuse(const comparer *c, guint index, const placed *p)
{
    if (p->order >= 0)
        remove_item(c, index, p->order);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (holds(c->tiers[index].is, side) && *p->g->text[side])
            add_side(c->left[side], p->g, side);
}

static void change_item(const comparer *c, guint index, int order, const written_span *now)
{
    const tier_span *was = span_at(c, index, order);
    tier_change change = {.order = order, .now = *now};
    change.moved =
        !same_time(c, was->start_us, now->start_us) || !same_time(c, was->end_us, now->end_us);
    g_array_append_val(c->out->of[index].changes, change);
}

static void settle(const comparer *c, guint index)
{
    const compared *of = &c->tiers[index];
    const placed *last = NULL;
    g_array_sort(of->placed, compare_placed);
    g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(const placed *));
    for (guint i = 0; i < of->placed->len; i++) {
        const placed *p = &g_array_index(of->placed, placed, i);
        gboolean over = last && p->start_us < last->end_us && !of->is->fixed && !of->is->points;
        if (over && p->g) {
            refuse(c, index, p);
            continue;
        }
        if (over && last->g) {
            refuse(c, index, last);
            g_array_set_size(kept, kept->len - 1);
        }
        g_array_append_val(kept, p);
        last = p;
    }
    for (guint i = 0; i < kept->len; i++) {
        const placed *p = g_array_index(kept, const placed *, i);
        if (!p->g)
            continue;
        written_span now = {p->start_us, p->end_us, p->text, strlen(p->text)};
        if (p->order >= 0)
            change_item(c, index, p->order, &now);
        else
            g_array_append_val(c->out->of[index].added, now);
    }
}

// ---- words, and new tiers

static gboolean has_name(const comparer *c, const char *name)
{
    for (guint i = 0; i < c->count; i++)
        if (strcmp(c->tiers[i].is->name, name) == 0)
            return TRUE;
    for (guint i = 0; i < c->out->tiers->len; i++)
        if (strcmp(((written_tier *)g_ptr_array_index(c->out->tiers, i))->name, name) == 0)
            return TRUE;
    return FALSE;
}

static char *free_name(const comparer *c, const char *wanted)
{
    char *name = g_strdup(wanted);
    for (int number = 2; has_name(c, name); number++) {
        g_free(name);
        name = g_strdup_printf("%s %d", wanted, number);
    }
    return name;
}

// Takes the tiers, as new ones.
static void add_tiers(const comparer *c, GPtrArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        written_tier *w = g_ptr_array_index(all, i);
        g_autofree char *before = w->name;
        w->name = free_name(c, before);
        for (guint k = i + 1; k < all->len; k++) {
            written_tier *child = g_ptr_array_index(all, k);
            if (g_strcmp0(child->parent, before) != 0)
                continue;
            g_free(child->parent);
            child->parent = g_strdup(w->name);
        }
        g_ptr_array_add(c->out->tiers, w);
    }
    g_ptr_array_set_free_func(all, NULL);
}

// The tiers of what `b` holds. Free with g_ptr_array_unref().
static GPtrArray *tiers_from(const comparer *c, speech_builder *b)
{
    speech *s = speech_builder_end(b);
    g_ptr_array_add(c->out->speeches, s);
    return tiers_of(s, c->step_us, c->report);
}

// Of the tiers of sentences and words only the words are wanted.
static void add_words(const comparer *c, const compared *of)
{
    g_autoptr(GPtrArray) all = tiers_from(c, of->spoken);
    gboolean there = of->words >= 0 && !c->tiers[of->words].is->fixed;
    for (guint i = all->len; i-- > 0;) {
        written_tier *w = g_ptr_array_index(all, i);
        if (w->parent && !there) {
            g_free(w->parent);
            w->parent = g_strdup(of->is->name);
            continue;
        }
        if (w->parent)
            g_array_append_vals(c->out->of[of->words].added, w->spans->data, w->spans->len);
        g_ptr_array_remove_index(all, i);
    }
    add_tiers(c, all);
}

static int compare_added(const void *a, const void *b)
{
    const written_span *left = a, *right = b;
    return left->start_us < right->start_us ? -1 : left->start_us > right->start_us;
}

// New words are in order, and over none that stays. Returns how many were not so.
static int settle_words(tier_changes *to, const tier *of)
{
    g_autoptr(GArray) all = to->added;
    guint next = 0;
    int64_t last_us = 0;
    to->added = g_array_new(FALSE, FALSE, sizeof(written_span));
    g_array_sort(all, compare_added);
    for (guint i = 0; i < all->len; i++) {
        written_span w = g_array_index(all, written_span, i);
        for (; next < of->spans->len; next++) {
            const tier_span *s = &g_array_index(of->spans, tier_span, next);
            if (s->start_us >= w.end_us)
                break;
            const tier_change *change = tier_change_of(to, s->order);
            if (!change || !change->gone)
                last_us = MAX(last_us, s->end_us);
        }
        if (w.start_us < last_us)
            continue;
        g_array_append_val(to->added, w);
        last_us = w.end_us;
    }
    return (int)(all->len - to->added->len);
}

static int compare_changes(const void *a, const void *b)
{
    return ((const tier_change *)a)->order - ((const tier_change *)b)->order;
}

const tier_change *tier_change_of(const tier_changes *c, int order)
{
    guint found;
    tier_change wanted = {.order = order};
    return g_array_binary_search(c->changes, &wanted, compare_changes, &found)
               ? &g_array_index(c->changes, tier_change, found)
               : NULL;
}

static void add_all_words(const comparer *c)
{
    int lost = 0;
    for (guint i = 0; i < c->count; i++)
        if (c->tiers[i].spoken)
            add_words(c, &c->tiers[i]);
    for (guint i = 0; i < c->count; i++) {
        const tier *of = c->tiers[i].is;
        g_array_sort(c->out->of[i].changes, compare_changes);
        if (of->is_times)
            lost += settle_words(&c->out->of[i], of);
    }
    if (lost)
        report_add(c->report, 0, _("words whose times do not go on were left out: %d."), lost);
}

// ----

static tiers_changes *changes_new(guint count)
{
    tiers_changes *c = g_new0(tiers_changes, 1);
    c->count = count;
    c->of = g_new(tier_changes, count);
    for (guint i = 0; i < count; i++)
        c->of[i] = (tier_changes){g_array_new(FALSE, FALSE, sizeof(tier_change)),
                                  g_array_new(FALSE, FALSE, sizeof(written_span))};
    c->tiers = g_ptr_array_new_with_free_func(written_tier_free);
    c->speeches = g_ptr_array_new_with_free_func((GDestroyNotify)speech_unref);
    c->texts = g_string_chunk_new(256);
    return c;
}

void tiers_changes_free(tiers_changes *c)
{
    if (!c)
        return;
    for (guint i = 0; i < c->count; i++) {
        g_array_unref(c->of[i].changes);
        g_array_unref(c->of[i].added);
    }
    g_free(c->of);
    g_ptr_array_unref(c->tiers);
    g_ptr_array_unref(c->speeches);
    g_string_chunk_free(c->texts);
    g_free(c);
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
        settle(c, i);
    add_all_words(c);
    for (int side = 0; side < LANGUAGES; side++) {
        g_autoptr(GPtrArray) new = tiers_from(c, c->left[side]);
        add_tiers(c, new);
    }
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
                  .out = changes_new(count)};
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
        speech_builder_free(c.tiers[i].spoken);
    }
    g_free(c.tiers);
    return c.out;
}

gboolean tiers_changed(const tiers_changes *c)
{
    gboolean any = c->tiers->len > 0;
    for (guint i = 0; i < c->count; i++)
        any |= c->of[i].changes->len || c->of[i].added->len;
    return any;
}
