// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"
#include "earvoice/resync.h"
#include "edit.h"
#include "format/textgrid.h"
#include "format/tiers_back.h"

#define HEAD "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0 9 <exists> 1\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"long",
     "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 2.3 \n"
     "tiers? <exists> \nsize = 2 \nitem []: \n    item [1]:\n        class = \"IntervalTier\" \n"
     "        name = \"zh\" \n        xmin = 0 \n        xmax = 2.3 \n        intervals: size = 2 "
     "\n"
     "        intervals [1]:\n            xmin = 0 \n            xmax = 1.5 \n"
     "            text = \"你好\" \n        intervals [2]:\n            xmin = 1.5 \n"
     "            xmax = 2.3 \n            text = \"\" \n    item [2]:\n"
     "        class = \"IntervalTier\" \n        name = \"en\" \n        xmin = 0 \n"
     "        xmax = 2.3 \n        intervals: size = 1 \n        intervals [1]:\n"
     "            xmin = 0 \n            xmax = 1.5 \n            text = \"Hello\" \n",
     "0-1500 你好|Hello\n"},
    {"short",
     "\"ooTextFile short\"\n\"TextGrid\"\n0\n2\n<exists>\n1\n\"IntervalTier\"\n\"a\"\n0\n2\n"
     "1\n0\n2\n\"Good morning all\"\n",
     "0-2000 |Good morning all\n"},
    {"a collection of one",
     "\"ooTextFile\"\n\"Collection\"\n1\n\"TextGrid\" "
     "\"x\"\n0\n2\n<exists>\n1\n\"IntervalTier\"\n\"a\"\n0\n2\n"
     "1\n0\n2\n\"Good morning all\"\n",
     "0-2000 |Good morning all\n"},
    {"quotes, a newline, a comment, minus zero",
     HEAD "\"IntervalTier\" \"\" 0 9 1 ! \"no 1 2\n-0 1 \"He said \"\"no\"\"\r\nand left\"",
     "0-1000 |He said \"no\"\\nand left\n"},
    {"numbers that do not stand free",
     HEAD "\"IntervalTier\" \"a\" 0 9 1 intervals[1]: 1: x2 1.5s 1 2 text=\"and one more\"\n",
     "1000-2000 |and one more\n"},
    {"sides by script",
     HEAD "\"IntervalTier\" \"A\" 0 9 1 0 1 \"大家早上好\"\n"
          "\"IntervalTier\" \"B\" 0 9 1 0 1 \"Good morning all\"\n",
     "0-1000 大家早上好|Good morning all\n"},
    {"sides by name, not by script",
     HEAD "\"IntervalTier\" \"英文\" 0 9 1 0 1 \"好\"\n"
          "\"IntervalTier\" \"Chinese\" 0 9 1 0 1 \"OK\"\n",
     "0-1000 OK|好\n"},
    {"both languages in a tier",
     HEAD "\"IntervalTier\" \"text\" 0 9 2 0 1 \"大家早上好\nGood morning all\" 1 2 \"再见\"\n",
     "0-1000 大家早上好|Good morning all\n\n1000-2000 再见|\n"},
    {"names that only look like words or languages",
     HEAD "\"IntervalTier\" \"字幕\" 0 9 1 0 1 \"大家早上好\"\n"
          "\"IntervalTier\" \"children passwords\" 0 9 1 0 1 \"Good morning all\"\n",
     "0-1000 大家早上好|Good morning all\n"},
    {"joined by time, gaps",
     HEAD "\"IntervalTier\" \"zh\" 0 9 2 0 1.1 \"一\" 4 5 \"三\"\n"
          "\"IntervalTier\" \"en\" 0 9 2 0.2 1 \"One\" 2 3 \"Two\"\n",
     "0-1100 一|One\n\n2000-3000 |Two\n\n4000-5000 三|\n"},
    {"words",
     HEAD "\"IntervalTier\" \"phrase\" 0 9 1 1 3 \"The cat, the dog.\"\n"
          "\"IntervalTier\" \"word\" 0 9 5 0 1 \"sil\" 1 1.2 \"THE\" 1.2 1.5 \"CAT\" "
          "2 2.2 \"THE\" 2.2 3 \"DOG\"\n"
          "\"IntervalTier\" \"phone\" 0 9 1 1 1.1 \"DH\"\n",
     "1000-3000 |The cat, the dog. en0@1000 en4@1200 en9@2000 en13@2200\n"
     "? 7: the tier “phone” was not used.\n"},
    {"words from the second place on",
     HEAD "\"IntervalTier\" \"en\" 0 9 1 1 3 \"the cat the dog\"\n"
          "\"IntervalTier\" \"en words\" 0 9 2 2 2.2 \"the\" 2.2 3 \"dog\"\n",
     "1000-3000 |the cat the dog en8@2000 en12@2200\n"},
    {"words only",
     HEAD "\"IntervalTier\" \"words\" 0 9 2 0 1 \"we\" 1 2 \"go\"\n"
          "\"IntervalTier\" \"phones\" 0 9 1 0 1 \"w\"\n",
     "0-1000 |we\n\n1000-2000 |go\n? 6: the tier “phones” was not used.\n"},
    {"speakers, and the same name twice",
     HEAD "\"IntervalTier\" \"S\" 0 9 1 0 1 \"How are you\"\n"
          "\"IntervalTier\" \"S\" 0 9 1 1 2 \"I am fine\"\n"
          "\"IntervalTier\" \"S\" 0 9 1 0 2 \"two people talking\"\n",
     "0-1000 |How are you\n\n1000-2000 |I am fine\n? 7: the tier “S” was not used.\n"},
    {"points",
     HEAD "\"TextTier\" \"pitch\" 0 9 1 1 \"120\"\n"
          "\"TextTier\" \"a\" 0 9 2 1 \"One more time\" 3 \"and the last\"\n",
     "1000-3000 |One more time\n\n3000-8000 |and the last\n? 5: the tier “pitch” was not used.\n"},
    {"spans that cannot be",
     HEAD "\"IntervalTier\" \"en\" 0 9 5\n-1 1 \"a\"\n2 2 \"b\"\n-3 -2 \"c\"\n1e300 2e300 \"d\"\n"
          "\"e\"\n1 \"f\"\n5 6 \"g\"\n",
     "0-1000 |a\n\n5000-6000 |g\n"
     "? 6: the span starts before the beginning; it starts there.\n"
     "? 7: the span ends before it starts, so it was skipped.\n"
     "? 8: the span lies before the beginning, so it was skipped.\n"
     "? 9: the span lies beyond 1000 hours, so it was skipped.\n"
     "? 10: there are no times here, so it was skipped.\n"
     "? 11: there are no times here, so it was skipped.\n"},
    {"broken off", HEAD "\"IntervalTier\" \"en\" 0 9 2 0 1 \"a\"\n1 2 \"b\n",
     "0-1000 |a\n"
     "? 6: the text that begins here does not end, so the rest was skipped.\n"},
    {"empty", HEAD "\"IntervalTier\" \"en\" 0 9 0\n", "! There is no text in its tiers.\n"},
    {"binary", "ooBinaryTextFile\x08TextGrid",
     "! It is a binary TextGrid: save it with Praat as a text file, and open that.\n"},
    {"binary, as Praat writes it", "ooBinaryFile\x08TextGrid",
     "! It is a binary TextGrid: save it with Praat as a text file, and open that.\n"},
    {"chronological", "\"Praat chronological TextGrid text file\"\n0 1 ! Time domain.\n",
     "! It is a chronological TextGrid: save it with Praat as a text file, and open that.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("textgrid", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "textgrid");
    }
}

