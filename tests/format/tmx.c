// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"
#include "format/xml.h"
#include "speech/build.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"            \
    "<tmx version=\"1.4\"><header srclang=\"en\"><note>n</note></header><body>"
#define TAIL "</body></tmx>\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"two units",
     HEAD
     "<tu><tuv xml:lang=\"en-US\"><seg>Hello.</seg></tuv><tuv xml:lang=\"ZH-cn\"><seg>你好。</seg>"
     "</tuv></tu><tu><tuv xml:lang=\"zh\"><seg>再见。</seg></tuv></tu>" TAIL,
     "- 你好。|Hello.\n\n- 再见。|\n"},
    {"1.1, another language, a second variant",
     HEAD "<tu><tuv lang=\"DE\"><seg>Hallo.</seg></tuv><tuv lang=\"EN\"><seg>Hello.</seg></tuv>"
          "<tuv lang=\"EN-GB\"><seg>Hullo.</seg></tuv></tu>" TAIL,
     "- |Hello.\n"},
    {"markup",
     HEAD
     "<tu><note>x</note><tuv xml:lang=\"en\"><prop type=\"a\">p</prop><seg>a <bpt i=\"1\">&lt;b&gt;"
     "<sub>s</sub></bpt><hi>b</hi><ept i=\"1\">&lt;/b&gt;</ept> &amp; c<ph/></seg></tuv></tu>" TAIL,
     "- |a b & c\n"},
    {"which language",
     HEAD "<tu><tuv x:lang=\"de\" lang=\"zh\" xml:lang=\"en\"><seg>a</seg></tuv>"
          "<tuv><seg>b</seg></tuv></tu>" TAIL,
     "- |a\n"},
    {"only where it has to be",
     HEAD "<tuv xml:lang=\"en\"><seg>a</seg></tuv><tu><seg>b</seg><tuv xml:lang=\"en\">c<x><seg>d"
          "</seg></x><seg>e<tu>f</tu></seg></tuv>g</tu><seg>h</seg>" TAIL,
     "- |def\n"},
    {"characters that XML cannot have",
     HEAD
     "<tu><tuv xml:lang=\"e&#1;n\"><seg>\357\277\277&#2;</seg></tuv><tuv xml:lang=\"en\"><seg>a"
     "\357\277\276b&#3;</seg></tuv></tu>" TAIL,
     "- |ab\n"},
    {"nothing", HEAD TAIL, "! There is no unit with Chinese or English text in it.\n"},
    {"no XML", "<tmx", NULL},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("tmx", rows[i].in, strlen(rows[i].in));
        if (rows[i].out)
            g_assert_cmpstr(got, ==, rows[i].out);
        else
            g_assert_nonnull(strstr(got, "so the rest was skipped"));
    }
    const char *broken = HEAD
        "<tu><tuv xml:lang=\"en\"><seg>Hello.</seg></tuv></tu>\n<tu><tuv xml:lang=\"en\"><seg>By";
    g_autofree char *kept = dump_read("tmx", broken, strlen(broken));
    g_assert_true(g_str_has_prefix(kept, "- |Hello.\n? 4: "));
}

