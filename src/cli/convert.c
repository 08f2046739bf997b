// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/safe.h"
#include "cli/cli.h"
#include "earvoice/cues.h"
#include "earvoice/error.h"
#include "earvoice/save.h"
#include "speech/build.h"

typedef struct {
    char *to, *only, *cues, *encoding;
    gboolean strict, swap, renumber, force, quiet;
} options;

static void options_clear(options *o)
{
    g_free(o->to);
    g_free(o->only);
    g_free(o->cues);
    g_free(o->encoding);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"to", 0, 0, G_OPTION_ARG_STRING, &o->to,
         N_("The format to write, where the file's name does not say it (earvoice help formats)"),
         N_("NAME")},
        {"only", 0, 0, G_OPTION_ARG_STRING, &o->only, N_("Write one language: zh or en"),
         N_("WORD")},
        {"swap", 0, 0, G_OPTION_ARG_NONE, &o->swap,
         N_("What is taken for Chinese is English and the other way round"), NULL},
        {"renumber", 0, 0, G_OPTION_ARG_NONE, &o->renumber, N_("Give new numbers to segments"),
         NULL},
        {"cues", 0, 0, G_OPTION_ARG_STRING, &o->cues,
         N_("Cut the text into subtitles that keep to these rules (earvoice help rules)"),
         N_("NAME")},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &o->strict,
         N_("Do not write a file that cannot hold all of it"), NULL},
        {"force", 'f', 0, G_OPTION_ARG_NONE, &o->force, N_("Replace a file that is there"), NULL},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("Say only what is wrong"), NULL},
        {0},
    };
    return parse_options(N_("IN… OUT"), own, NULL, argc, argv);
}

static gboolean refuse(GError **error, int code, const char *message)
{
    g_set_error_literal(error, EARVOICE_ERROR, code, message);
    return FALSE;
}

static gboolean usage(GError **error, const char *message)
{
    return refuse(error, EARVOICE_ERROR_USAGE, message);
}

// What is to be changed on the way.
typedef struct {
    int only; // language; -1: both
    gboolean swap, renumber;
} change;

static gboolean read_change(const options *o, change *c, GError **error)
{
    *c = (change){-1, o->swap, o->renumber};
    for (language side = LANGUAGE_ZH; o->only && side <= LANGUAGE_EN; side++)
        if (strcmp(o->only, language_code(side)) == 0)
            c->only = (int)side;
    return !o->only || c->only >= 0 || usage(error, _("--only is zh or en."));
}

static void change_segment(void *data, int index, segment *g, GArray *words)
{
    (void)index;
    const change *c = data;
    if (c->swap) {
        const char *held = g->text[LANGUAGE_ZH];
        g->text[LANGUAGE_ZH] = g->text[LANGUAGE_EN];
        g->text[LANGUAGE_EN] = held;
    }
    guint kept = 0;
    for (guint i = 0; i < words->len; i++) {
        word_mark w = g_array_index(words, word_mark, i);
        if (c->swap)
            w.side = w.side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
        if (c->only < 0 || (int)w.side == c->only)
            g_array_index(words, word_mark, kept++) = w;
    }
    g_array_set_size(words, kept);
    if (c->swap)
        segment_sort_words(words);
    if (c->only >= 0)
        g->text[c->only == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH] = "";
    if (c->renumber)
        g->id = NULL;
}

static speech *changed_speech(speech *s, const change *c)
{
    if (c->only < 0 && !c->swap && !c->renumber)
        return speech_ref(s);
    g_autoptr(speech_builder) b = speech_builder_from(s, change_segment, (void *)c);
    return speech_builder_end(b);
}

// The format that is asked for. FALSE: there is none.
static gboolean find_format(const options *o, const char *path, const format **f, GError **error)
{
    *f = o->to ? format_find(o->to) : format_for_path(path);
    if (!o->to && save_is_package(path))
        return TRUE;
    if (*f && (*f)->holds)
        return TRUE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                _("It is not known how to write %s: “earvoice help formats” shows what can be "
                  "written, --to chooses it."),
                o->to ? o->to : path);
    return FALSE;
}

static speech *cut(const options *o, speech *s, report *r, GError **error)
{
    check_profile p;
    cues_summary done;
    if (!o->cues)
        return speech_ref(s);
    if (!check_profile_find(o->cues, &p, error))
        return NULL;
    speech *cues = cues_cut(s, &p, &done);
    if (done.estimated)
        report_add(r, 0, _("times inside of sentences that are estimated from the text: %d."),
                   done.estimated);
    if (done.too_long)
        report_add(r, 0, _("segments that could not be cut to keep to the rules: %d."),
                   done.too_long);
    return cues;
}

static gboolean convert(const options *o, char **paths, const char *output, loaded *from,
                        int *written, GError **error)
{
    const load_options how = {.encoding = o->encoding};
    change c;
    save_options save = {.strict = o->strict, .force = o->force};
    if (!may_write(output, o->force, error) || !read_change(o, &c, error) ||
        !find_format(o, output, &save.format, error) || !load_speech(paths, &how, from, error))
        return FALSE;
    if (!speech_segment_count(from->speech))
        return refuse(error, EARVOICE_ERROR_FORMAT,
                      _("There is no text in it: give a file with the text."));
    if (from->unkept)
        report_add(from->report, 0,
                   _("two files are one text now, without what each had by itself (styles, places, "
                     "notes): segments that lost theirs: %d."),
                   from->unkept);
    save.recording = from->recording;
    save.report = from->report;
    g_autoptr(speech) changed = changed_speech(from->speech, &c);
    if (c.only >= 0 && !speech_has_language(changed, (language)c.only))
        return refuse(error, EARVOICE_ERROR_FORMAT,
                      _("There is no text in the language that --only asks for."));
    g_autoptr(speech) cues = cut(o, changed, from->report, error);
    *written = cues ? speech_segment_count(cues) : 0;
    return cues && save_speech(cues, output, &save, error);
}

int convert_command(int argc, char **argv)
{
    g_auto(options) o = {0};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    g_autofree char *output = argc > 2 ? g_strdup(argv[argc - 1]) : NULL;
    if (output)
        argv[argc - 1] = NULL;
    int written = 0;
    gboolean good = output ? convert(&o, argv + 1, output, &from, &written, &error)
                           : usage(&error, _("Give what to read, and last what to write: "
                                             "earvoice convert speech.srt speech.vtt."));
    for (int i = 0; from.report && i < report_count(from.report); i++)
        show_warning(report_message(from.report, i));
    if (!good)
        return show_error(error);
    g_autofree char *shown = safe_for_terminal(output, FALSE);
    if (!o.quiet && strcmp(output, "-") != 0)
        printf(_("%s: %d segments.\n"), shown, written);
    return EXIT_GOOD;
}
