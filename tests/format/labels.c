// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"seconds", "0.5\t1.25\t1\n1.25\t3\t2\n", "500-1250 |\n\n1250-3000 |\n"},
    {"clock times", "0:01\t1:02.5\t1\n1:00:00\t1:00:01\t2\n",
     "1000-62500 |\n\n3600000-3601000 |\n"},
    {"spaces", "0.5 1.25 1\n", "500-1250 |\n"},
    {"audacity", "0.500000\t1.250000\t早上好 大家\n\\\t100.0\t2000.0\n2.000000\t3.000000\tGood\n",
     "500-1250 早上好 大家|\n\n2000-3000 |Good\n"},
    {"frequencies of nothing", "\\\t1\t2\n1\t2\ta\n\\\t1\t2\n\\\t3\t4\n",
     "1000-2000 |a\n? 1: the frequencies belong to no label, so they were left out.\n"
     "? 4: the frequencies belong to no label, so they were left out.\n"},
    {"decimal comma", "0,5\t1,25\ta\n", "500-1250 |a\n"},
    {"points", "1.0\t1.0\t1\n2.0\t2.0\t2\n", "1000-2000 |\n\n2000-7000 |\n"},
    {"no text", "1\t2\n2\t3\t\n", "1000-2000 |\n\n2000-3000 |\n"},
    {"names of columns", "start\tend\tparagraph\n1\t2\t1\n", "1000-2000 |\n"},
    {"sorted", "2\t3\tb\n1\t2\ta\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"bad lines", "1\t2\ta\nx\ty\n3\t2\tb\n-1\t2\tc\n",
     "0-2000 |c\n\n1000-2000 |a\n? 2: there are no times here, so it was skipped.\n"
     "? 3: the span ends before it starts, so it was skipped.\n"
     "? 4: the cue starts before the beginning; it starts there.\n"},
    {"before the beginning", "-2\t-1\ta\n1\t2\tb\n",
     "1000-2000 |b\n? 1: the cue lies before the beginning, so it was skipped.\n"},
    {"both languages", "1\t2\t你好 | Hello\n2\t3\tBye | 再见\n3\t4\tzh: OK | en: 好\n4\t5\ten: 5\n",
     "1000-2000 你好|Hello\n\n2000-3000 再见|Bye\n\n3000-4000 OK|好\n\n4000-5000 |5\n"},
    {"a mark that is none", "1\t2\tone | two\n2\t3\t一 | two | 三\n",
     "1000-2000 |one | two\n\n2000-3000 一 | two | 三|\n"},
    {"nothing", "", "! There is no line with a start and an end in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("labels", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

// Frequencies, comments, numbers and labels of no length come back.
static void test_kept(void)
{
    static const char in[] =
        "# a\n2.0\t3\tb\r\n\\\t100.0\t2000.5\r\n\n#b\n1\t2\ta\n# c\n\\\t1\t2\n4\t4\td\n5\t6\t7\n";
    static const char out[] = "#b\n1.000000\t2.000000\ta\n\\\t1\t2\n"
                              "# a\n2.000000\t3.000000\tb\n\\\t100.0\t2000.5\n"
                              "# c\n4.000000\t4.000000\td\n"
                              "5.000000\t6.000000\t7\n";
    g_autoptr(report) r = report_new();
    g_autoptr(speech) s = format_find("labels")->read(in, strlen(in), r, NULL);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(format_find("labels")->write(s, file, r, NULL));
    g_assert_cmpstr(file->str, ==, out);
    g_assert_cmpint(report_count(r), ==, 0);
    g_assert_cmpint(format_losses(format_find("srt"), s, r), ==, 1);
}

// What comes back, and what is said to be lost.
static const struct {
    const char *zh, *en, *file, *back, *report;
} written[] = {
    {"你好", "Hello", "你好 | Hello", "你好|Hello", NULL},
    {"OK", "好", "zh: OK | en: 好", "OK|好", NULL},
    {"你好", "", "你好", "你好|", NULL},
    {"", "2019", "en: 2019", "|2019", NULL},
    {"", "你好 Hello there all", "en: 你好 Hello there all", "|你好 Hello there all", NULL},
    {"一 | 二", "a | b", "一 | 二 | a | b", "一 | 二|a | b", NULL},
    {"", "", "", "|", NULL},
    {"一\n二", "One\ntwo", "一 二 | One two", "一 二|One two",
     "lines of texts were joined, because a label is one line: 1."},
    {"x | en: y", "z", "zh: x | en: y | en: z", "x|y | en: z",
     "texts that will not be read again as they are: 1."},
};

static void test_write(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(written); i++) {
        segment g = {1000001, 2000000, .confidence = -1, .text = {written[i].zh, written[i].en}};
        g_autoptr(speech_builder) b = speech_builder_new();
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &g);
        g_autoptr(speech) s = speech_builder_end(b);
        g_autoptr(GString) file = g_string_new(NULL);
        g_autoptr(report) r = report_new();
        g_assert_true(format_find("labels")->write(s, file, r, NULL));
        g_autofree char *line = g_strdup_printf("1.000001\t2.000000\t%s\n", written[i].file);
        g_assert_cmpstr(file->str, ==, line);
        g_autofree char *back = g_strdup_printf("1000-2000 %s\n", written[i].back);
        g_autofree char *got = dump_read("labels", file->str, file->len);
        g_assert_cmpstr(got, ==, back);
        g_assert_cmpstr(report_count(r) ? report_message(r, 0) : NULL, ==, written[i].report);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/labels/rows", test_rows);
    g_test_add_func("/labels/kept", test_kept);
    g_test_add_func("/labels/write", test_write);
    return g_test_run();
}
