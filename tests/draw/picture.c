// SPDX-License-Identifier: GPL-3.0-or-later
// tests/pictures/NAME-MS.png is what NAME shows at MS milliseconds. A picture that differs is
// written to the folder the test runs in; `--accept`, or EARVOICE_ACCEPT=1, makes it the one to
// compare with.
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "draw/fonts.h"
#include "draw/picture.h"
#include "river.h"

static const painter_key keys[] = {
    {"Space", "Pause or go on"},
    {"Up", "Go to the sentence before"},
    {"Down", "Go to the next sentence"},
    {"Left", "Back 5 seconds"},
    {"Right", "Forward 5 seconds"},
    {"[", "Speak slower"},
    {"]", "Speak faster"},
    {"L", "Loop the sentence"},
    {"T", "Next theme"},
    {"?", "Show or hide the keys"},
};

static void light_columns(view *v)
{
    v->theme = THEME_LIGHT;
    v->layout = LAYOUT_SIDE_BY_SIDE;
}

static void contrast_large(view *v)
{
    v->theme = THEME_CONTRAST;
    v->scale_percent = 300;
}

static void swapped_message(view *v)
{
    v->swapped = true;
    v->playing = false;
    v->warning = true;
    g_strlcpy(v->message, "The sound device went away: trying again.", sizeof v->message);
}

static void hover_loop(view *v)
{
    v->hover_us = 60 * TIME_SECOND;
    v->loop_start_us = 28 * TIME_SECOND;
    v->loop_end_us = 35 * TIME_SECOND;
    v->looping = true;
    v->muted = true;
}

static void list(view *v)
{
    v->list = true;
}

static void help(view *v)
{
    v->help = true;
}

static const struct {
    const char *name;
    int ms, width_px, height_px;
    void (*set)(view *v);
} rows[] = {
    {"river", 1300, 960, 540, NULL},
    {"river", 15700, 1280, 720, NULL},
    {"river-list", 15700, 1280, 720, list},
    {"river-glide", 6920, 960, 540, NULL},
    {"river-columns", 50000, 960, 540, light_columns},
    {"river-small", 50000, 480, 320, contrast_large},
    {"river-message", 31000, 640, 480, swapped_message},
    {"river-hover", 31000, 960, 540, hover_loop},
    {"river-help", 0, 640, 400, help},
};

static gboolean accepting;

// Pixels that differ by more than rounding does between versions of the libraries.
static int count_different(cairo_surface_t *a, cairo_surface_t *b)
{
    int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a);
    if (width != cairo_image_surface_get_width(b) || height != cairo_image_surface_get_height(b))
        return G_MAXINT;
    int count = 0;
    for (int y = 0; y < height; y++) {
        const unsigned char *p =
            cairo_image_surface_get_data(a) + (ptrdiff_t)y * cairo_image_surface_get_stride(a);
        const unsigned char *q =
            cairo_image_surface_get_data(b) + (ptrdiff_t)y * cairo_image_surface_get_stride(b);
        for (int x = 0; x < width; x++) {
            int most = 0;
            for (int i = 0; i < 3; i++)
                most = MAX(most, ABS(p[4 * x + i] - q[4 * x + i]));
            count += most > 24;
        }
    }
    return count;
}

static void check(cairo_surface_t *got, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(TEST_DATA, "pictures", file, NULL);
    if (accepting) {
        picture_save(got, path, &error);
        g_assert_no_error(error);
        return;
    }
    cairo_surface_t *want = cairo_image_surface_create_from_png(path);
    gboolean there = cairo_surface_status(want) == CAIRO_STATUS_SUCCESS;
    int different = there ? count_different(got, want) : G_MAXINT;
    cairo_surface_destroy(want);
    if (different <= 40)
        return;
    g_autofree char *beside = g_strconcat("got-", file, NULL);
    picture_save(got, beside, &error);
    g_assert_no_error(error);
    g_test_message("%d pixels differ from %s: see %s", different, path, beside);
    g_test_fail();
}

static void test_pictures(void)
{
    g_autoptr(fonts) f = fonts_new();
    if (!fonts_has_han(f)) {
        g_test_skip("fonts-noto-cjk is not installed");
        return;
    }
    g_autoptr(painter) p = painter_new(keys, G_N_ELEMENTS(keys));
    g_autoptr(speech) s = river_new(TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        view v = river_view(rows[i].width_px, rows[i].height_px);
        if (rows[i].set)
            rows[i].set(&v);
        scene now = river_scene(s, rows[i].ms, &v);
        cairo_surface_t *got = picture_new(p, s, &now);
        g_autofree char *file = g_strdup_printf("%s-%06d.png", rows[i].name, rows[i].ms);
        check(got, file);
        cairo_surface_destroy(got);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    accepting = g_getenv("EARVOICE_ACCEPT") != NULL;
    for (int i = 1; i < argc; i++)
        accepting |= strcmp(argv[i], "--accept") == 0;
    g_test_add_func("/draw/picture/pictures", test_pictures);
    return g_test_run();
}
