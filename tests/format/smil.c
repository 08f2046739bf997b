// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\"?><smil xmlns=\"http://www.w3.org/ns/SMIL\" "                            \
    "xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\"><body>"                           \
    "<seq id=\"s\" epub:textref=\"c.xhtml\" epub:type=\"chapter\">"
#define TAIL          "</seq></body></smil>\n"
#define PAR(id, clip) "<par><text src=\"c.xhtml#" id "\"/><audio src=\"a.mp3\" " clip "/></par>"

// Spans, a line each, in ms; "id: " stands before one that has a number.
static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"clocks",
     HEAD PAR("a", "clipBegin=\"0:00:01.5\" clipEnd=\"00:02.25\"")
         PAR("b", "clipBegin=\"2.25s\" clipEnd=\"2500ms\"")
             PAR("c", "clipBegin=\"1.5min\" clipEnd=\"02:03:04\"")
                 PAR("d", "clipBegin=\"2.25h\" clipEnd=\"9000\"") TAIL,
     "1500-2250\n2250-2500\n90000-7384000\n8100000-9000000\n"},
    {"numbers", HEAD PAR("2", "clipEnd=\"1s\"") PAR("1", "clipBegin=\"1s\" clipEnd=\"2s\"") TAIL,
     "2: 0-1000\n1: 1000-2000\n"},
    {"names of aeneas are no numbers",
     HEAD PAR("f000001", "clipBegin=\"0:00:00.000\" clipEnd=\"0:00:02.680\"")
         PAR("2", "clipBegin=\"0:00:02.680\" clipEnd=\"0:00:05.480\"") TAIL,
     "0-2680\n2680-5480\n"},
    {"nested, audio before text, no clipBegin, no clipEnd",
     HEAD "<seq><par><audio src=\"a.mp3\" clipEnd=\"2s\"/><text src=\"c.xhtml#a\"/></par><seq>" PAR(
         "b", "clipBegin=\"2s\"") "</seq></seq>" PAR("c", "clipBegin=\"5s\"") TAIL,
     "0-2000\n2000-5000\n5000-10000\n"},
    {"DAISY 2.02",
     "<smil><body><seq dur=\"5s\"><par endsync=\"last\"><text src=\"c.html#x\"/><seq><audio "
     "src=\"a.mp3\" clip-begin=\"npt=0.000s\" clip-end=\"npt=1.500s\"/><audio src=\"a.mp3\" "
     "clip-begin=\"npt=1.500s\" clip-end=\"npt=3.100s\"/></seq></par></seq></body></smil>",
     "0-3100\n"},
    {"text without a clip keeps its turn",
     HEAD PAR("a", "clipEnd=\"1s\"") "<par><text src=\"c.xhtml#b\"/></par><par/>" PAR(
         "c", "clipBegin=\"1s\" clipEnd=\"2s\"") TAIL,
     "0-1000\n-\n1000-2000\n"},
    {"a number without a clip is left out",
     HEAD PAR("1", "clipEnd=\"1s\"") "<par><text src=\"c.xhtml#2\"/></par>" TAIL, "1: 0-1000\n"},
    {"another recording, and what cannot be",
     HEAD PAR("a", "clipEnd=\"1s\"") "<par><text src=\"#b\"/><audio src=\"b.mp3\"/></par>" PAR(
         "c", "clipBegin=\"x\"") PAR("d", "clipBegin=\"2s\" clipEnd=\"2s\"")
         PAR("e", "clipBegin=\"1:60\"") TAIL,
     "0-1000\n-\n-\n-\n-\n"
     "? 1: the times of the clip cannot be read, so it was skipped.\n"
     "? 1: the clip ends before it starts, so it was skipped.\n"
     "? 1: the times of the clip cannot be read, so it was skipped.\n"
     "? 1: the clip is of another recording, so it was skipped.\n"},
    {"nothing", HEAD PAR("a", "clipBegin=\"x\"") TAIL, "! There is no clip with a time in it.\n"},
};

static char *spans_of(const char *in)
{
    g_autoptr(report) r = report_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(speech) s = format_find("smil")->read(in, strlen(in), r, &error);
    GString *out = g_string_new(NULL);
    if (!s)
        g_string_append_printf(out, "! %s\n", error->message);
    for (int i = 0; s && i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->id)
            g_string_append_printf(out, "%s: ", g->id);
        if (g->start_us == TIME_NONE)
            g_string_append(out, "-\n");
        else
            g_string_append_printf(out, "%d-%d\n", (int)(g->start_us / 1000),
                                   (int)(g->end_us / 1000));
    }
    for (int i = 0; s && i < report_count(r); i++)
        g_string_append_printf(out, "? %s\n", report_message(r, i));
    return g_string_free(out, FALSE);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = spans_of(rows[i].in);
        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "smil");
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

static void test_recording(void)
{
    static const struct {
        const char *src, *name;
    } names[] = {{"a.mp3", "a.mp3"},
                 {"audio/a%20b.mp3", "audio/a b.mp3"},
                 {"../audio/a.mp3", "a.mp3"},
                 {"http://x.org/a.mp3", "a.mp3"}};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *in = g_strdup_printf(
            HEAD "<par><audio src=\"%s\" clipEnd=\"1s\"/></par>" TAIL, names[i].src);
        g_autoptr(speech) s = format_find("smil")->read(in, strlen(in), NULL, NULL);
        g_assert_cmpstr(speech_meta(s, "audio"), ==, names[i].name);
    }
}

// With the text that it is for.
static void test_pair(void)
{
    static const char times[] =
        HEAD PAR("2", "clipBegin=\"1s\" clipEnd=\"2s\"") PAR("1", "clipEnd=\"1s\"") TAIL;
    static const char turns[] = HEAD PAR("a", "clipEnd=\"1s\"") "<par><text src=\"#b\"/></par>" PAR(
        "c", "clipBegin=\"3s\" clipEnd=\"4s\"") TAIL;
    static const char text[] = "你好。\nHello.\n\n再见。\nBye.\n\n谢谢。\nThanks.\n";
    static const struct {
        const char *smil, *out;
    } both[] = {
        {times, "0-1000 你好。|Hello.\n\n1000-2000 再见。|Bye.\n\n- 谢谢。|Thanks.\n"},
        {turns, "0-1000 你好。|Hello.\n\n- 再见。|Bye.\n\n3000-4000 谢谢。|Thanks.\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(both); i++) {
        g_autoptr(speech) s =
            format_find("smil")->read(both[i].smil, strlen(both[i].smil), NULL, NULL);
        g_autofree char *got = dump_paired(s, text);
        g_assert_cmpstr(got, ==, both[i].out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smil/rows", test_rows);
    g_test_add_func("/smil/recording", test_recording);
    g_test_add_func("/smil/pair", test_pair);
    return g_test_run();
}
