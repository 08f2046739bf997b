// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "app/app.h"
#include "base/i18n.h"

static void toggle(app *a, int argument)
{
    (void)argument;
    player_toggle(a->player);
}

static void skip_seconds(app *a, int seconds)
{
    player_skip(a->player, seconds * TIME_SECOND);
}

// An untimed speech is leafed through; the sound stays where it is.
static bool leaf(app *a, int by)
{
    const speech *s = player_speech(a->player);
    if (speech_is_timed(s))
        return false;
    a->view.reading = CLAMP(a->view.reading + by, 0, MAX(speech_segment_count(s) - 1, 0));
    return true;
}

static void step_sentence(app *a, int by)
{
    if (!leaf(a, by))
        player_step_sentence(a->player, by);
}

static void step_paragraph(app *a, int by)
{
    if (!leaf(a, by))
        player_step_paragraph(a->player, by);
}

static void go_to_start(app *a, int argument)
{
    (void)argument;
    leaf(a, -a->view.reading);
    player_seek(a->player, 0);
}

static void repeat(app *a, int argument)
{
    (void)argument;
    player_repeat(a->player);
}

static void loop_sentence(app *a, int argument)
{
    (void)argument;
    player_loop_sentence(a->player);
}

static void mark_loop(app *a, int end)
{
    player_status status = player_look(a->player);
    int64_t us = player_position(a->player, g_get_monotonic_time() * 1000);
    if (end)
        player_mark_loop(a->player, status.loop_start_us, us);
    else
        player_mark_loop(a->player, us, status.loop_end_us);
}

static void clear_loop(app *a, int argument)
{
    (void)argument;
    player_clear_loop(a->player);
}

static void change_speed(app *a, int by)
{
    int percent = by ? player_look(a->player).speed_percent + by : 100;
    player_set_speed(a->player, percent);
    a->settings.speed_percent = player_look(a->player).speed_percent;
}

static void change_volume(app *a, int by)
{
    player_set_volume(a->player, player_look(a->player).volume_percent + by);
}

static void mute(app *a, int argument)
{
    (void)argument;
    player_mute(a->player, !player_look(a->player).muted);
}

static void next_layout(app *a, int argument)
{
    (void)argument;
    static const char *const names[LAYOUT_COUNT] = {
        [LAYOUT_AUTO] = N_("Layout: by the window's shape"),
        [LAYOUT_STACKED] = N_("Layout: one above the other"),
        [LAYOUT_SIDE_BY_SIDE] = N_("Layout: side by side"),
        [LAYOUT_ZH_ONLY] = N_("Layout: Chinese only"),
        [LAYOUT_EN_ONLY] = N_("Layout: English only"),
    };
    a->settings.layout = (a->settings.layout + 1) % LAYOUT_COUNT;
    app_say(a, "%s", _(names[a->settings.layout]));
}

static void toggle_list(app *a, int argument)
{
    (void)argument;
    a->settings.listed = !a->settings.listed;
}

static void swap(app *a, int argument)
{
    (void)argument;
    a->settings.swapped = !a->settings.swapped;
}

static void resize_text(app *a, language side, int by)
{
    int *percent = &a->settings.size_percent[side];
    *percent = CLAMP(*percent + by, 50, 200);
    app_say(a, side == LANGUAGE_ZH ? _("Chinese text: %d %%") : _("English text: %d %%"), *percent);
}

static void resize_zh(app *a, int by)
{
    resize_text(a, LANGUAGE_ZH, by);
}

static void resize_en(app *a, int by)
{
    resize_text(a, LANGUAGE_EN, by);
}

static void rescale(app *a, int by)
{
    int percent = a->view.scale_percent + by;
    a->settings.scale_percent = a->view.scale_percent = by ? CLAMP(percent, 100, 300) : 100;
    app_say(a, _("Size of everything: %d %%"), a->view.scale_percent);
}

static void next_theme(app *a, int argument)
{
    (void)argument;
    a->settings.theme = (a->settings.theme + 1) % THEME_COUNT;
}

static void toggle_fullscreen(app *a, int argument)
{
    (void)argument;
    a->fullscreen = !a->fullscreen;
}

static void toggle_help(app *a, int argument)
{
    (void)argument;
    a->view.help = !a->view.help;
}

