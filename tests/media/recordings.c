// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>

#define BLOCK 4096

void sound_free(sound *s)
{
    if (!s)
        return;
    g_free(s->samples);
    g_free(s);
}

sound *recordings_make(int rate, int channels, double seconds)
{
    sound *s = g_new0(sound, 1);
    s->rate = rate;
    s->channels = channels;
    s->frames = (int64_t)(seconds * rate);
    s->samples = g_new(float, (gsize)s->frames *(gsize)channels);
    g_autoptr(GRand) rand = g_rand_new_with_seed(42);
    double noise = 0;
    for (int64_t i = 0; i < s->frames; i++) {
        double t = (double)i / rate;
        double loud = 0.25 + 0.2 * sin(2 * G_PI * 3.1 * t + sin(t));
        noise = 0.7 * noise + 0.3 * g_rand_double_range(rand, -1, 1);
        for (int c = 0; c < channels; c++) {
            double tone = sin(2 * G_PI * (200 + 40 * c) * t + 5 * sin(2 * t));
            double x = loud * (0.6 * tone + 0.5 * noise);
            s->samples[i * channels + c] = (float)(lrint(x * 32767) / 32768.0);
        }
    }
    return s;
}

char *recordings_folder_new(void)
{
    char *folder = g_dir_make_tmp("earvoice-media-XXXXXX", NULL);
    g_assert_nonnull(folder);
    return folder;
}

void recordings_folder_remove(char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
}

void recordings_write_wav(const sound *s, const char *path)
{
    SF_INFO format = {
        .samplerate = s->rate, .channels = s->channels, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &format);
    g_assert_nonnull(file);
    g_autofree short *data = g_new(short, (gsize)s->frames *(gsize)s->channels);
    for (int64_t i = 0; i < s->frames * s->channels; i++)
        data[i] = (short)lrintf(s->samples[i] * 32768);
    g_assert_cmpint(sf_writef_short(file, data, s->frames), ==, s->frames);
    sf_close(file);
}

gboolean recordings_encode(const char *input, const char *arguments, const char *output)
{
    g_autofree char *program = g_find_program_in_path("ffmpeg");
    if (!program) {
        g_test_skip("there is no ffmpeg to make recordings with");
        return FALSE;
    }
    g_autofree char *quoted_input = g_shell_quote(input);
    g_autofree char *quoted_output = g_shell_quote(output);
    g_autofree char *command = g_strdup_printf("ffmpeg -v error -nostdin -y -i %s %s %s",
                                               quoted_input, arguments, quoted_output);
    int status = 0;
    g_autofree char *said = NULL;
    g_assert_true(g_spawn_command_line_sync(command, NULL, &said, &status, NULL));
    if (status == 0)
        return TRUE;
    g_autofree char *message = g_strdup_printf("ffmpeg cannot make %s: %s", output, said);
    g_test_skip(message);
    return FALSE;
}

sound *recordings_read_all(decoder *d)
{
    const decoder_info *info = decoder_describe(d);
    sound *s = g_new0(sound, 1);
    s->rate = info->rate;
    s->channels = info->channels;
    GArray *all = g_array_new(FALSE, FALSE, sizeof(float));
    g_autofree float *block = g_new(float, BLOCK *(gsize)s->channels);
    g_autoptr(GError) error = NULL;
    int64_t first;
    for (int got; (got = decoder_read(d, block, BLOCK, &first, &error)) != 0;) {
        g_assert_no_error(error);
        if (s->frames > 0)
            g_assert_cmpint(first, ==, s->frames);
        g_array_append_vals(all, block, (guint)(got * s->channels));
        s->frames += got;
        g_assert_cmpint(s->frames, <, 600 * (int64_t)s->rate);
    }
    s->samples = (float *)(void *)g_array_free(all, FALSE);
    return s;
}

void recordings_assert_seek(decoder *d, const sound *whole, int64_t at, int frames)
{
    g_autoptr(GError) error = NULL;
    decoder_seek(d, at, &error);
    g_assert_no_error(error);
    g_autofree float *got = g_new0(float, (gsize)(frames * whole->channels));
    int have = 0;
    while (have < frames) {
        int64_t first;
        int n = decoder_read(d, got + have * whole->channels, frames - have, &first, &error);
        g_assert_no_error(error);
        if (n <= 0)
            break;
        g_assert_cmpint(first, ==, at + have);
        have += n;
    }
    g_assert_cmpint(have, ==, CLAMP(whole->frames - at, 0, frames));
    for (int i = 0; i < have * whole->channels; i++)
        if (got[i] != whole->samples[at * whole->channels + i])
            g_error("after a seek to %" G_GINT64_FORMAT ": sample %d is %g, played straight %g", at,
                    i, (double)got[i], (double)whole->samples[at * whole->channels + i]);
}
