// SPDX-License-Identifier: GPL-3.0-or-later
// The namespaces that are declared where a reader of XML is, for what is to be written down again.
//
// It belongs to one thread.
#pragma once

#include "format/xml.h"

// The namespace of what declares others.
#define XML_OF_SPACES "http://www.w3.org/2000/xmlns/"

typedef struct xml_spaces xml_spaces;

// Has that of "xml" only.
xml_spaces *xml_spaces_new(void);
// Accepts NULL.
void xml_spaces_free(xml_spaces *s);

// Which prefix an attribute of this name declares ("": that of elements without one); NULL: none.
const char *xml_declared_prefix(const char *name);
// Whether the prefix may stand for the namespace: its name is one of an address.
gboolean xml_may_declare(const char *prefix, const char *space);

// From now on `prefix` is of `space`; copies.
void xml_spaces_add(xml_spaces *s, const char *prefix, const char *space);
// The same of all that the attributes of an element may declare.
void xml_spaces_add_all(xml_spaces *s, const xml_attributes *a);
// How many were added, for xml_spaces_cut(), which takes back those that came behind.
guint xml_spaces_count(const xml_spaces *s);
void xml_spaces_cut(xml_spaces *s, guint count);

gboolean xml_spaces_has(const xml_spaces *s, const char *prefix);
// The namespace of the name, "" if it has no prefix; NULL: nothing may be called so here.
const char *xml_spaces_find(const xml_spaces *s, const char *name);

// Whether the i-th attribute of an element may be written down: its name is one of XML, its prefix
// is declared, what it declares may be, and none before it is the same one.
gboolean xml_spaces_allow(const xml_spaces *s, const xml_attributes *a, int i);
