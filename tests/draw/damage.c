// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing what differs gives the same picture as drawing everything, and nothing outside of what is
// said to be touched changes.
#include <pango/pangocairo.h>
#include <string.h>

#include "draw/picture.h"
#include "river.h"

static const painter_key keys[] = {{"Space", "Pause or go on"}, {"?", "Show or hide the keys"}};

typedef struct {
    painter *painter, *fresh;
    speech *speech;
    cairo_surface_t *onto;
    view view;
    int drawn, whole;
} playback;

static void start(playback *p, int width_px, int height_px)
{
    memset(p, 0, sizeof *p);
    p->painter = painter_new(keys, G_N_ELEMENTS(keys));
    p->fresh = painter_new(keys, G_N_ELEMENTS(keys));
    p->speech = river_new(TRUE);
    p->view = river_view(width_px, height_px);
    p->onto = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
}

static void stop(playback *p)
{
    painter_free(p->painter);
    painter_free(p->fresh);
    speech_unref(p->speech);
    cairo_surface_destroy(p->onto);
}

// Takes `s`. It may come to lie where the one before was.
static void change_speech(playback *p, speech *s)
{
    speech_unref(p->speech);
    p->speech = s;
    painter_forget(p->painter);
    painter_forget(p->fresh);
}

static uint32_t pixel(cairo_surface_t *s, int x, int y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(s) + (ptrdiff_t)y * cairo_image_surface_get_stride(s);
    uint32_t out;
    memcpy(&out, row + 4 * x, sizeof out);
    return out & 0xFFFFFF;
}

static void compare(const playback *p, const scene *now)
{
    cairo_surface_t *want = picture_new(p->fresh, p->speech, now);
    for (int y = 0; y < p->view.height_px; y++) {
        for (int x = 0; x < p->view.width_px; x++) {
            if (pixel(want, x, y) != pixel(p->onto, x, y))
                g_error("at %d, %d: %06x, not %06x", x, y, pixel(p->onto, x, y), pixel(want, x, y));
        }
    }
    cairo_surface_destroy(want);
}

static void draw(playback *p, int64_t us)
{
    cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX];
    p->view.timeline_px = painter_timeline_px(&p->view);
    scene now = scene_at(p->speech, us, &p->view);
    g_test_message("%d ms", (int)(us / 1000));
    int count = painter_draw(p->painter, p->onto, p->speech, &now, damage);
    g_assert_cmpint(count, <=, PAINTER_DAMAGE_MAX);
    p->drawn++;
    for (int i = 0; i < count; i++)
        p->whole += damage[i].width == p->view.width_px && damage[i].height == p->view.height_px;
    compare(p, &now);
    g_assert_cmpint(painter_draw(p->painter, p->onto, p->speech, &now, damage), ==, 0);
}

// Every change in the second after a paragraph begins, and now and then between.
static void play(playback *p)
{
    int64_t us = 0, length_us = river_length_us();
    while (us < length_us) {
        int64_t next_us = scene_next_change(p->speech, us, &p->view);
        int64_t since_us = next_us - speech_segment(p->speech, 7)->start_us;
        gboolean close = ABS(since_us) < TIME_SECOND / 2;
        us = close ? next_us : scene_next_change(p->speech, us + TIME_SECOND * 4 / 3, &p->view);
        draw(p, us);
    }
    g_test_message("%d drawn, %d whole", p->drawn, p->whole);
    g_assert_cmpint(p->whole, ==, 1);
    stop(p);
}

static void test_playback(void)
{
    playback p;
    start(&p, 400, 300);
    play(&p);
    start(&p, 1000, 440);
    p.view.list = true;
    play(&p);
    start(&p, 700, 460);
    p.view.layout = LAYOUT_SIDE_BY_SIDE;
    p.view.scale_percent = 130;
    play(&p);
}

static void change(view *v, int step)
{
    switch (step % 12) {
    case 0:
        v->hover_us = 30 * TIME_SECOND;
        break;
    case 1:
        v->hover_us = 60 * TIME_SECOND;
        break;
    case 2:
        g_strlcpy(v->message, "The loop begins here.", sizeof v->message);
        break;
    case 3:
        v->warning = true;
        break;
    case 4:
        g_strlcpy(v->message, "The sound device went away.", sizeof v->message);
        break;
    case 5:
        v->hover_us = TIME_NONE;
        break;
    case 6:
        v->help = !v->help;
        break;
    case 7:
        v->loop_start_us = 8 * TIME_SECOND;
        v->playing = !v->playing;
        break;
    case 8:
        v->loop_end_us = 20 * TIME_SECOND;
        v->looping = !v->looping;
        break;
    case 9:
        v->theme = (theme_id)((v->theme + 1) % THEME_COUNT);
        v->muted = !v->muted;
        break;
    case 10:
        v->message[0] = '\0';
        v->volume_percent = 100;
        v->speed_percent = 105;
        break;
    default:
        v->layout = (layout_mode)((v->layout + 1) % LAYOUT_COUNT);
        break;
    }
}

static void test_views(void)
{
    playback p;
    start(&p, 700, 500);
    for (int step = 0; step < 48; step++) {
        change(&p.view, step);
        draw(&p, (int64_t)step * TIME_SECOND * 3 / 2);
    }
    stop(&p);
}

// What is said to be under the pointer is there.
static void test_hit(void)
{
    playback p;
    start(&p, 1280, 720);
    draw(&p, 19 * TIME_SECOND);
    hit found = painter_hit(p.painter, p.speech, 400, 305);
    g_assert_cmpint(found.kind, ==, HIT_SEGMENT);
    g_assert_cmpint(painter_hit(p.painter, p.speech, 30, 696).kind, ==, HIT_PLAY);
    g_assert_cmpint(painter_hit(p.painter, p.speech, 1230, 696).kind, ==, HIT_HELP);
    g_assert_cmpint(painter_hit(p.painter, p.speech, 640, 80).kind, ==, HIT_NOTHING);
    found = painter_hit(p.painter, p.speech, 24, 660);
    g_assert_cmpint(found.kind, ==, HIT_TIMELINE);
    g_assert_cmpint(found.at_us, ==, 0);
    g_assert_cmpint(painter_time_at(&p.view, 5000), ==, p.view.duration_us);
    stop(&p);
}

// What has been prepared looks as what has not, and a stage without text or time is drawn.
static void test_prepared(void)
{
    playback p;
    start(&p, 640, 480);
    for (int i = 0; i < 6; i++) {
        draw(&p, i * 9 * TIME_SECOND);
        scene now = scene_at(p.speech, i * 9 * TIME_SECOND, &p.view);
        painter_prepare(p.painter, p.speech, &now);
        painter_prepare(p.painter, p.speech, &now);
    }
    change_speech(&p, river_new(FALSE));
    draw(&p, 30 * TIME_SECOND);
    g_autoptr(speech_builder) b = speech_builder_new();
    change_speech(&p, speech_builder_end(b));
    p.view.duration_us = TIME_NONE;
    draw(&p, 30 * TIME_SECOND);
    stop(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/damage/playback", test_playback);
    g_test_add_func("/draw/damage/views", test_views);
    g_test_add_func("/draw/damage/hit", test_hit);
    g_test_add_func("/draw/damage/prepared", test_prepared);
    return g_test_run();
}
