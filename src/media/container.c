// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/container.h"

#include <libavutil/mem.h>
#include <string.h>

#include "media/backend.h"

#define IO_BUFFER            65536
#define ALLOCATION_MAX       (256u << 20)
#define OPEN_DEADLINE_US     (5 * G_USEC_PER_SEC)
#define PROGRESS_DEADLINE_US (5 * G_USEC_PER_SEC)
#define ALL_STREAMS          (-1)
#define BAD_READS_MAX        64 // in a row, before the rest of the file is given up

static const char demuxers[] = "wav,w64,aiff,au,caf,flac,ogg,mp3,mov,matroska,aac,ac3,eac3,amr,asf,"
                               "avi,ape,wv,mpc,mpc8,tta,mpegts,mpeg,flv";
static const char text_demuxers[] = "matroska,mov";
static const char decoders[] =
    "aac,aac_latm,ac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_swf,adpcm_yamaha,alac,amrnb,amrwb,"
    "ape,dca,eac3,flac,gsm,gsm_ms,libgsm,libgsm_ms,libopus,libspeex,mp1float,mp2float,mp3float,"
    "mpc7,mpc8,nellymoser,opus,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,pcm_mulaw,"
    "pcm_s16be,pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,pcm_u8,speex,tta,vorbis,"
    "wavpack,wmalossless,wmapro,wmav1,wmav2,wmavoice";

struct container {
    source *in; // borrowed
    int64_t offset;
    AVIOContext *io;
    AVFormatContext *format;
    int stream;          // or ALL_STREAMS
    int64_t deadline_us; // for all of it; 0: each read has its own
};

static void discard_log(void *context, int level, const char *format, va_list arguments)
{
    (void)context, (void)level, (void)format, (void)arguments;
}

// Once for the process: FFmpeg says nothing on the terminal and allocates no absurd amounts.
static void tame_library(void)
{
    static gsize done;
    if (g_once_init_enter(&done)) {
        av_log_set_callback(discard_log);
        av_max_alloc(ALLOCATION_MAX);
        g_once_init_leave(&done, 1);
    }
}

static int on_read(void *user, uint8_t *out, int size)
{
    container *c = user;
    gssize got = source_read(c->in, out, (gsize)size, c->offset);
    if (got <= 0)
        return got == 0 ? AVERROR_EOF : AVERROR(EIO);
    c->offset += got;
    return (int)got;
}

static int64_t on_seek(void *user, int64_t offset, int whence)
{
    container *c = user;
    int64_t size = source_size(c->in);
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE)
        return size;
    int64_t base = whence == SEEK_CUR ? c->offset : whence == SEEK_END ? size : 0;
    int64_t to;
    if (__builtin_add_overflow(base, offset, &to) || to < 0)
        return AVERROR(EINVAL);
    return c->offset = to;
}

static int on_open(AVFormatContext *format, AVIOContext **io, const char *url, int flags,
                   AVDictionary **options)
{
    (void)format, (void)url, (void)flags, (void)options;
    *io = NULL;
    return AVERROR(EACCES);
}

static int on_interrupt(void *user)
{
    return source_is_late(((container *)user)->in);
}

static gboolean allocate(container *c)
{
    uint8_t *buffer = av_malloc(IO_BUFFER);
    if (!buffer)
        return FALSE;
    c->io = avio_alloc_context(buffer, IO_BUFFER, 0, c, on_read, NULL, on_seek);
    if (!c->io)
        av_free(buffer);
    c->format = avformat_alloc_context();
    return c->io && c->format;
}

