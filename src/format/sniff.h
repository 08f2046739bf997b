// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of thing a file is, by its first bytes.
#pragma once

#include <glib.h>

typedef enum {
    SNIFF_TEXT,
    SNIFF_PACKAGE,   // a ZIP archive, which may hold a document
    SNIFF_RECORDING, // a known container, or bytes that only a decoder can judge
    SNIFF_OTHER,     // known, and of no use here
} sniff_kind;

// `what` (may be NULL) is set to the name of a SNIFF_OTHER, for people, else to NULL.
sniff_kind sniff(const char *head, gsize size, const char **what);
