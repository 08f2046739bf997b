// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/align_batch.h"
#include "cli/align_job.h"

// On a terminal the share that is done is shown so often.
#define SHOW_US 100000

typedef struct {
    char *output, *spoken, *split, *words, *encoding, *batch, *part, *asr, *asr_model, *channel;
    gboolean quiet, word_times, json, force;
} options;

static void options_clear(options *o)
{
    char *all[] = {o->output, o->spoken, o->split, o->words,     o->encoding,
                   o->batch,  o->part,   o->asr,   o->asr_model, o->channel};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        g_free(all[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(options, options_clear)

static gboolean parse(options *o, int *argc, char ***argv)
{
    const GOptionEntry own[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, N_("The timestamp file to write"),
         N_("FILE")},
        {"spoken", 0, 0, G_OPTION_ARG_STRING, &o->spoken,
         N_("The language that is heard: zh, en or auto"), N_("WORD")},
        {"channel", 0, 0, G_OPTION_ARG_STRING, &o->channel,
         N_("Where it is heard: mix, left or right"), N_("WORD")},
        {"split", 0, 0, G_OPTION_ARG_STRING, &o->split,
         N_("What gets a time: sentence, clause, paragraph, or line (of the transcript)"),
         N_("WORD")},
        {"words", 0, 0, G_OPTION_ARG_FILENAME, &o->words,
         N_("Words of your field, for pairing sentences: Chinese, tab, English"), N_("FILE")},
        {"encoding", 0, 0, G_OPTION_ARG_STRING, &o->encoding,
         N_("Character set of the texts, where it is not found rightly"), N_("NAME")},
        {"asr", 0, 0, G_OPTION_ARG_FILENAME, &o->asr,
         N_("What a recogniser wrote (whisper, Vosk, FunASR, …), or auto: run whisper-cli"),
         N_("FILE")},
        {"asr-model", 0, 0, G_OPTION_ARG_FILENAME, &o->asr_model, N_("The model of whisper-cli"),
         N_("FILE")},
        {"word-times", 0, 0, G_OPTION_ARG_NONE, &o->word_times,
         N_("Write the times of words (in Chinese, of characters), too"), NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_("Print what has come of it as JSON"), NULL},
        {"batch", 0, 0, G_OPTION_ARG_FILENAME, &o->batch,
         N_("Align what a file lists: recording, tab, text, tab, output"), N_("FILE")},
        {"part", 0, 0, G_OPTION_ARG_STRING, &o->part, N_("Of a batch, every N-th line: K/N"),
         N_("K/N")},
        {"force", 'f', 0, G_OPTION_ARG_NONE, &o->force, N_("Replace a file that is there"), NULL},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, N_("Say only what is wrong"), NULL},
        {0},
    };
    return parse_options(N_("RECORDING TRANSCRIPT"), own, NULL, argc, argv);
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

static void tell_json(const align_job *job, const align_outcome *o)
{
    char *json = align_outcome_json(job, o, TRUE);
    puts(json);
    free(json);
}

static void tell(const align_outcome *o, gboolean quiet)
{
    const align_summary *a = &o->summary;
    if (a->reason[0])
        show_warning(a->reason);
    for (int i = 0; o->report && i < report_count(o->report); i++)
        show_warning(report_message(o->report, i));
    double seconds = a->seconds[0] + a->seconds[1] + a->seconds[2] + a->seconds[3];
    if (o->timed && !quiet)
        printf(_("%d segments have times, %d were not found in the recording (heard: %s; %.1f "
                 "s).\n"),
               a->timed, a->untimed, language_code(a->spoken), seconds);
}

int align_command(int argc, char **argv)
{
    g_auto(options) o = {0};
    if (!parse(&o, &argc, &argv))
        return EXIT_USAGE;
    progress p = {.shown = !o.quiet && isatty(STDERR_FILENO)};
    align_job job = {.files = argv + 1,
                     .output = o.output,
                     .words = o.words,
                     .encoding = o.encoding,
                     .split = o.split,
                     .spoken = o.spoken,
                     .channel = o.channel,
                     .asr = o.asr,
                     .asr_model = o.asr_model,
                     .word_times = o.word_times,
                     .force = o.force,
                     .reported = o.json || o.batch,
                     .progress = show_progress,
                     .data = &p};
    if (o.batch)
        return align_batch(o.batch, o.part, &job);
    g_auto(align_outcome) done = align_job_run(&job);
    end_progress(&p);
    if (o.json)
        tell_json(&job, &done);
    else
        tell(&done, o.quiet || g_strcmp0(job.output, "-") == 0);
    return done.error ? show_error(done.error) : (int)done.code;
}
