// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib/gstdio.h>
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"
#include "earvoice/resync.h"
#include "edit.h"
#include "format/eaf.h"
#include "speech/build.h"

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

// ---- back into the file

#define BACK_HEAD                                                                                  \
    EAF_XML "<ANNOTATION_DOCUMENT AUTHOR=\"A\" DATE=\"2020-01-01T00:00:00Z\" VERSION=\"3.0\">\n"   \
            "<!-- kept --><LICENSE LICENSE_URL=\"u\"/>\n"
#define BACK_HEADER                                                                                \
    "<HEADER TIME_UNITS=\"milliseconds\"><MEDIA_DESCRIPTOR MEDIA_URL=\"file:///a.wav\" "           \
    "MIME_TYPE=\"audio/x-wav\"/><PROPERTY NAME=\"URN\">u</PROPERTY></HEADER>\n"
#define BACK_SLOTS                                                                                 \
    SLOT("ts1", "1000") SLOT("ts2", "2500") SLOT("ts3", "3000") OPEN("ts4") SLOT("ts5", "4000")
#define ZH(first, more) TIER("speaker", "", AT("a1", "ts1", "ts2", first) more)
#define EN(texts)       TIER("translation", " PARENT_REF=\"speaker\"", texts)
#define EN_1            REF("a4", "a1", "Good morning")
#define EN_2            REF("a5", "a2", "See you later")
#define ZH_2            AT("a2", "ts3", "ts5", "我们以后再见")
#define EMPTY(id, from, to)                                                                        \
    "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"" id "\" TIME_SLOT_REF1=\"" from            \
    "\" TIME_SLOT_REF2=\"" to "\"><ANNOTATION_VALUE/></ALIGNABLE_ANNOTATION></ANNOTATION>"
#define NOTES                                                                                      \
    TIER("note", " PARTICIPANT=\"P\"", REF("a6", "a2", "12") REF("a8", "a6", "34"))                \
    TIER("gesture", "", AT("a7", "ts3", "ts4", "5"))
#define BACK_TAIL                                                                                  \
    "<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID=\"t\" TIME_ALIGNABLE=\"true\"/>\n"                        \
    "<CONTROLLED_VOCABULARY CV_ID=\"v\"><CV_ENTRY_ML CVE_ID=\"e\"/></CONTROLLED_VOCABULARY>\n"     \
    "</ANNOTATION_DOCUMENT>\n"
#define BACK(slots, zh, en) BACK_HEAD BACK_HEADER "<TIME_ORDER>" slots "</TIME_ORDER>\n" zh en NOTES
#define WHOLE               BACK(BACK_SLOTS, ZH("大家早上好", ZH_2), EN(EN_1 EN_2)) BACK_TAIL
#define NEW_SLOT(id, value)                                                                        \
    "        <TIME_SLOT TIME_SLOT_ID=\"" id "\" TIME_VALUE=\"" value "\"/>\n"
#define NEW(id, from, to, text)                                                                    \
    "        <ANNOTATION>\n            <ALIGNABLE_ANNOTATION ANNOTATION_ID=\"" id                  \
    "\" TIME_SLOT_REF1=\"" from "\" TIME_SLOT_REF2=\"" to                                          \
    "\">\n                <ANNOTATION_VALUE>" text                                                 \
    "</ANNOTATION_VALUE>\n            </ALIGNABLE_ANNOTATION>\n        </ANNOTATION>\n"

