// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings that are read sample by sample: libsndfile.
#include <libavutil/channel_layout.h>
#include <sndfile.h>
#include <string.h>

#include "earvoice/error.h"
#include "media/backend.h"
#include "media/convert.h"
#include "media/wav_header.h"

#define BLOCK_FRAMES     2048
#define READ_DEADLINE_US (5 * G_USEC_PER_SEC)

typedef struct {
    source *in;
    decoder_info *info; // borrowed
    sf_count_t offset;  // of the next byte that libsndfile reads
    SNDFILE *file;
    SF_INFO format;
    sf_count_t next;   // frame
    bool ended;        // a seek went beyond the end
    wav_header header; // is mended where it is unfinished
    // Recordings of more than two channels only.
    converter *mix;
    AVFrame *wide;
} sound_file;

static sf_count_t on_length(void *user)
{
    sound_file *s = user;
    return source_size(s->in);
}

static sf_count_t on_seek(sf_count_t offset, int whence, void *user)
{
    sound_file *s = user;
    sf_count_t base = whence == SEEK_CUR ? s->offset : whence == SEEK_END ? on_length(s) : 0;
    sf_count_t to;
    if (__builtin_add_overflow(base, offset, &to) || to < 0)
        return -1;
    return s->offset = to;
}

// Puts the right size into what was read of the header.
static void mend(const sound_file *s, guint8 *out, gssize count)
{
    uint64_t most = s->header.width == 4 ? UINT32_MAX - 1 : INT64_MAX;
    for (int i = 0; i < s->header.width; i++) {
        int64_t at = s->header.at + i - s->offset;
        if (at >= 0 && at < count)
            out[at] = (guint8)(MIN(s->header.there, most) >> (8 * i));
    }
}

static sf_count_t on_read(void *out, sf_count_t count, void *user)
{
    sound_file *s = user;
    gssize got = count > 0 ? source_read(s->in, out, (gsize)count, s->offset) : 0;
    if (got <= 0)
        return 0;
    if (s->header.unfinished)
        mend(s, out, got);
    s->offset += got;
    return got;
}

static sf_count_t on_tell(void *user)
{
    return ((sound_file *)user)->offset;
}

