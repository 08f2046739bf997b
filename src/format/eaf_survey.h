// SPDX-License-Identifier: GPL-3.0-or-later
// What is in an EAF that is to be changed: which annotations are to be, and which names are taken.
//
// Threads: no state.
#pragma once

#include "format/tiers_changes.h"

// The id of the type of tiers that are added.
#define EAF_TYPE "earvoice"
// The property in which ELAN keeps the number of the last id that it gave.
#define EAF_LAST_ID "lastUsedAnnotationId"

// Where a reader is; all 0 at the beginning.
typedef struct {
    guint tiers;       // that began
    guint annotations; // of the last one, that began
} eaf_place;

// Whether an element of this name is an annotation; it is counted then, as tiers are.
gboolean eaf_place_start(eaf_place *p, const char *element);
// What became of the annotation that began last; NULL: it is as it was.
const tier_change *eaf_place_change(const eaf_place *p, const tiers_changes *c);

typedef struct {
    guint64 last_slot, last_annotation; // the greatest number of an id "ts1", "a1"
    gboolean has_type;                  // EAF_TYPE
    GHashTable *needed; // set of the ids of annotations that others refer to which stay
} eaf_survey;

// Looks through the file, of which `c` says what is to be changed. Clear it with
// eaf_survey_clear().
void eaf_survey_file(const char *from, gsize size, const tiers_changes *c, eaf_survey *s);
void eaf_survey_clear(eaf_survey *s);
