// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/mux.h"

#include <errno.h>
#include <libavutil/dict.h>
#include <libavutil/intreadwrite.h>
#include <libavutil/mem.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "media/container.h"

#define IO_BUFFER   65536
#define PROGRAM     "earvoice"
#define CHAPTER_MAX 80 // bytes of a chapter's name, or a little less

static const AVRational milliseconds = {1, 1000};

typedef struct {
    const speech *s;
    container *in;
    AVFormatContext *out;
    AVIOContext *io;
    AVPacket *packet;
    int fd;
    int64_t at; // in the file
    int error;  // errno of the first failure
    int sound;  // streams
    int sides[LANGUAGES];
    int next;          // segment, in order of time; -1: behind the last
    int64_t first_pts; // of the sound
} muxer;

// Opus has its delay in Matroska, too.
static gboolean has_own_delay(container *c)
{
    return container_stream(c)->codecpar->codec_id == AV_CODEC_ID_OPUS;
}

static int64_t pts_of(const AVPacket *p)
{
    return p->pts != AV_NOPTS_VALUE ? p->pts : p->dts != AV_NOPTS_VALUE ? p->dts : 0;
}

static int on_write(void *user, uint8_t *data, int size)
{
    muxer *m = user;
    for (int done = 0; done < size;) {
        ssize_t put = pwrite(m->fd, data + done, (size_t)(size - done), m->at + done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            m->error = m->error ? m->error : errno;
            return AVERROR(errno);
        }
        done += (int)put;
    }
    m->at += size;
    return size;
}

static int64_t on_seek(void *user, int64_t offset, int whence)
{
    muxer *m = user;
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE)
        return lseek(m->fd, 0, SEEK_END);
    int64_t base = whence == SEEK_CUR ? m->at : whence == SEEK_END ? lseek(m->fd, 0, SEEK_END) : 0;
    return m->at = base + offset;
}

static gboolean allocate(muxer *m)
{
    uint8_t *buffer = av_malloc(IO_BUFFER);
    m->packet = av_packet_alloc();
    m->io = buffer ? avio_alloc_context(buffer, IO_BUFFER, 1, m, NULL, on_write, on_seek) : NULL;
    if (!m->io)
        av_free(buffer);
    if (avformat_alloc_output_context2(&m->out, NULL, "matroska", NULL) < 0)
        return FALSE;
    m->out->pb = m->io;
    m->out->flags |= AVFMT_FLAG_CUSTOM_IO;
    return m->io && m->packet;
}

static void clear(muxer *m)
{
    av_packet_free(&m->packet);
    avformat_free_context(m->out);
    if (m->io)
        av_freep(&m->io->buffer);
    avio_context_free(&m->io);
    container_free(m->in);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(muxer, clear)

// ---- what it consists of

static gboolean add_sound(muxer *m)
{
    AVStream *from = container_stream(m->in), *to = avformat_new_stream(m->out, NULL);
    if (!to || avcodec_parameters_copy(to->codecpar, from->codecpar) < 0)
        return FALSE;
    to->codecpar->codec_tag = 0;
    to->time_base = from->time_base;
    m->sound = to->index;
    const char *spoken = speech_meta(m->s, "spoken");
    if (spoken)
        av_dict_set(&to->metadata, "language", strcmp(spoken, "zh") == 0 ? "chi" : "eng", 0);
    return TRUE;
}

static gboolean add_track(muxer *m, language side)
{
    static const char *const codes[LANGUAGES] = {[LANGUAGE_ZH] = "chi", [LANGUAGE_EN] = "eng"};
    static const char *const titles[LANGUAGES] = {
        [LANGUAGE_ZH] = "中文", [LANGUAGE_EN] = "English"};
    m->sides[side] = -1;
    if (!speech_has_language(m->s, side))
        return TRUE;
    AVStream *to = avformat_new_stream(m->out, NULL);
    if (!to)
        return FALSE;
    to->codecpar->codec_type = AVMEDIA_TYPE_SUBTITLE;
    to->codecpar->codec_id = AV_CODEC_ID_SUBRIP;
    to->time_base = milliseconds;
    av_dict_set(&to->metadata, "language", codes[side], 0);
    av_dict_set(&to->metadata, "title", titles[side], 0);
    m->sides[side] = to->index;
    return TRUE;
}

static gboolean attach(muxer *m, GBytes *native, const char *name)
{
    gsize size;
    const void *data = g_bytes_get_data(native, &size);
    AVStream *to = avformat_new_stream(m->out, NULL);
    uint8_t *copy = to ? av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE) : NULL;
    if (!copy)
        return FALSE;
    memcpy(copy, data, size);
    to->codecpar->codec_type = AVMEDIA_TYPE_ATTACHMENT;
    to->codecpar->extradata = copy;
    to->codecpar->extradata_size = (int)size;
    av_dict_set(&to->metadata, "filename", name, 0);
    av_dict_set(&to->metadata, "mimetype", "text/vtt", 0);
    return TRUE;
}

// The beginning of the paragraph's first text, in whole characters.
static char *chapter_name(const speech *s, const paragraph *p)
{
    for (int i = p->first; i < p->first + p->count; i++)
        for (int side = 0; side < LANGUAGES; side++) {
            const char *text = speech_segment(s, i)->text[side], *end = text;
            while (*end && *end != '\n' && end - text < CHAPTER_MAX)
                end = g_utf8_next_char(end);
            if (end > text)
                return g_strdup_printf("%.*s%s", (int)(end - text), text, *end ? "…" : "");
        }
    return g_strdup("");
}

