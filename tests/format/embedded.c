// SPDX-License-Identifier: GPL-3.0-or-later
// Texts inside of recordings of others, where these are at hand: how many segments, and one of
// them.
#include "earvoice/embedded.h"

#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

static const struct {
    const char *path;
    int segments;
    const char *text, *said; // parts of dump_short() and of the report; NULL: nothing
} rows[] = {
    {"libse/Files/sample_MKV_SRT.mkv", 2, "1000-3000 |Line 1", NULL},
    {"libse/Files/sample_MP4_SRT.mp4", 2, "1000-3000 |Line 1", NULL},
    {"libse/Files/sample_MP4.mp4", 808, "11080-13399 |(Alan) 'Chapter one. Sorrow.", NULL},
    {"libse/Files/sample_MP4_stz2_compact.mp4", 5, "1000-2500 |Line one plain", NULL},
    {"libse/Files/sample_MKV_chapters.mkv", 3, "0-2000 |Intro", NULL},
    {"libse/Files/sample_MP4_chapters.mp4", 3, "0-2000 |Intro", NULL},
    {"libse/Files/sample_MKV_VobSub_PGS.mkv", 0, NULL, "track 2 holds pictures of text"},
    {"seconv/Fixtures/container_image.mkv", 0, NULL, "track 3 holds pictures of text"},
    {"seconv/Fixtures/container_text.mkv", 2, "1000-3000 |Line 1", NULL},
    {"seconv/Fixtures/container_text.mp4", 2, "1000-3000 |Line 1", NULL},
};

static void test_rows(void)
{
    const char *folder = suite("suites/containers");
    for (gsize i = 0; folder && i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_build_filename(folder, rows[i].path, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        load_files((const char *const[]){path, NULL}, NULL, &l, &error);
        g_test_message("%s", rows[i].path);
        g_assert_no_error(error);
        g_assert_cmpint(l.speech ? speech_segment_count(l.speech) : 0, ==, rows[i].segments);
        g_autofree char *got = l.speech ? dump_short(l.speech) : g_strdup("");
        if (rows[i].text)
            g_assert_nonnull(strstr(got, rows[i].text));
        gboolean said = !rows[i].said;
        for (int k = 0; rows[i].said && k < report_count(l.report); k++)
            said |= strstr(report_message(l.report, k), rows[i].said) != NULL;
        g_assert_true(said);
    }
}

// What is no container has no texts, and that is no error; what is no file is one.
static void test_others(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) none = embedded_texts(PROJECT_DIR "/README.md", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpint(none->len, ==, 0);
    g_assert_null(embedded_texts(PROJECT_DIR "/nothing", NULL, &error));
    g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/embedded/rows", test_rows);
    g_test_add_func("/embedded/others", test_others);
    return g_test_run();
}
