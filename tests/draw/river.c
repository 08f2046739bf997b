// SPDX-License-Identifier: GPL-3.0-or-later
#include "river.h"

#include <string.h>

#include "earvoice/painter.h"

#define PER_CHARACTER_US INT64_C(230000)
#define PAUSE_US         INT64_C(400000)
#define START_US         INT64_C(1200000)

// Chinese, English; without English: a new paragraph, "#" a heading.
// clang-format off
static const char *const river[][2] = {
    {"#", NULL},
    {"一条河的回归",
     "The Return of a River"},
    {"2023年5月18日，武汉",
     "Wuhan, 18 May 2023"},
    {"", NULL},
    {"各位来宾，早上好。",
     "Distinguished guests, good morning."},
    {"今天我想讲一条河的故事。",
     "Today I would like to tell you the story of a river."},
    {"", NULL},
    {"三十年前，这条河每年带走两千三百万吨泥沙，鱼几乎绝迹。",
     "Thirty years ago it carried away 23 million tonnes of silt a year, and the fish had all but vanished."},
    {"孩子们只能在课本里认识鲑鱼，",
     "Children knew salmon only from their textbooks;"},
    {"老人们说：“河老了，不认得我们了。”",
     "the old people said, “The river has grown old and no longer knows us.”"},
    {"", NULL},
    {"后来，下游的一位老师带着学生种下了第一排柳树。",
     "Then a teacher downstream planted the first row of willows with her pupils."},
    {"她常说：“River是会记住我们的。”",
     "She used to say, “The river remembers us.”"},
    {"", NULL},
    {"十年里，一千二百多名志愿者加入了她，种下六万四千棵树；2009年，水质从V类回到了III类，PH值稳定在7.8左右。",
     "In ten years, more than 1,200 volunteers joined her and planted 64,000 trees; in 2009 the water came back from class V to class III, with a pH close to 7.8."},
    {"沿岸的四十七个村庄签了一份只有一页的约定——《柳岸公约》：不挖沙，不倒垃圾，春天不下网……谁先看见鲑鱼，谁就敲响村口的钟。",
     "The forty-seven villages along the banks signed an agreement of a single page, the Willow Bank Compact: no digging of sand, no dumping of waste, no nets in spring … and whoever sees the salmon first shall ring the village bell."},
    {"有人问：“这样的约定有用吗？”",
     "Someone asked, “What use is such an agreement?”"},
    {"她笑了笑，指着讨论“一带一路”的报纸说：“大路从小路开始，大河从小溪开始（我们也一样）。”",
     "She smiled, pointed at a newspaper that discussed the “Belt and Road”, and said: “Every great road begins as a lane, every great river as a brook (and so do we).”"},
    {"那一年的4月12日清晨5点40分，钟响了。",
     "That year, at 5:40 in the morning of 12 April, the bell rang."},
    {"全村的人跑到岸边，没有人说话，只听见水声：三条、五条、十几条银色的背脊逆流而上，像一句被忘了很久、又忽然想起来的话。",
     "The whole village ran to the bank. Nobody spoke; there was only the sound of the water, and three, five, a dozen silver backs going up against the current, like a sentence long forgotten and suddenly remembered."},
    {"", NULL},
    {"今天，请让我用她的话结束：河会回来，只要有人等它。",
     "Let me end today with her words: a river comes back, as long as someone is waiting for it."},
    {"谢谢大家！",
     "Thank you!"},
};
// clang-format on

// The word the drawings have in amber.
static const char word[] = "认识";

// Marks `word` in `text`. Returns how many marks.
static int mark_word(const segment *g, word_mark out[3])
{
    const char *at = strstr(g->text[LANGUAGE_ZH], word);
    if (!at || g->start_us == TIME_NONE)
        return 0;
    int offset = (int)(at - g->text[LANGUAGE_ZH]);
    int64_t span_us = g->end_us - g->start_us;
    out[0] = (word_mark){LANGUAGE_ZH, 0, g->start_us};
    out[1] = (word_mark){LANGUAGE_ZH, offset, g->start_us + span_us / 2};
    out[2] = (word_mark){LANGUAGE_ZH, offset + (int)strlen(word), g->start_us + span_us * 4 / 5};
    return 3;
}

static int64_t length_us(gsize row)
{
    return g_utf8_strlen(river[row][0], -1) * PER_CHARACTER_US;
}

speech *river_new(gboolean timed)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    int64_t us = START_US;
    gboolean spoken = FALSE;
    speech_builder_meta(b, "title-zh", "一条河的回归");
    speech_builder_meta(b, "title-en", "The Return of a River");
    for (gsize i = 0; i < G_N_ELEMENTS(river); i++) {
        if (!river[i][1]) {
            spoken = river[i][0][0] != '#';
            speech_builder_paragraph(b, spoken ? PARAGRAPH_BODY : PARAGRAPH_HEADING);
            continue;
        }
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        g.text[LANGUAGE_ZH] = river[i][0];
        g.text[LANGUAGE_EN] = river[i][1];
        if (timed && spoken) {
            g.start_us = us;
            g.end_us = us + length_us(i);
            us = g.end_us + PAUSE_US;
        }
        word_mark marks[3];
        g.word_count = mark_word(&g, marks);
        g.words = marks;
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

int64_t river_length_us(void)
{
    int64_t us = START_US + TIME_SECOND;
    gboolean spoken = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(river); i++) {
        if (!river[i][1])
            spoken = river[i][0][0] != '#';
        else if (spoken)
            us += length_us(i) + PAUSE_US;
    }
    return us;
}

view river_view(int width_px, int height_px)
{
    view v;
    memset(&v, 0, sizeof v);
    v.width_px = width_px;
    v.height_px = height_px;
    v.scale_percent = v.size_percent[LANGUAGE_ZH] = v.size_percent[LANGUAGE_EN] = 100;
    v.playing = true;
    v.speed_percent = 90;
    v.volume_percent = 80;
    v.duration_us = river_length_us();
    v.loop_start_us = v.loop_end_us = v.hover_us = TIME_NONE;
    v.timeline_px = painter_timeline_px(&v);
    return v;
}

scene river_scene(const speech *s, int64_t ms, const view *v)
{
    view placed;
    memcpy(&placed, v, sizeof placed);
    placed.timeline_px = painter_timeline_px(v);
    return scene_at(s, ms * 1000, &placed);
}

int64_t river_middle_ms(const speech *s, int index)
{
    const segment *g = speech_segment(s, index);
    return g->start_us == TIME_NONE ? 0 : (g->start_us + g->end_us) / 2000;
}
