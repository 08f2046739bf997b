// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"plain", "[00:01.00]a\n[00:02.50]b\n", "1000-2500 |a\n\n2500-7500 |b\n"},
    {"bilingual", "[00:01.00]早上好\n[00:01.00]Good morning\n[00:03.00]\n",
     "1000-3000 早上好|Good morning\n"},
    {"translation below", "[00:01.00]早上好\nGood morning\n[00:03.00]\n",
     "1000-3000 早上好|Good morning\n"},
    {"several stamps", "[00:01.00][00:05.00]a\n[00:02.00]b\n",
     "1000-2000 |a\n\n2000-5000 |b\n\n5000-10000 |a\n"},
    {"offset is ms, positive is sooner", "[offset:+500]\n[00:01.00]a\n", "500-5500 |a\n"},
    {"offset with a space, anywhere", "[00:01.00]a\n[OFFSET: -3000]\n", "4000-9000 |a\n"},
    {"offset before the beginning", "[offset:3000]\n[00:01.00]a\n[00:02.00]b\n[00:04.00]c\n",
     "0-1000 |b\n\n1000-6000 |c\n"
     "? 2: the offset puts it before the beginning, so it was skipped.\n"},
    {"a bad offset", "[offset:soon]\n[00:01.00]a\n",
     "1000-6000 |a\n? 1: the offset cannot be read, so there is none.\n"},
    {"stamps",
     "[00:01]a\n[00:02.5]b\n[00:03.25]c\n[00:04.125]d\n[00:05:50]e\n[61:00.00]f\n"
     "[1:02:03.50]g\n",
     "1000-2500 |a\n\n2500-3250 |b\n\n3250-4125 |c\n\n4125-5500 |d\n\n5500-3660000 |e\n\n"
     "3660000-3723500 |f\n\n3723500-3728500 |g\n"},
    {"words", "[00:01.00]<00:01.00>we <00:01.50>go<00:02.00>\n[00:04.00]x\n",
     "1000-2000 |we go en0@1000 en3@1500\n\n4000-9000 |x\n"},
    {"words in brackets", "[00:01.00]we [00:01.50]go\n[00:04.00]\n", "1000-4000 |we go en3@1500\n"},
    {"words with spaces around",
     "[00:01.00] <00:01.00> We <00:01.50>  go <00:02.00>\n[00:04.00]x\n",
     "1000-2000 |We go en0@1000 en3@1500\n\n4000-9000 |x\n"},
    {"a time in the text", "[00:01.00]at [2:00] sharp\n", "1000-6000 |at [2:00] sharp\n"},
    {"spaces between stamps", "[00:05.00] [00:01.00] a\n[00:02.00] [b]\n",
     "1000-2000 |a\n\n2000-5000 |[b]\n\n5000-10000 |a\n"},
    {"no translation", "[00:01.00]//\n[00:02.00]a\n[00:02.00]//\n[00:03.00]//\n", "2000-3000 |a\n"},
    {"offset with a unit", "[offset:500.0 ms]\n[00:01.00]a\n", "500-5500 |a\n"},
    {"tags", "[ti:River]\n[AR: Ann]\n[00:01.00]a\n", "1000-6000 |a\n"},
    {"brackets in text", "[00:01.00][applause]\n", "1000-6000 |[applause]\n"},
    {"garbage", "hello\n[00:01.00]a\n[00:99.00]b\n",
     "1000-6000 |a\n? 1: there are no times here, so it was skipped.\n"
     "? 3: the time cannot be read, so it was skipped.\n"},
    {"forms of stamps",
     "[00:01:500]a\n[00:03.00-1]b\n[00:07.00 ]c\n[00：09.00]d\n［００：１１．５０］e\n[13.25]f\n",
     "1500-3000 |a\n\n3000-7000 |b\n\n7000-9000 |c\n\n9000-11500 |d\n\n11500-13250 |e\n\n"
     "13250-18250 |f\n"},
    {"two short lines of their own",
     "[00:01.00]好\n[00:01.08]Yes\n[00:02.00]早上好\n[00:03.00]Good morning\n[00:05.00]一\n",
     "1000-1080 好|\n\n1080-2000 |Yes\n\n2000-3000 早上好|\n\n3000-5000 |Good morning\n\n"
     "5000-10000 一|\n"},
    {"brackets of titles", "【00:01.00】【a】\n【00:02.00】b\n",
     "1000-2000 |【a】\n\n2000-7000 |b\n"},
    {"languages some ms apart",
     "[00:01.66]The simple things\n[00:01.68]简单的事情\n[00:04.52]What am I\n"
     "[00:04.50]我是什么\n[00:06.92]Yes\n[00:07.20]是\n",
     "1660-4500 简单的事情|The simple things\n\n4500-6920 我是什么|What am I\n\n"
     "6920-7200 |Yes\n\n7200-12200 是|\n"},
    {"nothing", "[ti:x]\n[00:01.00]\n", "! There is no text with a time in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("lrc", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

static void test_title(void)
{
    static const char text[] = "[Ti:江河]\n[ar:Ann]\n[00:01.00]a\n";
    g_autoptr(speech) s = format_find("lrc")->read(text, strlen(text), NULL, NULL);
    g_assert_cmpstr(speech_meta(s, "title"), ==, "江河");
    g_assert_cmpstr(speech_meta(s, "title-zh"), ==, "江河");
    g_assert_cmpstr(speech_meta(s, "ar"), ==, "Ann");
}

static void test_write(void)
{
    static const word_mark words[] = {
        {LANGUAGE_ZH, 7, 1500000}, {LANGUAGE_EN, 0, 990000}, {LANGUAGE_EN, 4, 9000000}};
    static const segment given[] = {
        {4000000, 4000001, .confidence = -1, .text = {"", "Short"}},
        {1004000, 2000000, .confidence = -1, .word_count = 3, .words = words,
         .text = {"一二\n三四", "One two"}},
        {2000000, 4500000, .confidence = -1, .text = {"OK", "[好]"}},
        {5000000, 6000000, .confidence = -1, .text = {"", ""}},
        {TIME_MAX - 1, TIME_MAX, .confidence = -1, .text = {"完", ""}},
    };
    g_autoptr(speech_builder) b = dump_builder(given, G_N_ELEMENTS(given));
    speech_builder_meta(b, "title", "River");
    speech_builder_meta(b, "title-zh", "江");
    speech_builder_meta(b, "title-en", "River");
    speech_builder_meta(b, "audio", "a.opus");
    speech_builder_meta(b, "offset", "500");
    speech_builder_meta(b, "note", "a]b");
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_assert_true(format_find("lrc")->write(s, file, r, NULL));
    g_assert_cmpstr(file->str, ==,
                    "[ti:江]\n[ti:River]\n[audio:a.opus]\n"
                    "[00:01.00]一二\n[00:01.00]<00:01.50>三四\n"
                    "[00:01.00]<00:01.00>One <00:02.00>two\n"
                    "[00:02.00]OK\n[00:02.00][好]\n"
                    "[00:04.00]Short\n[00:04.01]\n"
                    "[59999:59.99]完\n[60000:00.00]\n");
    static const char *const messages[] = {
        "segments without text were left out: 1.",
        "what LRC cannot say of the speech was left out: 2.",
        "segments that end where the next one begins now: 1.",
        "texts that will not be read again as they are: 1.",
    };
    g_assert_cmpint(report_count(r), ==, G_N_ELEMENTS(messages));
    for (gsize i = 0; i < G_N_ELEMENTS(messages); i++)
        g_assert_cmpstr(report_message(r, (int)i), ==, messages[i]);
    g_autofree char *got = dump_read("lrc", file->str, file->len);
    g_assert_true(
        g_str_has_prefix(got, "1000-2000 一二\\n三四|One two zh7@1500 en0@1000 en4@2000\n"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lrc/rows", test_rows);
    g_test_add_func("/lrc/title", test_title);
    g_test_add_func("/lrc/write", test_write);
    return g_test_run();
}
