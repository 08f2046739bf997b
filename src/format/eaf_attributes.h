// SPDX-License-Identifier: GPL-3.0-or-later
// The attributes of an element of an EAF, to be changed before it is written down again.
//
// Threads: no state.
#pragma once

#include "format/xml_copy.h"

// More than the reader of XML takes of an element.
#define EAF_ATTRIBUTES_MAX 128

// They borrow from what they are copied from, and set to.
typedef struct {
    const char *names[EAF_ATTRIBUTES_MAX + 1], *values[EAF_ATTRIBUTES_MAX + 1];
    int count;
} eaf_attributes;

// `without`: the one that is left out, by its name without a prefix; NULL: none is.
void eaf_attributes_copy(eaf_attributes *to, const xml_attributes *from, const char *without);
// Sets one, or adds it, if there is none of this name.
void eaf_attributes_set(eaf_attributes *a, const char *name, const char *value);
// Begins the element of `from` with them.
void eaf_attributes_start(eaf_attributes *a, const xml_attributes *from, xml_copy *copy);
