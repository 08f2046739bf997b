// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/ogg_chain.h"

#include <string.h>

#define WINDOW      65536 // the longest page is shorter by some bytes
#define HEADER      27    // bytes before the segment table of a page
#define STREAMS_MAX 32
#define BEGINS      2  // flag of the first page of a stream
#define NONE        -1 // granule position of a page in which no packet ends

// A stream that begins the file, and where it had got to on the page looked at last.
typedef struct {
    uint32_t serial, sequence;
    int64_t granule;
} stream;

typedef struct {
    stream streams[STREAMS_MAX];
    int count;
    bool begun; // no more of them can come
} chain_link;

static bool is_page(const guint8 *p)
{
    return memcmp(p, "OggS", 5) == 0; // with the version, 0
}

static uint32_t little_endian(const guint8 *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint32_t serial_of(const guint8 *p)
{
    return little_endian(p + 14);
}

static uint32_t sequence_of(const guint8 *p)
{
    return little_endian(p + 18);
}

static int64_t granule_of(const guint8 *p)
{
    return (int64_t)((uint64_t)little_endian(p + 10) << 32 | little_endian(p + 6));
}

// The first page at or after `at` in `data`; NULL: there is none.
static const guint8 *next_page(const guint8 *data, gssize size, gssize at)
{
    for (; at + HEADER <= size; at++)
        if (is_page(data + at))
            return data + at;
    return NULL;
}

// The last page of the file within `data`, which holds its end. NULL: there is none.
static const guint8 *last_page(const guint8 *data, gssize size)
{
    gssize last = size - HEADER;
    while (last >= 0 && !is_page(data + last))
        last--;
    return last < 0 ? NULL : data + last;
}

static stream *find_stream(chain_link *l, const guint8 *page)
{
    for (int i = 0; i < l->count; i++)
        if (l->streams[i].serial == serial_of(page))
            return &l->streams[i];
    return NULL;
}

// Whether `page`, which stands behind all that were looked at, is of another link: it begins a
// stream behind others' sound or one of the same number, is of a stream that has not begun, or is
// counted from the beginning again.
static bool is_of_another_link(chain_link *l, const guint8 *page)
{
    stream *s = find_stream(l, page);
    bool begins = page[5] & BEGINS;
    if (begins && !s && !l->begun && l->count < STREAMS_MAX) {
        l->streams[l->count++] = (stream){serial_of(page), sequence_of(page), NONE};
        return false;
    }
    l->begun = true;
    if (begins || !s)
        return true;
    int64_t granule = granule_of(page);
    bool again = sequence_of(page) < s->sequence || (granule != NONE && granule < s->granule);
    s->sequence = sequence_of(page);
    s->granule = granule != NONE ? granule : s->granule;
    return again;
}

static bool holds_another_link(chain_link *l, source *in, int64_t at)
{
    g_autofree guint8 *data = g_malloc(WINDOW);
    gssize size = source_read(in, data, WINDOW, at);
    for (const guint8 *page = next_page(data, size, 0); page;
         page = next_page(data, size, page - data + HEADER))
        if (is_of_another_link(l, page))
            return true;
    return false;
}

bool ogg_is_chained(source *in)
{
    chain_link first = {.count = 0};
    int64_t size = source_size(in), seen = 0;
    // Looking a quarter further each time is enough: behind a new beginning the count is less than
    // it was before, also where pages hold some times as much. The end is looked at in any case.
    for (int64_t at = 0; at < size; at = MAX(seen, MIN(at + at / 4, size - WINDOW))) {
        if (holds_another_link(&first, in, at))
            return true;
        seen = at + WINDOW;
    }
    return false;
}

int64_t ogg_last_granule(source *in)
{
    g_autofree guint8 *data = g_malloc(WINDOW);
    gssize size = source_read(in, data, WINDOW, MAX(source_size(in) - WINDOW, 0));
    const guint8 *last = last_page(data, size);
    return last && granule_of(last) >= 0 ? granule_of(last) : -1;
}
