// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/arena.h"

#include <string.h>
#include <sys/mman.h>

#define BLOCK_LEAST (4u << 10)
#define BLOCK_MOST  (8u << 20)
#define HUGE_PAGE   (2u << 20) // of x86-64 and arm64; a multiple of the page everywhere

struct arena {
    GPtrArray *blocks;
    gsize next_size; // of a block; each is twice the one before
    char *at, *end;  // what is left of the last one
};

arena *arena_new(void)
{
    arena *a = g_new0(arena, 1);
    a->blocks = g_ptr_array_new_with_free_func(g_aligned_free);
    a->next_size = BLOCK_LEAST;
    return a;
}

void arena_free(arena *a)
{
    if (!a)
        return;
    g_ptr_array_unref(a->blocks);
    g_free(a);
}

void *arena_pages(gsize size)
{
    if (size < HUGE_PAGE)
        return g_aligned_alloc(1, size, 64);
    size = (size + HUGE_PAGE - 1) & ~(gsize)(HUGE_PAGE - 1);
    void *pages = g_aligned_alloc(1, size, HUGE_PAGE);
    madvise(pages, size, MADV_HUGEPAGE); // if it cannot, nothing is lost
    return pages;
}

static void add_block(arena *a, gsize least)
{
    gsize size = MAX(a->next_size, least);
    a->at = arena_pages(size);
    a->end = a->at + size;
    a->next_size = MIN(a->next_size * 2, BLOCK_MOST);
    g_ptr_array_add(a->blocks, a->at);
}

const char *arena_keep(arena *a, const char *text, gsize length)
{
    if ((gsize)(a->end - a->at) <= length)
        add_block(a, length + 1);
    char *kept = a->at;
    memcpy(kept, text, length);
    kept[length] = '\0';
    a->at += length + 1;
    return kept;
}
