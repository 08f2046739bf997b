// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings as people have them: joined, cut, never finished, beginning late.
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "earvoice/load.h"
#include "recordings.h"

#define RATE 48000

static char *folder;

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

// Bursts of noise with silence between them: an encoder changes its blocks there.
static sound *bursts(double seconds)
{
    sound *s = recordings_make(RATE, 1, seconds);
    for (int64_t i = 0; i < s->frames; i++)
        if (i % RATE > RATE / 10)
            s->samples[i] = 0;
    return s;
}

// A recording of `seconds` as ffmpeg writes it with `encode`. NULL: the test is skipped.
static GBytes *encoded(double seconds, const char *encode, const char *name)
{
    g_autoptr(sound) s = bursts(seconds);
    g_autofree char *wav = in_folder("source.wav"), *path = in_folder(name), *content = NULL;
    gsize size;
    recordings_write_wav(s, wav);
    if (!recordings_encode(wav, encode, path))
        return NULL;
    g_assert_true(g_file_get_contents(path, &content, &size, NULL));
    return g_bytes_new(content, size);
}

static char *write_file(const char *name, const guint8 *data, gsize size)
{
    char *path = in_folder(name);
    g_assert_true(g_file_set_contents(path, (const char *)data, (gssize)size, NULL));
    return path;
}

static void append(GByteArray *to, GBytes *part)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(part, &size);
    g_byte_array_append(to, data, (guint)size);
}

// `between` may be NULL.
static char *write_joined(const char *name, GBytes *one, GBytes *between, GBytes *other)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    append(all, one);
    if (between)
        append(all, between);
    append(all, other);
    return write_file(name, all->data, all->len);
}

static double seconds_of(const sound *s)
{
    return (double)s->frames / s->rate;
}

// Where bursts set in, in seconds: a GArray of double.
static GArray *find_bursts(const sound *s)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(double));
    double quiet_until = -1;
    for (int64_t i = 0; i < s->frames; i++) {
        double at = (double)i / s->rate;
        if (fabsf(s->samples[i * s->channels]) < 0.1f)
            continue;
        if (at > quiet_until)
            g_array_append_val(found, at);
        quiet_until = at + 0.5;
    }
    return found;
}

static void assert_burst_each_second(const sound *s, int count, double within)
{
    g_autoptr(GArray) found = find_bursts(s);
    g_assert_cmpint((int)found->len, ==, count);
    for (int i = 0; i < count; i++)
        g_assert_cmpfloat_with_epsilon(g_array_index(found, double, i), i, within);
}

// The first of joined FLAC files can be sought in after it has been heard.
static void test_joined_flac(void)
{
    g_autoptr(GBytes) one = encoded(3, "", "one.flac");
    if (!one)
        return;
    g_autofree char *path = write_joined("joined.flac", one, NULL, one);
    g_autoptr(decoder) d = decoder_open(path, NULL);
    g_autoptr(sound) whole = recordings_read_all(d);
    g_assert_cmpfloat(seconds_of(whole), >=, 3);
    recordings_assert_seek(d, whole, RATE, 5000);
}

