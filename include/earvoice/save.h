// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a timestamp file.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/format.h"

typedef struct {
    const char *recording; // named in the file if it lies in the same folder; or NULL
    const format *format;  // NULL: by how the file's name ends, WebVTT where that says nothing
    gboolean strict;       // do not write a file that cannot hold all of the speech
    gboolean force;        // also replace a table, which people may have written
    report *report;        // gets what was left out; or NULL
} save_options;

// Whether `path` ends as a file does that holds recording and texts: .mka, .epub.
gboolean save_is_package(const char *path);

// Writes `s` to `path`, whole or not at all; where `path`, or the format, is that of a package,
// with the recording: of .mka (earvoice/mux.h) all that WebVTT holds is kept, of a book what
// the registry says of it. Only a file of its kind is replaced: a timestamp file, or a package that
// this program wrote. `o` may be NULL. FALSE with EARVOICE_ERROR_IO, with EARVOICE_ERROR_FORMAT if
// it was to be strict, or the text has no times and the format nothing without; of a package also
// EARVOICE_ERROR_USAGE where there is no recording, or an error of decoder_open().
gboolean save_speech(const speech *s, const char *path, const save_options *o, GError **error);
