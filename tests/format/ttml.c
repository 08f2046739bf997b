// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/file.h"
#include "dump.h"
#include "earvoice/load.h"
#include "speech/build.h"

#define ROOT                                                                                       \
    "<?xml version=\"1.0\"?><!-- c --><tt xmlns=\"http://www.w3.org/ns/ttml\" "                    \
    "ttp:frameRate=\"24\" ttp:frameRateMultiplier=\"1000 1001\" ttp:tickRate=\"60\""
#define HEAD ROOT "><head/><body>"
#define TAIL "</body></tt>\n"
#define DIV  HEAD "<div>"
#define END  "</div>" TAIL

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"offsets",
     DIV "<p begin=\"1.5s\" dur=\"24f\">a</p><p begin=\"120t\" end=\"3000ms\">b</p>"
         "<p begin=\"1.2m\" dur=\"1s\">c</p><p begin=\"1.2h\" dur=\"1s\">d</p>" END,
     "1500-2501 |a\n\n2000-3000 |b\n\n72000-73000 |c\n\n4320000-4321000 |d\n"},
    {"clocks",
     DIV "<p begin=\"00:00:01\" end=\"00:00:02.25\">a</p><p begin=\"00:01:02:12\" "
         "end=\"00:01:03:12\">b</p><p begin=\"100:00:00.1\" dur=\"1s\">c</p>" END,
     "1000-2250 |a\n\n62500-63500 |b\n\n360000100-360001100 |c\n"},
    {"seconds and minutes without a unit",
     DIV "<p begin=\"1.5\" end=\"2\">a</p><p begin=\"1:02.5\" end=\"1:03,5\">b</p>" END,
     "1500-2000 |a\n\n62500-63500 |b\n"},
    {"frames by themselves", "<tt><body><div><p begin=\"15f\" end=\"2t\">a</p></div></body></tt>",
     "500-2000 |a\n"},
    {"ticks of frames",
     "<tt ttp:frameRate=\"25\" ttp:subFrameRate=\"2\"><body><div><p begin=\"50t\" "
     "end=\"00:00:02:05.1\">a</p></div></body></tt>",
     "1000-2220 |a\n"},
    {"SMPTE, counted frames",
     "<tt ttp:timeBase=\"smpte\" ttp:frameRate=\"30\" ttp:frameRateMultiplier=\"1000 1001\"><body>"
     "<div><p begin=\"00:00:10:00\" end=\"01:00:00:00\">a</p></div></body></tt>",
     "10010-3603600 |a\n"},
    {"SMPTE, dropped frames",
     "<tt ttp:timeBase=\"smpte\" ttp:dropMode=\"dropNTSC\" ttp:frameRate=\"30\" "
     "ttp:frameRateMultiplier=\"1000 1001\"><body><div><p begin=\"00:00:10:00\" "
     "end=\"01:00:00:00\">a</p></div></body></tt>",
     "10010-3599996 |a\n"},
    {"relative to what holds it",
     HEAD "<div begin=\"10s\" end=\"20s\"><div begin=\"1s\"><p begin=\"1s\" dur=\"2s\">a</p>"
          "<p begin=\"2s\" end=\"3s\">b</p><p begin=\"5s\" dur=\"60s\">c</p></div></div>" TAIL,
     "12000-14000 |a\n\n13000-14000 |b\n\n16000-20000 |c\n"},
    {"end and dur, the sooner counts",
     DIV
     "<p begin=\"1s\" end=\"3s\" dur=\"5s\">a</p><p begin=\"4s\" end=\"9s\" dur=\"1s\">b</p>" END,
     "1000-3000 |a\n\n4000-5000 |b\n"},
    {"in turn",
     HEAD "<div timeContainer=\"seq\" begin=\"1s\"><p dur=\"2s\">a</p><p begin=\"1s\" dur=\"2s\">b"
          "</p><div><p end=\"1s\">c</p></div><p end=\"2s\">d</p></div>" TAIL,
     "1000-3000 |a\n\n4000-6000 |b\n\n6000-7000 |c\n\n7000-9000 |d\n"},
    {"never shown",
     HEAD "<div end=\"5s\"><p begin=\"6s\" end=\"7s\">a</p><p begin=\"1s\" end=\"2s\">b</p>"
          "<p begin=\"3s\" end=\"3s\">c</p></div>" TAIL,
     "1000-2000 |b\n? 1: the cue ends before it starts, so it was skipped.\n"
     "? 1: the cue has no length, so it was skipped.\n"},
    {"no ends, and out of order",
     DIV "<p begin=\"4s\">c</p><p begin=\"1s\">a</p><p begin=\"2s\">b</p>" END,
     "1000-2000 |a\n\n2000-4000 |b\n\n4000-9000 |c\n"},
    {"no times", DIV "<p>a</p><p>b</p>" END, "- |a\n\n- |b\n"},
    {"blanks",
     DIV "<p end=\"1s\">\n  Hello <span> my\n friend</span>  <br/>\n you </p>"
         "<p end=\"1s\" xml:space=\"preserve\"> a  b\nc</p>" END,
     "0-1000 |Hello my friend\\nyou\n\n0-1000 |a  b\\nc\n"},
    {"what is no text",
     DIV "<p end=\"1s\"><metadata><desc>x</desc></metadata><set begin=\"1s\" tts:color=\"red\"/>a"
         "<f:span>y</f:span><image/></p><f:p end=\"1s\">z</f:p><p end=\"2s\"> </p>w" END,
     "0-1000 |a\n"},
    {"another prefix",
     "<tt:tt xmlns:tt=\"http://www.w3.org/ns/ttml\"><tt:body><tt:div><tt:p end=\"1s\">a<tt:br/>b"
     "</tt:p></tt:div></tt:body></tt:tt>",
     "0-1000 |a\\nb\n"},
    {"ruby",
     DIV "<p end=\"1s\"><span tts:ruby=\"container\">\n <span tts:ruby=\"baseContainer\">\n"
         "<span tts:ruby=\"base\">东南</span></span> <span tts:ruby=\"textContainer\">"
         "<span tts:ruby=\"text\">dongnan</span></span><span tts:ruby=\"delimiter\">(</span>"
         "</span>方向</p>" END,
     "0-1000 东南方向|\n"},
    {"languages of spans",
     DIV "<p end=\"1s\"><span xml:lang=\"zh-Hans\">OK</span><br/><span xml:lang=\"en\">你好 is "
         "hello</span></p>" END,
     "0-1000 OK|你好 is hello\n"},
    {"a translation below a line of a song",
     DIV "<p end=\"2s\"><span begin=\"0s\">One</span> <span begin=\"1s\">two</span><span "
         "ttm:role=\"x-translation\" xml:lang=\"zh-CN\">一二</span></p>" END,
     "0-2000 一二|One two en0@0 en4@1000\n"},
    {"languages by script",
     ROOT
     " xml:lang=\"en\"><body><div><p end=\"1s\">你好<br/>Hello</p><p end=\"2s\">好</p></div>" TAIL,
     "0-1000 你好|Hello\n\n0-2000 好|\n"},
    {"the root's language is that of numbers",
     ROOT " xml:lang=\"zh\"><body><div><p end=\"1s\">1 2 3</p></div>" TAIL, "0-1000 1 2 3|\n"},
    {"two p of one time",
     DIV "<p begin=\"1s\" end=\"2s\">Hello</p><p begin=\"1s\" end=\"2s\">你好</p>"
         "<p begin=\"3s\" end=\"4s\">a</p><p begin=\"3s\" end=\"4s\">b</p>" END,
     "1000-2000 你好|Hello\n\n3000-4000 |a\n\n3000-4000 |b\n"},
    {"two divisions by language",
     HEAD
     "<div xml:lang=\"zh\"><p begin=\"1s\" end=\"2s\">你好</p><p begin=\"3s\" end=\"4s\">再见</p>"
     "</div><div xml:lang=\"en\"><p begin=\"1.1s\" end=\"2.1s\">Hello</p><p begin=\"2.9s\" "
     "end=\"4s\">Bye</p></div>" TAIL,
     "1000-2100 你好|Hello\n\n2900-4000 再见|Bye\n"},
    {"paragraphs",
     HEAD "<div ttm:role=\"x-paragraph\"><p end=\"1s\">a</p><p begin=\"1s\" end=\"2s\">b</p></div>"
          "<div><p begin=\"2s\" end=\"3s\">c</p><p begin=\"3s\" end=\"4s\">d</p></div>" TAIL,
     "0-1000 |a\n1000-2000 |b\n\n2000-3000 |c\n\n3000-4000 |d\n"},
    {"times that cannot be read",
     HEAD "<div begin=\"x\"><p begin=\"1q\">a</p><p begin=\"1s\" end=\"2s\">b</p>"
          "<p begin=\"1001h\">c</p><p begin=\"99999999999999999999h\">d</p></div>" TAIL,
     "1000-2000 |b\n? 1: the time cannot be read, so it does not count.\n"
     "? 1: the times of the cue cannot be read, so it was skipped.\n"
     "? 1: the cue lies beyond 1000 hours, so it was skipped.\n"
     "? 1: the cue lies beyond 1000 hours, so it was skipped.\n"},
    {"text without its turn",
     DIV "<p timeContainer=\"seq\" begin=\"5s\">lost<span dur=\"10s\">kept</span></p>" END,
     "5000-15000 |kept\n"
     "? 1: the text stands among what has its turn and has none, so it was skipped.\n"},
    {"a span beyond its p",
     DIV "<p end=\"2s\"><span begin=\"1s\">a</span><span begin=\"3s\">b</span></p>" END,
     "1000-2000 |a\n? 1: the text lies outside of the time of what it is in, so it was skipped.\n"},
    {"words, relative",
     DIV "<p begin=\"10s\" end=\"15s\"><span begin=\"0s\" end=\"1s\">One</span> <span begin=\"1s\""
         ">two</span><span begin=\"2s\" xml:lang=\"zh\">三</span></p>" END,
     "10000-15000 三|One two zh0@12000 en0@10000 en4@11000\n"},
    {"words, absolute, of iTunes",
     "<tt itunes:timing=\"Word\"><body dur=\"3:58.640\"><div begin=\"19.764\" end=\"59.3\" "
     "itunes:songPart=\"Verse\"><p begin=\"19.764\" end=\"21.9\"><span begin=\"19.764\" "
     "end=\"20.1\">When</span> <span begin=\"20.105\" end=\"21.9\">you<span ttm:role=\"x-roman\">"
     "x</span></span></p><p begin=\"22\" end=\"23\">a</p></div></body></tt>",
     "19764-21900 |When you en0@19764 en5@20105\n22000-23000 |a\n"},
    {"the span of the words",
     DIV "<p><span begin=\"1s\" end=\"2s\">a</span> <span begin=\"3s\" end=\"4s\">b</span></p>" END,
     "1000-4000 |a b en0@1000 en2@3000\n"},
    {"no word", DIV "<p><span begin=\"1s\" end=\"2s\">a b</span></p>" END, "1000-2000 |a b\n"},
    {"words in turn",
     DIV "<p timeContainer=\"seq\"><span dur=\"1s\">a</span> <span dur=\"1s\">b</span></p>" END,
     "0-2000 |a b en0@0 en2@1000\n"},
    {"words behind an end that is found",
     DIV "<p begin=\"1s\">a <span begin=\"1s\">b </span><span begin=\"9s\">c</span></p>"
         "<p begin=\"5s\" end=\"6s\">d</p>" END,
     "1000-5000 |a b c en2@2000\n\n5000-6000 |d\n"},
    {"broken off", DIV "<p end=\"1s\">a</p><p end=\"2s\">b", NULL},
    {"nothing", DIV END, "! There is no text in it.\n"},
    {"a picture", HEAD "<div end=\"1s\"><image src=\"a.png\"/></div>" TAIL,
     "! There is no text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("ttml", rows[i].in, strlen(rows[i].in));
        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "ttml");
        if (rows[i].out)
            g_assert_cmpstr(got, ==, rows[i].out);
        else
            g_assert_true(g_str_has_prefix(got, "0-1000 |a\n? 1: from here on"));
    }
}

