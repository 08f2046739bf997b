// SPDX-License-Identifier: GPL-3.0-or-later
// Which tiers are the text, and which have the times of its words.
#include <string.h>

#include "format/tiers.h"

void tiers_cover(GArray *taken, const GArray *spans)
{
    g_array_append_vals(taken, spans->data, spans->len);
    g_array_sort(taken, tiers_compare_spans);
    guint kept = 0;
    for (guint i = 0; i < taken->len; i++) {
        tier_span *s = &g_array_index(taken, tier_span, i);
        tier_span *last = kept ? &g_array_index(taken, tier_span, kept - 1) : NULL;
        if (last && s->start_us <= last->end_us)
            last->end_us = MAX(last->end_us, s->end_us);
        else
            g_array_index(taken, tier_span, kept++) = *s;
    }
    g_array_set_size(taken, kept);
}

// Whether half of the spans lie for half of their time in what is taken.
static gboolean is_covered(const GArray *taken, const GArray *spans)
{
    guint covered = 0, first = 0;
    for (guint i = 0; i < spans->len; i++) {
        const tier_span *s = &g_array_index(spans, tier_span, i);
        int64_t shared = 0;
        while (first < taken->len && g_array_index(taken, tier_span, first).end_us <= s->start_us)
            first++;
        // Taken spans do not overlap, so few of them can each be half of this one.
        for (guint k = first; k < MIN(taken->len, first + 64); k++) {
            const tier_span *other = &g_array_index(taken, tier_span, k);
            if (other->start_us >= s->end_us)
                break;
            shared += MIN(s->end_us, other->end_us) - MAX(s->start_us, other->start_us);
        }
        covered += shared * 2 >= s->end_us - s->start_us;
    }
    return covered * 2 >= spans->len;
}

static void choose(const GPtrArray *all)
{
    tier_level best = TIER_NUMBERS;
    for (guint i = 0; i < all->len; i++)
        best = MAX(best, ((const tier *)g_ptr_array_index(all, i))->level);
    for (language side = LANGUAGE_ZH; best > TIER_NUMBERS && side <= LANGUAGE_EN; side++) {
        g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(tier_span));
        for (int declared = 1; declared >= 0; declared--)
            for (guint i = 0; i < all->len; i++) {
                tier *of = g_ptr_array_index(all, i);
                if (of->level != best || of->most != side || of->declared != declared ||
                    !of->spans->len || (!declared && is_covered(taken, of->spans)))
                    continue;
                of->is_text = TRUE;
                tiers_cover(taken, of->spans);
            }
    }
}

// For each tier of sentences the tier of words that fits best.
static void choose_words(const GPtrArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        tier *of = g_ptr_array_index(all, i), *best = NULL;
        int most = 0;
        for (guint k = 0; of->is_text && of->level == TIER_SENTENCES && k < all->len; k++) {
            tier *w = g_ptr_array_index(all, k);
            if (w->level != TIER_WORDS || (of->side >= 0 && w->side >= 0 && of->side != w->side))
                continue;
            int inside, found = tier_count_words(of, w, &inside);
            if (found > most && found * 2 >= inside) {
                most = found;
                best = w;
            }
        }
        of->words = best;
        if (best)
            best->is_times = TRUE;
    }
}

void tiers_find_roles(const GPtrArray *all)
{
    for (guint i = 0; i < all->len; i++)
        tier_find_out(g_ptr_array_index(all, i));
    choose(all);
    choose_words(all);
}

// ---- roles

// Of each tier: its words, its side, what it has most of, and letters: it is text (t), it is words
// (w), it has words (+), it is empty (e).
char *tiers_say_roles(GPtrArray *all)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < all->len; i++) {
        const tier *of = g_ptr_array_index(all, i);
        guint words = 0;
        g_ptr_array_find(all, of->words, &words);
        g_string_append_printf(out, "%u,%d,%d", words, of->side, (int)of->most);
        g_string_append_printf(out, "%s%s%s%s;", of->is_text ? "t" : "", of->is_times ? "w" : "",
                               of->words ? "+" : "", of->spans->len ? "" : "e");
    }
    return g_string_free(out, FALSE);
}

// A number, behind a comma or none; -1 if it is less than 0.
static int take_number(const char **at)
{
    *at += **at == ',';
    gboolean less = **at == '-';
    int number = 0;
    for (*at += less; g_ascii_isdigit(**at); ++*at)
        number = MIN(number * 10 + (**at - '0'), TIERS_MAX);
    return less ? -1 : number;
}

// Whether the letter stands there; it is passed then.
static gboolean take_letter(const char **at, char letter)
{
    gboolean found = **at == letter;
    *at += found;
    return found;
}

void tiers_take_roles(const GPtrArray *all, const char *roles)
{
    const char *at = roles;
    for (guint i = 0; i < all->len && *at; i++) {
        tier *of = g_ptr_array_index(all, i);
        int words = take_number(&at), side = take_number(&at);
        of->side = MIN(side, (int)LANGUAGE_EN);
        of->most = take_number(&at) == LANGUAGE_ZH ? LANGUAGE_ZH : LANGUAGE_EN;
        of->is_text = take_letter(&at, 't');
        of->is_times = take_letter(&at, 'w');
        if (take_letter(&at, '+') && words >= 0 && words < (int)all->len)
            of->words = g_ptr_array_index(all, (guint)words);
        at = strchr(at, ';');
        at = at ? at + 1 : "";
    }
}

int tiers_count_others(const char *roles)
{
    int count = 0;
    for (const char *at = roles, *end; (end = strchr(at, ';')); at = end + 1)
        count += strcspn(at, "twe;") == (gsize)(end - at);
    return count;
}
