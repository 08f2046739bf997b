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

typedef struct {
    const char *name;    // on the command line: "srt"
    const char *summary; // for people: "SubRip subtitles"
    const char
        *extensions; // "srt" or "vtt webvtt": for finding files beside a recording, and for writing
    format_kind kind;
    // 0 no … 100 certainly, from the first 64 KiB as UTF-8 text (NUL-terminated); by content only.
    int (*probe)(const char *head);
    // `text` is the whole file as valid UTF-8, NUL-terminated, `size` bytes. Damaged parts are
    // reported with their line and skipped, all else is kept. NULL with EARVOICE_ERROR_FORMAT only
    // if nothing in it is of use.
    speech *(*read)(const char *text, gsize size, report *r, GError **error);
    // NULL: cannot be written.
    gboolean (*write)(const speech *s, GString *out, report *r, GError **error);
} format;

// The registry, ended by a row whose name is NULL.
extern const format formats[];

// By name, or NULL.
const format *format_find(const char *name);

// The surest format of the text that begins with `head`; NULL if none knows it.
const format *format_probe(const char *head);
