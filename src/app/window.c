// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include <SDL.h>
#include <string.h>
#include <time.h>

#include "app/keys.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define MIN_WIDTH  320
#define MIN_HEIGHT 200

// painter_prepare() takes this long at most: it is done when nothing has to be shown meanwhile.
#define PREPARE_MS 12

typedef struct {
    app *app;
    SDL_Window *sdl;
    painter *painter;
    cairo_surface_t *canvas; // over the window's own pixels, or over ours
    bool canvas_is_window;
    scene shown;         // last
    const speech *drawn; // what it is of
    bool any_shown;
    bool dragging;
    bool fullscreen; // as it is
} window;

static int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool window_has_display(void)
{
    // Xlib reads a large table of composed characters for typing; here, keys are commands.
    g_setenv("XCOMPOSEFILE", "/dev/null", FALSE);
    return g_getenv("DISPLAY") || g_getenv("WAYLAND_DISPLAY") || g_getenv("SDL_VIDEODRIVER");
}

// Where a display does not answer, SDL goes on to drivers that show nothing ("offscreen", "evdev").
static bool is_seen(const char *driver)
{
    return g_getenv("SDL_VIDEODRIVER") || g_strcmp0(driver, "x11") == 0 ||
           g_strcmp0(driver, "wayland") == 0;
}

bool window_possible(void)
{
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "earvoice");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return false;
    bool seen = is_seen(SDL_GetCurrentVideoDriver());
    if (!seen)
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    return seen;
}

// Own size > the desktop's integer scale > its resolution, in quarters: 100 … 300.
static int desktop_scale_percent(void)
{
    const char *gdk = g_getenv("GDK_SCALE");
    float dpi = 96;
    double scale = gdk ? g_ascii_strtod(gdk, NULL) : 0;
    if (scale < 1 && SDL_GetDisplayDPI(0, NULL, &dpi, NULL) == 0)
        scale = dpi / 96;
    return CLAMP((int)(scale * 4 + 0.5) * 25, 100, 300);
}

static void drop_canvas(window *w)
{
    if (w->canvas)
        cairo_surface_destroy(w->canvas);
    w->canvas = NULL;
    painter_redraw(w->painter);
    w->any_shown = false;
}

// The window's surface has to be fetched anew after each resize.
static bool fetch_canvas(window *w)
{
    SDL_Surface *surface = SDL_GetWindowSurface(w->sdl);
    if (!surface)
        return false;
    view *v = &w->app->view;
    v->width_px = surface->w;
    v->height_px = surface->h;
    w->canvas_is_window =
        surface->format->format == SDL_PIXELFORMAT_RGB888 && !SDL_MUSTLOCK(surface);
    w->canvas = w->canvas_is_window
                    ? cairo_image_surface_create_for_data(surface->pixels, CAIRO_FORMAT_RGB24,
                                                          surface->w, surface->h, surface->pitch)
                    : cairo_image_surface_create(CAIRO_FORMAT_RGB24, surface->w, surface->h);
    return cairo_surface_status(w->canvas) == CAIRO_STATUS_SUCCESS;
}

static void copy_to_window(window *w, const SDL_Rect *rects, int count)
{
    SDL_Surface *to = SDL_GetWindowSurface(w->sdl);
    SDL_Surface *from = SDL_CreateRGBSurfaceWithFormatFrom(
        cairo_image_surface_get_data(w->canvas), to->w, to->h, 32,
        cairo_image_surface_get_stride(w->canvas), SDL_PIXELFORMAT_RGB888);
    for (int i = 0; from && i < count; i++) {
        SDL_Rect place = rects[i];
        SDL_BlitSurface(from, &rects[i], to, &place);
    }
    SDL_FreeSurface(from);
}

static void present(window *w, const cairo_rectangle_int_t *damage, int count)
{
    SDL_Rect rects[PAINTER_DAMAGE_MAX];
    for (int i = 0; i < count; i++)
        rects[i] = (SDL_Rect){damage[i].x, damage[i].y, damage[i].width, damage[i].height};
    cairo_surface_flush(w->canvas);
    if (!w->canvas_is_window)
        copy_to_window(w, rects, count);
    SDL_UpdateWindowSurfaceRects(w->sdl, rects, count);
}

