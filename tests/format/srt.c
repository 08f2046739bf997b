// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "speech/build.h"

#define T1            "00:00:01,000 --> 00:00:02,000\n"
#define T2            "00:00:02,000 --> 00:00:03,000\n"
#define SKIPPED(line) "? " line ": the times of the cue cannot be read, so it was skipped.\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"plain", "1\n" T1 "a\nb\n\n2\n" T2 "c\n", "1000-2000 |a\\nb\n\n2000-3000 |c\n"},
    {"two languages", "1\n" T1 "早上好\nGood morning\n", "1000-2000 早上好|Good morning\n"},
    {"crlf", "1\r\n00:00:01,000 --> 00:00:02,000\r\na\r\nb\r\n\r\n", "1000-2000 |a\\nb\n"},
    {"cr", "1\r00:00:01,000 --> 00:00:02,000\ra\r\r2\r00:00:02,000 --> 00:00:03,000\rb",
     "1000-2000 |a\n\n2000-3000 |b\n"},
    {"no numbers", T1 "a\n\n" T2 "b\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"no blank line", "1\n" T1 "a\n2\n" T2 "b\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"blank line inside", "1\n" T1 "a\n\nb\n\n2\n" T2 "c\n", "1000-2000 |a\\nb\n\n2000-3000 |c\n"},
    {"text that is a number", "1\n" T1 "2020\n\n2\n" T2 "7\n", "1000-2000 |2020\n\n2000-3000 |7\n"},
    {"a number above the next", "1\n" T1 "a\n2020\n" T2 "b\n",
     "1000-2000 |a\\n2020\n\n2000-3000 |b\n"},
    {"repeated numbers", "1\n" T1 "a\n\n1\n" T2 "b\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"points and short fractions", "1\n0:00:01.5 --> 0:00:02.25\na\n", "1500-2250 |a\n"},
    {"no fraction, no hours", "1\n00:01 --> 01:02\na\n", "1000-62000 |a\n"},
    {"many hours", "1\n100:00:00,000 --> 100:00:01,000\na\n", "360000000-360001000 |a\n"},
    {"a short arrow", "1\n00:00:01,000 -> 00:00:02,000\na\n", "1000-2000 |a\n"},
    {"coordinates", "1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2 Y1:3 Y2:4\na\n", "1000-2000 |a\n"},
    {"text behind the times", "1\n00:00:01,000 --> 00:00:02,000 a\nb\n", "1000-2000 |a\\nb\n"},
    {"tags", "1\n" T1 "{\\an8}<i>a</i> <font color=\"red\">b</font> 2<3 <x> {c}\n",
     "1000-2000 |a b 2<3 <x> {c}\n"},
    {"out of order", "1\n" T2 "b\n\n2\n" T1 "a\n",
     "1000-2000 |a\n\n2000-3000 |b\n"
     "? 6: the cue starts before the one above; all were put in order of time.\n"},
    {"same times, two languages", "1\n" T1 "好\n\n2\n" T1 "good\n", "1000-2000 好|good\n"},
    {"same times, one language", "1\n" T1 "a\n\n2\n" T1 "a\n", "1000-2000 |a\n\n1000-2000 |a\n"},
    {"end before start", "1\n00:00:03,000 --> 00:00:01,000\nlost\n\n2\n" T2 "a\n",
     "2000-3000 |a\n? 2: the cue ends before it starts, so it was skipped.\n"},
    {"character references",
     "1\n00:00:01,000 --> 00:00:03,000\nR&amp;D &lt;3 &#39;s&#x27; AT&T & co; &nbsp;x &copy "
     "&quot;a&quot;\n",
     "1000-3000 |R&D <3 's' AT&T & co; \u00a0x &copy \"a\"\n"},
    {"languages some ms apart",
     "1\n00:00:01,000 --> 00:00:03,000\n你好\n\n2\n00:00:01,040 --> 00:00:03,020\nHello\n\n"
     "3\n00:00:03,040 --> 00:00:05,000\nBye\n\n4\n00:00:03,060 --> 00:00:05,000\n再见\n",
     "1000-3020 你好|Hello\n\n3040-5000 再见|Bye\n"},
    {"languages in turn, one short",
     "1\n00:00:01,000 --> 00:00:01,140\n你好\n\n2\n00:00:01,140 --> 00:00:03,020\nHello\n",
     "1000-1140 你好|\n\n1140-3020 |Hello\n"},
    {"negative", "1\n-00:00:01,000 --> 00:00:01,000\na\n",
     "0-1000 |a\n? 2: the cue starts before the beginning; it starts there.\n"},
    {"too late", "1\n1000:00:01,000 --> 99999999:00:02,000\na\n\n2\n" T2 "b\n",
     "2000-3000 |b\n? 2: the cue lies beyond 1000 hours, so it was skipped.\n"},
    {"bad times", "1\n" T1 "a\n\n2\n00:00:0x,000 --> 00:00:02,000\nlost\n\n3\n" T2 "b\n",
     "1000-2000 |a\n\n2000-3000 |b\n" SKIPPED("6")},
    {"an arrow in the text", "1\n" T1 "a --> b\n", "1000-2000 |a --> b\n"},
    {"text above", "hello\nthere\n\n1\n" T1 "a\n",
     "1000-2000 |a\n? 1: there are no times here, so it was skipped.\n"},
    {"an empty cue", "1\n" T1 "\n2\n" T2 "a\n", "1000-2000 |\n\n2000-3000 |a\n"},
    {"numbers with blank lines around", "1\n\n" T1 "\na\n\n\n2\n\n" T2 "\nb\n\n3",
     "1000-2000 |a\n\n2000-3000 |b\\n3\n"},
    {"a number that is text above times without", T1 "2\n\n" T2 "2020\n\n",
     "1000-2000 |2\n\n2000-3000 |2020\n"},
    {"two files", "1\n" T1 "a\n\n\357\273\2771\n" T2 "b\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"a Chinese keyboard",
     "1\n00：00：01，000—>00：00：02，500\na\n\n2\n00;00;03,000 → 0:00:60\nb\n",
     "1000-2500 |a\n\n3000-60000 |b\n"
     "? 6: minutes or seconds above 59 are taken as they stand.\n"},
    {"minutes and seconds above 59",
     "1\n00:75:10,000 --> 00:75:80,500\na\n\n2\n75:10 --> 75:11\nb\n\n"
     "3\n00:120:00,000 --> 00:120:01,000\nc\n",
     "4510000-4580500 |a\n\n4510000-4511000 |b\n\n7200000-7201000 |c\n"
     "? 2: minutes or seconds above 59 are taken as they stand.\n"
     "? 10: minutes or seconds above 59 are taken as they stand.\n"},
    {"places", "1\n00:00:01,000 --> 00:00:02,000 align:middle line:90%\na\n", "1000-2000 |a\n"},
    {"no place", "1\n00:00:01,000 --> 00:00:02,000 NOTE: line\na\n", "1000-2000 |NOTE: line\\na\n"},
    {"tags in braces", "1\n" T1 "{b}a{/b} {y:i}{C:$0000FF}b<br>c<BR/>d {x:y} {} <> {\n",
     "1000-2000 |a b\\nc\\nd {x:y} {} <> {\n"},
    {"numbers and an arrow in the text", "1\n" T1 "10 --> 20\n5 -> 6\n10:00 → 11:00\n",
     "1000-2000 |10 --> 20\\n5 -> 6\\n10:00 → 11:00\n"},
    {"nothing", "", "! There is no cue in it.\n"},
    {"cut off", "1\n" T1 "a\n\n2\n00:00:02,000 --> 0", "1000-2000 |a\n" SKIPPED("6")},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("srt", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

static void test_write(void)
{
    static const char text[] = "1\n" T1 "好\ngood\n\n2\n" T2 "a\n\n";
    g_autoptr(speech) s = format_find("srt")->read(text, strlen(text), NULL, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(format_find("srt")->write(s, out, NULL, NULL));
    g_assert_cmpstr(out->str, ==, text);
}

static void upper(void *data, int index, segment *g, GArray *words)
{
    (void)data, (void)index, (void)words;
    g->text[LANGUAGE_EN] = "Changed.";
}

// Two cues that are one segment keep what both had.
static void test_two(void)
{
    static const char in[] = "1\n" T1 "<i>好</i>\r\n\r\n2\n" T1 "so<br>good \n\n"
                             "3\n" T2 "好\n\n4\n00:00:02,000 --> 00:00:03,000 X1:1\n{b}a{/b}";
    static const char out[] = "1\n" T1 "<i>好</i>\nso<br>good\n\n"
                              "2\n00:00:02,000 --> 00:00:03,000 X1:1\n好\n{b}a{/b}\n\n";
    g_autoptr(speech) s = format_find("srt")->read(in, strlen(in), NULL, NULL);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(format_find("srt")->write(s, file, NULL, NULL));
    g_assert_cmpstr(file->str, ==, out);
}

// A cue without a text is none, and that is said.
static void test_empty(void)
{
    static const char in[] = "1\n" T1 "\n2\n" T2 "a\n\n";
    g_autoptr(speech) s = format_find("srt")->read(in, strlen(in), NULL, NULL);
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_cmpint(speech_segment_count(s), ==, 2);
    g_assert_true(format_find("srt")->write(s, file, r, NULL));
    g_assert_cmpstr(file->str, ==, "1\n" T2 "a\n\n");
    g_assert_cmpint(report_count(r), ==, 1);
}

// What is no text comes back, but not where the text is another by now.
static void test_kept(void)
{
    static const char text[] = "1\n00:00:01,000 --> 00:00:02,000 X1:10 Y1:20\r\n<i>Good</i>\r\n"
                               "{\\an8}day<br>all\r\n\n2\n" T2 "a\n\n";
    static const char same[] = "1\n00:00:01,000 --> 00:00:02,000 X1:10 Y1:20\n<i>Good</i>\n"
                               "{\\an8}day<br>all\n\n2\n" T2 "a\n\n";
    static const char changed[] =
        "1\n00:00:01,000 --> 00:00:02,000 X1:10 Y1:20\nChanged.\n\n2\n" T2 "Changed.\n\n";
    g_autoptr(speech) s = format_find("srt")->read(text, strlen(text), NULL, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    format_find("srt")->write(s, out, NULL, NULL);
    g_assert_cmpstr(out->str, ==, same);
    g_assert_cmpint(format_losses(format_find("vtt"), s, NULL), ==, 1);
    g_assert_cmpint(format_losses(format_find("srt"), s, NULL), ==, 0);

    g_autoptr(speech_builder) b = speech_builder_from(s, upper, NULL);
    g_autoptr(speech) other = speech_builder_end(b);
    g_string_truncate(out, 0);
    format_find("srt")->write(other, out, NULL, NULL);
    g_assert_cmpstr(out->str, ==, changed);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/srt/rows", test_rows);
    g_test_add_func("/srt/write", test_write);
    g_test_add_func("/srt/two", test_two);
    g_test_add_func("/srt/empty", test_empty);
    g_test_add_func("/srt/kept", test_kept);
    return g_test_run();
}
