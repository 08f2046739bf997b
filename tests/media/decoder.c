// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of recording: the length, where it starts, and that a seek finds the very samples that
// playing straight gives.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "recordings.h"

#define SECONDS 15.0
#define SEEKS   40

typedef enum {
    LOSSLESS, // the samples are the source's (within `loss`)
    GAPLESS,  // length and start are the source's
    TAIL,     // the start is the source's, and there may be a little padding after the end
    PADDED,   // the format cannot say how much the encoder added
} promise;

typedef struct {
    const char *name; // of the file
    int rate, channels;
    const char *encode; // arguments of ffmpeg
    promise is;
    double loss;
    int lag; // of the codec itself, where its filters are not symmetric
} row;

// clang-format off
static const row rows[] = {
    {"u8.wav",       44100, 1, "-c:a pcm_u8",                        LOSSLESS, 1.01 / 128, 0},
    {"s16.wav",      48000, 2, "-c:a pcm_s16le",                     LOSSLESS, 0, 0},
    {"s24.wav",      96000, 2, "-c:a pcm_s24le",                     LOSSLESS, 0, 0},
    {"s32.wav",       8000, 1, "-c:a pcm_s32le",                     LOSSLESS, 0, 0},
    {"f32.wav",      44100, 2, "-c:a pcm_f32le",                     LOSSLESS, 0, 0},
    {"f64.wav",      44100, 1, "-c:a pcm_f64le",                     LOSSLESS, 0, 0},
    {"alaw.wav",      8000, 1, "-c:a pcm_alaw",                      LOSSLESS, 0.02, 0},
    {"ulaw.wav",      8000, 1, "-c:a pcm_mulaw",                     LOSSLESS, 0.02, 0},
    {"adpcm.wav",    44100, 2, "-c:a adpcm_ima_wav",                 TAIL,     0, 0},
    {"ms.wav",       22050, 1, "-c:a adpcm_ms",                      TAIL,     0, 0},
    {"gsm.wav",       8000, 1, "-c:a gsm_ms",                        TAIL,     0, 0},
    {"s16.w64",      44100, 2, "",                                   LOSSLESS, 0, 0},
    {"rf64.wav",     44100, 2, "-rf64 always",                       LOSSLESS, 0, 0},
    {"s16.aiff",     44100, 2, "",                                   LOSSLESS, 0, 0},
    {"s16.au",       44100, 2, "",                                   LOSSLESS, 0, 0},
    {"s16.caf",      44100, 2, "",                                   LOSSLESS, 0, 0},
    {"five.wav",     48000, 6, "-c:a pcm_s16le",                     GAPLESS,  0, 0},
    {"16.flac",      44100, 2, "",                                   LOSSLESS, 0, 0},
    {"mono.flac",    16000, 1, "",                                   LOSSLESS, 0, 0},
    {"five.flac",    48000, 6, "",                                   GAPLESS,  0, 0},
    {"flac.mkv",     48000, 2, "-c:a flac",                          LOSSLESS, 0, 0},
    {"flac.ogg",     44100, 2, "-c:a flac",                          LOSSLESS, 0, 0},
    {"alac.m4a",     44100, 2, "-c:a alac",                          LOSSLESS, 0, 0},
    {"pcm.mov",      44100, 2, "-c:a pcm_s16be",                     LOSSLESS, 0, 0},
    {"s16.wv",       44100, 2, "",                                   LOSSLESS, 0, 0},
    {"s16.tta",      44100, 2, "",                                   LOSSLESS, 0, 0},
    {"vorbis.ogg",   44100, 2, "-c:a libvorbis",                     GAPLESS,  0, 0},
    {"mono.ogg",      8000, 1, "-c:a libvorbis",                     GAPLESS,  0, 0},
    {"five.ogg",     48000, 6, "-c:a libvorbis",                     GAPLESS,  0, 0},
    {"vorbis.mkv",   48000, 2, "-c:a libvorbis",                     TAIL,     0, 0},
    {"vorbis.webm",  44100, 1, "-c:a libvorbis",                     TAIL,     0, 0},
    {"voice.opus",   48000, 1, "-c:a libopus -b:a 16k -application voip", GAPLESS, 0, 20},
    {"music.opus",   48000, 2, "-c:a libopus -b:a 96k",              GAPLESS,  0, 0},
    {"short.opus",   48000, 1, "-c:a libopus -frame_duration 2.5",   GAPLESS,  0, 0},
    {"opus.mkv",     48000, 2, "-c:a libopus",                       GAPLESS,  0, 0},
    {"opus.webm",    48000, 1, "-c:a libopus -frame_duration 60",    GAPLESS,  0, 0},
    {"short.mkv",    48000, 1, "-c:a libopus -frame_duration 2.5",   GAPLESS,  0, 0},
    {"opus.mp4",     48000, 2, "-c:a libopus -strict -2",            GAPLESS,  0, 0},
    {"cbr.mp3",      44100, 2, "-c:a libmp3lame -b:a 128k",          GAPLESS,  0, 0},
    {"vbr.mp3",      48000, 2, "-c:a libmp3lame -q:a 4",             GAPLESS,  0, 0},
    {"low.mp3",       8000, 1, "-c:a libmp3lame -b:a 8k",            GAPLESS,  0, 0},
    {"mid.mp3",      22050, 1, "-c:a libmp3lame -b:a 32k",           GAPLESS,  0, 0},
    {"cbr-bare.mp3", 44100, 1, "-c:a libmp3lame -b:a 64k -write_xing 0", PADDED, 0, 0},
    {"vbr-bare.mp3", 44100, 2, "-c:a libmp3lame -q:a 6 -write_xing 0", PADDED, 0, 0},
    {"old.mp2",      44100, 2, "-c:a mp2",                           PADDED,   0, 0},
    {"mp3.mkv",      44100, 2, "-c:a libmp3lame",                    PADDED,   0, 0},
    {"mp3.wav",      44100, 2, "-c:a libmp3lame",                    PADDED,   0, 0},
    {"mono.aac",     44100, 1, "-c:a aac -b:a 48k",                  PADDED,   0, 0},
    {"stereo.aac",   48000, 2, "-c:a aac",                           PADDED,   0, 0},
    {"aac.m4a",      44100, 2, "-c:a aac",                           GAPLESS,  0, 0},
    {"mono.m4a",      8000, 1, "-c:a aac",                           GAPLESS,  0, 0},
    {"five.m4a",     48000, 6, "-c:a aac",                           GAPLESS,  0, 0},
    {"moof.mp4",     44100, 1, "-c:a aac -movflags frag_keyframe+empty_moov -frag_duration 1000000", PADDED, 0, 0},
    {"aac.mkv",      44100, 2, "-c:a aac",                           PADDED,   0, 0},
    {"aac.flv",      44100, 2, "-c:a aac",                           PADDED,   0, 0},
    {"aac.ts",       44100, 2, "-c:a aac",                           PADDED,   0, 0},
    {"mp2.ts",       48000, 2, "-c:a mp2",                           PADDED,   0, 0},
    {"stereo.ac3",   48000, 2, "-c:a ac3",                           PADDED,   0, 0},
    {"five.ac3",     48000, 6, "-c:a ac3",                           PADDED,   0, 0},
    {"stereo.eac3",  48000, 2, "-c:a eac3",                          PADDED,   0, 0},
    {"mp3.avi",      44100, 2, "-c:a libmp3lame",                    PADDED,   0, 0},
    {"pcm.avi",      44100, 2, "-c:a pcm_s16le",                     LOSSLESS, 0, 0},
    {"film.mp4",     48000, 2, "-f lavfi -i testsrc2=s=64x64:r=25:d=15 -c:v mpeg4 -c:a aac", GAPLESS, 0, 0},
    {"film.mkv",     48000, 2, "-f lavfi -i testsrc2=s=64x64:r=25:d=15 -c:v mpeg4 -c:a libopus", GAPLESS, 0, 0},
    {"film.avi",     44100, 2, "-f lavfi -i testsrc2=s=64x64:r=25:d=15 -c:v mpeg4 -c:a libmp3lame", PADDED, 0, 0},
    {"film.ts",      48000, 2, "-f lavfi -i testsrc2=s=64x64:r=25:d=15 -c:v mpeg2video -c:a aac", PADDED, 0, 0},
    {"film.mpg",     48000, 2, "-f lavfi -i testsrc2=s=64x64:r=25:d=15 -c:v mpeg2video -c:a mp2", PADDED, 0, 0},
};
// clang-format on

