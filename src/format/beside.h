// SPDX-License-Identifier: GPL-3.0-or-later
// What lies beside a file and, by its name, goes with it. Only names are looked at.
#pragma once

#include <glib.h>

// The texts beside a recording, the best choice of those that are there, as paths; of one inside of
// a book the book; empty: none.
// Free with g_ptr_array_unref().
GPtrArray *beside_recording(const char *recording);

// Files beside a text that may be its recording, the likeliest first. Free with
// g_ptr_array_unref().
GPtrArray *beside_text(const char *text);

// The file that `text` names as its recording, `name`; NULL if it is not there, or not in the
// folder of `text` or below. Free with g_free().
char *beside_named(const char *text, const char *name);