// The speech is another one.
static void forget(window *w)
{
    painter_forget(w->painter);
    w->any_shown = false;
}

// Shows the scene of this moment where it differs from the last one. Returns the position shown.
static int64_t show(window *w)
{
    app *a = w->app;
    if (!w->canvas && !fetch_canvas(w))
        return 0;
    a->view.timeline_px = painter_timeline_px(&a->view);
    app_view(a, g_get_monotonic_time());
    int64_t us = player_position(a->player, monotonic_ns());
    const speech *s = player_speech(a->player);
    if (s != w->drawn)
        forget(w);
    w->drawn = s;
    scene now = scene_at(s, us, &a->view);
    if (w->any_shown && scene_equal(&now, &w->shown))
        return us;

    cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX];
    int count = painter_draw(w->painter, w->canvas, s, &now, damage);
    if (count > 0)
        present(w, damage, count);
    app_log_scene(a, &now, us);
    w->shown = now;
    w->any_shown = true;
    return us;
}

// Milliseconds until something changes by itself; -1: never.
static int patience_ms(window *w, int64_t shown_us)
{
    app *a = w->app;
    int64_t wait_us = player_patience_us(a->player);
    int64_t until_us = app_view_until_us(a);
    if (until_us != INT64_MAX)
        wait_us = MIN(wait_us, until_us - g_get_monotonic_time());
    if (a->view.playing) {
        int64_t us = player_position(a->player, monotonic_ns());
        int64_t next_us = scene_next_change(player_speech(a->player), shown_us, &a->view);
        if (next_us != INT64_MAX)
            wait_us = MIN(wait_us, (next_us - us) * 100 / a->view.speed_percent);
    }
    if (wait_us == INT64_MAX)
        return -1;
    return (int)CLAMP((wait_us + 999) / 1000, 0, 10000);
}

static void seek_by_pointer(window *w, int x)
{
    int64_t us = painter_time_at(&w->app->view, x);
    player_seek(w->app->player, us);
    w->app->view.hover_us = us;
}

static void press(window *w, int x, int y)
{
    app *a = w->app;
    const speech *s = player_speech(a->player);
    hit at = painter_hit(w->painter, s, x, y);
    switch (at.kind) {
    case HIT_TIMELINE:
        w->dragging = true;
        seek_by_pointer(w, x);
        break;
    case HIT_SEGMENT:
        if (speech_segment(s, at.segment)->start_us != TIME_NONE)
            player_seek(a->player, speech_segment(s, at.segment)->start_us);
        else
            a->view.reading = at.segment;
        break;
    case HIT_PLAY:
        player_toggle(a->player);
        break;
    case HIT_SPEED:
        player_set_speed(a->player, 100);
        break;
    case HIT_VOLUME:
        player_mute(a->player, !player_look(a->player).muted);
        break;
    case HIT_LOOP:
        player_clear_loop(a->player);
        break;
    case HIT_HELP:
        a->view.help = !a->view.help;
        break;
    case HIT_NOTHING:
        a->view.help = false;
        break;
    }
}

static void move(window *w, int x, int y)
{
    app *a = w->app;
    if (w->dragging) {
        seek_by_pointer(w, x);
        return;
    }
    hit at = painter_hit(w->painter, player_speech(a->player), x, y);
    a->view.hover_us = at.kind == HIT_TIMELINE ? at.at_us : TIME_NONE;
}

// The wheel over the volume changes it, elsewhere it goes by sentences.
static void wheel(window *w, int by)
{
    int x, y;
    SDL_GetMouseState(&x, &y);
    hit at = painter_hit(w->painter, player_speech(w->app->player), x, y);
    const char *key = at.kind == HIT_VOLUME ? (by > 0 ? "=" : "-") : (by > 0 ? "Up" : "Down");
    const command *c = command_find_key(key);
    c->run(w->app, c->argument);
}

static void key_down(window *w, const SDL_KeyboardEvent *event)
{
    char name[KEY_NAME_SIZE];
    const command *c =
        key_name(event->keysym.sym, event->keysym.mod, name) ? command_find_key(name) : NULL;
    if (c)
        c->run(w->app, c->argument);
}

