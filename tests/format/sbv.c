// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {

    {"plain", "0:00:00.599,0:00:04.160\na\n\n0:00:04.160,0:00:06.770\nb\n",
     "599-4160 |a\n\n4160-6770 |b\n"},
    {"lines", "0:00:01.000,0:00:02.000\na[br]b[x] [BR]c\n\nd\n\n", "1000-2000 |a\\nb[x]\\nc\\nd\n"},
    {"bilingual", "0:00:01.000,0:00:02.000\n早上好[br]Good morning\n",
     "1000-2000 早上好|Good morning\n"},
    {"bilingual, two cues",
     "0:00:01.000,0:00:02.000\n早上好\n\n0:00:01.000,0:00:02.000\nGood morning\n",
     "1000-2000 早上好|Good morning\n"},
    {"SubViewer", "[INFORMATION]\n[TITLE]x\n\n00:04:35.03,00:04:38.82\r\na\r\n",
     "275030-278820 |a\n? 1: there are no times here, so it was skipped.\n"},
    {"CR, long hours, no fraction", "100:00:01,100:00:02\ra\r", "360001000-360002000 |a\n"},
    {"numbers and times in the text",
     "0:00:01.000,0:00:02.000\n12,5\n10:30 - 11:45,x\n10:30,later\n",
     "1000-2000 |12,5\\n10:30 - 11:45,x\\n10:30,later\n"},
    {"bad times",
     "0:00:01.000,0:00:02.000\na\n\n0:61:01.000,0:62:02.000\nb\n\n0:00:04,0:00:03\nc\n\n9999:00:00,"
     "9999:00:01\nd\n",
     "1000-2000 |a\n\n3661000-3722000 |b\n"
     "? 4: minutes or seconds above 59 are taken as they stand.\n? 7: the cue "
     "ends before it starts, so it was skipped.\n? 10: the times of the cue cannot be read, so it "
     "was skipped.\n"},
    {"out of order", "0:00:03.000,0:00:04.000\nb\n\n0:00:01.000,0:00:02.000\na\n",
     "1000-2000 |a\n\n3000-4000 |b\n? 4: the cue starts before the one above; all were put in "
     "order of time.\n"},
    {"SubViewer 1",
     "[TITLE]\nx\n[BEGIN]\n******** START SCRIPT ********\n[00:00:01]\n早|Hi\n[00:00:03]\n\n"
     "[00:00:04]\nb\n[br]\n[00:00:05]\nc\n\n[end]\n",
     "1000-3000 早|Hi\n\n4000-5000 |b\\n[br]\n\n5000-10000 |c\n"
     "? 1: there are no times here, so it was skipped.\n"},
    {"nothing", "a\n",
     "! There is no cue in it.\n? 1: there are no times here, so it was skipped.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("sbv", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        if (*rows[i].out != '!')
            g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "sbv");
    }
}

static void test_suite(void)
{
    const char *path = suite("suites/npm-subsrt/test/fixtures/sample.sbv");
    if (!path)
        return;
    g_autofree char *text = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    g_assert_cmpstr(format_probe(text)->name, ==, "sbv");
    g_autoptr(speech) s = format_find("sbv")->read(text, size, NULL, NULL);
    g_assert_cmpint(speech_segment_count(s), ==, 5);
    g_assert_cmpstr(speech_segment(s, 0)->text[LANGUAGE_EN], ==,
                    ">> ALICE: Hi, my name is Alice Miller\nand this is John Brown");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sbv/rows", test_rows);
    g_test_add_func("/sbv/suite", test_suite);
    return g_test_run();
}
