// SPDX-License-Identifier: GPL-3.0-or-later
// What a text keeps of its styles where one language is left out, or its languages are swapped.
#include <string.h>

#include "dump.h"
#include "speech/build.h"

#define SRT  "1\n00:00:01,000 --> 00:00:02,000\n"
#define VTT  "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"
#define PAIR "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\n"
#define ASS  "[Script Info]\n[Events]\nFormat: Start, End, Style, Text\n"
#define LINE "Dialogue: 0:00:01.00,0:00:02.00,"
#define TTML                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tt xmlns=\"http://www.w3.org/ns/ttml\" "         \
    "xmlns:tts=\"http://www.w3.org/ns/ttml#styling\"><body><div>"
#define SWAP (-1)

// `kept` is to be in what is written, and so many texts lose their styles.
static const struct {
    const char *format;
    int only;
    const char *in, *kept;
    int lost;
} rows[] = {
    {"srt", LANGUAGE_EN, SRT "<i>好。</i>\n<b>Good.</b>\n\n", SRT "<b>Good.</b>\n\n", 0},
    {"srt", LANGUAGE_ZH, SRT "<i>好。</i>\n<b>Good.</b>\n\n", SRT "<i>好。</i>\n\n", 0},
    {"srt", LANGUAGE_EN, SRT "<font color=\"red\"><i>好。\nGood.</i></font>\n\n",
     SRT "<font color=\"red\"><i>Good.</i></font>\n\n", 0},
    {"srt", LANGUAGE_EN, SRT "<i>A.</i>\n好。<br>{\\an8}B.\n\n", SRT "<i>A.</i>\n{\\an8}B.\n\n", 0},
    {"srt", LANGUAGE_ZH, SRT "{b}好{/b} good <i>day</i> now\n\n", SRT "{b}好{/b}\n\n", 0},
    {"srt", SWAP, SRT "<i>好。</i>\nGood.\n\n", SRT "Good.\n好。\n\n", 1},
    {"srt", SWAP, SRT "好。\nGood.\n\n", SRT "Good.\n好。\n\n", 0},
    {"vtt", LANGUAGE_EN, VTT "<v A>好。</v>\n<v B>Good &amp; <i>fair</i>.</v>\n\n",
     VTT "<v B>Good &amp; <i>fair</i>.</v>\n\n", 0},
    {"vtt", LANGUAGE_ZH, VTT "<v A>好。\nGood.\n\n", VTT "<v A>好。\n\n", 0},
    {"vtt", LANGUAGE_EN, VTT "<lang zh><b>好</b></lang>\n<lang en><i>Good</i></lang>\n\n",
     VTT "<lang en><i>Good</i></lang>\n\n", 0},
    {"vtt", LANGUAGE_EN, VTT "<c.x>好<00:01.500>的\n<00:01.200>We <00:01.700>go</c>\n\n",
     VTT "<c.x><00:01.500><00:01.200>We <00:01.700>go</c>\n\n", 0},
    {"vtt", LANGUAGE_EN, PAIR "<v A>好。\n\n00:00:01.000 --> 00:00:02.000 line:9\n<v B>Good.\n\n",
     "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:9\n<v B>Good.\n\n", 0},
    {"vtt", LANGUAGE_ZH, PAIR "<v A>好。\n\n00:00:01.000 --> 00:00:02.000 line:9\n<v B>Good.\n\n",
     PAIR "<v A>好。\n\n", 0},
    {"vtt", SWAP, VTT "<v A>好。</v>\nGood.\n\n",
     VTT "<lang zh>Good.</lang>\n<lang en>好。</lang>\n\n", 1},
    {"vtt", SWAP, VTT "好。\nGood.\n\n", VTT "<lang zh>Good.</lang>\n<lang en>好。</lang>\n\n", 0},
    {"vtt", LANGUAGE_EN, VTT "<v A>好。\n\n", VTT "\n", 0},
    // The languages that are said are not those of the letters.
    {"vtt", LANGUAGE_ZH, VTT "<lang zh>OK <b>so</b></lang>\n<lang en>好</lang>\n\n",
     VTT "<lang zh>OK so</lang>\n\n", 1},
    {"ass", LANGUAGE_EN, ASS LINE "X,{\\i1}好{\\i0}\\N{\\b1}Good\n",
     ASS LINE "X,{\\i1}{\\i0}{\\b1}Good\n", 0},
    {"ass", LANGUAGE_EN, ASS LINE "X,{\\k20}好{\\k30}的\\N{\\k20}We {\\k30}go\n",
     ASS LINE "X,{\\k20}{\\k30}{\\k20}We {\\k30}go\n", 0},
    {"ass", LANGUAGE_EN, ASS LINE "Top,{\\i1}好\n" LINE "Low,{\\b1}Good\n",
     ASS LINE "Low,{\\b1}Good\n", 0},
    {"ass", LANGUAGE_ZH, ASS LINE "Top,{\\i1}好\n" LINE "Low,{\\b1}Good\n",
     ASS LINE "Top,{\\i1}好\n", 0},
    {"ass", LANGUAGE_EN, ASS LINE "Top,{\\i1}好\n", ASS LINE "Top,\n", 0},
    {"ass", SWAP, ASS LINE "Top,{\\i1}好\n" LINE "Low,Good\n",
     ASS LINE "Top,Good\n" LINE "Low,好\n", 1},
    {"ass", SWAP, ASS LINE "Top,好\n" LINE "Low,Good\n", ASS LINE "Top,Good\n" LINE "Low,好\n", 0},
    {"ttml", LANGUAGE_EN,
     TTML "<p begin=\"1s\" end=\"2s\"><span tts:color=\"red\">好</span><br/>"
          "<span tts:color=\"blue\">So <span tts:color=\"red\">good</span></span></p>"
          "</div></body></tt>",
     "\"><span tts:color=\"blue\">So <span tts:color=\"red\">good</span></span></p>", 0},
    {"ttml", LANGUAGE_ZH,
     TTML "<p begin=\"1s\" end=\"2s\"><span tts:color=\"red\">好<!-- a > b --><br/>Good</span></p>"
          "</div></body></tt>",
     "\"><span tts:color=\"red\">好<!-- a > b --></span></p>", 0},
    {"ttml", LANGUAGE_ZH,
     TTML "<p begin=\"1s\" end=\"2s\"><span tts:color=\"red\">好</span><br/>Good"
          "<metadata>note</metadata></p></div></body></tt>",
     "\"><span tts:color=\"red\">好</span><metadata>note</metadata></p>", 0},
    {"ttml", SWAP,
     TTML "<p begin=\"1s\" end=\"2s\"><span tts:color=\"red\">好<br/>Good</span></p>"
          "</div></body></tt>",
     "<span xml:lang=\"zh\">Good</span>", 1},
};