static void window_event(window *w, const SDL_WindowEvent *event)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_EXPOSED:
        drop_canvas(w);
        break;
    case SDL_WINDOWEVENT_LEAVE:
        if (!w->dragging)
            w->app->view.hover_us = TIME_NONE;
        break;
    default:
        break;
    }
}

static void handle(window *w, const SDL_Event *event)
{
    app *a = w->app;
    switch (event->type) {
    case SDL_QUIT:
        a->quit = true;
        break;
    case SDL_WINDOWEVENT:
        window_event(w, &event->window);
        break;
    case SDL_KEYDOWN:
        key_down(w, &event->key);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event->button.button == SDL_BUTTON_LEFT)
            press(w, event->button.x, event->button.y);
        break;
    case SDL_MOUSEBUTTONUP:
        w->dragging = false;
        break;
    case SDL_MOUSEMOTION:
        move(w, event->motion.x, event->motion.y);
        break;
    case SDL_MOUSEWHEEL:
        wheel(w, event->wheel.y);
        break;
    case SDL_AUDIODEVICEREMOVED:
        if (!event->adevice.iscapture)
            player_device_removed(a->player, event->adevice.which);
        break;
    case SDL_AUDIODEVICEADDED:
        if (!event->adevice.iscapture)
            player_device_added(a->player);
        break;
    default:
        break;
    }
}

static void follow_app(window *w)
{
    if (w->fullscreen == w->app->fullscreen)
        return;
    w->fullscreen = w->app->fullscreen;
    SDL_SetWindowFullscreen(w->sdl, w->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
}

static void run(window *w)
{
    while (!w->app->quit) {
        int64_t shown_us = show(w);
        SDL_Event event;
        int patience = patience_ms(w, shown_us);
        if (w->any_shown && (patience < 0 || patience > PREPARE_MS)) {
            painter_prepare(w->painter, player_speech(w->app->player), &w->shown);
            patience = patience_ms(w, shown_us);
        }
        bool any = patience < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, patience);
        for (; any; any = SDL_PollEvent(&event))
            handle(w, &event);
        follow_app(w);
        app_check(w->app);
    }
}

static gboolean open_window(window *w, GError **error)
{
    int scale = w->app->view.scale_percent;
    SDL_Rect room = {0, 0, WINDOW_WIDTH, WINDOW_HEIGHT};
    SDL_GetDisplayUsableBounds(0, &room);
    // Drawing goes to the X server as pictures; a texture in between would cost a GPU context.
    if (g_strcmp0(SDL_GetCurrentVideoDriver(), "x11") == 0)
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    w->sdl = SDL_CreateWindow(w->app->view.title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                              MIN(WINDOW_WIDTH * scale / 100, room.w),
                              MIN(WINDOW_HEIGHT * scale / 100, room.h), SDL_WINDOW_RESIZABLE);
    if (!w->sdl) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_DEVICE,
                    _("No window could be opened (%s): try earvoice --text."), SDL_GetError());
        return FALSE;
    }
    SDL_SetWindowMinimumSize(w->sdl, MIN_WIDTH, MIN_HEIGHT);
    SDL_StopTextInput(); // else an input method takes the single keys
    return TRUE;
}

gboolean window_run(app *a, first_picture *first, GError **error)
{
    window w = {.app = a, .drawn = player_speech(a->player)};
    if (a->settings.scale_percent == 0)
        a->view.scale_percent = desktop_scale_percent();
    else
        a->view.scale_percent = CLAMP(a->settings.scale_percent, 100, 300);
    if (!open_window(&w, error))
        return FALSE;

    w.painter = first_picture_painter(first);
    const char *missing = painter_missing_font(w.painter);
    if (missing)
        g_strlcpy(a->standing, missing, sizeof a->standing);
    player_play(a->player, a->play_at_once);
    run(&w);
    drop_canvas(&w);
    // It goes with the program. Events that are pushed, also by SDL itself, are messages to the
    // window on a connection of SDL's own: the X server may come to one when a window has been
    // destroyed, and Xlib ends the program for that.
    SDL_HideWindow(w.sdl);
    return TRUE;
}
