// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/file.h"
#include "dump.h"
#include "earvoice/resync.h"
#include "format/charset.h"
#include "speech/build.h"

#define HEAD                  "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
#define FORMAT                "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
#define AT(start, end, style) "Dialogue: 0,0:00:" start ",0:00:" end "," style ",,0,0,0,,"
#define ONE                   AT("01.00", "02.00", "Default")

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"bilingual in two, nearly at the same time",
     HEAD FORMAT AT("01.00", "02.00", "Top") "早上好\n" AT("01.04", "02.02", "Low") "Good\n" AT(
         "03.05", "04.00", "Top") "再见\n" AT("03.00", "04.00", "Low") "Bye\n",
     "1000-2020 早上好|Good\n\n3000-4000 再见|Bye\n"},
    {"plain", HEAD FORMAT ONE "a\n", "1000-2000 |a\n"},
    {"text keeps its commas", HEAD FORMAT ONE "a, b,c\n", "1000-2000 |a, b,c\n"},
    {"no Format line", HEAD ONE "a\n", "1000-2000 |a\n"},
    {"another order",
     HEAD "format: End, Layer ,Style,Start,Text\nDialogue: 0:00:02.00,0,X,0:00:01.00,a,b\n",
     "1000-2000 |a,b\n"},
    {"a bad Format line", HEAD "Format: Layer, Text, Start, End\n" ONE "a\n",
     "1000-2000 |a\n"
     "? 5: the order of the fields cannot be read, so it is taken to be the usual one.\n"},
    {"fields behind the text",
     HEAD "Format: Layer, Start, End, Text, Style\n"
          "Dialogue: 0,0:00:01.00,0:00:02.00,a, X\n",
     "1000-2000 |a, X\n"},
    {"numbers behind spaces and in brackets",
     HEAD FORMAT ONE "{\\k 50}a {\\k(20)}b{\\k}c{\\p(1)}m 0 0\n",
     "1000-2000 |a bc en0@1000 en2@1500 en3@1700\n"},
    {"SSA",
     " [Script Info]\r\n [V4 Styles]\r\n [Events]\r\n"
     " Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n"
     " Dialogue: Marked=0,0:00:01.18,0:00:06.85,Default, NTP,0000,0000,0000,,a\r\n",
     "1180-6850 |a\n"},
    {"any case, no space", "[script info]\n[EVENTS]\ndialogue:0,0:00:01.00,0:00:02.00,,,,,,,a\n",
     "1000-2000 |a\n"},
    {"short line, with a text", HEAD FORMAT "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,a\n",
     "1000-2000 |a\n"},
    {"short line, without",
     HEAD FORMAT ONE "a\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0\n"
                     "Dialogue: 0,0:00:01.00,0:00:02.00,Default\n",
     "1000-2000 |a\n"},
    {"too short", HEAD FORMAT ONE "a\nDialogue: 0,0:00:01.00\n",
     "1000-2000 |a\n? 7: the times of the cue cannot be read, so it was skipped.\n"},
    {"times",
     HEAD FORMAT "Dialogue: 0,100:00:01.5,100:00:02,X,,0,0,0,,a\n"
                 "Dialogue: 0,-0:00:01.00,0:00:02.00,X,,0,0,0,,b\n"
                 "Dialogue: 0,-0:00:02.00,-0:00:01.00,X,,0,0,0,,c\n"
                 "Dialogue: 0,0:00:02.00,0:00:02.00,X,,0,0,0,,d\n"
                 "Dialogue: 0,0:00:02.00,9999:00:00.00,X,,0,0,0,,e\n"
                 "Dialogue: 0,soon,0:00:02.00,X,,0,0,0,,f\n",
     "0-2000 |b\n\n360001500-360002000 |a\n"
     "? 7: the cue starts before the beginning; it starts there.\n"
     "? 8: the cue lies before the beginning, so it was skipped.\n"
     "? 9: the cue has no length, so it was skipped.\n"
     "? 10: the times of the cue cannot be read, so it was skipped.\n"
     "? 11: the times of the cue cannot be read, so it was skipped.\n"},
    {"minutes and seconds above 59",
     HEAD FORMAT "Dialogue: 0,0:75:10.00,0:75:80.00,X,,0,0,0,,a\n"
                 "Dialogue: 0,0:100:10.00,0:99:00.00,X,,0,0,0,,b\n",
     "4510000-4580000 |a\n"
     "? 6: minutes or seconds above 59 are taken as they stand.\n"
     "? 7: the cue ends before it starts, so it was skipped.\n"},
    {"lines and spaces", HEAD FORMAT ONE "a\\Nb\\nc\\hd\\xe\n", "1000-2000 |a\\nb c d\\xe\n"},
    {"overrides", HEAD FORMAT ONE "{\\an8\\pos(1,2)}a{note}b{\\i1}c{\\fnArial\\pbo3}d\n",
     "1000-2000 |abcd\n"},
    {"braces that are text", HEAD FORMAT ONE "a\\{b\\} c} {d\n", "1000-2000 |a{b} c} {d\n"},
    {"drawing", HEAD FORMAT ONE "a{\\p1}m 0 0 l 5 5{\\p0}b{\\bord1\\p4\\c}m 1 1\n",
     "1000-2000 |ab\n"},
    {"only drawings, or nothing", HEAD FORMAT ONE "{\\p1}m 0 0{\\p0} \n" ONE "\n" ONE "a\n",
     "1000-2000 |a\n"},
    {"karaoke", HEAD FORMAT ONE "{\\k10}And {\\kf5\\b1}now {\\ko20}for {\\K30.5}ka\\N{\\k}ra\n",
     "1000-2000 |And now for ka\\nra en0@1000 en4@1100 en8@1150 en12@1350 en15@1655\n"},
    {"karaoke that waits", HEAD FORMAT ONE "we {\\k20}{\\k5}go {\\kt50}{\\k10}on\n",
     "1000-2000 |we go on en3@1200 en6@1500\n"},
    {"comments and others",
     HEAD FORMAT "Comment: 0,0:00:01.00,0:00:02.00,,,,,,,x\n" ONE "a\n; y\nSound: z\nhello\n",
     "1000-2000 |a\n? 10: there are no times here, so it was skipped.\n"},
    {"bilingual in one event", HEAD FORMAT ONE "早上好\\N{\\fs20}Good morning\n",
     "1000-2000 早上好|Good morning\n"},
    {"bilingual in two, apart",
     HEAD FORMAT AT("01.00", "02.00", "Top") "早上好\n" AT("03.00", "04.00", "Top") "再见\n" AT(
         "01.00", "02.00", "Low") "Good morning\n" AT("03.00", "04.50", "Low") "Bye\n",
     "1000-2000 早上好|Good morning\n\n3000-4000 再见|\n\n3000-4500 |Bye\n"},
    {"letters of tags are no text",
     HEAD FORMAT ONE "{\\fnArial\\pos(1,2)}早上好\n" ONE "Good morning\n",
     "1000-2000 早上好|Good morning\n"},
    {"styles say the language",
     HEAD FORMAT AT("01.00", "02.00", "Eng") "1998\n" AT("01.00", "02.00", "中文 1") "OK 1998\n" AT(
         "03.00", "04.00", "Default-zh") "1999\n",
     "1000-2000 OK 1998|1998\n\n3000-4000 1999|\n"},
    {"a style of two languages", HEAD FORMAT AT("01.00", "02.00", "Chinese") "早上好\\NGood\n",
     "1000-2000 早上好|Good\n"},
    {"a font that looks like events",
     "[Script Info]\n[Fonts]\nDialogue: 0,0:00:01.00,0:00:02.00,,,,,,,no\n[Events]\n" ONE "a\n"
     "[Graphics]\nDialogue: 0,0:00:01.00,0:00:02.00,,,,,,,no\n",
     "1000-2000 |a\n"},
    {"events twice, in another order",
     HEAD FORMAT ONE "a\n[X]\n[Events]\nFormat: Start, End, Text\n"
                     "Dialogue: 0:00:03.00,0:00:04.00,b\n",
     "1000-2000 |a\n\n3000-4000 |b\n"},
    {"nothing", HEAD FORMAT ONE "{\\p1}m 0 0\n", "! There is no text with a time in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("ass", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "ass");
    }
}

