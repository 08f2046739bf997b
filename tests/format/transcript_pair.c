// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs are paired rightly where one of them is missing, doubled, merged or split, at every
// place, on both sides, in every layout.
#include <string.h>

#include "altered.h"
#include "base/file.h"
#include "dump.h"

// Of all pairs in all alterations of a kind, and of those of one text.
#define RIGHT_LEAST     0.97
#define RIGHT_LEAST_ONE 0.85

typedef struct {
    int right, all;
    double worst;
} tally;

static void try_one(const GArray *pairs, layout how, alteration kind, language side, guint place,
                    tally *t)
{
    GArray *expected = NULL;
    g_autofree char *text = altered_text(pairs, how, kind, side, place, &expected);
    if (!text)
        return;
    g_autoptr(speech) s = format_find("transcript")->read(text, strlen(text), NULL, NULL);
    int right = altered_right(expected, s), all = (int)expected->len;
    t->right += right;
    t->all += all;
    t->worst = MIN(t->worst, (double)right / all);
    g_array_unref(expected);
}

static void try_all(const GArray *pairs, const layout *layouts, gsize count)
{
    for (gsize i = 0; i < count; i++)
        for (int kind = 0; kind < ALTERATIONS; kind++) {
            tally t = {.worst = 1};
            for (int side = 0; side < (kind ? LANGUAGES : 1); side++)
                for (guint place = 0; place < (kind ? pairs->len : 1); place++)
                    try_one(pairs, layouts[i], (alteration)kind, (language)side, place, &t);
            g_test_message("layout %d, alteration %d: %d of %d, worst %.2f", layouts[i], kind,
                           t.right, t.all, t.worst);
            g_assert_cmpint(t.right, >=, (int)(RIGHT_LEAST * t.all));
            g_assert_cmpfloat(t.worst, >=, RIGHT_LEAST_ONE);
        }
}

// Written for this test.
static const char *const own[][LANGUAGES] = {
    {"各位朋友，晚上好！", "Good evening, friends!"},
    {"今天我想谈谈我们城市的图书馆。它建于1923年，至今已经有一百多年的历史。",
     "Today I would like to talk about the library of our city. It was built in 1923, and is more "
     "than a hundred years old."},
    {"小时候，我每个星期六都去那里看书。管理员是一位姓陈的老先生，他认识每一个孩子。",
     "As a child I went there every Saturday to read. The librarian was an old gentleman called "
     "Chen, who knew each of the children."},
    {"1998年的洪水淹没了地下室，毁掉了三万本书。很多人以为图书馆不会再开门了。",
     "The flood of 1998 filled the basement and ruined thirty thousand books. Many people thought "
     "that the library would never open again."},
    {"可是第二天早上，门口排起了长队。",
     "But the next morning there was a long queue at the door."},
    {"学生带来了自己的课本，工人带来了木板，农民带来了粮食。大家一起把湿了的书一页一页晒干。",
     "Students brought their own textbooks, workers brought planks, farmers brought grain. "
     "Together "
     "they dried the wet books, page by page."},
    {"三个月以后，图书馆重新开放。陈先生站在门口，哭了。",
     "Three months later the library opened again. Mr. Chen stood at the door and wept."},
    {"现在有人问：在互联网时代，我们还需要图书馆吗？",
     "Now some people ask: do we still need libraries in the age of the Internet?"},
    {"我的回答是：需要。网络给我们信息，图书馆给我们一个可以安静思考的地方。",
     "My answer is yes. The network gives us information; a library gives us a place where we can "
     "think in peace."},
    {"去年，45万名读者走进了这座大楼，其中六成是青年。",
     "Last year 450,000 readers came into this building, and 60 per cent of them were young "
     "people."},
    {"所以我请求政府继续支持图书馆，也请求各位每个月至少去一次。",
     "So I ask the government to go on supporting the library, and I ask all of you to go there at "
     "least once a month."},
    {"谢谢大家！", "Thank you!"},
};

static void test_own(void)
{
    static const layout layouts[] = {LAID_BLOCKS, LAID_BLOCKS_CLOSE, LAID_IN_TURN, LAID_IN_GROUPS};
    g_autoptr(GArray) pairs = known_pairs_new();
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
        known_pairs_add(pairs, own[i][LANGUAGE_ZH], own[i][LANGUAGE_EN]);
    try_all(pairs, layouts, G_N_ELEMENTS(layouts));
}

static void test_published(void)
{
    static const layout layouts[] = {LAID_BLOCKS, LAID_IN_TURN};
    const char *path = suite("transcript/sco-2020.zh-en.txt");
    if (!path)
        return;
    g_autoptr(GBytes) in = file_read(path, FILE_TEXT_MAX, NULL);
    gsize size;
    const char *data = g_bytes_get_data(in, &size);
    g_autofree char *text = g_strndup(data, size);
    g_autoptr(speech) s = format_find("transcript")->read(text, size, NULL, NULL);
    g_autoptr(GArray) pairs = known_pairs_of(s);
    try_all(pairs, layouts, G_N_ELEMENTS(layouts));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transcript_pair/own", test_own);
    g_test_add_func("/transcript_pair/published", test_published);
    return g_test_run();
}
