// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings that FFmpeg decodes, sample-exact by construction.
//
// A decoder's output can depend on all it has decoded before: AAC's noise, the filters of Opus, the
// dither of AC-3. So the recording is decoded in sections of a few seconds, each by a fresh decoder
// that is first given the packets just before the section (their sound is dropped). What a frame
// sounds like then depends on its section alone, and a seek finds the very samples that playing
// straight gives.
//
// Packets carry the number of their first frame (packets.h), decoders hand it through, and what
// they give is put at that place: damaged packets leave silence, overlaps are cut.
#include <libavcodec/avcodec.h>
#include <string.h>

#include "media/backend.h"
#include "media/codec.h"
#include "media/convert.h"
#include "media/packets.h"

#define SECTION_SECONDS 6
#define LOOSE_MS        40 // packets of uncertain time meet their neighbours within this

typedef struct {
    decoder_info *info; // borrowed
    packets *packets;
    AVCodecContext *codec; // NULL: to be opened
    int codec_version;
    AVPacket *packet;
    AVFrame *frame;
    converter *convert;

    int64_t section;        // being decoded, -1: none
    int64_t section_frames; // in every section
    int64_t run_up;         // frames decoded before a section, to be dropped
    int64_t from;           // packets before this are kept for the run-up, but not decoded
    int64_t floor;          // the section's first frame
    int64_t expected;       // the number after the last frame decoded, INT64_MIN: any
    int64_t limit;          // where the packet being decoded ends
    GQueue kept;            // of AVPacket, the last ones, as long as a run-up

    AVPacket *waiting; // begins a section, as soon as the decoder has given all; NULL: none
    bool draining, ended;
    int64_t slots_end; // where the last packet ends

    int64_t next;       // the frame that the caller gets next
    int64_t silence;    // frames of silence before `ready`
    const float *ready; // decoded, not yet given
    int ready_frames;

    int damage;
    int64_t damage_until; // packets before this have been counted
} ffmpeg;

static void forget_kept(ffmpeg *f)
{
    for (AVPacket *p; (p = g_queue_pop_head(&f->kept));)
        av_packet_free(&p);
}

static void ffmpeg_close(void *self)
{
    ffmpeg *f = self;
    forget_kept(f);
    avcodec_free_context(&f->codec);
    av_packet_free(&f->packet);
    av_packet_free(&f->waiting);
    av_frame_free(&f->frame);
    converter_free(f->convert);
    packets_free(f->packets);
    g_free(f);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ffmpeg, ffmpeg_close)

static void open_codec(ffmpeg *f)
{
    avcodec_free_context(&f->codec);
    f->codec = codec_open(packets_codec(f->packets, &f->codec_version));
}

static void describe(ffmpeg *f)
{
    AVFormatContext *format = container_format(packets_container(f->packets));
    AVStream *stream = container_stream(packets_container(f->packets));
    const AVDictionaryEntry *title = av_dict_get(format->metadata, "title", NULL, 0);
    if (!title)
        title = av_dict_get(stream->metadata, "title", NULL, 0);
    backend_set_title(f->info, title ? title->value : NULL);
    g_strlcpy(f->info->codec, avcodec_get_name(stream->codecpar->codec_id), sizeof f->info->codec);
}

// Takes what has been learnt about the length meanwhile.
static void note_length(ffmpeg *f)
{
    f->info->frames = packets_length(f->packets, &f->info->estimated);
    if (f->info->frames >= 0 && f->next > f->info->frames)
        f->info->frames = f->next;
}

static void restart(ffmpeg *f, int64_t section, int64_t next)
{
    forget_kept(f);
    av_packet_free(&f->waiting);
    avcodec_free_context(&f->codec);
    f->section = -1;
    f->from = section > 0 ? section * f->section_frames : INT64_MIN;
    f->floor = f->expected = INT64_MIN;
    f->limit = INT64_MAX;
    f->slots_end = 0;
    f->draining = f->ended = false;
    f->silence = f->ready_frames = 0;
    f->next = next;
}

