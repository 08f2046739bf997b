// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/pair.h"

#include <string.h>

#include "dump.h"

static speech *read_srt(const char *lines)
{
    // "1-3 text|4-5 text": spans in seconds.
    g_autoptr(speech_builder) b = speech_builder_new();
    g_auto(GStrv) cues = g_strsplit(lines, "|", -1);
    for (char **cue = cues; *cue; cue++) {
        char *text = strchr(*cue, ' ');
        gint64 start = g_ascii_strtoll(*cue, NULL, 10);
        gint64 end = g_ascii_strtoll(strchr(*cue, '-') + 1, NULL, 10);
        gboolean zh = (guchar)text[1] >= 0x80;
        segment g = {.start_us = start * TIME_SECOND,
                     .end_us = end * TIME_SECOND,
                     .confidence = -1,
                     .text = {zh ? text + 1 : NULL, zh ? NULL : text + 1}};
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

static const struct {
    const char *name, *zh, *en, *out;
} by_time[] = {
    {"alike", "1-3 一|4-6 二", "1-3 a|4-6 b", "1000-3000 一|a\n\n4000-6000 二|b\n"},
    {"shifted", "1-3 一|4-6 二", "2-4 a|5-7 b", "1000-4000 一|a\n\n4000-7000 二|b\n"},
    {"two for one", "1-3 一|3-6 二", "1-6 a", "1000-6000 一\\n二|a\n"},
    {"one for two", "1-6 一", "1-3 a|4-6 b", "1000-6000 一|a\\nb\n"},
    {"alone", "1-3 一|10-12 二", "1-3 a|20-22 b",
     "1000-3000 一|a\n\n10000-12000 二|\n\n20000-22000 |b\n"},
    {"half of each", "0-2 一|2-4 二|4-6 三", "1-3 a|3-5 b|5-7 c",
     "0-3000 一|a\n\n2000-4000 二|\n\n3000-5000 |b\n\n4000-6000 三|\n\n5000-7000 |c\n"},
    {"hardly together", "1-11 一", "10-20 a", "1000-11000 一|\n\n10000-20000 |a\n"},
};

// Files of which one is later, and one that is only cut otherwise. What is reported: the shift.
static const struct {
    const char *name, *zh, *en, *out;
    double late;
} files[] = {
    {"half a cue later", "0-2 一|2-4 二|4-6 三|6-8 四", "1-3 a|3-5 b|5-7 c|7-9 d",
     "1000-3000 一|a\n\n3000-5000 二|b\n\n5000-7000 三|c\n\n7000-9000 四|d\n", 1},
    {"sooner by more than a cue", "4-5 一|5-7 二|7-10 三|10-11 四", "1-2 a|2-4 b|4-7 c|7-8 d",
     "4000-5000 一|a\n\n5000-7000 二|b\n\n7000-10000 三|c\n\n10000-11000 四|d\n", -3},
    {"later by more than the whole",
     "0-2 一|2-3 二|3-7 三|7-9 四|11-12 五|12-17 六|17-18 七|20-22 八",
     "40-42 a|42-43 b|43-47 c|47-49 d|51-52 e|52-57 f|57-58 g|60-62 h",
     "40000-42000 一|a\n\n42000-43000 二|b\n\n43000-47000 三|c\n\n47000-49000 四|d\n\n51000-52000 "
     "五|e\n\n52000-57000 六|f\n\n57000-58000 七|g\n\n60000-62000 八|h\n",
     40},
    {"a few that agree by chance", "0-2 一|2-3 二|3-7 三", "40-42 a|42-43 b|43-47 c",
     "0-2000 一|\n\n2000-3000 二|\n\n3000-7000 三|\n\n40000-42000 |a\n\n42000-43000 "
     "|b\n\n43000-47000 |c\n",
     0},
    {"cut otherwise", "0-2 一|2-4 二|4-6 三|6-8 四", "0-4 a|4-8 b",
     "0-4000 一\\n二|a\n\n4000-8000 三\\n四|b\n", 0},
    {"one more in front", "0-2 一|2-4 二|4-6 三|6-8 四", "2-4 b|4-6 c|6-8 d",
     "0-2000 一|\n\n2000-4000 二|b\n\n4000-6000 三|c\n\n6000-8000 四|d\n", 0},
};

static void test_files(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(speech) zh = read_srt(files[i].zh), en = read_srt(files[i].en);
        g_autoptr(speech) both = pair_files_by_time(zh, en, NULL);
        g_autofree char *got = dump_short(both);
        g_test_message("row: %s", files[i].name);
        g_assert_cmpstr(got, ==, files[i].out);
        g_assert_cmpfloat((double)pair_find_shift(zh, en) / TIME_SECOND, ==, files[i].late);
    }
}

static void test_by_time(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(by_time); i++) {
        g_autoptr(speech) zh = read_srt(by_time[i].zh), en = read_srt(by_time[i].en);
        g_autoptr(speech) both = pair_by_time(zh, en);
        g_autofree char *got = dump_short(both);
        if (strcmp(got, by_time[i].out) != 0)
            g_test_message("row: %s", by_time[i].name);
        g_assert_cmpstr(got, ==, by_time[i].out);
    }
}

static const struct {
    const char *name;
    int zh[6], en[6]; // lengths, ended by 0
    const char *out;  // "1:1 2:1 …"
} by_length[] = {
    {"alike", {30, 90, 10}, {30, 100, 10}, "1:1 1:1 1:1"},
    {"two are one", {100, 110, 30}, {230, 30}, "2:1 1:1"},
    {"one is two", {300, 40}, {160, 170, 40}, "1:2 1:1"},
    {"one is alone", {200, 300, 40}, {330, 44}, "1:0 1:1 1:1"},
    {"one side", {30, 40}, {0}, "1:0 1:0"},
};

