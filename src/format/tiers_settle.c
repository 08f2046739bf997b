// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_compared.h"

#include <string.h>

void compared_remove_item(const comparer *c, guint index, int order)
{
    tier_change gone = {.order = order, .gone = TRUE};
    g_array_append_val(c->out->of[index].changes, gone);
}

void compared_remove_joined(const comparer *c, guint index, int order)
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
        compared_remove_item(c, index, g_array_index(joined, tier_joined, from).order);
}

void compared_remove_words(const comparer *c, guint index, int order)
{
    const compared *of = &c->tiers[index];
    if (of->words < 0)
        return;
    const tier_span *s = compared_span(c, index, order);
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
        compared_remove_item(c, (guint)of->words, w->order);
        compared_remove_joined(c, (guint)of->words, w->order);
    }
}

void compared_remove_span(const comparer *c, guint index, int order)
{
    compared_remove_words(c, index, order);
    compared_remove_item(c, index, order);
    compared_remove_joined(c, index, order);
}

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
        compared_remove_item(c, index, p->order);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (compared_holds(c->tiers[index].is, side) && *p->g->text[side])
            compared_add_side(c->left[side], p->g, side);
}

static void change_item(const comparer *c, guint index, int order, const written_span *now)
{
    const tier_span *was = compared_span(c, index, order);
    tier_change change = {.order = order, .now = *now};
    change.moved = !compared_same_time(c, was->start_us, now->start_us) ||
                   !compared_same_time(c, was->end_us, now->end_us);
    g_array_append_val(c->out->of[index].changes, change);
}

void compared_settle(const comparer *c, guint index)
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
