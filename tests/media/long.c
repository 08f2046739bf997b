// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of a whole day.
#include <glib/gstdio.h>
#include <string.h>

#include "recordings.h"

static gint64 bytes_read(void)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/self/io", &text, NULL, NULL))
        return 0;
    const char *line = strstr(text, "rchar: ");
    return line ? g_ascii_strtoll(line + 7, NULL, 10) : 0;
}

// A seek to a far place, and playing up to there from somewhat before, give the same.
static void check_far_seek(const char *path, double hours)
{
    g_autoptr(decoder) d = decoder_open(path, NULL);
    g_assert_nonnull(d);
    const decoder_info *info = decoder_describe(d);
    int64_t far = (int64_t)(hours * 3600 * info->rate);
    int frames = 9 * info->rate;
    g_autofree float *straight = g_new(float, (gsize)(frames * info->channels));
    g_assert_true(decoder_seek(d, far, NULL));
    int have = 0;
    for (int got; have < frames; have += got) {
        int64_t first;
        got = decoder_read(d, straight + have * info->channels, frames - have, &first, NULL);
        g_assert_cmpint(got, >, 0);
        g_assert_cmpint(first, ==, far + have);
    }
    g_autoptr(decoder) fresh = decoder_open(path, NULL);
    gint64 begin = g_get_monotonic_time();
    int64_t later = 7 * (int64_t)info->rate;
    sound part = {info->rate, info->channels, frames, straight};
    g_assert_true(decoder_seek(fresh, far + later, NULL));
    g_test_message("%s: %.0f ms to hour %.1f", path,
                   (double)(g_get_monotonic_time() - begin) / 1000, hours);
    float got[2 * 1000];
    int64_t first;
    int n = decoder_read(fresh, got, 1000, &first, NULL);
    g_assert_cmpint(first, ==, far + later);
    g_assert_cmpmem(got, (gsize)(n * part.channels) * sizeof(float),
                    straight + later * part.channels, (gsize)(n * part.channels) * sizeof(float));
}

// Opening 24 hours reads no more than opening a minute, and takes no longer.
static void test_long(void)
{
    static const struct {
        const char *name, *encode;
    } rows[] = {
        {"day-bare.mp3", "-c:a libmp3lame -b:a 8k -write_xing 0"},
        {"day.opus", "-c:a libopus -b:a 6k"},
        {"day.mka", "-c:a libopus -b:a 6k"},
    };
    char *folder = recordings_folder_new();
    g_autofree char *minute = g_build_filename(folder, "minute.wav", NULL);
    g_autoptr(sound) s = recordings_make(8000, 1, 60);
    recordings_write_wav(s, minute);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *day = g_build_filename(folder, rows[i].name, NULL);
        g_autofree char *few = g_strconcat(folder, "/few-", rows[i].name, NULL);
        g_autofree char *loop =
            g_strdup_printf("-stream_loop 1439 -i %s -map 1 -c copy %s", few,
                            strstr(rows[i].encode, "xing") ? "-write_xing 0" : "");
        if (!recordings_encode(minute, rows[i].encode, few) ||
            !recordings_encode(minute, loop, day))
            break;
        gint64 before = bytes_read(), begin = g_get_monotonic_time();
        g_autoptr(decoder) d = decoder_open(day, NULL);
        g_assert_nonnull(d);
        g_test_message("%s: %" G_GINT64_FORMAT " kB read in %.1f ms, %.3f h%s", rows[i].name,
                       (bytes_read() - before) / 1000,
                       (double)(g_get_monotonic_time() - begin) / 1000,
                       (double)decoder_describe(d)->frames / decoder_describe(d)->rate / 3600,
                       decoder_describe(d)->estimated ? " (estimated)" : "");
        g_assert_cmpint(bytes_read() - before, <, 4000000);
        check_far_seek(day, 0.5);
        check_far_seek(day, 20.2);
        g_remove(day);
    }
    recordings_folder_remove(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/long/day", test_long);
    return g_test_run();
}
