// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/theme.h"

#include <glib.h>
#include <stddef.h>

static void test_ratio(void)
{
    g_assert_cmpfloat_with_epsilon(theme_contrast(0x000000, 0xffffff), 21, 0.01);
    g_assert_cmpfloat_with_epsilon(theme_contrast(0x777777, 0xffffff), 4.48, 0.01);
    g_assert_cmpfloat_with_epsilon(theme_contrast(0x123456, 0x123456), 1, 0.001);
}

static const struct {
    const char *name;
    size_t offset;
} texts[] = {
    {"text", offsetof(theme, text)},   {"soft", offsetof(theme, soft)},
    {"dim", offsetof(theme, dim)},     {"faint", offsetof(theme, faint)},
    {"now", offsetof(theme, now)},     {"loop", offsetof(theme, loop)},
    {"alert", offsetof(theme, alert)},
};

static color color_of(const theme *t, size_t offset)
{
    return *(const color *)(const void *)((const char *)t + offset);
}

// WCAG 2.1, 1.4.3 and 1.4.6.
static void test_text(void)
{
    for (int id = 0; id < THEME_COUNT; id++) {
        const theme *t = theme_find((theme_id)id);
        const color grounds[] = {t->ground, t->panel, t->track};
        double least = id == THEME_CONTRAST ? 7 : 4.5;
        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
            for (gsize g = 0; g < G_N_ELEMENTS(grounds); g++) {
                double got = theme_contrast(color_of(t, texts[i].offset), grounds[g]);
                g_test_message("theme %d, %s on ground %d: %.2f", id, texts[i].name, (int)g, got);
                g_assert_cmpfloat(got, >=, least);
            }
        }
    }
}

// WCAG 2.1, 1.4.11: 3:1 for what is not text; and what is spoken stands out from the rest.
static void test_marks(void)
{
    for (int id = 0; id < THEME_COUNT; id++) {
        const theme *t = theme_find((theme_id)id);
        const color strip[] = {t->track, t->played, t->span};
        g_test_message("theme %d", id);
        for (gsize i = 0; i < G_N_ELEMENTS(strip); i++)
            g_assert_cmpfloat(theme_contrast(t->now, strip[i]), >=, 3);
        g_assert_cmpfloat(theme_contrast(t->loop, t->track), >=, 3);
        g_assert_cmpfloat(theme_contrast(t->text, t->dim), >=, 1.7);
        g_assert_cmpfloat(theme_contrast(t->text, t->ground), >,
                          theme_contrast(t->soft, t->ground));
        g_assert_cmpfloat(theme_contrast(t->soft, t->ground), >, theme_contrast(t->dim, t->ground));
        g_assert_cmpfloat(theme_contrast(t->dim, t->ground), >,
                          theme_contrast(t->faint, t->ground));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/theme/ratio", test_ratio);
    g_test_add_func("/draw/theme/text", test_text);
    g_test_add_func("/draw/theme/marks", test_marks);
    return g_test_run();
}
