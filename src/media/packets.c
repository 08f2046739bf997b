// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/packets.h"

#include <libavutil/intreadwrite.h>
#include <string.h>

#include "media/backend.h"
#include "media/mp3_tag.h"
#include "media/ogg_chain.h"
#include "media/packet_index.h"
#include "media/packet_length.h"

#define MARK_SECONDS     5
#define LEAD_SECONDS_MAX 60
#define LINK_PACKET_MAX  (1 << 24) // frames in a packet of a link
#define LATE_SHARE       2   // of a second: what is not later than this through it begins on time
#define LOOK_PACKETS     512 // read after a jump, to find the packet that was meant

typedef enum {
    BY_TIME,       // the container's times number the packets
    BY_BYTE,       // counted; a remembered packet is found again by its place in the file
    BY_NEAR_TIME,  // counted; found again near its time
    BY_COUNT_ONLY, // counted, from the start each time
} numbering;

struct packets {
    source *in; // borrowed
    container *box;
    AVCodecParameters *codec;
    int codec_version;
    numbering by;
    packet_length length;
    int64_t first_pts; // of the first packet
    int64_t start;     // its number
    int64_t end;       // the last number plus one, if a tag says so; INT64_MAX
    int64_t next;      // the number after the packet read last
    bool any;          // was a packet read since the last jump?
    bool link;         // the next packet is the first of a link of a chain
    int64_t link_rate; // frames a second in the link, 0: as in the first one
    int64_t rest;      // of a frame: see length_in_link()
    int64_t tags;      // bytes of tags that come next
    AVPacket *ahead;   // read already, numbered, comes next; blank: none
    int64_t sound_end; // of all packets read
    int64_t total;     // -1: the end has not been met
    int64_t guess;     // the length where recordings were joined or cut from one; 0: not known
    int64_t begin_us;  // see packets_begin_us()
    bool cut;          // the file is shorter than it was
    int64_t late;      // the length of what begins long after its time zero; 0: it does not
    // Counted packets only.
    packet_index *index;
};

static gboolean reopen(packets *p, GError **error)
{
    container_free(p->box);
    p->box = container_open(p->in, error);
    if (!p->box)
        return FALSE;
    avcodec_parameters_copy(p->codec, container_stream(p->box)->codecpar);
    p->codec_version++;
    p->next = p->start;
    p->any = p->link = false;
    p->link_rate = p->rest = p->tags = 0;
    packet_length_restart(&p->length);
    av_packet_unref(p->ahead);
    return TRUE;
}

packets *packets_open(source *in, GError **error)
{
    g_autoptr(packets) p = g_new0(packets, 1);
    p->in = in;
    p->codec = avcodec_parameters_alloc();
    p->ahead = av_packet_alloc();
    p->total = -1;
    p->end = INT64_MAX;
    return reopen(p, error) ? g_steal_pointer(&p) : NULL;
}

void packets_free(packets *p)
{
    if (!p)
        return;
    container_free(p->box);
    avcodec_parameters_free(&p->codec);
    av_packet_free(&p->ahead);
    packet_length_clear(&p->length);
    packet_index_free(p->index);
    g_free(p);
}

container *packets_container(packets *p)
{
    return p->box;
}

const AVCodecParameters *packets_codec(const packets *p, int *version)
{
    *version = p->codec_version;
    return p->codec;
}

bool packets_are_loose(const packets *p)
{
    return p->by == BY_TIME && !p->length.exact && p->length.grid == 0;
}

static numbering choose_numbering(packets *p)
{
    static const char raw[] = "mp3 aac ac3 eac3 amr wav w64 aiff";
    const char *name = container_format(p->box)->iformat->name;
    enum AVCodecID codec = p->codec->codec_id;
    if (strcmp(name, "ogg") == 0)
        return ogg_is_chained(p->in) ? BY_COUNT_ONLY : BY_TIME;
    if (strstr(raw, name))
        return BY_BYTE;
    if (strcmp(name, "avi") == 0 || (codec == AV_CODEC_ID_VORBIS && !p->length.exact))
        return BY_NEAR_TIME;
    return BY_TIME;
}

