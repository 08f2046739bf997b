// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "app/terminal.h"
#include "app/window.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/language.h"
#include "earvoice/error.h"
#include "earvoice/load.h"

typedef struct {
    settings settings;
    gboolean text;
    gboolean paused;
    char *start;
    char *scene_log;
    char *encoding;
} options;

static void options_clear(options *o)
{
    g_free(o->start);
    g_free(o->scene_log);
    g_free(o->encoding);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"text", 0, 0, G_OPTION_ARG_NONE, &o->text, N_("Play on the terminal, without a window"),
         NULL},
        {"paused", 0, 0, G_OPTION_ARG_NONE, &o->paused, N_("Do not start playing"), NULL},
        {"start", 0, 0, G_OPTION_ARG_STRING, &o->start, N_("Where to start: seconds, or 1:02.5"),
         N_("TIME")},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {"scene-log", 0, 0, G_OPTION_ARG_FILENAME, &o->scene_log,
         N_("Write down which sentence was shown when"), N_("FILE")},
        {0},
    };
    return parse_options(N_("RECORDING [TEXT…] | SPEECH"), own, &o->settings, argc, argv);
}

static gboolean prepare(app *a, const options *o, GError **error)
{
    int64_t start_us = 0;
    if (o->start && !timecode_parse(o->start, &start_us)) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("“%s” is no time: give seconds, or minutes and seconds as 1:02.5."),
                    o->start);
        return FALSE;
    }
    if (o->scene_log && !(a->scene_log = fopen(o->scene_log, "we"))) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, _("%s cannot be written: %s."),
                    o->scene_log, g_strerror(errno));
        return FALSE;
    }
    if (start_us > 0)
        player_seek(a->player, start_us);
    app_apply_settings(a);
    a->play_at_once = !o->paused;
    return TRUE;
}

// Names what was taken though it was not given, nor is inside of the recording.
static char *name_found(const loaded *from)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < from->files->len; i++) {
        const loaded_file *file = g_ptr_array_index(from->files, i);
        g_autofree char *name = g_filename_display_basename(file->path);
        gboolean inside =
            file->role != LOAD_RECORDING && g_strcmp0(file->path, from->recording) == 0;
        if (file->found && !inside)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    }
    return names->len ? g_strdup_printf(_("Found beside it: %s."), names->str) : NULL;
}

// What the loader took and had to say: all of it on standard error, the gist in the window.
static void tell(app *a, const loaded *from)
{
    int count = report_count(from->report), more = report_uncounted(from->report);
    for (int i = 0; i < count; i++)
        show_warning(report_message(from->report, i));
    g_autofree char *rest = g_strdup_printf(_("%d more messages."), more);
    if (more)
        show_warning(rest);
    g_autofree char *found = name_found(from);
    if (found)
        app_say(a, "%s", found);
    if (count == 1)
        g_strlcpy(a->standing, report_message(from->report, 0), sizeof a->standing);
    else if (count > 1)
        g_snprintf(a->standing, sizeof a->standing, _("%s (%d more on the terminal)"),
                   report_message(from->report, 0), count - 1);
    else if (speech_segment_count(from->speech) == 0)
        g_strlcpy(a->standing,
                  _("There is no text: give a text file too, or put it beside the recording."),
                  sizeof a->standing);
    else if (!from->recording)
        g_strlcpy(a->standing,
                  speech_is_timed(from->speech)
                      ? _("There is no recording: the text goes on in silence.")
                      : _("There is no recording: Up and Down turn the text."),
                  sizeof a->standing);
}

static void set_title(app *a, const loaded *from)
{
    const char *title = speech_meta(from->speech, "title-zh");
    if (!title)
        title = speech_meta(from->speech, "title");
    g_autofree char *name = NULL;
    if (!title)
        title = name = g_filename_display_basename(
            ((const loaded_file *)g_ptr_array_index(from->files, 0))->path);
    g_strlcpy(a->view.title, title, sizeof a->view.title);
}

// The program without its player: whether it has a window (else a terminal) is known before any
// thread of ours calls SDL.
static void start_app(app *a, const options *o, const loaded *from, bool window)
{
    *a = (app){.settings = o->settings, .logged = {.segment = -2}};
    memset(&a->view, 0, sizeof a->view);
    a->view.scale_percent = 100;
    a->view.hover_us = TIME_NONE;
    a->wake_fd = window ? -1 : eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    a->recording = from->recording;
    set_title(a, from);
    tell(a, from);
}

// SDL itself ends with the process: see window_run().
static void end_app(app *a)
{
    aligning_free(a->aligning);
    aligning_free(a->stopping);
    tapping_free(a->tapping);
    player_free(a->player);
    if (a->scene_log)
        fclose(a->scene_log);
    if (a->wake_fd >= 0)
        close(a->wake_fd);
}

// Everything between the loaded files and the end of the program's run.
static gboolean play(const loaded *from, const options *o, GError **error)
{
    g_autoptr(first_picture) first = NULL;
    if (!o->text && window_has_display())
        first = first_picture_start(&o->settings, from->speech, WINDOW_WIDTH, WINDOW_HEIGHT);
    g_autoptr(decoder) d = NULL;
    if (from->recording && !(d = decoder_open(from->recording, error)))
        return FALSE;
    if (d) {
        decoder_choose(d, (channel)o->settings.channel);
        decoder_report(d, from->report);
    }
    if (!d && speech_is_timed(from->speech))
        d = decoder_silence(speech_end_us(from->speech));
    bool window = first && window_possible();
    app a;
    start_app(&a, o, from, window);
    a.player = player_new(g_steal_pointer(&d), from->speech, app_wake, &a);
    gboolean good =
        prepare(&a, o, error) && (window ? window_run(&a, first, error) : terminal_run(&a, error));
    app_collect_settings(&a);
    g_autoptr(GError) unsaved = NULL;
    if (good && !settings_save(&o->settings, &a.settings, &unsaved))
        show_error(unsaved);
    end_app(&a);
    return good;
}

gboolean load_speech(char **paths, const load_options *how, loaded *out, GError **error)
{
    while (*paths && strcmp(*paths, "--") == 0)
        paths++;
    if (!*paths) {
        g_set_error(
            error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
            _("Say what to play: a recording, a timestamp file, or both; or try “earvoice demo”."));
        return FALSE;
    }
    if (!load_files((const char *const *)paths, how, out, error))
        return FALSE;
    if (!out->speech) {
        g_autoptr(speech_builder) nothing = speech_builder_new();
        out->speech = speech_builder_end(nothing);
    }
    return TRUE;
}

int play_command(int argc, char **argv)
{
    g_auto(options) o = {.settings = settings_default()};
    g_autoptr(report) r = report_new();
    settings_load(&o.settings, r);
    for (int i = 0; i < report_count(r); i++)
        show_warning(report_message(r, i));
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    language_use((language_choice)o.settings.language);

    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    if (!load_speech(argv + 1, &(load_options){.encoding = o.encoding}, &from, &error) ||
        !play(&from, &o, &error))
        return show_error(error);
    return EXIT_GOOD;
}

int demo_command(int argc, char **argv)
{
    g_autofree char *path = asset_path("demo.vtt");
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (int i = 0; i < argc; i++)
        g_ptr_array_add(words, argv[i]);
    g_ptr_array_add(words, path);
    g_ptr_array_add(words, NULL);
    return play_command(argc + 1, (char **)words->pdata);
}
