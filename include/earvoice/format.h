// SPDX-License-Identifier: GPL-3.0-or-later
// The formats of timestamp files and transcripts: one file and one row each.
//
// Threads: no state; a reader may run on any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// What the texts of a file are to the speech.
typedef enum {
    FORMAT_TIMED,      // text with times: a speech by itself
    FORMAT_TRANSCRIPT, // text without times
    FORMAT_TIMES,      // spans that name paragraphs of a transcript; no text
} format_kind;

// What a format that is written can hold, besides the text of segments, and their times if it is
// not FORMAT_TRANSCRIPT.
typedef enum {
    HOLDS_BOTH = 1 << 0,       // two languages of a segment
    HOLDS_UNTIMED = 1 << 1,    // segments without times
    HOLDS_HEADINGS = 1 << 2,   // headings, as headings
    HOLDS_PARAGRAPHS = 1 << 3, // which segments are one paragraph
    HOLDS_WORDS = 1 << 4,      // times of words
    HOLDS_CONFIDENCE = 1 << 5,
    HOLDS_METAS = 1 << 6,   // what the file says of the speech: title, recording, …
    HOLDS_NUMBERS = 1 << 7, // the numbers of paragraphs and their times instead of texts
    ROUNDS_TIMES = 1 << 8,  // to 10 ms
} format_holds;

typedef struct {
    const char *name;    // on the command line: "srt"
    const char *summary; // for people: "SubRip subtitles"
    const char
        *extensions; // "srt" or "vtt webvtt": for finding a format to write, by a file's name
    format_kind kind;
    // 0 no … 100 certainly, from the first 64 KiB as UTF-8 text (NUL-terminated); by content only.
    int (*probe)(const char *head);
    // `text` is the whole file as valid UTF-8, NUL-terminated, `size` bytes. Damaged parts are
    // reported with their line and skipped, all else is kept. NULL with EARVOICE_ERROR_FORMAT only
    // if nothing in it is of use.
    speech *(*read)(const char *text, gsize size, report *r, GError **error);
    // Appends the file. What `holds` does not say is left out, without a word: format_losses() says
    // it. NULL: cannot be written.
    gboolean (*write)(const speech *s, GString *out, report *r, GError **error);
    unsigned holds; // of format_holds; 0 where it is not written
} format;

// The registry, ended by a row whose name is NULL.
extern const format formats[];

// By name, or NULL.
const format *format_find(const char *name);

// Says in `r` (may be NULL) what of `s` a file in `f` cannot hold, a message for each kind, and
// returns how many kinds: 0 if it holds all.
int format_losses(const format *f, const speech *s, report *r);

// Whether what `s` keeps verbatim can be written in `f`: it was read by the same reader.
gboolean format_is_own(const format *f, const speech *s);

// How much `s` keeps for the way back that its texts do not give: tiers, notes, texts with styles.
int format_kept_count(const speech *s);

// Where `us` comes to; smaller times not behind greater ones.
typedef int64_t (*time_change)(const void *data, int64_t us);

// A copy of `s` in which what is kept verbatim has other times, where it has any: tiers that are no
// part of the speech, comments with a span. The segments have theirs still. `s` itself, with a
// reference more, where there is nothing of the kind.
speech *format_move_kept(const speech *s, time_change to, const void *data);

// The format that is written to a file called `path`, by how its name ends; NULL: none.
const format *format_for_path(const char *path);

// The surest format of the text that begins with `head`; NULL if none knows it.
const format *format_probe(const char *head);