// What the file says of the speech comes back, each in its place.
static void test_metas(void)
{
    static const char in[] = ROOT
        "><head><metadata><ttm:title> River\n</ttm:title><ttm:title>No</ttm:title>"
        "<ttm:item name=\"audio\">a&amp;b.opus</ttm:item></metadata><layout><metadata><ttm:title>"
        "Not</ttm:title></metadata></layout></head><body><p end=\"1s\" "
        "xml:id=\"s1\">a</p></body></tt>";
    const format *f = format_find("ttml");
    g_autoptr(speech) s = f->read(in, strlen(in), NULL, NULL);
    g_assert_cmpstr(speech_meta(s, "title"), ==, "River");
    g_assert_cmpstr(speech_segment(s, 0)->id, ==, "s1");
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(f->write(s, file, NULL, NULL));
    g_assert_nonnull(strstr(file->str, "<ttm:item name=\"x-audio\">a&amp;b.opus</ttm:item>"));
    g_autoptr(speech) again = f->read(file->str, file->len, NULL, NULL);
    g_assert_cmpstr(speech_meta(again, "title"), ==, "River");
    g_assert_cmpstr(speech_meta(again, "audio"), ==, "a&b.opus");
}

// No cue is too short to show, and no word begins behind the end.
static void test_short(void)
{
    static const word_mark words[] = {{LANGUAGE_EN, 0, 1000100}, {LANGUAGE_EN, 2, 1000300}};
    const segment g = {1000100,         1000300,        .confidence = -1,
                       .word_count = 2, .words = words, .text = {"", "a  b"}};
    const format *f = format_find("ttml");
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    speech_builder_segment(b, &g);
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(f->write(s, file, NULL, NULL));
    g_autofree char *got = dump_read("ttml", file->str, file->len);
    g_assert_cmpstr(got, ==, "1000-1001 |a  b en0@1000 en3@1000\n");
}