// Segments that overlap, and words that do not go on.
static void test_write(void)
{
    static const word_mark words[] = {
        {LANGUAGE_EN, 0, 1000000}, {LANGUAGE_EN, 4, 1000000}, {LANGUAGE_EN, 8, 5000000}};
    static const segment given[] = {
        {1000000, 9000000, .confidence = -1, .word_count = 3, .words = words,
         .text = {"长“\"的", "The one and"}},
        {4000000, 5000001, .confidence = -1, .text = {"短的", "Short"}},
        {5000001, 6000000, .confidence = -1, .text = {"", "Third"}},
        {6000000, 7000000, .confidence = -1, .text = {"", ""}},
    };
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_true(format_find("textgrid")->write(s, file, r, NULL));
    g_assert_cmpint(report_count(r), ==, 2);
    g_assert_cmpstr(report_message(r, 0), ==, "segments without text were left out: 1.");
    g_assert_cmpstr(report_message(r, 1), ==, "words whose times do not go on were left out: 1.");
    g_assert_nonnull(strstr(file->str, "name = \"zh 2\""));
    g_autofree char *got = dump_read("textgrid", file->str, file->len);
    g_assert_cmpstr(got, ==,
                    "1000-9000 长“\"的|The one and en4@1000 en8@5000\n\n"
                    "4000-5000 短的|Short\n\n5000-6000 |Third\n");
}

