// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib/gstdio.h>
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\"?>\n<ANNOTATION_DOCUMENT AUTHOR=\"\" DATE=\"2020-01-01T00:00:00Z\" "     \
    "VERSION=\"3.0\">\n"
#define ORDER(slots)    "<HEADER/><TIME_ORDER>" slots "</TIME_ORDER>\n"
#define SLOT(id, value) "<TIME_SLOT TIME_SLOT_ID=\"" id "\" TIME_VALUE=\"" value "\"/>"
#define OPEN(id)        "<TIME_SLOT TIME_SLOT_ID=\"" id "\"/>"
#define TIER(name, more, annotations)                                                              \
    "<TIER TIER_ID=\"" name "\" LINGUISTIC_TYPE_REF=\"t\"" more ">" annotations "</TIER>\n"
#define AT(id, from, to, text)                                                                     \
    "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"" id "\" TIME_SLOT_REF1=\"" from            \
    "\" TIME_SLOT_REF2=\"" to "\"><ANNOTATION_VALUE>" text                                         \
    "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
#define REF(id, to, text)                                                                          \
    "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"" id "\" ANNOTATION_REF=\"" to                    \
    "\"><ANNOTATION_VALUE>" text "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
#define TAIL "</ANNOTATION_DOCUMENT>\n"
#define TWO  ORDER(SLOT("t1", "1000") SLOT("t2", "2500"))

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"two tiers",
     HEAD TWO TIER("a", " LANG_REF=\"zho\"", AT("a1", "t1", "t2", "你好 &amp; 再见"))
         TIER("English", "", AT("a2", "t1", "t2", "Hi &lt;you&gt;")) TAIL,
     "1000-2500 你好 & 再见|Hi <you>\n"},
    {"slots without a time, of a chain and not",
     HEAD ORDER(SLOT("t1", "1000") SLOT("t2", "1000") OPEN("t3") OPEN("t4") SLOT("t5", "1000")
                    SLOT("t6", "4000") OPEN("t7") SLOT("t8", "6000"))
         TIER("en", "",
              AT("a1", "t1", "t3", "a") AT("a2", "t3", "t4", "b") AT("a3", "t4", "t6", "c")
                  AT("a4", "t7", "t8", "d")) TAIL,
     "1000-2000 |a\n\n2000-3000 |b\n\n3000-4000 |c\n\n5000-6000 |d\n"},
    {"slots of their own at the ends",
     HEAD ORDER(SLOT("t1", "1000") OPEN("t2") OPEN("t3") SLOT("t4", "3000"))
         TIER("en", "", AT("a1", "t1", "t2", "a") AT("a2", "t3", "t4", "b")) TAIL,
     "1000-2000 |a\n\n2000-3000 |b\n"},
    {"a chain of references, the children first",
     HEAD TWO TIER("en", "", REF("a3", "a2", "Hello")) TIER("zh", "", REF("a2", "a1", "你好"))
         TIER("gloss", "", AT("a1", "t1", "t2", "123")) TAIL,
     "1000-2500 你好|Hello\n? 6: the tier “gloss” was not used.\n"},
    {"parts that refer to one",
     HEAD TWO TIER("zh", "", AT("a1", "t1", "t2", "你好。再见。"))
         TIER("en", "", REF("a2", "a1", "Hi.") REF("a3", "a1", "Bye.")) TAIL,
     "1000-2500 你好。再见。|Hi. Bye.\n"},
    {"references in a ring, to nothing, and no slot",
     HEAD TWO TIER("en", "",
                   REF("a1", "a2", "a") REF("a2", "a1", "b") REF("a3", "x", "c")
                       AT("a4", "t1", "t9", "d") AT("a5", "t1", "t2", "e")) TAIL,
     "1000-2500 |e\n? 4: there are no times here, so it was skipped.\n"
     "? 4: there are no times here, so it was skipped.\n"
     "? 4: there are no times here, so it was skipped.\n"
     "? 4: there are no times here, so it was skipped.\n"},
    {"words",
     HEAD ORDER(SLOT("t1", "1000") OPEN("t2") SLOT("t4", "3000"))
         TIER("text", "", AT("a1", "t1", "t4", "Good morning."))
             TIER("words", " PARENT_REF=\"text\"",
                  AT("a2", "t1", "t2", "Good") AT("a3", "t2", "t4", "morning")) TAIL,
     "1000-3000 |Good morning. en0@1000 en5@2000\n"},
    {"the origin of the recording",
     HEAD "<HEADER><MEDIA_DESCRIPTOR MEDIA_URL=\"file:///v.mp4\" MIME_TYPE=\"video/mp4\" "
          "TIME_ORIGIN=\"9\"/><MEDIA_DESCRIPTOR MEDIA_URL=\"file:///a.wav\" "
          "MIME_TYPE=\"audio/x-wav\" TIME_ORIGIN=\"500\"/></HEADER><TIME_ORDER>" SLOT("t1", "1000")
              SLOT("t2", "2500") "</TIME_ORDER>" TIER("en", "", AT("a1", "t1", "t2", "a")) TAIL,
     "1500-3000 |a\n"},
    {"frames",
     HEAD "<HEADER TIME_UNITS=\"PAL-frames\"/><TIME_ORDER>" SLOT("t1", "25")
         SLOT("t2", "50") "</TIME_ORDER>" TIER("en", "", AT("a1", "t1", "t2", "a")) TAIL,
     "1000-2000 |a\n"},
    {"times that cannot be",
     HEAD ORDER(SLOT("t1", "1000") SLOT("t2", "x") SLOT("t3", "2000") SLOT("t4", "99999999999999"))
         TIER("en", "", AT("a1", "t1", "t2", "a") AT("a2", "t3", "t4", "b")) TAIL,
     "1000-1500 |a\n? 3: the time cannot be read; it was put between the others.\n"
     "? 4: the span lies beyond 1000 hours, so it was skipped.\n"},
    {"nothing", HEAD TWO TAIL, "! There is no text in its tiers.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("eaf", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "eaf");
    }
}

