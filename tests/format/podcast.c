// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

#define FILE_OF(segments) "{\"version\": \"1.0.0\", \"segments\": [" segments "]}\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"segments",
     FILE_OF("{\"speaker\":\"A\",\"startTime\":0.5,\"endTime\":1.25,\"body\":\"Good morning.\"},"
             "{\"startTime\":2,\"endTime\":3,\"body\":\"How are you?\\n\"}"),
     "500-1250 |Good morning.\n\n2000-3000 |How are you?\n"},
    {"no ends",
     FILE_OF(
         "{\"startTime\":1,\"body\":\"Good morning.\"},{\"startTime\":2,\"body\":\"And so on.\"}"),
     "1000-2000 |Good morning.\n\n2000-7000 |And so on.\n"},
    {"times in strings",
     FILE_OF("{\"startTime\":\"1.5\",\"endTime\":\"2\",\"body\":\"Good morning.\"}"),
     "1500-2000 |Good morning.\n"},
    {"two languages",
     FILE_OF("{\"startTime\":1,\"endTime\":2,\"body\":\"早上好。\\nGood morning.\"}"),
     "1000-2000 早上好。|Good morning.\n"},
    {"one after another",
     FILE_OF("{\"startTime\":1,\"endTime\":2,\"body\":\"Good morning.\"},{\"startTime\":1,"
             "\"endTime\":2,\"body\":\"早上好。\"},{\"startTime\":2,\"endTime\":3,\"body\":\"Go on "
             "then.\"}"),
     "1000-2000 早上好。|Good morning.\n\n2000-3000 |Go on then.\n"},
    {"words",
     FILE_OF("{\"speaker\":\"A\",\"startTime\":0.5,\"endTime\":0.75,\"body\":\"I\"},"
             "{\"speaker\":\"A\",\"startTime\":1,\"endTime\":1.25,\"body\":\"am.\"},"
             "{\"speaker\":\"A\",\"startTime\":1.5,\"endTime\":2,\"body\":\"You\"},"
             "{\"speaker\":\"A\",\"startTime\":2,\"endTime\":2.5,\"body\":\"are\"},"
             "{\"speaker\":\"B\",\"startTime\":2.75,\"endTime\":3,\"body\":\"No\"}"),
     "500-1250 |I am. en0@500 en2@1000\n\n1500-2500 |You are en0@1500 en4@2000\n\n"
     "2750-3000 |No\n"},
    {"words that begin with spaces, no ends",
     FILE_OF("{\"startTime\":1,\"body\":\" We\"},{\"startTime\":2,\"body\":\" go\"},"
             "{\"startTime\":3,\"body\":\"ing\"},{\"startTime\":4,\"body\":\" on\"}"),
     "1000-9000 |We going on en0@1000 en3@2000 en9@4000\n"},
    {"Chinese words",
     FILE_OF("{\"startTime\":1,\"endTime\":2,\"body\":\"你\"},{\"startTime\":2,\"endTime\":3,"
             "\"body\":\"好。\"},{\"startTime\":3,\"endTime\":4,\"body\":\"我\"},{\"startTime\":4,"
             "\"endTime\":5,\"body\":\"爱\"},{\"startTime\":5,\"endTime\":6,\"body\":\"NLP\"},"
             "{\"startTime\":6,\"endTime\":7,\"body\":\"，\"},{\"startTime\":7,\"endTime\":8,"
             "\"body\":\"对\"}"),
     "1000-3000 你好。| zh0@1000 zh3@2000\n\n"
     "3000-8000 我爱 NLP，对| zh0@3000 zh3@4000 zh7@5000 zh13@7000\n"},
    {"a long pause",
     FILE_OF("{\"startTime\":1,\"endTime\":2,\"body\":\"one\"},{\"startTime\":2,\"endTime\":3,"
             "\"body\":\"two\"},{\"startTime\":9,\"endTime\":10,\"body\":\"three\"}"),
     "1000-3000 |one two en0@1000 en4@2000\n\n9000-10000 |three\n"},
    {"times that are none",
     FILE_OF("{\"startTime\":-1,\"endTime\":2,\"body\":\"Good morning.\"},{\"startTime\":4,"
             "\"endTime\":2,\"body\":\"Go on then.\"},{\"startTime\":1e300,\"body\":\"And so "
             "on.\"}"),
     "- |Good morning.\n\n4000-9000 |Go on then.\n\n- |And so on.\n" DUMP_UNTIMED("1: ", 1)
         DUMP_MENDED("1: ", 2) DUMP_UNTIMED("1: ", 3)},
    {"each is in its line",
     "{\"segments\":[{\"startTime\":1,\"endTime\":2,\"body\":\"Good "
     "morning.\"},\n{\"startTime\":2},\n\n{\"startTime\":4,\"endTime\":3,\"body\":\"Go on "
     "then.\"},{\"body\":\"And so on.\"}]}",
     "1000-2000 |Good morning.\n\n4000-9000 |Go on then.\n\n- |And so on.\n"
     "? 2: there is no text in segment 2, so it was skipped.\n" DUMP_MENDED("4: ", 3)
         DUMP_UNTIMED("4: ", 4)},
    {"Python's numbers, nothing said",
     FILE_OF("{\"startTime\":1,\"endTime\":NaN,\"body\":\"Good morning.\"},{\"startTime\":2,"
             "\"endTime\":3,\"body\":\" \"},{\"startTime\":2,\"endTime\":3}"),
     "1000-2000 |Good morning.\n? 1: there is no text in segment 3, so it was skipped.\n"},
    {"broken off",
     "{\"segments\":[\n{\"startTime\":1,\"endTime\":2,\"body\":\"Good morning.\"},\n{\"startT",
     "1000-2000 |Good morning.\n? 3: from here on it is no JSON, so the rest was skipped.\n"},
    {"nothing", FILE_OF(""), "! There is no segment with text in it.\n"},
    {"wrong types", "{\"segments\": {\"body\": 1}}", "! There is no segment with text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("podcast", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_fail_printf("%s:\n%s", rows[i].name, got);
        if (*rows[i].out != '!')
            g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "podcast");
    }
}

