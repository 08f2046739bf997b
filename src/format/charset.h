// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a text file as UTF-8, whatever they were.
//
// Looked at in this order: a byte order mark; ISO-2022 by its escapes; strict UTF-8; UTF-16 and
// UTF-32 by where the NULs lie; UTF-8 with a few damaged bytes; then, on the lines that are not
// ASCII, GB18030 and Big5 by how many of the commonest Hanzi come out, EUC-JP by its hiragana;
// uchardet; Windows-1252, or GB18030 where all comes in pairs, at last. Lines stay where they were.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

// A byte order mark in UTF-8.
#define CHARSET_MARK "\357\273\277"

typedef struct {
    const char *text; // valid UTF-8 without NULs and byte order mark, NUL-terminated
    gsize size;
    char encoding[32]; // "UTF-8", "GB18030", …
    gboolean guessed;  // neither given, nor marked, nor plain UTF-8
    int replaced;      // places that are damaged, each U+FFFD now
    GBytes *kept;      // what holds `text`
} charset_text;

// Decodes what file_read() gave (a NUL follows the bytes); `encoding` NULL finds out. FALSE with
// EARVOICE_ERROR_USAGE if iconv does not know `encoding`. Clear `out` with charset_clear().
gboolean charset_decode(GBytes *in, const char *encoding, charset_text *out, GError **error);

void charset_clear(charset_text *t);

// Whether a file that begins with these bytes can be text: at most a few control characters, or
// UTF-16 or UTF-32.
gboolean charset_is_text(const char *head, gsize size);
