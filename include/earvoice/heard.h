// SPDX-License-Identifier: GPL-3.0-or-later
// What a speech recogniser heard in a recording, as it wrote it down: whisper.cpp, WhisperX,
// whisper-timestamped, OpenAI (verbose_json), Hugging Face, Vosk and FunASR in JSON, and the lines
// that whisper-cli prints.
//
// Threads: immutable once read; any thread may look at it.
#pragma once

#include <glib.h>
#include <stdint.h>

// A word, or a character where words are not known to the recogniser. Times of the parts of a
// longer text are divided evenly.
typedef struct {
    const char *text; // without whitespace around it, not empty
    int64_t start_us, end_us;
} heard_word;

typedef struct heard heard;

// Reads the `size` bytes of `text`. NULL with EARVOICE_ERROR_FORMAT: there are no words with times
// in it. Damaged bytes and numbers (NaN) are left out.
heard *heard_read(const char *text, gsize size, GError **error);
// Accepts NULL.
void heard_free(heard *h);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(heard, heard_free)

// How many words there are.
int heard_count(const heard *h);
// In the order of the file, index 0 … count - 1. It lives as long as `h`.
const heard_word *heard_at(const heard *h, int index);
