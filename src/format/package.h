// SPDX-License-Identifier: GPL-3.0-or-later
// Documents that are ZIP archives: which they are, and what of them is read. A kind of document is
// a row in package.c.
//
// Threads: no state.
#pragma once

#include "base/archive.h"
#include "earvoice/format.h"

// What a document holds: `text`, a member that a format of the registry is to read; or `speech`, as
// its own reader made it, and then `format`.
typedef struct {
    GBytes *text; // a NUL that is not counted behind it
    speech *speech;
    const format *format;
} package_content;

// Messages call it `name`; of several recordings in it `wanted` counts, if that is not NULL. FALSE
// with EARVOICE_ERROR_FORMAT: it is damaged, refused, or no document that this program knows. Free
// what is in `out`.
gboolean package_read(archive *from, const char *name, const char *wanted, report *r,
                      package_content *out, GError **error);
