// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"

#include <SDL.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"

#define MESSAGE_US (4 * TIME_SECOND)

void app_wake(void *data)
{
    const app *a = data;
    uint64_t one = 1;
    if (a->wake_fd < 0)
        SDL_PushEvent(&(SDL_Event){.type = SDL_USEREVENT});
    else if (write(a->wake_fd, &one, sizeof one) < 0)
        return; // the counter is full: the loop is awake
}

void app_say(app *a, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    g_vsnprintf(a->message, sizeof a->message, format, rest);
    va_end(rest);
    a->message_until_us = g_get_monotonic_time() + MESSAGE_US;
}

// What is wrong comes before what is new, and that before what stays.
static void choose_message(app *a, const player_status *status, int64_t now_us)
{
    view *v = &a->view;
    memset(v->message, 0, sizeof v->message);
    v->warning = status->trouble[0] != '\0';
    const char *message = a->standing;
    if (v->warning)
        message = status->trouble;
    else if (now_us < a->message_until_us)
        message = a->message;
    g_strlcpy(v->message, message, sizeof v->message);
}

void app_look(view *v, const settings *s)
{
    v->layout = (layout_mode)s->layout;
    v->theme = (theme_id)s->theme;
    v->swapped = s->swapped;
    v->list = s->listed;
    for (int side = 0; side < LANGUAGES; side++)
        v->size_percent[side] = s->size_percent[side];
}

void app_view(app *a, int64_t now_us)
{
    view *v = &a->view;
    player_status status = player_look(a->player);
    v->playing = status.playing;
    v->muted = status.muted;
    v->looping = status.looping;
    v->speed_percent = status.speed_percent;
    v->volume_percent = status.volume_percent;
    v->duration_us = status.duration_us;
    v->loop_start_us = status.loop_start_us;
    v->loop_end_us = status.loop_end_us;
    app_look(v, &a->settings);
    if (status.underruns > a->underruns)
        app_say(a, _("The sound broke off: the machine is busy (%d times so far)."),
                status.underruns);
    a->underruns = status.underruns;
    choose_message(a, &status, now_us);
}

int64_t app_view_until_us(const app *a)
{
    return g_get_monotonic_time() < a->message_until_us ? a->message_until_us : INT64_MAX;
}

void app_apply_settings(app *a)
{
    player_set_speed(a->player, a->settings.speed_percent);
    player_set_volume(a->player, a->settings.volume_percent);
    player_set_delay(a->player, a->settings.delay_ms * INT64_C(1000));
}

void app_collect_settings(app *a)
{
    player_status status = player_look(a->player);
    a->settings.volume_percent = status.volume_percent;
}

void app_log_scene(app *a, const scene *shown, int64_t us)
{
    scene_note note = {.segment = shown->segment, .playing = shown->view.playing};
    memcpy(note.message, shown->view.message, sizeof note.message);
    if (!a->scene_log || memcmp(&note, &a->logged, sizeof note) == 0)
        return;
    a->logged = note;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    fprintf(a->scene_log, "%lld %lld %d %s %s\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec,
            (long long)us, note.segment, note.playing ? "playing" : "paused", note.message);
    fflush(a->scene_log);
}
