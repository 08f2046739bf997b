// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

#define OTHERS(rows)                                                                               \
    "? columns other than Chinese and English were left out, in so many rows: " rows ".\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"tabs", "你好。\tHello.\n再见。\tBye.\n", "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"English first", "Hello.\t你好。\nBye.\t再见。\n", "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"CSV with quotes", "zh,en\r\n你好。,\"Hello, \"\"you\"\".\"\r\n\"一\n二\",One two.\r\n",
     "- 你好。|Hello, \"you\".\n\n- 一\\n二|One two.\n"},
    {"Excel's", "sep=;\n你好。;Hello; there.\n再见。;Bye.\n",
     "- 你好。|Hello\n\n- 再见。|Bye.\n" OTHERS("1")},
    {"numbers and notes", "1\t你好。\tHello.\tnote\n2\t再见。\tBye.\t\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n" OTHERS("1")},
    {"names of columns", "中文\tEnglish\n你好。\tHello.\n再见。\tBye.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"a side that is empty", "你好。\tHello.\n再见。\tBye.\n三。\t\n四。\tFour.\n五。\tFive.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n\n- 三。|\n\n- 四。|Four.\n\n- 五。|Five.\n"},
    {"a quote that is none", "“好。”\t\"Yes,\" he said.\n再见。\tBye.\n",
     "- “好。”|\"Yes,\" he said.\n\n- 再见。|Bye.\n"},
    {"a row of nothing", "# a remark\n你好。\tHello.\n\n\t\n再见。\tBye.\n三。\tThree.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n\n- 三。|Three.\n? 4: there is no text in this row, so it "
     "was skipped.\n"},
    {"named columns, whatever the script", "No,EN,zh\n1,好,OK\n2,是,2019\n",
     "- OK|好\n\n- 2019|是\n"},
    {"guarded from computing", "你好。\t'=Hello.\n'-再见。\tBye.\n\"'+1 三\"\t''@one\n四\t'tis\n",
     "- 你好。|=Hello.\n\n- -再见。|Bye.\n\n- +1 三|'@one\n\n- 四|'tis\n"},
    {"nothing", "", "! There is no row with Chinese or English text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("table", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

// What is a table, and what is none though there are tabs or commas in it.
static const struct {
    const char *in, *format;
} probes[] = {
    {"你好。\tHello.\n再见。\tBye.\n", "table"},
    {"你好。,\"Hello, you.\"\n再见。,Bye.\n", "table"},
    {"你好，朋友。\nHello, friend.\n再见，朋友。\nBye, friend.\n", "transcript"},
    {"0.5\t1.25\t你好\n1.25\t3\tHello\n", "labels"},
    {"0.5\t1.25\t你好\tHello\n1.25\t3\t再见\tBye\n", "tsv"},
    {"start\tend\tparagraph\n1\t2\t1\n", "labels"},
    {"1\t你好。\tHello.\tnote\n2\t再见。\tBye.\t\n", "table"},
    {"zh\ten\nOK\t好\n", "table"},
    {"各位, 早上好\nGood morning, all\n", "transcript"},
};

static void test_probes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(probes); i++)
        g_assert_cmpstr(format_probe(probes[i].in)->name, ==, probes[i].format);
}

// What a spreadsheet would compute, and what stands between quotes.
static void test_write(void)
{
    static const char *const texts[][LANGUAGES] = {
        {"=1+1", "+1"},    {"-一", "@me"},      {"'=", "''+"}, {"\"引\"", "a\tb"},
        {"一\n二", "one"}, {"=一\n\"二\"", ""}, {"", "\"=\""}, {"'tis", "a\"b"},
    };
    g_autoptr(speech_builder) b = speech_builder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        segment g = {TIME_NONE, TIME_NONE, .confidence = -1, .text = {texts[i][0], texts[i][1]}};
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &g);
    }
    g_autoptr(speech) s = speech_builder_end(b);
    g_autofree char *all = dump_short(s);
    static const char *const formats_written[] = {"table", "tsv", "csv"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats_written); i++) {
        const format *f = format_find(formats_written[i]);
        g_autoptr(GString) file = g_string_new(NULL);
        g_autoptr(report) r = report_new();
        g_assert_true(f->write(s, file, r, NULL));
        g_assert_cmpint(report_count(r), ==, 0);
        g_assert_null(strstr(file->str, "\t="));
        g_assert_null(strstr(file->str, "\n-"));
        g_assert_null(strstr(file->str, ",="));
        g_autofree char *got = dump_read(f->name, file->str, file->len);
        g_assert_cmpstr(got, ==, all);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/table/rows", test_rows);
    g_test_add_func("/table/probes", test_probes);
    g_test_add_func("/table/write", test_write);
    return g_test_run();
}
