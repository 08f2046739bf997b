// SPDX-License-Identifier: GPL-3.0-or-later
// Which language a name speaks of that somebody gave to a style, a class or a tier.
//
// Threads: no state.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

// "English", "中文 1", "Default-zh", "en-US": LANGUAGE_ZH or LANGUAGE_EN; -1: of neither, or of
// both.
int named_side(const char *name, gsize length);

// Sets which languages the name speaks of: both in "chs&eng", "双语".
void named_languages(const char *name, gsize length, gboolean found[LANGUAGES]);

// Whether one of `words` (ended by NULL) stands in the name: a Latin one as a word by itself.
gboolean named_holds(const char *name, gsize length, const char *const *words);
