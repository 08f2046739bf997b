// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_compared.h"

#include <string.h>

#include "base/i18n.h"
#include "speech/build.h"

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
        g_autofree char *wanted = w->name;
        w->name = free_name(c, wanted);
        g_clear_pointer(&w->parent, g_free);
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
        if (w->parent && !there)
            continue;
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

static void add_all_words(const comparer *c)
{
    int lost = 0;
    for (guint i = 0; i < c->count; i++)
        if (c->tiers[i].spoken)
            add_words(c, &c->tiers[i]);
    for (guint i = 0; i < c->count; i++) {
        const tier *of = c->tiers[i].is;
        tier_changes_sort(&c->out->of[i]);
        if (of->is_times)
            lost += settle_words(&c->out->of[i], of);
    }
    if (lost)
        report_add(c->report, 0, _("words whose times do not go on were left out: %d."), lost);
}

void compared_add(const comparer *c)
{
    add_all_words(c);
    for (int side = 0; side < LANGUAGES; side++) {
        g_autoptr(GPtrArray) new = tiers_from(c, c->left[side]);
        add_tiers(c, new);
    }
}
