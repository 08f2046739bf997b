// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mp3_tag.h"

#include <string.h>

#define FRAME_MAX      2881 // bytes in the longest MP3 frame
#define ID3V1_SIZE     128
#define ID3V2_SIZE     10           // of its header
#define APE_SIZE       32           // of its header; the whole may be as large as TAIL_ALLOWANCE
#define TAIL_ALLOWANCE (128 * 1024) // bytes after the sound: ID3v1, APE and lyrics tags
#define SLACK          4            // by how much encoders miscount

#define HAS_PACKETS 1u
#define HAS_BYTES   2u
#define HAS_TOC     4u
#define HAS_QUALITY 8u

static uint32_t big_endian(const guint8 *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t little_endian(const guint8 *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

int64_t mp3_tag_size(const guint8 *data, gsize size)
{
    if (size >= 3 && memcmp(data, "TAG", 3) == 0)
        return ID3V1_SIZE;
    if (size >= APE_SIZE && memcmp(data, "APETAGEX", 8) == 0) {
        int64_t whole = APE_SIZE + (int64_t)little_endian(data + 12);
        return whole <= TAIL_ALLOWANCE ? whole : 0;
    }
    // ID3v2.4.0, 3.1: seven bits of each byte, and a footer may follow.
    if (size < ID3V2_SIZE || memcmp(data, "ID3", 3) != 0 ||
        (data[6] | data[7] | data[8] | data[9]) & 0x80)
        return 0;
    int64_t inside = (int64_t)data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9];
    return ID3V2_SIZE + inside + (data[5] & 0x10 ? ID3V2_SIZE : 0);
}

// Behind the tags that stand at `at`: those that end a file, and, if `all`, those that begin one.
static int64_t skip_tags(source *in, int64_t at, bool all)
{
    guint8 head[APE_SIZE] = {0};
    while (source_read(in, head, sizeof head, at) > 0) {
        int64_t size = mp3_tag_size(head, sizeof head);
        if (size == 0 || (!all && head[0] == 'I'))
            break;
        at += size;
    }
    return at;
}

// Whether more sound stands behind the first `bytes` from the frame at `tag` on: another file's
// tags, or a frame of the same kind as this.
static bool goes_on(source *in, int64_t tag, int64_t bytes)
{
    guint8 first[4], next[2 * SLACK + 4];
    int64_t at = skip_tags(in, tag + bytes, false);
    if (source_read(in, first, 4, tag) < 4 || source_read(in, next, 4, at) < 4)
        return false;
    if (memcmp(next, "ID3", 3) == 0)
        return true;
    gssize size = source_read(in, next, sizeof next, MAX(at - SLACK, 0));
    // Sync, version and layer, and the rate.
    for (gssize i = 0; i + 4 <= size; i++)
        if (next[i] == first[0] && (next[i + 1] | 1) == (first[1] | 1) &&
            (next[i + 2] & 0x0c) == (first[2] & 0x0c))
            return true;
    return false;
}

// The tag's name stands after the frame's header and side information, 13 to 36 bytes in.
static const guint8 *find_name(const guint8 *frame, gsize size, gsize *begin)
{
    static const gsize offsets[] = {36, 21, 13};
    for (gsize i = 0; i + 40 + 120 < size; i++) {
        if (frame[i] != 0xff || (frame[i + 1] & 0xe0) != 0xe0)
            continue;
        for (gsize k = 0; k < G_N_ELEMENTS(offsets); k++) {
            const guint8 *name = frame + i + offsets[k];
            *begin = i;
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
    gsize begin = 0;
    const guint8 *p = size > 0 ? find_name(frame, (gsize)size, &begin) : NULL;
    if (!p)
        return false;
    const guint8 *end = frame + size;
    uint32_t has = big_endian(p + 4);
    p += 8;
    if (!(has & HAS_PACKETS))
        return false;
    tag->packets = big_endian(p);
    p += 4;
    tag->share = tag->missing = 0;
    if (has & HAS_BYTES) {
        int64_t bytes = big_endian(p), there = source_size(in) - from - (int64_t)begin;
        bool more =
            there > bytes + FRAME_MAX + TAIL_ALLOWANCE || goes_on(in, from + (int64_t)begin, bytes);
        // Pictures in the tags of the second file are no sound.
        int64_t tags = more ? skip_tags(in, from + (int64_t)begin + bytes, true) - from -
                                  (int64_t)begin - bytes
                            : 0;
        tag->share = more && there > tags ? (double)bytes / (double)(there - tags) : 1;
        tag->missing = MAX(bytes - there - SLACK, 0);
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
