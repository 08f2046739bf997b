// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/gather.h"

#include <string.h>

#include "base/arena.h"
#include "format/cue.h"
#include "format/pair.h"
#include "speech/build.h"

// How long the last one lasts that has no end.
#define LAST_US (5 * TIME_SECOND)

typedef struct {
    segment g;
    gather_place place;
    guint first_word;
    guint index;
    int64_t key_us; // of the order: of an untimed one that of the one before
} item;

struct gather {
    GArray *items; // item
    GArray *words; // word_mark
    arena *texts;
};

gather *gather_new(void)
{
    gather *g = g_new0(gather, 1);
    g->items = g_array_new(FALSE, FALSE, sizeof(item));
    g->words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    g->texts = arena_new();
    return g;
}

void gather_free(gather *g)
{
    if (!g)
        return;
    g_array_unref(g->items);
    g_array_unref(g->words);
    arena_free(g->texts);
    g_free(g);
}

static const char *keep(gather *g, const char *text)
{
    return text ? arena_keep(g->texts, text, strlen(text)) : NULL;
}

void gather_add(gather *g, const segment *from, gather_place place)
{
    item added = {*from, place, g->words->len, g->items->len, from->start_us};
    if (from->start_us == TIME_NONE && added.index > 0)
        added.key_us = g_array_index(g->items, item, added.index - 1).key_us;
    for (int side = 0; side < LANGUAGES; side++)
        added.g.text[side] = keep(g, from->text[side]);
    added.g.id = keep(g, from->id);
    added.g.settings = keep(g, from->settings);
    added.g.payload = keep(g, from->payload);
    added.g.before = keep(g, from->before);
    g_array_append_vals(g->words, from->words, (guint)from->word_count);
    g_array_append_val(g->items, added);
}

guint gather_count(const gather *g)
{
    return g->items->len;
}

void gather_strip(gather *g)
{
    for (guint i = 0; i < g->items->len; i++) {
        segment *s = &g_array_index(g->items, item, i).g;
        s->settings = s->payload = s->before = NULL;
    }
}

static int compare_items(const void *a, const void *b)
{
    const item *left = a, *right = b;
    if (left->key_us != right->key_us)
        return left->key_us < right->key_us ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index;
}

static void sort_items(gather *g)
{
    for (guint i = 1; i < g->items->len; i++) {
        const item *one = &g_array_index(g->items, item, i);
        if (one->key_us >= one[-1].key_us)
            continue;
        g_array_sort(g->items, compare_items);
        return;
    }
}

// Takes the words that begin behind the end.
static void drop_late_words(const gather *g, item *one)
{
    int kept = 0;
    if (!one->g.word_count)
        return;
    word_mark *words = &g_array_index(g->words, word_mark, one->first_word);
    for (int i = 0; i < one->g.word_count; i++)
        if (words[i].start_us <= one->g.end_us)
            words[kept++] = words[i];
    one->g.word_count = kept;
}

static void end_items(gather *g)
{
    int64_t next_us = TIME_NONE, start_us = TIME_NONE; // behind the one looked at; of that one
    for (guint i = g->items->len; i-- > 0;) {
        item *one = &g_array_index(g->items, item, i);
        segment *s = &one->g;
        if (s->start_us == TIME_NONE)
            continue;
        if (s->start_us != start_us)
            next_us = start_us;
        start_us = s->start_us;
        if (s->end_us != GATHER_OPEN)
            continue;
        s->end_us = next_us != TIME_NONE ? next_us : MIN(start_us + LAST_US, TIME_MAX);
        drop_late_words(g, one);
    }
}

// The side of a segment that has one; -1: it has both.
static int only_side(const segment *s)
{
    if (*s->text[LANGUAGE_ZH] && *s->text[LANGUAGE_EN])
        return -1;
    return *s->text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
}

static cue_span span_of(const item *one)
{
    return (cue_span){one->g.start_us, one->g.end_us, only_side(&one->g)};
}

// Whether the item and the one behind it are one segment.
static gboolean is_pair(const gather *g, guint i)
{
    if (i + 1 == g->items->len)
        return FALSE;
    const item *one = &g_array_index(g->items, item, i);
    cue_span span = span_of(one), next = span_of(one + 1);
    return cue_is_translation(&span, &next);
}

static void set_words(const gather *g, segment *s, guint first_word)
{
    if (s->word_count)
        s->words = &g_array_index(g->words, word_mark, first_word);
}

// One segment of two in two languages.
static void add_both(const gather *g, const item *one, const item *other, speech_builder *out)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    gboolean swapped = only_side(&one->g) == LANGUAGE_EN;
    const item *sides[LANGUAGES] = {swapped ? other : one, swapped ? one : other};
    segment both = one->g;
    for (int side = 0; side < LANGUAGES; side++) {
        const item *from = sides[side];
        both.text[side] = from->g.text[side];
        if (from->g.word_count)
            g_array_append_vals(words, &g_array_index(g->words, word_mark, from->first_word),
                                (guint)from->g.word_count);
    }
    both.words = (const word_mark *)(void *)words->data;
    both.word_count = (int)words->len;
    pair_kept kept = pair_kept_new();
    for (int side = 0; side < LANGUAGES; side++)
        pair_kept_add(&kept, &sides[side]->g);
    pair_kept_set(&kept, &both);
    speech_builder_safe_segment(out, &both);
    pair_kept_free(&kept);
}

static speech *build(const gather *g, speech_builder *out)
{
    item *all = (item *)(void *)g->items->data;
    for (guint i = 0, before = 0; i < g->items->len; i++) {
        // Of two that became one the first counts.
        if (i == 0 || all[i].place.paragraph != all[before].place.paragraph)
            speech_builder_paragraph(out, all[i].place.kind);
        before = i;
        if (is_pair(g, i)) {
            add_both(g, &all[i], &all[i + 1], out);
            i++;
            continue;
        }
        set_words(g, &all[i].g, all[i].first_word);
        speech_builder_safe_segment(out, &all[i].g);
    }
    return speech_builder_end(out);
}

static gboolean is_two_tracks(const gather *g)
{
    gboolean has[LANGUAGES] = {FALSE, FALSE};
    for (guint i = 0; i < g->items->len; i++) {
        const item *one = &g_array_index(g->items, item, i);
        int side = only_side(&one->g);
        if (!one->place.in_track || one->g.start_us == TIME_NONE || side < 0)
            return FALSE;
        has[side] = TRUE;
    }
    return has[LANGUAGE_ZH] && has[LANGUAGE_EN];
}

static speech *pair_tracks(const gather *g, speech_builder *out)
{
    g_autoptr(speech_builder) other = speech_builder_new();
    speech_builder *builders[LANGUAGES] = {out, other};
    for (guint i = 0; i < g->items->len; i++) {
        item *one = &g_array_index(g->items, item, i);
        speech_builder *to = builders[only_side(&one->g)];
        set_words(g, &one->g, one->first_word);
        speech_builder_paragraph(to, PARAGRAPH_BODY);
        speech_builder_safe_segment(to, &one->g);
    }
    g_autoptr(speech) zh = speech_builder_end(out);
    g_autoptr(speech) en = speech_builder_end(other);
    return pair_tracks_by_time(zh, en);
}

speech *gather_end(gather *g, speech_builder *out)
{
    sort_items(g);
    end_items(g);
    return is_two_tracks(g) ? pair_tracks(g, out) : build(g, out);
}
