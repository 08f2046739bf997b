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
    int words = c->tiers[index].words;
    if (words >= 0)
        g_array_append_vals(c->tiers[words].wiped, compared_span(c, index, order), 1);
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
        compared_remove_span(c, index, p->order);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (p->says[side])
            compared_add_side(c->left[side], p->g, side);
}

static gboolean has_words(const segment *g, language side)
{
    int i = 0;
    while (i < g->word_count && g->words[i].side != side)
        i++;
    return i < g->word_count;
}

static void say_words(const comparer *c, guint index, const placed *p)
{
    if (p->order >= 0)
        compared_remove_words(c, index, p->order);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (p->says[side] && has_words(p->g, side))
            compared_add_side(c->tiers[index].spoken, p->g, side);
}

static void change_item(const comparer *c, guint index, int order, const written_span *now)
{
    const tier_span *was = compared_span(c, index, order);
    tier_change change = {.order = order, .now = *now};
    change.moved = !compared_same_time(c, was->start_us, now->start_us) ||
                   !compared_same_time(c, was->end_us, now->end_us);
    g_array_append_val(c->out->of[index].changes, change);
    compared_remove_joined(c, index, order);
}

static void write_placed(const comparer *c, guint index, const placed *p)
{
    if (p->words)
        say_words(c, index, p);
    if (!p->text)
        return;
    written_span now = {p->start_us, p->end_us, p->text, strlen(p->text)};
    if (p->order >= 0)
        change_item(c, index, p->order, &now);
    else
        g_array_append_val(c->out->of[index].added, now);
}

// What stays comes before what is changed or new, and of these the earlier one.
void compared_settle(const comparer *c, guint index)
{
    const compared *of = &c->tiers[index];
    gboolean may_overlap = of->is->fixed || of->is->points;
    int64_t end_us = INT64_MIN;
    g_array_sort(of->placed, compare_placed);
    placed *all = (placed *)(gpointer)of->placed->data;
    guint kept = 0;
    for (guint i = 0; i < of->placed->len; i++) {
        const placed *p = &all[i];
        gboolean over = !may_overlap && p->start_us < end_us;
        if (over && p->text) {
            refuse(c, index, p);
            continue;
        }
        // What is changed or new lies over none before it, so this can be of the last one only.
        if (over && all[kept - 1].text) {
            refuse(c, index, &all[--kept]);
            end_us = p->start_us;
        }
        end_us = MAX(end_us, p->end_us);
        all[kept++] = *p;
    }
    g_array_set_size(of->placed, kept);
    for (guint i = 0; i < kept; i++)
        write_placed(c, index, &g_array_index(of->placed, placed, i));
}
