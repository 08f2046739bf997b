// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/epub.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "dump.h"
#include "earvoice/load.h"
#include "earvoice/save.h"

#define CONTAINER "<container><rootfile full-path=\"OPS/p.opf\"/></container>"
#define PACKAGE(metas)                                                                             \
    "<package xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata>" metas                      \
    "</metadata><manifest>"                                                                        \
    "<item id=\"n\" href=\"nav.xhtml\" properties=\"nav\"/>"                                       \
    "<item id=\"t\" href=\"text/a%20b.xhtml\" media-overlay=\"o\"/>"                               \
    "<item id=\"o\" href=\"o.smil\"/></manifest>"                                                  \
    "<spine><itemref idref=\"n\"/><itemref idref=\"t\"/><itemref idref=\"t\"/></spine></package>"
#define TEXT(body)                                                                                 \
    "<!DOCTYPE html><html lang=\"fr\"><head><title>x</title></head><body>" body "</body></html>"
#define PAR(id, clip)                                                                              \
    "<par><text src=\"text/a%20b.xhtml#" id "\"/><audio src=\"./sound/s.mp3\" " clip "/></par>"
#define OVERLAY(pars) "<smil><body><seq epub:textref=\"x\">" pars "</seq></body></smil>"
#define TWO                                                                                        \
    OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("b", "clipBegin=\"2s\" "               \
                                                                 "clipEnd=\"3s\""))

#define OTHER(name) "<par><audio src=\"sound/" name ".mp3\" clipEnd=\"1s\"/></par>"
#define SAID(name)                                                                                 \
    "? book: there is another recording in it: give book/OPS/sound/" name ".mp3 to hear that.\n"

