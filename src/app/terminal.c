// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal.h"

#include <SDL.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "app/keys.h"
#include "base/i18n.h"
#include "base/safe.h"
#include "earvoice/error.h"

typedef struct {
    app *app;
    bool interactive; // standard input is a terminal
    struct termios before;
    const speech *from; // what the segments are of
    int printed;        // segment printed last, -1: none
    player_status was;  // when the last line about it was printed
    char message[256];  // printed last
    bool input_ended;
} terminal;

static int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int columns_of_output(void)
{
    struct winsize size;
    bool known = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return known && size.ws_col > 0 ? size.ws_col : INT_MAX;
}

static int cells_of(const char *word)
{
    int cells = 0;
    for (; *word; word = g_utf8_next_char(word))
        cells += g_unichar_iswide(g_utf8_get_char(word)) ? 2 : 1;
    return cells;
}

// A terminal breaks lines anywhere; words are kept whole where they fit.
static void print_safe(const char *text)
{
    g_autofree char *safe = safe_for_terminal(text, TRUE);
    g_auto(GStrv) words = g_strsplit(safe, " ", -1);
    int columns = columns_of_output(), at = 0;
    for (char **word = words; *word; word++) {
        int cells = cells_of(*word);
        bool first = word == words, fits = at + 1 + cells <= columns;
        printf("%s%s", first ? "" : fits ? " " : "\n", *word);
        at = (first || !fits ? 0 : at + 1) + cells;
    }
    printf("\n");
}

static void print_segment(const app *a, int index)
{
    const segment *g = speech_segment(player_speech(a->player), index);
    char time[TIMECODE_SIZE];
    timecode_format(time, g->start_us, 0);
    const language order[LANGUAGES] = {a->view.swapped ? LANGUAGE_EN : LANGUAGE_ZH,
                                       a->view.swapped ? LANGUAGE_ZH : LANGUAGE_EN};
    const layout_mode only[LANGUAGES] = {
        [LANGUAGE_ZH] = LAYOUT_ZH_ONLY, [LANGUAGE_EN] = LAYOUT_EN_ONLY};
    if (g->start_us != TIME_NONE)
        printf("[%s]\n", time);
    for (int i = 0; i < LANGUAGES; i++) {
        layout_mode other = only[order[!i]];
        if (*g->text[order[i]] && a->view.layout != other)
            print_safe(g->text[order[i]]);
    }
    printf("\n");
}

// What a key changed and a window would show.
static void print_status(terminal *t, int64_t us)
{
    player_status now = player_look(t->app->player);
    char time[TIMECODE_SIZE];
    timecode_format(time, us, 1);
    if (now.playing != t->was.playing)
        printf("%s %s\n", now.playing ? _("playing from") : _("paused at"), time);
    if (now.speed_percent != t->was.speed_percent)
        printf(_("speed %d %%\n"), now.speed_percent);
    if (now.volume_percent != t->was.volume_percent || now.muted != t->was.muted)
        printf(now.muted ? _("muted\n") : _("volume %d %%\n"), now.volume_percent);
    if (now.looping != t->was.looping)
        printf("%s\n", now.looping ? _("loop") : _("loop ended"));
    t->was = now;
    if (strcmp(t->app->view.message, t->message) != 0 && t->app->view.message[0])
        print_safe(t->app->view.message);
    g_strlcpy(t->message, t->app->view.message, sizeof t->message);
}

static void print_help(app *a)
{
    a->view.help = false;
    for (const command *c = commands; c->name; c++) {
        char keys[64];
        command_keys(c, keys, sizeof keys);
        printf("%-16s %s\n", keys, _(c->summary));
    }
}

static int64_t show(terminal *t)
{
    app *a = t->app;
    app_view(a, g_get_monotonic_time());
    int64_t us = player_position(a->player, monotonic_ns());
    const speech *s = player_speech(a->player);
    scene now = scene_at(s, us, &a->view);
    if (now.view.help)
        print_help(a);
    if (s != t->from)
        t->printed = -1;
    t->from = s;
    int wanted = speech_is_timed(s) ? now.segment : now.focus;
    if (wanted != t->printed && wanted >= 0)
        print_segment(a, wanted);
    t->printed = wanted;
    print_status(t, us);
    fflush(stdout);
    app_log_scene(a, &now, us);
    return us;
}