static int open_input(container *c, const char *whitelist)
{
    AVFormatContext *f = c->format;
    f->pb = c->io;
    f->flags |= AVFMT_FLAG_CUSTOM_IO;
    f->io_open = on_open;
    f->interrupt_callback = (AVIOInterruptCB){on_interrupt, c};
    f->probesize = 5000000;
    f->max_analyze_duration = 5000000;
    f->max_streams = 64;
    f->max_probe_packets = 500;
    f->format_probesize = 1 << 20;
    AVDictionary *options = NULL;
    av_dict_set(&options, "protocol_whitelist", "", 0);
    av_dict_set(&options, "format_whitelist", whitelist, 0);
    av_dict_set(&options, "codec_whitelist", decoders, 0);
    // The user's name would be looked at for protocols and extensions.
    int err = avformat_open_input(&c->format, "input", NULL, &options);
    av_dict_free(&options);
    return err;
}

// Transport streams are read with their picture at first: it says when the recording begins.
static void keep_only_sound(container *c)
{
    if (strncmp(c->format->iformat->name, "mpeg", 4) == 0)
        return;
    for (unsigned i = 0; i < c->format->nb_streams; i++)
        if (c->format->streams[i]->codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
            c->format->streams[i]->discard = AVDISCARD_ALL;
}

static int choose_stream(container *c)
{
    keep_only_sound(c);
    int err = avformat_find_stream_info(c->format, NULL);
    if (err < 0)
        return err;
    c->stream = av_find_best_stream(c->format, AVMEDIA_TYPE_AUDIO, -1, -1, NULL, 0);
    for (unsigned i = 0; i < c->format->nb_streams; i++)
        if ((int)i != c->stream)
            c->format->streams[i]->discard = AVDISCARD_ALL;
    return c->stream;
}

container *container_open(source *in, GError **error)
{
    tame_library();
    g_autoptr(container) c = g_new0(container, 1);
    c->in = in;
    source_set_deadline(in, OPEN_DEADLINE_US);
    if (allocate(c) && open_input(c, demuxers) >= 0 && choose_stream(c) >= 0)
        return g_steal_pointer(&c);
    if (!source_take_error(in, error))
        backend_refuse(in, error);
    return NULL;
}

container *container_open_texts(source *in, int64_t us, GError **error)
{
    tame_library();
    g_autoptr(container) c = g_new0(container, 1);
    c->in = in;
    c->stream = ALL_STREAMS;
    c->deadline_us = us;
    source_set_deadline(in, us);
    if (!allocate(c) || open_input(c, text_demuxers) < 0) {
        source_take_error(in, error);
        return NULL;
    }
    for (unsigned i = 0; i < c->format->nb_streams; i++)
        if (c->format->streams[i]->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE)
            c->format->streams[i]->discard = AVDISCARD_ALL;
    return g_steal_pointer(&c);
}

void container_free(container *c)
{
    if (!c)
        return;
    avformat_close_input(&c->format);
    if (c->io)
        av_freep(&c->io->buffer);
    avio_context_free(&c->io);
    g_free(c);
}

AVFormatContext *container_format(container *c)
{
    return c->format;
}

AVStream *container_stream(container *c)
{
    return c->format->streams[c->stream];
}

int container_next(container *c, AVPacket *to, GError **error)
{
    if (!c->deadline_us)
        source_set_deadline(c->in, PROGRESS_DEADLINE_US);
    for (int bad = 0; bad < BAD_READS_MAX;) {
        int err = av_read_frame(c->format, to);
        if (err == AVERROR_EOF)
            break;
        if (err < 0) {
            bad++;
            if (source_take_error(c->in, error))
                return -1;
            continue;
        }
        if ((c->stream == ALL_STREAMS || to->stream_index == c->stream) && to->size > 0)
            return 1;
        av_packet_unref(to);
    }
    return source_take_error(c->in, error) ? -1 : 0;
}

gboolean container_seek_time(container *c, int64_t pts)
{
    source_set_deadline(c->in, PROGRESS_DEADLINE_US);
    return avformat_seek_file(c->format, c->stream, INT64_MIN, pts, pts, 0) >= 0;
}

gboolean container_seek_byte(container *c, int64_t position)
{
    source_set_deadline(c->in, PROGRESS_DEADLINE_US);
    return avformat_seek_file(c->format, c->stream, INT64_MIN, position, position,
                              AVSEEK_FLAG_BYTE) >= 0;
}