static void test_broken_off(void)
{
    static const char text[] = HEAD TWO "<TIER TIER_ID=\"en\">" AT("a1", "t1", "t2", "a") "\n<ANNO";
    g_autofree char *got = dump_read("eaf", text, strlen(text));
    g_assert_true(g_str_has_prefix(got, "1000-2500 |a\n? 5: "));
    g_assert_nonnull(strstr(got, "so the rest was skipped"));
}

// Only ever a bare name.
static const struct {
    const char *media, *audio;
} names[] = {
    {"MEDIA_URL=\"file:///a/b.wav\" RELATIVE_MEDIA_URL=\"../../x/c%20d.wav\"", "c d.wav"},
    {"MEDIA_URL=\"file:///a/b.wav\"", "b.wav"},
    {"MEDIA_URL=\"file:///a/b.wav\" RELATIVE_MEDIA_URL=\"\"", "b.wav"},
    {"MEDIA_URL=\"C:\\x\\y.wav\"", "y.wav"},
    {"MEDIA_URL=\"file:///a/%E4%BD%A0.wav\"", "你.wav"},
    {"MEDIA_URL=\"file:///a/..%2Fb.wav\"", NULL},
    {"MEDIA_URL=\"file:///a/..%5Cb.wav\"", NULL},
    {"MEDIA_URL=\"file:///a/%ff.wav\"", NULL},
    {"MEDIA_URL=\"file:///a/x%0ay.wav\"", NULL},
    {"MEDIA_URL=\"..\"", NULL},
    {"MEDIA_URL=\"\"", NULL},
};

static void test_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = g_strdup_printf(
            HEAD "<HEADER><MEDIA_DESCRIPTOR MIME_TYPE=\"audio/x-wav\" %s/><PROPERTY NAME=\"URN\">u"
                 "</PROPERTY><PROPERTY NAME=\"title\"> A\nB </PROPERTY></HEADER><TIME_ORDER>" SLOT(
                     "t1", "1000")
                     SLOT("t2", "2500") "</TIME_ORDER>" TIER("en", "", AT("a1", "t1", "t2", "a"))
                         TAIL,
            names[i].media);
        g_autoptr(speech) s = format_find("eaf")->read(text, strlen(text), NULL, NULL);
        g_test_message("%s", names[i].media);
        g_assert_cmpstr(speech_meta(s, "audio"), ==, names[i].audio);
        g_assert_cmpstr(speech_meta(s, "title"), ==, "A B");
        g_assert_null(speech_meta(s, "URN"));
    }
}

