// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "earvoice/align.h"
#include "earvoice/bitext.h"
#include "earvoice/error.h"
#include "earvoice/format.h"

// On a terminal the share that is done is shown so often.
#define SHOW_US 100000

// What --split names, in the order of `splits`.
typedef enum { SPLIT_SENTENCE, SPLIT_CLAUSE, SPLIT_PARAGRAPH, SPLIT_LINE } split;

typedef struct {
    char *output, *spoken, *split, *words, *encoding;
    gboolean quiet, word_times;
} options;

static void options_clear(options *o)
{
    g_free(o->output);
    g_free(o->spoken);
    g_free(o->split);
    g_free(o->words);
    g_free(o->encoding);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, N_("The timestamp file to write"),
         N_("FILE")},
        {"spoken", 0, 0, G_OPTION_ARG_STRING, &o->spoken,
         N_("The language that is heard: zh, en or auto"), N_("WORD")},
        {"split", 0, 0, G_OPTION_ARG_STRING, &o->split,
         N_("What gets a time: sentence, clause, paragraph, or line (of the transcript)"),
         N_("WORD")},
        {"words", 0, 0, G_OPTION_ARG_FILENAME, &o->words,
         N_("Words of your field, for pairing sentences: Chinese, tab, English"), N_("FILE")},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {"word-times", 0, 0, G_OPTION_ARG_NONE, &o->word_times,
         N_("Write the times of words (in Chinese, of characters), too"), NULL},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("Say only what is wrong"), NULL},
        {0},
    };
    GOptionContext *context = g_option_context_new(N_("RECORDING TRANSCRIPT"));
    GOptionGroup *group = g_option_group_new("align", "", "", o, NULL);
    g_option_group_set_translation_domain(group, GETTEXT_PACKAGE);
    g_option_group_add_entries(group, own);
    g_option_context_set_main_group(context, group);
    return parse_options(context, argc, argv);
}

// The place of `word` (NULL: the first) among `words` (ended by NULL); -1 with `error`.
static int choose(const char *option, const char *word, const char *const *words, GError **error)
{
    for (int i = 0; words[i]; i++)
        if (!word || strcmp(word, words[i]) == 0)
            return i;
    g_autofree char *all = g_strjoinv(", ", (char **)words);
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, _("--%s is one of: %s."), option, all);
    return -1;
}

// ---- progress

typedef struct {
    gboolean shown;
    int64_t last_us;
} progress;

static gboolean show_progress(void *data, double share)
{
    progress *p = data;
    int64_t now_us = g_get_monotonic_time();
    if (p->shown && now_us - p->last_us > SHOW_US) {
        p->last_us = now_us;
        fprintf(stderr, "\r%3d %%", (int)(share * 100));
        fflush(stderr);
    }
    return FALSE;
}

static void end_progress(const progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
}

// ---- what has come of it

// A timestamp file is replaced, anything else is not.
static gboolean is_timestamp_file(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    return size == 0 || (size >= 6 && memcmp(data, "WEBVTT", 6) == 0);
}

// The recording's name in the file, if it lies in the same folder.
static char *relative_name(const char *recording, const char *output)
{
    g_autofree char *one = g_path_get_dirname(recording), *other = g_path_get_dirname(output);
    return strcmp(one, other) == 0 ? g_path_get_basename(recording) : NULL;
}

static speech *with_recording(const speech *s, const char *name)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    const char *key, *value;
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++)
        speech_builder_meta(out, key, value);
    if (name)
        speech_builder_meta(out, "audio", name);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        const paragraph *p = speech_paragraph(s, g->paragraph);
        if (p->first == i)
            speech_builder_paragraph(out, p->kind);
        speech_builder_segment(out, g);
    }
    return speech_builder_end(out);
}

static gboolean save(const speech *s, const options *o, const char *recording, GError **error)
{
    g_autofree char *name = relative_name(recording, o->output);
    g_autoptr(speech) named = with_recording(s, name);
    g_autoptr(GString) text = g_string_new(NULL);
    const format *f = format_find("vtt");
    if (!f->write(named, text, NULL, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return file_save(o->output, bytes, is_timestamp_file, error);
}

static void tell(const options *o, const align_summary *a)
{
    if (a->reason[0])
        show_warning(a->reason);
    if (o->quiet)
        return;
    double seconds = a->seconds[0] + a->seconds[1] + a->seconds[2] + a->seconds[3];
    printf(_("%d segments have times, %d were not found in the recording (heard: %s; %.1f s).\n"),
           a->timed, a->untimed, language_code(a->spoken), seconds);
}

// ---- all of it

static gboolean check(const options *o, const loaded *from, GError **error)
{
    const char *missing = NULL;
    if (!o->output)
        missing = _("Say where to write the times, as -o speech.vtt.");
    else if (!from->recording || !speech_segment_count(from->speech))
        missing = _("Give a recording and its text, as: earvoice align speech.mp3 speech.txt.");
    if (missing)
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, missing);
    return missing == NULL;
}

// Segments that a file came with are kept, unless it is said how to split.
static gboolean is_split_already(const speech *s)
{
    for (int i = 0; i < speech_paragraph_count(s); i++)
        if (speech_paragraph(s, i)->kind == PARAGRAPH_BODY && speech_paragraph(s, i)->count > 1)
            return TRUE;
    return FALSE;
}

static speech *split_text(const options *o, split how, const loaded *from, GError **error)
{
    static const bitext_unit units[] = {UNIT_SENTENCE, UNIT_CLAUSE, UNIT_PARAGRAPH};
    if (how == SPLIT_LINE || (!o->split && is_split_already(from->speech)))
        return speech_ref(from->speech);
    return bitext_split(from->speech, units[how], o->words, from->report, error);
}

static int run(const options *o, split how_split, int spoken, const loaded *from, GError **error)
{
    g_autoptr(speech) text = split_text(o, how_split, from, error);
    g_autoptr(decoder) d = text ? decoder_open(from->recording, error) : NULL;
    if (!d)
        return -1;
    progress p = {.shown = !o->quiet && isatty(STDERR_FILENO)};
    align_options how = {
        .spoken = spoken, .words = o->word_times, .progress = show_progress, .data = &p};
    align_summary summary;
    g_autoptr(speech) timed = align_speech(d, text, &how, &summary, from->report, error);
    end_progress(&p);
    if (!timed || !save(timed, o, from->recording, error))
        return -1;
    tell(o, &summary);
    return summary.mismatched ? EXIT_DOUBT : EXIT_GOOD;
}

int align_command(int argc, char **argv)
{
    static const char *const splits[] = {"sentence", "clause", "paragraph", "line", NULL};
    static const char *const languages[] = {"auto", "zh", "en", NULL};
    g_auto(options) o = {0};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    int how_split = choose("split", o.split, splits, &error);
    int spoken = how_split < 0 ? -1 : choose("spoken", o.spoken, languages, &error);
    load_options how = {.encoding = o.encoding, .lines = how_split == SPLIT_LINE};
    if (spoken < 0 || !load_speech(argv + 1, &how, &from, &error) || !check(&o, &from, &error))
        return show_error(error);
    int code = run(&o, (split)how_split, spoken - 1, &from, &error);
    for (int i = 0; i < report_count(from.report); i++)
        show_warning(report_message(from.report, i));
    return code < 0 ? show_error(error) : code;
}
