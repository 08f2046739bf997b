// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are not what they seem, are cut short, or have been damaged.
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "earvoice/error.h"
#include "recordings.h"

#define FLIPPED_FILES 25 // of each kind

static char *folder;

static char *in_folder(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void assert_refused(const char *path, int code)
{
    g_autoptr(GError) error = NULL;
    gint64 begin = g_get_monotonic_time();
    g_autoptr(decoder) d = decoder_open(path, &error);
    g_assert_null(d);
    g_assert_error(error, EARVOICE_ERROR, code);
    g_assert_nonnull(strstr(error->message, path));
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 2 * G_USEC_PER_SEC);
}

// Each names secret.wav, which can be played, in a way that a demuxer knows.
static void test_references(void)
{
    static const struct {
        const char *name, *content; // %s: the path of secret.wav
    } rows[] = {
        {"hls.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n"},
        {"hls-concat.mp3", "#EXTM3U\n#EXTINF:9,\nconcat:%s|%s\n#EXT-X-ENDLIST\n"},
        {"hls-http.mp3", "#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n"},
        {"list.mp3", "ffconcat version 1.0\nfile '%s'\n"},
        {"session.mp3", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                        "m=audio 5004 RTP/AVP 0\n"},
        {"data.mp3", "data:audio/wav;base64,UklGRg==\n"},
        {"file.mp3", "file:%s\n"},
        {"dash.mp3", "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">"
                     "<Period><AdaptationSet><Representation id=\"1\"><BaseURL>%s</BaseURL>"
                     "</Representation></AdaptationSet></Period></MPD>"},
        {"smil.mp3", "<smil><body><audio src=\"%s\"/></body></smil>"},
        {"text.mp3", "Distinguished guests, good morning.\n"},
        {"empty.mp3", ""},
        {"one.mp3", "x"},
    };
    g_autofree char *secret = in_folder("secret.wav");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = in_folder(rows[i].name);
        g_auto(GStrv) parts = g_strsplit(rows[i].content, "%s", -1);
        g_autofree char *content = g_strjoinv(secret, parts);
        g_assert_true(g_file_set_contents(path, content, -1, NULL));
        assert_refused(path, EARVOICE_ERROR_FORMAT);
    }
}

static void test_not_files(void)
{
    g_autofree char *fifo = in_folder("fifo.mp3");
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    assert_refused(fifo, EARVOICE_ERROR_IO);
    assert_refused(folder, EARVOICE_ERROR_IO);
    assert_refused("/dev/zero", EARVOICE_ERROR_IO);
    assert_refused("/nowhere.mp3", EARVOICE_ERROR_IO);
    assert_refused("concat:/etc/passwd|/etc/hosts", EARVOICE_ERROR_IO);
    assert_refused("data:audio/wav;base64,UklGRg==", EARVOICE_ERROR_IO);
    assert_refused("-", EARVOICE_ERROR_IO);
}

// Nothing but zeros, or a good start and then a hole, as large as the disk allows.
static void test_sparse(void)
{
    g_autofree char *path = in_folder("hole.mp3");
    static const gint64 sizes[] = {INT64_MAX, G_GINT64_CONSTANT(1) << 42};
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    for (gsize i = 0; i < G_N_ELEMENTS(sizes) && ftruncate(fd, sizes[i]) != 0; i++)
        ;
    close(fd);
    assert_refused(path, EARVOICE_ERROR_FORMAT);

    g_autofree char *wav = in_folder("secret.wav");
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(wav, &data, &size, NULL));
    g_assert_true(g_file_set_contents(path, data, (gssize)size, NULL));
    g_assert_cmpint(truncate(path, G_GINT64_CONSTANT(1) << 42), ==, 0);
    g_autoptr(decoder) d = decoder_open(path, NULL);
    g_assert_nonnull(d);
    float block[2 * 100];
    int64_t first;
    g_assert_cmpint(decoder_read(d, block, 100, &first, NULL), ==, 100);
}

// The file's own name is a protocol's.
static void test_odd_names(void)
{
    static const char *const names[] = {"concat:a|b.wav", "data:audio,x.wav", "http:x.wav",
                                        "%d.wav",         "-i.wav",           "\xff\xfe.wav",
                                        "a\nb.wav"};
    g_autofree char *wav = in_folder("secret.wav");
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(wav, &data, &size, NULL));
    g_autofree char *before = g_get_current_dir();
    g_assert_cmpint(chdir(folder), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_true(g_file_set_contents(names[i], data, (gssize)size, NULL));
        g_autoptr(GError) error = NULL;
        g_autoptr(decoder) d = decoder_open(names[i], &error);
        g_assert_no_error(error);
        g_assert_cmpint(decoder_describe(d)->rate, ==, 44100);
    }
    g_assert_cmpint(chdir(before), ==, 0);
}

