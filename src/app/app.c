// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"

#include <SDL.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "earvoice/bitext.h"
#include "earvoice/resync.h"

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

// On a terminal, a line now and then; in a window, each percent.
static int share_shown(const app *a)
{
    int share = aligning_share(a->aligning), step = a->wake_fd < 0 ? 1 : 25;
    return share / step * step;
}

// Whether there is a text whose times are still to be found, or known roughly only.
static bool wants_times(const app *a)
{
    const speech *s = player_speech(a->player);
    return a->recording && speech_segment_count(s) && (!speech_is_timed(s) || speech_is_rough(s));
}

// What stays in the message line: how far aligning is, or that it can be done, or what the loader
// had to say.
static void standing_message(const app *a, char *out, gsize size)
{
    if (a->aligning)
        g_snprintf(out, size, _("Finding the times: %d %%. Escape stops it."), share_shown(a));
    else if (wants_times(a))
        g_strlcpy(out,
                  speech_is_timed(player_speech(a->player))
                      ? _("The times of this text are rough: Enter finds them in the recording.")
                      : _("This text has no times: Enter finds them in the recording."),
                  size);
    else
        g_strlcpy(out, a->standing, size);
}

void app_align(app *a)
{
    if (!a->aligning && wants_times(a))
        a->aligning =
            aligning_start(a->recording, (channel)a->settings.channel, player_speech(a->player),
                           g_steal_pointer(&a->stopping), app_wake, a);
}

bool app_stop_aligning(app *a)
{
    if (!a->aligning)
        return false;
    aligning_cancel(a->aligning);
    a->stopping = g_steal_pointer(&a->aligning);
    return true;
}

// A finger is so much later than the ear.
#define REACTION_US 200000

// The next segment of the body behind the one that began last; -1: there is none.
static int next_to_tap(const speech *s, int64_t us)
{
    for (int i = speech_segment_before(s, us) + 1; i < speech_segment_count(s); i++)
        if (speech_paragraph(s, speech_segment(s, i)->paragraph)->kind == PARAGRAPH_BODY)
            return i;
    return -1;
}

static void start_tapping(app *a)
{
    if (a->tapping)
        return;
    a->tapping = tapping_new(a->recording, app_wake, a);
    if (speech_is_timed(player_speech(a->player)))
        return;
    g_autoptr(speech) sentences =
        bitext_split(player_speech(a->player), UNIT_SENTENCE, NULL, NULL, NULL);
    player_set_speech(a->player, sentences);
    a->view.reading = 0;
}

void app_tap(app *a)
{
    if (!a->recording || a->aligning || !speech_segment_count(player_speech(a->player)))
        return;
    start_tapping(a);
    const speech *s = player_speech(a->player);
    int64_t us = player_position(a->player, g_get_monotonic_time() * 1000);
    us = MAX(us - REACTION_US * player_look(a->player).speed_percent / 100, 0);
    int index = next_to_tap(s, us);
    if (index < 0) {
        app_say(a, "%s", _("That was the last sentence."));
        return;
    }
    g_autoptr(speech) tapped = resync_tap(s, index, us);
    player_set_speech(a->player, tapped);
    tapping_write(a->tapping, tapped);
    char time[TIMECODE_SIZE];
    app_say(a, _("Sentence %d of %d begins at %s (%s)."), index + 1, speech_segment_count(tapped),
            timecode_format(time, us, 1), tapping_name(a->tapping));
}

static void check_tapping(app *a)
{
    char message[sizeof a->message];
    if (a->tapping && tapping_failed(a->tapping, message, sizeof message))
        app_say(a, "%s", message);
}

void app_check(app *a)
{
    player_check(a->player);
    check_tapping(a);
    g_autoptr(speech) timed = NULL;
    char message[sizeof a->message];
    if (!a->aligning || !aligning_take(a->aligning, &timed, message, sizeof message))
        return;
    aligning_free(g_steal_pointer(&a->aligning));
    app_say(a, "%s", message);
    if (!timed)
        return;
    player_set_speech(a->player, timed);
    a->view.reading = 0;
    a->standing[0] = '\0';
}

// What is wrong comes before what is new, and that before what stays.
static void choose_message(app *a, const player_status *status, int64_t now_us)
{
    view *v = &a->view;
    memset(v->message, 0, sizeof v->message);
    v->warning = status->trouble[0] != '\0';
    if (v->warning)
        g_strlcpy(v->message, status->trouble, sizeof v->message);
    else if (now_us < a->message_until_us)
        g_strlcpy(v->message, a->message, sizeof v->message);
    else
        standing_message(a, v->message, sizeof v->message);
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