static gboolean start(ffmpeg *f, GError **error)
{
    int version;
    const AVCodecParameters *codec = packets_codec(f->packets, &version);
    codec_sound p;
    if (!codec_probe(codec, packets_container(f->packets), &p, error))
        return FALSE;
    f->info->rate = p.rate;
    f->info->channels = MIN(p.channels, 2);
    f->section_frames = (int64_t)SECTION_SECONDS * p.rate;
    f->run_up = codec_run_up(codec, &p);
    f->convert = converter_new(p.rate, f->info->channels);
    if (!packets_start(f->packets, p.rate, p.frames, error))
        return FALSE;
    restart(f, 0, 0);
    describe(f);
    note_length(f);
    f->info->said = packets_said(f->packets);
    f->info->begin_us = packets_begin_us(f->packets);
    return TRUE;
}

static void *ffmpeg_open(source *in, decoder_info *info, GError **error)
{
    g_autoptr(ffmpeg) f = g_new0(ffmpeg, 1);
    f->info = info;
    f->packet = av_packet_alloc();
    f->frame = av_frame_alloc();
    GError *reason = NULL;
    f->packets = packets_open(in, &reason);
    if (f->packets && start(f, &reason))
        return g_steal_pointer(&f);
    if (reason)
        g_propagate_error(error, reason);
    else
        backend_refuse(in, error);
    return NULL;
}

static void note_damage(ffmpeg *f, int64_t frame)
{
    if (frame < f->damage_until || frame < f->floor)
        return;
    f->damage++;
    f->damage_until = frame + 1;
}

static void send(ffmpeg *f, const AVPacket *packet)
{
    if (!f->codec || avcodec_send_packet(f->codec, packet) < 0)
        note_damage(f, packet->pts);
}

// Puts the frame just decoded at its place. FALSE: nothing of it is to be heard.
static gboolean place_frame(ffmpeg *f)
{
    const float *out;
    int frames;
    bool resampled = f->frame->sample_rate != f->info->rate;
    if (!converter_put(f->convert, f->frame, &out, &frames)) {
        note_damage(f, f->frame->pts);
        return FALSE;
    }
    int64_t first = f->expected;
    if (f->frame->pts != AV_NOPTS_VALUE) {
        bool loose = resampled || packets_are_loose(f->packets);
        int64_t part = f->expected == INT64_MIN ? INT64_MAX : ABS(f->frame->pts - f->expected);
        if (!loose || part > (int64_t)LOOSE_MS * f->info->rate / 1000)
            first = f->frame->pts;
        f->limit =
            f->frame->pkt_duration > 0 && !loose ? first + f->frame->pkt_duration : INT64_MAX;
    }
    if (first == INT64_MIN)
        return FALSE;
    f->expected = first + frames;
    int64_t end = MIN(first + frames, f->limit);
    int64_t begin = MAX(MAX(first, f->next), f->floor);
    if (end <= begin)
        return FALSE;
    f->silence = begin - f->next;
    f->ready = out + (begin - first) * f->info->channels;
    f->ready_frames = (int)(end - begin);
    return TRUE;
}

// Keeps a reference to `packet` for the run-up of the next section.
static void keep(ffmpeg *f, const AVPacket *packet)
{
    AVPacket *copy = av_packet_clone(packet);
    int version;
    packets_codec(f->packets, &version);
    copy->opaque = GINT_TO_POINTER(version);
    g_queue_push_tail(&f->kept, copy);
    for (AVPacket *old; (old = g_queue_peek_head(&f->kept));) {
        if (old->pts >= packet->pts - 2 * f->run_up && g_queue_get_length(&f->kept) < 4096)
            break;
        g_queue_pop_head(&f->kept);
        av_packet_free(&old);
    }
}

static int64_t section_of(const ffmpeg *f, int64_t frame)
{
    return frame < 0 ? 0 : frame / f->section_frames;
}

// A fresh decoder, which has been given what comes before `packet`.
static void begin_section(ffmpeg *f, const AVPacket *packet)
{
    f->section = section_of(f, packet->pts);
    f->draining = false;
    f->floor = f->section > 0 ? packet->pts : INT64_MIN;
    f->expected = INT64_MIN;
    converter_reset(f->convert);
    open_codec(f);
    int64_t from = f->section * f->section_frames - f->run_up;
    for (GList *l = f->kept.head; l && f->codec; l = l->next) {
        AVPacket *before = l->data;
        if (before->pts < from || before->pts >= packet->pts ||
            GPOINTER_TO_INT(before->opaque) != f->codec_version)
            continue;
        avcodec_send_packet(f->codec, before);
        while (avcodec_receive_frame(f->codec, f->frame) >= 0)
            ;
    }
}

static void feed(ffmpeg *f, const AVPacket *packet)
{
    f->slots_end = MAX(f->slots_end, packet->pts + packet->duration);
    send(f, packet);
    keep(f, packet);
}