// ---- files of others, where they are at hand

static const struct {
    const char *path;
    int segments, nth;
    const char *line; // the nth, as dump_short() has it
} known[] = {
    {"imsc1/ttml/timing/TimeExpressions001.ttml", 11, 3, "4393200-4394201 |24f = 1.001s"},
    {"imsc1/ttml/timing/TimeExpressions001.ttml", 11, 4, "4394201-4396201 |120t = 2s"},
    {"imsc1/ttml/timing/TimeExpressions001.ttml", 11, 8,
     "15565671-19289505 |01:02:03:20 = 3723.83416667s"},
    {"imsc1/ttml/timing/BasicTiming010.ttml", 1, 0,
     "10000-40000 |This text must appear at 10 seconds and disappear at 24.4 seconds\\nThis text "
     "must "
     "appear at 25 seconds and disappear at 35 seconds en66@25000"},
    {"imsc1/ttml/timing/BasicTimeContainment003.ttml", 1, 0,
     "5000-10000 |This first sentence begins at 5 seconds and persists for 5 seconds."},
    {"imsc1/ttml/timing/MediaSeqTiming002.ttml", 4, 3,
     "35000-40000 |This text must appear at 35 seconds\\nand be remain visible to 40 seconds."},
    {"imsc1/ttml/timing/MediaSeqTiming003.ttml", 2, 0,
     "25000-30000 |This text must appear at 25 seconds\\nand be remain visible to 30 seconds."},
    {"imsc1/ttml/timing/MediaSeqTiming005.ttml", 3, 2,
     "25000-30000 |This text must appear at 25 seconds\\nand be remain visible to 30 seconds."},
    {"imsc1/ttml/timing/MediaParTiming002.ttml", 3, 1,
     "5000-10000 |This text must appear at 5 seconds\\nand be remain visible to 10 seconds,"},
    {"imsc1/ttml/timing/FixedBeginEnd002.ttml", 12, 11, "11000-20000 |This test is over."},
    {"imsc1/ttml/foreign/Foreign001.ttml", 1, 0, "0-5000 |This text must be visible."},
    {"imsc1/ttml/space/space-preserve-001.ttml", 1, 0, "0-10000 |Two-\\nline Subtitle."},
    {"imsc1_1/ttml/ruby/ruby002.ttml", 1, 0, "0-1000 東南の方角|"},
    {"src/test/resources/ttml/lwsp_default.ttml", 2, 1, "- |bonjour mon nom\\nest"},
};

