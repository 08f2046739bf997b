// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

#define NARRATION(items)  "{\"narration\": [" items "]}\n"
#define ITEM(text, audio) "{\"text\": \"" text "\", \"audio\": \"" audio "\"}"

#define GUIDED(text, audio) "{\"textref\": \"" text "\", \"audioref\": \"" audio "\"}"
#define UNREAD(line)        "? " line ": the times of this span cannot be read, so it was skipped.\n"

// `out`: as dump_read() has it, `ids` what names the paragraphs.
static const struct {
    const char *name, *in, *out, *ids;
} rows[] = {
    {"numbered", NARRATION(ITEM("#p1", "a.mp3#t=0.0,1.25") "," ITEM("#p3", "a.mp3#t=1.25,3.4")),
     "0-1250 |\n\n1250-3400 |\n", "1 3 "},
    {"numbers in files",
     NARRATION(ITEM("c1.html#id1", "a.mp3#t=0,1") "," ITEM("c1.html#id2", "a.mp3#t=1,2")),
     "0-1000 |\n\n1000-2000 |\n", "1 2 "},
    {"some have no number",
     NARRATION(ITEM("#title", "a.mp3#t=0,1") "," ITEM("#line1", "a.mp3#t=1,2") "," ITEM(
         "#line2", "a.mp3#t=2,3")),
     "0-1000 |\n\n1000-2000 |\n\n2000-3000 |\n", "- 1 2 "},
    {"no numbers: in turn, also if one has no sound",
     NARRATION(ITEM("#a", "a.mp3#t=0,1") ",{\"text\": \"#b\"}," ITEM("#c", "a.mp3#t=1,2")),
     "0-1000 |\n\n1000-2000 |\n", "1 3 "},
    {"numbers that go down: in turn",
     NARRATION(ITEM("#p2", "a.mp3#t=0,1") "," ITEM("#p1", "a.mp3#t=1,2")),
     "0-1000 |\n\n1000-2000 |\n", "1 2 "},
    {"numbers of two kinds: in turn",
     NARRATION(ITEM("#h1", "a.mp3#t=0,1") "," ITEM("#p2", "a.mp3#t=1,2")),
     "0-1000 |\n\n1000-2000 |\n", "1 2 "},
    {"nested, no name of the file",
     "{\"properties\": {\"audio\": \"a.mp3\"}, \"role\": \"body\", \"narration\": ["
     "{\"role\": [\"aside\"], \"narration\": [" ITEM("#p1", "#t=0,1") "," ITEM(
         "#p2", "#t=1,2") "]}," ITEM("#p3", "#t=2,3") "]}",
     "0-1000 |\n\n1000-2000 |\n\n2000-3000 |\n", "1 2 3 "},
    {"all ways to write times",
     NARRATION(ITEM("#p1", "a.mp3#t=,1") "," ITEM("#p2", "a.mp3#t=npt:1,0:02.5") "," ITEM(
         "#p3", "a.mp3#xywh=1&t=2.5s,0:00:04") "," ITEM("#p4", "a.mp3#t=4") "," ITEM("#p5",
                                                                                     "a.mp3#t=6")),
     "0-1000 |\n\n1000-2500 |\n\n2500-4000 |\n\n4000-6000 |\n\n6000-11000 |\n", "1 2 3 4 5 "},
    {"another recording", NARRATION(ITEM("#p1", "a.mp3#t=0,1") "," ITEM("#p2", "b.mp3#t=0,1")),
     "0-1000 |\n? 1: spans of another recording than a.mp3: 1; they were skipped.\n", "1 "},
    {"times that are none",
     NARRATION(ITEM("#p1", "a.mp3#t=0,1") "," ITEM("#p2", "a.mp3#t=-1,2") "," ITEM(
         "#p3",
         "a.mp3#t=smpte:0:1:2") "," ITEM("#p4",
                                         "a.mp3") "," ITEM("#p5",
                                                           "a.mp3#t=,") "," ITEM("#p6",
                                                                                 "a.mp3#t=1e9,2")),
     "0-1000 |\n\n0-5000 |\n" UNREAD("1") UNREAD("1") UNREAD("1") UNREAD("1"), "1 5 "},
    {"each is in its line",
     "{\"narration\": [\n" ITEM("#p1", "a.mp3#t=2,1") ",\n{\"narration\": [\n" ITEM(
         "#p2", "b.mp3#t=1,2") ",\n" ITEM("#p3", "a.mp3#t=x") "]},\n" ITEM("#p4",
                                                                           "b.mp3#t=2,3") "]}",
     "2000-7000 |\n" UNREAD("5") "? 4: spans of another recording than a.mp3: 2; they were "
                                 "skipped.\n" DUMP_MENDED("2: ", 1),
     "1 "},
    {"what only holds others is none",
     NARRATION("{\"text\": \"#part\", \"narration\": [" ITEM(
         "#a", "a.mp3#t=0,1") "]}, {\"text\": \"#b\", \"audio\": \"a.mp3#t=1,2\", \"narration\": "
                              "[" ITEM("#c", "a.mp3#t=1,2") "]}"),
     "0-1000 |\n\n1000-2000 |\n\n1000-2000 |\n", "1 2 3 "},
    {"Readium: the recording is named above, roles",
     "{\"textRef\": \"/text/1.html\", \"audioRef\": \"/audio/1.mp3\", \"narration\": [{\"role\": "
     "\"footnote\", \"text\": \"#id1\", \"audio\": \"#t=0.0,1.2\"}, {\"role\": \"aside\", "
     "\"narration\": [" ITEM("#id2", "#t=1.2,3.4") "]}]}",
     "0-1200 |\n\n1200-3400 |\n", "1 2 "},
    {"guided navigation",
     "{\"links\": [{\"rel\": \"next\", \"href\": \"2.json\"}], \"guided\": [{\"textref\": "
     "\"1.html#start9\", \"role\": [\"chapter\"], \"children\": [" GUIDED(
         "1.html#par1",
         "1.mp3#t=0,20") "," GUIDED("1.html#par2",
                                    "1.mp3#t=20,28") "]}, {\"textref\": \"2.html\", \"children\": "
                                                     "[" GUIDED("2.html#par1",
                                                                "2.mp3#t=0,1") "]}]}",
     "0-20000 |\n\n20000-28000 |\n? 1: spans of another recording than 1.mp3: 1; they were "
     "skipped.\n",
     "1 2 "},
    {"guided navigation: fragments of texts, an image",
     "{\"guided\": [" GUIDED("1.html#:~:text=It%20is,wife",
                             "1.mp3#t=0,20") ", {\"imgref\": \"1.jpg\", \"role\": "
                                             "[\"panel\"]}," GUIDED("1.html#:~:text=However,"
                                                                    "daughters",
                                                                    "1.mp3#t=20,48") "]}",
     "0-20000 |\n\n20000-48000 |\n", "1 2 "},
    {"guided navigation: the text itself",
     "{\"guided\": [{\"audioref\": \"1.mp3#t=0,7\", \"text\": \"This is it.\"}, {\"audioref\": "
     "\"1.mp3#t=7,16\", \"text\": {\"language\": \"zh\", \"plain\": \"你好。\"}}]}",
     "0-7000 |This is it.\n\n7000-16000 你好。|\n", "1 2 "},
    {"media overlays, as Readium had them",
     "{\"media-overlay\": [{\"role\": [\"chapter\"], \"children\": [" GUIDED("1.html#par1",
                                                                             "1.mp3#t=0,20") "]}]}",
     "0-20000 |\n", "1 "},
    {"broken off", "{\"narration\": [" ITEM("#p1", "a.mp3#t=0,1") ",\n{\"te",
     "0-1000 |\n? 2: from here on it is no JSON, so the rest was skipped.\n", "1 "},
    {"nothing", NARRATION("1, null, {}, {\"text\": 1, \"audio\": 2}, {\"text\": \"#a\"}"),
     "! There is no text with a span of time in it.\n", ""},
};

