// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {

    {"with a rate", "{1}{1}25.000\n{25}{50}a|b\n{50}{75}早\n",
     "1000-2000 |a\\nb\n\n2000-3000 早|\n"},
    {"rate with a comma", "{0}{0}12,5\n{25}{50}a\n", "2000-4000 |a\n"},
    {"without a rate", "{0}{23976}a\n",
     "0-1000000 |a\n? no frame rate is given, so 23.976 frames a second are assumed.\n"},
    {"a rate that is none", "{1}{1}0\n{24}{48}a\n",
     "1001-2002 |a\n? no frame rate is given, so 23.976 frames a second are assumed.\n? 1: the cue "
     "has no length, so it was skipped.\n"},
    {"bilingual", "{1}{1}25\n{25}{50}早上好|Good morning\n{50}{75}再见\n{50}{75}Bye\n",
     "1000-2000 早上好|Good morning\n\n2000-3000 再见|Bye\n"},
    {"controls", "{1}{1}25\n{25}{50}{y:i}{C:$0000FF}/a {b} 1/2|/{f:Arial}c\n",
     "1000-2000 |a {b} 1/2\\nc\n"},
    {"without an end", "{1}{1}25\n{25}{}a\n{50}{}b\n", "1000-2000 |a\n\n2000-7000 |b\n"},
    {"rate with a unit", "{1}{1}25 fps\n{25}{50}a\n", "1000-2000 |a\n"},
    {"tenths of a second", "[10][25]早|/Hi {y:i}\n[30][]b\n{1}{1}c\n",
     "1000-2500 早|Hi\n\n3000-8000 |b\n? 3: there are no times here, so it was skipped.\n"},
    {"damaged", "{1}{1}25\n{25}{50}a\nx\n{75}{50}b\n{100}{99999999999}c\n{100}{9999999999}d\n",
     "1000-2000 |a\n? 3: there are no times here, so it was skipped.\n? 5: there are no times "
     "here, so it was skipped.\n? 4: the cue ends before it starts, so it was skipped.\n? 6: the "
     "cue lies beyond 1000 hours, so it was skipped.\n"},
    {"nothing at all", "x\n",
     "! There is no cue in it.\n? 1: there are no times here, so it was skipped.\n"},
    {"nothing", "{1}{1}25\n", "! There is no cue in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("microdvd", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        if (*rows[i].out != '!')
            g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "microdvd");
    }
}

static void test_suite(void)
{
    const char *path = suite("suites/npm-subsrt/test/fixtures/sample.sub");
    if (!path)
        return;
    g_autofree char *text = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    g_assert_cmpstr(format_probe(text)->name, ==, "microdvd");
    g_autoptr(speech) s = format_find("microdvd")->read(text, size, NULL, NULL);
    g_assert_cmpint(speech_segment_count(s), ==, 5);
    g_assert_cmpstr(speech_segment(s, 0)->text[LANGUAGE_EN], ==,
                    "Hi, my name is Alice Miller and this is John Brown");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/microdvd/rows", test_rows);
    g_test_add_func("/microdvd/suite", test_suite);
    return g_test_run();
}