static void change(void *data, int index, segment *g, GArray *words)
{
    (void)index;
    int only = *(const int *)data;
    if (only == SWAP) {
        const char *zh = g->text[LANGUAGE_ZH];
        g->text[LANGUAGE_ZH] = g->text[LANGUAGE_EN];
        g->text[LANGUAGE_EN] = zh;
        return;
    }
    g->text[!only] = "";
    for (guint i = words->len; i-- > 0;)
        if ((int)g_array_index(words, word_mark, i).side != only)
            g_array_remove_index(words, i);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const format *f = format_find(rows[i].format);
        int only = rows[i].only;
        g_autoptr(report) r = report_new();
        g_autoptr(speech) s = f->read(rows[i].in, strlen(rows[i].in), r, NULL);
        g_autoptr(speech_builder) b = speech_builder_from(s, change, &only);
        g_autoptr(speech) changed = speech_builder_end(b);
        g_autoptr(GString) out = g_string_new(NULL);
        g_assert_true(f->write(changed, out, r, NULL));
        g_test_message("%s\nfrom:\n%s\nwritten:\n%s", f->name, rows[i].in, out->str);
        if (!strstr(out->str, rows[i].kept))
            g_assert_cmpstr(out->str, ==, rows[i].kept);
        g_assert_cmpint(report_count(r), ==, rows[i].lost);
        if (rows[i].lost)
            g_assert_cmpstr(report_message(r, 0), ==,
                            "texts that were changed lost their styles inside the line: 1.");
    }
}

// Braces that nothing closes, and as many tags as there is room for: it does not take long.
static void test_many(void)
{
    static const char *const pieces[] = {"{\\N", "好 a{\\b1}\\N", "<i>", "</i>a>",
                                         "<b>a</b>好<br>"};
    static const struct {
        const char *format, *head;
    } kinds[] = {{"srt", SRT}, {"vtt", VTT}, {"ass", ASS LINE "X,a"}};
    for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
        for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
            const format *f = format_find(kinds[k].format);
            int only = LANGUAGE_ZH;
            g_autoptr(GString) in = g_string_new(kinds[k].head), out = g_string_new(NULL);
            while (in->len < 300000)
                g_string_append(in, pieces[i]);
            g_string_append(in, "好");
            gint64 begin_us = g_get_monotonic_time();
            g_autoptr(speech) s = f->read(in->str, in->len, NULL, NULL);
            g_autoptr(speech_builder) b = speech_builder_from(s, change, &only);
            g_autoptr(speech) changed = speech_builder_end(b);
            g_assert_true(f->write(changed, out, NULL, NULL));
            g_test_message("%s %s", f->name, pieces[i]);
            g_assert_cmpint(g_get_monotonic_time() - begin_us, <, 5 * G_USEC_PER_SEC);
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/half/rows", test_rows);
    g_test_add_func("/half/many", test_many);
    return g_test_run();
}