static void test_known(void)
{
    const char *found = suite("suites/ttml-imsc");
    g_autofree char *folder = g_strdup(found);
    for (gsize i = 0; folder && i < G_N_ELEMENTS(known); i++) {
        g_autofree char *path = g_build_filename(folder, known[i].path, NULL);
        g_auto(loaded) l = {0};
        g_test_message("%s", known[i].path);
        g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, NULL));
        g_assert_cmpint(speech_segment_count(l.speech), ==, known[i].segments);
        g_autofree char *all = dump_short(l.speech);
        g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
        int nth = -1;
        for (int k = 0; lines[k]; k++)
            if (*lines[k] && ++nth == known[i].nth)
                g_assert_cmpstr(lines[k], ==, known[i].line);
        g_assert_cmpint(nth, >=, known[i].nth);
    }
}

// ---- what is kept for the way back

#define SPACES                                                                                     \
    " xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\""       \
    " xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\""                                            \
    " xmlns:tts=\"http://www.w3.org/ns/ttml#styling\""
#define OPEN "<tt" SPACES ">\n<head>\n</head>\n"
#define BODY OPEN "<body>\n"
#define BACK "</body>\n</tt>\n"
#define P    "<p begin=\"00:00:00.000\" end=\"00:00:01.000\""

static const struct {
    const char *name, *in, *out;
} kept[] = {
    {"attributes of all that holds a p",
     OPEN "<body style='a'><div region=\"r\" begin=\"1s\"><p end='1s' tts:color=\"red\">x</p>"
          "</div><div><p begin='3s' end='4s' ttm:agent='v'>y</p></div></body></tt>",
     OPEN "<body style=\"a\">\n<div region=\"r\">\n<p begin=\"00:00:01.000\" end=\"00:00:02.000\" "
          "tts:color=\"red\">x</p>\n</div>\n<div>\n<p begin=\"00:00:03.000\" "
          "end=\"00:00:04.000\" ttm:agent=\"v\">y</p>\n</div>\n" BACK},
    {"the root, the head, and comments",
     "<!--a--><tt ttp:timeBase=\"smpte\" ttp:frameRate=\"25\" ttp:dropMode=\"nonDrop\" "
     "ttp:cellResolution=\"40 20\"" SPACES "><head><!--b--><metadata><ttm:title>t</ttm:title>"
     "<ttm:copyright>c</ttm:copyright></metadata><layout><region xml:id=\"r\"><set begin=\"5f\" "
     "tts:color=\"red\"/></region></layout></head><body><!--c--><p end=\"1s\">x</p></body></tt>",
     "<!--a-->\n<tt ttp:timeBase=\"media\" ttp:frameRate=\"25\" ttp:cellResolution=\"40 20\"" SPACES
     ">\n<head>\n<metadata>\n<ttm:title>t</ttm:title>\n</metadata>\n<!--b-->\n<metadata>\n"
     "<ttm:copyright>c</ttm:copyright>\n</metadata>\n<layout><region xml:id=\"r\"><set "
     "begin=\"00:00:00.200\" tts:color=\"red\"/></region></layout>\n</head>\n<body>\n<!--c-->\n" P
     ">x</p>\n" BACK},
    {"what is in a p",
     BODY "<p end='1s'>a <span style=\"s\">b &lt;</span><!--c--><metadata/></p>" BACK,
     BODY P ">a <span style=\"s\">b &lt;</span><!--c--><metadata/></p>\n" BACK},
    {"times in a p count from its begin",
     BODY "<p><span begin=\"2s\" dur=\"1s\" style=\"s\">a</span> <span style=\"s\"><span "
          "begin=\"3s\">b</span></span></p>" BACK,
     BODY "<p begin=\"00:00:02.000\" end=\"00:00:07.000\"><span style=\"s\" "
          "begin=\"00:00:00.000\" end=\"00:00:01.000\">a</span> <span style=\"s\"><span "
          "begin=\"00:00:01.000\">b</span></span></p>\n" BACK},
    {"a prefix, and namespaces that are forgotten",
     "<tt:tt xmlns:tt=\"http://www.w3.org/ns/ttml\"><tt:body tts:color=\"red\"><tt:p end='1s' "
     "u:v=\"1\">a<tt:br/>b</tt:p></tt:body></tt:tt>",
     "<tt:tt xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\" "
     "xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\" "
     "xmlns:tts=\"http://www.w3.org/ns/ttml#styling\" xmlns:tt=\"http://www.w3.org/ns/ttml\">\n"
     "<tt:head>\n</tt:head>\n<tt:body tts:color=\"red\">\n<tt:p begin=\"00:00:00.000\" "
     "end=\"00:00:01.000\">a<tt:br/>b</tt:p>\n</tt:body>\n</tt:tt>\n"},
    {"namespaces of a part",
     BODY "<div xmlns:u=\"urn:u\" u:a=\"1\"><p end=\"1s\" u:b=\"2\">x</p></div><p end=\"1s\" "
          "u:b=\"3\">y</p>" BACK,
     BODY "<div xmlns:u=\"urn:u\" u:a=\"1\">\n" P " u:b=\"2\">x</p>\n</div>\n" P ">y</p>\n" BACK},
    {"what is said twice, or is no name",
     BODY "<p end=\"1s\" style=\"a\" style=\"b\" a:b:c=\"1\" xml:id=\"i\">x</p><p end=\"1s\" "
          "xml:id=\"i\" region=\"a&#10;b\">y</p>" BACK,
     BODY P " style=\"a\" xml:id=\"i\">x</p>\n" P " region=\"a&#10;b\">y</p>\n" BACK},
    {"two languages at one time, each with its own",
     BODY "<p end=\"1s\" region=\"a\">Hello</p><p end=\"1s\" region=\"b\"><span "
          "style=\"s\">你好</span></p>" BACK,
     BODY P " region=\"a\">Hello</p>\n" P " region=\"b\"><span style=\"s\">你好</span></p>\n" BACK},
    {"two tracks",
     OPEN "<body style=\"s\"><div xml:lang=\"en\"><p end=\"1s\" region=\"a\">Hello</p></div><div "
          "xml:lang=\"zh\"><p begin=\"0.1s\" end=\"1s\" region=\"b\">你好</p></div></body></tt>",
     OPEN "<body style=\"s\">\n<div xml:lang=\"en\">\n" P " region=\"a\">Hello</p>\n</div>\n<div "
          "xml:lang=\"zh\">\n" P " region=\"b\">你好</p>\n</div>\n" BACK},
    {"out of order",
     BODY "<div region=\"a\"><p begin=\"2s\" end=\"3s\">b</p></div><p end=\"1s\">a</p>" BACK,
     BODY "<div region=\"a\">\n<p begin=\"00:00:02.000\" end=\"00:00:03.000\">b</p>\n</div>\n" P
          ">a</p>\n" BACK},
    {"languages that are neither",
     "<tt" SPACES " xml:lang=\"de\"><body style=\"s\"><p end=\"1s\">Guten Tag</p><p end=\"1s\" "
     "xml:lang=\"en-GB\">Hello</p></body></tt>",
     "<tt" SPACES " xml:lang=\"de\">\n<head>\n</head>\n<body style=\"s\">\n" P ">Guten Tag</p>\n" P
     " xml:lang=\"en-GB\">Hello</p>\n" BACK},
    {"cut off", BODY "<div region=\"a\"><p end=\"1s\">a</p><p end=\"2s\">b",
     BODY "<div region=\"a\">\n" P ">a</p>\n</div>\n" BACK},
    {"nothing that is worth it", "<tt><head/><body><p end=\"1s\">a</p></body></tt>",
     "<tt" SPACES " ttp:timeBase=\"media\" "
     "ttp:contentProfiles=\"http://www.w3.org/ns/ttml/profile/imsc1.1/text\" xml:lang=\"\">\n"
     "<head>\n<layout>\n<region xml:id=\"below\" tts:origin=\"10% 10%\" tts:extent=\"80% 80%\" "
     "tts:displayAlign=\"after\" tts:textAlign=\"center\"/>\n</layout>\n</head>\n<body "
     "region=\"below\">\n<div ttm:role=\"x-paragraph\">\n" P
     " xml:lang=\"en\">a</p>\n</div>\n" BACK},
};