static int64_t to_frames(const packets *p, int64_t pts)
{
    return av_rescale_q(pts, p->length.unit, (AVRational){1, p->length.rate});
}

// Frames from the first packet to the first that is to be heard.
static int64_t frames_to_skip(const packets *p, const AVPacket *first)
{
    int64_t start = packet_length_trim(first).start;
    int64_t said = p->codec->sample_rate > 0 ? av_rescale(MAX(start, p->codec->initial_padding),
                                                          p->length.rate, p->codec->sample_rate)
                                             : 0;
    int64_t begins = container_stream(p->box)->start_time;
    if (begins != AV_NOPTS_VALUE && first->pts != AV_NOPTS_VALUE && begins > first->pts)
        said = MAX(said, to_frames(p, begins) - to_frames(p, first->pts));
    // A second is more than any encoder's delay.
    return said <= p->length.rate ? said : 0;
}

// When the recording begins, if not with its sound: its time zero, or with its picture.
static int64_t begin_of_picture(const packets *p)
{
    const AVFormatContext *f = container_format(p->box);
    int64_t begin_us = INT64_MAX;
    for (unsigned i = 0; i < f->nb_streams; i++) {
        const AVStream *s = f->streams[i];
        if (s->codecpar->codec_type != AVMEDIA_TYPE_VIDEO ||
            s->disposition & AV_DISPOSITION_ATTACHED_PIC)
            continue;
        if (!(f->iformat->flags & AVFMT_TS_DISCONT))
            return 0;
        if (s->start_time != AV_NOPTS_VALUE)
            begin_us = MIN(begin_us, av_rescale_q(s->start_time, s->time_base, AV_TIME_BASE_Q));
    }
    return begin_us;
}

// Frames of silence before the sound, which starts at `sound_us` of the container's time.
static int64_t frames_of_lead(const packets *p, int64_t sound_us)
{
    int64_t begin_us = begin_of_picture(p);
    if (begin_us >= sound_us || sound_us - begin_us > LEAD_SECONDS_MAX * G_USEC_PER_SEC)
        return 0;
    return av_rescale(sound_us - begin_us, p->length.rate, G_USEC_PER_SEC);
}

// The last packet of an MP4 file is longer than its sound, and only the whole length says so. It is
// believed if the index agrees; that of a fragmented file may not reach the end.
static void find_end_by_index(packets *p)
{
    AVStream *s = container_stream(p->box);
    int count = avformat_index_get_entries_count(s);
    const AVIndexEntry *last = count > 0 ? avformat_index_get_entry(s, count - 1) : NULL;
    if (!last || p->length.fixed == 0 || s->duration <= 0 || s->start_time == AV_NOPTS_VALUE)
        return;
    int64_t end = to_frames(p, s->start_time) + to_frames(p, s->duration);
    int64_t after = end - to_frames(p, last->timestamp);
    if (after > 0 && after <= p->length.fixed)
        p->end = end - to_frames(p, p->first_pts) + p->start;
}

