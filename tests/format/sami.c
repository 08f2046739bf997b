// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {

    {"plain",
     "<SAMI>\n<BODY>\n<SYNC Start=1000><P Class=A>\na\n<SYNC Start=2000><P Class=A>&nbsp;\n<SYNC "
     "Start=3000><P Class=A>b <i>c</i><BR>d\n</BODY></SAMI>",
     "1000-2000 |a\n\n3000-8000 |b c\\nd\n"},
    {"without classes", "<sync start=\"1000\">a<sync start='2000'><p>b",
     "1000-2000 |a\n\n2000-7000 |b\n"},
    {"an end", "<sync start=1000 end=1500><p>a<sync start=2000>", "1000-1500 |a\n"},
    {"an empty SYNC ends all",
     "<sami><sync start=1000><p class=a>a<sync start=2000>\n<sync start=3000><p class=a>b<sync "
     "start=4000><p class=a>&nbsp;",
     "1000-2000 |a\n\n3000-4000 |b\n"},
    {"entities", "<sync start=1000>a &amp;&lt;b&gt; &quot;&#228;&#x4f60;&#0;&x &NBSP",
     "1000-6000 |a &<b> \"ä你\357\277\275&x\n"},
    {"silence of no class", "<sync start=1000><p class=a>a<sync start=2000><p>&#160;",
     "1000-2000 |a\n"},
    {"two classes at a time",
     "<sami><style><!--\n.ZH {Name:x; lang:zh-CN;} .EN{ Lang : en-US }\n--></style><sync "
     "start=1000><p class=zh>早<p class=en>Good<sync start=2000><p class=zh>1998<p "
     "class=en>1998<sync start=3000><p class=zh>&nbsp;<p class=en>&nbsp;",
     "1000-2000 早|Good\n\n2000-3000 1998|1998\n"},
    {"two classes in turn",
     "<sync start=1000><p class=a>早上<sync start=2000><p class=a>&nbsp;<sync start=1100><p "
     "class=b>Good day<sync start=2100><p class=b>&nbsp;",
     "1000-2100 早上|Good day\n"},
    {"a style sheet that is wrong",
     "<sami><style>.A {lang:en-US;} .B {lang:zh-CN}</style><sync start=1000><p class=a>早上<p "
     "class=b>Good<sync start=2000>",
     "1000-2000 早上|Good\n"},
    {"one class, two languages",
     "<sync start=1000><p class=a>早上好<br>Good morning<sync start=2000>",
     "1000-2000 早上好|Good morning\n"},
    {"a class twice at a time",
     "<sync start=1000><p class=a id=source>Ann<p class=a>a<sync start=2000>",
     "1000-2000 |Ann\\na\n"},
    {"tags and comments",
     "<sami><head><title>x</title></head><sync start=1000><!-- <sync start=1500> --><p>a<font "
     "color=red>b</font> <3 1 < 2</p><sync start=2000>",
     "1000-2000 |ab <3 1 < 2\n"},
    {"damaged",
     "<sami>\nx<sync start=soon><p>a\n<sync><p>b\n<sync start=1000>c\n<sync start=-5>d\n<sync "
     "start=99999999999999>e",
     "0-1000 |d\n\n1000-6000 |c\n"
     "? 1: there are no times here, so it was skipped.\n"
     "? 2: the times of the cue cannot be read, so it was skipped.\n"
     "? 3: the times of the cue cannot be read, so it was skipped.\n"
     "? 5: the cue starts before the one above; all were put in order of time.\n"
     "? 6: the cue lies beyond 1000 hours, so it was skipped.\n"
     "? 5: the cue starts before the beginning; it starts there.\n"},
    {"nothing", "<sami><sync start=1000><p>&nbsp;", "! There is no cue in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("sami", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        if (*rows[i].out != '!')
            g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "sami");
    }
}

static void test_suite(void)
{
    const char *path = suite("suites/npm-subsrt/test/fixtures/sample.smi");
    if (!path)
        return;
    g_autofree char *text = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    g_assert_cmpstr(format_probe(text)->name, ==, "sami");
    g_autoptr(speech) s = format_find("sami")->read(text, size, NULL, NULL);
    g_assert_cmpint(speech_segment_count(s), ==, 6);
    g_assert_cmpstr(speech_segment(s, 0)->text[LANGUAGE_EN], ==, "500년 전,");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sami/rows", test_rows);
    g_test_add_func("/sami/suite", test_suite);
    return g_test_run();
}
