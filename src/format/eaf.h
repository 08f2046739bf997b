// SPDX-License-Identifier: GPL-3.0-or-later
// ELAN's EAF: what its reader and its two writers share.
//
// Threads: no state.
#pragma once

#include "earvoice/format.h"
#include "format/tiers.h"

#define EAF_XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

// What a file is begun with, if it was not one before.
extern const char eaf_usual_head[];

// What has to be known to change a file.
typedef struct {
    int64_t unit_us, origin_us; // what a time of 1 is; where 0 is
    int media;                  // the MEDIA_DESCRIPTOR that names the recording, 0 …; -1: none
} eaf_facts;

// Reads the tiers, and adds the segments that they make up to `out`, and what the file says of the
// speech; FALSE: there are none.
gboolean eaf_tiers(const char *from, gsize size, tiers *to, report *r, speech_builder *out,
                   eaf_facts *facts);

// A time of the file as time, and back; none is before its beginning.
int64_t eaf_time_of(const eaf_facts *facts, int64_t value);
int64_t eaf_value_of(const eaf_facts *facts, int64_t us);

// Whether a property of this name is of the speech.
gboolean eaf_is_meta(const char *key);

// ---- writing

// Of a recording, by its name; the URL is to be freed with g_free().
const char *eaf_mime_of(const char *name);
char *eaf_url_of(const char *name);

void eaf_append_property(GString *out, const char *key, const char *value);
void eaf_append_slot(GString *out, guint64 id, int64_t value);
void eaf_append_annotation(GString *out, guint64 id, guint64 first_slot, guint64 second_slot,
                           const written_span *w);

// The same file with other times. Free with g_free().
char *eaf_move(const char *file, time_change to, const void *data);

// Writes a speech back into the file that it was read from. FALSE: nothing was kept, or it is none.
gboolean eaf_write_back(const speech *s, GString *out, report *r);