// ---- back into the file

static void show_tier(void *data, const textgrid_tier *t)
{
    g_string_append_printf(data, "%s%s%s %g-%g:", ((GString *)data)->len ? "\n" : "",
                           t->points ? "." : "", t->name, t->start, t->end);
}

static void show_item(void *data, const textgrid_item *i)
{
    g_string_append_printf(data, " %.15g-%.15g %.*s,", i->start, i->end, (int)i->length, i->text);
}

static void show_text(void *data, const textgrid_item *i)
{
    g_autofree char *inside = g_strndup(i->text, i->length);
    if (*g_strstrip(inside))
        show_item(data, i);
}

// "NAME 0-9: 0-1 text, …" a tier, "." before the name of one of points.
static char *show(const char *file)
{
    static const textgrid_handler handler = {NULL, show_tier, show_item};
    GString *out = g_string_new(NULL);
    textgrid_walk(file, strlen(file), &handler, out, NULL);
    return g_string_free(out, FALSE);
}

// The same without the gaps, which some files have not.
static char *show_texts(const char *file)
{
    static const textgrid_handler handler = {NULL, show_tier, show_text};
    GString *out = g_string_new(NULL);
    textgrid_walk(file, strlen(file), &handler, out, NULL);
    return g_string_free(out, FALSE);
}

static char *written(const speech *s)
{
    g_autoptr(report) r = report_new();
    GString *out = g_string_new(NULL);
    g_assert_true(format_find("textgrid")->write(s, out, r, NULL));
    for (int i = 0; i < report_count(r); i++)
        g_test_message("%s", report_message(r, i));
    return g_string_free(out, FALSE);
}

#define TIERS                                                                                          \
    "\"TextTier\" \"clicks\" 0 9 2 1.25 \"x\" 2.5 \"\" "                                               \
    "\"IntervalTier\" \"speaker\" 0 9 4 0 1 \"大家早上好\" 1 1.5 \"\" 1.5 2 \"\" 2 9 \"再见\" " \
    "\"IntervalTier\" \"translation\" 0 9 3 0 1 \"Good morning\" 1 2 \"\" 2 9 \"Bye bye\" "            \
    "\"IntervalTier\" \"word\" 0 9 4 0 0.4 \"good\" 0.4 1 \"morning\" 1 2 \"\" 2 9 \"bye\" "           \
    "\"IntervalTier\" \"phone\" 0 9 1 0 0.123456789012345 \"g\" "
#define CLICKS  ".clicks 0-9: 1.25-1.25 x, 2.5-2.5 ,\n"
#define SPEAKER "speaker 0-9: 0-1 大家早上好, 1-1.5 , 1.5-2 , 2-9 再见,\n"
#define ENGLISH "translation 0-9: 0-1 Good morning, 1-2 , 2-9 Bye bye,\n"
#define WORDS   "word 0-9: 0-0.4 good, 0.4-1 morning, 1-2 , 2-9 bye,\n"
#define PHONE   "phone 0-9: 0-0.123456789012345 g, 0.123456789012345-9 ,"

#define TIER(name, items) "\"IntervalTier\" \"" name "\" 0 9 1 " items " "
#define PAIR                                                                                       \
    TIER("zh", "0 1.1 \"大家早上好\"") TIER("en", "0.2 1 \"Good morning\" 1 2 \"and good night\"")
#define ONE_OF_TWO                                                                                 \
    TIER("zh", "0 4 \"大家早上好，晚安\"")                                                         \
    TIER("en", "0 2 \"Good morning\" 2 4 \"and good night\"")                                      \
    TIER("word", "0 1 \"good\" 1 2 \"morning\" 2 3 \"good\" 3 4 \"night\"")

static const word_mark word_over[] = {{LANGUAGE_EN, 0, 7000000}};
static const word_mark zh_words[] = {{LANGUAGE_ZH, 0, 0}, {LANGUAGE_ZH, 6, 500000}};
static const word_mark both_words[] = {
    {LANGUAGE_ZH, 0, 0}, {LANGUAGE_EN, 0, 1000000}, {LANGUAGE_EN, 5, 1700000}};

