// SPDX-License-Identifier: GPL-3.0-or-later
// Eight bytes of text looked at together: one number, its lowest byte the first of the text. What
// is found out about a byte stands in its highest bit.
#pragma once

#include <glib.h>
#include <stdint.h>
#include <string.h>

// The same byte eight times: EIGHT(0x20).
#define EIGHT(byte) (~UINT64_C(0) / 255 * (byte))
#define EIGHT_FLAGS EIGHT(0x80)

// The bytes at `p`; NULs behind the `left` bytes that there are, where these are fewer than eight.
static inline uint64_t eight_load(const char *p, gsize left)
{
    uint64_t bytes = 0;
    if (left >= 8)
        memcpy(&bytes, p, 8);
    else
        memcpy(&bytes, p, left);
    return GUINT64_FROM_LE(bytes);
}

// Flags the bytes that are `c`, and perhaps some behind the first of these.
static inline uint64_t eight_equal(uint64_t bytes, char c)
{
    uint64_t other = bytes ^ EIGHT((guchar)c);
    return (other - EIGHT(1)) & ~other;
}

// How many bytes stand before the first that has its flag set; 8: none has. A sum of the bytes may
// carry into flags behind that one.
static inline gsize eight_before(uint64_t flags)
{
    flags &= EIGHT_FLAGS;
    return G_LIKELY(!flags) ? 8 : (gsize)__builtin_ctzll(flags) / 8;
}

// How many flags are set.
static inline int eight_count(uint64_t flags)
{
    return (int)(((flags & EIGHT_FLAGS) >> 7) * EIGHT(1) >> 56);
}