static char *write_again(const speech *s, report *r)
{
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("ass")->write(s, out, r, NULL));
    return g_string_free(out, FALSE);
}

// What is written is what was read; NULL: exactly.
static const struct {
    const char *name, *in, *out;
} ways[] = {
    {"all of it",
     "[Script Info]\n; x\nTitle: y\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Top,Arial\n\n"
     "[Fonts]\nfontname: a\n!!\n\n[Events]\n" FORMAT
     "Comment: 0,0:00:00.00,0:00:01.00,Top,,0,0,0,,first\n"
     "Dialogue: 2,0:00:01.00,0:00:02.00,Top, NTP,0010,0,0,Banner;5,{\\pos(1,2)}a {note}b\n"
     "Comment: 0,0:00:00.00,0:00:01.00,Top,,0,0,0,,second\n"
     "Dialogue: 0,0:00:02.00,0:00:03.00,Top,,0,0,0,,{\\p1}m 0 0\n"
     "Dialogue: 0,0:00:03.00,0:00:04.00,Top,,0,0,0,,{\\b1}Good{\\b0}\n"
     "Dialogue: 0,0:00:03.00,0:00:04.00,Low,A,0,0,0,,{\\c1}早\n"
     "Dialogue: 0,0:00:05.00,0:00:06.00,Low,,0,0,0,,{\\kf20}we {\\ko30}go\n"
     "Comment: 0,0:00:00.00,0:00:01.00,Top,,0,0,0,,last\n\n"
     "[Graphics]\nfilename: b\n##\n",
     NULL},
    {"SSA",
     " [Script Info]\n [Events]\n Format: Marked, Start, End, Text\n"
     " Dialogue: Marked=1,0:00:01.00,0:00:02.00,{\\b1}a\n",
     "[Script Info]\n[Events]\nFormat: Marked, Start, End, Text\n"
     "Dialogue: Marked=1,0:00:01.00,0:00:02.00,{\\b1}a\n"},
    {"what players want is added", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,,,,,a\n",
     "[Script Info]\nScriptType: v4.00+\n\n[Events]\n" FORMAT
     "Dialogue: 0,0:00:01.00,0:00:02.00,,,,,,,a\n"},
    {"events in another order",
     HEAD FORMAT ONE "a\n[X]\n1\n[Events]\nFormat: Start, Style, End, Text\n"
                     "Dialogue: 0:00:03.00,X,0:00:04.00,{\\b1}b\nComment: 0,0,c\n",
     HEAD FORMAT ONE "a\nDialogue: ,0:00:03.00,0:00:04.00,X,,,,,,{\\b1}b\n"
                     "; Comment: 0,0,c\n\n[X]\n1\n"},
    {"a field that was missing", HEAD FORMAT "Dialogue: 0,0:00:01.00,0:00:02.00,X,a\n",
     HEAD FORMAT "Dialogue: 0,0:00:01.00,0:00:02.00,X,,,,,,a\n"},
};