// What may stand above the first element.
static void test_probe(void)
{
    static const struct {
        const char *head, *format;
    } heads[] = {
        {"<?xml version=\"1.0\"?>\n<!-- <tt> -->\n<!DOCTYPE tmx [\n<!ELEMENT tmx (body)>\n] "
         ">\n<tmx>",
         "tmx"},
        {"<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">", "tmx"},
        {"<!DOCTYPE tmx [ <tmx>", NULL},
        {"<note>\n<tmx>", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        const format *f = format_probe(heads[i].head);
        g_assert_cmpstr(f ? f->name : NULL, ==, heads[i].format);
    }
}

// ---- the way back

#define ROOT                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"            \
    "<tmx version=\"1.4\">"
#define BODY ROOT "<header srclang=\"en\"><note>n</note><prop type=\"a\">p</prop></header><body>\n"
#define END  "</body></tmx>\n"
#define ONE                                                                                        \
    "<tu tuid=\"1\" creationdate=\"20230930T155211Z\"><note>x</note>\n<tuv "                       \
    "xml:lang=\"de\"><seg>Hallo"                                                                   \
    "</seg></tuv><!-- c -->\n<tuv xml:lang=\"en-US\"><prop type=\"b\">q</prop><seg>A <bpt "        \
    "i=\"1\" "                                                                                     \
    "x=\"1\">&lt;b&gt;<sub>s</sub></bpt><hi>b</hi><ept "                                           \
    "i=\"1\">&lt;/b&gt;</ept>.</seg></tuv>\n</tu>\n"
#define OTHER "<tu><tuv xml:lang=\"de\"><seg>Tag</seg></tuv></tu>\n"
#define TWO                                                                                        \
    "<tu>\n  <tuv xml:lang=\"zh\"><seg>你好</seg></tuv>\n  <tuv "                                \
    "xml:lang=\"en\"><seg>Hello</seg></tuv>"                                                       \
    "\n</tu>\n"
#define VARIANT(lang, text) "<tuv xml:lang=\"" lang "\"><seg>" text "</seg></tuv>"

// What becomes of a segment: its texts are these instead (NULL: as they are), or it goes; with
// `again` it is added once more, too.
typedef struct {
    const char *zh, *en;
    gboolean gone;
    const char *again_zh;
} edit;

static const struct {
    const char *name, *in, *out; // out NULL: as `in`
    edit edits[2];
    const char *added; // in English, of no unit
    const char *said;
} backs[] = {
    {.name = "nothing changed", .in = BODY ONE OTHER TWO END},
    {.name = "what is written in another way",
     .in = "\n<!DOCTYPE tmx [\n<!ELEMENT a (b)>]>\n<!-- c --><tmx version='1.1' x:y='z'><body>"
           "<tu><tuv lang='en'><seg><![CDATA[a]]>&#x42;</seg></tuv><x:a>b</x:a></tu></body></tmx>",
     .out =
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<!DOCTYPE tmx SYSTEM "
         "\"tmx11.dtd\">\n<tmx version=\"1.1\"><body><tu><tuv lang=\"en\"><seg>aB</seg></tuv></tu>"
         "</body></tmx>\n"},
    {.name = "another version",
     .in = "<tmx version=\"2\"><body>" TWO "</body></tmx>",
     .out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"2\"><body>" TWO END},
    {.name = "a version with what XML cannot have",
     .in = "<tmx x:version=\"1.1\" version=\"1.4&#1;\"><body>" TWO "</body></tmx>",
     .out = ROOT "<body>" TWO END},
    {.name = "a text that changed",
     .in = BODY ONE OTHER TWO END,
     .out = BODY
     "<tu tuid=\"1\" creationdate=\"20230930T155211Z\"><note>x</note>\n<tuv "
     "xml:lang=\"de\"><seg>Hallo"
     "</seg></tuv><!-- c -->\n<tuv xml:lang=\"en-US\"><prop type=\"b\">q</prop><seg>C &amp; d</seg>"
     "</tuv>\n</tu>\n" OTHER TWO END,
     .edits = {{.en = "C & d"}},
     .said = "texts that were changed lost their styles inside the line: 1."},
    {.name = "one without markup",
     .in = BODY TWO END,
     .out = BODY "<tu>\n  " VARIANT("zh", "您好") "\n  " VARIANT("en", "Hello") "\n</tu>\n" END,
     .edits = {{.zh = "您好"}}},
    {.name = "an empty text, and a new one",
     .in = BODY TWO "<tu>" VARIANT("en", "b") "<note>x</note></tu>" END,
     .out = BODY "<tu>\n  " VARIANT("en", "Hello") "\n</tu>\n<tu>" VARIANT(
         "en", "b") "<note>x</note>" VARIANT("zh", "&lt;二&gt;") "</tu>" END,
     .edits = {{.zh = ""}, {.zh = "<二>"}}},
    {.name = "no text any more", // nor does the next variant take its place
     .in =
         BODY "<tu>" VARIANT("en", "a") VARIANT("en-GB", "b") VARIANT("zh", "一") "</tu>\n" TWO END,
     .out = BODY "<tu>" VARIANT("zh", "一") "</tu>\n" END,
     .edits = {{.en = ""}, {.zh = "", .en = ""}},
     .said = "segments without text were left out: 1."},
    {.name = "of variants the first with text counts",
     .in = BODY "<tu>" VARIANT("en", " <ph/>") VARIANT("en-GB", "a")
         VARIANT("en-US", "b") "</tu>" END,
     .out = BODY "<tu>" VARIANT("en", " <ph/>") VARIANT("en-GB", "c")
         VARIANT("en-US", "b") "</tu>" END,
     .edits = {{.en = "c"}}},
    {.name = "a unit that is gone",
     .in = BODY ONE OTHER TWO END,
     .out = BODY OTHER TWO END,
     .edits = {{.gone = TRUE}}},
    {.name = "new units, one because another has its own",
     .in = BODY TWO END,
     .out = BODY "<tu>\n  " VARIANT("zh", "你好") "\n  " VARIANT(
         "en",
         "Hello") "\n</tu>\n    <tu>\n      " VARIANT("zh",
                                                      "再") "\n      " VARIANT("en",
                                                                               "Hello") "\n    "
                                                                                        "</tu>\n   "
                                                                                        " <tu>\n   "
                                                                                        "  "
                                                                                        " " VARIANT(
                                                                                            "en",
                                                                                            "New") "\n    </tu>\n  " END,
     .edits = {{.again_zh = "再"}},
     .added = "New"},
    {.name = "new units of 1.1, without a body",
     .in = "<tmx version=\"1.1\"><tu><tuv lang=\"EN\"><seg>a</seg></tuv></tu></tmx>",
     .out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx11.dtd\">\n<tmx "
            "version=\"1.1\"><tu><tuv lang=\"EN\"><seg>a</seg></tuv></tu>\n  <body>\n    <tu>\n    "
            "  <tuv "
            "lang=\"en\"><seg>b</seg></tuv>\n    </tu>\n  </body>\n</tmx>\n",
     .added = "b"},
    {.name = "two segments of a variant",
     .in = BODY "<tu><tuv xml:lang=\"en\"><seg>a</seg><seg>b<it>c</it></seg></tuv></tu>" END,
     .out = BODY "<tu><tuv xml:lang=\"en\"><seg>d</seg><seg/></tuv></tu>" END,
     .edits = {{.en = "d"}},
     .said = "texts that were changed lost their styles inside the line: 1."},
    {.name = "broken off",
     .in = BODY ONE "<tu>" VARIANT("en", "b") "<note>",
     .out = BODY ONE "    <tu>\n      " VARIANT("en", "New") "\n    </tu>\n  " END,
     .added = "New"},
    {.name = "what no XML can have",
     .in = BODY "<tu><x:a/><tuv xml:lang=\"en\"><seg>a<x:b>c</x:b>&#1;</seg></tuv></tu><x:c>" TWO
                "</x:c>" END,
     .out = BODY "<tu><tuv xml:lang=\"en\"><seg>ac</seg></tuv></tu>\n    <tu>\n      " VARIANT(
         "zh", "你好") "\n      " VARIANT("en", "Hello") "\n    </tu>\n  " END,
     .said = "texts that were changed lost their styles inside the line: 1."},
};

static void add_edited(speech_builder *b, const segment *from, const edit *e)
{
    segment g = *from;
    g.text[LANGUAGE_ZH] = e->zh ? e->zh : g.text[LANGUAGE_ZH];
    g.text[LANGUAGE_EN] = e->en ? e->en : g.text[LANGUAGE_EN];
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    if (!e->gone)
        speech_builder_segment(b, &g);
    g.text[LANGUAGE_ZH] = e->again_zh;
    if (e->again_zh)
        speech_builder_segment(b, &g);
}

static speech *edited(const speech *s, const edit *edits, const char *added)
{
    static const edit none = {0};
    g_autoptr(speech_builder) b = speech_builder_like(s);
    for (int i = 0; i < speech_segment_count(s); i++)
        add_edited(b, speech_segment(s, i), i < 2 ? &edits[i] : &none);
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {"", added}};
    if (added)
        speech_builder_segment(b, &g);
    return speech_builder_end(b);
}

static speech *read_back(const GString *file)
{
    speech *s = format_find("tmx")->read(file->str, file->len, NULL, NULL);
    g_assert_nonnull(s);
    return s;
}

static GString *written(const speech *s, report *r)
{
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("tmx")->write(s, out, r, NULL));
    return out;
}

