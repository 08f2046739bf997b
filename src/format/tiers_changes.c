// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_changes.h"

tiers_changes *tiers_changes_new(guint count)
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

static int compare_changes(const void *a, const void *b)
{
    return ((const tier_change *)a)->order - ((const tier_change *)b)->order;
}

void tier_changes_sort(tier_changes *c)
{
    g_array_sort(c->changes, compare_changes);
}

const tier_change *tier_change_of(const tier_changes *c, int order)
{
    guint found;
    tier_change wanted = {.order = order};
    return g_array_binary_search(c->changes, &wanted, compare_changes, &found)
               ? &g_array_index(c->changes, tier_change, found)
               : NULL;
}