static const struct {
    const char *name, *in;
    edit done;
    const char *out;
    gboolean differs; // what is read again
} edits[] = {
    {"nothing", TIERS, {.index = -1}, CLICKS SPEAKER ENGLISH WORDS PHONE, FALSE},
    {"a text, which takes its words with it",
     TIERS,
     {.index = 0, .text = {NULL, "Morning"}},
     CLICKS SPEAKER "translation 0-9: 0-1 Morning, 1-2 , 2-9 Bye bye,\n"
                    "word 0-9: 0-2 , 2-9 bye,\n" PHONE,
     FALSE},
    {"times of both",
     TIERS,
     {.index = 0, .start_us = 500000, .end_us = 1200000},
     CLICKS "speaker 0-9: 0-0.5 , 0.5-1.2 大家早上好, 1.2-2 , 2-9 再见,\n"
            "translation 0-9: 0-0.5 , 0.5-1.2 Good morning, 1.2-2 , 2-9 Bye bye,\n" WORDS PHONE,
     TRUE},
    {"one is gone",
     TIERS,
     {.index = 1, .gone = TRUE},
     CLICKS "speaker 0-9: 0-1 大家早上好, 1-9 ,\ntranslation 0-9: 0-1 Good morning, 1-9 ,\n"
            "word 0-9: 0-0.4 good, 0.4-1 morning, 1-9 ,\n" PHONE,
     FALSE},
    {"a language is gone",
     TIERS,
     {.index = 1, .text = {NULL, ""}},
     CLICKS SPEAKER "translation 0-9: 0-1 Good morning, 1-9 ,\n"
                    "word 0-9: 0-0.4 good, 0.4-1 morning, 1-9 ,\n" PHONE,
     FALSE},
    {"two are one",
     TIERS,
     {.index = 0, .joined = 1, .text = {"早上好，再见", "Bye to all"}},
     CLICKS "speaker 0-9: 0-9 早上好，再见,\ntranslation 0-9: 0-9 Bye to all,\n"
            "word 0-9: 0-9 ,\n" PHONE,
     FALSE},
    {"a new one",
     TIERS,
     {.index = 2, .start_us = 1100000, .end_us = 1900000, .text = {"对就是这样的", "Yes it is so"}},
     CLICKS "speaker 0-9: 0-1 大家早上好, 1-1.1 , "
            "1.1-1.9 对就是这样的, "
            "1.9-2 , 2-9 再见,\n"
            "translation 0-9: 0-1 Good morning, 1-1.1 , "
            "1.1-1.9 Yes it is so, 1.9-2 , 2-9 Bye bye,\n" WORDS PHONE,
     FALSE},
    {"a new one over others, and behind the end",
     TIERS,
     {.index = 2,
      .start_us = 8000000,
      .end_us = 10000000,
      .text = {"对就是这样的", "Yes it is so"}},
     ".clicks 0-10: 1.25-1.25 x, 2.5-2.5 ,\n"
     "speaker 0-10: 0-1 大家早上好, 1-1.5 , 1.5-2 , 2-9 再见, 9-10 ,\n"
     "translation 0-10: 0-1 Good morning, 1-2 , 2-9 Bye bye, 9-10 ,\n"
     "word 0-10: 0-0.4 good, 0.4-1 morning, 1-2 , 2-9 bye, 9-10 ,\n"
     "phone 0-10: 0-0.123456789012345 g, 0.123456789012345-10 ,\n"
     "zh 0-10: 0-8 , 8-10 对就是这样的,\nen 0-10: 0-8 , 8-10 Yes it is so,",
     TRUE},
    {"in a tier of both languages, beside one whose name is taken",
     "\"IntervalTier\" \"text\" 0 9 2 0 1 \"大家早上好\nGood morning\" 2 3 \"再见 Bye\" "
     "\"IntervalTier\" \"Phones\" 0 9 1 0 1 \"en\" ",
     {.index = 1, .text = {"拜", "Bye bye"}},
     "text 0-9: 0-1 大家早上好\nGood morning, 1-2 , 2-3 拜\nBye bye, 3-9 ,\nPhones 0-9: 0-1 en, "
     "1-9 ,",
     FALSE},
    {"a text stays in its own time, which is not that of its translation",
     PAIR,
     {.index = 0, .text = {NULL, "Morning"}},
     "zh 0-9: 0-1.1 大家早上好, 1.1-9 ,\nen 0-9: "
     "0-0.2 , 0.2-1 Morning, 1-2 and good night, 2-9 ,",
     FALSE},
    {"times keep their digits where a text is changed",
     TIER("en", "0 0.123456789012345 \"Good morning\" 0.123456789012345 2 \"and good night\""),
     {.index = 0, .text = {NULL, "Morning"}},
     "en 0-9: 0-0.123456789012345 Morning, 0.123456789012345-2 and good night, 2-9 ,",
     FALSE},
    {"a text takes the time of those that were one with it",
     ONE_OF_TWO,
     {.index = 0, .text = {NULL, "Good morning, good night"}},
     "zh 0-9: 0-4 "
     "大家早上好，晚安, 4-9 ,\nen 0-9: 0-4 Good morning, good night, 4-9 ,\nword 0-9: 0-9 ,",
     FALSE},
    {"words of spans that become one stay",
     ONE_OF_TWO,
     {.index = 0, .start_us = 0, .end_us = 4500000},
     "zh 0-9: 0-4.5 "
     "大家早上好，晚安, 4.5-9 ,\nen 0-9: 0-4.5 Good morning\nand good night, 4.5-9 ,\nword 0-9: "
     "0-1 Good, 1-2 "
     "morning\nand, 2-3 good, 3-4.5 night, 4.5-9 ,",
     FALSE},
    {"a text that is in a tier of both languages, too",
     TIER("zh", "0 1 \"大家早上好\"")
         TIER("text", "0 1 \"Good morning\n早\" 1 2 \"And then good night\""),
     {.index = 0, .text = {NULL, "Morning"}},
     "zh 0-9: 0-1 大家早上好\n早, 1-9 "
     ",\ntext 0-9: 0-1 Morning, 1-2 And then good night, 2-9 ,",
     FALSE},
    {"words go with what lies over another one",
     TIER("en", "0 1 \"Good morning\" 2 9 \"Bye bye\"")
         TIER("word", "0 0.4 \"good\" 0.4 1 \"morning\" 2 3 \"bye\" 3 4 \"bye\""),
     {.index = 2,
      .start_us = 7000000,
      .end_us = 8000000,
      .text = {NULL, "Yes"},
      .words = word_over,
      .word_count = 1},
     "en 0-9: 0-1 Good morning, 1-2 , 2-9 Bye bye,\nword 0-9: 0-0.4 good, 0.4-1 morning, 1-2 , 2-3 "
     "bye, 3-4 bye, 4-9 ,\nen 2 0-9: 0-7 , 7-8 Yes, 8-9 ,\nen words 0-9: 0-7 , 7-8 Yes, 8-9 ,",
     TRUE},
    {"a new one over others that overlap",
     TIER("en", "0 5 \"The long one\" 1 2 \"the short one\""),
     {.index = 2, .start_us = 3000000, .end_us = 4000000, .text = {NULL, "And a new one"}},
     "en 0-9: 0-5 The long one, 1-2 the short one, 5-9 ,\nen 2 0-9: 0-3 , 3-4 And a new one, 4-9 ,",
     TRUE},
    {"words of the other language in the same tier stay",
     TIER("zh", "0 2 \"大家早上好\"") TIER("en", "0 2 \"Good morning\"")
         TIER("word", "0 0.5 \"大家\" 0.5 1 \"早上好\" 1 1.5 \"good\" 1.5 2 \"morning\""),
     {.index = 0, .text = {NULL, "Hi"}, .words = zh_words, .word_count = 2},
     "zh 0-9: 0-2 大家早上好, 2-9 ,\nen 0-9: 0-2 Hi, 2-9 ,\nword 0-9: 0-0.5 大家, 0.5-1 早上好, "
     "1-9 ,",
     FALSE},
    {"words of one language in a tier of both",
     TIER("text", "0 2 \"大家早 good morning\"")
         TIER("word", "0 1 \"大家早\" 1 1.5 \"good\" 1.5 2 \"morning\""),
     {.index = 0, .words = both_words, .word_count = 3},
     "text 0-9: 0-2 大家早 good morning, 2-9 ,\nword 0-9: 0-1 "
     "大家早, 1-1.7 good, 1.7-2 morning, 2-9 ,",
     FALSE},
    {"points",
     "\"TextTier\" \"a\" 0 9 2 1 \"One more time\" 3 \"and the last\"\n",
     {.index = 0, .start_us = 2000000, .end_us = 3000000},
     ".a 0-9: 2-2 One more time, 3-3 and the last,",
     FALSE},
};