// A tag of ID3v1, then one of ID3v2 with a picture in it, which has the beginnings of frames.
static GBytes *tags_with_picture(void)
{
    enum { PICTURE = 40000 };
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_autofree char *first = g_strdup_printf("TAG%125s", "");
    g_byte_array_append(all, (const guint8 *)first, 128);
    const guint8 head[] = {'I',          'D', '3', 3, 0, 0, 0, PICTURE >> 14, PICTURE >> 7 & 127,
                           PICTURE & 127};
    g_byte_array_append(all, head, sizeof head);
    for (int i = 0; i < PICTURE; i++) {
        static const guint8 frame[] = {0xff, 0xfb, 0x54, 0xc4};
        guint8 byte = i % 1500 < 4 ? frame[i % 1500] : (guint8)(i * 7 % 251);
        g_byte_array_append(all, &byte, 1);
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

// All of joined MP3 files is heard, nothing of what stands between them, and their length is not
// that of the first.
static void test_joined_mp3(void)
{
    static const char *const encodings[] = {"-b:a 64k", "-q:a 5 -id3v2_version 0"};
    g_autoptr(GBytes) picture = tags_with_picture();
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(encodings); i++) {
        g_autoptr(GBytes) one = encoded(3, encodings[i / 2], "one.mp3");
        g_autoptr(GBytes) other = one ? encoded(2, encodings[i / 2], "other.mp3") : NULL;
        if (!other)
            return;
        g_autofree char *path = write_joined("joined.mp3", one, i % 2 ? picture : NULL, other);
        g_autoptr(decoder) d = decoder_open(path, NULL);
        g_assert_true(decoder_describe(d)->estimated);
        double guessed = (double)decoder_describe(d)->frames / RATE;
        g_assert_cmpfloat_with_epsilon(guessed, 5, 0.2);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_assert_cmpfloat_with_epsilon(seconds_of(whole), 5, 0.1);
        assert_burst_each_second(whole, 5, 0.1);
        g_assert_false(decoder_describe(d)->estimated);
        g_assert_cmpint(decoder_describe(d)->missing, ==, 0);
        g_assert_cmpint(decoder_damage(d), ==, 0);
        recordings_assert_seek(d, whole, 4 * RATE, 5000);
    }
}

static gboolean reports(const decoder *d, const char *part)
{
    g_autoptr(report) r = report_new();
    decoder_report(d, r);
    for (int i = 0; i < report_count(r); i++)
        if (strstr(report_message(r, i), part))
            return TRUE;
    return FALSE;
}

// What is cut plays up to there, and that is said.
static void test_cut(void)
{
    static const char *const rows[][2] = {
        {"cut.mp3", "-b:a 64k"}, {"cut.flac", ""}, {"cut.m4a", "-movflags faststart"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) all = encoded(10, rows[i][1], rows[i][0]);
        if (!all)
            return;
        gsize size;
        const guint8 *data = g_bytes_get_data(all, &size);
        g_autofree char *path = write_file(rows[i][0], data, size * 3 / 5);
        g_autoptr(decoder) d = decoder_open(path, NULL);
        g_autoptr(sound) whole = recordings_read_all(d);
        const decoder_info *info = decoder_describe(d);
        g_test_message("%s: %.2f s, %.2f s missing", rows[i][0], seconds_of(whole),
                       (double)info->missing / info->rate);
        g_assert_cmpfloat(seconds_of(whole), >, 3);
        g_assert_cmpfloat(seconds_of(whole), <, 9);
        g_assert_cmpint(info->frames, ==, whole->frames);
        g_assert_cmpfloat_with_epsilon(seconds_of(whole) + (double)info->missing / info->rate, 10,
                                       0.1);
        g_assert_true(reports(d, "it is cut or damaged"));
    }
}

static void put_size(guint8 *at, guint32 size)
{
    for (int i = 0; i < 4; i++)
        at[i] = (guint8)(size >> (8 * i));
}

// A WAV file of `s`, with its header.
static GByteArray *wav_bytes(const sound *s)
{
    g_autofree char *path = in_folder("source.wav");
    char *content;
    gsize size;
    recordings_write_wav(s, path);
    g_assert_true(g_file_get_contents(path, &content, &size, NULL));
    return g_byte_array_new_take((guint8 *)content, size);
}

// Who recorded crashed before the sizes were written.
static void test_unfinished_wav(void)
{
    static const struct {
        guint32 size;
        const char *said;
        double missing;
    } rows[] = {
        {0, "never finished", 0},          {0xFFFFFFFF, "never finished", 0},
        {0x7FFFFFFF, "never finished", 0}, {0x80000000, "never finished", 0},
        {7 * RATE * 2, "it is cut", 4}, // the header is right, the file is short
        {3 * RATE * 2, NULL, 0},
    };
    g_autoptr(sound) s = bursts(3);
    g_autoptr(GByteArray) bytes = wav_bytes(s);
    guint8 *data = memmem(bytes->data, bytes->len, "data", 4);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        put_size(data + 4, rows[i].size);
        put_size(bytes->data + 4, rows[i].size);
        g_autofree char *path = write_file("unfinished.wav", bytes->data, bytes->len);
        g_autoptr(decoder) d = decoder_open(path, NULL);
        g_assert_cmpint(decoder_describe(d)->frames, ==, s->frames);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_assert_cmpint(whole->frames, ==, s->frames);
        g_assert_cmpmem(whole->samples, (gsize)whole->frames * 4, s->samples, (gsize)s->frames * 4);
        g_assert_cmpint(decoder_describe(d)->missing, ==, (int64_t)(rows[i].missing * RATE));
        g_assert_cmpint(reports(d, rows[i].said ? rows[i].said : ""), ==, rows[i].said != NULL);
        recordings_assert_seek(d, whole, 2 * RATE, 5000);
    }
    // One that is empty, with a chunk behind the sound.
    put_size(data + 4, 0);
    memcpy(data + 8, "LIST\4\0\0\0INFO", 12);
    g_autofree char *path = write_file("empty.wav", bytes->data, (gsize)(data - bytes->data) + 20);
    g_autoptr(decoder) empty = decoder_open(path, NULL);
    g_autoptr(sound) nothing = empty ? recordings_read_all(empty) : NULL;
    g_assert_true(!empty || (nothing->frames == 0 && !reports(empty, "")));
}

