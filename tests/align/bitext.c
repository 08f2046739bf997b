// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences and clauses are paired as a translator would, and no text is lost or changed.
#include "earvoice/bitext.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "earvoice/error.h"
#include "earvoice/load.h"
#include "speech/build.h"
#include "speech/sentence.h"

// ---- what has come out

static int sentences_in(const char *text, language side)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int));
    sentence_ends(text, side, FALSE, ends);
    return (int)ends->len;
}

// How many sentences of each language each segment of the body has: "1-1 1-2 | 1-1".
static char *shape(const speech *s)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        const paragraph *p = speech_paragraph(s, i);
        if (p->kind != PARAGRAPH_BODY)
            continue;
        if (out->len)
            g_string_append(out, " |");
        for (int k = p->first; k < p->first + p->count; k++) {
            const segment *g = speech_segment(s, k);
            g_string_append_printf(out, "%s%d-%d", out->len ? " " : "",
                                   sentences_in(g->text[LANGUAGE_ZH], LANGUAGE_ZH),
                                   sentences_in(g->text[LANGUAGE_EN], LANGUAGE_EN));
        }
    }
    return g_string_free(out, FALSE);
}

// All text of `side` without whitespace.
static char *all_text(const speech *s, language side)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < speech_segment_count(s); i++)
        for (const char *p = speech_segment(s, i)->text[side]; *p; p = g_utf8_next_char(p))
            if (!g_unichar_isspace(g_utf8_get_char(p)))
                g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

static void check_kept(const speech *before, const speech *after)
{
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        g_autofree char *old = all_text(before, side), *new = all_text(after, side);
        g_assert_cmpstr(old, ==, new);
    }
    g_assert_cmpint(speech_paragraph_count(before), ==, speech_paragraph_count(after));
}

// ---- texts of the tests' own

static speech *paragraph_of(const char *zh, const char *en)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {zh, en}};
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    speech_builder_segment(b, &g);
    return speech_builder_end(b);
}

static const struct {
    const char *zh, *en, *shape;
} cases[] = {
    // Lengths say nothing here: a number does.
    {"河流有长有短。它有2500公里长。我们爱它。",
     "Some rivers are long. It runs 2,500 km. We love it.", "1-1 1-1 1-1"},
    {"去年有十四亿人。他们住在城市里。",
     "Last year there were some 1.4 billion people there. They lived. In cities, that is.",
     "1-1 1-2"},
    // A question in the translation is the question in the original.
    {"水从哪里来？这个问题很老。", "The question is an old one. Where does the water come from?",
     "2-2"},
    {"我们为什么要合作？因为这对大家都有好处，也符合各国人民的利益。",
     "Why should we work together? Because all benefit. And because it is in the interest of the "
     "peoples of all countries.",
     "1-1 1-2"},
    // What one side leaves out is alone where that is clear, else it goes with the pair before.
    {"今天是11月3日。昨天我们在上海见过面，那时45位青年参观了黄浦江边的公园。会议有20个国家参加。",
     "Today is 3 November. Twenty countries are attending the conference.", "1-1 1-0 1-1"},
    {"今天是11月3日。会议有20个国家参加。其中12个国家在亚洲，5个国家在欧洲，还有3个国家在非洲。",
     "Today is 3 November. In Shanghai, 45 of us met the day before, in a hall by the river. "
     "Twenty countries are attending the conference. Twelve of them are in Asia, 5 in Europe, and "
     "3 "
     "in Africa.",
     "1-1 0-1 1-1 1-1"},
    // One sentence for as many as five.
    {"我们开放市场，我们保护环境，我们建设和平，我们加强合作，我们支持青年。谢谢大家。",
     "We open our market. We protect the environment. We build peace. We strengthen cooperation. "
     "We "
     "support young people. Thank you all.",
     "1-5 1-1"},
    {"各位朋友，早上好。",
     "Friends, good morning. It is a great pleasure and a privilege to be here.", "1-2"},
    // One language alone.
    {"第一句。第二句！第三句？", "", "1-0 1-0 1-0"},
    {"", "One sentence. Another one.", "0-1 0-1"},
    {"没有句号", "no stop", "1-1"},
};

