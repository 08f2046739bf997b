// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/resync.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "earvoice/error.h"
#include "earvoice/save.h"

// How much before the onset, and after the end, a segment is shown when it is snapped, in ms.
#define BEFORE_MS 50
#define AFTER_MS  250

typedef struct {
    char *output, *shift, **points, *encoding, *channel;
    gboolean snap, force;
    int before_ms, after_ms;
} options;

static void options_clear(options *o)
{
    g_free(o->output);
    g_free(o->shift);
    g_strfreev(o->points);
    g_free(o->encoding);
    g_free(o->channel);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, N_("The timestamp file to write"),
         N_("FILE")},
        {"force", 'f', 0, G_OPTION_ARG_NONE, &o->force, N_("Replace a file that is there"), NULL},
        {"shift", 0, 0, G_OPTION_ARG_STRING, &o->shift,
         N_("Move all times: --shift=1.5 later, --shift=-0:02 earlier"), N_("TIME")},
        {"point", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->points,
         N_("What stands at a time has to be at another; several of them stretch"), N_("FROM=TO")},
        {"snap", 0, 0, G_OPTION_ARG_NONE, &o->snap,
         N_("Then move begins and ends to where the speech sets in and ends"), NULL},
        {"before", 0, 0, G_OPTION_ARG_INT, &o->before_ms, N_("Snapped begins are so much earlier"),
         N_("MS")},
        {"after", 0, 0, G_OPTION_ARG_INT, &o->after_ms, N_("Snapped ends are so much later"),
         N_("MS")},
        {"channel", 0, 0, G_OPTION_ARG_STRING, &o->channel,
         N_("Where it is heard: mix, left or right"), N_("WORD")},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {0},
    };
    return parse_options(N_("TEXT [RECORDING]"), own, NULL, argc, argv);
}

// ---- points

static gboolean usage(GError **error, const char *sentence, const char *word)
{
    g_autofree char *text = g_strdup_printf(sentence, word);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, text);
    return FALSE;
}

static gboolean parse_shift(const char *text, GArray *to, GError **error)
{
    const char *time = *text == '-' || *text == '+' ? text + 1 : text;
    int64_t us;
    if (!timecode_parse(time, &us))
        return usage(error, _("--shift is a time, as 1.5, -0:02 or 1:00:00, not %s."), text);
    resync_point p = *text == '-' ? (resync_point){us, 0} : (resync_point){0, us};
    g_array_append_val(to, p);
    return TRUE;
}

static gboolean parse_point(const char *text, GArray *to, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, "=", 2);
    resync_point p;
    if (!parts[0] || !parts[1] || !timecode_parse(parts[0], &p.from_us) ||
        !timecode_parse(parts[1], &p.to_us))
        return usage(error, _("--point is two times, as 1:02.5=1:04, not %s."), text);
    g_array_append_val(to, p);
    return TRUE;
}

static int compare_points(const void *a, const void *b)
{
    const resync_point *left = a, *right = b;
    return (left->from_us > right->from_us) - (left->from_us < right->from_us);
}

static gboolean parse_points(const options *o, GArray *to, GError **error)
{
    if (o->shift && o->points)
        return usage(error, "%s", _("Give --shift or --point, not both."));
    if (o->shift && !parse_shift(o->shift, to, error))
        return FALSE;
    for (char **p = o->points; p && *p; p++)
        if (!parse_point(*p, to, error))
            return FALSE;
    g_array_sort(to, compare_points);
    return TRUE;
}

// ---- all of it

static gboolean check(const options *o, const loaded *from, const GArray *points, GError **error)
{
    if (!o->output)
        return usage(error, "%s", _("Say where to write the times, as -o speech.vtt."));
    if (!may_write(o->output, o->force, error))
        return FALSE;
    if (!speech_is_timed(from->speech))
        return usage(error, "%s",
                     _("The text has no times yet: earvoice align finds them in the recording."));
    if (o->snap && !from->recording)
        return usage(error, "%s", _("To snap times to the sound, give the recording, too."));
    if (o->channel && !o->snap)
        return usage(error, "%s", _("--channel goes with --snap, which listens to the recording."));
    if (!points->len && !o->snap)
        return usage(error, "%s", _("Say what to change: --shift, --point or --snap."));
    if (o->before_ms < 0 || o->after_ms < 0 || o->before_ms > 10000 || o->after_ms > 10000)
        return usage(error, "%s", _("--before and --after are 0 to 10000 ms."));
    return TRUE;
}

static speech *snap(const options *o, const speech *s, const char *recording, report *r,
                    GError **error)
{
    int heard = choose_word("channel", o->channel, channel_names, error);
    g_autoptr(decoder) d = heard < 0 ? NULL : decoder_open(recording, error);
    resync_snapping how = {.channel = (channel)heard,
                           .before_us = (int64_t)o->before_ms * 1000,
                           .after_us = (int64_t)o->after_ms * 1000};
    speech *snapped = d ? resync_snap(s, d, &how, error) : NULL;
    if (snapped)
        decoder_report(d, r);
    return snapped;
}

static int count_timed(const speech *s)
{
    int count = 0;
    for (int i = 0; i < speech_segment_count(s); i++)
        count += speech_segment(s, i)->start_us != TIME_NONE;
    return count;
}

static void report_untimed(const speech *before, const speech *now, report *r)
{
    int lost = count_timed(before) - count_timed(now);
    if (lost > 0)
        report_add(r, 0, _("segments that would lie before the beginning have no times now: %d."),
                   lost);
}

// What goes into a stream is in the format of what was read, where that can be written. NULL: as
// the name of the output says.
static const format *stream_format(const char *output, const loaded *from)
{
    const loaded_file *text = NULL;
    for (guint i = 0; file_is_stream(output) && i < from->files->len && !text; i++) {
        const loaded_file *file = g_ptr_array_index(from->files, i);
        text = file->role == LOAD_TIMED ? file : NULL;
    }
    const format *f = text ? format_find(text->format) : NULL;
    return f && f->write ? f : NULL;
}

static gboolean run(const options *o, const loaded *from, const GArray *points, GError **error)
{
    const resync_point *first = (const resync_point *)(void *)points->data;
    g_autoptr(speech) moved = points->len
                                  ? resync_speech(from->speech, first, (int)points->len, error)
                                  : speech_ref(from->speech);
    if (!moved)
        return FALSE;
    g_autoptr(speech) done =
        o->snap ? snap(o, moved, from->recording, from->report, error) : speech_ref(moved);
    const save_options how = {.recording = from->recording,
                              .format = stream_format(o->output, from),
                              .report = from->report,
                              .force = o->force};
    if (done)
        report_untimed(from->speech, done, from->report);
    return done && save_speech(done, o->output, &how, error);
}

int resync_command(int argc, char **argv)
{
    g_auto(options) o = {.before_ms = BEFORE_MS, .after_ms = AFTER_MS};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(resync_point));
    g_auto(loaded) from = {0};
    load_options how = {.encoding = o.encoding};
    if (!parse_points(&o, points, &error) || !load_speech(argv + 1, &how, &from, &error) ||
        !check(&o, &from, points, &error) || !run(&o, &from, points, &error))
        return show_error(error);
    for (int i = 0; i < report_count(from.report); i++)
        show_warning(report_message(from.report, i));
    return EXIT_GOOD;
}
