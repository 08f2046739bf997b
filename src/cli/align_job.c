// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_job.h"

#include <string.h>

#include "base/i18n.h"
#include "cli/recogniser.h"
#include "earvoice/bitext.h"
#include "earvoice/error.h"
#include "earvoice/save.h"

const char *const align_splits[] = {"sentence", "clause", "paragraph", "line", NULL};
const char *const align_spokens[] = {"auto", "zh", "en", NULL};

void align_outcome_clear(align_outcome *o)
{
    align_summary_clear(&o->summary);
    speech_unref(o->timed);
    report_free(o->report);
    g_clear_error(&o->error);
}

// ---- the work

static gboolean check(const align_job *job, const loaded *from, GError **error)
{
    const char *missing = NULL;
    if (!job->output)
        missing = _("Say where to write the times, as -o speech.vtt.");
    else if (!from->recording || !speech_segment_count(from->speech))
        missing = _("Give a recording and its text, as: earvoice align speech.mp3 speech.txt.");
    else if (job->reported && strcmp(job->output, "-") == 0)
        missing = _("Give a file for the times: --json and --batch print something else.");
    if (!missing)
        return may_write(job->output, job->force, error);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, missing);
    return FALSE;
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
    int how = choose_word("split", job->split, align_splits, error);
    int spoken = how < 0 ? -1 : choose_word("spoken", job->spoken, align_spokens, error);
    int heard_in = spoken < 0 ? -1 : choose_word("channel", job->channel, channel_names, error);
    load_options options = {.encoding = job->encoding, .lines = how == SPLIT_LINE};
    if (heard_in < 0 || !load_speech(job->files, &options, from, error) || !check(job, from, error))
        return FALSE;
    g_autoptr(speech) text = split_text(job, (align_split)how, from, error);
    g_autoptr(decoder) d = text ? decoder_open(from->recording, error) : NULL;
    g_autoptr(heard) words = d && job->asr
                                 ? recogniser_hear(job->asr, from->recording, align_spokens[spoken],
                                                   job->asr_model, error)
                                 : NULL;
    if (!d || (job->asr && !words))
        return FALSE;
    align_options align = {.spoken = spoken - 1,
                           .channel = (channel)heard_in,
                           .heard = words,
                           .words = job->word_times,
                           .progress = job->progress,
                           .data = job->data};
    out->timed = align_speech(d, text, &align, &out->summary, from->report, error);
    const save_options save = {
        .recording = from->recording, .report = from->report, .force = job->force};
    return out->timed && save_speech(out->timed, job->output, &save, error);
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