static char *ids_of(const char *in)
{
    GString *out = g_string_new(NULL);
    g_autoptr(speech) s = format_find("syncnarr")->read(in, strlen(in), NULL, NULL);
    for (int i = 0; s && i < speech_segment_count(s); i++)
        g_string_append_printf(out, "%s ",
                               speech_segment(s, i)->id ? speech_segment(s, i)->id : "-");
    return g_string_free(out, FALSE);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("syncnarr", rows[i].in, strlen(rows[i].in));
        g_autofree char *ids = ids_of(rows[i].in);
        if (strcmp(got, rows[i].out) != 0 || strcmp(ids, rows[i].ids) != 0)
            g_test_fail_printf("%s:\n%s%s", rows[i].name, got, ids);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "syncnarr");
    }
}

static void test_deep(void)
{
    g_autoptr(GString) in =
        g_string_new("{\"narration\": [" ITEM("#p1", "a.mp3#t=0,1") ",{\"narration\": [");
    for (int i = 0; i < 500; i++)
        g_string_append(in, "{\"narration\": [");
    for (int i = 0; i < 500; i++)
        g_string_append(in, "]},{}");
    g_string_append(in, "]}]}");
    g_autofree char *got = dump_read("syncnarr", in->str, in->len);
    g_assert_cmpstr(
        got, ==, "0-1000 |\n? 1: fragments that stand too deep inside of others were skipped.\n");
}

// With a text: each paragraph has the span of its number.
static void test_pair(void)
{
    static const char in[] = NARRATION(ITEM("#p1", "a.mp3#t=0,1") "," ITEM("#p2", "a.mp3#t=1,2.5"));
    static const char text[] =
        "各位来宾早上好。\n\nGood morning, ladies and gentlemen.\n\n谢谢大家。\n\nThank you all.\n";
    g_autoptr(speech) times = format_find("syncnarr")->read(in, strlen(in), NULL, NULL);
    g_autofree char *got = dump_paired(times, text);
    g_assert_cmpstr(got, ==,
                    "0-1000 各位来宾早上好。|Good morning, ladies and gentlemen.\n\n"
                    "1000-2500 谢谢大家。|Thank you all.\n");
    g_assert_cmpstr(speech_meta(times, "audio"), ==, "a.mp3");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/syncnarr/rows", test_rows);
    g_test_add_func("/syncnarr/deep", test_deep);
    g_test_add_func("/syncnarr/pair", test_pair);
    return g_test_run();
}
