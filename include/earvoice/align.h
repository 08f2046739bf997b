// SPDX-License-Identifier: GPL-3.0-or-later
// From a text without times and its recording to a text with times, offline.
//
// The text is spoken by espeak-ng and the two are laid on one another (src/align). What is said but
// not in the text stays outside of the segments; what is in the text but not said stays untimed.
//
// Threads: espeak-ng has one state a process, so one alignment runs at a time, on any thread.
#pragma once

#include "earvoice/decoder.h"
#include "earvoice/heard.h"
#include "earvoice/report.h"
#include "earvoice/speech.h"

// Told now and then which share is done, 0 … 1; TRUE: stop.
typedef gboolean (*align_progress)(void *data, double share);

typedef struct {
    int spoken;         // the language that is heard; -1: find out
    channel channel;    // CHANNEL_MIX: and each alone where the two differ, and together fit poorly
    gboolean words;     // find the times of words, too (segment.words)
    const heard *heard; // what a recogniser heard, to help where the sound alone does not; or NULL
    align_progress progress; // may be NULL
    void *data;
} align_options;

// What looks wrong at a place.
typedef enum {
    DOUBT_UNSPOKEN, // text that is not said
    DOUBT_UNSURE,   // a time with little confidence
    DOUBT_RATE,     // said twice as fast or as slowly as the rest
    DOUBT_INSIDE,   // something else is heard in the middle of it
    DOUBT_UNTOLD,   // speech that is not in the text
    DOUBTS
} doubt_kind;

typedef struct {
    doubt_kind kind;
    int segment;              // -1: none, DOUBT_UNTOLD
    int64_t start_us, end_us; // TIME_NONE: DOUBT_UNSPOKEN
} doubt;

// "unspoken", "unsure", …: for programs.
const char *doubt_name(doubt_kind kind);

// How it went.
typedef struct {
    language spoken;     // the language that was aligned
    channel channel;     // where it is heard
    gboolean guessed;    // it was found out, from the sound or because there was but one
    gboolean mismatched; // text and recording do not seem to belong together; see `reason`
    char reason[256];    // a sentence, "" if all is well
    int timed, untimed;  // segments of the body that were found, and that were not
    double share;        // of the speech in the recording that is laid on the text, 0 … 1
    int64_t length_us;   // of the recording
    double seconds[4];   // spent on: hearing (with decoding), speaking, laying, boundaries
    GArray *doubts;      // of doubt, by kind, then time; NULL: it was not done
} align_summary;

// Frees what `s` holds, and empties it: it may be cleared twice.
void align_summary_clear(align_summary *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(align_summary, align_summary_clear)

// A copy of `text` whose body segments have the times at which they are said in the recording, and
// how sure that is (segment.confidence); headings, and segments that are not said, are untimed.
// Order and text are kept. What looks wrong is added to `r` (may be NULL), too. `summary` is
// overwritten; clear it in either case. Returns NULL with
// EARVOICE_ERROR_CANCELLED, with EARVOICE_ERROR_IO (the reference voice is not installed), with
// EARVOICE_ERROR_FORMAT (there is nothing to align), or with an error of decoder_read().
// Memory: 55 MB an hour of recording, besides the text.
speech *align_speech(decoder *d, const speech *text, const align_options *options,
                     align_summary *summary, report *r, GError **error);
