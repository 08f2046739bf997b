// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/ogg_chain.h"

#include <string.h>

#define WINDOW      65536 // the longest page is shorter by some bytes
#define HEADER      27    // bytes before the segment table of a page
#define STREAMS_MAX 32
#define BEGINS      2 // flag of the first page of a stream
#define PROBE_FIRST 4096

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

// The last page of the file within `data`, which holds its end. NULL: there is none.
static const guint8 *last_page(const guint8 *data, gssize size)
{
    gssize last = size - HEADER;
    while (last >= 0 && !is_page(data + last))
        last--;
    return last < 0 ? NULL : data + last;
}

static uint32_t sequence_of(const guint8 *p)
{
    return (uint32_t)p[18] | (uint32_t)p[19] << 8 | (uint32_t)p[20] << 16 | (uint32_t)p[21] << 24;
}

// The number of the first page of a stream behind `at`. FALSE: none stands close behind it.
static bool find_sequence(source *in, guint8 *data, int64_t at, uint32_t serial, uint32_t *number)
{
    gssize size = source_read(in, data, WINDOW, at);
    for (gssize i = 0; i + HEADER <= size; i++)
        if (is_page(data + i) && serial_of(data + i) == serial) {
            *number = sequence_of(data + i);
            return true;
        }
    return false;
}

// Whether the pages of a stream are counted from the beginning again. Looking twice as far each
// time is enough: behind a new beginning the count is less than it was as far before it.
static bool begins_again(source *in, guint8 *data, const guint8 *last)
{
    uint32_t serial = serial_of(last), end = sequence_of(last), before = 0, number;
    for (int64_t at = PROBE_FIRST; at < source_size(in); at *= 2)
        if (find_sequence(in, data, at, serial, &number)) {
            if (number < before)
                return true;
            before = number;
        }
    return end < before;
}

bool ogg_is_chained(source *in)
{
    g_autofree guint8 *data = g_malloc(WINDOW);
    int64_t from = MAX(source_size(in) - WINDOW, 0);
    gssize size = source_read(in, data, WINDOW, from);
    const guint8 *found = last_page(data, size);
    guint8 last[HEADER];
    if (!found)
        return false;
    memcpy(last, found, HEADER);
    size = source_read(in, data, WINDOW, 0);
    return (size > 0 && !begins_file(data, (gsize)size, serial_of(last))) ||
           begins_again(in, data, last);
}

int64_t ogg_last_granule(source *in)
{
    g_autofree guint8 *data = g_malloc(WINDOW);
    gssize size = source_read(in, data, WINDOW, MAX(source_size(in) - WINDOW, 0));
    const guint8 *last = last_page(data, size);
    uint64_t granule = 0;
    for (int i = 7; last && i >= 0; i--)
        granule = granule << 8 | last[6 + i];
    return last && granule <= INT64_MAX ? (int64_t)granule : -1;
}