static void find_start(packets *p, const AVPacket *first)
{
    // The first packet of a Vorbis stream, which gives nothing, is counted as that.
    gboolean counted = p->length.vorbis && p->by == BY_COUNT_ONLY;
    int64_t skip = counted ? 0 : frames_to_skip(p, first);
    p->first_pts = first->pts == AV_NOPTS_VALUE ? 0 : first->pts;
    int64_t sound_us = av_rescale_q(p->first_pts, p->length.unit, AV_TIME_BASE_Q) +
                       av_rescale(skip, G_USEC_PER_SEC, p->length.rate);
    int64_t lead = frames_of_lead(p, sound_us);
    p->begin_us = sound_us - av_rescale(lead, G_USEC_PER_SEC, p->length.rate);
    p->start = lead - skip;
    if (strcmp(container_format(p->box)->iformat->name, "ogg") == 0 && p->first_pts > 0)
        p->late = MAX(to_frames(p, ogg_last_granule(p->in)) - to_frames(p, p->first_pts) - skip, 0);
    mp3_tag tag;
    if (p->by == BY_BYTE && p->codec->codec_id == AV_CODEC_ID_MP3 && p->length.fixed > 0 &&
        mp3_tag_read(p->in, first->pos, &tag)) {
        int decoder_delay = 529; // which LAME's padding includes: 528 + 1
        int64_t end = p->start + tag.packets * p->length.fixed;
        if (tag.share > 0 && tag.share < 1)
            p->guess = (int64_t)((double)end / tag.share);
        else
            p->end = end - MAX(tag.padding - decoder_delay, 0);
        p->cut = tag.missing > 0;
    }
    if (strstr(container_format(p->box)->iformat->name, "mp4") && p->length.exact)
        find_end_by_index(p);
}

// An Ogg FLAC stream may not begin at its time zero. FFmpeg takes the first page for its beginning
// then, and the times of the second one are far behind it: so packets are counted.
static void find_late_flac(packets *p, const AVPacket *first)
{
    if (p->by != BY_TIME || p->codec->codec_id != AV_CODEC_ID_FLAC ||
        strcmp(container_format(p->box)->iformat->name, "ogg") != 0)
        return;
    AVPacket *packet = av_packet_alloc();
    int64_t end = to_frames(p, first->duration), late = 0;
    for (int i = 0; i < LOOK_PACKETS && container_next(p->box, packet, NULL) > 0; i++) {
        bool second_page = packet->pos != first->pos;
        if (second_page && packet->pts != AV_NOPTS_VALUE)
            late = MAX(to_frames(p, packet->pts), 0) - end;
        end += to_frames(p, packet->duration);
        av_packet_unref(packet);
        if (second_page)
            break;
    }
    av_packet_free(&packet);
    if (late <= p->length.rate / LATE_SHARE)
        return;
    p->by = BY_COUNT_ONLY;
    p->guess = MAX(to_frames(p, ogg_last_granule(p->in)) - late, 0);
}

gboolean packets_start(packets *p, int rate, int frames, GError **error)
{
    packet_length_init(&p->length, container_stream(p->box), rate, frames);
    p->by = choose_numbering(p);
    p->index = packet_index_new((int64_t)MARK_SECONDS * rate);
    if (!reopen(p, error))
        return FALSE;
    AVPacket *first = av_packet_alloc();
    int got = container_next(p->box, first, error);
    if (got > 0) {
        find_start(p, first);
        find_late_flac(p, first);
    }
    av_packet_free(&first);
    return got >= 0 && reopen(p, error);
}

// Some containers bring new decoder headers in the middle.
static void note_headers(packets *p, const AVPacket *packet)
{
    size_t size = 0;
    const uint8_t *data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, &size);
    AVCodecParameters *c = p->codec;
    if (!data || size == 0 || size > 1 << 24 ||
        ((size_t)c->extradata_size == size && memcmp(c->extradata, data, size) == 0))
        return;
    av_freep(&c->extradata);
    c->extradata = av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE);
    c->extradata_size = c->extradata ? (int)size : 0;
    if (c->extradata)
        memcpy(c->extradata, data, size);
    p->codec_version++;
    packet_length_set_headers(&p->length, c);
}

// What the encoder put before the sound of a link is dropped.
static void skip_in_link(packets *p, int64_t frames)
{
    p->next -= p->link ? 0 : frames;
    p->link = true;
}

