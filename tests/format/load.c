// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/load.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dump.h"

#define OGG       "OggS\0"
#define CUE       "00:01.000 --> 00:02.000\n"
#define VTT(text) "WEBVTT\n\n" CUE text "\n"
#define SRT(text) "1\n00:00:01,000 --> 00:00:02,000\n" text "\n"

// "name=content" pairs make the folder; `given` are the names to load. `out`: the recording's name,
// then dump_short(); or "!" and a part of the error.
static const struct {
    const char *name;
    const char *files[6][2];
    const char *given[4];
    const char *out;
} rows[] = {
    {"a vtt alone", {{"a.vtt", VTT("hi")}}, {"a.vtt"}, "(none)\n1000-2000 |hi\n"},
    {"JSON that is no speech",
     {{"a.json", "{\"name\": \"x\", \"lines\": [\"Good morning.\", \"早上好。\"]}"}},
     {"a.json"},
     "! holds no text of a speech"},
    {"JSON that is no speech, broken off",
     {{"a.json", "[{\"a\": 1, \"b\": \"早上好。\"},\n{\"a"}},
     {"a.json"},
     "! holds no text of a speech"},
    {"a text in brackets",
     {{"a.txt", "[ Applause. ]\nGood morning.\n"}},
     {"a.txt"},
     "(none)\n# - |[ Applause. ]\n\n- |Good morning.\n"},
    {"a wrong name", {{"a.mp3", VTT("hi")}}, {"a.mp3"}, "(none)\n1000-2000 |hi\n"},
    {"vtt and its audio",
     {{"a.vtt", "WEBVTT\n\nNOTE\naudio: b.opus\n\n" CUE "hi\n"}, {"b.opus", OGG}, {"a.mp3", "ID3"}},
     {"a.vtt"},
     "b.opus\n1000-2000 |hi\n"},
    {"audio outside",
     {{"a.vtt", "WEBVTT\n\nNOTE\naudio: ../b.opus\n\n" CUE "hi\n"}, {"a.mp3", "ID3"}},
     {"a.vtt"},
     "a.mp3\n1000-2000 |hi\n? a.vtt: its recording, ../b.opus, is not in the folder of the "
     "file.\n"},
    {"audio by a whole path",
     {{"a.vtt", "WEBVTT\n\nNOTE\naudio: /etc/passwd\n\n" CUE "hi\n"}},
     {"a.vtt"},
     "(none)\n1000-2000 |hi\n"
     "? a.vtt: its recording, /etc/passwd, is not in the folder of the file.\n"},
    {"a recording alone", {{"a.mp3", "ID3"}}, {"a.mp3"}, "a.mp3\n"},
    {"a recording finds vtt before srt",
     {{"a.mp3", "ID3"}, {"a.srt", SRT("no")}, {"a.vtt", VTT("yes")}},
     {"a.mp3"},
     "a.mp3\n1000-2000 |yes\n"},
    {"a recording finds two languages",
     {{"a.mp3", "ID3"}, {"a.zh-Hans.srt", SRT("好")}, {"a.eng.srt", SRT("good")}},
     {"a.mp3"},
     "a.mp3\n1000-2000 好|good\n"},
    {"a recording finds two languages in two formats",
     {{"a.mp3", "ID3"}, {"a.zh.vtt", VTT("好")}, {"a.en.srt", SRT("good")}},
     {"a.mp3"},
     "a.mp3\n1000-2000 好|good\n"},
    {"a recording finds simplified Chinese, and all of the English",
     {{"a.mp3", "ID3"},
      {"a.zh-Hant.srt", SRT("繁")},
      {"a.zh-Hans.srt", SRT("简")},
      {"a.en-orig.srt", SRT("good")},
      {"a.en.forced.srt", SRT("sign")}},
     {"a.mp3"},
     "a.mp3\n1000-2000 简|good\n"},
    {"a recording finds a text whose name says both languages",
     {{"a.mp3", "ID3"}, {"a.chs&eng.srt", SRT("好\ngood")}, {"a.en.srt", SRT("no")}},
     {"a.mp3"},
     "a.mp3\n1000-2000 好|good\n"},
    {"a text in two languages finds its recording",
     {{"a.mp3", "ID3"}, {"a.chs&eng.srt", SRT("好\ngood")}},
     {"a.chs&eng.srt"},
     "a.mp3\n1000-2000 好|good\n"},
    {"a text finds the recording in its language",
     {{"a.en.mp3", "ID3"}, {"a.zh.mp3", "ID3"}, {"a.en.srt", SRT("good")}},
     {"a.en.srt"},
     "a.en.mp3\n1000-2000 |good\n"},
    {"two languages, cut otherwise",
     {{"a.srt", SRT("好")},
      {"b.srt", "00:00:01,000 --> 00:00:01,500\na\n\n00:00:01,500 --> 00:00:02,000\nb\n"}},
     {"a.srt", "b.srt"},
     "(none)\n1000-2000 好|a\\nb\n"
     "? segments in which several cues of one file were joined, because their times overlap: 1.\n"},
    {"English words at the end of Chinese cues",
     {{"a.zh.srt", SRT("我平时用 Visual Studio Code") "\n" SRT("因此叫 二叉树（binary tree）")},
      {"a.en.srt", SRT("I usually use it.")}},
     {"a.zh.srt", "a.en.srt"},
     "(none)\n1000-2000 我平时用 Visual Studio Code\\n因此叫 二叉树（binary tree）|I usually use "
     "it.\n"
     "? segments in which several cues of one file were joined, because their times overlap: 1.\n"},
    {"a cue of the Chinese file that is in English",
     {{"a.srt",
       SRT("大家好") "\n2\n00:00:03,000 --> 00:00:04,000\nOK, thank you.\n\n3\n00:00:05,000 "
                     "--> 00:00:06,000\n再见\n"},
      {"b.srt",
       SRT("Hello") "\n2\n00:00:03,000 --> 00:00:04,000\nOK, thank you.\n\n3\n00:00:05,000 "
                    "--> 00:00:06,000\nBye\n"}},
     {"a.srt", "b.srt"},
     "(none)\n1000-2000 大家好|Hello\n\n3000-4000 OK, thank you.|OK, thank you.\n\n5000-6000 "
     "再见|Bye\n"},
    {"a recording finds text and times",
     {{"a.mp3", "ID3"}, {"a.txt", "早上好。\nGood morning.\n"}, {"a.tsv", "1\t2\t1\n"}},
     {"a.mp3"},
     "a.mp3\n1000-2000 早上好。|Good morning.\n"},
    {"a bad file beside is no error",
     {{"a.mp3", "ID3"}, {"a.vtt", ""}},
     {"a.mp3"},
     "a.mp3\n? a.vtt is empty.\n"},
    {"text and times in any order",
     {{"x", "1\t2\t2\n"}, {"y", "早上好。\nGood morning.\n谢谢。\nThanks.\n"}},
     {"x", "y"},
     "(none)\n- 早上好。|Good morning.\n\n1000-2000 谢谢。|Thanks.\n"
     "? x: paragraphs without times: 1 of 2.\n"},
    {"labels with text", {{"a.txt", "1\t2\t好\n"}}, {"a.txt"}, "(none)\n1000-2000 好|\n"},
    {"labels with text and a transcript",
     {{"a.tsv", "1\t2\tthank YOU\n"}, {"a.txt", "早上好。\nGood morning.\n谢谢。\nThank you.\n"}},
     {"a.tsv", "a.txt"},
     "(none)\n- 早上好。|Good morning.\n\n1000-2000 谢谢。|Thank you.\n"
     "? a.tsv: paragraphs without times: 1 of 2.\n"},
    {"times without text", {{"a.tsv", "1\t2\t1\n"}}, {"a.tsv"}, "! has times but no text"},
    {"times for nothing there",
     {{"a.tsv", "1\t2\t9\n"}, {"a.txt", "Good morning.\n"}},
     {"a.tsv", "a.txt"},
     "! The times fit no paragraph of the text."},
    {"two transcripts",
     {{"a.txt", "早上好。\n谢谢。\n"}, {"b.txt", "Good morning.\nThanks.\n"}},
     {"b.txt", "a.txt"},
     "(none)\n- 早上好。|Good morning.\n\n- 谢谢。|Thanks.\n"},
    {"two texts in one language",
     {{"a.srt", SRT("a")}, {"b.srt", SRT("b")}},
     {"a.srt", "b.srt"},
     "! do not go together"},
    {"two recordings",
     {{"a.mp3", "ID3"}, {"b.mp3", "ID3"}},
     {"a.mp3", "b.mp3"},
     "! both recordings"},
    {"empty", {{"a.srt", ""}}, {"a.srt"}, "! is empty"},
    {"missing", {{NULL, NULL}}, {"a.srt"}, "! cannot be opened"},
    {"a PDF", {{"a.txt", "%PDF-1.4"}}, {"a.txt"}, "! is a PDF document"},
    {"only digits", {{"a.txt", "12 34\n"}}, {"a.txt"}, "! holds no text of a speech"},
    {"GBK",
     {{"a.srt", SRT("\xb4\xf3\xbc\xd2\xd4\xe7\xc9\xcf\xba\xc3\xa3\xac\xd0\xbb\xd0\xbb")}},
     {"a.srt"},
     "(none)\n1000-2000 大家早上好，谢谢|\n"
     "? a.srt: the text is not UTF-8; it was read as GB18030.\n"},
};

