// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of a TTML file for the way back: its elements as they are read, written down again,
// so that what comes out is XML whatever the file was.
//
// In a speech:
//
// * The header has the parts of ttml_kept, with TTML_MARK between them.
// * `settings` of a segment are "NUMBER LANGUAGE PRESERVE SIDE" of its p and the attributes of it:
//   which p it is of those that were read, 0 …; language and xml:space of what holds it; the
//   language of its text. Languages are 0, 1, or TTML_NO_SIDE: not said, or both.
// * `payload` is what is in the p, where the texts do not give it back. Times in it count from the
//   begin of the p.
// * `before` are the tags and comments between the p before, in the order of the file, and it; the
//   trailer is what comes behind the last one.
//
// A segment that was several p has a part for each, with TTML_MARK between them.
//
// No times are kept but those in a p and of animations; they are clock values then.
#pragma once

#include "format/cue.h"
#include "format/pair.h"
#include "format/ttml.h"

#define TTML_MARK    PAIR_MARK
#define TTML_NO_SIDE 2

typedef enum {
    TTML_KEPT_ABOVE,  // comments above the root
    TTML_KEPT_PREFIX, // of the elements of TTML: "tt:", or ""
    TTML_KEPT_ROOT,   // attributes of the root
    TTML_KEPT_HEAD,   // attributes of the head
    TTML_KEPT_INSIDE, // what is in the head, without what are metas of the speech
    TTML_KEPT,
} ttml_kept;

// What the writer writes by itself.
extern const char ttml_usual_root[], ttml_usual_inside[], ttml_usual_body[];

typedef struct ttml_keep ttml_keep;

ttml_keep *ttml_keep_new(void);
// Accepts NULL.
void ttml_keep_free(ttml_keep *k);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ttml_keep, ttml_keep_free)

// An element of TTML begins; its times are in `e`. The clock is that of ttml_clock_of().
void ttml_keep_start(ttml_keep *k, const ttml_element *parent, const ttml_element *e,
                     const xml_attributes *a);
// Another one begins, or one that is not shown; `drop`: neither it nor what is in it is kept.
void ttml_keep_other(ttml_keep *k, const ttml_clock *c, const xml_attributes *a, gboolean drop);
// The last one that began ends; `drop`: it is not kept after all.
void ttml_keep_end(ttml_keep *k, gboolean drop);
void ttml_keep_text(ttml_keep *k, const char *text, gsize length);
void ttml_keep_comment(ttml_keep *k, const char *text, gsize length);

// Sets settings, payload and before of the segment of the p that is ending, the `number`-th; they
// last until the next element. `from` holds the p.
void ttml_keep_segment(ttml_keep *k, int number, const ttml_element *from, segment *g);
// The segment was added.
void ttml_keep_added(ttml_keep *k);

// All was read: sets header and trailer, if there is anything that the writer would not write by
// itself. FALSE: there is not, and nothing is to be kept.
gboolean ttml_keep_finish(ttml_keep *k, speech_builder *out);