// The same of RF64, whose sizes stand in a chunk of their own.
static void test_unfinished_rf64(void)
{
    static const guint64 sizes[] = {0, 3 * RATE * 2, G_MAXUINT64};
    g_autoptr(sound) s = bursts(3);
    g_autoptr(GByteArray) bytes = wav_bytes(s);
    guint8 *data = memmem(bytes->data, bytes->len, "data", 4);
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint8 ds64[36] = "ds64\34";
        guint64 size = GUINT64_TO_LE(sizes[i]);
        memcpy(ds64 + 16, &size, 8);
        put_size(data + 4, 0xFFFFFFFF);
        g_autoptr(GByteArray) all = g_byte_array_new();
        g_byte_array_append(all, (const guint8 *)"RF64\377\377\377\377WAVE", 12);
        g_byte_array_append(all, ds64, sizeof ds64);
        g_byte_array_append(all, bytes->data + 12, bytes->len - 12);
        g_autofree char *path = write_file("unfinished.wav", all->data, all->len);
        g_autoptr(decoder) d = decoder_open(path, NULL);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_assert_cmpint(whole->frames, ==, s->frames);
        g_assert_cmpint(reports(d, "never finished"), ==, sizes[i] != 3 * RATE * 2);
    }
}

// A file alone is what FFmpeg decodes of it, also where the blocks of Vorbis change; two in a chain
// are as much as both, also where both streams have the same number, are short, or differ in rate.
static void test_chained(void)
{
    static const struct {
        const char *name, *one, *other; // `other` NULL: the same once more
        gboolean lossy;                 // what is decoded depends on where it starts
    } rows[] = {
        {"a.ogg", "-c:a libvorbis", NULL, FALSE},
        {"b.ogg", "-fflags +bitexact -c:a libvorbis", NULL, FALSE},
        {"c.ogg", "-c:a libvorbis", "-c:a libvorbis -ar 32000", FALSE},
        {"d.opus", "-c:a libopus", NULL, TRUE},
        {"e.opus", "-fflags +bitexact -c:a libopus", NULL, TRUE},
        {"f.opus", "-c:a libopus -b:a 16k", NULL, TRUE},
        {"g.oga", "-c:a flac", NULL, FALSE},
        {"h.oga", "-fflags +bitexact -c:a flac", NULL, FALSE},
        {"i.oga", "-c:a flac", "-c:a flac -ar 44100", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *second = rows[i].other ? rows[i].other : rows[i].one;
        g_autoptr(GBytes) other = encoded(4, second, rows[i].name);
        g_autoptr(GBytes) one = other ? encoded(4, rows[i].one, rows[i].name) : NULL;
        if (!one)
            return;
        g_autofree char *path = in_folder(rows[i].name), *wav = in_folder("reference.wav");
        if (!recordings_encode(path, "-c:a pcm_f32le", wav))
            return;
        g_autoptr(decoder) d = decoder_open(path, NULL);
        g_autoptr(decoder) reference = decoder_open(wav, NULL);
        g_autoptr(sound) alone = recordings_read_all(d);
        g_autoptr(sound) wanted = recordings_read_all(reference);
        g_assert_cmpint(alone->frames, ==, wanted->frames);
        for (int64_t k = 0; !rows[i].lossy && k < alone->frames; k++)
            g_assert_cmpfloat_with_epsilon(alone->samples[k], wanted->samples[k], 1e-6);

        g_autofree char *joined = write_joined("chain.ogg", one, NULL, rows[i].other ? other : one);
        g_autoptr(decoder) chain = decoder_open(joined, NULL);
        g_autoptr(sound) both = recordings_read_all(chain);
        g_test_message("%s: %.4f s", rows[i].name, seconds_of(both));
        g_assert_cmpint(both->frames, ==, 2 * alone->frames);
        g_assert_cmpint(decoder_damage(chain), ==, 0);
        for (int64_t k = 0; !rows[i].lossy && !rows[i].other && k < both->frames; k++)
            g_assert_cmpfloat_with_epsilon(both->samples[k], alone->samples[k % alone->frames],
                                           1e-6);
        assert_burst_each_second(both, 8, 0.01);
        recordings_assert_seek(chain, both, 6 * RATE, 5000);
        recordings_assert_seek(chain, both, RATE, 5000);
    }
}

// Of what is whole nothing is said, though it begins late, or a text or a picture lasts longer.
static void test_whole(void)
{
    static const char srt[] = "1\n00:00:01,000 --> 00:00:08,000\nLong.\n";
    static const struct {
        const char *name, *input, *encode;
    } rows[] = {
        {"late.mka", "late", "-c:a flac"},
        {"late.wma", "late", "-c:a wmav2"},
        {"text.mka", "text", "-map 0 -map 1 -c:a flac -c:s srt"},
        {"picture.mkv", "picture", "-map 0 -map 1 -c:a flac -c:v mpeg4"},
        {"picture.flv", "picture", "-map 0 -map 1 -c:a aac -c:v flv1"},
        {"picture.wmv", "picture", "-map 0 -map 1 -c:a wmav2 -c:v wmv2"},
        {"picture.mp4", "picture", "-map 0 -map 1 -c:a aac -c:v mpeg4"},
    };
    g_autoptr(sound) s = bursts(5);
    g_autofree char *wav = in_folder("source.wav");
    g_autofree char *text = write_file("long.srt", (const guint8 *)srt, strlen(srt));
    recordings_write_wav(s, wav);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gboolean late = strcmp(rows[i].input, "late") == 0;
        g_autofree char *path = in_folder(rows[i].name);
        g_autofree char *encode =
            late ? g_strdup_printf("-itsoffset 2 -i %s -map 1 %s", wav, rows[i].encode)
            : strcmp(rows[i].input, "text") == 0
                ? g_strdup_printf("-i %s %s", text, rows[i].encode)
                : g_strdup_printf("-f lavfi -i color=s=32x32:r=5:d=8 %s", rows[i].encode);
        if (!recordings_encode(wav, encode, path))
            return;
        g_autoptr(decoder) d = decoder_open(path, NULL);
        double guessed = (double)decoder_describe(d)->frames / RATE;
        g_autoptr(sound) whole = recordings_read_all(d);
        g_test_message("%s: %.3f s, then %.3f s", rows[i].name, guessed, seconds_of(whole));
        g_assert_false(reports(d, ""));
        g_assert_cmpfloat_with_epsilon(seconds_of(whole), 5, 0.1);
        if (late)
            g_assert_cmpfloat_with_epsilon(guessed, 5, 0.1);
    }
}

