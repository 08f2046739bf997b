// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that hold both scripts: names and terms in the other language are no translations.
#include "format/one_language.h"

#include <stdbool.h>
#include <string.h>

#include "format/readers.h"

#define CUES 2000

static const char *const chinese[] = {"我平时用",     "因此叫",       "大家看这里",   "欢迎收听",
                                      "今天我们谈谈", "这一章的标题", "他的名字写作", "请先安装"};
static const char *const english[] = {"I usually use it",      "That is why it is called so",
                                      "Please look over here", "Welcome back to the show",
                                      "Today we talk about",   "The title of this chapter is",
                                      "His name is written",   "Install it first"};
static const char *const latin_tails[] = {" Visual Studio Code", " 二叉树（binary tree）",
                                          " iPhone 15 Pro。",    "（播放 “Hello, world”）",
                                          " Crash Course",       " OK, thank you"};
static const char *const han_tails[] = {" 王", " (二叉树)", " “你好”", " 春节", ", Mr. 李"};

#define PICK(r, of) (of)[g_rand_int_range(r, 0, G_N_ELEMENTS(of))]

// Files as people have them: the languages of a cue, and where they stand.
static const struct {
    const char *name, *path;
    int foreign_percent; // of lines with words of the other language at their end
    bool zh, en, one_line;
} kinds[] = {
    {"chinese", "talk.srt", 20, true, false, false},
    {"chinese-named", "talk.zh.srt", 50, true, false, false},
    {"english", "talk.srt", 20, false, true, false},
    {"english-named", "talk.en.srt", 50, false, true, false},
    {"lines", "talk.srt", 40, true, true, false},
    {"in-a-line", "talk.srt", 0, true, true, true},
    {"in-a-line-named", "talk.zh.srt", 0, true, true, true},
};

static char *line(GRand *r, language side, int foreign_percent)
{
    gboolean foreign = g_rand_int_range(r, 0, 100) < foreign_percent;
    if (side == LANGUAGE_ZH)
        return g_strconcat(PICK(r, chinese), foreign ? PICK(r, latin_tails) : "", NULL);
    return g_strconcat(PICK(r, english), foreign ? PICK(r, han_tails) : "", NULL);
}

static void append_cue(GString *srt, int number, const char *zh, const char *en, bool one_line)
{
    g_string_append_printf(srt, "%d\n%02d:%02d:%02d,000 --> %02d:%02d:%02d,900\n%s%s%s\n\n",
                           number + 1, number / 3600, number / 60 % 60, number % 60, number / 3600,
                           number / 60 % 60, number % 60, zh,
                           !*zh || !*en ? ""
                           : one_line   ? " "
                                        : "\n",
                           en);
}

static void test_kind(gconstpointer data)
{
    gsize k = GPOINTER_TO_SIZE(data);
    g_autoptr(GRand) r = g_rand_new_with_seed(11);
    g_autoptr(GString) srt = g_string_new(NULL);
    g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < CUES; i++) {
        // In a bilingual file some cues are in one language only.
        bool alone = kinds[k].zh && kinds[k].en && g_rand_int_range(r, 0, 10) == 0;
        char *zh = kinds[k].zh ? line(r, LANGUAGE_ZH, kinds[k].foreign_percent) : g_strdup("");
        char *en =
            kinds[k].en && !alone ? line(r, LANGUAGE_EN, kinds[k].foreign_percent) : g_strdup("");
        append_cue(srt, i, zh, en, kinds[k].one_line);
        g_ptr_array_add(wanted, zh);
        g_ptr_array_add(wanted, en);
    }
    speech *read = srt_read(srt->str, srt->len, NULL, NULL);
    g_autoptr(speech) s = one_language_settle(read, kinds[k].path);
    g_assert_cmpint(speech_segment_count(s), ==, CUES);
    int wrong = 0;
    for (int i = 0; i < CUES; i++)
        for (int side = 0; side < LANGUAGES; side++)
            if (strcmp(speech_segment(s, i)->text[side],
                       g_ptr_array_index(wanted, (guint)(2 * i + side))) != 0) {
                wrong++;
                g_test_message("cue %d: %s", i, speech_segment(s, i)->text[side]);
            }
    g_assert_cmpint(wrong, ==, 0);
}

// The times of words stay with these.
static void test_words(void)
{
    static const char vtt[] = "WEBVTT\n\n"
                              "00:01.000 --> 00:02.000\n<00:01.000>我平时用\n\n"
                              "00:02.000 --> 00:03.000\n<00:02.000>大家好\n\n"
                              "00:03.000 --> 00:04.000\n<00:03.000>再见\n\n"
                              "00:04.000 --> 00:05.000\n"
                              "<00:04.000>我平时<00:04.200>用 <00:04.400>Visual "
                              "<00:04.600>Studio\n<00:04.800>也用 <00:04.900>Vim Script\n";
    speech *read = vtt_read(vtt, strlen(vtt), NULL, NULL);
    g_autoptr(speech) s = one_language_settle(read, NULL);
    const segment *g = speech_segment(s, 3);
    static const char *const words[] = {"我平时", "用", "Visual", "Studio", "也用", "Vim"};
    g_assert_cmpstr(g->text[LANGUAGE_ZH], ==, "我平时用 Visual Studio\n也用 Vim Script");
    g_assert_cmpstr(g->text[LANGUAGE_EN], ==, "");
    g_assert_cmpint(g->word_count, ==, 6);
    for (int i = 0; i < g->word_count; i++)
        g_assert_true(g->words[i].side == LANGUAGE_ZH &&
                      g_str_has_prefix(g->text[LANGUAGE_ZH] + g->words[i].offset, words[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = g_strdup_printf("/one_language/%s", kinds[i].name);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_kind);
    }
    g_test_add_func("/one_language/words", test_words);
    return g_test_run();
}
