// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/sentence.h"

#include <string.h>

// `parts`: the text with a bar at each end but the last.
static const struct {
    const char *parts;
    language side;
    gboolean clauses;
} rows[] = {
    {"你好。|我们开始吧！|好吗？", LANGUAGE_ZH, FALSE},
    {"她常说：“River 是会记住我们的。”|起初没有人相信她。", LANGUAGE_ZH, FALSE},
    {"“世界怎么了，我们怎么办？”成为时代之问。|我们要回答。", LANGUAGE_ZH, FALSE},
    {"他问：“你去哪儿？”|“我回家。”|他走了。", LANGUAGE_ZH, FALSE},
    {"“好。”他说。|大家都笑了。", LANGUAGE_ZH, FALSE},
    {"所谓“何以为家？”的问题很难。|是的。", LANGUAGE_ZH, FALSE},
    {"增长3.5%。|达到1.2万人。", LANGUAGE_ZH, FALSE},
    {"他想了想……又说了一遍。|完了。", LANGUAGE_ZH, FALSE},
    {"真的吗？！|真的。", LANGUAGE_ZH, FALSE},
    {"第一；第二；第三。|完。", LANGUAGE_ZH, FALSE},
    {"没有句号的一行", LANGUAGE_ZH, FALSE},
    {"尊敬的普京总统，\n|尊敬的各位同事：", LANGUAGE_ZH, FALSE},
    {"Hello. |How are you? |Fine!", LANGUAGE_EN, FALSE},
    {"Mr. Li and Dr. J. F. Smith met at 3.5 km. |They talked.", LANGUAGE_EN, FALSE},
    {"She used to say, “The river remembers us.” |At first nobody believed her.", LANGUAGE_EN,
     FALSE},
    {"“Where to?” he asked. |“Home.” |He left.", LANGUAGE_EN, FALSE},
    {"The U.S. economy grew. |It fell in the U.S. |The rest is known.", LANGUAGE_EN, FALSE},
    {"We met at 9 a.m. in Beijing, e.g. for tea. |Good.", LANGUAGE_EN, FALSE},
    {"Well... |Perhaps not... or so it seems.", LANGUAGE_EN, FALSE},
    {"Founded in 2001. |20 years have passed.", LANGUAGE_EN, FALSE},
    {"H.E. Xi Jinping spoke. |All listened.", LANGUAGE_EN, FALSE},
    {"Only the U.N. can. |So be it.", LANGUAGE_EN, FALSE},
    {"Dear Colleagues,\n|Thank you.", LANGUAGE_EN, FALSE},
    {"第三年春天的时候，|一位渔夫发现岸边的水清了；|他把船借给了孩子们。|好，谢谢。", LANGUAGE_ZH,
     TRUE},
    {"In the spring of the third year, |a fisherman saw that the water was clear; |he lent his "
     "boat "
     "to the children.",
     LANGUAGE_EN, TRUE},
    // What stands in brackets is a part of the sentence; a number of a list is no sentence.
    {"谢谢（掌声。热烈的掌声。）大家。|再见。", LANGUAGE_ZH, FALSE},
    {"（掌声。）|谢谢。", LANGUAGE_ZH, FALSE},
    {"他（我不信！你呢？）走了。|（未完。|没有括号。", LANGUAGE_ZH, FALSE},
    {"He left (nobody knew. Nobody asked) at noon. |He is back.", LANGUAGE_EN, FALSE},
    {"1. We look at the water. |2. We look at the trees.", LANGUAGE_EN, FALSE},
    {"各国（中国、法国，还有德国，以及其他国家）都同意了，|我们很高兴。", LANGUAGE_ZH, TRUE},
    {"We work with observers, dialogue partners, the UN and other organizations, |and we are glad "
     "of that.",
     LANGUAGE_EN, TRUE},
    {"They integrate industrial, supply and value chains for all of us, |and go on with it today.",
     LANGUAGE_EN, TRUE},
    {"", LANGUAGE_EN, FALSE},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) text = g_string_new(rows[i].parts);
        g_string_replace(text, "|", "", 0);
        g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int));
        sentence_ends(text->str, rows[i].side, rows[i].clauses, ends);
        g_autoptr(GString) got = g_string_new(NULL);
        int from = 0;
        for (guint k = 0; k < ends->len; k++) {
            int end = g_array_index(ends, int, k);
            g_string_append_printf(got, "%s%.*s", k ? "|" : "", end - from, text->str + from);
            from = end;
        }
        g_assert_cmpint(from, ==, text->len);
        g_assert_cmpstr(got->str, ==, rows[i].parts);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/speech/sentence/rows", test_rows);
    return g_test_run();
}
