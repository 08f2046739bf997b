// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "speech/build.h"

#define V "WEBVTT\n\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"two languages at nearly the same time",
     V "00:01.000 --> 00:02.000\n好\n\n00:01.030 --> 00:02.000\ngood\n\n"
       "00:02.980 --> 00:04.000\nbad\n\n00:03.000 --> 00:04.000\n坏\n",
     "1000-2000 好|good\n\n2980-4000 坏|bad\n"},
    {"native",
     V "NOTE\ntitle: River\n\n1.1\n00:00:01.200 --> 00:00:04.940\n<lang zh>早上好。</lang>\n"
       "<lang en>Good morning.</lang>\n\n1.2\n00:00:05.000 --> 00:00:06.000\n<lang zh>好</lang>\n\n"
       "2.1\n00:00:06.000 --> 00:00:07.000\n<lang en>Thanks</lang>\n",
     "1200-4940 早上好。|Good morning.\n5000-6000 好|\n\n6000-7000 |Thanks\n"},
    {"no hours", V "01:02.003 --> 01:03.000\nhi\n", "62003-63000 |hi\n"},
    {"many hours", V "100:00:00.000 --> 100:00:01.000\nhi\n", "360000000-360001000 |hi\n"},
    {"cr", "WEBVTT\r\r00:01.000 --> 00:02.000\ra\rb\r\r00:02.000 --> 00:03.000\rc",
     "1000-2000 |a\\nb\n\n2000-3000 |c\n"},
    {"crlf", "WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\na\r\n", "1000-2000 |a\n"},
    {"script decides by line", V "00:01.000 --> 00:02.000\n早上好\nGood morning\n",
     "1000-2000 早上好|Good morning\n"},
    {"script decides on a line", V "00:01.000 --> 00:02.000\n各位来宾早上好 Good morning\n",
     "1000-2000 各位来宾早上好|Good morning\n"},
    {"tags and entities",
     V "00:01.000 --> 00:02.000\n<v Ann>a <b>b</b> &amp; &lt;c&gt; &#x597d;&#38; &x AT&T\n",
     "1000-2000 |a b & <c> 好& &x AT&T\n"},
    {"entities as HTML has them",
     V
     "00:01.000 --> 00:02.000\n&copy;&NotEqualTilde;&notit; &amp&AMP; &amq; &#146;&#xD800;&#; &\n",
     "1000-2000 |©≂̸¬it; && &amq; ’\357\277\275&#; &\n"},
    {"classes", V "00:01.000 --> 00:02.000\n<c.zh>2020</c>\n<c.big.en>2021</c>\n",
     "1000-2000 2020|2021\n"},
    {"text that goes on behind a class",
     V "00:01.000 --> 00:02.000\n<v A><c.zh>各位</c>，早<b>好</b>。</v>\n<c.en>Dear</c> guests\n",
     "1000-2000 各位，早好。|Dear guests\n"},
    {"words in classes",
     V "00:01.000 --> 00:02.000\n<c.en>we</c><00:01.500><c.en> go</c>\n<c.zh>去</c> now\n",
     "1000-2000 去|we go\\nnow en3@1500\n"},
    {"subtags", V "00:01.000 --> 00:02.000\n<lang zh-Hans>一</lang><lang en-GB>one</lang>\n",
     "1000-2000 一|one\n"},
    {"words", V "00:01.000 --> 00:03.000\n<lang en><00:01.000>we <00:01.500>go<00:09.000></lang>\n",
     "1000-3000 |we go en0@1000 en3@1500\n"},
    {"words of two languages by script",
     V "00:01.000 --> 00:03.000\n我们<00:02.000>去\n<00:01.100>we<00:02.100> go\n",
     "1000-3000 我们去|we go zh6@2000 en0@1100 en3@2100\n"},
    {"a bad cue does not end the file",
     V "00:01.000 --> 00:0x.000\nlost\n\n00:02.000 --> 00:03.000\nkept\n",
     "2000-3000 |kept\n? 3: the times of the cue cannot be read, so it was skipped.\n"},
    {"end before start", V "00:03.000 --> 00:02.000\nlost\n\n00:04.000 --> 00:05.000\nkept\n",
     "4000-5000 |kept\n? 3: the cue ends before it starts, so it was skipped.\n"},
    {"seconds to 59", V "00:01.000 --> 00:60.000\nlost\n\n00:04.000 --> 00:05.000\nkept\n",
     "4000-5000 |kept\n? 3: the times of the cue cannot be read, so it was skipped.\n"},
    {"three decimals", V "00:01.00 --> 00:02.000\nlost\n\n00:04.000 --> 00:05.000\nkept\n",
     "4000-5000 |kept\n? 3: the times of the cue cannot be read, so it was skipped.\n"},
    {"an arrow ends a cue", V "00:01.000 --> 00:02.000\na\n00:02.000 --> 00:03.000\nb\n",
     "1000-2000 |a\n\n2000-3000 |b\n"},
    {"cues right under the header", "WEBVTT kind\n00:01.000 --> 00:02.000\na\n", "1000-2000 |a\n"},
    {"blocks", V "STYLE\n::cue{}\n\nREGION\nid:x\n\nNOTE a\nb\n\n00:01.000 --> 00:02.000\na\n",
     "1000-2000 |a\n"},
    {"garbage", V "what is\nthis\n\n00:01.000 --> 00:02.000\na\n",
     "1000-2000 |a\n? 3: there are no times here, so it was skipped.\n"},
    {"untimed",
     V "NOTE heading 1.1\n<lang zh>题</lang>\n\nNOTE untimed 2.1\n<lang en>x</lang>\n\n"
       "2.2\n00:01.000 --> 00:02.000\n<lang en>a</lang>\n",
     "# - 题|\n\n- |x\n1000-2000 |a\n"},
    {"two cues are one segment",
     V "1\n00:01.000 --> 00:02.000\n早上好\n\n2\n00:01.000 --> 00:02.000 line:0\nMorning\n\n"
       "00:02.000 --> 00:03.000\nThanks\n\n00:02.000 --> 00:03.000\n<v Ann>谢谢\n",
     "1000-2000 早上好|Morning\n\n2000-3000 谢谢|Thanks\n"},
    {"one language below the other",
     V "00:01.000 --> 00:02.000\n一\n\n00:02.000 --> 00:03.000\n二\n\nNOTE English\n\n"
       "00:01.000 --> 00:02.000\n<00:01.500>one\n\n00:02.000 --> 00:03.000\ntwo\n",
     "1000-2000 一|one en0@1500\n\n2000-3000 二|two\n"},
    {"other spans, and what has both languages, stay",
     V "00:01.000 --> 00:02.000\n一\n\n00:01.000 --> 00:02.500\none\n\n"
       "00:03.000 --> 00:04.000\n二\ntwo\n\n00:03.000 --> 00:04.000\nthree\n",
     "1000-2000 一|\n\n1000-2500 |one\n\n3000-4000 二|two\n\n3000-4000 |three\n"},
    {"native cues stay",
     V "1.1\n00:01.000 --> 00:02.000\n<lang zh>一</lang>\n\n"
       "1.2\n00:01.000 --> 00:02.000\n<lang en>one</lang>\n",
     "1000-2000 一|\n1000-2000 |one\n"},
    {"not webvtt", "WEBVTTX\n", "! It does not begin with WEBVTT, as WebVTT does.\n"},
    {"no cue", V, "! There is no cue in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("vtt", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

static speech *read_back(const GString *text)
{
    g_autoptr(GError) error = NULL;
    speech *s = format_find("vtt")->read(text->str, text->len, NULL, &error);
    g_assert_no_error(error);
    return s;
}

static GString *write_out(const speech *s)
{
    g_autoptr(GError) error = NULL;
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("vtt")->write(s, out, NULL, &error));
    g_assert_no_error(error);
    return out;
}

