// SPDX-License-Identifier: GPL-3.0-or-later
// A speech written back into the TextGrid that it was read from: all its tiers stay, in their
// order, and times that are not changed keep all their digits.
#include <string.h>

#include "format/textgrid.h"
#include "format/tiers_back.h"

typedef struct {
    GString *out;                 // tiers
    const tiers_changes *changes; // NULL: only times are others
    time_change to;
    const void *data;
    GStringChunk *texts; // of the tier
    GArray *items;       // textgrid_written, of the tier
    textgrid_tier tier;
    char *name; // of it; NULL: there was none yet
    guint count;
    double start, end, last; // of the file; the last time of the speech
} back;

static gboolean is_blank(const textgrid_written *i)
{
    for (gsize k = 0; k < i->length; k++)
        if (!g_ascii_isspace(i->text[k]))
            return FALSE;
    return TRUE;
}

static int compare_items(const void *a, const void *b)
{
    const textgrid_written *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end < right->end ? -1 : 1;
    return left->order - right->order;
}

// What is changed or gone of those that are there, and what is new.
static void change_items(back *b, const tier_changes *c)
{
    guint kept = 0;
    for (guint i = 0; i < b->items->len; i++) {
        textgrid_written *at = &g_array_index(b->items, textgrid_written, i);
        const tier_change *change = tier_change_of(c, at->order);
        if ((change && change->gone) || (!b->tier.points && is_blank(at)))
            continue;
        if (change && change->moved)
            *at = textgrid_written_of(&change->now, at->order, b->tier.points);
        if (change) {
            at->text = change->now.text;
            at->length = change->now.length;
        }
        g_array_index(b->items, textgrid_written, kept++) = *at;
    }
    g_array_set_size(b->items, kept);
    for (guint i = 0; i < c->added->len; i++) {
        const written_span *w = &g_array_index(c->added, written_span, i);
        textgrid_written added = textgrid_written_of(w, G_MAXINT, b->tier.points);
        g_array_append_val(b->items, added);
    }
}

// Without what cannot be, as the reader said, and in order.
static void put_in_order(back *b)
{
    guint kept = 0;
    for (guint i = 0; i < b->items->len; i++) {
        const textgrid_written *at = &g_array_index(b->items, textgrid_written, i);
        if (b->tier.points ? at->end >= 0 : at->end > at->start)
            g_array_index(b->items, textgrid_written, kept++) = *at;
    }
    g_array_set_size(b->items, kept);
    g_array_sort(b->items, compare_items);
    if (!b->tier.points)
        textgrid_fill_gaps(b->items, b->tier.start, b->tier.end);
}

static void settle_tier(back *b)
{
    const tier_changes *c = b->count < b->changes->count ? &b->changes->of[b->count] : NULL;
    if (textgrid_is_later(b->last, b->end) && textgrid_is_later(b->last, b->tier.end))
        b->tier.end = b->last;
    if (c && (c->changes->len || c->added->len))
        change_items(b, c);
    put_in_order(b);
}

static double moved(const back *b, double seconds)
{
    return textgrid_seconds(b->to(b->data, textgrid_us(seconds)));
}

// All stay, so that they are counted; a point that comes to the beginning is before it.
static void move_tier(back *b)
{
    b->tier.start = MIN(b->tier.start, moved(b, b->tier.start));
    b->tier.end = moved(b, b->tier.end);
    for (guint i = 0; i < b->items->len; i++) {
        textgrid_written *at = &g_array_index(b->items, textgrid_written, i);
        gboolean before = b->tier.points && at->end > 0 && textgrid_us(moved(b, at->end)) <= 0;
        at->start = moved(b, at->start);
        at->end = before ? -1 : moved(b, at->end);
    }
}

static void end_tier(back *b)
{
    if (!b->name)
        return;
    b->tier.name = b->name;
    if (b->changes)
        settle_tier(b);
    else
        move_tier(b);
    textgrid_append_tier(b->out, ++b->count, &b->tier, b->items);
    g_string_chunk_clear(b->texts);
    g_array_set_size(b->items, 0);
    g_clear_pointer(&b->name, g_free);
}

static void take_span(void *data, double start, double end)
{
    back *b = data;
    b->start = start;
    b->end = end;
}

static void take_tier(void *data, const textgrid_tier *t)
{
    back *b = data;
    end_tier(b);
    b->tier = *t;
    b->name = g_strdup(t->name);
}

static void take_item(void *data, const textgrid_item *i)
{
    back *b = data;
    textgrid_written added = {i->start,
                              i->end,
                              g_string_chunk_insert_len(b->texts, i->text, (gssize)i->length),
                              i->length,
                              (int)b->items->len,
                              FALSE};
    g_array_append_val(b->items, added);
}

// What stays to be done is the file around the tiers.
static void walk_back(back *b, const char *file)
{
    static const textgrid_handler handler = {take_span, take_tier, take_item};
    b->out = g_string_new(NULL);
    b->items = g_array_new(FALSE, FALSE, sizeof(textgrid_written));
    b->texts = g_string_chunk_new(1024);
    textgrid_walk(file, strlen(file), &handler, b, NULL);
    end_tier(b);
    g_string_chunk_free(b->texts);
    g_array_unref(b->items);
}

static void write_back(const speech *s, const tiers_changes *changes, GString *out)
{
    back b = {.changes = changes, .last = textgrid_seconds(speech_end_us(s))};
    walk_back(&b, speech_header(s));
    double end = textgrid_is_later(b.last, b.end) ? b.last : b.end;
    for (guint i = 0; i < changes->tiers->len; i++)
        textgrid_append_new(b.out, ++b.count, g_ptr_array_index(changes->tiers, i), b.start, end);
    textgrid_append_file(out, b.start, end, b.count, b.out);
    g_string_free(b.out, TRUE);
}

char *textgrid_move(const char *file, time_change to, const void *data)
{
    back b = {.to = to, .data = data};
    GString *out = g_string_new(NULL);
    walk_back(&b, file);
    textgrid_append_file(out, MIN(b.start, moved(&b, b.start)), moved(&b, b.end), b.count, b.out);
    g_string_free(b.out, TRUE);
    return g_string_free(out, FALSE);
}

gboolean textgrid_write_back(const speech *s, GString *out, report *r)
{
    const char *header = speech_header(s);
    if (g_strcmp0(speech_verbatim_format(s), "textgrid") != 0 || !*header)
        return FALSE;
    g_autoptr(tiers) to = tiers_new_again(s);
    g_autoptr(speech_builder) b = speech_builder_new();
    if (!textgrid_tiers(header, strlen(header), to, NULL, b))
        return FALSE;
    g_autoptr(speech) was = speech_builder_end(b);
    g_autoptr(tiers_changes) changes = tiers_compare(to, was, s, 1, r);
    write_back(s, changes, out);
    return TRUE;
}
