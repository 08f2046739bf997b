// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/packet_index.h"

#include <libavutil/adler32.h>

struct packet_index {
    int64_t step;
    GArray *marks; // of packet_mark, ascending
};

packet_index *packet_index_new(int64_t step)
{
    packet_index *x = g_new0(packet_index, 1);
    x->step = step;
    x->marks = g_array_new(FALSE, FALSE, sizeof(packet_mark));
    return x;
}

void packet_index_free(packet_index *x)
{
    if (!x)
        return;
    g_array_unref(x->marks);
    g_free(x);
}

const packet_mark *packet_index_at(const packet_index *x, int i)
{
    return &g_array_index(x->marks, packet_mark, i);
}

static uint32_t sum_of(const AVPacket *packet)
{
    return av_adler32_update(1, packet->data, (size_t)packet->size);
}

void packet_index_note(packet_index *x, const AVPacket *packet, int64_t frame, int64_t length)
{
    int last = (int)x->marks->len - 1;
    if (packet->pos < 0 || (last >= 0 && frame - packet_index_at(x, last)->frame < x->step))
        return;
    packet_mark mark = {frame, length, packet->pos, packet->pts, packet->size, sum_of(packet)};
    g_array_append_val(x->marks, mark);
}

int packet_index_find(const packet_index *x, int64_t frame)
{
    int low = 0, high = (int)x->marks->len;
    while (low < high) {
        int middle = (low + high) / 2;
        if (packet_index_at(x, middle)->frame <= frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

bool packet_index_is(const packet_mark *mark, const AVPacket *packet)
{
    return packet->pos == mark->position && packet->size == mark->size &&
           sum_of(packet) == mark->sum;
}