// RFC 3533, 6: of polynomial 0x04c11db7, over the page with the sum set to 0.
static guint32 page_sum(const guint8 *page, gsize size)
{
    guint32 sum = 0;
    for (gsize i = 0; i < size; i++) {
        sum ^= (guint32)page[i] << 24;
        for (int bit = 0; bit < 8; bit++)
            sum = sum & 0x80000000 ? sum << 1 ^ 0x04c11db7 : sum << 1;
    }
    return sum;
}

// Makes the stream begin an hour later: what is recorded of a broadcast does.
static void make_late(guint8 *data, gsize size, guint64 by)
{
    for (gsize at = 0; at + 27 < size;) {
        guint8 *page = data + at;
        gsize length = 27 + page[26];
        for (gsize i = 0; i < page[26]; i++)
            length += page[27 + i];
        guint64 granule = 0;
        memcpy(&granule, page + 6, 8);
        granule = granule ? GUINT64_TO_LE(GUINT64_FROM_LE(granule) + by) : 0;
        memcpy(page + 6, &granule, 8);
        put_size(page + 22, 0);
        put_size(page + 22, page_sum(page, length));
        at += length;
    }
}

static void test_late(void)
{
    static const char *const rows[][2] = {
        {"late.opus", "-c:a libopus"}, {"late.ogg", "-c:a libvorbis"}, {"late.oga", "-c:a flac"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) all = encoded(8, rows[i][1], rows[i][0]);
        if (!all)
            return;
        gsize size;
        g_autofree guint8 *data = g_memdup2(g_bytes_get_data(all, &size), g_bytes_get_size(all));
        make_late(data, size, (guint64)3600 * RATE);
        g_autofree char *path = write_file(rows[i][0], data, size);
        g_autoptr(decoder) d = decoder_open(path, NULL);
        double said = (double)decoder_describe(d)->frames / RATE;
        g_assert_cmpfloat_with_epsilon(said, 8, 0.02);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_assert_cmpfloat_with_epsilon(seconds_of(whole), 8, 0.02);
        assert_burst_each_second(whole, 8, 0.05);
        recordings_assert_seek(d, whole, 6 * RATE, 5000);
    }
}

