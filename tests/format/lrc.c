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
    {"tags", "[ti:River]\n[AR: Ann]\n[00:01.00]a\n", "1000-6000 |a\n"},
    {"brackets in text", "[00:01.00][applause]\n", "1000-6000 |[applause]\n"},
    {"garbage", "hello\n[00:01.00]a\n[00:99.00]b\n",
     "1000-6000 |a\\n[00:99.00]b\n? 1: there are no times here, so it was skipped.\n"},
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lrc/rows", test_rows);
    g_test_add_func("/lrc/title", test_title);
    return g_test_run();
}
