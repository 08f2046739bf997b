// SPDX-License-Identifier: GPL-3.0-or-later
// What is read by xml.h, written down again. What comes out is XML whatever the file was: names
// that are none, prefixes that are not declared and attributes that are there already are left out,
// with an element also what is in it; so are further roots, and text outside of the first one.
//
// Not told by xml.h, and so not written, are the declarations above the root: the owner puts them
// there by xml_copy_raw().
//
// It belongs to one thread.
#pragma once

#include "format/xml.h"

typedef struct xml_copy xml_copy;

// Appends to `out`, which has to last as long as nothing else is said by xml_copy_to().
xml_copy *xml_copy_new(GString *out);
// Accepts NULL. Ends nothing that is open.
void xml_copy_free(xml_copy *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xml_copy, xml_copy_free)

// Goes on in another string. The start tag of an element that is open is whole before it.
void xml_copy_to(xml_copy *c, GString *out);

// An element begins. FALSE: it is left out; it has to be ended all the same.
gboolean xml_copy_start(xml_copy *c, const xml_attributes *a);
// The last one that began ends.
void xml_copy_end(xml_copy *c);
void xml_copy_text(xml_copy *c, const char *text, gsize length);
// Or what else xml_handler tells as one. Outside of the root it has a line of its own.
void xml_copy_comment(xml_copy *c, const char *text, gsize length);
// Appends what is XML already.
void xml_copy_raw(xml_copy *c, const char *xml);

// The name of the last element that began and is open, with its prefix; NULL: none is open. As long
// as nothing begins or ends. For ending what a file broke off in.
const char *xml_copy_open(const xml_copy *c);
// Whether what comes now is written: no element that is open was left out.
gboolean xml_copy_writes(const xml_copy *c);
