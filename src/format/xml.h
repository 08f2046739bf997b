// SPDX-License-Identifier: GPL-3.0-or-later
// XML as the formats need it: elements, attributes and text, told in order, without prefixes.
//
// It is GLib's reader, which knows neither document types nor entities of a file's own: nothing is
// fetched and nothing grows. Its other limits: 100 attributes of an element or so, and
// XML_DEPTH_MAX. A declared encoding is not looked at; the text is UTF-8 by then.
//
// Threads: no state.
#pragma once

#include "earvoice/report.h"

// Elements inside of one another.
#define XML_DEPTH_MAX 256

typedef struct {
    const char **names, **values; // each ended by NULL
    const char *element;          // its name with its prefix
} xml_attributes;

// What of a name stands behind its prefix; the same if it has none.
const char *xml_local_name(const char *name);

// The value of the attribute `name`, whatever its prefix ("lang" is xml:lang, too); NULL: it has
// none.
const char *xml_attribute(const xml_attributes *a, const char *name);
// The same, where `name` has the prefix that the attribute has to have, or none.
const char *xml_attribute_called(const xml_attributes *a, const char *name);

// All of them get `data`. The strings live as long as the call; each may be NULL.
typedef struct {
    void (*start)(void *data, const char *element, const xml_attributes *a);
    void (*end)(void *data, const char *element);
    // Whole, or in several parts; entities are characters by now.
    void (*text)(void *data, const char *text, gsize length);
    // Or a processing instruction; with its marks, and only one that XML has.
    void (*comment)(void *data, const char *text, gsize length);
} xml_handler;

// Reads `size` bytes of UTF-8. `line` (may be NULL) is where the reader is, for messages: 1 ….
// FALSE: from some line on it is no XML; `r` says so, and what came before has been told.
gboolean xml_read(const char *text, gsize size, const xml_handler *to, void *data, int *line,
                  report *r);

// The same of what was written with xml_append(): tags as start and end, or empty, with one space
// before each attribute and its value in double quotes; comments are passed by. It is several times
// as fast, for nothing is checked, and changes `text`, which is NUL-terminated.
void xml_read_written(char *text, gsize size, const xml_handler *to, void *data);

// Whether the first element in `head`, the beginning of a file, is called `name`, whatever its
// prefix.
gboolean xml_root_is(const char *head, const char *name);

// Appends `text` as it stands in XML, between tags and in attributes: with entities, and without
// the characters that XML cannot have.
void xml_append(GString *out, const char *text);
void xml_append_length(GString *out, const char *text, gsize length);
// Appends ` name="value"`; the name has to be one. Newlines and tabs are kept.
void xml_append_attribute(GString *out, const char *name, const char *value);

// Whether the `length` bytes at `name` are a name without a prefix.
gboolean xml_is_name(const char *name, gsize length);