static void align(app *a, int argument)
{
    (void)argument;
    app_align(a);
}

static void tap(app *a, int argument)
{
    (void)argument;
    app_tap(a);
}

static void leave(app *a, int argument)
{
    (void)argument;
    if (a->view.help)
        a->view.help = false;
    else if (!app_stop_aligning(a))
        a->fullscreen = false;
}

static void quit(app *a, int argument)
{
    (void)argument;
    a->quit = true;
}

// clang-format off
const command commands[] = {
    {"pause",             "Space k",      N_("Pause or go on"),                      toggle,             0},
    {"back",              "Left",         N_("5 seconds back"),                      skip_seconds,      -5},
    {"forward",           "Right",        N_("5 seconds forward"),                   skip_seconds,       5},
    {"sentence-back",     "Up",           N_("To the sentence before"),              step_sentence,     -1},
    {"sentence-forward",  "Down",         N_("To the next sentence"),                step_sentence,      1},
    {"paragraph-back",    "PageUp",       N_("To the paragraph before"),             step_paragraph,    -1},
    {"paragraph-forward", "PageDown",     N_("To the next paragraph"),               step_paragraph,     1},
    {"start",             "Home",         N_("To the beginning"),                    go_to_start,        0},
    {"repeat",            "r",            N_("Say the sentence again"),              repeat,             0},
    {"loop",              "l",            N_("Loop the sentence, or end the loop"),  loop_sentence,      0},
    {"loop-start",        "a",            N_("Loop from here"),                      mark_loop,          0},
    {"loop-end",          "b",            N_("Loop to here"),                        mark_loop,          1},
    {"loop-clear",        "x",            N_("Clear the loop"),                      clear_loop,         0},
    {"slower",            "[",            N_("Slower"),                              change_speed,      -5},
    {"faster",            "]",            N_("Faster"),                              change_speed,       5},
    {"speed-normal",      "Backspace",    N_("Normal speed"),                        change_speed,       0},
    {"quieter",           "- 9",          N_("Quieter"),                             change_volume,     -5},
    {"louder",            "= 0",          N_("Louder"),                              change_volume,      5},
    {"mute",              "m",            N_("Mute"),                                mute,               0},
    {"layout",            "v",            N_("Next layout"),                         next_layout,        0},
    {"swap",              "s",            N_("Swap the order of the languages"),     swap,               0},
    {"list",              "Tab",          N_("Show or hide the list of sentences"),  toggle_list,        0},
    {"zh-smaller",        ",",            N_("Chinese text smaller"),                resize_zh,        -10},
    {"zh-larger",         ".",            N_("Chinese text larger"),                 resize_zh,         10},
    {"en-smaller",        ";",            N_("English text smaller"),                resize_en,        -10},
    {"en-larger",         "'",            N_("English text larger"),                 resize_en,         10},
    {"smaller",           "Ctrl+-",       N_("Everything smaller"),                  rescale,          -25},
    {"larger",            "Ctrl+=",       N_("Everything larger"),                   rescale,           25},
    {"align",             "Enter",        N_("Find the times of a text that has none"), align,           0},
    {"tap",               "n",            N_("The next sentence begins now"),        tap,                0},
    {"theme",             "t",            N_("Next colours"),                        next_theme,         0},
    {"fullscreen",        "f F11",        N_("Full screen"),                         toggle_fullscreen,  0},
    {"help",              "? F1",         N_("Show or hide the keys"),               toggle_help,        0},
    {"leave",             "Escape",       N_("Close the help, stop finding times, leave full screen"),   leave,              0},
    {"quit",              "q Ctrl+q",     N_("Quit"),                                quit,               0},
    {NULL, NULL, NULL, NULL, 0},
};
// clang-format on

const command *command_find_key(const char *key)
{
    gsize length = strlen(key);
    for (const command *c = commands; c->name; c++) {
        for (const char *at = c->keys; *at;) {
            gsize word = strcspn(at, " ");
            if (word == length && strncmp(at, key, word) == 0)
                return c;
            at += word + strspn(at + word, " ");
        }
    }
    return NULL;
}

void command_keys(const command *c, char *out, gsize size)
{
    g_auto(GStrv) words = g_strsplit(c->keys, " ", -1);
    g_autofree char *joined = g_strjoinv(", ", words);
    g_strlcpy(out, joined, size);
}
