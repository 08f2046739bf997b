// SPDX-License-Identifier: GPL-3.0-or-later
// What the passages of a book make together: words become sentences, marks go to the text beside
// them, translations to what they translate.
//
// Threads: no state.
#pragma once

#include "format/epub_text.h"

typedef struct {
    GArray *passages;    // epub_passage, changed on the way
    const GArray *pars;  // smil_par: their places; those with a recording have times
    speech_builder *out; // with the metas
    report *report;      // or NULL
} epub_said;

// The speech, a transcript if nothing has times. NULL with EARVOICE_ERROR_FORMAT: there is no text.
speech *epub_speech(const epub_said *b, GError **error);