static gboolean add_chapters(muxer *m)
{
    int count = speech_paragraph_count(m->s);
    m->out->chapters = av_calloc((size_t)count + 1, sizeof *m->out->chapters);
    for (int i = 0; m->out->chapters && i < count; i++) {
        int64_t start_us, end_us;
        if (!speech_paragraph_span(m->s, i, &start_us, &end_us))
            continue;
        AVChapter *c = av_mallocz(sizeof *c);
        if (!c)
            return FALSE;
        g_autofree char *name = chapter_name(m->s, speech_paragraph(m->s, i));
        c->id = i + 1;
        c->time_base = milliseconds;
        c->start = start_us / 1000;
        c->end = end_us / 1000;
        av_dict_set(&c->metadata, "title", name, 0);
        m->out->chapters[m->out->nb_chapters++] = c;
    }
    return m->out->chapters != NULL;
}

// ---- packets, in order of time

static int write_cue(muxer *m, const segment *g, int side)
{
    const char *text = g->text[side];
    if (m->sides[side] < 0 || !*text)
        return 0;
    int size = (int)strlen(text);
    if (av_new_packet(m->packet, size) < 0)
        return AVERROR(ENOMEM);
    memcpy(m->packet->data, text, (size_t)size);
    m->packet->stream_index = m->sides[side];
    m->packet->pts = m->packet->dts = (g->start_us + 500) / 1000;
    m->packet->duration = MAX((g->end_us - g->start_us + 500) / 1000, 1);
    m->packet->flags |= AV_PKT_FLAG_KEY;
    const AVStream *to = m->out->streams[m->sides[side]];
    av_packet_rescale_ts(m->packet, milliseconds, to->time_base);
    return av_interleaved_write_frame(m->out, m->packet);
}

// The cues that begin before `us`.
static int write_cues(muxer *m, int64_t us)
{
    int err = 0;
    while (err >= 0 && m->next >= 0 && speech_segment(m->s, m->next)->start_us < us) {
        for (int side = 0; err >= 0 && side < LANGUAGES; side++)
            err = write_cue(m, speech_segment(m->s, m->next), side);
        int after = speech_step(m->s, m->next, 1);
        m->next = after == m->next ? -1 : after;
    }
    return err;
}

static int write_sound(muxer *m)
{
    const AVStream *from = container_stream(m->in), *to = m->out->streams[m->sound];
    int64_t pts = pts_of(m->packet) - m->first_pts;
    m->packet->stream_index = m->sound;
    m->packet->pos = -1;
    m->packet->pts = m->packet->dts = pts;
    av_packet_rescale_ts(m->packet, from->time_base, to->time_base);
    int64_t us = av_rescale_q(pts, from->time_base, AV_TIME_BASE_Q);
    AVPacket *held = av_packet_clone(m->packet);
    av_packet_unref(m->packet);
    int err = held ? write_cues(m, us) : AVERROR(ENOMEM);
    if (err >= 0)
        err = av_interleaved_write_frame(m->out, held);
    av_packet_free(&held);
    return err;
}

static gboolean write_all(muxer *m, GError **error)
{
    int got = container_next(m->in, m->packet, error);
    if (got > 0 && !has_own_delay(m->in))
        m->first_pts = pts_of(m->packet);
    int err = got < 0 ? 0 : avformat_write_header(m->out, NULL);
    while (err >= 0 && got > 0) {
        err = write_sound(m);
        if (err >= 0)
            got = container_next(m->in, m->packet, error);
    }
    if (got < 0)
        return FALSE;
    if (err >= 0)
        err = write_cues(m, INT64_MAX);
    if (err >= 0)
        err = av_write_trailer(m->out);
    if (err >= 0 && !m->error)
        return TRUE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, _("The file cannot be written: %s."),
                m->error ? g_strerror(m->error) : _("this sound cannot stand in Matroska"));
    return FALSE;
}

gboolean mux_lead(const char *recording, int64_t *us, GError **error)
{
    int fd = file_open(recording, NULL, error);
    if (fd < 0)
        return FALSE;
    g_autoptr(source) in = source_new(fd, recording);
    g_autoptr(container) c = container_open(in, error);
    AVPacket *first = c ? av_packet_alloc() : NULL;
    gboolean good = first && container_next(c, first, error) >= 0;
    size_t size = 0;
    const uint8_t *skip =
        good ? av_packet_get_side_data(first, AV_PKT_DATA_SKIP_SAMPLES, &size) : NULL;
    gboolean lost = skip && size >= 4 && !has_own_delay(c);
    int rate = good ? container_stream(c)->codecpar->sample_rate : 0;
    *us = lost && rate > 0 ? av_rescale(AV_RL32(skip), G_USEC_PER_SEC, rate) : 0;
    av_packet_free(&first);
    return good;
}

gboolean mux_speech(const speech *s, const char *recording, GBytes *native, const char *name,
                    int fd, GError **error)
{
    int sound = file_open(recording, NULL, error);
    if (sound < 0)
        return FALSE;
    g_autoptr(source) in = source_new(sound, recording);
    g_auto(muxer) m = {.s = s, .fd = fd, .next = speech_step(s, -1, 1)};
    m.in = container_open(in, error);
    if (!m.in)
        return FALSE;
    if (!allocate(&m) || !add_sound(&m) || !add_track(&m, LANGUAGE_ZH) ||
        !add_track(&m, LANGUAGE_EN) || !attach(&m, native, name) || !add_chapters(&m))
        g_error("out of memory");
    av_dict_set(&m.out->metadata, "encoding_tool", PROGRAM, 0);
    const char *title = speech_meta(s, "title");
    if (title)
        av_dict_set(&m.out->metadata, "title", title, 0);
    return write_all(&m, error);
}

gboolean mux_is_own(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    return size > 4 && memcmp(data, "\032\105\337\243", 4) == 0 &&
           memmem(data, size, PROGRAM, strlen(PROGRAM));
}
