// SPDX-License-Identifier: GPL-3.0-or-later
// Two files made one speech: what belongs together, by time, by order and length, or by number.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"
#include "speech/bead.h"

// Pairs texts in order: one to one where there are as many on both sides, else by their lengths, in
// bytes (of arrays of int), so that each is in exactly one bead (of bead). Free with
// g_array_unref().
GArray *pair_by_length(const GArray *zh, const GArray *en);

// Segments of two timed speeches that overlap by half of the shorter or more become one, with the
// span of both; others stay one-sided. Nothing is lost. In order of time.
speech *pair_by_time(const speech *zh, const speech *en);

// The same for two files: where all of one is later by as much, that is taken off first, and said;
// and how many segments were put together of several of one language.
speech *pair_files_by_time(const speech *zh, const speech *en, report *r);

// How much later the segments of `en` begin than those of `zh`, if that is the same for most of
// them, and hardly any begin together as they stand; 0: it is not.
int64_t pair_find_shift(const speech *zh, const speech *en);

// The same for two languages of one file: what `zh` keeps verbatim around its segments is that of
// the file, and what segments keep is joined.
speech *pair_tracks_by_time(const speech *zh, const speech *en);

// What stands between the parts of settings, payload and before of a segment that was several: no
// part has it.
#define PAIR_MARK '\f'

// What segments that become one keep verbatim: a part of each, in the order of adding.
typedef struct {
    GString *all[3];
    gboolean any[3];
    int count;
} pair_kept;

pair_kept pair_kept_new(void);
void pair_kept_free(pair_kept *k);
void pair_kept_clear(pair_kept *k);
void pair_kept_add(pair_kept *k, const segment *from);
// Sets settings, payload and before of `to`, which last as long as `k` is not changed.
void pair_kept_set(const pair_kept *k, segment *to);

// Two untimed speeches: paragraphs that say the same, by clues and lengths, in order. Headings with
// headings. Says how many are in one language only.
speech *pair_transcripts(const speech *zh, const speech *en, report *r);

// Gives the body paragraphs of `transcript` the spans of `times`. A segment of `times` names its
// paragraph by number (id, 1 …) or by its text; if none has either, the k-th is for the k-th. What
// fits none, or names one again, is reported and not used. NULL with EARVOICE_ERROR_FORMAT if
// nothing fits.
speech *pair_times(const speech *times, const speech *transcript, report *r, GError **error);