static const struct {
    const char *name, *text, *overlay, *out;
} rows[] = {
    {"sentences of a paragraph, and a heading",
     TEXT("<h1>On rivers</h1>\n<p><span id=\"a\">A river,\n  a&nbsp;bank. </span> <span "
          "id=\"b\">Bye.</span></p><p>Not said</p>"),
     TWO, "# - |On rivers\n\n1000-2000 |A river, a\302\240bank.\n2000-3000 |Bye.\n\n- |Not said\n"},
    {"two languages in one passage, by their elements",
     TEXT("<p><span id=\"a\"><span lang=\"zh\">OK。</span> <span xml:lang=\"en\">Well.<br/>Yes."
          "</span></span></p><div id=\"b\"><p>再见。</p><p>Bye.</p></div>"),
     TWO, "1000-2000 OK。|Well.\\nYes.\n\n2000-3000 再见。|Bye.\n"},
    {"two with one span", TEXT("<p id=\"a\">你好。</p><p id=\"b\">Hello.</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"")
                 PAR("b", "clipBegin=\"1s\" clipEnd=\"2s\"")),
     "1000-2000 你好。|Hello.\n"},
    {"a translation below each",
     TEXT("<h2>河</h2><h2>River</h2><p id=\"a\">你好。</p><p>Hello.</p><p "
          "id=\"b\">再见。</p><p>Bye.</p>"),
     TWO, "# - 河|River\n\n1000-2000 你好。|Hello.\n\n2000-3000 再见。|Bye.\n"},
    {"a note below one is none",
     TEXT("<p id=\"a\">你好。</p><p>Note</p><p>Note</p><p>Note</p><p>Note</p><p "
          "id=\"b\">再见。</p>"),
     TWO, "1000-2000 你好。|\n\n- |Note\n\n- |Note\n\n- |Note\n\n- |Note\n\n2000-3000 再见。|\n"},
    {"left out: readings, pages, scripts",
     TEXT("<p id=\"a\"><ruby>河<rp>(</rp><rt>hé</rt><rp>)</rp></ruby>回来了。<span "
          "epub:type=\"pagebreak\" title=\"2\">2</span></p><script>x</script><p "
          "id=\"b\">再见。</p>"),
     TWO, "1000-2000 河回来了。|\n\n2000-3000 再见。|\n"},
    {"words",
     TEXT("<p><span id=\"a\">Good</span> <span id=\"b\">morning</span> <span id=\"c\">to</span> "
          "<span id=\"d\">everybody.</span></p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("b", "clipBegin=\"2s\" clipEnd=\"3s\"")
                 PAR("c", "clipBegin=\"3s\" clipEnd=\"4s\"")
                     PAR("d", "clipBegin=\"4s\" clipEnd=\"5s\"")),
     "1000-5000 |Good morning to everybody. en0@1000 en5@2000 en13@3000 en16@4000\n"},
    {"words, the marks and texts between them, and blocks without any",
     TEXT("<h1><span id=\"a\">Good</span></h1><p>“<span id=\"b\">Morning</span>, she "
          "added:<br/>(<span id=\"c\">to</span> <i><span id=\"d\">everybody</span></i>!)” "
          "—</p><h2>Part</h2><p>Not said.</p><p>译文。</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("b", "clipBegin=\"2s\" clipEnd=\"3s\"")
                 PAR("c", "clipBegin=\"3s\" clipEnd=\"4s\"")
                     PAR("d", "clipBegin=\"4s\" clipEnd=\"5s\"")),
     "# 1000-2000 |Good\n\n"
     "2000-5000 |“Morning, she added: (to everybody!)” — en0@2000 en24@3000 en27@4000\n\n"
     "# - |Part\n\n- |Not said.\n\n- 译文。|\n"},
    {"marks between passages, and text beside those in a passage",
     TEXT("<p>“<span id=\"a\">Good morning</span>,” — <span id=\"b\">she said</span>. —</p>"
          "<p id=\"c\">Then <span id=\"d\">they left</span>, all.</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("b", "clipBegin=\"2s\" clipEnd=\"3s\"")
                 PAR("c", "clipBegin=\"3s\" clipEnd=\"6s\"")
                     PAR("d", "clipBegin=\"4s\" clipEnd=\"5s\"")),
     "1000-2000 |“Good morning,” —\n2000-3000 |she said. —\n\n- |Then\n4000-5000 |they left\n- |, "
     "all.\n"},
    {"words with their blanks inside",
     TEXT("<p><span id=\"a\">Good </span><span id=\"b\">mor</span><span "
          "id=\"c\">ning</span><span id=\"d\"> all</span>.</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("b", "clipBegin=\"2s\" clipEnd=\"3s\"")
                 PAR("c", "clipBegin=\"3s\" clipEnd=\"4s\"")
                     PAR("d", "clipBegin=\"4s\" clipEnd=\"5s\"")),
     "1000-5000 |Good morning all. en0@1000 en5@2000 en13@4000\n"},
    {"open ends, and a passage without sound",
     TEXT("<p id=\"a\">One.</p><p id=\"b\">Two.</p><p id=\"c\">Three.</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\"") "<par><text src=\"text/a%20b.xhtml#b\"/></par>" PAR(
         "c", "clipBegin=\"4s\"")),
     "1000-4000 |One.\n\n- |Two.\n\n4000-9000 |Three.\n"},
    {"several recordings", TEXT("<p id=\"a\">One.</p><p id=\"b\">Two.</p><p id=\"c\">Three.</p>"),
     OVERLAY("<par><text src=\"text/a%20b.xhtml#a\"/><audio src=\"other.mp3\" "
             "clipEnd=\"1s\"/></par>" PAR("b", "clipEnd=\"1s\"")
                 PAR("c", "clipBegin=\"1s\" clipEnd=\"2s\"")),
     "- |One.\n\n0-1000 |Two.\n\n1000-2000 |Three.\n"
     "? book: there is another recording in it: give book/OPS/other.mp3 to hear that.\n"},
    {"many recordings", TEXT("<p id=\"a\">One.</p><p id=\"b\">Two.</p>"),
     OVERLAY(PAR("a", "clipEnd=\"1s\"") PAR("b", "clipBegin=\"1s\" clipEnd=\"2s\"") OTHER("1")
                 OTHER("2") OTHER("t") OTHER("u") OTHER("3") OTHER("4") OTHER("5")),
     "0-1000 |One.\n\n1000-2000 |Two.\n" SAID("1") SAID("2") SAID("3") SAID("4")
         SAID("5") "? book: there are other recordings in it, too: 2.\n"},
    {"without times it is a transcript", TEXT("<p>你好。</p><p>Hello.</p><p>再见。</p><p>Bye.</p>"),
     OVERLAY(""), "- 你好。|Hello.\n\n- 再见。|Bye.\n"},
    {"a recording that is not there", TEXT("<p id=\"a\">One.</p>"),
     OVERLAY("<par><text src=\"text/a%20b.xhtml#a\"/><audio src=\"../../x.mp3\" "
             "clipEnd=\"1s\"/></par>"),
     "0-1000 |One.\n? book: its recording, x.mp3, is not in it.\n"},
    {"broken off", TEXT("<p id=\"a\">One.</p><p id=\"b\">T</q>"), TWO,
     "1000-2000 |One.\n\n2000-3000 |T\n"
     "? OPS/text/a b.xhtml:1: from here on it is no XML, so the rest was skipped (Error on line 1 "
     "char 99: Element “q” was closed, but the currently open element is “p”).\n"},
    {"a translation above each",
     TEXT("<p>Before.</p><p>Hello.</p><p id=\"a\">你好。</p><p>Bye.</p><p id=\"b\">再见。</p>"),
     TWO, "- |Before.\n\n1000-2000 你好。|Hello.\n\n2000-3000 再见。|Bye.\n"},
    {"a passage in three clips", TEXT("<p id=\"a\">One.</p>"),
     OVERLAY(PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("a", "clipBegin=\"2s\" "
                                                                  "clipEnd=\"3s\"")
                 PAR("a", "clipBegin=\"3s\" clipEnd=\"4s\"")),
     "1000-4000 |One.\n"},
    {"a passage and its sentences",
     TEXT("<p id=\"p\"><span id=\"a\">One.</span> <span id=\"b\">Two.</span></p>"),
     OVERLAY(PAR("p", "clipBegin=\"1s\" clipEnd=\"3s\"") PAR("a", "clipBegin=\"1s\" clipEnd=\"2s\"")
                 PAR("b", "clipBegin=\"2s\" clipEnd=\"3s\"")),
     "1000-2000 |One.\n2000-3000 |Two.\n"},
    {"a picture that is said",
     TEXT("<img src=\"c.png\" alt=\"A cat.\" id=\"a\"/><p id=\"b\">Two.</p>"), TWO,
     "1000-2000 |A cat.\n\n2000-3000 |Two.\n"},
    {"a passage that is not there", TEXT("<p id=\"a\">One.</p>"), TWO,
     "1000-2000 |One.\n? book: clips of passages that the text does not have: 1.\n"},
    {"a clip of a whole page", TEXT("<div><p>One.</p></div>"),
     OVERLAY("<par><text src=\"text/a%20b.xhtml\"/><audio src=\"sound/s.mp3\" "
             "clipEnd=\"1s\"/></par>"),
     "0-1000 |One.\n"},
    {"a clip of a whole chapter is no time", TEXT("<p>One.</p><p>Two.</p>"),
     OVERLAY("<par><text src=\"text/a%20b.xhtml\"/><audio src=\"sound/s.mp3\" "
             "clipEnd=\"1s\"/></par>"),
     "- |One.\n\n- |Two.\n"},
    {"an & alone, names that nobody knows, and CDATA",
     TEXT("<p id=\"a\">AT & T &foo; &lt;x&gt; &AMP;</p><p id=\"b\"><![CDATA[a & b < &amp;]]> "
          "&#38;</p>"),
     TWO, "1000-2000 |AT & T &foo; <x> &\n\n2000-3000 |a & b < &amp; &\n"},
    {"nothing", TEXT(""), OVERLAY(""), "! There is no text in this book.\n"},
    {"no text", NULL, NULL,
     "! There is no text in this book.\n"
     "? OPS/o.smil: the book names this file, but does not have it.\n"
     "? OPS/text/a b.xhtml: the book names this file, but does not have it.\n"},
};