static void test_ways(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(speech) s = format_find("ass")->read(ways[i].in, strlen(ways[i].in), NULL, NULL);
        g_autoptr(report) r = report_new();
        g_autofree char *got = write_again(s, r);
        g_test_message("row: %s", ways[i].name);
        g_assert_cmpstr(got, ==, ways[i].out ? ways[i].out : ways[i].in);
        g_assert_cmpint(report_count(r), ==, 0);
    }
}

static void shift(void *data, int index, segment *g, GArray *words)
{
    (void)data;
    g->start_us += TIME_SECOND + 3000;
    g->end_us += TIME_SECOND + 3000;
    for (guint i = 0; i < words->len; i++)
        g_array_index(words, word_mark, i).start_us += TIME_SECOND + 3000;
    if (index == 1)
        g->text[LANGUAGE_EN] = "Go {on}";
}

// Texts that did not change keep their overrides, wherever they are moved.
static void test_changed(void)
{
    static const char in[] = HEAD FORMAT AT("01.00", "02.00", "X") "{\\kf20}we {\\ko30}go\n" AT(
        "03.00", "04.00", "Low") "{\\b1}Good\n" AT("03.00", "04.00", "Top") "{\\b1}早\n";
    static const char out[] = HEAD FORMAT AT("02.00", "03.00", "X") "{\\kf20}we {\\ko30}go\n" AT(
        "04.00", "05.00", "Low") "Go \\{on\\}\n" AT("04.00", "05.00", "Top") "{\\b1}早\n";
    g_autoptr(speech) s = format_find("ass")->read(in, strlen(in), NULL, NULL);
    g_autoptr(speech_builder) b = speech_builder_from(s, shift, NULL);
    g_autoptr(speech) moved = speech_builder_end(b);
    g_autoptr(report) r = report_new();
    g_autofree char *got = write_again(moved, r);
    g_assert_cmpstr(got, ==, out);
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_cmpstr(report_message(r, 0), ==,
                    "texts that were changed lost their styles inside the line: 1.");
}