static bool begins_section(ffmpeg *f, const AVPacket *packet)
{
    int version;
    packets_codec(f->packets, &version);
    return f->section != section_of(f, packet->pts) || version != f->codec_version;
}

static void drain(ffmpeg *f)
{
    f->draining = true;
    if (f->codec)
        avcodec_send_packet(f->codec, NULL);
}

// Gives the decoder its next packet, or tells it that there is none. FALSE with EARVOICE_ERROR_IO.
static gboolean feed_next(ffmpeg *f, GError **error)
{
    int got;
    while ((got = packets_next(f->packets, f->packet, error)) > 0) {
        if (f->packet->pts >= f->from)
            break;
        keep(f, f->packet);
        av_packet_unref(f->packet);
    }
    if (got < 0)
        return FALSE;
    if (got == 0) {
        drain(f);
        return TRUE;
    }
    f->from = INT64_MIN;
    if (begins_section(f, f->packet)) {
        f->waiting = av_packet_clone(f->packet);
        drain(f);
    } else {
        feed(f, f->packet);
    }
    av_packet_unref(f->packet);
    return TRUE;
}

// The decoder has given all it had: the next section starts, or the recording is over.
static void after_drain(ffmpeg *f)
{
    if (f->waiting) {
        begin_section(f, f->waiting);
        feed(f, f->waiting);
        av_packet_free(&f->waiting);
        return;
    }
    f->ended = true;
    f->silence = MAX(f->slots_end - f->next, 0);
}

// One step towards something to give. FALSE with EARVOICE_ERROR_IO.
static gboolean step(ffmpeg *f, GError **error)
{
    int err = f->codec      ? avcodec_receive_frame(f->codec, f->frame)
              : f->draining ? AVERROR_EOF
                            : AVERROR(EAGAIN);
    if (err >= 0) {
        place_frame(f);
        return TRUE;
    }
    if (err == AVERROR(EAGAIN))
        return feed_next(f, error);
    if (f->draining && err == AVERROR_EOF)
        after_drain(f);
    else if (f->draining)
        avcodec_free_context(&f->codec);
    else
        note_damage(f, MAX(f->slots_end - 1, 0));
    return TRUE;
}

static int give(ffmpeg *f, float *out, int max, int64_t *first)
{
    int frames;
    gsize channels = (gsize)f->info->channels;
    if (f->silence > 0) {
        frames = (int)MIN(f->silence, max);
        memset(out, 0, (gsize)frames * channels * sizeof *out);
        f->silence -= frames;
    } else {
        frames = MIN(f->ready_frames, max);
        memcpy(out, f->ready, (gsize)frames * channels * sizeof *out);
        f->ready += (gsize)frames * channels;
        f->ready_frames -= frames;
    }
    *first = f->next;
    f->next += frames;
    return frames;
}

static int ffmpeg_read(void *self, float *out, int max, int64_t *first, GError **error)
{
    ffmpeg *f = self;
    while (f->silence == 0 && f->ready_frames == 0 && !f->ended)
        if (!step(f, error))
            return -1;
    *first = f->next;
    if (f->silence > 0 || f->ready_frames > 0)
        return give(f, out, max, first);
    note_length(f);
    return 0;
}

// Goes to the start of `section`, or to where its run-up starts.
static gboolean go_to_section(ffmpeg *f, int64_t section, int64_t frame, GError **error)
{
    restart(f, section, frame);
    int64_t from = section > 0 ? section * f->section_frames - f->run_up : INT64_MIN;
    return packets_seek(f->packets, from, error);
}

static gboolean ffmpeg_seek(void *self, int64_t frame, GError **error)
{
    ffmpeg *f = self;
    int64_t section = section_of(f, frame);
    for (int tries = 0; tries < 3; tries++, section--) {
        if (!go_to_section(f, section, frame, error) || !feed_next(f, error))
            return FALSE;
        note_length(f);
        // The section starts with its first packet, and `frame` may be in the one before.
        if (section == 0 || (f->waiting && f->waiting->pts <= frame))
            return TRUE;
    }
    return TRUE;
}

static int ffmpeg_damage(const void *self)
{
    return ((const ffmpeg *)self)->damage;
}

const backend ffmpeg_backend = {ffmpeg_open, ffmpeg_close, ffmpeg_read, ffmpeg_seek, ffmpeg_damage};
