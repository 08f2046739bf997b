// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"named", "start\tend\tzh\ten\n0:00:01.5\t0:02\t你好\tHello\n2\t3.25\tOK\t好\n",
     "1500-2000 你好|Hello\n\n2000-3250 OK|好\n"},
    {"other names, order and delimiter, columns of no use",
     "No;English;开始;结束;中文\n1;Hello, you;1,5;2;你好\n", "1500-2000 你好|Hello, you\n"},
    {"one column of text", "Start,End,Text\r\n1,2.5,\"你好, 朋友\nHi\"\r\n",
     "1000-2500 你好, 朋友|Hi\n"},
    {"without names", "1\t2\tHello\t你好\n2\t3\tBye\t再见\n",
     "1000-2000 你好|Hello\n\n2000-3000 再见|Bye\n"},
    {"whole milliseconds", "start\tend\ttext\n0\t1500\tHello there\n1500\t2000\tBye\n",
     "0-1500 |Hello there\n\n1500-2000 |Bye\n"},
    {"seconds, for one has decimals", "start\tend\ttext\n0\t1\tHello\n1\t2.5\tBye\n",
     "0-1000 |Hello\n\n1000-2500 |Bye\n"},
    {"without times, out of order, guarded",
     "start\tend\tzh\ten\n3\t4\t一\t'=1\n\t\t二\t\n1\t2\t三\t\n",
     "3000-4000 一|=1\n\n- 二|\n\n1000-2000 三|\n"},
    {"times that cannot be",
     "start\tend\tzh\ten\n2\t1\t一\tOne\nx\t2\t二\tTwo\n1\t9999999999\t三\t\n1\t2\t\t\n",
     "- 一|One\n\n- 二|Two\n\n- 三|\n"
     "? 2: the times in this row cannot be, so it has none now.\n"
     "? 3: the times in this row cannot be, so it has none now.\n"
     "? 4: the times in this row cannot be, so it has none now.\n"
     "? 5: there is no text in this row, so it was skipped.\n"},
    {"behind a number", "1\t0:01\t0:02\tHello\t你好\n2\t0:02\t0:03\tBye\t再见\n",
     "1000-2000 你好|Hello\n\n2000-3000 再见|Bye\n"},
    {"two texts", "序号,开始时间(秒),结束时间（秒）,原文,译文\n1,1.5,2.5,你好,Hello\n",
     "1500-2500 你好|Hello\n"},
    {"texts without names", "#\tstart_time\tend_time\tA\tB\n1\t1\t2\t你好\tHello\n",
     "1000-2000 你好|Hello\n"},
    {"milliseconds by name",
     "Number,Start time in milliseconds,End time in milliseconds,Text\n1,1000,2500,Hello\n",
     "1000-2500 |Hello\n"},
    {"milliseconds by name, two languages", "start_ms\tend_ms\tzh\ten\n1000\t2000\t你好\tHello\n",
     "1000-2000 你好|Hello\n"},
    {"duration", "Start,Duration,Text\n1,2,Hello\n2,1000:00:00,Bye\n",
     "1000-3000 |Hello\n\n- |Bye\n? 3: the times in this row cannot be, so it has none now.\n"},
    {"commas without quotes", "start,end,text\n1.5,2,Hello, you, there,,\n",
     "1500-2000 |Hello, you, there\n"},
    {"spaces around quotes", "start, end, zh, en\n1, 2, \"你好\" , \"Hello, you\"\n",
     "1000-2000 你好|Hello, you\n"},
    {"brackets and traditional", "開始,結束,Chinese (Traditional),English [US]\n1,2,OK,是\n",
     "1000-2000 OK|是\n"},
    {"nothing", "start\tend\tzh\ten\n", "! There is no row with Chinese or English text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("tsv", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        const char *name = strchr(rows[i].in, '\t') ? "tsv" : "csv";
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, name);
    }
}

