// SPDX-License-Identifier: GPL-3.0-or-later
// A count of references that any thread may take and drop: the first member of what is shared.
//
// C11 atomics, not GLib's: ThreadSanitizer sees through these, and so can check what is shared.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

typedef struct {
    atomic_int count;
} references;

// One reference, the maker's.
static inline void references_init(references *r)
{
    atomic_init(&r->count, 1);
}

static inline void references_take(references *r)
{
    atomic_fetch_add_explicit(&r->count, 1, memory_order_relaxed);
}

// TRUE: that was the last one, and what it counted is to be freed.
static inline bool references_drop(references *r)
{
    return atomic_fetch_sub_explicit(&r->count, 1, memory_order_acq_rel) == 1;
}
