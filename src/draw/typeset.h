// SPDX-License-Identifier: GPL-3.0-or-later
// Text made ready for Pango: what a typesetter adds stands in a copy, with a map back to the text.
//
// Added are: a quarter em (U+2005) between Han and Latin or digits; a place to break (U+200B)
// before an opening and behind a closing curly quote whose outer neighbour is Han; no place to
// break (U+2060) before the marks that UAX #14 would let begin a line; half the width taken from
// the first of two full-width marks that meet. Line breaks in a text flow as spaces.
#pragma once

#include "draw/fonts.h"

typedef struct typeset typeset;

typeset *typeset_new(language side, gboolean has_han);
// Accepts NULL.
void typeset_free(typeset *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(typeset, typeset_free)

// Appends bytes [start, end) of a segment's text: Chinese without a space, English with one.
// `index` is larger than of the one before.
void typeset_add(typeset *t, int index, const char *text, int start, int end);

// What is added next begins a line.
void typeset_line(typeset *t);

// Gives runs of text that could not be broken a place to break after every `longest` characters.
void typeset_loosen(typeset *t, int longest);

const char *typeset_text(const typeset *t);

// Languages and features of the text; free with pango_attr_list_unref().
PangoAttrList *typeset_attributes(const typeset *t);

// Where byte `offset` of a segment's text stands in typeset_text(); of a segment that is not there
// the nearest place.
int typeset_display(const typeset *t, int index, int offset);

// Where what stands at byte `display` comes from. FALSE: the text is empty.
gboolean typeset_source(const typeset *t, int display, int *index, int *offset);