bool sound_file_probe(const guint8 *head, gsize size)
{
    static const struct {
        const char *magic;
        gsize at;
        const char *kind; // at `at`, beside the magic
    } rows[] = {
        {"RIFF", 8, "WAVE"},  {"RIFX", 8, "WAVE"}, {"RF64", 8, "WAVE"},
        {"riff", 24, "wave"}, {"FORM", 8, "AIFF"}, {"FORM", 8, "AIFC"},
        {".snd", 0, ".snd"},  {"caff", 0, "caff"}, {"fLaC", 0, "fLaC"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (size >= rows[i].at + 4 && memcmp(head, rows[i].magic, 4) == 0 &&
            memcmp(head + rows[i].at, rows[i].kind, 4) == 0)
            return true;
    return false;
}

static const char *codec_name(int format)
{
    if ((format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC)
        return "flac";
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return "pcm 8 bit";
    case SF_FORMAT_PCM_16:
        return "pcm 16 bit";
    case SF_FORMAT_PCM_24:
        return "pcm 24 bit";
    case SF_FORMAT_PCM_32:
        return "pcm 32 bit";
    case SF_FORMAT_FLOAT:
        return "pcm float";
    case SF_FORMAT_DOUBLE:
        return "pcm double";
    case SF_FORMAT_ULAW:
        return "u-law";
    case SF_FORMAT_ALAW:
        return "a-law";
    default:
        return NULL; // compressed otherwise: FFmpeg's
    }
}

static void sound_file_close(void *self)
{
    sound_file *s = self;
    if (s->file)
        sf_close(s->file);
    converter_free(s->mix);
    av_frame_free(&s->wide);
    g_free(s);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sound_file, sound_file_close)

static gboolean prepare_mix(sound_file *s)
{
    if (s->format.channels <= 2)
        return TRUE;
    s->mix = converter_new(s->format.samplerate, 2);
    s->wide = av_frame_alloc();
    s->wide->format = AV_SAMPLE_FMT_FLT;
    s->wide->sample_rate = s->format.samplerate;
    s->wide->nb_samples = BLOCK_FRAMES;
    s->wide->ch_layout.order = AV_CHANNEL_ORDER_UNSPEC;
    s->wide->ch_layout.nb_channels = s->format.channels;
    return av_frame_get_buffer(s->wide, 0) >= 0;
}

static gboolean open_again(sound_file *s)
{
    SF_VIRTUAL_IO io = {on_length, on_seek, on_read, NULL, on_tell};
    if (s->file)
        sf_close(s->file);
    s->format = (SF_INFO){0};
    s->offset = 0;
    s->file = sf_open_virtual(&io, SFM_READ, &s->format, s);
    return s->file != NULL;
}

// NULL without `error` if the recording is for FFmpeg to decode.
static sound_file *try_open(source *in, decoder_info *info)
{
    g_autoptr(sound_file) s = g_new0(sound_file, 1);
    s->in = in;
    s->info = info;
    source_set_deadline(in, READ_DEADLINE_US);
    wav_header_read(in, &s->header);
    if (!open_again(s) || !codec_name(s->format.format) || !s->format.seekable ||
        !converter_accepts(s->format.samplerate, s->format.channels) || !prepare_mix(s))
        return NULL;
    info->rate = s->format.samplerate;
    info->channels = MIN(s->format.channels, 2);
    info->frames = info->said = backend_sane_length(s->format.frames, info->rate);
    info->unfinished = s->header.unfinished;
    // libsndfile takes what is there for the length.
    if (!info->unfinished && s->header.frame > 0 && s->header.said > s->header.there)
        info->said = backend_sane_length(
            (int64_t)(MIN(s->header.said, (uint64_t)INT64_MAX) / (uint64_t)s->header.frame),
            info->rate);
    g_strlcpy(info->codec, codec_name(s->format.format), sizeof info->codec);
    backend_set_title(info, sf_get_string(s->file, SF_STR_TITLE));
    return g_steal_pointer(&s);
}

static void *sound_file_open(source *in, decoder_info *info, GError **error)
{
    sound_file *s = try_open(in, info);
    if (s)
        return s;
    if (source_take_error(in, error))
        return NULL;
    return backend_refuse(in, error);
}

// Reads from where `next` says, as libsndfile gives it or mixed down.
static sf_count_t read_frames(sound_file *s, float *out, int max)
{
    if (!s->mix)
        return sf_readf_float(s->file, out, max);
    sf_count_t got =
        sf_readf_float(s->file, (float *)s->wide->extended_data[0], MIN(max, BLOCK_FRAMES));
    if (got <= 0)
        return got;
    s->wide->nb_samples = (int)got;
    const float *mixed;
    int frames;
    if (!converter_put(s->mix, s->wide, &mixed, &frames))
        return 0;
    memcpy(out, mixed, (gsize)frames * 2 * sizeof(float));
    return frames;
}

static int sound_file_read(void *self, float *out, int max, int64_t *first, GError **error)
{
    sound_file *s = self;
    *first = s->next;
    source_set_deadline(s->in, READ_DEADLINE_US);
    sf_count_t got = s->ended ? 0 : read_frames(s, out, max);
    if (s->ended)
        return 0;
    if (got <= 0) {
        if (source_take_error(s->in, error))
            return -1;
        s->info->frames = s->next;
        s->info->estimated = false;
        return 0;
    }
    s->next += got;
    return (int)got;
}

// Where libsndfile cannot search (FLAC that is cut short, or has another one behind it), it can
// still read up to there.
static gboolean read_up_to(sound_file *s, int64_t frame)
{
    if (sf_seek(s->file, 0, SEEK_SET) != 0 && !open_again(s))
        return FALSE;
    g_autofree float *block = g_new(float, (gsize)BLOCK_FRAMES *(gsize)s->format.channels);
    for (s->next = 0; s->next < frame;) {
        sf_count_t got = sf_readf_float(s->file, block, MIN(frame - s->next, BLOCK_FRAMES));
        if (got <= 0)
            return FALSE;
        s->next += got;
    }
    return TRUE;
}

static gboolean sound_file_seek(void *self, int64_t frame, GError **error)
{
    sound_file *s = self;
    source_set_deadline(s->in, READ_DEADLINE_US);
    s->ended = frame >= s->format.frames;
    s->next = frame;
    if (s->ended || sf_seek(s->file, frame, SEEK_SET) == frame || read_up_to(s, frame))
        return TRUE;
    s->ended = true;
    s->next = frame;
    return !source_take_error(s->in, error);
}

static int sound_file_damage(const void *self)
{
    (void)self;
    return 0;
}

const backend sound_file_backend = {sound_file_open, sound_file_close, sound_file_read,
                                    sound_file_seek, sound_file_damage};
