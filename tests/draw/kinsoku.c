// SPDX-License-Identifier: GPL-3.0-or-later
// No line begins or ends with a mark that may not stand there, and none is wider than it may be.
#include <locale.h>
#include <string.h>

#include "draw/block.h"

// The table of ECMA-376, with the dash and the ellipsis that W3C clreq adds at its strict level.
static const char not_first[] = "!%),.:;?]}·’”…、。〃〉》」』】〕〗！％），．：；？］｝～—";
static const char not_last[] = "$([{‘“〈《「『【〔〖＄（［｛￡￥";

static const char *const texts[] = {
    "他在会上讨论“一带一路”的建设（包括铁路、公路、港口），并说：“我们要‘共商、共建、共享’。”",
    "会议——第三次会议——通过了《关于河流的决定》；其中写道：“……水是公共的……”，等等！真的吗？！",
    "占比23.5%的村庄（约1,200个）在2009年5月18日签了River Compact——即《柳岸公约》：“不挖沙”。",
    "约翰·史密斯～列奥纳多·达·芬奇说：『啊』，「好」。【注】〔见下〕￥300，＄20（％）！",
    "（（一））“‘二’”《〈三〉》。四”’，五；六：七？！八……九——十",
};

static const char *const english[] = {
    "The “Belt and Road” (so it’s called) — “at last!” — cost $300 [sic], or 20%; why?",
    "Donaudampfschifffahrtsgesellschaftskapitän: https://example.org/a/very/long/path?query=1&x=2",
};

static block *make(fonts *f, language side, const char *text, const int shape[2])
{
    g_autoptr(speech_builder) b = speech_builder_new();
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE};
    g.text[side] = text;
    speech_builder_segment(b, &g);
    g_autoptr(speech) s = speech_builder_end(b);
    g_autoptr(passages) all = passages_new(s);
    block_key key = {0, 0, side, shape[0], shape[1]};
    return block_new(f, s, passages_at(all, 0), &key);
}

// The first visible character of [start, end), or the last one (by -1).
static gunichar visible(const char *text, const int at[2], int by)
{
    gunichar found = 0;
    for (const char *p = text + at[0]; p < text + at[1]; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == ' ' || c == 0x200B || c == 0x2060 || c == 0x2005)
            continue;
        if (by > 0)
            return c;
        found = c;
    }
    return found;
}

static gboolean among(gunichar c, const char *set)
{
    return c && g_utf8_strchr(set, -1, c);
}

static int check(const block *b, int width)
{
    const char *text = block_text(b);
    int lines = block_line_count(b);
    for (int i = 0; i < lines; i++) {
        int at[2];
        block_line_bytes(b, i, &at[0], &at[1]);
        g_autofree char *line = g_strndup(text + at[0], (gsize)(at[1] - at[0]));
        gunichar first = visible(text, at, 1);
        gboolean spaced_dash = first == 0x2014 && at[0] > 0 && text[at[0] - 1] == ' ';
        if (i > 0 && !spaced_dash && among(first, not_first))
            g_error("width %d, line %d begins wrongly: %s", width, i, line);
        if (i + 1 < lines && among(visible(text, at, -1), not_last))
            g_error("width %d, line %d ends wrongly: %s", width, i, line);
    }
    cairo_rectangle_int_t ink = block_ink(b);
    g_assert_cmpint(ink.x + ink.width, <=, width + 3);
    return lines;
}

static void test_lines(void)
{
    g_autoptr(fonts) f = fonts_new();
    if (!fonts_has_han(f)) {
        g_test_skip("fonts-noto-cjk is not installed");
        return;
    }
    int lines = 0;
    for (int width = 120; width <= 720; width += 5) {
        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
            g_autoptr(block) b = make(f, LANGUAGE_ZH, texts[i], (int[]){20, width});
            lines += check(b, width);
        }
        for (gsize i = 0; i < G_N_ELEMENTS(english); i++) {
            g_autoptr(block) b = make(f, LANGUAGE_EN, english[i], (int[]){16, width});
            lines += check(b, width);
        }
    }
    g_test_message("%d lines", lines);
    g_assert_cmpint(lines, >, 1500);
}

// Two full-width marks that meet take one and a half em; Han and Latin stand a quarter em apart.
static void test_spacing(void)
{
    static const struct {
        const char *text;
        double em;
    } rows[] = {
        {"河水", 2},  {"河。", 2},   {"：“", 1.5},  {"。”", 1.5},     {"”）", 1.5}, {"。”）", 2},
        {"（“", 1.5}, {"》：", 1.5}, {"》（", 1.5}, {"河，“水", 3.5}, {"？”", 1.5},
    };
    g_autoptr(fonts) f = fonts_new();
    if (!fonts_has_han(f)) {
        g_test_skip("fonts-noto-cjk is not installed");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].text);
        g_autoptr(block) b = make(f, LANGUAGE_ZH, rows[i].text, (int[]){100, 4000});
        g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(cairo_rectangle_int_t));
        block_ranges(b, 0, 0, (int)strlen(rows[i].text), out);
        g_assert_cmpuint(out->len, ==, 1);
        int width = g_array_index(out, cairo_rectangle_int_t, 0).width;
        g_assert_cmpint(ABS(width - (int)(rows[i].em * 100)), <=, 1);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/kinsoku/lines", test_lines);
    g_test_add_func("/draw/kinsoku/spacing", test_spacing);
    return g_test_run();
}
