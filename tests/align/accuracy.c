// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings with known times, where they are at hand: how near the times are that are found.
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "earvoice/align.h"
#include "earvoice/load.h"

#define DATA PROJECT_DIR "/../shared/data/speech"

// Shares of the begins within 200 and 500 ms that have to be reached.
static const struct {
    const char *name, *recording;
    language spoken;
    double within_200, within_500;
} rows[] = {
    {"en-timit-dr1-fvmh0", "audio.wav", LANGUAGE_EN, 0.9, 1},
    {"en-timit-dr3-falk0", "audio.wav", LANGUAGE_EN, 1, 1},
    {"en-timit-dr5-ftlg0", "audio.wav", LANGUAGE_EN, 1, 1},
    {"en-timit-dr7-fblv0", "audio.wav", LANGUAGE_EN, 0.9, 1},
    {"synth-en-daisy-basic", "audio.mp3", LANGUAGE_EN, 1, 1},
    {"synth-en-daisy-navigation", "audio.mp3", LANGUAGE_EN, 0.98, 1},
    {"zh-sppas-f1-p8", "audio.wav", LANGUAGE_ZH, 1, 1},
    {"zh-sppas-f2-p7", "audio.wav", LANGUAGE_ZH, 1, 1},
};

// The begins in `path`, moved to onsets where the file knows them.
static GArray *read_begins(const char *path)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GArray *out = g_array_new(FALSE, FALSE, sizeof(double));
    for (const char *p = text; (p = strstr(p, "\"begin\":")); p++) {
        const char *snap = strstr(p, "\"snap\":"), *next = strstr(p + 1, "\"begin\":");
        gboolean snapped = snap && (!next || snap < next) && !strstr(snap, "null");
        double begin = strtod(p + 8, NULL);
        if (snapped)
            begin = strtod(snap + 7, NULL);
        g_array_append_val(out, begin);
    }
    return out;
}

static void test_row(gconstpointer data)
{
    int i = GPOINTER_TO_INT(data);
    g_autofree char *folder = g_build_filename(DATA, rows[i].name, NULL);
    g_autofree char *recording = g_build_filename(folder, rows[i].recording, NULL);
    g_autofree char *text = g_build_filename(folder, "text.txt", NULL);
    g_autofree char *known = g_build_filename(folder, "ref.json", NULL);
    if (!g_file_test(known, G_FILE_TEST_EXISTS)) {
        g_test_skip("the recordings with known times are not here");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    const char *const paths[] = {recording, text, NULL};
    load_files(paths, &(load_options){.lines = TRUE}, &from, &error);
    g_assert_no_error(error);
    g_autoptr(decoder) d = decoder_open(recording, &error);
    g_assert_no_error(error);
    align_summary summary;
    align_options how = {.spoken = (int)rows[i].spoken};
    g_autoptr(speech) s = align_speech(d, from.speech, &how, &summary, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GArray) begins = read_begins(known);
    g_assert_cmpint(begins->len, ==, speech_segment_count(s));
    double near = 0, nearer = 0;
    for (guint k = 0; k < begins->len; k++) {
        const segment *g = speech_segment(s, (int)k);
        double off = g->start_us == TIME_NONE
                         ? INFINITY
                         : fabs((double)g->start_us / 1e6 - g_array_index(begins, double, k));
        near += off <= 0.5;
        nearer += off <= 0.2;
        if (off > 0.2)
            g_test_message("%.3f s off: %s", off, g->text[rows[i].spoken]);
    }
    g_test_message("%s: %.1f %% within 200 ms, %.1f %% within 500 ms", rows[i].name,
                   nearer * 100 / begins->len, near * 100 / begins->len);
    g_assert_cmpfloat(nearer, >=, rows[i].within_200 * begins->len - 0.01);
    g_assert_cmpfloat(near, >=, rows[i].within_500 * begins->len - 0.01);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (int i = 0; i < (int)G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/align/accuracy/%s", rows[i].name);
        g_test_add_data_func(path, GINT_TO_POINTER(i), test_row);
    }
    return g_test_run();
}