// The number of frames, up to `most` either way, by which `got` is later than `source`.
static int find_lag(const sound *source, const sound *got, int most)
{
    int64_t from = most, to = MIN(MIN(source->frames, got->frames) - most, 4 * source->rate);
    double best = 0;
    int lag = G_MAXINT;
    for (int k = -most; k <= most; k++) {
        double sum = 0;
        for (int64_t i = from; i < to; i++)
            sum += (double)source->samples[i * source->channels] *
                   (double)got->samples[(i + k) * got->channels];
        if (sum > best) {
            best = sum;
            lag = k;
        }
    }
    return lag;
}

static void check_against_source(const row *r, const sound *source, const sound *got)
{
    int64_t extra = got->frames - source->frames;
    g_test_message("%s: %+" G_GINT64_FORMAT " frames", r->name, extra);
    if (r->is == LOSSLESS || r->is == GAPLESS)
        g_assert_cmpint(extra, ==, 0);
    else
        g_assert_true(extra >= 0 && extra < MAX(source->rate / 5, 4000));
    if (r->is != PADDED)
        g_assert_cmpint(abs(find_lag(source, got, 200)), <=, r->lag);
    for (int64_t i = 0; r->is == LOSSLESS && i < got->frames * got->channels; i++)
        g_assert_cmpfloat(fabs((double)(got->samples[i] - source->samples[i])), <=, r->loss);
}

