// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/file.h"
#include "dump.h"

#define ROUGH                                                                                      \
    "? the times in the text are used, but they are rough; segments that have theirs by their "    \
    "lengths only: 0.\n"
#define LAST "? where the last segment ends is not said; its length has set it.\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"in turn",
     "各位来宾，\nDistinguished guests,\n今天天气很好。\nIt is a fine day.\n谢谢大家。\n",
     "- 各位来宾，|Distinguished guests,\n\n- 今天天气很好。|It is a fine day.\n\n- 谢谢大家。|\n"},
    {"two by two", "总统先生，\n各位同事：\nMr. President,\nDear Colleagues,\n",
     "- 总统先生，|Mr. President,\n\n- 各位同事：|Dear Colleagues,\n"},
    {"English first", "Good morning.\n早上好。\nThank you.\n谢谢。\n",
     "- 早上好。|Good morning.\n\n- 谢谢。|Thank you.\n"},
    {"one language", "Good morning.\n\nThank you.\n", "- |Good morning.\n\n- |Thank you.\n"},
    {"all of the one, then all of the other", "早上好。\n谢谢。\n\nGood morning.\nThank you.\n",
     "- 早上好。|Good morning.\n\n- 谢谢。|Thank you.\n"},
    {"on one line", "早上好。\tGood morning.\n谢谢。\tThank you.\n",
     "- 早上好。|Good morning.\n\n- 谢谢。|Thank you.\n"},
    {"wrapped",
     "This is a rather long line which was wrapped at\nsome column or other.\n这是一句话。\n",
     "- 这是一句话。|This is a rather long line which was wrapped at some column or other.\n"},
    {"one sentence for two",
     "我们今天在这里讨论河流的未来，这是一个非常重要的问题，需要所有人的努力。\n"
     "我们欢迎大家。\n"
     "Today we discuss the future of the river here, a very important question that needs the "
     "efforts of all, and we do so together with everyone. We welcome you all to this place.\n",
     "- 我们今天在这里讨论河流的未来，这是一个非常重要的问题，需要所有人的努力。\\n"
     "我们欢迎大家。|Today we discuss the future of the river here, a very important question that "
     "needs the efforts of all, and we do so together with everyone. We welcome you all to this "
     "place.\n"},
    {"headings",
     "江河的未来\nThe Future of the River\n国家主席　张三\nRemarks by H.E. Zhang San\n"
     "（2020年11月10日，北京）\nBeijing, 10 November 2020\n各位同事，\nColleagues,\n",
     "# - 江河的未来|The Future of the River\n\n# - 国家主席　张三|Remarks by H.E. Zhang San\n\n"
     "# - （2020年11月10日，北京）|Beijing, 10 November 2020\n\n- 各位同事，|Colleagues,\n"},
    {"headings within the block", "江河的未来\n各位同事，\nThe Future of the River\nColleagues,\n",
     "# - 江河的未来|The Future of the River\n\n- 各位同事，|Colleagues,\n"},
    // No single mark decides what is a heading.
    {"a title that is a question in English only",
     "河流要去哪里\nWhere Does the River Go?\n各位来宾，早上好。\nDistinguished guests, good "
     "morning.\n我想讲一条河。\nI want to speak of a river.\n",
     "# - 河流要去哪里|Where Does the River Go?\n\n- 各位来宾，早上好。|Distinguished guests, good "
     "morning.\n\n- 我想讲一条河。|I want to speak of a river.\n"},
    {"a date with a stop in English only",
     "（2021年5月3日，南京）\nNanjing, May 3.\n女士们、先生们：\nLadies and gentlemen,\n"
     "我们开始吧。\nLet us begin.\n",
     "# - （2021年5月3日，南京）|Nanjing, May 3.\n\n- 女士们、先生们：|Ladies and gentlemen,\n\n"
     "- 我们开始吧。|Let us begin.\n"},
    {"a label with a colon in Chinese only",
     "致辞全文：\nText of the address\n大家下午好。\nGood afternoon, everyone.\n谢谢。\nThank "
     "you.\n",
     "# - 致辞全文：|Text of the address\n\n- 大家下午好。|Good afternoon, everyone.\n\n- "
     "谢谢。|Thank you.\n"},
    {"a first line without a stop is none",
     "We walk along the river now\n现在我们沿着河走，请跟上！\n\nHere is a "
     "bridge.\n这里有一座桥。\n"
     "\nThere is the sea.\n那边是大海。\n",
     "- 现在我们沿着河走，请跟上！|We walk along the river now\n\n- 这里有一座桥。|Here is a "
     "bridge.\n\n- 那边是大海。|There is the sea.\n"},
    {"a title in English only",
     "The River\n各位来宾，早上好。\nDistinguished guests, good morning.\n我想讲一条河。\n"
     "I want to speak of a river.\n谢谢大家。\nThank you.\n",
     "# - |The River\n\n- 各位来宾，早上好。|Distinguished guests, good morning.\n\n"
     "- 我想讲一条河。|I want to speak of a river.\n\n- 谢谢大家。|Thank you.\n"},
    {"many lines without marks above those with",
     "我们先去河边\n然后看水\n再看树\n还看鸟\n最后回家\n路上下雨了。\n大家都湿了。\n可是很高兴。\n",
     "# - 我们先去河边\\n然后看水\\n再看树\\n还看鸟\\n最后回家|\n\n- 路上下雨了。|\n\n"
     "- 大家都湿了。|\n\n- 可是很高兴。|\n"
     "? lines that are taken for headings and get no times: 5, from line 1 on.\n"},
    {"a first sentence without a stop",
     "My name is Ann and I live by the river\nI have a dog.\nIt is black.\nIt is old.\n",
     "- |My name is Ann and I live by the river\n\n- |I have a dog.\n\n- |It is black.\n\n"
     "- |It is old.\n"},
    {"lines without marks",
     "昨天晚上我去河边散步\n看到一只白色的鸟\n它一直看着我\n真漂亮！\n后来它飞走了\n我就回家了\n",
     "- 昨天晚上我去河边散步|\n\n- 看到一只白色的鸟|\n\n- 它一直看着我|\n\n- 真漂亮！|\n\n"
     "- 后来它飞走了|\n\n- 我就回家了|\n"},
    // A paragraph that one language lacks.
    {"in blocks, one is missing",
     "昨天有300人来到河边。\n他们种了20棵树。\n今天下雨了。\n明天我们再去。\n\n"
     "Yesterday 300 people came to the river.\nToday it is raining.\nTomorrow we go again.\n",
     "- 昨天有300人来到河边。|Yesterday 300 people came to the river.\n\n- 他们种了20棵树。|\n\n"
     "- 今天下雨了。|Today it is raining.\n\n- 明天我们再去。|Tomorrow we go again.\n"
     "? paragraphs in one language only: 1, the first in line 2.\n"},
    {"what stands in brackets is alone",
     "我们的城市有三百万人口。\nOur city has three million people.\n(Laughter)\n他们都爱这条河。\n"
     "All of them love this river.\n",
     "- 我们的城市有三百万人口。|Our city has three million people.\n\n- |(Laughter)\n\n"
     "- 他们都爱这条河。|All of them love this river.\n"
     "? paragraphs in one language only: 1, the first in line 3.\n"},
    {"Markdown",
     "# 河流\n# The River\n> 河流会记住我们。\n> The river will remember "
     "us.\n**谢谢大家。**\n**Thank "
     "you all.**\n",
     "# - 河流|The River\n\n- 河流会记住我们。|The river will remember us.\n\n- 谢谢大家。|Thank "
     "you "
     "all.\n? marks of lists and headings that were left out of the text: 6, the first in line "
     "1.\n"},
    // Lines broken at a column.
    {"Chinese at 16 characters",
     "这条河从山里出来以后一直往东流经\n过了三个省和十二座城市，最后在一\n个小镇旁边流进了大海。那"
     "里的人靠\n打鱼生活。\n",
     "- "
     "这条河从山里出来以后一直往东流经过了三个省和十二座城市，最后在一个小镇旁边流进了大海。那里的"
     "人靠打鱼生活。|\n"},
    {"Chinese at 14 characters, Latin ones among them",
     "我们在2023年和2024年用\nLinux系统看了317条鱼\n的照片，后来大家一起坐船去了\n那个小镇吃饭。\n",
     "- 我们在2023年和2024年用Linux系统看了317条鱼的照片，后来大家一起坐船去了那个小镇吃饭。|\n"},
    {"English at 30 columns, at commas",
     "The river leaves the hills,\nturns to the east, passes\ntwelve towns and villages,\n"
     "and reaches the sea by a\nsmall harbour.\n\nPeople live on fish.\n",
     "- |The river leaves the hills, turns to the east, passes twelve towns and villages, and "
     "reaches the sea by a small harbour.\n\n- |People live on fish.\n"},
    {"a page number inside a paragraph",
     "The river leaves the hills near a village that nobody remembers,\n\n— 12 —\n\nand reaches "
     "the sea.\n",
     "- |The river leaves the hills near a village that nobody remembers, and reaches the sea.\n"
     "? page numbers that were left out of the text: 1, the first in line 3.\n"},
    {"page numbers and rules",
     "早上好。\nGood morning.\n第 3 页\n~~~~\nPage 4 of 12\n* * *\n谢谢。\nThank you.\n- 5 -\n",
     "- 早上好。|Good morning.\n\n- 谢谢。|Thank you.\n"
     "? page numbers that were left out of the text: 3, the first in line 3.\n"},
    {"numbers of a list",
     "1. 我们先看水。\n1. First we look at the water.\n2. 然后看树。\n2. Then we look at the "
     "trees.\n",
     "- 我们先看水。|First we look at the water.\n\n- 然后看树。|Then we look at the trees.\n"
     "? marks of lists and headings that were left out of the text: 4, the first in line 1.\n"},
    {"one number is no list", "3. 我们先看水。\n今天是星期一。\n",
     "- 3. 我们先看水。|\n\n- 今天是星期一。|\n"},
    {"times on lines of their own", "0:04\nhello and welcome\n0:09\nto the river\n1:00:12\ntoday\n",
     "4000-9000 |hello and welcome\n\n9000-3612000 |to the river\n\n3612000-4212000 |today\n"
     "? times and names of speakers that were left out of the text: 3, the first in line 1.\n" ROUGH
         LAST},
    {"speakers with times",
     "Speaker 1 (00:01):\nGood morning.\n\n讲者 2  00:07\n早上好。\n\n王小明 "
     "00:12\n今天有40人来到河边看水。\n",
     "1000-12000 早上好。|Good morning.\n\n12000-27400 今天有40人来到河边看水。|\n"
     "? times and names of speakers that were left out of the text: 3, the first in line 1.\n" ROUGH
         LAST},
    {"times before what is said",
     "张三(00:00:04): 大家好。\n李四(00:00:09): 谢谢。\n张三(00:01:10)：我们开始吧。\n",
     "4000-9000 大家好。|\n\n9000-70000 谢谢。|\n\n70000-192000 我们开始吧。|\n"
     "? times and names of speakers that were left out of the text: 3, the first in line 1.\n" ROUGH
         LAST},
    {"a time for two paragraphs, with an end",
     "0:0:2.0 --> 0:0:12.5\nGood morning, all.\n\nWe begin now, so.\n\n0:0:14.0 --> "
     "0:0:15.5\nThanks.\n",
     "2000-7400 |Good morning, all.\n\n7400-12500 |We begin now, so.\n\n14000-15500 |Thanks.\n"
     "? times and names of speakers that were left out of the text: 2, the first in line 1.\n"
     "? the times in the text are used, but they are rough; segments that have theirs by their "
     "lengths only: 1.\n"},
    {"names below times",
     "0:0:0.0 --> 0:0:3.5\nAnn Lee\nGood morning.\n\n0:0:3.5 --> 0:0:8.0\nJohn\nThank you, Ann.\n\n"
     "0:0:8.0 --> 0:0:9.0\nAnn Lee\nGo on.\n\n0:0:9.0 --> 0:0:9.9\nJohn\nNo.\n",
     "0-3500 |Good morning.\n\n3500-8000 |Thank you, Ann.\n\n8000-9000 |Go on.\n\n9000-9900 |No.\n"
     "? times and names of speakers that were left out of the text: 8, the first in line "
     "1.\n" ROUGH},
    {"the time of day",
     "张三 14:02:33\n大家好。\n李四 14:02:40\n谢谢。\n张三 14:02:49\n我们开始吧。\n",
     "- 大家好。|\n\n- 谢谢。|\n\n- 我们开始吧。|\n"
     "? times and names of speakers that were left out of the text: 3, the first in line 1.\n"},
    {"a time in a sentence", "Good morning.\nWe meet at 10:30\nin the hall.\nWe leave at 9:15.\n",
     "- |Good morning.\n\n- |We meet at 10:30\n\n- |in the hall.\n\n- |We leave at 9:15.\n"},
    // A foreign name in a line is no translation.
    {"an English name ends a Chinese line",
     "我们用的是Linux。\nWe use Linux.\n他住在Los Angeles\nHe lives in Los Angeles.\n谢谢。\n"
     "Thank you.\n",
     "- 我们用的是Linux。|We use Linux.\n\n- 他住在Los Angeles|He lives in Los Angeles.\n\n"
     "- 谢谢。|Thank you.\n"},
    {"Chinese in an English line",
     "Her name is Li (李).\n她姓李。\nThe word is 河流.\n这个词是河流。\nThank you.\n谢谢。\n",
     "- 她姓李。|Her name is Li (李).\n\n- 这个词是河流。|The word is 河流.\n\n- 谢谢。|Thank "
     "you.\n"},
    {"Chinese only, with names", "我买了MacBook Air。\n我在读《Moby Dick》。\n谢谢。\n",
     "- 我买了MacBook Air。|\n\n- 我在读《Moby Dick》。|\n\n- 谢谢。|\n"},
    {"both on one line, then in turn",
     "江河的未来 The Future of the River\n各位来宾，早上好。\nDistinguished guests, good morning.\n"
     "谢谢。\nThank you.\n",
     "# - 江河的未来|The Future of the River\n\n- 各位来宾，早上好。|Distinguished guests, good "
     "morning.\n\n- 谢谢。|Thank you.\n"},
    {"no sentence at all", "早上\n好\nMorning\nGood\n", "- 早上|Morning\n\n- 好|Good\n"},
    {"spaces", "　　早上好。　\n\n \n  Good morning.  \n", "- 早上好。|Good morning.\n"},
    {"nothing", " \n\n", "! There is no text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("transcript", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

static void test_published(void)
{
    const char *path = suite("transcript/sco-2020.zh-en.txt");
    if (!path)
        return;
    g_autoptr(GBytes) in = file_read(path, FILE_TEXT_MAX, NULL);
    gsize size;
    const char *data = g_bytes_get_data(in, &size);
    g_autofree char *text = g_strndup(data, size);
    g_autoptr(speech) s = format_find("transcript")->read(text, size, NULL, NULL);
    int headings = 0, body = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        gboolean heading = speech_paragraph(s, g->paragraph)->kind == PARAGRAPH_HEADING;
        headings += heading;
        body += !heading;
        g_assert_true(heading || (*g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN]));
    }
    g_assert_cmpint(body, ==, 24);
    g_assert_cmpint(headings, ==, 5);
    g_assert_cmpstr(speech_meta(s, "title-en"), ==,
                    "Carrying Forward the Shanghai Spirit and Deepening Solidarity and "
                    "Collaboration for a Stronger Community with a Shared Future");
    g_assert_cmpstr(speech_meta(s, "title-zh"), ==,
                    "弘扬“上海精神”　深化团结协作 构建更加紧密的命运共同体");
    g_assert_cmpstr(speech_segment(s, 28)->text[LANGUAGE_ZH], ==, "谢谢大家。");
    g_assert_cmpstr(speech_segment(s, 28)->text[LANGUAGE_EN], ==, "Thank you.");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transcript/rows", test_rows);
    g_test_add_func("/transcript/published", test_published);
    return g_test_run();
}