static char *path_in(const char *folder, const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void make_files(const char *folder, const char *const files[6][2])
{
    for (int i = 0; i < 6 && files[i][0]; i++) {
        g_autofree char *path = path_in(folder, files[i][0]);
        // The constants stop at their NUL; binary ones only need their magic.
        g_assert_true(g_file_set_contents(path, files[i][1], -1, NULL));
    }
}

static void remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = path_in(folder, name);
        g_unlink(path);
    }
    g_rmdir(folder);
}

static char *load_row(const char *folder, const char *const given[4])
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    g_auto(loaded) l = {0};
    for (int i = 0; i < 4 && given[i]; i++)
        g_ptr_array_add(paths, path_in(folder, given[i]));
    g_ptr_array_add(paths, NULL);
    if (!load_files((const char *const *)paths->pdata, NULL, &l, &error))
        return g_strdup_printf("! %s", error->message);
    g_assert_no_error(error);
    g_autofree char *name = l.recording ? g_path_get_basename(l.recording) : g_strdup("(none)");
    g_autofree char *texts = l.speech ? dump_short(l.speech) : g_strdup("");
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "%s\n%s", name, texts);
    for (int i = 0; i < report_count(l.report); i++)
        g_string_append_printf(out, "? %s\n", report_message(l.report, i));
    return g_string_free(out, FALSE);
}

