// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/codec.h"

#include "media/convert.h"

#define PROBE_PACKETS 64

// libopus gives every packet's frames with that packet; FFmpeg's own decoder holds some back.
static const AVCodec *find_codec(enum AVCodecID id)
{
    const AVCodec *c = id == AV_CODEC_ID_OPUS ? avcodec_find_decoder_by_name("libopus") : NULL;
    return c ? c : avcodec_find_decoder(id);
}

AVCodecContext *codec_open(const AVCodecParameters *parameters)
{
    const AVCodec *codec = find_codec(parameters->codec_id);
    if (!codec || codec->type != AVMEDIA_TYPE_AUDIO)
        return NULL;
    AVCodecContext *c = avcodec_alloc_context3(codec);
    if (!c)
        return NULL;
    c->thread_count = 1;
    c->flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL;
    c->request_sample_fmt = AV_SAMPLE_FMT_FLT;
    if (avcodec_parameters_to_context(c, parameters) < 0 || avcodec_open2(c, codec, NULL) < 0)
        avcodec_free_context(&c);
    return c;
}

// Returns the frames (of FFmpeg) received.
static int receive(AVCodecContext *c, AVFrame *frame, codec_sound *sound)
{
    int count = 0;
    for (; avcodec_receive_frame(c, frame) >= 0; count++)
        *sound = (codec_sound){frame->sample_rate, frame->ch_layout.nb_channels, frame->nb_samples};
    return count;
}

gboolean codec_probe(const AVCodecParameters *parameters, container *box, codec_sound *sound,
                     GError **error)
{
    *sound = (codec_sound){0};
    AVCodecContext *c = codec_open(parameters);
    if (!c)
        return FALSE;
    AVPacket *packet = av_packet_alloc();
    AVFrame *frame = av_frame_alloc();
    int decoded = 0;
    for (int i = 0; i < PROBE_PACKETS && decoded < 2; i++) {
        if (container_next(box, packet, error) <= 0)
            break;
        avcodec_send_packet(c, packet);
        av_packet_unref(packet);
        decoded += receive(c, frame, sound);
    }
    avcodec_send_packet(c, NULL);
    receive(c, frame, sound);
    av_frame_free(&frame);
    av_packet_free(&packet);
    avcodec_free_context(&c);
    return converter_accepts(sound->rate, sound->channels);
}

// LAME lets a packet use the bytes of up to nine before it (511 bytes at the lowest rates), and SBR
// headers come twice a second. Opus at the rates of speech (SILK) has no bound: the pitch predictor
// keeps a difference of some -60 dB alive while a voice is held. Measured on speech of 12 to 64
// kbit/s, of places started at afresh: after 1 s 1 in 5 still differed from a straight decode,
// after 4 s 1 in 25.
#define OPUS_RUN_UP_SECONDS 4

int64_t codec_run_up(const AVCodecParameters *parameters, const codec_sound *sound)
{
    switch (parameters->codec_id) {
    case AV_CODEC_ID_MP1:
    case AV_CODEC_ID_MP2:
    case AV_CODEC_ID_MP3:
        return 12 * (int64_t)sound->frames;
    case AV_CODEC_ID_OPUS:
        return OPUS_RUN_UP_SECONDS * (int64_t)sound->rate;
    default:
        return MAX(sound->rate, 3 * (int64_t)sound->frames);
    }
}