static void assert_same(const speech *a, const speech *b)
{
    g_autofree char *left = dump_all(a), *right = dump_all(b);
    g_assert_cmpstr(left, ==, right);
}

static void check_round_trip(const char *text, gsize size)
{
    g_autoptr(speech) first = format_find("vtt")->read(text, size, NULL, NULL);
    if (!first)
        return;
    g_autoptr(GString) written = write_out(first);
    g_autoptr(speech) second = read_back(written);
    assert_same(first, second);
    g_autoptr(GString) again = write_out(second);
    g_assert_cmpstr(written->str, ==, again->str);
}

static void test_round_trip(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        check_round_trip(rows[i].in, strlen(rows[i].in));
}

static void test_verbatim(void)
{
    static const char text[] =
        "WEBVTT - a title\nKind: captions\n\nNOTE\ntitle: River --&gt; sea\naudio: a.opus\n\n"
        "NOTE\nconfidence: one=0.93 1.2=1\n\nSTYLE\n::cue(b) { color: red }\n\nNOTE free words\n\n"
        "one\n00:00:01.000 --> 00:00:02.000 align:start position:10%\n<v Ann>Good &amp; bad\n\n"
        "NOTE between\n\n1.2\n00:00:02.000 --> 00:00:03.000\n<lang zh>好</lang>\n\nNOTE behind\n\n";
    g_autoptr(speech) s = format_find("vtt")->read(text, strlen(text), NULL, NULL);
    g_assert_cmpstr(speech_meta(s, "title"), ==, "River --> sea");
    g_assert_cmpfloat_with_epsilon((double)speech_segment(s, 0)->confidence, 0.93, 1e-6);
    g_assert_cmpstr(speech_segment(s, 0)->settings, ==, "align:start position:10%");
    g_assert_null(speech_segment(s, 1)->payload);
    g_autoptr(GString) out = write_out(s);
    g_assert_cmpstr(out->str, ==, text);
}

