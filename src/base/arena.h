// SPDX-License-Identifier: GPL-3.0-or-later
// Strings that are kept together and freed together.
//
// Threads: an arena belongs to one thread while it is added to; then any thread may read its
// strings.
#pragma once

#include <glib.h>

typedef struct arena arena;

arena *arena_new(void);
// Accepts NULL.
void arena_free(arena *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(arena, arena_free)

// A copy of `text`, ended by a NUL, that lasts as long as the arena.
const char *arena_keep(arena *a, const char *text, gsize length);

// Memory for what is large and used from front to back. The system is asked for huge pages: giving
// out small ones takes longer than reading a file into them. Free with g_aligned_free().
void *arena_pages(gsize size);
