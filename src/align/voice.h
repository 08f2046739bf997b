// SPDX-License-Identifier: GPL-3.0-or-later
// The reference voice: a text spoken by espeak-ng, to be compared with the recording.
//
// Threads: espeak-ng has but one state, so there is one voice at a time in a process, and it
// belongs to the thread that opened it.
#pragma once

#include <glib.h>

#include "align/extractor.h"
#include "earvoice/speech.h"

typedef struct voice voice;

// Where in the spoken sound a word (in Chinese, a character) begins.
typedef struct {
    guint frame;  // of the spectra
    guint offset; // byte of the text
} voice_mark;

// NULL with EARVOICE_ERROR_IO: espeak-ng's data or one of its voices is not installed.
voice *voice_open(GError **error);
// Accepts NULL.
void voice_close(voice *v);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(voice, voice_close)

// What `text` sounds like, in espeak-ng's letters, without tones and stress: homophones have the
// same. Free with g_free().
char *voice_sound(voice *v, const char *text, language side);

// Speaks `text`, without the silence before, behind and at its marks, and appends its spectra to
// `to` (at least one frame) and where its words begin to `marks` (of voice_mark, ordered; frames
// count from the beginning of `to`). `top_hz` as feature_top_hz().
void voice_speak(voice *v, const char *text, language side, double top_hz, spectra *to,
                 GArray *marks);
