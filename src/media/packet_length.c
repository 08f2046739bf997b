// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/packet_length.h"

#include <glib.h>
#include <libavutil/intreadwrite.h>

#define OPUS_RATE      48000
#define OPUS_GRID      120 // 2.5 ms, the shortest frame: RFC 6716, 2.1.4
#define OPUS_FRAME_MAX 2880

#define PACKET_SECONDS_MAX 60 // what lasts longer is damaged

// Codecs whose packets all have the same length.
static bool has_fixed_length(enum AVCodecID codec)
{
    switch (codec) {
    case AV_CODEC_ID_MP1:
    case AV_CODEC_ID_MP2:
    case AV_CODEC_ID_MP3:
    case AV_CODEC_ID_AAC:
    case AV_CODEC_ID_AAC_LATM:
    case AV_CODEC_ID_AC3:
    case AV_CODEC_ID_EAC3:
    case AV_CODEC_ID_AMR_NB:
    case AV_CODEC_ID_AMR_WB:
    case AV_CODEC_ID_DTS:
        return true;
    default:
        return false;
    }
}

void packet_length_init(packet_length *l, const AVStream *stream, int rate, int frames)
{
    *l = (packet_length){.rate = rate, .unit = stream->time_base};
    l->codec = stream->codecpar->codec_id;
    int64_t whole = (int64_t)rate * l->unit.num;
    l->exact =
        whole > 0 && (l->unit.den % whole == 0 || (l->unit.num > 1 && whole % l->unit.den == 0));
    if (has_fixed_length(l->codec))
        l->fixed = l->grid = frames;
    if (l->codec == AV_CODEC_ID_OPUS)
        l->grid = (int)((int64_t)OPUS_GRID * rate / OPUS_RATE);
    packet_length_set_headers(l, stream->codecpar);
}

void packet_length_set_headers(packet_length *l, const AVCodecParameters *codec)
{
    av_vorbis_parse_free(&l->vorbis);
    if (l->codec == AV_CODEC_ID_VORBIS)
        l->vorbis = av_vorbis_parse_init(codec->extradata, codec->extradata_size);
}

void packet_length_clear(packet_length *l)
{
    av_vorbis_parse_free(&l->vorbis);
}

void packet_length_restart(packet_length *l)
{
    l->late = 0;
    if (l->vorbis)
        av_vorbis_parse_reset(l->vorbis);
}

// RFC 6716, 3.1: the first byte says the length of a frame, and how their number is coded.
static int opus_length(const uint8_t *data, int size)
{
    static const int celt[] = {120, 240, 480, 960};
    static const int silk[] = {480, 960, 1920, 2880};
    int mode = data[0] >> 3;
    int frame = mode >= 16 ? celt[mode & 3] : mode >= 12 ? silk[mode & 1] : silk[mode & 3];
    int code = data[0] & 3;
    if (code == 3 && size < 2)
        return 0;
    int count = code == 0 ? 1 : code == 3 ? data[1] & 63 : 2;
    return count * frame <= 2 * OPUS_FRAME_MAX ? count * frame : 0;
}

static int vorbis_length(packet_length *l, const AVPacket *packet)
{
    int frames = av_vorbis_parse_frame(l->vorbis, packet->data, packet->size);
    return MAX(frames, 0);
}

int64_t packet_length_of(packet_length *l, const AVPacket *packet)
{
    int64_t said = av_rescale_q(packet->duration, l->unit, (AVRational){1, l->rate});
    int64_t full = l->fixed;
    if (l->codec == AV_CODEC_ID_OPUS)
        full = (int64_t)opus_length(packet->data, packet->size) * l->rate / OPUS_RATE;
    else if (l->vorbis)
        full = vorbis_length(l, packet);
    if (l->exact && !l->vorbis && said > 0 && said <= (int64_t)PACKET_SECONDS_MAX * l->rate)
        return l->codec == AV_CODEC_ID_OPUS && full > 0 ? MIN(full, said) : said;
    int64_t padding = packet_length_trim(packet).end;
    full = padding < full ? full - padding : full;
    l->late = l->vorbis && said > 0 ? full - said : 0;
    return full;
}

packet_trim packet_length_trim(const AVPacket *packet)
{
    size_t size = 0;
    const uint8_t *data = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, &size);
    if (!data || size < 8)
        return (packet_trim){0, 0};
    return (packet_trim){AV_RL32(data), AV_RL32(data + 4)};
}
