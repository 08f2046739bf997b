// SPDX-License-Identifier: GPL-3.0-or-later
// The program while it runs: a player, how it is shown, and what the user may do with it. The
// window and the terminal are two faces of it.
//
// Threads: main thread only.
#pragma once

#include <stdio.h>

#include "app/aligning.h"
#include "app/player.h"
#include "app/settings.h"
#include "app/tapping.h"
#include "earvoice/painter.h"

// What the scene log says of a scene.
typedef struct {
    int segment;
    int playing;
    char message[256];
} scene_note;

typedef struct {
    player *player;
    settings settings;
    view view;          // what the face shows; app_view() brings it up to date
    char *recording;    // its path; NULL: there is none
    aligning *aligning; // NULL: nothing is being aligned
    aligning *stopping; // cancelled, but not at its end yet; NULL: none
    tapping *tapping;   // NULL: nothing has been timed by hand
    bool play_at_once;  // the face starts playing when it is there
    int underruns;      // told of
    bool quit;
    bool fullscreen;   // wanted
    char message[256]; // for the user, until message_until_us
    int64_t message_until_us;
    char
        standing[256]; // what stays in the message line: files taken, fonts missing; "" for nothing
    FILE *scene_log;   // NULL: none; see app_log_scene()
    scene_note logged; // last
    int wake_fd; // an eventfd that wakes the terminal's loop; -1: SDL's queue wakes the window's
} app;

// What the user can do: a row gives the key, the help, `earvoice help keys` and the README's table.
typedef struct {
    const char *name;
    const char *keys; // separated by blanks: "Space k", "Shift+Left", "Ctrl+q"
    const char *summary;
    void (*run)(app *a, int argument);
    int argument;
} command;

// Ended by a row whose name is NULL.
extern const command commands[];

// The command of a key, or NULL.
const command *command_find_key(const char *key);

// The first `size` - 1 bytes of a command's keys as shown to people: "Space, k".
void command_keys(const command *c, char *out, gsize size);

// Wakes the face's loop. Any thread; `data` is the app. What player_new() is given.
void app_wake(void *data);

// Shows a message for some seconds.
void app_say(app *a, const char *format, ...) G_GNUC_PRINTF(2, 3);

// Brings a->view up to date with player, settings and messages. `now_us` is of the monotonic clock.
void app_view(app *a, int64_t now_us);

// Writes to `v` what the settings alone decide: layout, colours, sizes of the texts.
void app_look(view *v, const settings *s);

// Looks after the player and what is being aligned: when woken, and as player_check() says.
void app_check(app *a);

// Begins to look for the times of a text that has none, in the recording.
void app_align(app *a);
// FALSE: nothing was being aligned. Does not wait for its end.
bool app_stop_aligning(app *a);

// The user says that the sentence behind the one heard now, or last, begins now. A text without
// times is divided into sentences first.
void app_tap(app *a);

// When the view changes though nothing happens (a message ends): monotonic time, INT64_MAX: never.
int64_t app_view_until_us(const app *a);

// Copies the settings that the player holds (speed, volume) into a->settings, and the other way
// round.
void app_apply_settings(app *a);
void app_collect_settings(app *a);

// Writes to the scene log, where it is asked for and something in it changed, what has been put
// before the user: a line of nanoseconds of the monotonic clock, position in microseconds, segment
// (-1: none), "playing" or "paused", and the message.
void app_log_scene(app *a, const scene *shown, int64_t us);