static void test_sentences(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(speech) s = paragraph_of(cases[i].zh, cases[i].en);
        g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, NULL, NULL);
        g_autofree char *seen = shape(split);
        check_kept(s, split);
        if (strcmp(seen, cases[i].shape) != 0) {
            g_test_fail_printf("%s: %s, not %s", cases[i].en, seen, cases[i].shape);
        }
    }
}

// What is alone is said.
static void test_said(void)
{
    g_autoptr(speech) s =
        paragraph_of("今天是11月3日。昨天我们在上海见过面，那时45位青年参观了黄浦江边的公园。会议有"
                     "20个国家参加。",
                     "Today is 3 November. Twenty countries are attending the conference.");
    g_autoptr(report) r = report_new();
    g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, r, NULL);
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_nonnull(strstr(report_message(r, 0), "昨天我们在上海见过面"));
}

static void test_clauses(void)
{
    g_autoptr(speech) s =
        paragraph_of("我们要扩大开放，加强区域合作，实现共同发展。谢谢大家。",
                     "We need to open wider to the outside world, strengthen regional cooperation, "
                     "and achieve common development. Thank you all.");
    g_autoptr(speech) split = bitext_split(s, UNIT_CLAUSE, NULL, NULL, NULL);
    check_kept(s, split);
    g_assert_cmpint(speech_segment_count(split), ==, 4);
    g_assert_cmpstr(speech_segment(split, 1)->text[LANGUAGE_ZH], ==, "加强区域合作，");
    g_assert_cmpstr(speech_segment(split, 1)->text[LANGUAGE_EN], ==,
                    "strengthen regional cooperation,");
    g_assert_cmpstr(speech_segment(split, 3)->text[LANGUAGE_EN], ==, "Thank you all.");
}

// Where the translation cannot be cut, the original is not.
static void test_lists(void)
{
    g_autoptr(speech) s = paragraph_of(
        "我们要拓展伙伴关系网络，同观察员、对话伙伴以及联合国等国际组织广泛合作。谢谢大家。",
        "We need to expand our network of partnerships and to work widely with observers, dialogue "
        "partners, the UN and other international organizations. Thank you all.");
    g_autoptr(speech) split = bitext_split(s, UNIT_CLAUSE, NULL, NULL, NULL);
    check_kept(s, split);
    g_assert_cmpint(speech_segment_count(split), ==, 2);
}

static void test_paragraphs(void)
{
    g_autoptr(speech) s = paragraph_of("一句。两句。", "One. Two.");
    g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, NULL, NULL);
    g_autoptr(speech) whole = bitext_split(split, UNIT_PARAGRAPH, NULL, NULL, NULL);
    g_assert_cmpint(speech_segment_count(whole), ==, 1);
    g_assert_cmpstr(speech_segment(whole, 0)->text[LANGUAGE_ZH], ==, "一句。两句。");
    g_assert_cmpstr(speech_segment(whole, 0)->text[LANGUAGE_EN], ==, "One. Two.");
}

// What stands around the text, and what is said of it, stays.
static void test_around(void)
{
    g_autoptr(speech) one = paragraph_of("一句。两句。", "One. Two.");
    g_autoptr(speech_builder) b = speech_builder_from(one, NULL, NULL);
    speech_builder_header(b, "vtt", " - styles");
    speech_builder_trailer(b, "NOTE last");
    speech_builder_meta(b, "title", "T");
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, NULL, NULL);
    g_assert_cmpint(speech_segment_count(split), ==, 2);
    g_assert_cmpstr(speech_verbatim_format(split), ==, "vtt");
    g_assert_cmpstr(speech_header(split), ==, " - styles");
    g_assert_cmpstr(speech_trailer(split), ==, "NOTE last");
    g_assert_cmpstr(speech_meta(split, "title"), ==, "T");
}

// ---- the user's words