// Two cues that are one segment stay two.
static void test_pairs(void)
{
    static const char text[] =
        "WEBVTT\n\nNOTE a\n\nNOTE b\n\n1\n00:00:01.000 --> 00:00:02.000 line:90%\n<b>早</b>\n\n"
        "2\n00:00:01.000 --> 00:00:02.000 line:10% --> x\nGood &amp; bad\n\n"
        "00:00:02.000 --> 00:00:03.000\n<lang en><00:00:02.100>one</lang>\n\n"
        "00:00:02.000 --> 00:00:03.000\n<lang zh><00:00:02.200>一</lang>\n\nNOTE c\n\n";
    static const char *const asked[][2] = {{"早", "晚"}, {"Good & bad", "Fine"}};
    g_autoptr(speech) s = format_find("vtt")->read(text, strlen(text), NULL, NULL);
    g_assert_cmpint(speech_segment_count(s), ==, 2);
    g_autoptr(GString) out = write_out(s);
    g_assert_cmpstr(out->str, ==, text);

    // What is changed leaves the rest.
    g_autoptr(speech_builder) b = speech_builder_new();
    segment g = *speech_segment(s, 0);
    for (int side = 0; side < LANGUAGES; side++) {
        g_assert_cmpstr(g.text[side], ==, asked[side][0]);
        g.text[side] = asked[side][1];
    }
    speech_builder_segment(b, &g);
    g_autoptr(speech) changed = speech_builder_end(b);
    g_autoptr(GString) again = write_out(changed);
    g_assert_cmpstr(again->str, ==,
                    "WEBVTT\n\nNOTE a\n\nNOTE b\n\n1\n00:00:01.000 --> 00:00:02.000 line:90%\n"
                    "<lang zh>晚</lang>\n\n2\n00:00:01.000 --> 00:00:02.000 line:10% --> x\n"
                    "<lang en>Fine</lang>\n\n");
}

static void stretch(void *data, int index, segment *g, GArray *words)
{
    (void)data, (void)index;
    g->start_us = g->start_us * 4 / 3;
    g->end_us = g->end_us * 4 / 3;
    for (guint i = 0; i < words->len; i++) {
        word_mark *w = &g_array_index(words, word_mark, i);
        w->start_us = w->start_us * 4 / 3;
    }
}

// Texts that did not change keep their tags where times of words are moved; those in no order do
// not.
static void test_stretched(void)
{
    static const char in[] =
        "WEBVTT\n\n"
        "00:00:00.500 --> 00:00:02.000 align:start\n"
        " \n<00:00:00.500>the<00:00:00.700><c> river</c><00:00:01.100><c> returns</c>\n\n"
        "00:00:02.000 --> 00:00:03.000\n<b>one<00:00:02.600> two</b>\n<00:00:02.500>三\n\n"
        "00:00:03.000 --> 00:00:04.000\n<i>end</i>\n\n";
    static const char out[] =
        "WEBVTT\n\n"
        "00:00:00.667 --> 00:00:02.667 align:start\n"
        " \n<00:00:00.667>the<00:00:00.933><c> river</c><00:00:01.467><c> returns</c>\n\n"
        "00:00:02.667 --> 00:00:04.000\n"
        "<lang zh><00:00:03.333>三</lang>\n<lang en>one <00:00:03.467>two</lang>\n\n"
        "00:00:04.000 --> 00:00:05.333\n<i>end</i>\n\n";
    g_autoptr(speech) s = format_find("vtt")->read(in, strlen(in), NULL, NULL);
    g_autoptr(speech_builder) b = speech_builder_from(s, stretch, NULL);
    g_autoptr(speech) moved = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_true(format_find("vtt")->write(moved, file, r, NULL));
    g_assert_cmpstr(file->str, ==, out);
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_cmpstr(report_message(r, 0), ==,
                    "texts that were changed lost their styles inside the line: 1.");
}

