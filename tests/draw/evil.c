// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that take a layout minutes are shown in a moment.
#include <pango/pangocairo.h>
#include <string.h>

#include "draw/picture.h"
#include "river.h"

#define SIZE 100000

// The first frame is to take less than 100 ms; sanitizers and a busy machine get their share.
#define FIRST_US (1500 * 1000)

static char *repeat(const char *what)
{
    GString *out = g_string_new(NULL);
    while (out->len < SIZE)
        g_string_append(out, what);
    return g_string_free(out, FALSE);
}

static char *marks(void)
{
    g_autofree char *rest = repeat("\u0301");
    return g_strconcat("e", rest, NULL);
}

static speech *build(const char *text, int pieces)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_meta(b, "title-zh", text);
    speech_builder_meta(b, "title-en", text);
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    for (int i = 0; i < pieces; i++) {
        segment g = {.start_us = i * TIME_SECOND, .end_us = (i + 1) * TIME_SECOND};
        g.text[LANGUAGE_ZH] = g.text[LANGUAGE_EN] = text;
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

static void check(const char *text, int pieces)
{
    g_autoptr(speech) s = build(text, pieces);
    g_autoptr(painter) p = painter_new(NULL, 0);
    view v = river_view(800, 600);
    v.duration_us = pieces * TIME_SECOND;
    g_strlcpy(v.message, text, sizeof v.message);
    for (int i = 0; i < 4; i++) {
        int64_t before_us = g_get_monotonic_time();
        scene now = river_scene(s, pieces * 1000 * i / 4 + 260, &v);
        cairo_surface_destroy(picture_new(p, s, &now));
        int64_t took_us = g_get_monotonic_time() - before_us;
        g_test_message("%.8s… × %d: %d ms", text, pieces, (int)(took_us / 1000));
        g_assert_cmpint(took_us, <, FIRST_US);
    }
}

static void test_texts(void)
{
    static const char *const units[] = {
        "a",      "河",     "。", "(", "“",    "—", "\u0915\u094D", "שלום ", "👩‍👩‍👧",
        "\u200D", "\u2060", "\n", "😀", "\xFF", " ", "a\u0301 ",     "字a",   "\u2029",
        "%s%n",   "<b>",    "ﷺ",  "กิ",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *text = repeat(units[i]);
        check(text, 1);
    }
    g_autofree char *text = marks();
    check(text, 1);
}

static void test_many(void)
{
    check("字", 20000);
    check("", 20000);
    check("an ordinary sentence of ordinary length, of which there are many", 2000);
}

// Every part of a sentence too long for one layout comes to be seen.
static void test_parts(void)
{
    g_autofree char *text = repeat("河水流过。");
    g_autoptr(speech) s = build(text, 1);
    g_autoptr(painter) p = painter_new(NULL, 0);
    view v = river_view(800, 600);
    v.duration_us = TIME_SECOND;
    for (int64_t ms = 0; ms <= 1000; ms += 100) {
        scene now = river_scene(s, ms, &v);
        cairo_surface_destroy(picture_new(p, s, &now));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/evil/texts", test_texts);
    g_test_add_func("/draw/evil/many", test_many);
    g_test_add_func("/draw/evil/parts", test_parts);
    return g_test_run();
}