// Texts inside of a file whose sound begins two seconds late; of two tracks the one that has all.
static void test_texts(void)
{
    static const char srt[] = "1\n00:00:01,000 --> 00:00:03,000\nEarly.\n\n"
                              "2\n00:00:04,000 --> 00:00:06,000\nLate.\n";
    // What the first track, of a sign, is called.
    static const char *const rows[] = {"-disposition:s:0 forced",
                                       "-disposition:s:0 0 -metadata:s:s:0 title=English_(Forced)",
                                       "-disposition:s:0 0 -metadata:s:s:0 title=Signs_and_songs"};
    g_autoptr(sound) s = bursts(5);
    g_autofree char *wav = in_folder("source.wav"), *out = in_folder("texts.mka");
    g_autofree char *full = write_file("full.srt", (const guint8 *)srt, strlen(srt));
    g_autofree char *sign = write_file("sign.srt", (const guint8 *)srt, 40);
    recordings_write_wav(s, wav);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *encode =
            g_strdup_printf("-i %s -itsoffset 2 -i %s -map 2 -map 0 -map 1 -c:a flac -c:s srt %s "
                            "-metadata:s:s:0 language=eng -metadata:s:s:1 language=eng",
                            full, wav, rows[i]);
        if (!recordings_encode(sign, encode, out))
            return;
        g_auto(loaded) l = {0};
        g_assert_true(load_files((const char *const[]){out, NULL}, NULL, &l, NULL));
        g_assert_cmpint(speech_segment_count(l.speech), ==, 2);
        const segment *early = speech_segment(l.speech, 0), *late = speech_segment(l.speech, 1);
        g_assert_cmpint(early->start_us, ==, 0);
        g_assert_cmpint(early->end_us, ==, 1 * TIME_SECOND);
        g_assert_cmpint(late->start_us, ==, 2 * TIME_SECOND);
        g_assert_cmpint(late->end_us, ==, 4 * TIME_SECOND);
    }
}

// Of two channels the one that was chosen comes in both, wherever reading starts.
static void test_channels(void)
{
    g_autoptr(sound) s = recordings_make(RATE, 2, 2);
    g_autofree char *path = in_folder("stereo.wav");
    recordings_write_wav(s, path);
    for (channel c = CHANNEL_MIX; c < CHANNELS; c++) {
        g_autoptr(decoder) d = decoder_open(path, NULL);
        decoder_choose(d, c);
        g_autoptr(sound) got = recordings_read_all(d);
        g_assert_cmpint(got->frames, ==, s->frames);
        for (int64_t i = 0; i < 2 * s->frames; i++) {
            int64_t from = c == CHANNEL_MIX ? i : i / 2 * 2 + (c == CHANNEL_RIGHT);
            g_assert_cmpfloat(got->samples[i], ==, s->samples[from]);
        }
        recordings_assert_seek(d, got, RATE, 3000);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = recordings_folder_new();
    g_test_add_func("/pieces/joined-mp3", test_joined_mp3);
    g_test_add_func("/pieces/joined-flac", test_joined_flac);
    g_test_add_func("/pieces/cut", test_cut);
    g_test_add_func("/pieces/unfinished-wav", test_unfinished_wav);
    g_test_add_func("/pieces/unfinished-rf64", test_unfinished_rf64);
    g_test_add_func("/pieces/chained", test_chained);
    g_test_add_func("/pieces/whole", test_whole);
    g_test_add_func("/pieces/late", test_late);
    g_test_add_func("/pieces/texts", test_texts);
    g_test_add_func("/pieces/channels", test_channels);
    int status = g_test_run();
    recordings_folder_remove(folder);
    return status;
}
