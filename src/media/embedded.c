// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/embedded.h"

#include <libavcodec/codec_desc.h>
#include <libavutil/dict.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/decoder.h"
#include "earvoice/timecode.h"
#include "media/container.h"

#define READ_US      (10 * G_USEC_PER_SEC)
#define CHAPTERS_MAX 10000
#define LAST_US      (5 * TIME_SECOND)

// Sound that begins with its container is not later by more than an encoder's delay.
#define LATE_US (TIME_SECOND / 20)
// A track with so many times fewer cues than another one has a part of what is said only.
#define PARTIAL_SHARE 5

// A text as it grows.
typedef struct {
    const AVStream *stream;
    GString *text;
    int64_t begin_us; // of the recording, by the clock of its texts
    int count;        // of cues with a number
    int packets;
} track;

static void free_text(gpointer data)
{
    embedded_text *t = data;
    g_free(t->name);
    g_free(t->language);
    g_bytes_unref(t->text);
    g_free(t);
}

static gsize bytes_of(const GPtrArray *texts)
{
    gsize bytes = 0;
    for (guint i = 0; i < texts->len; i++)
        bytes += g_bytes_get_size(((const embedded_text *)g_ptr_array_index(texts, i))->text);
    return bytes;
}

static void add_text(GPtrArray *to, embedded_kind kind, char *name, const AVStream *stream,
                     GString *text)
{
    const AVDictionaryEntry *language =
        stream ? av_dict_get(stream->metadata, "language", NULL, 0) : NULL;
    embedded_text *t = g_new0(embedded_text, 1);
    t->kind = kind;
    t->name = name;
    t->language = g_utf8_make_valid(language ? language->value : "", -1);
    gsize size = text->len;
    g_autoptr(GBytes) whole = g_bytes_new_take(g_string_free(text, FALSE), size + 1);
    t->text = g_bytes_new_from_bytes(whole, 0, size);
    g_ptr_array_add(to, t);
}

// ---- attached files

static void add_files(const AVFormatContext *f, GPtrArray *to)
{
    for (unsigned i = 0; i < f->nb_streams; i++) {
        const AVStream *s = f->streams[i];
        const AVDictionaryEntry *type = av_dict_get(s->metadata, "mimetype", NULL, 0);
        const AVDictionaryEntry *name = av_dict_get(s->metadata, "filename", NULL, 0);
        if (s->codecpar->codec_type != AVMEDIA_TYPE_ATTACHMENT || !type || !name ||
            !g_str_has_prefix(type->value, "text/") || s->codecpar->extradata_size <= 0 ||
            bytes_of(to) + (gsize)s->codecpar->extradata_size > EMBEDDED_BYTES_MAX)
            continue;
        GString *text =
            g_string_new_len((const char *)s->codecpar->extradata, s->codecpar->extradata_size);
        add_text(to, EMBEDDED_FILE, g_utf8_make_valid(name->value, -1), s, text);
    }
}

// ---- tracks: what stands before the first cue, and a cue from a packet

static void append_span(GString *out, int64_t start_us, int64_t end_us, char mark)
{
    char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
    g_string_append_printf(out, "%s --> %s\n", timecode_format_cue(start, start_us, mark),
                           timecode_format_cue(end, end_us, mark));
}

// The lines that are not blank: a blank one would end the cue.
static void append_lines(GString *out, const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) all = g_strsplit_set(copy, "\r\n", -1);
    for (char **one = all; *one; one++)
        if (**one)
            g_string_append_printf(out, "%s\n", *one);
    g_string_append_c(out, '\n');
}

static void begin_nothing(track *t)
{
    (void)t;
}

static void add_subrip(track *t, int64_t start_us, int64_t end_us, const char *text, gsize length)
{
    g_string_append_printf(t->text, "%d\n", ++t->count);
    append_span(t->text, start_us, end_us, ',');
    append_lines(t->text, text, length);
}

// Two bytes say how long the text is; boxes with styles follow.
static void add_mov_text(track *t, int64_t start_us, int64_t end_us, const char *text, gsize length)
{
    gsize said = length >= 2 ? (gsize)(guchar)text[0] << 8 | (guchar)text[1] : 0;
    if (said > 0 && said <= length - 2)
        add_subrip(t, start_us, end_us, text + 2, said);
}

static void begin_webvtt(track *t)
{
    g_string_append(t->text, "WEBVTT\n\n");
}

static void add_webvtt(track *t, int64_t start_us, int64_t end_us, const char *text, gsize length)
{
    append_span(t->text, start_us, end_us, '.');
    append_lines(t->text, text, length);
}