// What other formats keep as two segments is read as two.
static void test_unpaired(void)
{
    static const segment given[] = {
        {.start_us = 1000000, .end_us = 2000000, .confidence = -1, .text = {"一", ""}},
        {.start_us = 1000000, .end_us = 2000000, .confidence = -1, .text = {"", "one"}},
    };
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) out = write_out(s);
    g_autoptr(speech) back = read_back(out);
    g_autofree char *left = dump_short(s), *right = dump_short(back);
    g_assert_cmpstr(left, ==, right);
}

static void random_text(GString *out)
{
    static const char *const bits[] = {"好", "词",    "word",      " ",    "-->", "&",  "<",
                                       ">",  "&amp;", "<lang en>", "\n",   "a",   "，", "1",
                                       "é",  "NOTE",  "00:01.000", "\n\n", ":"};
    g_string_truncate(out, 0);
    for (int i = g_test_rand_int_range(0, 9); i > 0; i--)
        g_string_append(out, bits[g_test_rand_int_range(0, G_N_ELEMENTS(bits))]);
    g_strstrip(out->str);
    out->len = strlen(out->str);
    // No reader gives blank lines, nor spaces at the ends of lines.
    while (g_string_replace(out, " \n", "\n", 0) + g_string_replace(out, "\n ", "\n", 0) +
           g_string_replace(out, "\n\n", "\n", 0))
        continue;
}

static void add_random_segment(speech_builder *b, GString *texts[LANGUAGES])
{
    word_mark marks[2];
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++) {
        random_text(texts[side]);
        g.text[side] = texts[side]->str;
    }
    if (!*g.text[0] && !*g.text[1])
        g.text[0] = "空";
    if (g_test_rand_int_range(0, 4)) {
        g.start_us = g_test_rand_int_range(0, 5000000) * INT64_C(1000);
        g.end_us = g.start_us + g_test_rand_int_range(1, 9000) * INT64_C(1000);
        g.confidence = (float)g_test_rand_int_range(-1, 101) / 100;
        g.confidence = MAX(g.confidence, g.confidence < 0 ? -1 : 0);
        if (*g.text[1]) {
            marks[0] = (word_mark){LANGUAGE_EN, 0, g.start_us};
            g.words = marks;
            g.word_count = 1;
        }
    }
    if (g.confidence < 0)
        g.confidence = -1;
    speech_builder_segment(b, &g);
}

// What the program makes itself comes back entirely, but for the ids it gets.
static void test_property(void)
{
    GString *texts[LANGUAGES] = {g_string_new(NULL), g_string_new(NULL)};
    for (int round = 0; round < 2000; round++) {
        g_autoptr(speech_builder) b = speech_builder_new();
        random_text(texts[0]);
        g_strdelimit(texts[0]->str, "\n", ' ');
        speech_builder_meta(b, "title", g_strstrip(texts[0]->str));
        for (int i = g_test_rand_int_range(1, 9); i > 0; i--) {
            if (g_test_rand_int_range(0, 2))
                speech_builder_paragraph(b, g_test_rand_int_range(0, 4) ? PARAGRAPH_BODY
                                                                        : PARAGRAPH_HEADING);
            add_random_segment(b, texts);
        }
        g_autoptr(speech) s = speech_builder_end(b);
        g_autoptr(GString) written = write_out(s);
        g_autoptr(speech) back = read_back(written);
        g_autofree char *left = dump_short(s), *right = dump_short(back);
        if (strcmp(left, right) != 0)
            g_test_message("%s", written->str);
        g_assert_cmpstr(left, ==, right);
        g_assert_cmpstr(speech_meta(s, "title"), ==, speech_meta(back, "title"));
        for (int i = 0; i < speech_segment_count(s); i++)
            g_assert_true(speech_segment(s, i)->confidence == speech_segment(back, i)->confidence);
        check_round_trip(written->str, written->len);
    }
    g_string_free(texts[0], TRUE);
    g_string_free(texts[1], TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vtt/rows", test_rows);
    g_test_add_func("/vtt/round-trip", test_round_trip);
    g_test_add_func("/vtt/verbatim", test_verbatim);
    g_test_add_func("/vtt/pairs", test_pairs);
    g_test_add_func("/vtt/stretched", test_stretched);
    g_test_add_func("/vtt/unpaired", test_unpaired);
    g_test_add_func("/vtt/property", test_property);
    return g_test_run();
}