static archive *book_of(const char *package, const char *text, const char *overlay)
{
    archive_member members[6] = {{"META-INF/container.xml", CONTAINER, -1, FALSE},
                                 {"OPS/p.opf", package, -1, FALSE},
                                 {"OPS/sound/s.mp3", "ID3", -1, TRUE}};
    gsize count = 3;
    if (text)
        members[count++] = (archive_member){"OPS/text/a b.xhtml", text, -1, FALSE};
    if (overlay)
        members[count++] = (archive_member){"OPS/o.smil", overlay, -1, FALSE};
    int fd = memfd_create("book", MFD_CLOEXEC);
    g_assert_true(archive_write(fd, members, count, NULL));
    archive *a = archive_open(fd, NULL);
    g_assert_nonnull(a);
    return a;
}

// What is read, and what is said of it.
static char *told(archive *from)
{
    g_autoptr(report) r = report_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(speech) s = epub_read(from, "book", NULL, r, &error);
    GString *got = g_string_new(NULL);
    g_autofree char *texts = s ? dump_short(s) : g_strdup_printf("! %s\n", error->message);
    g_string_append(got, texts);
    for (int k = 0; k < report_count(r); k++)
        g_string_append_printf(got, "? %s\n", report_message(r, k));
    return g_string_free(got, FALSE);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row: %s", rows[i].name);
        g_autoptr(archive) from = book_of(PACKAGE(""), rows[i].text, rows[i].overlay);
        g_autofree char *got = told(from);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

// A book of two speeches, each with its recording: the one that is wanted, with its text.
static void test_wanted(void)
{
    static const archive_member members[] = {
        {"META-INF/container.xml", CONTAINER, -1, FALSE},
        {"OPS/p.opf",
         "<package><manifest><item id=\"1\" href=\"1.xhtml\" media-overlay=\"o1\"/><item id=\"2\" "
         "href=\"2.xhtml\" media-overlay=\"o2\"/><item id=\"o1\" href=\"1.smil\"/><item id=\"o2\" "
         "href=\"2.smil\"/></manifest><spine><itemref idref=\"1\"/><itemref idref=\"2\"/></spine>"
         "</package>",
         -1, FALSE},
        {"OPS/1.xhtml", TEXT("<p id=\"a\">One.</p><p>Not said.</p>"), -1, FALSE},
        {"OPS/2.xhtml", TEXT("<p id=\"a\">Two.</p><p id=\"b\">Three.</p>"), -1, FALSE},
        {"OPS/1.smil",
         OVERLAY("<par><text src=\"1.xhtml#a\"/><audio src=\"1.mp3\" clipEnd=\"1s\"/></par>"), -1,
         FALSE},
        {"OPS/2.smil",
         OVERLAY("<par><text src=\"2.xhtml#a\"/><audio src=\"2.mp3\" clipEnd=\"2s\"/></par>"
                 "<par><text src=\"2.xhtml#b\"/><audio src=\"2.mp3\" clipBegin=\"2s\"/></par>"),
         -1, FALSE},
        {"OPS/1.mp3", "ID3 one", -1, FALSE},
        {"OPS/2.mp3", "ID3 two", -1, FALSE},
    };
    static const struct {
        const char *given[3], *recording, *out;
    } wanted[] = {
        {{"b.epub"}, "OPS/2.mp3", "0-2000 |Two.\n\n2000-7000 |Three.\n"},
        {{"b.epub/OPS/1.mp3"}, "OPS/1.mp3", "0-1000 |One.\n\n- |Not said.\n"},
        {{"b.epub", "b.epub/OPS/1.mp3"}, "OPS/1.mp3", "0-1000 |One.\n\n- |Not said.\n"},
        {{"b.epub/OPS/2.mp3"}, "OPS/2.mp3", "0-2000 |Two.\n\n2000-7000 |Three.\n"},
    };
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "b.epub", NULL);
    int fd = g_creat(path, 0600);
    g_assert_true(archive_write(fd, members, G_N_ELEMENTS(members), NULL));
    close(fd);
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autofree char *one = g_build_filename(folder, wanted[i].given[0], NULL);
        g_autofree char *two = g_build_filename(folder, wanted[i].given[1], NULL);
        g_autofree char *recording = g_build_filename(path, wanted[i].recording, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        load_files((const char *const[]){one, wanted[i].given[1] ? two : NULL, NULL}, NULL, &l,
                   &error);
        g_assert_no_error(error);
        g_autofree char *got = dump_short(l.speech);
        g_assert_cmpstr(got, ==, wanted[i].out);
        g_assert_cmpstr(l.recording, ==, recording);
        g_assert_cmpint(report_count(l.report), ==, 2); // the other one, and its chapter
        g_assert_nonnull(strstr(report_message(l.report, 0), strstr(recording, "1.mp3")
                                                                 ? "b.epub/OPS/2.mp3"
                                                                 : "b.epub/OPS/1.mp3"));
    }
    g_unlink(path);
    g_rmdir(folder);
}