static const struct {
    const char *name, *encode;
} kinds[] = {
    {"x.wav", ""},
    {"x.flac", ""},
    {"x.aiff", ""},
    {"x.caf", ""},
    {"x.ogg", "-c:a libvorbis"},
    {"x.opus", ""},
    {"x.mp3", ""},
    {"bare.mp3", "-write_xing 0"},
    {"x.aac", ""},
    {"x.m4a", ""},
    {"x.mkv", "-c:a libopus"},
    {"v.mkv", "-c:a libvorbis"},
    {"x.ts", "-c:a aac"},
    {"x.avi", "-c:a libmp3lame"},
    {"x.flv", "-c:a aac"},
    {"x.ac3", ""},
    {"x.wv", ""},
    {"x.wma", ""},
    {"adpcm.wav", "-c:a adpcm_ima_wav"},
};

// Plays what there is, from here and there. Returns the frames played straight, -1: refused.
static int64_t play(const char *path)
{
    g_autoptr(decoder) d = decoder_open(path, NULL);
    if (!d)
        return -1;
    const decoder_info *info = decoder_describe(d);
    g_assert_cmpint(info->rate, >=, 1000);
    g_assert_cmpint(info->rate, <=, 768000);
    g_assert_true(info->channels == 1 || info->channels == 2);
    g_assert_cmpint(info->frames, >=, -1);
    g_assert_true(g_utf8_validate(info->title, -1, NULL));
    float block[2 * 4096];
    int64_t first, frames = 0;
    for (int got; frames < 40 * info->rate;) {
        got = decoder_read(d, block, 4096, &first, NULL);
        if (got <= 0)
            break;
        g_assert_cmpint(first, ==, frames);
        frames += got;
    }
    for (int i = 3; i >= 0; i--)
        if (decoder_seek(d, frames * i / 4, NULL))
            decoder_read(d, block, 4096, &first, NULL);
    return frames;
}

// What is cut short is searched as exactly as what is whole.
static void check_seeks(const char *path)
{
    g_autoptr(decoder) d = decoder_open(path, NULL);
    if (!d)
        return;
    g_autoptr(sound) whole = recordings_read_all(d);
    for (int i = 5; i > 0 && whole->frames > 0; i--)
        recordings_assert_seek(d, whole, whole->frames * i / 6, 2000);
    recordings_assert_seek(d, whole, whole->frames, 10);
}

static void test_damaged(gconstpointer data)
{
    gsize kind = GPOINTER_TO_SIZE(data);
    g_autofree char *wav = in_folder("secret.wav");
    g_autofree char *path = in_folder(kinds[kind].name);
    if (strcmp(kinds[kind].name, "x.wav") != 0 && !recordings_encode(wav, kinds[kind].encode, path))
        return;
    g_autofree char *content = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(kind == 0 ? wav : path, &content, &size, NULL));
    g_autofree char *broken = g_strconcat(path, ".broken", NULL);
    int64_t longest = 0;
    for (gsize cut = 1; cut <= 20; cut++) {
        g_assert_true(g_file_set_contents(broken, content, (gssize)(size * cut / 21), NULL));
        int64_t frames = play(broken);
        check_seeks(broken);
        longest = MAX(longest, frames);
    }
    g_test_message("%s: %.2f s of 4 play when 1/21 is missing", kinds[kind].name,
                   (double)longest / 44100);
    if (!strstr(path, "m4a") && !strstr(path, ".aiff"))
        g_assert_cmpint(longest, >, 3 * 44100);
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    g_autofree char *copy = g_malloc(size);
    for (int i = 0; i < FLIPPED_FILES; i++) {
        memcpy(copy, content, size);
        gsize within = i % 2 ? size : MIN(size, 600); // headers, and everything
        for (int k = g_rand_int_range(rand, 1, 20); k > 0; k--)
            copy[g_rand_int_range(rand, 0, (gint32)within)] ^= (char)(1 << (k % 8));
        g_assert_true(g_file_set_contents(broken, copy, (gssize)size, NULL));
        play(broken);
    }
}

