// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/convert.h"

#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>

struct converter {
    int rate, channels;
    SwrContext *swr;
    enum AVSampleFormat from_format;
    int from_rate;
    AVChannelLayout from_layout;
    float *out;
    int room; // frames in `out`
};

converter *converter_new(int rate, int channels)
{
    converter *c = g_new0(converter, 1);
    c->rate = rate;
    c->channels = channels;
    return c;
}

void converter_free(converter *c)
{
    if (!c)
        return;
    converter_reset(c);
    g_free(c->out);
    g_free(c);
}

bool converter_accepts(int rate, int channels)
{
    return rate >= CONVERT_RATE_MIN && rate <= CONVERT_RATE_MAX && channels >= 1 &&
           channels <= CONVERT_CHANNELS_MAX;
}

void converter_reset(converter *c)
{
    swr_free(&c->swr);
    av_channel_layout_uninit(&c->from_layout);
}

// A layout that says which speaker each channel is for; unnamed ones get the usual order.
static void copy_layout(AVChannelLayout *to, const AVFrame *frame)
{
    av_channel_layout_uninit(to);
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_NATIVE)
        av_channel_layout_copy(to, &frame->ch_layout);
    else
        av_channel_layout_default(to, frame->ch_layout.nb_channels);
}

// More channels than any layout names (ambisonics, microphone arrays): the first two are heard.
static void take_first_channels(converter *c)
{
    double matrix[2 * CONVERT_CHANNELS_MAX] = {0};
    int from = c->from_layout.nb_channels;
    for (int i = 0; i < c->channels; i++)
        matrix[i * from + MIN(i, from - 1)] = 1;
    swr_set_matrix(c->swr, matrix, from);
}

static gboolean configure(converter *c, const AVFrame *frame)
{
    if (!converter_accepts(frame->sample_rate, frame->ch_layout.nb_channels))
        return FALSE;
    swr_free(&c->swr);
    copy_layout(&c->from_layout, frame);
    AVChannelLayout to;
    av_channel_layout_default(&to, c->channels);
    c->from_format = frame->format;
    c->from_rate = frame->sample_rate;
    if (swr_alloc_set_opts2(&c->swr, &to, AV_SAMPLE_FMT_FLT, c->rate, &c->from_layout,
                            c->from_format, c->from_rate, 0, NULL) < 0)
        return FALSE;
    av_opt_set_double(c->swr, "rematrix_maxval", 1.0, 0);
    if (c->from_layout.order != AV_CHANNEL_ORDER_NATIVE)
        take_first_channels(c);
    if (swr_init(c->swr) >= 0)
        return TRUE;
    swr_free(&c->swr);
    return FALSE;
}

static bool is_configured_for(const converter *c, const AVFrame *frame)
{
    return c->swr && c->from_format == frame->format && c->from_rate == frame->sample_rate &&
           c->from_layout.nb_channels == frame->ch_layout.nb_channels &&
           (frame->ch_layout.order != AV_CHANNEL_ORDER_NATIVE ||
            av_channel_layout_compare(&c->from_layout, &frame->ch_layout) == 0);
}

gboolean converter_put(converter *c, const AVFrame *frame, const float **out, int *frames)
{
    if (!is_configured_for(c, frame) && !configure(c, frame))
        return FALSE;
    int most = swr_get_out_samples(c->swr, frame->nb_samples);
    if (most < 0)
        return FALSE;
    if (most > c->room) {
        g_free(c->out);
        c->out = g_new(float, (gsize)most *(gsize)c->channels);
        c->room = most;
    }
    uint8_t *to = (uint8_t *)c->out;
    int got = swr_convert(c->swr, &to, c->room, (const uint8_t **)frame->extended_data,
                          frame->nb_samples);
    if (got < 0)
        return FALSE;
    *out = c->out;
    *frames = got;
    return TRUE;
}