// Notes a header of a Vorbis, Opus (RFC 7845, 5) or FLAC stream: in the middle it begins a link of
// a chain. FALSE: the packet is sound.
static bool note_link(packets *p, const AVPacket *packet)
{
    const uint8_t *data = packet->data;
    bool frame_of_flac = packet->size > 1 && data[0] == 0xff && (data[1] & 0xfc) == 0xf8;
    bool flac = p->codec->codec_id == AV_CODEC_ID_FLAC && !frame_of_flac;
    bool vorbis =
        p->length.vorbis && packet->size > 7 && data[0] & 1 && memcmp(data + 1, "vorbis", 6) == 0;
    bool opus =
        p->codec->codec_id == AV_CODEC_ID_OPUS && packet->size > 12 && memcmp(data, "Opus", 4) == 0;
    if (opus && memcmp(data + 4, "Head", 4) == 0)
        skip_in_link(p, av_rescale(data[10] | data[11] << 8, p->length.rate, 48000));
    // Vorbis I, 4.2.2, and the first block of RFC 9639, 8.2, 13 bytes into the packet (10.1).
    if (vorbis && data[0] == 1 && packet->size > 16)
        p->link_rate = AV_RL32(data + 12);
    if (flac && data[0] == 0x7f && packet->size > 30)
        p->link_rate = AV_RB24(data + 27) >> 4;
    p->link |= vorbis || opus || flac;
    return vorbis || opus || flac;
}

// Frames of a packet in a link of a chain, which may have another rate than the first. What is left
// of a frame is counted with the next packet.
static int64_t length_in_link(packets *p, const AVPacket *packet, int64_t length)
{
    int64_t rate = p->link_rate;
    int64_t frames = p->length.vorbis ? length : packet->duration;
    if (rate <= 0 || rate == p->length.rate || frames < 0 || frames > LINK_PACKET_MAX)
        return length;
    int64_t whole = frames * p->length.rate + p->rest;
    p->rest = whole % rate;
    return whole / rate;
}

// Takes from a packet the tags of another file that was appended: FFmpeg looks for sound in them.
// FALSE: nothing is left.
static bool take_tags(packets *p, AVPacket *packet)
{
    const char *name = container_format(p->box)->iformat->name;
    if (strcmp(name, "mp3") != 0 && strcmp(name, "aac") != 0)
        return true;
    int64_t at = p->tags;
    for (int64_t size = 1; size > 0 && at < packet->size; at += size)
        size = mp3_tag_size(packet->data + at, (gsize)(packet->size - at));
    p->tags = MAX(at - packet->size, 0);
    if (at >= packet->size)
        return false;
    packet->data += at;
    packet->size -= (int)at;
    return true;
}

static void count_packet(packets *p, AVPacket *packet)
{
    p->length.unit = container_stream(p->box)->time_base; // changes with the links of an Ogg chain
    int64_t length = packet_length_of(&p->length, packet);
    if (p->length.vorbis && (p->link || (!p->any && p->next == p->start)))
        length = 0; // the first packet of a Vorbis stream gives nothing
    if (p->by == BY_COUNT_ONLY) {
        length = length_in_link(p, packet, length);
        // Where FFmpeg keeps the headers of the link to itself.
        int64_t skip =
            p->any && p->length.codec == AV_CODEC_ID_OPUS ? packet_length_trim(packet).start : 0;
        if (skip > 0 && skip <= p->length.rate)
            skip_in_link(p, skip);
    }
    p->codec_version += p->link;
    p->link = false;
    packet_index_note(p->index, packet, p->next, length);
    packet->pts = p->next;
    packet->duration = length;
    p->next += length;
}

// The multiple of `grid` nearest to `frame`.
static int64_t snap(int64_t frame, int64_t grid)
{
    int64_t past = frame % grid;
    if (past < 0)
        past += grid;
    return past * 2 < grid ? frame - past : frame - past + grid;
}