static const struct {
    const char *name;
    edit done;
    const char *out;
} edits[] = {
    {"nothing", {.index = -1}, WHOLE},
    {"a text",
     {.index = 0, .text = {"早上<好>", NULL}},
     BACK(BACK_SLOTS, ZH("早上&lt;好&gt;", ZH_2), EN(EN_1 EN_2)) BACK_TAIL},
    {"the text of a reference",
     {.index = 0, .text = {NULL, "Morning to all"}},
     BACK(BACK_SLOTS, ZH("大家早上好", ZH_2), EN(REF("a4", "a1", "Morning to all") EN_2))
         BACK_TAIL},
    {"times",
     {.index = 0, .start_us = 1200000, .end_us = 2600000},
     BACK(SLOT("ts1", "1000") NEW_SLOT("ts6", "1200") SLOT("ts2", "2500") NEW_SLOT("ts7", "2600")
              SLOT("ts3", "3000") OPEN("ts4") SLOT("ts5", "4000"),
          TIER("speaker", "", AT("a1", "ts6", "ts7", "大家早上好") ZH_2), EN(EN_1 EN_2)) BACK_TAIL},
    {"one is gone",
     {.index = 0, .gone = TRUE},
     BACK(BACK_SLOTS, TIER("speaker", "", ZH_2), EN(EN_2)) BACK_TAIL},
    {"one is gone that a note is about",
     {.index = 1, .gone = TRUE},
     BACK(BACK_SLOTS, ZH("大家早上好", EMPTY("a2", "ts3", "ts5")), EN(EN_1)) BACK_TAIL},
    {"a language is gone",
     {.index = 0, .text = {"", NULL}},
     BACK(BACK_SLOTS, TIER("speaker", "", EMPTY("a1", "ts1", "ts2") ZH_2), EN(EN_1 EN_2))
         BACK_TAIL},
    {"a new one",
     {.index = 2, .start_us = 5000000, .end_us = 6000000, .text = {"新的一句话", "A new line"}},
     BACK(BACK_SLOTS NEW_SLOT("ts6", "5000") NEW_SLOT("ts8", "5000") NEW_SLOT("ts7", "6000")
              NEW_SLOT("ts9", "6000"),
          ZH("大家早上好", ZH_2 "\n" NEW("a9", "ts6", "ts7", "新的一句话")),
          EN(EN_1 EN_2)) "\n    <TIER LINGUISTIC_TYPE_REF=\"earvoice\" "
                         "TIER_ID=\"en\">\n" NEW("a10", "ts8", "ts9",
                                                 "A new line") "    </TIER>\n"
                                                               "    <LINGUISTIC_TYPE "
                                                               "GRAPHIC_REFERENCES="
                                                               "\"false\" "
                                                               "LINGUISTIC_TYPE_ID="
                                                               "\"earvoice\" "
                                                               "TIME_ALIGNABLE=\"true\"/"
                                                               ">\n" BACK_TAIL},
};

static char *written(const speech *s)
{
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("eaf")->write(s, out, NULL, NULL));
    return g_string_free(out, FALSE);
}

static speech *read_again(const char *file)
{
    return format_find("eaf")->read(file, strlen(file), NULL, NULL);
}

static void test_edits(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_test_message("%s", edits[i].name);
        g_autoptr(speech) s = read_again(WHOLE);
        g_autoptr(speech) now = edited(s, &edits[i].done);
        g_autofree char *file = written(now);
        g_assert_cmpstr(file, ==, edits[i].out);
        g_autoptr(speech) again = read_again(file);
        g_autofree char *one = dump_short(now), *other = dump_short(again), *twice = written(again);
        g_assert_cmpstr(one, ==, other);
        g_assert_cmpstr(file, ==, twice);
    }
}

// What refers to annotations that are not of the speech has new times in a tier of its own.
static void test_stuck(void)
{
    static const char in[] = BACK_HEAD "<TIME_ORDER>" SLOT("x1", "1000")
        SLOT("x2", "2000") "</TIME_ORDER>\n" TIER("number", "", AT("b1", "x1", "x2", "1"))
            TIER("en", " PARENT_REF=\"number\"", REF("b2", "b1", "Hello")) BACK_TAIL;
    static const edit moved = {.index = 0, .start_us = 1200000, .end_us = 2600000};
    g_autoptr(speech) s = read_again(in);
    g_autoptr(speech) now = edited(s, &moved);
    g_autofree char *file = written(now);
    g_autoptr(speech) again = read_again(file);
    g_autofree char *one = dump_short(now), *other = dump_short(again);
    g_assert_cmpstr(one, ==, "1200-2600 |Hello\n");
    g_assert_cmpstr(one, ==, other);
}