// A packet of noise in the middle: time after it stays true.
static void test_time_after_damage(void)
{
    g_autofree char *wav = in_folder("secret.wav");
    g_autofree char *path = in_folder("damage.opus");
    if (!recordings_encode(wav, "-c:a libopus -ar 48000", path))
        return;
    g_autofree char *content = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &content, &size, NULL));
    g_autoptr(decoder) good = decoder_open(path, NULL);
    g_autoptr(sound) whole = recordings_read_all(good);
    memset(content + size / 2, 0xff, 3);
    g_assert_true(g_file_set_contents(path, content, (gssize)size, NULL));
    g_autoptr(decoder) bad = decoder_open(path, NULL);
    g_autoptr(sound) rest = recordings_read_all(bad);
    g_assert_cmpint(rest->frames, ==, whole->frames);
    int64_t last = (whole->frames - 1000) * whole->channels;
    for (int i = 0; i < 1000; i++)
        g_assert_cmpfloat_with_epsilon(rest->samples[last + i], whole->samples[last + i], 1e-3);
    recordings_assert_seek(bad, rest, rest->frames / 2, 5000);
    recordings_assert_seek(bad, rest, rest->frames * 3 / 4, 5000);
}

// Two recordings one after the other, of different rates and channels.
static void test_chained(void)
{
    static const char *const codecs[] = {"libopus", "libvorbis"};
    g_autofree char *wav = in_folder("secret.wav");
    for (gsize i = 0; i < G_N_ELEMENTS(codecs); i++) {
        g_autofree char *a = in_folder("a.ogg"), *b = in_folder("b.ogg");
        g_autofree char *one = g_strdup_printf("-c:a %s -ar 48000 -ac 2", codecs[i]);
        g_autofree char *two = g_strdup_printf("-c:a %s -ar 24000 -ac 1", codecs[i]);
        if (!recordings_encode(wav, one, a) || !recordings_encode(wav, two, b))
            return;
        g_autofree char *first = NULL, *second = NULL;
        gsize first_size, second_size;
        g_assert_true(g_file_get_contents(a, &first, &first_size, NULL));
        g_assert_true(g_file_get_contents(b, &second, &second_size, NULL));
        g_autoptr(GByteArray) both = g_byte_array_new();
        g_byte_array_append(both, (guint8 *)first, (guint)first_size);
        g_byte_array_append(both, (guint8 *)second, (guint)second_size);
        g_assert_true(g_file_set_contents(a, (char *)both->data, both->len, NULL));
        g_autoptr(decoder) d = decoder_open(a, NULL);
        g_assert_nonnull(d);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_test_message("chained %s: %.3f s of 8", codecs[i], (double)whole->frames / 48000);
        g_assert_cmpint(whole->frames, >, 4 * 48000);
        recordings_assert_seek(d, whole, 3 * 48000, 20000);
        recordings_assert_seek(d, whole, whole->frames - 30000, 20000);
        recordings_assert_seek(d, whole, 48000, 20000);
    }
}

// Recordings of the real world, where they are at hand.
static void test_real(void)
{
    const char *path = PROJECT_DIR "/../shared/data/speech/encodings";
    GDir *dir = g_dir_open(path, 0, NULL);
    if (!dir) {
        g_test_skip("no real recordings here");
        return;
    }
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(decoder) d = decoder_open(file, &error);
        g_assert_no_error(error);
        g_autoptr(sound) whole = recordings_read_all(d);
        g_assert_cmpint(decoder_damage(d), ==, 0);
        for (int i = 9; i >= 0; i--)
            recordings_assert_seek(d, whole, whole->frames * i / 10, 5000);
        g_test_message("%s: %d Hz, %.2f s", name, whole->rate, (double)whole->frames / whole->rate);
    }
    g_dir_close(dir);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = recordings_folder_new();
    g_autofree char *wav = in_folder("secret.wav");
    g_autoptr(sound) s = recordings_make(44100, 2, 4);
    recordings_write_wav(s, wav);
    g_test_add_func("/hostile/references", test_references);
    g_test_add_func("/hostile/not-files", test_not_files);
    g_test_add_func("/hostile/sparse", test_sparse);
    g_test_add_func("/hostile/odd-names", test_odd_names);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = g_strdup_printf("/hostile/damaged/%s", kinds[i].name);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_damaged);
    }
    g_test_add_func("/hostile/time-after-damage", test_time_after_damage);
    g_test_add_func("/hostile/chained", test_chained);
    g_test_add_func("/hostile/real", test_real);
    int result = g_test_run();
    recordings_folder_remove(folder);
    return result;
}
