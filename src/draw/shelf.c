// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/shelf.h"

typedef struct {
    block_key key;
    block *block;
} row;

struct shelf {
    fonts *fonts;
    int capacity;
    const speech *speech;
    passages *passages;
    GQueue rows;       // row, asked for last at the head
    GHashTable *where; // block_key in a row -> its link in `rows`
};

static guint key_hash(gconstpointer of)
{
    const block_key *k = of;
    guint hash = (guint)k->passage;
    hash = hash * 31 + (guint)k->part;
    hash = hash * 31 + (guint)k->side;
    hash = hash * 31 + (guint)k->size_px;
    return hash * 31 + (guint)k->width_px;
}

static gboolean key_equal(gconstpointer left, gconstpointer right)
{
    const block_key *a = left, *b = right;
    return a->passage == b->passage && a->part == b->part && a->side == b->side &&
           a->size_px == b->size_px && a->width_px == b->width_px;
}

shelf *shelf_new(fonts *f, int capacity)
{
    shelf *s = g_new0(shelf, 1);
    s->fonts = f;
    s->capacity = capacity;
    g_queue_init(&s->rows);
    s->where = g_hash_table_new(key_hash, key_equal);
    return s;
}

static void drop_last(shelf *s)
{
    row *r = g_queue_pop_tail(&s->rows);
    g_hash_table_remove(s->where, &r->key);
    block_free(r->block);
    g_free(r);
}

void shelf_set(shelf *s, const speech *of)
{
    while (s->rows.length)
        drop_last(s);
    g_clear_pointer(&s->passages, passages_free);
    s->speech = of;
    if (of)
        s->passages = passages_new(of);
}

void shelf_free(shelf *s)
{
    if (!s)
        return;
    shelf_set(s, NULL);
    g_hash_table_unref(s->where);
    g_free(s);
}

const speech *shelf_speech(const shelf *s)
{
    return s->speech;
}

const passages *shelf_passages(const shelf *s)
{
    return s->passages;
}

const block *shelf_get(shelf *s, const block_key *key)
{
    GList *link = g_hash_table_lookup(s->where, key);
    if (link) {
        g_queue_unlink(&s->rows, link);
        g_queue_push_head_link(&s->rows, link);
        return ((row *)link->data)->block;
    }
    if ((int)s->rows.length >= s->capacity)
        drop_last(s);
    row *r = g_new0(row, 1);
    r->key = *key;
    r->block = block_new(s->fonts, s->speech, passages_at(s->passages, key->passage), key);
    g_queue_push_head(&s->rows, r);
    g_hash_table_insert(s->where, &r->key, s->rows.head);
    return r->block;
}

gboolean shelf_has_han(const shelf *s)
{
    return fonts_has_han(s->fonts);
}