// All slots come with the speech; the origin stays where it is.
static void test_moved(void)
{
    static const char in[] = BACK_HEAD
        "<HEADER><MEDIA_DESCRIPTOR MEDIA_URL=\"a.wav\" MIME_TYPE=\"audio/x-wav\" "
        "TIME_ORIGIN=\"500\"/></HEADER><TIME_ORDER>" SLOT("x1", "1000") OPEN("x2")
            SLOT("x3", "2000") "</TIME_ORDER>\n" TIER("en", "", AT("b1", "x1", "x3", "Hello"))
                NOTES BACK_TAIL;
    static const char out[] = BACK_HEAD
        "<HEADER><MEDIA_DESCRIPTOR MEDIA_URL=\"a.wav\" MIME_TYPE=\"audio/x-wav\" "
        "TIME_ORIGIN=\"500\"/></HEADER><TIME_ORDER>" SLOT("x1", "2500") OPEN("x2")
            SLOT("x3", "4500") "</TIME_ORDER>\n" TIER("en", "", AT("b1", "x1", "x3", "Hello"))
                NOTES BACK_TAIL;
    static const resync_point points[] = {{0, 0}, {1000000, 2000000}};
    g_autoptr(speech) s = read_again(in);
    g_autoptr(speech) now = resync_speech(s, points, 2, NULL);
    g_autofree char *file = written(now);
    g_assert_cmpstr(file, ==, out);
}

// What the file says of the speech, and the number that ELAN goes on from.
static void test_header(void)
{
    static const char in[] = BACK_HEAD
        "<HEADER><MEDIA_DESCRIPTOR MEDIA_URL=\"x.mp4\" MIME_TYPE=\"video/mp4\"/><MEDIA_DESCRIPTOR "
        "MEDIA_URL=\"a.wav\" MIME_TYPE=\"audio/x-wav\" TIME_ORIGIN=\"500\"/><PROPERTY "
        "NAME=\"title\">"
        "A</PROPERTY><PROPERTY NAME=\"place\">B</PROPERTY><PROPERTY "
        "NAME=\"lastUsedAnnotationId\">2</PROPERTY></HEADER><TIME_ORDER>" SLOT("x1", "1000")
            SLOT("x2", "2000") "</TIME_ORDER>\n" TIER("en", "", AT("b1", "x1", "x2", "Hello"))
                BACK_TAIL;
    static const segment new = {3000000, 4000000, .confidence = -1, .text = {"", "Bye"}};
    static const char out[] = BACK_HEAD
        "<HEADER><MEDIA_DESCRIPTOR MEDIA_URL=\"x.mp4\" MIME_TYPE=\"video/mp4\"/><MEDIA_DESCRIPTOR "
        "MEDIA_URL=\"./b.mp3\" MIME_TYPE=\"audio/mpeg\" TIME_ORIGIN=\"500\" "
        "RELATIVE_MEDIA_URL=\"./b.mp3\"/><PROPERTY NAME=\"title\">C &amp; D</PROPERTY><PROPERTY "
        "NAME=\"place\">B</PROPERTY><PROPERTY NAME=\"lastUsedAnnotationId\">3</PROPERTY>"
        "        <PROPERTY NAME=\"spoken\">en</PROPERTY>\n</HEADER><TIME_ORDER>" SLOT("x1", "1000")
            SLOT("x2", "2000") NEW_SLOT("ts1", "2500")
                NEW_SLOT("ts2", "3500") "</TIME_ORDER>\n" TIER(
                    "en", "", AT("b1", "x1", "x2", "Hello") "\n" NEW("a3", "ts1", "ts2", "Bye"))
                    BACK_TAIL;
    g_autoptr(speech) s = read_again(in);
    g_autoptr(speech_builder) b = speech_builder_from(s, NULL, NULL);
    speech_builder_meta(b, "title", "C & D");
    speech_builder_meta(b, "spoken", "en");
    speech_builder_meta(b, "audio", "b.mp3");
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    speech_builder_segment(b, &new);
    g_autoptr(speech) now = speech_builder_end(b);
    g_autofree char *file = written(now);
    g_assert_cmpstr(file, ==, out);
}

