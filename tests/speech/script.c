// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/script.h"

#include <string.h>

static const struct {
    const char *in;
    int out;
} languages[] = {
    {"各位来宾", LANGUAGE_ZH},
    {"Good morning", LANGUAGE_EN},
    {"我们用 River 这个词", LANGUAGE_ZH},
    {"the word 和 means harmony", LANGUAGE_EN},
    {"2020", -1},
    {"", -1},
    {"……。", LANGUAGE_ZH},
    {"“COVID-19”疫情", LANGUAGE_ZH},
    {"Café déjà vu", LANGUAGE_EN},
    {"— 12 —", -1},
};

static void test_language(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_test_message("row: %s", languages[i].in);
        g_assert_cmpint(script_language(languages[i].in, strlen(languages[i].in)), ==,
                        languages[i].out);
    }
}

static const struct {
    const char *in, *out; // pieces as "zh:…|en:…"
} cuts[] = {
    {"各位来宾早上好 Good morning", "zh:各位来宾早上好|en:Good morning"},
    {"Good morning to all. 各位来宾早上好", "en:Good morning to all.|zh:各位来宾早上好"},
    {"我们用 River 这个词", "zh:我们用 River 这个词"},
    {"我们用 River", "zh:我们用 River"},
    {"谢谢！ Thanks", "zh:谢谢！|en:Thanks"},
    {"谢谢\tThanks", "zh:谢谢|en:Thanks"},
    {"谢谢 / Thanks", "zh:谢谢|en:Thanks"},
    {"“你好。” “Hello.”", "zh:“你好。”|en:“Hello.”"},
    {"Li Na 李娜 won the match", "en:Li Na 李娜 won the match"},
    {"Xi’s 习近平", "zh:Xi’s 习近平"},
    {"COVID-19疫情发生后，各方同舟共济", "zh:COVID-19疫情发生后，各方同舟共济"},
    {"早上好\nGood morning", "zh:早上好|en:Good morning"},
    {" a \n\n\t\n 2020 \n好\n5%", "en:a|en:2020|zh:好|zh:5%"},
    {"1\n2\n好", "zh:1|zh:2|zh:好"},
    {"1\n2", "en:1|en:2"},
    {"我平时用 Visual Studio Code\nI usually use Visual Studio Code",
     "zh:我平时用 Visual Studio Code|en:I usually use Visual Studio Code"},
    {"and so it is a binary tree\n因此叫 二叉树（binary tree）",
     "en:and so it is a binary tree|zh:因此叫 二叉树（binary tree）"},
    {"晚上好，王先生\nGood evening, Mr. 王", "zh:晚上好，王先生|en:Good evening, Mr. 王"},
    {"你好 Hello there\n再见！ Goodbye to you all",
     "zh:你好|en:Hello there|zh:再见！|en:Goodbye to you all"},
    {"", ""},
};

static void test_cut(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
        g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
        g_autoptr(GString) got = g_string_new(NULL);
        script_cut(cuts[i].in, strlen(cuts[i].in), pieces);
        for (guint k = 0; k < pieces->len; k++) {
            const script_piece *p = &g_array_index(pieces, script_piece, k);
            g_string_append_printf(got, "%s%s:%.*s", k ? "|" : "", language_code(p->side),
                                   (int)p->length, cuts[i].in + p->start);
        }
        g_assert_cmpstr(got->str, ==, cuts[i].out);
    }
}

static const struct {
    const char *in;
    gboolean safe;
} proofs[] = {
    {"各位来宾，早上好。", TRUE},
    {" It’s “fine” – café, naïve. ", TRUE},
    {"\t好\n", TRUE}, // what is around the pieces does not count
    {"a\tb", FALSE},
    {"eight by\001te", FALSE},
    {"eight bytes \177", FALSE},
    {"好\nbad\033", FALSE},
    {"a\314\201", FALSE},
    {"好\343\200\252", FALSE},
    {"turned \342\200\256round", FALSE},
};

static void test_safe(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(proofs); i++) {
        g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
        g_test_message("%s", proofs[i].in);
        g_assert_cmpint(script_cut(proofs[i].in, strlen(proofs[i].in), pieces), ==, proofs[i].safe);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/script/language", test_language);
    g_test_add_func("/script/cut", test_cut);
    g_test_add_func("/script/safe", test_safe);
    return g_test_run();
}
