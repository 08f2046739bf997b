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

// Two untimed speeches: paragraphs in order. Headings with headings.
speech *pair_transcripts(const speech *zh, const speech *en);

// Gives the body paragraphs of `transcript` the spans of `times`. A segment of `times` names its
// paragraph by number (id, 1 …) or by its text; if none has either, the k-th is for the k-th. What
// fits none, or names one again, is reported and not used. NULL with EARVOICE_ERROR_FORMAT if
// nothing fits.
speech *pair_times(const speech *times, const speech *transcript, report *r, GError **error);
