// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/language.h"
#include "draw/picture.h"
#include "earvoice/decoder.h"
#include "earvoice/error.h"
#include "earvoice/painter.h"

#define SIDE_MAX 16384

typedef struct {
    settings settings;
    char *at, *size, *output;
} options;

static void options_clear(options *o)
{
    g_free(o->at);
    g_free(o->size);
    g_free(o->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"at", 0, 0, G_OPTION_ARG_STRING, &o->at, N_("The time to draw: seconds, or 1:02.5"),
         N_("TIME")},
        {"size", 0, 0, G_OPTION_ARG_STRING, &o->size, N_("Of the picture, as 1280x720"),
         N_("SIZE")},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, N_("The PNG file to write"),
         N_("FILE")},
        {0},
    };
    return parse_options(N_("SPEECH"), own, &o->settings, argc, argv);
}

static gboolean refuse(GError **error, const char *sentence, const char *word)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, sentence, word);
    return FALSE;
}

static gboolean fill_view(const options *o, view *v, int64_t *us, GError **error)
{
    char rest;
    if (!o->output)
        return refuse(error, _("Say where to write the picture, as -o frame.png%s."), "");
    if (o->at && !timecode_parse(o->at, us))
        return refuse(error, _("“%s” is no time: give seconds, or minutes and seconds as 1:02.5."),
                      o->at);
    const char *size = o->size ? o->size : "1280x720";
    if (sscanf(size, "%5dx%5d%c", &v->width_px, &v->height_px, &rest) != 2 || v->width_px < 1 ||
        v->height_px < 1 || v->width_px > SIDE_MAX || v->height_px > SIDE_MAX)
        return refuse(error, _("“%s” is no size: give width and height as 1280x720."), size);
    v->scale_percent = CLAMP(o->settings.scale_percent, 100, 300);
    app_look(v, &o->settings);
    v->speed_percent = o->settings.speed_percent;
    v->volume_percent = o->settings.volume_percent;
    v->loop_start_us = v->loop_end_us = v->hover_us = TIME_NONE;
    v->timeline_px = painter_timeline_px(v);
    return TRUE;
}

// The length shown is the recording's where there is one.
static gboolean find_duration(const loaded *from, view *v, GError **error)
{
    v->duration_us = speech_is_timed(from->speech) ? speech_end_us(from->speech) : TIME_NONE;
    if (!from->recording)
        return TRUE;
    g_autoptr(decoder) d = decoder_open(from->recording, error);
    if (!d)
        return FALSE;
    const decoder_info *info = decoder_describe(d);
    if (info->frames >= 0)
        v->duration_us = (int64_t)((double)info->frames * TIME_SECOND / info->rate);
    return TRUE;
}

int render_command(int argc, char **argv)
{
    g_auto(options) o = {.settings = settings_default()};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    language_use((language_choice)o.settings.language);
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    view v;
    memset(&v, 0, sizeof v);
    int64_t us = 0;
    if (!fill_view(&o, &v, &us, &error) || !load_speech(argv + 1, NULL, &from, &error) ||
        !find_duration(&from, &v, &error))
        return show_error(error);
    for (int i = 0; i < report_count(from.report); i++)
        show_warning(report_message(from.report, i));
    g_autoptr(painter) p = painter_new(NULL, 0);
    scene shown = scene_at(from.speech, us, &v);
    const char *missing = painter_missing_font(p);
    if (missing)
        show_warning(missing);
    cairo_surface_t *picture = picture_new(p, from.speech, &shown);
    gboolean good = picture_save(picture, o.output, &error);
    cairo_surface_destroy(picture);
    return good ? EXIT_GOOD : show_error(error);
}