// Events that are no segments are moved with them; those of no span, and all that is no event, are
// not. What stood before a segment that is none any more stays.
static void test_moved(void)
{
    static const char in[] = HEAD FORMAT
        "Comment: 0,0:00:00.00,0:00:00.00,,,,,,template,x\n"
        "Comment: 0,0:00:00.20,0:00:00.40,,,,,,,early\n" AT(
            "00.50", "00.90", "X") "first\n"
                                   "; Dialogue: 0,0:00:01.00,0:00:02.00,,,,,,,x\n"
                                   "Dialogue: 0, 0:00:01.00 ,0:00:02.00,,,,,,,{\\p1}m 0 0\n" AT(
                                       "02.00", "03.00",
                                       "X") "second\n"
                                            "Comment: 0,0:00:03.00,0:00:04.00,,,,,,,0:00:03.00,\n"
                                            "\n[Fonts]\nDialogue: 0,0:00:01.00,0:00:02.00,x\n";
    static const char out[] = HEAD FORMAT
        "Comment: 0,0:00:00.00,0:00:00.00,,,,,,template,x\n"
        "Comment: 0,0:00:00.00,0:00:00.00,,,,,,,early\n"
        "; Dialogue: 0,0:00:01.00,0:00:02.00,,,,,,,x\n"
        "Dialogue: 0,0:00:00.00,0:00:01.00,,,,,,,{\\p1}m 0 0\n" AT(
            "01.00", "02.00", "X") "second\n"
                                   "Comment: 0,0:00:02.00,0:00:03.00,,,,,,,0:00:03.00,\n"
                                   "\n[Fonts]\nDialogue: 0,0:00:01.00,0:00:02.00,x\n";
    static const resync_point earlier = {TIME_SECOND, 0};
    g_autoptr(speech) s = format_find("ass")->read(in, strlen(in), NULL, NULL);
    g_autoptr(speech) moved = resync_speech(s, &earlier, 1, NULL);
    g_autofree char *got = write_again(moved, NULL);
    g_assert_cmpstr(got, ==, out);
}

