// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/known.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "earvoice/load.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **known_names(void)
{
    GPtrArray *out = g_ptr_array_new();
    GDir *folder = g_dir_open(KNOWN_DATA, 0, NULL);
    for (const char *name; folder && (name = g_dir_read_name(folder));) {
        g_autofree char *times = g_build_filename(KNOWN_DATA, name, "ref.json", NULL);
        if (g_file_test(times, G_FILE_TEST_EXISTS))
            g_ptr_array_add(out, g_strdup(name));
    }
    if (folder)
        g_dir_close(folder);
    g_ptr_array_sort(out, compare_names);
    g_ptr_array_add(out, NULL);
    return (char **)g_ptr_array_free(out, FALSE);
}

static char *recording_in(const char *folder)
{
    static const char *const names[] = {"audio.wav", "audio.mp3", "audio.opus", "audio.flac"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        char *path = g_build_filename(folder, names[i], NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return path;
        g_free(path);
    }
    g_error("%s: no recording", folder);
}

static void add_error(GArray *errors, int64_t found_us, double known_s)
{
    double off = found_us == TIME_NONE ? INFINITY : fabs((double)found_us / 1e6 - known_s);
    g_array_append_val(errors, off);
}

// A reference's `snap` is its begin moved to an onset.
static void add_segments(known *k, const speech *s, const json_t *times)
{
    g_assert_cmpint((int)json_array_size(times), ==, speech_segment_count(s));
    for (int i = 0; i < speech_segment_count(s); i++) {
        const json_t *one = json_array_get(times, (gsize)i), *snap = json_object_get(one, "snap");
        const json_t *begin = json_is_number(snap) ? snap : json_object_get(one, "begin");
        if (json_is_number(begin))
            add_error(k->segments, speech_segment(s, i)->start_us, json_number_value(begin));
    }
}

static gboolean is_word_start(const char *text, const char *p)
{
    return g_ascii_isalpha(*p) && (p == text || !(g_ascii_isalpha(p[-1]) || p[-1] == '\''));
}

// The known words of a line are the text's, in order; a line with other ones is left out.
static void add_line(known *k, const segment *g, const GPtrArray *words)
{
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(int));
    const char *text = g->text[LANGUAGE_EN];
    for (const char *p = text; *p; p++)
        if (is_word_start(text, p)) {
            int at = (int)(p - text);
            g_array_append_val(starts, at);
        }
    if (starts->len != words->len)
        return;
    for (guint i = 0; i < words->len; i++) {
        int64_t found_us = TIME_NONE;
        for (int w = 0; w < g->word_count; w++)
            if (g->words[w].offset == g_array_index(starts, int, i))
                found_us = g->words[w].start_us;
        const json_t *begin = json_object_get(g_ptr_array_index(words, i), "begin");
        add_error(k->words, found_us, json_number_value(begin));
    }
}

static void add_words(known *k, const speech *s, const json_t *times)
{
    for (int i = 0; i < speech_segment_count(s); i++) {
        g_autoptr(GPtrArray) words = g_ptr_array_new();
        for (gsize w = 0; w < json_array_size(times); w++) {
            json_t *one = json_array_get(times, w);
            if (json_integer_value(json_object_get(one, "line")) == i)
                g_ptr_array_add(words, one);
        }
        add_line(k, speech_segment(s, i), words);
    }
}

static json_t *read_json(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return json_load_file(path, 0, NULL);
}

known known_align(const char *name, language spoken)
{
    known k = {
        g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, sizeof(double)), {0}};
    g_autofree char *folder = g_build_filename(KNOWN_DATA, name, NULL);
    g_autofree char *recording = recording_in(folder);
    g_autofree char *text = g_build_filename(folder, "text.txt", NULL);
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    const char *const paths[] = {recording, text, NULL};
    load_files(paths, &(load_options){.lines = TRUE}, &from, &error);
    g_assert_no_error(error);
    g_autoptr(decoder) d = decoder_open(recording, &error);
    g_assert_no_error(error);
    align_options how = {.spoken = (int)spoken, .words = TRUE};
    g_autoptr(speech) s = align_speech(d, from.speech, &how, &k.summary, NULL, &error);
    g_assert_no_error(error);
    json_t *times = read_json(folder, "ref.json"), *words = read_json(folder, "words.json");
    add_segments(&k, s, times);
    if (words)
        add_words(&k, s, words);
    json_decref(times);
    json_decref(words);
    return k;
}

void known_clear(known *k)
{
    g_array_unref(k->segments);
    align_summary_clear(&k->summary);
    g_array_unref(k->words);
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

double known_within(const GArray *errors, double seconds)
{
    int within = 0;
    for (guint i = 0; i < errors->len; i++)
        within += g_array_index(errors, double, i) <= seconds;
    return errors->len ? (double)within / errors->len : 1;
}

double known_quantile(const GArray *errors, double share)
{
    g_autoptr(GArray) sorted = g_array_copy((GArray *)errors);
    g_array_sort(sorted, compare_doubles);
    guint at = (guint)(share * sorted->len);
    return sorted->len ? g_array_index(sorted, double, MIN(at, sorted->len - 1)) : 0;
}
