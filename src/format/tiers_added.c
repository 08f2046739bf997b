// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers_compared.h"

#include <string.h>

#include "base/i18n.h"
#include "speech/build.h"

// ---- words that go

static int compare_times(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

// When the words begin, in order, that spans say which keep theirs. Free with g_array_unref().
static GArray *find_kept(const comparer *c, guint words)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(word_mark));
    for (guint i = 0; i < c->count; i++) {
        const compared *of = &c->tiers[i];
        for (guint k = 0; of->words == (int)words && k < of->placed->len; k++) {
            const placed *p = &g_array_index(of->placed, placed, k);
            if (p->words || p->order < 0)
                continue;
            tier_find_words(compared_span(c, i, p->order), of->is->words, marks);
            for (guint m = 0; m < marks->len; m++)
                g_array_append_val(out, g_array_index(marks, word_mark, m).start_us);
        }
    }
    g_array_sort(out, compare_times);
    return out;
}

static int compare_with_time(const void *span, const void *us)
{
    const tier_span *s = span;
    const int64_t *time_us = us;
    return s->end_us <= *time_us ? -1 : s->start_us > *time_us;
}

static void remove_words(const comparer *c, guint index)
{
    const compared *of = &c->tiers[index];
    if (!of->wiped->len)
        return;
    g_autoptr(GArray) kept = find_kept(c, index);
    g_autoptr(GArray) wiped = g_array_new(FALSE, FALSE, sizeof(tier_span));
    tiers_cover(wiped, of->wiped);
    for (guint i = 0; i < of->is->spans->len; i++) {
        const tier_span *w = &g_array_index(of->is->spans, tier_span, i);
        int64_t middle_us = (w->start_us + w->end_us) / 2;
        if (!g_array_binary_search(wiped, &middle_us, compare_with_time, NULL) ||
            g_array_binary_search(kept, &w->start_us, compare_times, NULL))
            continue;
        compared_remove_item(c, index, w->order);
        compared_remove_joined(c, index, w->order);
    }
}

// ---- new tiers

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

// ---- new words

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

// The first item from `next` on that stays; the number of spans, if none does.
static guint next_that_stays(const tier_changes *to, const GArray *spans, guint next)
{
    while (next < spans->len && tier_change_of(to, g_array_index(spans, tier_span, next).order))
        next++;
    return next;
}

// New words are in order, and over none that stays: they last until the next one at the most.
// Returns how many begin in another one, and are left out.
static int settle_words(tier_changes *to, const GArray *spans)
{
    g_autoptr(GArray) all = to->added;
    guint next = next_that_stays(to, spans, 0);
    int64_t last_us = 0;
    to->added = g_array_new(FALSE, FALSE, sizeof(written_span));
    g_array_sort(all, compare_added);
    for (guint i = 0; i < all->len; i++) {
        written_span w = g_array_index(all, written_span, i);
        for (; next < spans->len; next = next_that_stays(to, spans, next + 1)) {
            const tier_span *s = &g_array_index(spans, tier_span, next);
            if (s->start_us > w.start_us) {
                w.end_us = MIN(w.end_us, s->start_us);
                break;
            }
            last_us = MAX(last_us, s->end_us);
        }
        int64_t next_us =
            i + 1 < all->len ? g_array_index(all, written_span, i + 1).start_us : INT64_MAX;
        if (next_us > w.start_us)
            w.end_us = MIN(w.end_us, next_us);
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
        add_words(c, &c->tiers[i]);
    for (guint i = 0; i < c->count; i++) {
        const tier *of = c->tiers[i].is;
        remove_words(c, i);
        tier_changes_sort(&c->out->of[i]);
        if (of->is_times)
            lost += settle_words(&c->out->of[i], of->spans);
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
