// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json_out.h"
#include "earvoice/decoder.h"
#include "earvoice/error.h"

typedef struct {
    char *profile, *encoding;
    gboolean json, csv;
} options;

static void options_clear(options *o)
{
    g_free(o->profile);
    g_free(o->encoding);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"profile", 0, 0, G_OPTION_ARG_STRING, &o->profile,
         N_("The rules: a name of “earvoice help rules”, or a file"), N_("NAME")},
        {"json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_("Print what has come of it as JSON"), NULL},
        {"csv", 0, 0, G_OPTION_ARG_NONE, &o->csv, N_("Print a table for spreadsheets"), NULL},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {0},
    };
    return parse_options(N_("TEXT [RECORDING]"), own, NULL, argc, argv);
}

// TIME_NONE: it is not known; with `error`: it cannot be read.
static int64_t length_of(const char *recording, GError **error)
{
    g_autoptr(decoder) d = recording ? decoder_open(recording, error) : NULL;
    const decoder_info *info = d ? decoder_describe(d) : NULL;
    return info && info->frames >= 0 && !info->estimated
               ? (int64_t)((double)info->frames * 1e6 / info->rate)
               : TIME_NONE;
}

// What a spreadsheet, a program or a person reads.

static void print_csv(const speech *s, const GArray *found)
{
    printf("segment,start,end,rule,value,limit,unit\n");
    for (guint i = 0; i < found->len; i++) {
        const finding *f = &g_array_index(found, finding, i);
        const segment *g = speech_segment(s, f->segment);
        char start[TIMECODE_SIZE] = "", end[TIMECODE_SIZE] = "";
        if (g->start_us != TIME_NONE) {
            timecode_format_cue(start, g->start_us, '.');
            timecode_format_cue(end, g->end_us, '.');
        }
        printf("%d,%s,%s,%s,%.3f,%.3f,%s\n", f->segment + 1, start, end, rule_name(f->rule),
               f->value, f->limit, rule_unit(f->rule));
    }
}

static void print_json(const loaded *from, const char *profile, const GArray *found)
{
    json_t *all = json_object(), *findings = json_array();
    for (guint i = 0; i < found->len; i++) {
        const finding *f = &g_array_index(found, finding, i);
        const segment *g = speech_segment(from->speech, f->segment);
        json_t *one = json_object();
        json_out_set(one, "segment", json_integer(f->segment + 1));
        json_out_set(one, "start", json_out_seconds(g->start_us));
        json_out_set(one, "end", json_out_seconds(g->end_us));
        json_out_set(one, "rule", json_out_text(rule_name(f->rule)));
        json_out_set(one, "value", json_out_share(f->value));
        json_out_set(one, "limit", json_out_share(f->limit));
        json_out_set(one, "unit", json_out_text(rule_unit(f->rule)));
        json_array_append_new(findings, one);
    }
    json_out_set(all, "profile", json_out_text(profile));
    json_out_set(all, "segments", json_integer(speech_segment_count(from->speech)));
    json_out_set(all, "findings", findings);
    json_out_set(all, "messages", json_out_messages(from->report));
    char *line = json_out_line(all);
    puts(line);
    free(line);
}

static void print_text(const speech *s, const GArray *found)
{
    for (guint i = 0; i < found->len; i++) {
        const finding *f = &g_array_index(found, finding, i);
        char start[TIMECODE_SIZE];
        timecode_format(start, speech_segment(s, f->segment)->start_us, 3);
        printf(_("%d  %s  %s: %.4g %s (limit %.4g)\n"), f->segment + 1, start, rule_name(f->rule),
               f->value, rule_unit(f->rule), f->limit);
    }
    printf(_("%d segments, %d findings.\n"), speech_segment_count(s), (int)found->len);
}

static gboolean load(const options *o, char **paths, loaded *from, GError **error)
{
    const load_options how = {.encoding = o->encoding};
    if (!load_speech(paths, &how, from, error))
        return FALSE;
    if (speech_segment_count(from->speech))
        return TRUE;
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text in it: give a file with the text."));
    return FALSE;
}

int check_command(int argc, char **argv)
{
    g_auto(options) o = {0};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    check_profile profile;
    const char *name = o.profile ? o.profile : check_profile_name(0);
    if (!check_profile_find(name, &profile, &error) || !load(&o, argv + 1, &from, &error))
        return show_error(error);
    g_autoptr(GArray) found =
        check_speech(from.speech, &profile, length_of(from.recording, &error));
    if (error)
        show_warning(error->message);
    for (int i = 0; !o.json && i < report_count(from.report); i++)
        show_warning(report_message(from.report, i));
    if (o.json)
        print_json(&from, name, found);
    else if (o.csv)
        print_csv(from.speech, found);
    else
        print_text(from.speech, found);
    return found->len || error || report_damage(from.report) ? EXIT_DATA : EXIT_GOOD;
}