static void test_back(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(backs); i++) {
        const char *in = backs[i].in;
        g_autoptr(report) r = report_new();
        g_autoptr(speech) read = format_find("tmx")->read(in, strlen(in), NULL, NULL);
        g_autoptr(speech) s = edited(read, backs[i].edits, backs[i].added);
        g_autoptr(GString) out = written(s, r);
        g_test_message("%s", backs[i].name);
        g_assert_cmpstr(out->str, ==, backs[i].out ? backs[i].out : in);
        g_assert_cmpint(report_count(r), ==, backs[i].said != NULL);
        if (backs[i].said)
            g_assert_cmpstr(report_message(r, 0), ==, backs[i].said);
        g_autoptr(speech) again = read_back(out);
        g_autoptr(GString) twice = written(again, NULL);
        g_assert_cmpstr(twice->str, ==, out->str);
    }
}

// Of what is written anew nothing is kept, unless somebody put something into it.
static void test_usual(void)
{
    static const segment given[] = {
        {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"一 < 二\n三", "One"}},
        {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"", "a\n    <tu>\nb"}}};
    static const struct {
        const char *old, *new;
        gboolean kept;
    } changes[] = {
        {"", "", FALSE},
        {"One", "Two", FALSE},
        {"</tu>\n", "</tu>\n\n", TRUE},
        {"<tu>", "<tu tuid=\"1\">", TRUE},
        {"One", "<ph/>One", TRUE},
        {"\"en\"><seg>", "\"en-GB\"><seg>", TRUE},
        {"segtype", "changeid=\"I\" segtype", TRUE},
        {"</body>", "<!-- --></body>", TRUE},
    };
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    g_autoptr(speech) s = speech_builder_end(b);
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(GString) out = written(s, NULL);
        g_string_replace(out, changes[i].old, changes[i].new, 1);
        g_autoptr(speech) again = read_back(out);
        g_test_message("%s", changes[i].new);
        g_assert_cmpstr(speech_verbatim_format(again), ==, changes[i].kept ? "tmx" : NULL);
        g_assert_cmpstr(speech_header(again), ==, changes[i].kept ? out->str : "");
        g_autoptr(GString) twice = written(again, NULL);
        g_assert_cmpstr(twice->str, ==, out->str);
    }
}

