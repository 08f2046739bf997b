// SPDX-License-Identifier: GPL-3.0-or-later
// What reading TMX, writing it and writing it back have in common: which texts a unit has.
//
// A unit (tu) has variants (tuv) in languages; of several in one language the first that has text
// counts. Markup in a segment is left out, with what stands in it; what is only highlighted stays.
//
// It belongs to one thread.
#pragma once

#include "earvoice/speech.h"
#include "format/xml.h"

// What an element is: one of these where it has to be, or another one.
typedef enum { TMX_OTHER, TMX_UNIT, TMX_VARIANT, TMX_SEGMENT } tmx_part;

// Where in a file a reader is. To be read only, and after tmx_unit_init().
typedef struct {
    int number;               // of the unit: 0 …; -1: there was none yet
    int variant;              // of the variant in the unit: 0 …; -1: there was none yet
    int side;                 // of the variant; -1: another language
    gboolean in_unit, inside; // of a unit; of a segment
    int depth;                // how many elements are open
    // Of the variants of the unit that have ended; as in a speech, "" where there is none. They
    // last until the next unit begins, and so do the numbers of their variants (-1: none).
    GString *text[LANGUAGES];
    int of[LANGUAGES];

    // The depths of those that are open, 0: none is; the text of the variant.
    int unit_depth, variant_depth, segment_depth, hidden_depth;
    GString *said;
} tmx_unit;

void tmx_unit_init(tmx_unit *u);
void tmx_unit_clear(tmx_unit *u);

// Told of what is read; `text` is counted where it is text. They return what it is that begins or
// ends.
tmx_part tmx_unit_start(tmx_unit *u, const char *element, const xml_attributes *a);
tmx_part tmx_unit_end(tmx_unit *u);
void tmx_unit_text(tmx_unit *u, const char *text, gsize length);

// Sets `out` to the value of the attribute, named with its prefix, as it is written: without what
// XML cannot have. "" if there is none.
void tmx_attribute(const xml_attributes *a, const char *name, GString *out);

// Appends a variant, and a unit with the texts of a segment, as tmx_write() does; `lang` is the
// name of the attribute.
void tmx_append_variant(GString *out, const char *lang, language side, const char *text);
void tmx_append_unit(GString *out, const char *lang, const segment *g);

// Whether the file is as tmx_write() writes it, so that there is nothing in it to be kept.
gboolean tmx_is_usual(const char *text);

// How many notes, properties and tags inside of texts are in the file.
int tmx_count_notes(const char *text);