// Speakers are written where they stood; numbers as short as they are.
static void test_again(void)
{
    static const char in[] =
        "{\n  \"version\": \"1.0.0\",\n  \"segments\": [\n    {\n      \"speaker\": \"A \\\"B\\\" "
        "C\",\n      \"startTime\": 0.1,\n      \"endTime\": 2.34,\n      \"body\": \"Good "
        "morning.\"\n    },\n    {\n      \"startTime\": 3.0,\n      \"endTime\": 3599999.999,\n   "
        "   \"body\": \"好。\\nHow are you?\"\n    }\n  ]\n}\n";
    g_autoptr(speech) s = format_find("podcast")->read(in, strlen(in), NULL, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(format_find("podcast")->write(s, out, NULL, NULL));
    g_assert_cmpstr(out->str, ==, in);
}

// The specification's own example.
static void test_suite(void)
{
    const char *path = suite("suites/podcast-transcript/examples/transcripts/example.json");
    if (!path)
        return;
    g_auto(loaded) l = {0};
    g_autoptr(GError) error = NULL;
    g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, &error));
    g_assert_cmpstr(((loaded_file *)g_ptr_array_index(l.files, 0))->format, ==, "podcast");
    g_autofree char *got = dump_short(l.speech);
    g_assert_cmpstr(got, ==,
                    "500-2500 |I am your father. en0@500 en2@1000 en5@1500 en10@2250\n\n"
                    "2750-3000 |Nooooo\n");
    g_assert_cmpstr(speech_segment(l.speech, 1)->settings, ==, "Luke");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/podcast/rows", test_rows);
    g_test_add_func("/podcast/again", test_again);
    g_test_add_func("/podcast/suite", test_suite);
    return g_test_run();
}
