// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mp3_tag.h"

#include <string.h>

#define FRAME_MAX      2881         // bytes in the longest MP3 frame
#define TAIL_ALLOWANCE (128 * 1024) // bytes after the sound: ID3v1, APE and lyrics tags

#define HAS_PACKETS 1u
#define HAS_BYTES   2u
#define HAS_TOC     4u
#define HAS_QUALITY 8u

static uint32_t big_endian(const guint8 *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

// The tag's name stands after the frame's header and side information, 13 to 36 bytes in.
static const guint8 *find_name(const guint8 *frame, gsize size)
{
    static const gsize offsets[] = {36, 21, 13};
    for (gsize i = 0; i + 40 + 120 < size; i++) {
        if (frame[i] != 0xff || (frame[i + 1] & 0xe0) != 0xe0)
            continue;
        for (gsize k = 0; k < G_N_ELEMENTS(offsets); k++) {
            const guint8 *name = frame + i + offsets[k];
            if (memcmp(name, "Xing", 4) == 0 || memcmp(name, "Info", 4) == 0)
                return name;
        }
    }
    return NULL;
}

bool mp3_tag_read(source *in, int64_t position, mp3_tag *tag)
{
    guint8 frame[FRAME_MAX] = {0};
    int64_t from = MAX(position - FRAME_MAX, 0);
    gssize size = position > from ? source_read(in, frame, (gsize)(position - from), from) : 0;
    const guint8 *p = size > 0 ? find_name(frame, (gsize)size) : NULL;
    if (!p)
        return false;
    const guint8 *end = frame + size;
    uint32_t has = big_endian(p + 4);
    p += 8;
    if (!(has & HAS_PACKETS))
        return false;
    tag->packets = big_endian(p);
    p += 4;
    if (has & HAS_BYTES) {
        if (source_size(in) - from > (int64_t)big_endian(p) + FRAME_MAX + TAIL_ALLOWANCE)
            return false;
        p += 4;
    }
    p += (has & HAS_TOC ? 100 : 0) + (has & HAS_QUALITY ? 4 : 0);
    // LAME's part: 9 bytes of name, 12 of gains and flags, then twice 12 bits.
    tag->delay = tag->padding = 0;
    if (p + 24 <= end) {
        tag->delay = p[21] << 4 | p[22] >> 4;
        tag->padding = (p[22] & 15) << 8 | p[23];
    }
    return tag->packets > 0;
}
