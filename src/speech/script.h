// SPDX-License-Identifier: GPL-3.0-or-later
// Which language a text is in, by its letters: Hanzi (and kana, for want of a third side) are
// Chinese, all other letters English. Marks and digits belong to what stands beside them.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

// LANGUAGE_ZH or LANGUAGE_EN; -1: there is no letter in it. A Chinese text may hold English words
// and the other way round: a text is Chinese if it has at least as many Hanzi as Latin words.
int script_language(const char *text, gsize length);

// A part of a text in one language, without the whitespace around it.
typedef struct {
    language side;
    gsize start, length; // bytes
} script_piece;

// Appends to `pieces` (of script_piece) what `text` says, in order: each line is one piece, or two
// where it says the same in two languages ("各位来宾早上好 Good morning"). A foreign word in a
// sentence ("我们用 River 这个词") is no reason to cut, and neither are some at its end where
// another line is the translation ("我平时用 Visual Studio Code" above "I usually use Visual Studio
// Code"). A line without letters goes with the one before it, or else the one behind it; if no line
// has letters, all is English. Blank lines give none. `text` is valid UTF-8. Returns whether
// safe_text() (base/safe.h) would surely return the pieces as they are; it is found out on the way.
gboolean script_cut(const char *text, gsize length, GArray *pieces);

// Whether `c` is a Hanzi or kana.
gboolean script_is_han(gunichar c);