static gboolean is_expected(const char *got, const char *want, const char *folder)
{
    if (*want == '!')
        return *got == '!' && strstr(got, want + 2);
    // The folder has a name of its own each time.
    g_autoptr(GString) plain = g_string_new(got);
    g_autofree char *prefix = g_strdup_printf("%s/", folder);
    g_string_replace(plain, prefix, "", 0);
    return strcmp(plain->str, want) == 0;
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *folder = g_dir_make_tmp("load-XXXXXX", NULL);
        make_files(folder, rows[i].files);
        g_autofree char *got = load_row(folder, rows[i].given);
        if (!is_expected(got, rows[i].out, folder))
            g_error("row: %s\ngot:\n%s\nwanted:\n%s", rows[i].name, got, rows[i].out);
        remove_folder(folder);
    }
}

static void test_links_do_not_lead_out(void)
{
    g_autofree char *folder = g_dir_make_tmp("load-XXXXXX", NULL);
    g_autofree char *link_path = path_in(folder, "b.opus");
    const char *const files[6][2] = {{"a.vtt", "WEBVTT\n\nNOTE\naudio: b.opus\n\n" CUE "hi\n"}};
    make_files(folder, files);
    g_assert_cmpint(symlink("/bin/sh", link_path), ==, 0);
    const char *const given[4] = {"a.vtt"};
    g_autofree char *got = load_row(folder, given);
    g_assert_true(g_str_has_prefix(got, "(none)\n"));
    remove_folder(folder);
}

static void test_names_the_files(void)
{
    g_autofree char *folder = g_dir_make_tmp("load-XXXXXX", NULL);
    const char *const files[6][2] = {{"a.mp3", "ID3"}, {"a.vtt", VTT("hi")}};
    make_files(folder, files);
    g_autofree char *path = path_in(folder, "a.mp3");
    g_auto(loaded) l = {0};
    g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, NULL));
    g_assert_cmpuint(l.files->len, ==, 2);
    const loaded_file *one = g_ptr_array_index(l.files, 0), *two = g_ptr_array_index(l.files, 1);
    g_assert_cmpstr(one->format, ==, "recording");
    g_assert_false(one->found);
    g_assert_cmpstr(two->format, ==, "vtt");
    g_assert_cmpint(two->role, ==, LOAD_TIMED);
    g_assert_true(two->found);
    remove_folder(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/load/rows", test_rows);
    g_test_add_func("/load/links-do-not-lead-out", test_links_do_not_lead_out);
    g_test_add_func("/load/names-the-files", test_names_the_files);
    return g_test_run();
}