// Words that go back, and a span of nothing in hundredths.
static void test_limits(void)
{
    static const word_mark words[] = {{LANGUAGE_EN, 0, 1500000}, {LANGUAGE_EN, 3, 1200000}};
    static const segment all[] = {
        {1000000, 2000000, .confidence = -1, .text = {"", "we go"}, .words = words,
         .word_count = 2},
        {3000000, 3000001, .confidence = -1, .text = {"", "C:\\New"}},
        {TIME_MAX - 1, TIME_MAX, .confidence = -1, .text = {"", "end"}},
    };
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        speech_builder_segment(b, &all[i]);
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(report) r = report_new();
    g_autofree char *file = write_again(s, r);
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_cmpstr(report_message(r, 0), ==,
                    "times of words that went back were put in order, in lines: 1.");
    g_autofree char *got = dump_read("ass", file, strlen(file));
    g_autofree char *expected =
        g_strdup_printf("1000-2000 |we go en0@1500 en3@1500\n\n3000-3010 |C:\\New\n\n%d-%d |end\n",
                        (int)((TIME_MAX - 10000) / 1000), (int)(TIME_MAX / 1000));
    g_assert_cmpstr(got, ==, expected);
}

static const struct {
    const char *path;
    int segments; // 0: there is no text in it
} files[] = {
    {"ass/automation/demos/raytracer-test1.ass", 5},
    {"ass/automation/tests/automation/furi-test.ass", 9},
    {"ass/automation/tests/automation/kara-templater-retime.ass", 1},
    {"ass/automation/v4-docs/template-scripting-ideas.ass", 9},
    {"ass/compare/test/sub1.ass", 1},
    {"ass/crash/generic.ass", 39},
    {"ass/docs/specs/ass-format-tests.ass", 39},
    {"ass/packages/win_installer/template.ass", 0},
    {"ass/regression/draw-images/drawImg.ass", 0},
    {"ass/regression/embedded-font/efont.ass", 1},
    {"ass/regression/font_nonunicode/shiftjis.ass", 1},
    {"ass/regression/implicit-pos/shift-dir.ass", 18},
    {"ass/regression/ssa/effect-delay.ass", 12},
    {"ass/regression/v4++/kt.ass", 24},
    {"ass/tests/data/subtitle_with_attached_fonts_aegisub.ass", 1},
    {"ass/tests/data/subtitle_with_attached_fonts_no_events.ass", 0},
    {"ass/tests/data/subtitle_with_attached_images_aegisub.ass", 0},
    {"ass/tests/data/ttml_example_apple.ass", 38},
    {"npm-subsrt/test/fixtures/sample.ass", 1},
    {"npm-subsrt/test/fixtures/sample.ssa", 1},
    {"srt-encodings/seconv/Fixtures/test.ssa", 3},
};

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The lines of a file in any order, without blank ones and spaces around them.
static char *sorted_lines(const char *text)
{
    g_auto(GStrv) all = g_strsplit_set(text, "\r\n", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (char **one = all; *one; one++)
        if (*g_strstrip(*one))
            g_ptr_array_add(kept, *one);
    g_ptr_array_sort(kept, compare_lines);
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("\n", (char **)kept->pdata);
}

// Nothing of a file is lost on the way back.
static void test_suites(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *name = g_strconcat("suites/", files[i].path, NULL);
        const char *path = suite(name);
        if (!path)
            return;
        g_autoptr(GBytes) in = file_read(path, FILE_TEXT_MAX, NULL);
        charset_text t;
        g_assert_true(charset_decode(in, NULL, &t, NULL));
        g_test_message("%s", files[i].path);
        g_assert_cmpstr(format_probe(t.text)->name, ==, "ass");
        g_autoptr(speech) s = format_find("ass")->read(t.text, t.size, NULL, NULL);
        g_assert_cmpint(s ? speech_segment_count(s) : 0, ==, files[i].segments);
        if (s) {
            g_autofree char *back = write_again(s, NULL);
            g_autofree char *expected = sorted_lines(t.text), *got = sorted_lines(back);
            g_assert_cmpstr(got, ==, expected);
        }
        charset_clear(&t);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ass/rows", test_rows);
    g_test_add_func("/ass/ways", test_ways);
    g_test_add_func("/ass/changed", test_changed);
    g_test_add_func("/ass/moved", test_moved);
    g_test_add_func("/ass/limits", test_limits);
    g_test_add_func("/ass/suites", test_suites);
    return g_test_run();
}
