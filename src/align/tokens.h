// SPDX-License-Identifier: GPL-3.0-or-later
// A text as a row of things that can be heard: words, Chinese characters, numbers; and which of two
// such rows are the same.
//
// Threads: belong to the thread that made them.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

typedef struct {
    const char *key; // small letters, a character, or a number however it is written
    guint offset;    // bytes of the text
} token;

typedef struct tokens tokens;

tokens *tokens_new(void);
// Accepts NULL.
void tokens_free(tokens *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tokens, tokens_free)

// Appends the tokens of `text` (valid UTF-8), whose numbers are those of `side`.
void tokens_add(tokens *t, const char *text, language side);

int tokens_count(const tokens *t);
const token *tokens_at(const tokens *t, int index);

// What a Chinese character sounds like, for homophones; NULL: unknown.
typedef const char *(*token_sound)(void *data, const char *character);

// For each token of `a` the one of `b` that it is, -1 for none, in order of both. Words may differ
// a little, characters where they sound alike (`sound` may be NULL). Places that both have only
// once hold the rest, so time goes with length; stretches of some 2,000 tokens without such a place
// stay unmatched. Free with g_free().
int *tokens_match(const tokens *a, const tokens *b, token_sound sound, void *data);