static void test_row(gconstpointer data)
{
    const row *r = data;
    char *folder = recordings_folder_new();
    g_autofree char *wav = g_build_filename(folder, "source.wav", NULL);
    g_autofree char *path = g_build_filename(folder, r->name, NULL);
    g_autoptr(sound) source = recordings_make(r->rate, r->channels, SECONDS);
    recordings_write_wav(source, wav);
    if (recordings_encode(wav, r->encode, path)) {
        g_autoptr(GError) error = NULL;
        g_autoptr(decoder) d = decoder_open(path, &error);
        g_assert_no_error(error);
        const decoder_info *info = decoder_describe(d);
        g_assert_cmpint(info->rate, ==, r->rate);
        g_assert_cmpint(info->channels, ==, MIN(r->channels, 2));
        int64_t said = info->frames;
        bool estimated = info->estimated;
        g_autoptr(sound) whole = recordings_read_all(d);
        if (!estimated)
            g_assert_cmpint(said, ==, whole->frames);
        g_assert_cmpint(info->frames, ==, whole->frames);
        g_assert_false(info->estimated);
        g_assert_cmpint(decoder_damage(d), ==, 0);
        check_against_source(r, source, whole);

        // A decoder that has seen the file, and one that has not.
        g_autoptr(decoder) fresh = decoder_open(path, NULL);
        g_autoptr(GRand) rand = g_rand_new_with_seed(7);
        gint64 begin = g_get_monotonic_time();
        for (int i = 0; i < SEEKS; i++) {
            int64_t at = g_rand_int_range(rand, 0, (gint32)whole->frames);
            recordings_assert_seek(i % 2 ? d : fresh, whole, at, 3000);
        }
        g_test_message("%s: %.1f ms a seek", r->name,
                       (double)(g_get_monotonic_time() - begin) / 1000 / SEEKS);
        recordings_assert_seek(d, whole, 0, 3000);
        recordings_assert_seek(d, whole, whole->frames - 1, 10);
        recordings_assert_seek(d, whole, whole->frames, 10);
        recordings_assert_seek(d, whole, whole->frames + 1000000, 10);
    }
    recordings_folder_remove(folder);
}

// At the low rates of speech a decoder that starts afresh takes long to agree with one that has
// been playing: the demo, which spans many sections, has to be what the codec's own decoder gives.
static void test_as_reference(void)
{
    g_autofree char *program = g_find_program_in_path("opusdec");
    if (!program) {
        g_test_skip("there is no opusdec to compare with");
        return;
    }
    char *folder = recordings_folder_new();
    g_autofree char *wav = g_build_filename(folder, "reference.wav", NULL);
    char *demo = PROJECT_DIR "/assets/demo.opus";
    char *argv[] = {program, "--quiet", "--float", "--no-dither", demo, wav, NULL};
    g_assert_true(g_spawn_sync(NULL, argv, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
    g_autoptr(decoder) ours = decoder_open(demo, NULL);
    g_autoptr(decoder) reference = decoder_open(wav, NULL);
    g_autoptr(sound) got = recordings_read_all(ours);
    g_autoptr(sound) want = recordings_read_all(reference);
    g_assert_cmpint(got->frames, ==, want->frames);
    for (int64_t i = 0; i < got->frames; i++)
        g_assert_cmpfloat(fabs((double)(got->samples[i] - want->samples[i])), <=, 1e-6);
    recordings_folder_remove(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/decoder/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/decoder/as-reference", test_as_reference);
    return g_test_run();
}