// A file that breaks off is whole when it is written.
static void test_broken_back(void)
{
    static const char *const texts[] = {
        BACK(BACK_SLOTS, ZH("大家早上好", ZH_2), "") "<TIER TIER_ID=\"x\"><ANNOTATION>",
        BACK(BACK_SLOTS, ZH("大家早上好", ZH_2), "") "<LOCALE a=\"1\"",
        BACK_HEAD "<TIME_ORDER>" BACK_SLOTS "</TIME_ORDER>" ZH("大家早上好", ZH_2) "<x:y/><z",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(speech) s = read_again(texts[i]);
        g_autofree char *file = written(s), *got = NULL;
        got = dump_read("eaf", file, strlen(file));
        g_test_message("%s", file);
        g_assert_true(g_str_has_suffix(file, "</ANNOTATION_DOCUMENT>\n"));
        g_assert_null(strstr(got, "so the rest was skipped"));
        g_assert_true(g_str_has_prefix(got, "1000-2500 大家早上好|"));
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

// The XML is that of the file.
static void check_back(const speech *s)
{
    g_autofree char *file = written(s), *one = dump_canonical(speech_header(s)), *other = NULL;
    other = dump_canonical(file);
    g_assert_cmpstr(one, ==, other);
    g_autoptr(speech) again = read_again(file);
    g_autofree char *twice = written(again), *was = dump_all(s), *now = dump_all(again);
    g_assert_cmpstr(file, ==, twice);
    g_autoptr(GString) header = g_string_new(now);
    g_string_replace(header, speech_header(again), speech_header(s), 0);
    g_assert_cmpstr(was, ==, header->str);
}

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
        check_back(l.speech);
    }
}

static void check_valid(const char *file, char *xmllint, const char *schema)
{
    g_autofree char *path = NULL;
    int handle = g_file_open_tmp("earvoice-XXXXXX.eaf", &path, NULL);
    g_assert_cmpint(handle, >=, 0);
    g_assert_true(g_close(handle, NULL));
    g_assert_true(g_file_set_contents(path, file, -1, NULL));
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
    check_valid(file->str, xmllint, schema);
}

// What was changed in a file is valid still.
static void test_edited_schema(void)
{
    static const edit all[] = {
        {.index = 0, .text = {NULL, "Another text"}},
        {.index = 1, .start_us = 5100000, .end_us = 7900000},
        {.index = 2, .gone = TRUE},
        {.index = 3, .joined = 2},
        {.index = 399, .start_us = 1000, .end_us = 1900000, .text = {"新的一句话", "A new line"}},
    };
    g_autofree char *xmllint = g_find_program_in_path("xmllint");
    g_autofree char *schema = g_strdup(suite("suites/eaf-etc/test/EAFv3.0.xsd"));
    g_autofree char *path = g_strdup(suite("suites/eaf-etc/test/sample_3.0.eaf"));
    if (!xmllint)
        g_test_skip("xmllint is not here");
    for (gsize i = 0; xmllint && schema && path && i < G_N_ELEMENTS(all); i++) {
        g_auto(loaded) l = {0};
        g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, NULL));
        g_autoptr(speech) now = edited(l.speech, &all[i]);
        g_autofree char *file = written(now);
        g_autoptr(speech) again = read_again(file);
        check_valid(file, xmllint, schema);
        g_assert_cmpint(speech_segment_count(again), ==, speech_segment_count(now));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/eaf/rows", test_rows);
    g_test_add_func("/eaf/broken off", test_broken_off);
    g_test_add_func("/eaf/names", test_names);
    g_test_add_func("/eaf/edits", test_edits);
    g_test_add_func("/eaf/stuck", test_stuck);
    g_test_add_func("/eaf/moved", test_moved);
    g_test_add_func("/eaf/header", test_header);
    g_test_add_func("/eaf/broken back", test_broken_back);
    g_test_add_func("/eaf/suites", test_suites);
    g_test_add_func("/eaf/schema", test_schema);
    g_test_add_func("/eaf/edited schema", test_edited_schema);
    return g_test_run();
}
