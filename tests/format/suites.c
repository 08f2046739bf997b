// SPDX-License-Identifier: GPL-3.0-or-later
// Files of other projects: what they promise of themselves. Skipped where they are absent.
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "dump.h"
#include "format/charset.h"

static int count_segments(const char *name, const char *path, report *r)
{
    g_autoptr(GBytes) in = file_read(path, FILE_TEXT_MAX, NULL);
    g_assert_nonnull(in);
    charset_text t;
    g_assert_true(charset_decode(in, NULL, &t, NULL));
    g_autoptr(speech) s = format_find(name)->read(t.text, t.size, r, NULL);
    charset_clear(&t);
    return s ? speech_segment_count(s) : 0;
}

// How many cues a script of the suite wants: assert_equals(cues.length, N); -1: it does not say.
static int wanted_cues(const char *script)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(script, &text, NULL, NULL))
        return -1;
    const char *at = strstr(text, "cues.length, ");
    return at ? atoi(at + strlen("cues.length, ")) : -1;
}

static void test_webvtt(void)
{
    const char *found = suite("suites/webvtt-wpt/wpt-file-parsing");
    if (!found)
        return;
    g_autofree char *folder = g_strdup(found);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    int files = 0, right = 0;
    for (const char *name; (name = g_dir_read_name(dir));) {
        if (!g_str_has_suffix(name, ".vtt"))
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *script = g_strdup(path);
        strcpy(script + strlen(script) - 3, "js");
        int wanted = wanted_cues(script);
        if (wanted < 0)
            continue;
        // The standard keeps cues that end before they start, or when they do; here they are
        // reported.
        g_autoptr(report) r = report_new();
        int got = count_segments("vtt", path, r);
        for (int i = 0; i < report_count(r); i++)
            got += strstr(report_message(r, i), "ends before") ||
                   strstr(report_message(r, i), "has no length");
        if (got != wanted)
            g_test_message("%s: %d cues, not %d", name, got, wanted);
        files++;
        right += got == wanted;
    }
    g_test_message("right: %d of %d", right, files);
    g_assert_cmpint(files, >, 0);
    g_assert_cmpint(right, ==, files);
}

static const struct {
    const char *path;
    int cues;
} subrip[] = {
    {"bom-utf-8.srt", 7},       {"bom-utf-16-le.srt", 7}, {"bom-utf-16-be.srt", 7},
    {"bom-utf-32-le.srt", 7},   {"bom-utf-32-be.srt", 7}, {"utf-8.srt", 1332},
    {"windows-1252.srt", 1332}, {"no-indexes.srt", 7},    {"capability_tester.srt", 35},
};

static void test_subrip(void)
{
    const char *found = suite("suites/srt-encodings");
    if (!found)
        return;
    g_autofree char *folder = g_strdup(found);
    for (gsize i = 0; i < G_N_ELEMENTS(subrip); i++) {
        g_autofree char *path = g_build_filename(folder, subrip[i].path, NULL);
        g_autoptr(report) r = report_new();
        int got = count_segments("srt", path, r);
        g_test_message("%s: %d", subrip[i].path, got);
        for (int k = 0; k < MIN(report_count(r), 3); k++)
            g_test_message("  %s", report_message(r, k));
        g_assert_cmpint(got, ==, subrip[i].cues);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/suites/webvtt", test_webvtt);
    g_test_add_func("/suites/subrip", test_subrip);
    return g_test_run();
}
