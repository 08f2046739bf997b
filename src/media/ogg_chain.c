// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/ogg_chain.h"

#include <string.h>

#define WINDOW      65536
#define HEADER      27 // bytes before the segment table of a page
#define STREAMS_MAX 32
#define BEGINS      2 // flag of the first page of a stream

static bool is_page(const guint8 *p)
{
    return memcmp(p, "OggS", 5) == 0; // with the version, 0
}

static uint32_t serial_of(const guint8 *p)
{
    return (uint32_t)p[14] | (uint32_t)p[15] << 8 | (uint32_t)p[16] << 16 | (uint32_t)p[17] << 24;
}

static gsize page_size(const guint8 *p, gsize room)
{
    gsize size = HEADER + p[26];
    for (gsize i = 0; i < p[26] && HEADER + i < room; i++)
        size += p[HEADER + i];
    return size;
}

// Does one of the pages that begin a stream at the start of the file have this serial number?
static bool begins_file(const guint8 *data, gsize size, uint32_t serial)
{
    gsize at = 0;
    for (int i = 0; i < STREAMS_MAX && at + HEADER < size && is_page(data + at); i++) {
        if (!(data[at + 5] & BEGINS))
            return false;
        if (serial_of(data + at) == serial)
            return true;
        at += page_size(data + at, size - at);
    }
    return false;
}

bool ogg_is_chained(source *in)
{
    g_autofree guint8 *data = g_malloc(WINDOW);
    int64_t from = MAX(source_size(in) - WINDOW, 0);
    gssize size = source_read(in, data, WINDOW, from);
    gssize last = size - HEADER;
    while (last >= 0 && !is_page(data + last))
        last--;
    if (last < 0)
        return false;
    uint32_t serial = serial_of(data + last);
    size = source_read(in, data, WINDOW, 0);
    return size > 0 && !begins_file(data, (gsize)size, serial);
}