static GArray *lengths(const int *from)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(int));
    while (*from)
        g_array_append_val(out, *from++);
    return out;
}

static void test_by_length(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(by_length); i++) {
        g_autoptr(GArray) zh = lengths(by_length[i].zh), en = lengths(by_length[i].en);
        g_autoptr(GArray) beads = pair_by_length(zh, en);
        g_autoptr(GString) got = g_string_new(NULL);
        for (guint k = 0; k < beads->len; k++) {
            const bead *b = &g_array_index(beads, bead, k);
            g_string_append_printf(got, "%s%d:%d", k ? " " : "", b->count[0], b->count[1]);
        }
        if (strcmp(got->str, by_length[i].out) != 0)
            g_test_message("row: %s", by_length[i].name);
        g_assert_cmpstr(got->str, ==, by_length[i].out);
    }
}

static const struct {
    const char *name, *times, *out;
} by_number[] = {
    {"all", "1\t2\t1\n2\t3\t2\n", "1000-2000 一。|\n\n2000-3000 二。|\n"},
    {"no numbers", "1\t2\n2\t3\n", "1000-2000 一。|\n\n2000-3000 二。|\n"},
    {"again and beyond", "1\t2\t1\n2\t3\t1\n3\t4\t9\n",
     "1000-2000 一。|\n\n- 二。|\n"
     "? span 2 is for paragraph 1 again; only the first one was used.\n"
     "? span 3 is for paragraph 9, but the text has 2; it was not used.\n"
     "? paragraphs without times: 1 of 2.\n"},
    {"none", "1\t2\t7\n", "!? span 1 is for paragraph 7, but the text has 2; it was not used.\n"},
};

static void test_by_number(void)
{
    static const char text[] = "一。\n二。\n";
    g_autoptr(speech) transcript = format_find("transcript")->read(text, strlen(text), NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(by_number); i++) {
        const char *in = by_number[i].times;
        g_autoptr(report) r = report_new();
        g_autoptr(speech) times = format_find("labels")->read(in, strlen(in), NULL, NULL);
        g_autoptr(speech) s = pair_times(times, transcript, r, NULL);
        g_autofree char *dump = s ? dump_short(s) : g_strdup("!");
        g_autoptr(GString) got = g_string_new(dump);
        for (int k = 0; k < report_count(r); k++)
            g_string_append_printf(got, "? %s\n", report_message(r, k));
        if (strcmp(got->str, by_number[i].out) != 0)
            g_test_message("row: %s", by_number[i].name);
        g_assert_cmpstr(got->str, ==, by_number[i].out);
    }
}

// Times of paragraphs, written without the text and given to it again: paragraphs have their spans,
// those without times have none, the recording has its name.
static void test_beside(void)
{
    static const char in[] =
        "WEBVTT\n\nNOTE\naudio: a#b %2.mp3\n\n1.1\n00:01.000 --> 00:02.000\n你好。\nHello.\n\n"
        "1.2\n00:02.250 --> 00:03.125\n再见。\nBye.\n\n2.1\n1:00:04.000 --> "
        "1:00:05.500\n谢谢。\nThanks.\n";
    static const char text[] =
        "你好。再见。\n\nHello. Bye.\n\n谢谢。\n\nThanks.\n\n完了。\n\nDone.\n";
    static const char *const names[] = {"smil", "syncnarr"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const format *f = format_find(names[i]);
        g_autoptr(report) said = report_new();
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(speech) s = format_find("vtt")->read(in, strlen(in), NULL, NULL);
        g_assert_true(f->write(s, out, said, NULL));
        g_assert_cmpint(report_count(said), ==, 0);
        g_assert_cmpint(format_losses(f, s, said), ==, 1); // texts
        g_assert_cmpstr(format_probe(out->str)->name, ==, names[i]);
        g_autoptr(speech) times = f->read(out->str, out->len, said, NULL);
        g_assert_cmpint(report_count(said), ==, 1);
        g_assert_cmpstr(speech_meta(times, "audio"), ==, "a#b %2.mp3");
        g_autofree char *got = dump_paired(times, text);
        g_assert_cmpstr(got, ==,
                        "1000-3125 你好。再见。|Hello. Bye.\n\n3604000-3605500 谢谢。|Thanks.\n\n"
                        "- 完了。|Done.\n");
    }
}

// The times of a transcript are rough; they do not stand beside those of another file.
static void test_rough(void)
{
    static const char text[] = "0:04\n一。\n0:09\n二。\n", one[] = "1\t2\t1\n";
    g_autoptr(speech) transcript = format_find("transcript")->read(text, strlen(text), NULL, NULL);
    g_autoptr(speech) times = format_find("labels")->read(one, strlen(one), NULL, NULL);
    g_autoptr(speech) s = pair_times(times, transcript, NULL, NULL);
    g_autofree char *got = dump_short(s);
    g_assert_true(speech_is_rough(transcript));
    g_assert_false(speech_is_rough(s));
    g_assert_cmpstr(got, ==, "1000-2000 一。|\n\n- 二。|\n");

    g_autoptr(speech) en = read_srt("4-9 a|9-12 b");
    g_autoptr(speech) both = pair_transcripts(transcript, transcript, NULL);
    g_assert_false(speech_is_rough(en));
    g_assert_true(speech_is_rough(both));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pair/rough", test_rough);
    g_test_add_func("/pair/by-time", test_by_time);
    g_test_add_func("/pair/files", test_files);
    g_test_add_func("/pair/by-length", test_by_length);
    g_test_add_func("/pair/by-number", test_by_number);
    g_test_add_func("/pair/beside", test_beside);
    return g_test_run();
}
