// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/wav_header.h"

#include <string.h>

#define RIFF_SIZE   12
#define CHUNK_SIZE  8
#define FORMAT_SIZE 16 // of the least that "fmt " holds
#define CHUNKS_MAX  64
#define DS64_AT     28 // of the size of the sound, where RF64 has it: EBU Tech 3306, 3.5

static uint32_t little_endian(const guint8 *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

// What programs write for a size that is not known yet: about the most that fits into 31 bits or
// all of them.
static bool is_placeholder(uint64_t size)
{
    return (size >= 0x7fff0000 && size <= 0x80000000) ||
           (size >= 0xffff0000 && size <= UINT32_MAX) || size > INT64_MAX;
}

static uint64_t little_endian_64(const guint8 *p)
{
    return (uint64_t)little_endian(p + 4) << 32 | little_endian(p);
}

// Whether a chunk that may stand behind the sound begins at `at`: the size is right then.
static bool is_chunk(source *in, int64_t at)
{
    static const char *const names[] = {"LIST", "id3 ", "ID3 ", "cue ", "bext", "fact", "smpl"};
    guint8 head[CHUNK_SIZE];
    if (source_read(in, head, sizeof head, at) < (gssize)sizeof head)
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (memcmp(head, names[i], 4) == 0)
            return at + CHUNK_SIZE + (int64_t)little_endian(head + 4) <= source_size(in);
    return false;
}

// The sound begins at `first`; its size in the chunk is `size`.
static void read_size(source *in, bool is_rf64, int64_t first, uint32_t size, wav_header *h)
{
    guint8 ds64[8];
    bool beside = is_rf64 && size == UINT32_MAX &&
                  source_read(in, ds64, sizeof ds64, DS64_AT) == (gssize)sizeof ds64;
    h->at = beside ? DS64_AT : first - 4;
    h->width = beside ? 8 : 4;
    h->said = beside ? little_endian_64(ds64) : size;
    h->there = (uint64_t)MAX(source_size(in) - first, 0);
    bool unknown =
        (h->said == 0 && !is_chunk(in, first)) || (h->said > h->there && is_placeholder(h->said));
    h->unfinished = unknown && h->there > 0 && h->there >= (uint64_t)h->frame;
}

bool wav_header_read(source *in, wav_header *h)
{
    guint8 head[RIFF_SIZE];
    *h = (wav_header){0};
    if (source_read(in, head, sizeof head, 0) < (gssize)sizeof head ||
        memcmp(head + 8, "WAVE", 4) != 0)
        return false;
    bool is_rf64 = memcmp(head, "RF64", 4) == 0;
    if (!is_rf64 && memcmp(head, "RIFF", 4) != 0)
        return false;
    int64_t at = RIFF_SIZE;
    for (int i = 0; i < CHUNKS_MAX; i++) {
        guint8 chunk[CHUNK_SIZE + FORMAT_SIZE];
        gssize got = source_read(in, chunk, sizeof chunk, at);
        if (got < CHUNK_SIZE)
            return false;
        uint32_t size = little_endian(chunk + 4);
        int64_t first = at + CHUNK_SIZE;
        if (memcmp(chunk, "data", 4) == 0) {
            read_size(in, is_rf64, first, size, h);
            return true;
        }
        if (memcmp(chunk, "fmt ", 4) == 0 && got == (gssize)sizeof chunk)
            h->frame = chunk[CHUNK_SIZE + 12] | chunk[CHUNK_SIZE + 13] << 8;
        at = first + size + (size & 1);
    }
    return false;
}