static char *written(const speech *s)
{
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("ttml")->write(s, out, NULL, NULL));
    return g_string_free(out, FALSE);
}

static void test_kept(void)
{
    static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const format *f = format_find("ttml");
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_test_message("%s", kept[i].name);
        g_autoptr(speech) s = f->read(kept[i].in, strlen(kept[i].in), NULL, NULL);
        g_autofree char *out = written(s), *expected = g_strconcat(declaration, kept[i].out, NULL);
        g_assert_cmpstr(out, ==, expected);
        g_autoptr(speech) again = f->read(out, strlen(out), NULL, NULL);
        g_autofree char *twice = written(again);
        g_assert_cmpstr(twice, ==, expected);
    }
}

typedef struct {
    const char *name;
    int from, to; // of texts: the new one of a side is the old one of another, -1: none
    int64_t later_us;
    const char *out;
} edit;

static void edit_segment(void *data, int index, segment *g, GArray *words)
{
    (void)index;
    const edit *e = data;
    const char *texts[] = {g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN]};
    g->text[LANGUAGE_ZH] = e->from < 0 ? "" : texts[e->from];
    g->text[LANGUAGE_EN] = e->to < 0 ? "" : texts[e->to];
    g->start_us += e->later_us;
    g->end_us += e->later_us;
    for (guint i = 0; i < words->len; i++)
        g_array_index(words, word_mark, i).start_us += e->later_us;
}