static void read_keys(terminal *t)
{
    char buffer[64], name[KEY_NAME_SIZE];
    ssize_t got = read(STDIN_FILENO, buffer, sizeof buffer);
    t->input_ended = got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN);
    size_t size = got > 0 ? (size_t)got : 0;
    for (const char *at = buffer; size > 0;) {
        const command *c = key_name_of_bytes(&at, &size, name) ? command_find_key(name) : NULL;
        if (c)
            c->run(t->app, c->argument);
    }
}

static int patience_ms(const app *a, int64_t shown_us)
{
    int64_t wait_us = player_patience_us(a->player);
    if (a->view.playing) {
        int64_t next_us = speech_next_change(player_speech(a->player), shown_us);
        if (next_us != INT64_MAX) {
            int64_t us = player_position(a->player, monotonic_ns());
            wait_us = MIN(wait_us, (next_us - us) * 100 / a->view.speed_percent);
        }
    }
    int64_t until_us = app_view_until_us(a);
    if (until_us != INT64_MAX)
        wait_us = MIN(wait_us, until_us - g_get_monotonic_time());
    return wait_us == INT64_MAX ? -1 : (int)CLAMP((wait_us + 999) / 1000, 0, 10000);
}

// SDL has no window here, but tells of sound devices by the same queue.
static void handle_devices(app *a)
{
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_AUDIODEVICEREMOVED && !event.adevice.iscapture)
            player_device_removed(a->player, event.adevice.which);
        else if (event.type == SDL_AUDIODEVICEADDED && !event.adevice.iscapture)
            player_device_added(a->player);
        else if (event.type == SDL_QUIT)
            a->quit = true;
    }
}

static void wait_for_something(terminal *t, int patience)
{
    struct pollfd fds[] = {
        {.fd = t->app->wake_fd, .events = POLLIN},
        {.fd = t->interactive && !t->input_ended ? STDIN_FILENO : -1, .events = POLLIN},
    };
    if (poll(fds, G_N_ELEMENTS(fds), patience) <= 0)
        return;
    uint64_t count;
    if (fds[0].revents && read(t->app->wake_fd, &count, sizeof count) < 0)
        g_warn_if_reached();
    if (fds[1].revents)
        read_keys(t);
}

// Without a terminal nobody can press a key: a pause that a lost device made is gone on from, and
// the end of the recording is the end.
static bool is_over(const terminal *t)
{
    if (t->interactive || player_look(t->app->player).playing)
        return false;
    if (player_at_end(t->app->player))
        return true;
    player_play(t->app->player, true);
    return false;
}

static void run(terminal *t)
{
    while (!t->app->quit && !t->input_ended) {
        int64_t shown_us = show(t);
        if (is_over(t))
            return;
        wait_for_something(t, patience_ms(t->app, shown_us));
        handle_devices(t->app);
        app_check(t->app);
    }
}

static void print_all(const app *a)
{
    const speech *s = player_speech(a->player);
    for (int i = 0; i < speech_segment_count(s); i++)
        print_segment(a, i);
}

gboolean terminal_run(app *a, GError **error)
{
    if (SDL_InitSubSystem(SDL_INIT_EVENTS) != 0) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_DEVICE,
                    _("The terminal cannot be used: %s."), SDL_GetError());
        return FALSE;
    }
    terminal t = {.app = a, .printed = -1, .was = player_look(a->player)};
    t.interactive = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &t.before) == 0;
    if (t.interactive) {
        struct termios raw = t.before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        raw.c_iflag &= ~(tcflag_t)(IXON);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        printf(_("Space pauses, ? shows the keys, q quits.\n\n"));
    } else if (!speech_is_timed(player_speech(a->player))) {
        print_all(a);
    }
    player_play(a->player, a->play_at_once);
    run(&t);
    if (t.interactive)
        tcsetattr(STDIN_FILENO, TCSANOW, &t.before);
    return TRUE;
}