#define LOCK(method, path)                                                                         \
    "<encryption><EncryptedData><EncryptionMethod Algorithm=\"" method "\"/><CipherReference URI=" \
    "\"" path "\"/></EncryptedData></encryption>"
#define AES "http://www.w3.org/2001/04/xmlenc#aes128-cbc"

// What is locked; several package documents; a name with a bare %, and names that end alike.
static void test_odd(void)
{
    static const struct {
        const char *name, *locked, *out;
    } odd[] = {
        {"fonts that are scrambled", LOCK("http://www.idpf.org/2008/embedding", "1.mp3"),
         "0-1000 |One.\n\n1000-2000 |Two.\n\n- |Three.\n"
         "? book: there is another recording in it: give book/11.mp3 to hear that.\n"},
        {"a recording that is locked", LOCK(AES, "1.mp3"),
         "0-1000 |One.\n\n1000-2000 |Two.\n\n- |Three.\n"
         "? book: its recording, 1.mp3, is locked against copying (DRM), so it cannot be heard.\n"
         "? book: there is another recording in it: give book/11.mp3 to hear that.\n"},
        {"a text that is locked", LOCK(AES, "100%25.xhtml"),
         "! There is no text in this book.\n"
         "? book: there is another recording in it: give book/11.mp3 to hear that.\n"
         "? 100%.xhtml: this file is locked against copying (DRM), so it was skipped: a book "
         "without a lock can be read.\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_test_message("row: %s", odd[i].name);
        const archive_member members[] = {
            {"META-INF/container.xml",
             "<container><rootfile full-path=\"x.pdf\" media-type=\"application/pdf\"/><rootfile "
             "full-path=\"p.opf\" media-type=\"application/oebps-package+xml\"/></container>",
             -1, FALSE},
            {"META-INF/encryption.xml", odd[i].locked, -1, FALSE},
            {"p.opf",
             "<package><manifest><item id=\"c\" href=\"c.jpg\" media-type=\"image/jpeg\"/><item "
             "id=\"t\" href=\"100%.xhtml\" media-overlay=\"o\"/><item id=\"o\" href=\"o.smil\"/>"
             "</manifest><spine><itemref idref=\"c\"/><itemref idref=\"t\"/></spine></package>",
             -1, FALSE},
            {"c.jpg", "\377\330\377", -1, FALSE},
            {"100%.xhtml", TEXT("<p id=\"a\">One.</p><p id=\"b\">Two.</p><p id=\"c\">Three.</p>"),
             -1, FALSE},
            {"o.smil",
             OVERLAY("<par><text src=\"100%.xhtml#a\"/><audio src=\"1.mp3\" clipEnd=\"1s\"/></par>"
                     "<par><text src=\"100%25.xhtml#b\"/><audio src=\"1.mp3\" clipBegin=\"1s\" "
                     "clipEnd=\"2s\"/></par><par><text src=\"100%.xhtml#c\"/><audio "
                     "src=\"11.mp3\"/></par>"),
             -1, FALSE},
            {"1.mp3", "ID3", -1, FALSE},
            {"11.mp3", "ID3", -1, FALSE},
        };
        int fd = memfd_create("book", MFD_CLOEXEC);
        g_assert_true(archive_write(fd, members, G_N_ELEMENTS(members), NULL));
        g_autoptr(archive) from = archive_open(fd, NULL);
        g_autofree char *got = told(from);
        g_assert_cmpstr(got, ==, odd[i].out);
    }
}

static void test_metas(void)
{
    g_autoptr(archive) from =
        book_of(PACKAGE("<dc:title> On <b>rivers</b>\n</dc:title><dc:title>河</dc:title>"
                        "<meta name=\"earvoice:spoken\" content=\"zh\"/>"
                        "<meta name=\"cover\" content=\"c\"/>"),
                TEXT("<p id=\"a\">One.</p><p id=\"b\">Two.</p>"), TWO);
    g_autoptr(speech) s = epub_read(from, "book", NULL, NULL, NULL);
    g_assert_cmpstr(speech_meta(s, "title-zh"), ==, "河");
    g_assert_cmpstr(speech_meta(s, "spoken"), ==, "zh");
    g_assert_null(speech_meta(s, "cover"));
    g_assert_cmpstr(speech_meta(s, "audio"), ==, "OPS/sound/s.mp3");
    g_assert_cmpint(speech_segment_count(s), ==, 2);
}

static char *written(const char *folder, const char *name, const char *content)
{
    char *path = g_build_filename(folder, name, NULL);
    g_assert_true(g_file_set_contents(path, content, -1, NULL));
    return path;
}

#define SPEECH                                                                                     \
    "WEBVTT\n\nNOTE\ntitle-zh: 河 & <岸>\ntitle-en: A river\nspoken: zh\n\n"                     \
    "NOTE heading 1.1\n<lang zh>题</lang>\n<lang en>Head</lang>\n\n"                              \
    "2.1\n00:00:01.000 --> 00:00:02.500\n<lang zh>你 &lt;好&gt;。</lang>\n<lang "               \
    "en>Two\nlines</lang>\n\n"                                                                     \
    "2.2\n00:00:02.500 --> 00:00:03.000\n<lang en>Only &amp; this.</lang>\n\n"                     \
    "h3.1\n00:00:03.000 --> 00:00:04.000\n<lang zh>再见。</lang>\n<lang en>Bye.</lang>\n"

// A book that was written is opened: the same texts and times, and the same sound inside.
static void test_written(void)
{
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *sound = written(folder, "s.mp3", "ID3 is what it begins with");
    g_autofree char *text = written(folder, "s.vtt", SPEECH);
    g_autofree char *path = g_build_filename(folder, "book.epub", NULL);
    g_auto(loaded) from = {0}, back = {0};
    g_autoptr(GError) error = NULL;
    load_files((const char *const[]){text, sound, NULL}, NULL, &from, &error);
    g_assert_no_error(error);
    const save_options o = {.recording = sound, .report = from.report};
    save_speech(from.speech, path, &o, &error);
    g_assert_no_error(error);
    save_speech(from.speech, path, &o, &error); // its own file is replaced
    g_assert_no_error(error);
    g_assert_cmpint(report_count(from.report), ==, 0);

    load_files((const char *const[]){path, NULL}, NULL, &back, &error);
    g_assert_no_error(error);
    g_autofree char *given = dump_short(from.speech), *got = dump_short(back.speech);
    g_assert_cmpstr(got, ==, given);
    g_assert_nonnull(strstr(got, "你 <好>。|Two\\nlines"));
    g_assert_cmpstr(speech_meta(back.speech, "title-zh"), ==, "河 & <岸>");
    g_assert_cmpstr(speech_meta(back.speech, "spoken"), ==, "zh");
    g_assert_cmpint(report_count(back.report), ==, 0);
    g_autofree char *inside = g_build_filename(path, "book/speech.mp3", NULL);
    g_assert_cmpstr(back.recording, ==, inside);
    g_autoptr(GBytes) bytes = file_read(inside, 100, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(g_bytes_get_data(bytes, NULL), ==, "ID3 is what it begins with");

    // A recording that is given is the one.
    g_auto(loaded) both = {0};
    load_files((const char *const[]){path, sound, NULL}, NULL, &both, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(both.recording, ==, sound);

    g_unlink(path);
    g_unlink(text);
    g_unlink(sound);
    g_rmdir(folder);
}

static void test_refused(void)
{
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *sound = written(folder, "s.wav", "RIFF");
    g_autofree char *text = written(folder, "s.vtt",
                                    "WEBVTT\n\n00:01.000 --> 00:02.000\nHello "
                                    "<00:01.500>you.\n");
    g_autofree char *other = written(folder, "other.epub", "PK something else");
    g_autofree char *path = g_build_filename(folder, "book.epub", NULL);
    g_auto(loaded) from = {0};
    load_files((const char *const[]){text, sound, NULL}, NULL, &from, NULL);
    const struct {
        const char *to, *recording;
        gboolean strict;
        const char *error;
    } refused[] = {
        {other, sound, FALSE, "holds something else"},
        {path, NULL, FALSE, "The recording is missing"},
        {path, sound, TRUE, "cannot hold all of it"},
        {path, other, FALSE, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(report) r = report_new();
        const save_options o = {
            .recording = refused[i].recording, .strict = refused[i].strict, .report = r};
        gboolean good = save_speech(from.speech, refused[i].to, &o, &error);
        g_assert_cmpint(good, ==, refused[i].error == NULL);
        if (refused[i].error)
            g_assert_nonnull(strstr(error->message, refused[i].error));
        else // words, that they were not as we write them, and a recording of an unknown kind
            g_assert_cmpint(report_count(r), ==, 3);
    }
    g_autoptr(GBytes) kept = file_read(other, 100, NULL);
    g_assert_cmpstr(g_bytes_get_data(kept, NULL), ==, "PK something else");
    const char *const all[] = {sound, text, other, path};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        g_unlink(all[i]);
    g_rmdir(folder);
}

// A title that is nothing in XML, and sound without a name that its first bytes tell.
static void test_names(void)
{
    static const struct {
        const char *head, *member;
    } kinds[] = {
        {"\377\363", "book/speech.mp3"},
        {"\377\343", "book/speech.mp3"},
        {"\377\342", "book/speech.mp3"},
        {"\377\361", "book/speech.bin"}, // AAC as a stream
    };
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_meta(b, "title", "\002 ");
    speech_builder_meta(b, "title-en", "\003");
    g_autoptr(speech) s = speech_builder_end(b);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *sound = written(folder, "s", kinds[i].head);
        g_autoptr(report) r = report_new();
        int fd = memfd_create("book", MFD_CLOEXEC);
        g_assert_true(epub_write(s, sound, fd, r, NULL));
        g_autoptr(archive) from = archive_open(fd, NULL);
        g_assert_cmpint(archive_find(from, kinds[i].member), >=, 0);
        g_autoptr(GBytes) page = archive_read(from, archive_find(from, "book/speech.xhtml"), NULL);
        g_autoptr(GBytes) package =
            archive_read(from, archive_find(from, "book/package.opf"), NULL);
        g_assert_nonnull(strstr(g_bytes_get_data(page, NULL), "<title>speech</title>"));
        g_assert_nonnull(strstr(g_bytes_get_data(package, NULL), "<dc:title>speech</dc:title>"));
        g_unlink(sound);
    }
    g_rmdir(folder);
}

// Paths that lead into files that are no archives, or have no such member.
static void test_paths(void)
{
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *file = written(folder, "a.epub", "PK\3\4 no archive");
    static const char *const names[] = {"a.epub/x", "a.epub/../a.epub", "a.epub/", "b.epub/x"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(file_open(path, NULL, &error), ==, -1);
        g_assert_nonnull(strstr(error->message, "cannot be opened"));
    }
    g_unlink(file);
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/epub/rows", test_rows);
    g_test_add_func("/epub/wanted", test_wanted);
    g_test_add_func("/epub/odd", test_odd);
    g_test_add_func("/epub/metas", test_metas);
    g_test_add_func("/epub/written", test_written);
    g_test_add_func("/epub/refused", test_refused);
    g_test_add_func("/epub/names", test_names);
    g_test_add_func("/epub/paths", test_paths);
    return g_test_run();
}