// A speech that was changed has what still fits.
static void test_edited(void)
{
    static const char in[] =
        BODY "<p end=\"9s\" region=\"a\" xml:lang=\"en-GB\" xml:id=\"i\">Hello "
             "<span begin=\"1s\" style=\"s\">you</span></p>" BACK;
    static const edit edits[] = {
        {"moved", 0, 1, 1500000,
         BODY "<p begin=\"00:00:01.500\" end=\"00:00:10.500\" region=\"a\" xml:lang=\"en-GB\" "
              "xml:id=\"i\">Hello <span style=\"s\" begin=\"00:00:01.000\">you</span></p>\n" BACK},
        {"no text", 0, -1, 0, BODY BACK},
    };
    const format *f = format_find("ttml");
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_test_message("%s", edits[i].name);
        g_autoptr(speech) s = f->read(in, strlen(in), NULL, NULL);
        g_autoptr(speech_builder) b = speech_builder_from(s, edit_segment, (void *)&edits[i]);
        g_autoptr(speech) changed = speech_builder_end(b);
        g_autofree char *out = written(changed);
        g_assert_true(g_str_has_suffix(out, edits[i].out));
        g_autoptr(GString) again = g_string_new(NULL);
        g_autoptr(report) r = report_new();
        g_assert_true(f->write(changed, again, r, NULL));
        g_assert_cmpint(report_count(r), ==, edits[i].to < 0);
    }
}