static void test_words(void)
{
    const char *zh = "蓝鲸沉睡着了。黑熊散步去了。",
               *en = "Balaenae dormiunt illic. Ursi ambulant. Semper.";
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "earvoice-words-XXXXXX", NULL);
    int fd = g_mkstemp(path);
    g_assert_cmpint(fd, >=, 0);
    close(fd);
    g_assert_true(g_file_set_contents(path, "黑熊\tursus, ursi, semper\nno tab\n", -1, NULL));
    g_autoptr(speech) s = paragraph_of(zh, en);
    g_autoptr(report) r = report_new();
    g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, path, r, NULL);
    g_assert_cmpstr(speech_segment(split, 1)->text[LANGUAGE_EN], ==, "Ursi ambulant. Semper.");
    g_assert_cmpint(report_count(r), ==, 1);
    remove(path);
    g_autoptr(GError) error = NULL;
    g_assert_null(bitext_split(s, UNIT_SENTENCE, path, r, &error));
    g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO);
}

// ---- a published speech

// Read by eye: each pair says the same.
static const char published[] =
    "1-1 | 1-1 | 1-1 1-1 1-1 | 1-2 1-1 1-2 | 1-1 | 1-2 1-1 1-2 | 1-1 1-1 1-2 1-1 | 1-2 | "
    "1-1 1-1 1-1 | 1-1 1-1 1-1 1-1 2-1 1-1 1-1 | 1-1 1-1 1-1 | 1-1 1-1 1-1 1-1 1-2 1-2 | "
    "1-1 1-1 1-1 | 1-2 1-1 1-1 1-1 1-1 1-1 1-1 | 1-1 1-1 1-2 | 1-1 1-1 1-1 | 1-2 1-1 | 1-1 | "
    "1-1 1-1 1-1 | 1-2 | 1-1 | 1-1 1-2 1-2 1-1 | 1-1 1-1 1-1 | 1-1";

static void test_published(void)
{
    const char *path = PROJECT_DIR "/../shared/data/transcript/sco-2020.zh-en.txt";
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_test_skip("there is no ../shared/data");
        return;
    }
    g_auto(loaded) l = {0};
    g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, NULL));
    g_autoptr(speech) split = bitext_split(l.speech, UNIT_SENTENCE, NULL, NULL, NULL);
    check_kept(l.speech, split);
    g_autofree char *seen = shape(split);
    g_assert_cmpstr(seen, ==, published);
    g_autoptr(speech) finer = bitext_split(l.speech, UNIT_CLAUSE, NULL, NULL, NULL);
    check_kept(l.speech, finer);
}

// ---- large

// As long as a book, without paragraphs: it ends soon, and finds the way back after what is
// missing.
static void test_large(void)
{
    enum { SENTENCES = 4000, MISSING = 60 };
    g_autoptr(GString) zh = g_string_new(NULL), en = g_string_new(NULL);
    for (int i = 0; i < SENTENCES; i++) {
        g_string_append_printf(zh, "第%d个人说了话。", 1000 + i * 7);
        if (i < 1000 || i >= 1000 + MISSING)
            g_string_append_printf(en, "Person number %d spoke. ", 1000 + i * 7);
    }
    g_autoptr(speech) s = paragraph_of(zh->str, en->str);
    int64_t before_us = g_get_monotonic_time();
    g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, NULL, NULL);
    g_test_message("%d sentences: %.1f s", SENTENCES,
                   (double)(g_get_monotonic_time() - before_us) / 1e6);
    g_assert_cmpint(speech_segment_count(split), >, SENTENCES - MISSING - 20);
    g_assert_cmpstr(speech_segment(split, speech_segment_count(split) - 900)->text[LANGUAGE_EN], ==,
                    "Person number 22700 spoke.");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bitext/sentences", test_sentences);
    g_test_add_func("/bitext/said", test_said);
    g_test_add_func("/bitext/clauses", test_clauses);
    g_test_add_func("/bitext/lists", test_lists);
    g_test_add_func("/bitext/paragraphs", test_paragraphs);
    g_test_add_func("/bitext/around", test_around);
    g_test_add_func("/bitext/words", test_words);
    g_test_add_func("/bitext/published", test_published);
    g_test_add_func("/bitext/large", test_large);
    return g_test_run();
}
