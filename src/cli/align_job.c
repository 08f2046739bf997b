// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_job.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/bitext.h"
#include "earvoice/error.h"
#include "earvoice/format.h"

const char *const align_splits[] = {"sentence", "clause", "paragraph", "line", NULL};
const char *const align_spokens[] = {"auto", "zh", "en", NULL};

void align_outcome_clear(align_outcome *o)
{
    align_summary_clear(&o->summary);
    speech_unref(o->timed);
    report_free(o->report);
    g_clear_error(&o->error);
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

// ---- what is written

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

static gboolean save(const speech *s, const char *recording, const char *output, GError **error)
{
    g_autofree char *name = relative_name(recording, output);
    g_autoptr(speech) named = with_recording(s, name);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!format_find("vtt")->write(named, text, NULL, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return file_save(output, bytes, is_timestamp_file, error);
}

// ---- the work

static gboolean check(const align_job *job, const loaded *from, GError **error)
{
    const char *missing = NULL;
    if (!job->output)
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

static speech *split_text(const align_job *job, align_split how, const loaded *from, GError **error)
{
    static const bitext_unit units[] = {UNIT_SENTENCE, UNIT_CLAUSE, UNIT_PARAGRAPH};
    if (how == SPLIT_LINE || (!job->split && is_split_already(from->speech)))
        return speech_ref(from->speech);
    return bitext_split(from->speech, units[how], job->words, from->report, error);
}

static gboolean run(const align_job *job, loaded *from, align_outcome *out)
{
    GError **error = &out->error;
    int how = choose("split", job->split, align_splits, error);
    int spoken = how < 0 ? -1 : choose("spoken", job->spoken, align_spokens, error);
    load_options options = {.encoding = job->encoding, .lines = how == SPLIT_LINE};
    if (spoken < 0 || !load_speech(job->files, &options, from, error) || !check(job, from, error))
        return FALSE;
    g_autoptr(speech) text = split_text(job, (align_split)how, from, error);
    g_autoptr(decoder) d = text ? decoder_open(from->recording, error) : NULL;
    if (!d)
        return FALSE;
    align_options align = {.spoken = spoken - 1,
                           .words = job->word_times,
                           .progress = job->progress,
                           .data = job->data};
    out->timed = align_speech(d, text, &align, &out->summary, from->report, error);
    return out->timed && save(out->timed, from->recording, job->output, error);
}

align_outcome align_job_run(const align_job *job)
{
    align_outcome out = {0};
    g_auto(loaded) from = {0};
    gboolean good = run(job, &from, &out);
    out.report = g_steal_pointer(&from.report);
    if (good)
        out.code = out.summary.mismatched ? EXIT_DOUBT : EXIT_GOOD;
    else
        out.code = error_exit_code(out.error);
    return out;
}
