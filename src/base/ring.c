// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ring.h"

#include <stdatomic.h>

struct ring {
    // Immutable.
    unsigned mask;
    gsize size;
    char *elements;

    // Count without end; the difference is the fill. Written by one side, read by both.
    atomic_uint written;
    atomic_uint read;
};

ring *ring_new(int count, gsize size)
{
    unsigned capacity = 1;
    while (capacity < (unsigned)count)
        capacity *= 2;
    ring *r = g_new0(ring, 1);
    r->mask = capacity - 1;
    // Elements may hold anything: keep each one aligned.
    r->size = (size + 15) / 16 * 16;
    r->elements = g_malloc0_n(capacity, r->size);
    return r;
}

void ring_free(ring *r)
{
    if (!r)
        return;
    g_free(r->elements);
    g_free(r);
}

static void *element(ring *r, unsigned place)
{
    return r->elements + (place & r->mask) * r->size;
}

void *ring_write_begin(ring *r)
{
    unsigned written = atomic_load_explicit(&r->written, memory_order_relaxed);
    unsigned read = atomic_load_explicit(&r->read, memory_order_acquire);
    return written - read > r->mask ? NULL : element(r, written);
}

void ring_write_end(ring *r)
{
    atomic_fetch_add_explicit(&r->written, 1, memory_order_release);
}

void *ring_read_begin(ring *r)
{
    unsigned read = atomic_load_explicit(&r->read, memory_order_relaxed);
    unsigned written = atomic_load_explicit(&r->written, memory_order_acquire);
    return written == read ? NULL : element(r, read);
}

void ring_read_end(ring *r)
{
    atomic_fetch_add_explicit(&r->read, 1, memory_order_release);
}

int ring_count(const ring *r)
{
    unsigned read = atomic_load_explicit(&r->read, memory_order_acquire);
    return (int)(atomic_load_explicit(&r->written, memory_order_acquire) - read);
}
