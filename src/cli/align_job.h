// SPDX-License-Identifier: GPL-3.0-or-later
// One recording and its text aligned, from files to a file.
//
// Threads: the main thread; one job at a time.
#pragma once

#include "cli/cli.h"
#include "earvoice/align.h"

// What --split and --spoken name, in this order.
typedef enum { SPLIT_SENTENCE, SPLIT_CLAUSE, SPLIT_PARAGRAPH, SPLIT_LINE } align_split;
extern const char *const align_splits[];  // ended by NULL
extern const char *const align_spokens[]; // auto, zh, en; ended by NULL

typedef struct {
    char **files;                 // the recording and its text; ended by NULL; they are the user's
    const char *output;           // the timestamp file that is written, as a whole or not at all
    const char *words, *encoding; // may be NULL
    const char *split;            // NULL: as the text is, sentences where it is a transcript
    const char *spoken;           // NULL: auto
    const char *channel;          // NULL: mix
    const char *asr, *asr_model;  // see recogniser_hear(); NULL: no recogniser
    gboolean word_times;
    gboolean reported;       // what has come of it is printed: standard output is taken
    gboolean force;          // also where `output` is there already
    align_progress progress; // may be NULL
    void *data;
} align_job;

// What has come of it.
typedef struct {
    exit_code code;
    gboolean skipped; // nothing was to be done
    align_summary summary;
    speech *timed; // NULL: `error` is set, or it was skipped
    report *report;
    GError *error;
} align_outcome;

// Clear the outcome with align_outcome_clear().
align_outcome align_job_run(const align_job *job);
void align_outcome_clear(align_outcome *o);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(align_outcome, align_outcome_clear)

// All of it as one JSON object in a line (README.md says what is in it); `segments`: with the times
// of each. Free with free().
char *align_outcome_json(const align_job *job, const align_outcome *o, gboolean segments);