// Times are rounded to milliseconds, and never the same.
static void test_write(void)
{
    static const segment given[] = {
        {1499600, 1499700, .confidence = -1, .text = {"一", "One"}},
        {TIME_MAX - 1, TIME_MAX, .confidence = -1, .text = {"二", "Two"}},
        {0, 1, .confidence = -1, .text = {"", ""}},
    };
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_true(format_find("tsv")->write(s, file, r, NULL));
    g_assert_cmpstr(file->str, ==,
                    "start\tend\tzh\ten\n00:00:01.500\t00:00:01.501\t一\tOne\n"
                    "999:59:59.999\t1000:00:00.000\t二\tTwo\n");
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_cmpstr(report_message(r, 0), ==, "segments without text were left out: 1.");
}

// Other columns come back behind the texts.
static const struct {
    const char *in, *out; // NULL: the same
    int lost;             // kinds of what SRT does not hold
} others[] = {
    {"start\tend\tzh\ten\n00:00:01.000\t00:00:02.000\t好\tGood\n", NULL, 0},
    {"start\tend\tzh\ten\tspeaker\tnote\n00:00:01.000\t00:00:02.000\t好\tGood\tMei\t'=1\n"
     "00:00:02.000\t00:00:03.000\t一\tOne\n00:00:03.000\t00:00:04.000\t二\tTwo\t\t\"a\nb\"\n",
     NULL, 1},
    {"No\tspeaker\tstart\tend\tduration\tzh\ten\n1\t\t1\t2\t1\t好\tSo, good\tas\tit\n",
     "start\tend\tzh\ten\tNo\tspeaker\n"
     "00:00:01.000\t00:00:02.000\t好\tSo, good as it\t1\t\n",
     1},
    {"1\t1\t2\tGood\t好\n2\t2\t3\tOne\t一\tx\n",
     "start\tend\tzh\ten\t\t\n00:00:01.000\t00:00:02.000\t好\tGood\t1\n"
     "00:00:02.000\t00:00:03.000\t一\tOne\t2\tx\n",
     1},
    {"zh\tstart\tend\n好\t1\t2\tx\ty\n",
     "start\tend\tzh\ten\t\t\n00:00:01.000\t00:00:02.000\t好\t\tx\ty\n", 1},
    {"start,end,zh,speaker\n1,2,好,\"A, B\"\n",
     "start,end,zh,en,speaker\n"
     "00:00:01.000,00:00:02.000,好,,\"A, B\"\n",
     1},
};

static void test_others(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        const format *f = format_find(strchr(others[i].in, '\t') ? "tsv" : "csv");
        const char *out = others[i].out ? others[i].out : others[i].in;
        g_autoptr(report) r = report_new();
        g_autoptr(speech) s = f->read(others[i].in, strlen(others[i].in), r, NULL);
        g_autoptr(GString) file = g_string_new(NULL), twice = g_string_new(NULL);
        g_assert_true(f->write(s, file, r, NULL));
        g_assert_cmpstr(file->str, ==, out);
        g_assert_cmpint(report_count(r), ==, 0);
        g_autoptr(speech) again = f->read(file->str, file->len, r, NULL);
        g_assert_true(f->write(again, twice, r, NULL));
        g_assert_cmpstr(twice->str, ==, out);
        g_assert_cmpint(format_losses(format_find("srt"), s, r), ==, others[i].lost);
    }
}

// Tabs and commas hold the same.
static void test_csv(void)
{
    static const char in[] = "start\tend\tzh\ten\tspeaker\n1\t2\t好\tGood\tA, B\n";
    static const char out[] =
        "start,end,zh,en,speaker\n00:00:01.000,00:00:02.000,好,Good,\"A, B\"\n";
    const format *csv = format_find("csv");
    g_autoptr(speech) s = format_find("tsv")->read(in, strlen(in), NULL, NULL);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(csv->write(s, file, NULL, NULL));
    g_assert_cmpstr(file->str, ==, out);
    g_assert_true(format_is_own(csv, s));
    g_assert_false(format_is_own(format_find("table"), s));
    g_assert_cmpint(format_losses(csv, s, NULL), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tsv/rows", test_rows);
    g_test_add_func("/tsv/others", test_others);
    g_test_add_func("/tsv/csv", test_csv);
    g_test_add_func("/tsv/write", test_write);
    return g_test_run();
}
