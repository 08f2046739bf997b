// SPDX-License-Identifier: GPL-3.0-or-later
// A text in one language, in which there are names, terms and whole lines in the other.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/speech.h"

// Takes `s`, in which lines were cut where their language changes, each by itself, and returns a
// reference to what it is as a whole. Where few of its segments were cut, that is no habit of the
// file: foreign words stood at the end of a line ("我平时用 Visual Studio Code"), and the lines are
// made whole again. `path`, which may be NULL, is of its file, whose name may say its language
// ("talk.zh.srt").
speech *one_language_settle(speech *s, const char *path);

// The language that a text is in: that in which it has more segments, where the other one is in
// half as many of them at most; -1: it is in both. A file whose name says it is in that one where
// the other is in fewer segments at all. `path` may be NULL.
int one_language_of(const speech *s, const char *path);

// A copy of `s` with all that it says in `side`, line by line as it stands: what seemed to be of
// the other language, too.
speech *one_language_fold(const speech *s, language side);