// FALSE: the packet has no usable time.
static gboolean time_packet(packets *p, AVPacket *packet)
{
    packet->duration = packet_length_of(&p->length, packet);
    int64_t since;
    if (packet->pts == AV_NOPTS_VALUE ||
        __builtin_sub_overflow(packet->pts, p->first_pts, &since)) {
        if (!p->any)
            return FALSE;
        packet->pts = p->next;
    } else {
        int64_t frame = to_frames(p, since);
        int64_t grid = p->length.exact ? 0 : p->length.grid;
        packet->pts = (grid > 0 ? snap(frame, grid) : frame - p->length.late) + p->start;
    }
    if (packet->pts < -p->length.rate ||
        backend_sane_length(MAX(packet->pts, 0), p->length.rate) < 0)
        return FALSE;
    p->next = packet->pts + packet->duration;
    return TRUE;
}

// Cuts what the tag of the file says is not sound any more.
static void cut_at_end(packets *p, AVPacket *packet)
{
    if (packet->duration > 0 && packet->pts + packet->duration > p->end)
        packet->duration = MAX(p->end - packet->pts, 0);
    p->sound_end = MAX(p->sound_end, packet->pts + packet->duration);
}

int packets_next(packets *p, AVPacket *to, GError **error)
{
    if (p->ahead->size > 0) {
        av_packet_move_ref(to, p->ahead);
        return 1;
    }
    int got;
    while ((got = container_next(p->box, to, error)) > 0) {
        note_headers(p, to);
        if ((p->by == BY_COUNT_ONLY && note_link(p, to)) || !take_tags(p, to)) {
            av_packet_unref(to);
            continue;
        }
        if (p->by != BY_TIME)
            count_packet(p, to);
        else if (!time_packet(p, to)) {
            av_packet_unref(to);
            continue;
        }
        p->any = true;
        cut_at_end(p, to);
        if (to->pts < p->end)
            return 1;
        av_packet_unref(to);
        got = 0;
        break;
    }
    if (got == 0 && p->any)
        p->total = p->sound_end;
    return got;
}

static gboolean peek(packets *p, GError **error)
{
    AVPacket *packet = av_packet_alloc();
    int got = packets_next(p, packet, error);
    if (got > 0)
        av_packet_move_ref(p->ahead, packet);
    av_packet_free(&packet);
    return got >= 0;
}

static gboolean seek_by_time(packets *p, int64_t frame, GError **error)
{
    static const int before_ms[] = {500, 5000, 30000};
    for (gsize i = 0; i < G_N_ELEMENTS(before_ms); i++) {
        int64_t to = frame - p->start - av_rescale(before_ms[i], p->length.rate, 1000);
        if (to <= 0)
            break;
        int64_t pts =
            p->first_pts + av_rescale_q(to, (AVRational){1, p->length.rate}, p->length.unit);
        p->any = false;
        packet_length_restart(&p->length);
        av_packet_unref(p->ahead);
        if (!container_seek_time(p->box, pts))
            break;
        if (!peek(p, error))
            return FALSE;
        if (p->ahead->size > 0 && p->ahead->pts <= frame)
            return TRUE;
    }
    return reopen(p, error);
}

// Reads on until the packet that `c` remembers. FALSE: it is not there.
static gboolean find_again(packets *p, const packet_mark *c)
{
    AVPacket *packet = av_packet_alloc();
    bool found = false;
    for (int i = 0; i < LOOK_PACKETS && !found; i++) {
        if (container_next(p->box, packet, NULL) <= 0)
            break;
        note_headers(p, packet);
        packet_length_of(&p->length, packet); // Vorbis: what comes next depends on it
        found = packet_index_is(c, packet);
        if (!found)
            av_packet_unref(packet);
    }
    if (found) {
        packet->pts = c->frame;
        packet->duration = c->length;
        cut_at_end(p, packet);
        av_packet_move_ref(p->ahead, packet);
        p->next = c->frame + c->length;
        p->any = true;
    }
    av_packet_free(&packet);
    return found;
}