static void begin_ass(track *t)
{
    const AVCodecParameters *p = t->stream->codecpar;
    g_string_append_len(t->text, (const char *)p->extradata, p->extradata_size);
    if (t->text->len && t->text->str[t->text->len - 1] != '\n')
        g_string_append_c(t->text, '\n');
    if (!strstr(t->text->str, "[Events]"))
        g_string_append(t->text, "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, "
                                 "MarginR, MarginV, Effect, Text\n");
}

static void append_centiseconds(GString *out, int64_t us)
{
    int64_t cs = us / 10000;
    g_string_append_printf(out, "%d:%02d:%02d.%02d", (int)(cs / 360000), (int)(cs / 6000 % 60),
                           (int)(cs / 100 % 60), (int)(cs % 100));
}

// "ReadOrder,Layer,Style,…": the times go behind the layer.
static void add_ass(track *t, int64_t start_us, int64_t end_us, const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) parts = g_strsplit(copy, ",", 3);
    if (g_strv_length(parts) < 3)
        return;
    g_string_append_printf(t->text, "Dialogue: %s,", parts[1]);
    append_centiseconds(t->text, start_us);
    g_string_append_c(t->text, ',');
    append_centiseconds(t->text, end_us);
    g_string_append_printf(t->text, ",%s\n", g_strdelimit(parts[2], "\r\n", ' '));
}

static const struct {
    enum AVCodecID codec;
    void (*begin)(track *t);
    void (*add)(track *t, int64_t start_us, int64_t end_us, const char *text, gsize length);
} codecs[] = {
    {AV_CODEC_ID_SUBRIP, begin_nothing, add_subrip},
    {AV_CODEC_ID_TEXT, begin_nothing, add_subrip},
    {AV_CODEC_ID_MOV_TEXT, begin_nothing, add_mov_text},
    {AV_CODEC_ID_WEBVTT, begin_webvtt, add_webvtt},
    {AV_CODEC_ID_ASS, begin_ass, add_ass},
};

static int codec_of(const AVStream *s)
{
    for (int i = 0; i < (int)G_N_ELEMENTS(codecs); i++)
        if (codecs[i].codec == s->codecpar->codec_id)
            return i;
    return -1;
}

// Times in microseconds, or TIME_NONE where they make no sense.
static int64_t time_of(const AVStream *s, int64_t units)
{
    if (units == AV_NOPTS_VALUE)
        return TIME_NONE;
    int64_t us = av_rescale_q(units, s->time_base, AV_TIME_BASE_Q);
    return us >= 0 && us <= TIME_MAX ? us : TIME_NONE;
}

static void add_packet(track *t, const AVPacket *p)
{
    int64_t start_us = time_of(t->stream, p->pts), length_us = time_of(t->stream, p->duration);
    if (start_us == TIME_NONE || start_us > TIME_MAX - LAST_US)
        return;
    if (length_us == TIME_NONE || length_us == 0 || start_us + length_us > TIME_MAX)
        length_us = LAST_US;
    t->packets++;
    start_us -= t->begin_us;
    if (start_us < 0)
        length_us += start_us;
    start_us = MAX(start_us, 0);
    if (length_us <= 0)
        return;
    codecs[codec_of(t->stream)].add(t, start_us, start_us + length_us, (const char *)p->data,
                                    (gsize)p->size);
}

static gboolean read_tracks(container *c, track *tracks, unsigned count, report *r, GError **error)
{
    AVPacket *p = av_packet_alloc();
    gsize bytes = 0;
    int got;
    while ((got = container_next(c, p, error)) > 0) {
        gboolean known = p->stream_index >= 0 && (unsigned)p->stream_index < count;
        track *t = known ? &tracks[p->stream_index] : NULL;
        bytes += t && t->text ? (gsize)p->size + 64 : 0;
        if (bytes > EMBEDDED_BYTES_MAX)
            report_add(r, 0, _("the texts inside are too large: the rest was skipped."));
        else if (t && t->text)
            add_packet(t, p);
        av_packet_unref(p);
        if (bytes > EMBEDDED_BYTES_MAX)
            break;
    }
    av_packet_free(&p);
    return got >= 0;
}

static track *begin_tracks(const AVFormatContext *f, int64_t begin_us, report *r)
{
    track *tracks = g_new0(track, f->nb_streams + 1);
    for (unsigned i = 0; i < f->nb_streams; i++) {
        const AVStream *s = f->streams[i];
        if (s->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE)
            continue;
        int codec = codec_of(s);
        if (codec < 0) {
            const AVCodecDescriptor *d = avcodec_descriptor_get(s->codecpar->codec_id);
            report_add(r, 0,
                       d && d->props & AV_CODEC_PROP_BITMAP_SUB
                           ? _("track %d holds pictures of text, which cannot be read.")
                           : _("track %d holds text of a kind that is not known."),
                       (int)i + 1);
            continue;
        }
        tracks[i] = (track){s, g_string_new(NULL), begin_us, 0, 0};
        codecs[codec].begin(&tracks[i]);
    }
    return tracks;
}

