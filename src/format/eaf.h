// SPDX-License-Identifier: GPL-3.0-or-later
// ELAN's EAF: what its reader and its two writers share.
//
// Threads: no state.
#pragma once

#include "earvoice/format.h"
#include "format/tiers.h"

#define EAF_XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

// What a file is begun with that is not written back into another one.
extern const char eaf_usual_head[];

// What has to be known to change a file.
typedef struct {
    int64_t unit_us;   // what a time of 1 in the file is
    int64_t origin_us; // what a time of 0 is: where the file begins in its recording
    int media;         // the MEDIA_DESCRIPTOR that names the recording, 0 …; -1: none
} eaf_facts;

// Reads the tiers, and adds the segments that they make up to `out`, and what the file says of the
// speech; `facts` are set in any case. `r` may be NULL. FALSE: there are no segments.
gboolean eaf_tiers(const char *from, gsize size, tiers *to, report *r, speech_builder *out,
                   eaf_facts *facts);

// A time of the file as time, and back: rounded, and not before the beginning of the file.
int64_t eaf_time_of(const eaf_facts *facts, int64_t value);
int64_t eaf_value_of(const eaf_facts *facts, int64_t us);

// Whether a property of this name is of the speech (speech_meta()), and none of ELAN's own.
gboolean eaf_is_meta(const char *key);

// ---- writing

// The MIME type and the URL of a recording beside the file, by its bare name; the URL is to be
// freed with g_free().
const char *eaf_mime_of(const char *name);
char *eaf_url_of(const char *name);

// Append an element, indented and with a line end. Ids are the numbers behind "ts" and "a"; `value`
// is a time of the file, and of an annotation the text of `w` is written only.
// The descriptor of a recording, by its name.
void eaf_append_media(GString *out, const char *name);
void eaf_append_property(GString *out, const char *key, const char *value);
void eaf_append_slot(GString *out, guint64 id, int64_t value);
void eaf_append_annotation(GString *out, guint64 id, guint64 first_slot, guint64 second_slot,
                           const written_span *w);

// The same file with other times: all its time slots are moved. Free with g_free().
char *eaf_move(const char *file, time_change to, const void *data);

// Writes a speech back into the file that it was read from; `r` (may be NULL) is told what is left
// out. FALSE: nothing was kept, or it is none, and nothing is written.
gboolean eaf_write_back(const speech *s, GString *out, report *r);
