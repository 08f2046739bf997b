// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of tiers_compare(): tiers_back.c finds what each segment says in which tier,
// tiers_settle.c which of it lies over none, and tiers_added.c makes the words and the new tiers.
//
// Threads: no state.
#pragma once

#include "format/tiers_back.h"

// A span as it is to be.
typedef struct {
    int64_t start_us, end_us;
    int order;                // of its first item; -1: a new one
    const segment *g;         // the segment that it is of
    const char *text;         // what it says of it; NULL: what it said
    gboolean says[LANGUAGES]; // the languages of the segment that are said here, and nowhere else
    gboolean words;           // its words are to be said anew
} placed;

// A tier, while it is compared.
typedef struct {
    const tier *is;
    int *span_of;           // of each item: the span it is the first of; -1: none
    gboolean *taken;        // of each item: a segment is of it
    GArray *placed;         // placed; behind compared_settle() those that were not refused
    int words;              // the index of the tier with its words; -1: none
    GArray *wiped;          // tier_span, of others: the words in them go
    speech_builder *spoken; // segments whose words are to be written anew
} compared;

// Which span a segment is of.
typedef struct {
    guint tier;
    int order;
} place;

typedef struct {
    const tiers *t;
    int64_t step_us;
    report *report;
    GHashTable *before; // settings -> segment
    compared *tiers;
    guint count;
    GArray *places;                  // place, of the segment that is compared
    speech_builder *left[LANGUAGES]; // what has no tier
    tiers_changes *out;
} comparer;

// Whether two times are written as one.
gboolean compared_same_time(const comparer *c, int64_t one_us, int64_t other_us);
// The span that an item is the first of.
const tier_span *compared_span(const comparer *c, guint index, int order);
// Adds a segment in one language, with its words.
void compared_add_side(speech_builder *out, const segment *g, language side);

// ---- what goes: tiers_settle.c

// One item alone.
void compared_remove_item(const comparer *c, guint index, int order);
// The other items of the span that an item is the first of.
void compared_remove_joined(const comparer *c, guint index, int order);
// The words whose middle lies in the span, but those that another one says which keeps its words.
void compared_remove_words(const comparer *c, guint index, int order);
// A span with its items and words.
void compared_remove_span(const comparer *c, guint index, int order);

// Of what was placed in a tier, what is changed or new and lies over none is written; the rest is
// left to new tiers.
void compared_settle(const comparer *c, guint index);

// ---- what is new: tiers_added.c

// Behind compared_settle() of all tiers: the words of what is said anew, and tiers for what is
// left.
void compared_add(const comparer *c);
