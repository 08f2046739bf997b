// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a speech: from whatever files the user gives to a speech and its recording.
//
// A file is recognised by what is in it, never by its name. Names only serve to find what lies
// beside a file: SPEECH.opus finds SPEECH.vtt, or one whose name says both languages
// (SPEECH.chs&eng.vtt), or SPEECH.zh.vtt and SPEECH.en.srt (zh-CN, zh-Hans, chs, 简体, eng,
// en-orig, … too); instead of .vtt also .srt, .lrc, .ass, .ttml, .eaf, .TextGrid, .sbv, .epub,
// .docx, or .txt with SPEECH.tsv or SPEECH.labels; and a text finds its recording by what it says
// under `audio` (a file in the same folder or below) or by its stem.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

typedef enum {
    LOAD_RECORDING,
    LOAD_TIMED,      // text with times
    LOAD_TRANSCRIPT, // text without
    LOAD_TIMES,      // times without text
} load_role;

typedef struct {
    char *path;
    const char *format; // name in the registry of formats, or "recording"
    load_role role;
    char *encoding; // of the text; NULL of a recording
    gboolean found; // not given, but found beside
} loaded_file;

typedef struct {
    const char *encoding; // of the texts; NULL: find out
    gboolean lines;       // each line of a transcript is a segment: none is joined, none a heading
} load_options;

typedef struct {
    speech *speech;  // NULL: there is a recording, but no text
    char *recording; // path, also into a book (base/file.h), recognised but not decoded; NULL: none
    GPtrArray *files; // loaded_file *: what was used, in the order of use
    report *report;
    int unkept; // segments of two texts that are one now which had what only their file can hold
} loaded;

// Loads the speech that the files `paths` (ended by NULL, at least one, in any order) make up: at
// most one recording; and a timed text, or two in one language each, or a transcript (or two in one
// language each) with times or without. `options` may be NULL. FALSE with
// EARVOICE_ERROR_IO, _FORMAT (a file is empty, or of no use) or _USAGE (the files do not go
// together). Clear `out` with loaded_clear() in either case.
gboolean load_files(const char *const *paths, const load_options *options, loaded *out,
                    GError **error);

// Frees what `l` holds, and empties it.
void loaded_clear(loaded *l);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(loaded, loaded_clear)