static gboolean jump(packets *p, const packet_mark *c)
{
    av_packet_unref(p->ahead);
    p->tags = 0;
    if (p->by == BY_BYTE)
        return container_seek_byte(p->box, c->position) && find_again(p, c);
    if (p->by == BY_NEAR_TIME && c->pts != AV_NOPTS_VALUE)
        return container_seek_time(p->box, c->pts) && find_again(p, c);
    return FALSE;
}

static gboolean seek_by_count(packets *p, int64_t frame, GError **error)
{
    int64_t here = p->ahead->size > 0 ? p->ahead->pts : p->next;
    int at = packet_index_find(p->index, frame);
    int64_t best = at < 0 ? p->start : packet_index_at(p->index, at)->frame;
    if (here <= frame && here >= best)
        return TRUE;
    for (int i = at; i >= 0 && i > at - 3; i--)
        if (jump(p, packet_index_at(p->index, i)))
            return TRUE;
    return reopen(p, error);
}

gboolean packets_seek(packets *p, int64_t frame, GError **error)
{
    if (frame <= p->start)
        return reopen(p, error);
    return p->by == BY_TIME ? seek_by_time(p, frame, error) : seek_by_count(p, frame, error);
}

// Frames before the recording begins, which the header of such a container counts, too.
static int64_t frames_before(const packets *p)
{
    const char *name = container_format(p->box)->iformat->name;
    bool from_zero = strstr(name, "matroska") || strcmp(name, "asf") == 0;
    return from_zero && p->begin_us > 0 ? av_rescale(p->begin_us, p->length.rate, G_USEC_PER_SEC)
                                        : 0;
}

int64_t packets_length(packets *p, bool *estimated)
{
    const AVFormatContext *f = container_format(p->box);
    const AVStream *s = container_stream(p->box);
    *estimated = false;
    if (p->total >= 0)
        return p->total;
    *estimated = p->guess > 0 || p->cut;
    if (p->guess > 0)
        return backend_sane_length(p->guess, p->length.rate);
    if (p->end != INT64_MAX)
        return p->end;
    *estimated = p->by != BY_TIME || !p->length.exact || p->length.fixed > 0;
    if (p->by == BY_COUNT_ONLY)
        return -1;
    int64_t frames = -1;
    if (s->duration > 0 && s->duration != INT64_MAX)
        frames = to_frames(p, s->duration);
    else if (f->duration > 0 && f->duration != INT64_MAX)
        frames = av_rescale(f->duration, p->length.rate, AV_TIME_BASE);
    if (frames > 0 && s->codecpar->codec_id == AV_CODEC_ID_OPUS &&
        strcmp(f->iformat->name, "ogg") == 0)
        frames -= MIN(-MIN(p->start, 0), frames);
    if (frames > 0)
        frames = MAX(frames - frames_before(p), 0);
    // What was cut from a stream does not begin at its time zero.
    if (frames > 0 && p->late > 0)
        frames = MIN(frames, p->late);
    return backend_sane_length(frames, p->length.rate);
}

int64_t packets_begin_us(const packets *p)
{
    return p->begin_us;
}

// Whether the length in the header is that of the sound: where a picture or a text lasts longer,
// most containers say how long that is.
static bool length_is_of_sound(const packets *p)
{
    const AVFormatContext *f = container_format(p->box);
    int timed = 0;
    for (unsigned i = 0; i < f->nb_streams; i++) {
        enum AVMediaType type = f->streams[i]->codecpar->codec_type;
        timed += type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE ||
                 (type == AVMEDIA_TYPE_VIDEO &&
                  !(f->streams[i]->disposition & AV_DISPOSITION_ATTACHED_PIC));
    }
    return timed == 1 || strstr(f->iformat->name, "mp4");
}

int64_t packets_said(packets *p)
{
    bool estimated;
    bool by_header = (p->by == BY_TIME && length_is_of_sound(p)) || p->end != INT64_MAX;
    return by_header && p->guess == 0 ? packets_length(p, &estimated) : -1;
}