// Texts of a language that the p is not in say so; others are written anew.
static void test_changed(void)
{
    static const char in[] = BODY
        "<p end=\"9s\" region=\"a\" xml:lang=\"en-GB\"><span style=\"s\">Hello</span></p>" BACK;
    static const edit swapped = {"swapped", 1, 0, 0, NULL};
    const format *f = format_find("ttml");
    g_autoptr(speech) s = f->read(in, strlen(in), NULL, NULL);
    g_autoptr(speech_builder) b = speech_builder_from(s, edit_segment, (void *)&swapped);
    g_autoptr(speech) changed = speech_builder_end(b);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_true(f->write(changed, out, r, NULL));
    g_assert_true(strstr(out->str, "region=\"a\" xml:lang=\"zh\"><span style=\"s\">Hello<"));
    g_assert_cmpint(report_count(r), ==, 0);
    segment g = *speech_segment(s, 0);
    g.text[LANGUAGE_EN] = "Bye";
    g_autoptr(speech_builder) other = speech_builder_new();
    speech_builder_header(other, "ttml", speech_header(s));
    speech_builder_segment(other, &g);
    g_autoptr(speech) bye = speech_builder_end(other);
    g_assert_true(f->write(bye, out, r, NULL));
    g_assert_true(strstr(out->str, "region=\"a\" xml:lang=\"en-GB\">Bye</p>"));
    g_assert_cmpint(report_count(r), ==, 1);
    // Of a part of the file no tags around the parts are known.
    g_autoptr(speech_builder) half = speech_builder_new();
    speech_builder_header(half, "ttml", speech_header(s));
    g = *speech_segment(s, 0);
    g.settings = "7 2 0 1 region=\"a\"";
    g.before = "</wrong>";
    speech_builder_segment(half, &g);
    g_autoptr(speech) part = speech_builder_end(half);
    g_autofree char *text = written(part);
    g_assert_true(strstr(text, "<body>\n<div>\n<p begin=\"00:00:00.000\" end=\"00:00:09.000\" "
                               "region=\"a\"><span style=\"s\">Hello</span></p>\n</div>\n" BACK));
}

typedef struct {
    int files, good, segments;
} counts;

// How often `what` stands in a text.
static int count_of(const char *text, const char *what)
{
    int count = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        count++;
    return count;
}

static void assert_near(int64_t left_us, int64_t right_us)
{
    g_assert_cmpint(MAX(left_us, right_us) - MIN(left_us, right_us), <=, 500);
}