static void test_edits(void)
{
    const format *f = format_find("textgrid");
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_test_message("%s", edits[i].name);
        g_autofree char *in = g_strconcat(HEAD, edits[i].in, NULL);
        g_autoptr(speech) s = f->read(in, strlen(in), NULL, NULL);
        g_autoptr(speech) now = edited(s, &edits[i].done);
        g_autofree char *file = written(now), *got = show(file);
        g_assert_cmpstr(got, ==, edits[i].out);
        // What is read again is the speech, and written again the same.
        g_autoptr(speech) again = f->read(file, strlen(file), NULL, NULL);
        g_autofree char *one = dump_short(now), *other = dump_short(again), *twice = written(again);
        if (!edits[i].differs)
            g_assert_cmpstr(one, ==, other);
        g_assert_cmpstr(file, ==, twice);
    }
}

// Each word of many texts that lie over one another goes once.
static void test_crossed(void)
{
    enum { COUNT = 100 };
    g_autoptr(GString) in = g_string_new(HEAD "\"IntervalTier\" \"en\" 0 9 1\n");
    for (int i = 0; i < COUNT; i++)
        g_string_append_printf(in, "0 %d \"to and to and to and to\"\n", COUNT + i);
    g_string_append(in, "\"IntervalTier\" \"word\" 0 9 1\n");
    for (int i = 0; i < COUNT; i++)
        g_string_append_printf(in, "%d %d \"%s\"\n", i, i + 1, i % 2 ? "and" : "to");
    g_autoptr(tiers) all = tiers_new(NULL);
    g_autoptr(speech_builder) b = speech_builder_new(), none = speech_builder_new();
    tiers_keep(all);
    g_assert_true(textgrid_tiers(in->str, in->len, all, NULL, b));
    g_autoptr(speech) was = speech_builder_end(b), now = speech_builder_end(none);
    g_autoptr(tiers_changes) c = tiers_compare(all, was, now, 1, NULL);
    g_assert_nonnull(tiers_at(all, 0)->words);
    for (guint i = 0; i < 2; i++)
        g_assert_cmpint(c->of[i].changes->len, ==, COUNT);
}