static const struct {
    const char *path;
    int count, first_ms, words;
    const char *first;
} files[] = {
    {"test/sample_2.7.eaf", 399, 2000, 5, "The quick brown fox 001"},
    {"test/sample_2.8.eaf", 399, 2000, 5, "The quick brown fox 001"},
    {"test/sample_3.0.eaf", 399, 2000, 5, "The quick brown fox 001"},
    {"inst/extdata/test.eaf", 2, 17, 0, "this is just a basic sentence nothing special"},
    {"docs/reference/test.eaf", 2, 17, 0, "this is just a basic sentence nothing special"},
};

static void test_suites(void)
{
    const char *found = suite("suites/eaf-etc");
    g_autofree char *root = g_strdup(found);
    for (gsize i = 0; root && i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(root, files[i].path, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        g_test_message("%s", files[i].path);
        g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, &error));
        g_assert_cmpint(speech_segment_count(l.speech), ==, files[i].count);
        const segment *g = speech_segment(l.speech, 0);
        g_assert_cmpstr(g->text[LANGUAGE_EN], ==, files[i].first);
        g_assert_cmpint(g->start_us / 1000, ==, files[i].first_ms);
        g_assert_cmpint(g->word_count, ==, files[i].words);
    }
}

// What is written is valid.
static void test_schema(void)
{
    static const word_mark words[] = {{LANGUAGE_ZH, 0, 1000000}, {LANGUAGE_EN, 6, 1500000}};
    static const segment given[] = {
        {1000000, 9000000, .confidence = -1, .word_count = 2, .words = words,
         .text = {"<你>", "Hello & \"bye\""}},
        {4000000, 4000100, .confidence = -1, .text = {"短", "Short"}},
    };
    g_autofree char *xmllint = g_find_program_in_path("xmllint");
    const char *schema = suite("suites/eaf-etc/test/EAFv3.0.xsd");
    if (!xmllint) {
        g_test_skip("xmllint is not here");
        return;
    }
    if (!schema)
        return;
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    speech_builder_meta(b, "audio", "a b&c\"你.wav");
    speech_builder_meta(b, "title", "A < B");
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(format_find("eaf")->write(s, file, NULL, NULL));
    g_autoptr(speech) again = format_find("eaf")->read(file->str, file->len, NULL, NULL);
    g_assert_cmpstr(speech_meta(again, "audio"), ==, "a b&c\"你.wav");
    g_autofree char *got = dump_read("eaf", file->str, file->len);
    g_assert_cmpstr(got, ==,
                    "1000-9000 <你>|Hello & \"bye\" zh0@1000 en6@1500\n\n"
                    "4000-4001 短|Short\n");
    g_autofree char *path = NULL;
    int handle = g_file_open_tmp("earvoice-XXXXXX.eaf", &path, NULL);
    g_assert_cmpint(handle, >=, 0);
    g_assert_true(g_close(handle, NULL));
    g_assert_true(g_file_set_contents(path, file->str, (gssize)file->len, NULL));
    char *command[] = {
        xmllint, (char *)"--noout", (char *)"--nonet", (char *)"--schema", (char *)schema, path,
        NULL};
    g_autofree char *says = NULL;
    int status = -1;
    g_assert_true(g_spawn_sync(NULL, command, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                               &says, &status, NULL));
    g_test_message("%s", says);
    g_assert_cmpint(status, ==, 0);
    g_assert_cmpint(g_unlink(path), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eaf/rows", test_rows);
    g_test_add_func("/eaf/broken off", test_broken_off);
    g_test_add_func("/eaf/names", test_names);
    g_test_add_func("/eaf/suites", test_suites);
    g_test_add_func("/eaf/schema", test_schema);
    return g_test_run();
}
