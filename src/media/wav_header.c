// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/wav_header.h"

#include <string.h>

#define RIFF_SIZE  12
#define CHUNK_SIZE 8
#define CHUNKS_MAX 64

static uint32_t little_endian(const guint8 *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
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

bool wav_header_is_unfinished(source *in, wav_mend *mend)
{
    guint8 head[RIFF_SIZE];
    if (source_read(in, head, sizeof head, 0) < (gssize)sizeof head ||
        memcmp(head, "RIFF", 4) != 0 || memcmp(head + 8, "WAVE", 4) != 0)
        return false;
    int64_t at = RIFF_SIZE;
    for (int i = 0; i < CHUNKS_MAX; i++) {
        guint8 chunk[CHUNK_SIZE];
        if (source_read(in, chunk, sizeof chunk, at) < (gssize)sizeof chunk)
            return false;
        uint32_t size = little_endian(chunk + 4);
        int64_t first = at + CHUNK_SIZE, there = source_size(in) - first;
        if (memcmp(chunk, "data", 4) == 0) {
            *mend = (wav_mend){at + 4, (uint32_t)MIN(there, UINT32_MAX - 1)};
            return there > 0 && ((size == 0 && !is_chunk(in, first)) || size == UINT32_MAX);
        }
        at = first + size + (size & 1);
    }
    return false;
}
