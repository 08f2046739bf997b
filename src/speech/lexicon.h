// SPDX-License-Identifier: GPL-3.0-or-later
// Which English words stand where a Chinese word stands: the program's list of the field
// (assets/words.tsv), and the user's own.
//
// Threads: a lexicon belongs to one thread.
#pragma once

#include <glib.h>

#include "earvoice/report.h"

typedef struct lexicon lexicon;

// With the program's own words in it.
lexicon *lexicon_new(void);
// Accepts NULL.
void lexicon_free(lexicon *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(lexicon, lexicon_free)

// Adds the lines of `text`: Chinese, a tab, English alternatives divided by commas; # begins a
// remark. Of two lines with the same Chinese the later counts. What is no such line is reported.
void lexicon_add(lexicon *l, const char *text, gsize length, report *r);

// The longest entry that `text` begins with, its place (0 …) and its length in bytes; -1: none.
int lexicon_match(const lexicon *l, const char *text, gsize *length);

// The alternatives of the entry at `place`, each an array of stems that stand together; ended by
// NULL. They belong to the lexicon.
char ***lexicon_alternatives(const lexicon *l, int place);

int lexicon_count(const lexicon *l);

// The stems of the English words of `text`, in order, of `length` bytes: what inflections of a word
// have in common, in small letters. Free with g_ptr_array_unref().
GPtrArray *lexicon_stems(const lexicon *l, const char *text, gsize length);