// The same texts, words and paragraphs, at times as near as milliseconds are.
static void assert_same(const speech *left, const speech *right)
{
    g_assert_cmpint(speech_segment_count(left), ==, speech_segment_count(right));
    for (int i = 0; i < speech_segment_count(left); i++) {
        const segment *a = speech_segment(left, i), *b = speech_segment(right, i);
        g_assert_cmpstr(a->text[LANGUAGE_ZH], ==, b->text[LANGUAGE_ZH]);
        g_assert_cmpstr(a->text[LANGUAGE_EN], ==, b->text[LANGUAGE_EN]);
        g_assert_cmpstr(a->id, ==, b->id);
        g_assert_cmpint(a->paragraph, ==, b->paragraph);
        g_assert_cmpint(a->word_count, ==, b->word_count);
        assert_near(a->start_us, b->start_us);
        assert_near(a->end_us, b->end_us);
        for (int w = 0; w < a->word_count; w++) {
            g_assert_cmpint(a->words[w].side, ==, b->words[w].side);
            g_assert_cmpint(a->words[w].offset, ==, b->words[w].offset);
            assert_near(a->words[w].start_us, b->words[w].start_us);
        }
    }
}

// What is written says the same, has as many styles and regions, and as many references to them,
// and is written again the same.
static void check_written(const char *path, const speech *s)
{
    static const char *const counted[] = {" style=\"", " region=\"", "<region ", "<style "};
    g_autofree char *file = NULL;
    for (int i = 0; i < speech_segment_count(s); i++)
        if (speech_segment(s, i)->start_us == TIME_NONE)
            return; // it is not written
    g_assert_true(g_file_get_contents(path, &file, NULL, NULL));
    g_autofree char *out = written(s);
    g_autoptr(report) r = report_new();
    g_autoptr(speech) again = format_find("ttml")->read(out, strlen(out), r, NULL);
    g_assert_cmpint(report_count(r), ==, 0);
    assert_same(s, again);
    g_autofree char *twice = written(again);
    g_assert_cmpstr(twice, ==, out);
    for (gsize i = 0; i < G_N_ELEMENTS(counted); i++)
        g_assert_cmpint(count_of(out, counted[i]), ==, count_of(file, counted[i]));
}

static void count_file(const char *path, counts *to)
{
    g_auto(loaded) l = {0};
    g_autoptr(GError) error = NULL;
    gboolean read = load_files((const char *const[]){path, NULL}, NULL, &l, &error);
    const loaded_file *file = read ? g_ptr_array_index(l.files, 0) : NULL;
    to->files++;
    if (file && strcmp(file->format, "ttml") == 0) {
        to->good++;
        to->segments += speech_segment_count(l.speech);
        check_written(path, l.speech);
        return;
    }
    g_test_message("%s", file ? file->format : error->message);
    g_assert_nonnull(error);
    g_assert_true(strstr(error->message, "There is no text in it."));
}

static void count_folder(const char *folder, counts *to)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    for (const char *name; files && (name = g_dir_read_name(files));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_suffix(name, ".ttml"))
            count_file(path, to);
        else if (g_file_test(path, G_FILE_TEST_IS_DIR))
            count_folder(path, to);
    }
}

// Each file is known as what it is, and read, but for those that have pictures or nothing.
static void test_suites(void)
{
    static const struct {
        const char *folder;
        counts wanted;
    } folders[] = {{"suites/ttml-imsc", {325, 316, 733}}, {"suites/ass/tests/data", {3, 3, 59}}};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        const char *folder = suite(folders[i].folder);
        counts got = {0, 0, 0};
        if (!folder)
            continue;
        count_folder(folder, &got);
        g_test_message("%s: %d of %d files read, %d segments", folders[i].folder, got.good,
                       got.files, got.segments);
        g_assert_cmpint(got.files, ==, folders[i].wanted.files);
        g_assert_cmpint(got.good, ==, folders[i].wanted.good);
        g_assert_cmpint(got.segments, ==, folders[i].wanted.segments);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ttml/rows", test_rows);
    g_test_add_func("/ttml/metas", test_metas);
    g_test_add_func("/ttml/short", test_short);
    g_test_add_func("/ttml/known", test_known);
    g_test_add_func("/ttml/kept", test_kept);
    g_test_add_func("/ttml/edited", test_edited);
    g_test_add_func("/ttml/changed", test_changed);
    g_test_add_func("/ttml/suites", test_suites);
    return g_test_run();
}