// All tiers come with the speech.
static void test_moved(void)
{
    static const struct {
        resync_point points[2];
        int count;
        const char *out;
    } moves[] = {
        {{{0, 500000}},
         1,
         ".clicks 0-9.5: 1.75-1.75 x, 3-3 ,\n"
         "speaker 0-9.5: 0-0.5 , 0.5-1.5 大家早上好, 1.5-2 , 2-2.5 , 2.5-9.5 再见,\n"
         "translation 0-9.5: 0-0.5 , 0.5-1.5 Good morning, 1.5-2.5 , 2.5-9.5 Bye bye,\n"
         "word 0-9.5: 0-0.5 , 0.5-0.9 good, 0.9-1.5 morning, 1.5-2.5 , 2.5-9.5 bye,\n"
         "phone 0-9.5: 0-0.5 , 0.5-0.623457 g, 0.623457-9.5 ,"},
        {{{2000000, 0}},
         1,
         ".clicks 0-7: 0.5-0.5 ,\nspeaker 0-7: 0-7 再见,\ntranslation 0-7: 0-7 Bye bye,\n"
         "word 0-7: 0-7 bye,\nphone 0-7: 0-7 ,"},
        {{{0, 0}, {1000000, 2000000}},
         2,
         ".clicks 0-18: 2.5-2.5 x, 5-5 ,\n"
         "speaker 0-18: 0-2 大家早上好, 2-3 , 3-4 , 4-18 再见,\n"
         "translation 0-18: 0-2 Good morning, 2-4 , 4-18 Bye bye,\n"
         "word 0-18: 0-0.8 good, 0.8-2 morning, 2-4 , 4-18 bye,\n"
         "phone 0-18: 0-0.246914 g, 0.246914-18 ,"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
        static const char in[] = HEAD TIERS;
        g_autoptr(speech) s = format_find("textgrid")->read(in, strlen(in), NULL, NULL);
        g_autoptr(speech) now = resync_speech(s, moves[i].points, moves[i].count, NULL);
        g_autofree char *file = written(now), *got = show(file);
        g_assert_cmpstr(got, ==, moves[i].out);
    }
}

typedef struct {
    const char *path;
    int count;
    const char *first;
} known;

static const known files[] = {
    {"examples/files/bobby_words.TextGrid", 1, "BOBBY RIPPED THE LEDGER"},
    {"examples/files/bobby_words_with_newlines_longfile_elan.TextGrid", 1,
     "BOBBY RIPPED THE LEDGER"},
    {"tests/files/mary_longfile_with_negative_zero.TextGrid", 4, "mary"},
    {"tests/files/mary_with_constrained_tier_times.TextGrid", 4, "mary"},
    {"tests/files/all_tiers_have_the_same_name.TextGrid", 3, "Mary"},
    {"tests/data/long_format.TextGrid", 45, "sp"},
    {"tests/data/short_format.TextGrid", 45, "sp"},
    {"tests/data/textgrid/61-70968-0000.TextGrid", 1, NULL},
    {"tests/data/textgrid/michaelandsickmichael.TextGrid", 7, NULL},
    {"tests/data/textgrid/acoustic_corpus.TextGrid", 58, "this"},
    {"tests/data/textgrid/vietnamese.TextGrid", 1,
     "ở địa bàn vùng núi người dân có tập quán chăn thả trâu rông ngoài rừng"},
};

static const known etc[] = {
    {"test.TextGrid", 4, "t"},
    {"test_short.TextGrid", 4, "t"},
    {"post.TextGrid", 4, "p"},
};

static void check_files(const char *folder, const known *all, gsize count)
{
    const char *found = suite(folder);
    g_autofree char *root = g_strdup(found);
    for (gsize i = 0; root && i < count; i++) {
        g_autofree char *path = g_build_filename(root, all[i].path, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        g_test_message("%s", all[i].path);
        g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, &error));
        g_assert_cmpint(speech_segment_count(l.speech), ==, all[i].count);
        if (all[i].first)
            g_assert_cmpstr(speech_segment(l.speech, 0)->text[LANGUAGE_EN], ==, all[i].first);
    }
}