// ---- the suites' files, where they are at hand

static void say_start(void *data, const char *element, const xml_attributes *a)
{
    (void)element;
    g_string_append_printf(data, "<%s", a->element);
    for (int i = 0; a->names[i]; i++)
        xml_append_attribute(data, a->names[i], a->values[i]);
    g_string_append(data, ">");
}

static void say_end(void *data, const char *element)
{
    g_string_append_printf(data, "</%s>", element);
}

static void say(void *data, const char *text, gsize length)
{
    g_string_append_len(data, text, (gssize)length);
}

// What XML says; what stands around the root has no spaces.
static char *said_by(const char *xml, gsize size)
{
    static const xml_handler handler = {say_start, say_end, say, say};
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(xml_read(xml, size, &handler, out, NULL, NULL));
    return g_strdup(g_strstrip(out->str));
}

// Each is known as what it is, read, and comes back as it is.
static gboolean check_file(const char *path)
{
    g_auto(loaded) l = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(report) r = report_new();
    gboolean read = load_files((const char *const[]){path, NULL}, NULL, &l, &error);
    const loaded_file *file = read ? g_ptr_array_index(l.files, 0) : NULL;
    g_test_message("%s: %s", path, file ? file->format : error->message);
    if (!file || strcmp(file->format, "tmx") != 0)
        return FALSE;
    g_autoptr(GString) out = written(l.speech, r);
    g_autoptr(speech) again = read_back(out);
    g_autoptr(GString) twice = written(again, r);
    g_autofree char *texts = dump_short(l.speech), *texts_again = dump_short(again);
    g_assert_cmpstr(texts_again, ==, texts);
    g_assert_cmpstr(twice->str, ==, out->str);
    g_assert_cmpint(report_count(r), ==, 0);
    const char *header = speech_header(l.speech);
    g_autofree char *in = said_by(header, strlen(header)), *back = said_by(out->str, out->len);
    g_assert_cmpstr(back, ==, in);
    return TRUE;
}

static void check_folder(const char *folder, int *found, int *good)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    for (const char *name; files && (name = g_dir_read_name(files));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".tmx")) {
            ++*found;
            *good += check_file(path);
        } else {
            check_folder(path, found, good);
        }
    }
}

static void test_suites(void)
{
    const char *folder = suite("suites/tmx/tmx");
    int found = 0, good = 0;
    if (!folder)
        return;
    g_autofree char *top = g_strdup(folder);
    check_folder(top, &found, &good);
    g_test_message("%d of %d files have English or Chinese units", good, found);
    g_assert_cmpint(found, >, 0);
    g_assert_cmpint(good, >=, found * 9 / 10);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tmx/rows", test_rows);
    g_test_add_func("/tmx/probe", test_probe);
    g_test_add_func("/tmx/back", test_back);
    g_test_add_func("/tmx/usual", test_usual);
    g_test_add_func("/tmx/suites", test_suites);
    return g_test_run();
}
