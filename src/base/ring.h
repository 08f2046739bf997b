// SPDX-License-Identifier: GPL-3.0-or-later
// A bounded queue of fixed-size elements between one writing and one reading thread, without locks.
//
// Both sides work in place: begin, fill or look at the element, end. Functions marked REALTIME
// neither lock nor allocate.
#pragma once

#include <glib.h>

// May be called on the audio thread; calls only functions that bear it too.
#define REALTIME

typedef struct ring ring;

// `count` elements (rounded up to a power of two) of `size` bytes, zeroed.
ring *ring_new(int count, gsize size);
// Accepts NULL. Neither thread may use it any more.
void ring_free(ring *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ring, ring_free)

// Writing thread: the next free element, NULL when full; ring_write_end() hands it over.
REALTIME void *ring_write_begin(ring *r);
REALTIME void ring_write_end(ring *r);

// Reading thread: the oldest element, NULL when empty; ring_read_end() gives it back.
REALTIME void *ring_read_begin(ring *r);
REALTIME void ring_read_end(ring *r);

// Elements handed over and not given back, at some moment during the call. Any thread.
REALTIME int ring_count(const ring *r);