static gboolean any_track(const track *tracks, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (tracks[i].text)
            return TRUE;
    return FALSE;
}

// What titles call tracks that are no or not only what is said. The flags are often left out.
static const struct {
    const char *word;
    int rank;
} titles[] = {
    {"forced", 2}, {"signs", 2},   {"songs", 2},      {"foreign parts", 2},
    {"sdh", 1},    {"hearing", 1}, {"commentary", 1}, {"karaoke", 1},
};

// How little a track is wanted where there is another one in its language: 0: it has all that is
// said, 1: also sounds, or what somebody says of it; 2: signs and foreign words only.
static int rank_of(const track *t, int most)
{
    int flags = t->stream->disposition;
    if (flags & AV_DISPOSITION_FORCED || t->packets * PARTIAL_SHARE < most)
        return 2;
    const AVDictionaryEntry *title = av_dict_get(t->stream->metadata, "title", NULL, 0);
    g_autofree char *small = g_ascii_strdown(title ? title->value : "", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
        if (strstr(small, titles[i].word))
            return titles[i].rank;
    return (flags & (AV_DISPOSITION_HEARING_IMPAIRED | AV_DISPOSITION_COMMENT |
                     AV_DISPOSITION_KARAOKE)) != 0;
}

static gboolean add_tracks(container *c, int64_t begin_us, GPtrArray *to, report *r, GError **error)
{
    const AVFormatContext *f = container_format(c);
    unsigned count = f->nb_streams; // more may turn up while it is read
    g_autofree track *tracks = begin_tracks(f, begin_us, r);
    gboolean good = !any_track(tracks, count) || read_tracks(c, tracks, count, r, error);
    int most = 0;
    for (unsigned i = 0; i < count; i++)
        most = MAX(most, tracks[i].packets);
    for (int rank = 0; rank <= 2; rank++)
        for (unsigned i = 0; i < count; i++)
            if (tracks[i].text && rank_of(&tracks[i], most) == rank)
                add_text(to, EMBEDDED_TRACK, g_strdup_printf("track %u", i + 1), tracks[i].stream,
                         tracks[i].text);
    return good;
}

// ---- chapters

static void add_chapters(const AVFormatContext *f, int64_t begin_us, GPtrArray *to)
{
    track t = {NULL, g_string_new(NULL), 0, 0, 0};
    for (unsigned i = 0; i < MIN(f->nb_chapters, CHAPTERS_MAX); i++) {
        const AVChapter *c = f->chapters[i];
        const AVDictionaryEntry *title = av_dict_get(c->metadata, "title", NULL, 0);
        int64_t start_us = av_rescale_q(c->start, c->time_base, AV_TIME_BASE_Q) - begin_us;
        int64_t end_us = av_rescale_q(c->end, c->time_base, AV_TIME_BASE_Q) - begin_us;
        start_us = begin_us ? MAX(start_us, 0) : start_us;
        if (title && start_us >= 0 && end_us > start_us && end_us <= TIME_MAX)
            add_subrip(&t, start_us, end_us, title->value, strlen(title->value));
    }
    if (t.count)
        add_text(to, EMBEDDED_CHAPTERS, g_strdup("chapters"), NULL, t.text);
    else
        g_string_free(t.text, TRUE);
}

// When the recording begins by the clock of its container, if that is later than its texts do.
static int64_t find_begin(const char *path)
{
    g_autoptr(decoder) d = decoder_open(path, NULL);
    int64_t us = d ? decoder_describe(d)->begin_us : 0;
    return us >= LATE_US ? us : 0;
}

GPtrArray *embedded_texts(const char *path, report *r, GError **error)
{
    int fd = file_open(path, NULL, error);
    if (fd < 0)
        return NULL;
    g_autoptr(source) in = source_new(fd, path);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(free_text);
    g_autoptr(GError) wrong = NULL;
    g_autoptr(container) c = container_open_texts(in, READ_US, &wrong);
    if (c) {
        add_files(container_format(c), texts);
        const AVFormatContext *f = container_format(c);
        int64_t begin_us = f->nb_streams > 1 || f->nb_chapters ? find_begin(path) : 0;
        if (!add_tracks(c, begin_us, texts, r, &wrong))
            report_add(r, 0, _("the texts inside could not be read to their end."));
        add_chapters(f, begin_us, texts);
    }
    return g_steal_pointer(&texts);
}
