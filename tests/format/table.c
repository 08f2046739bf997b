// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"tabs", "你好。\tHello.\n再见。\tBye.\n", "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"English first", "Hello.\t你好。\nBye.\t再见。\n", "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"CSV with quotes",
     "\xef\xbb\xbf"
     "zh,en\r\n你好。,\"Hello, \"\"you\"\".\"\r\n\"一\n二\",One two.\r\n",
     "- 你好。|Hello, \"you\".\n\n- 一\\n二|One two.\n"},
    {"Excel's", "sep=;\n你好。;Hello; there.\n再见。;Bye.\n", "- 你好。|Hello\n\n- 再见。|Bye.\n"},
    {"numbers and notes", "1\t你好。\tHello.\tnote\n2\t再见。\tBye.\t\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"names of columns", "中文\tEnglish\n你好。\tHello.\n再见。\tBye.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"a side that is empty", "你好。\tHello.\n再见。\tBye.\n三。\t\n四。\tFour.\n五。\tFive.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n\n- 三。|\n\n- 四。|Four.\n\n- 五。|Five.\n"},
    {"a quote that is none", "“好。”\t\"Yes,\" he said.\n再见。\tBye.\n",
     "- “好。”|\"Yes,\" he said.\n\n- 再见。|Bye.\n"},
    {"a row of nothing", "# a remark\n你好。\tHello.\n\n\t\n再见。\tBye.\n三。\tThree.\n",
     "- 你好。|Hello.\n\n- 再见。|Bye.\n\n- 三。|Three.\n? 4: there is no text in this row, so it "
     "was skipped.\n"},
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
    {"各位, 早上好\nGood morning, all\n", "transcript"},
};

static void test_probes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(probes); i++)
        g_assert_cmpstr(format_probe(probes[i].in)->name, ==, probes[i].format);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/table/rows", test_rows);
    g_test_add_func("/table/probes", test_probes);
    return g_test_run();
}