// Nothing of the file is lost on the way back.
static void check_back(const speech *s)
{
    g_autofree char *file = written(s), *was = show_texts(speech_header(s)),
                    *now = show_texts(file);
    if (*was)
        g_assert_cmpstr(now, ==, was);
    g_autoptr(speech) again = format_find("textgrid")->read(file, strlen(file), NULL, NULL);
    g_autofree char *one = dump_all(s), *other = dump_all(again), *twice = written(again);
    g_assert_cmpstr(file, ==, twice);
    if (!*was)
        g_assert_cmpstr(one, ==, other);
}

static void count_folder(const char *path, int *tried, int *read)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        if (g_file_test(inside, G_FILE_TEST_IS_DIR))
            count_folder(inside, tried, read);
        if (!g_str_has_suffix(name, ".TextGrid"))
            continue;
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        ++*tried;
        if (!load_files((const char *const[]){inside, NULL}, NULL, &l, &error)) {
            g_test_message("%s", error->message);
            continue;
        }
        ++*read;
        check_back(l.speech);
    }
}

static void test_suites(void)
{
    check_files("suites/textgrid", files, G_N_ELEMENTS(files));
    check_files("suites/eaf-etc/inst/extdata", etc, G_N_ELEMENTS(etc));
    const char *root = suite("suites/textgrid");
    int tried = 0, read = 0;
    if (!root)
        return;
    g_autofree char *folder = g_strdup(root);
    count_folder(folder, &tried, &read);
    g_test_message("%d of %d files have a text", read, tried);
    // One has none.
    g_assert_cmpint(read, ==, tried - 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/textgrid/rows", test_rows);
    g_test_add_func("/textgrid/write", test_write);
    g_test_add_func("/textgrid/edits", test_edits);
    g_test_add_func("/textgrid/crossed", test_crossed);
    g_test_add_func("/textgrid/moved", test_moved);
    g_test_add_func("/textgrid/suites", test_suites);
    return g_test_run();
}
