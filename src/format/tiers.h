// SPDX-License-Identifier: GPL-3.0-or-later
// Tiers: rows of spans with a text each, one above the other, as programs for phonetics keep them;
// and what of them is the speech.
//
// * A tier's name, or a language tag, says whether it is Chinese or English; else its texts do.
//   Tiers of sentences are the text. Such of one language are taken together, but not one that lies
//   over what another says already, unless its name says the language.
// * Spans that are the same in both languages are one segment; the others are joined by time.
// * A tier of words gives the times of the words in the sentences they stand in.
// * Where there are no sentences, words are the segments; where there are no words, sounds are.
// * Tiers without letters, and all that are not used, are named in the report.
//
// An item is what tiers_add() was called for, and a span is what has a text of these: items of the
// same times in one tier are one span. What a tier is to the speech is its role.
//
// Threads: no state; a `tiers` belongs to one thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

// So many tiers are looked at; the others are reported.
#define TIERS_MAX 64

typedef struct {
    int64_t start_us, end_us; // end_us: TIME_NONE for a point, until it is known what follows
    const char *text;         // without spaces at its ends, never ""; of the tiers
    int line;                 // where it stands, 1 …
    int order;                // of its item in the tier, 0 …; of several items the first
} tier_span;

// An item that is one span with another one before it.
typedef struct {
    int first, order; // the order of the span, and that of the item
} tier_joined;

typedef enum { TIER_NUMBERS, TIER_SOUNDS, TIER_WORDS, TIER_SENTENCES } tier_level;

typedef struct tier tier;
struct tier {
    char *name;
    int line;
    int side;          // the language of all; -1: both languages, or not known
    language most;     // the side, or the one it has more of
    gboolean declared; // the name or the tag says the side
    gboolean is_text;  // its spans are segments
    gboolean is_times; // it has the words of another one
    gboolean points;   // some of it are points in time
    gboolean fixed;    // its spans have the times of others, to which they refer
    tier_level level;
    int items;         // so many, with blank ones and those that cannot be
    GArray *spans;     // tier_span; behind tiers_end() in order of time, none of the same times
    GArray *joined;    // tier_joined, by first, then order
    const tier *words; // with the times of its words; NULL: none
};

typedef struct tiers tiers;

// None yet. Borrows `r` (may be NULL), which has to last as long. Free it with tiers_free().
tiers *tiers_new(report *r);
// Accepts NULL.
void tiers_free(tiers *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tiers, tiers_free)

// Begins a tier; returns its index for tiers_add(), which passes over what is said of those behind
// TIERS_MAX. `tag` is of its language, or NULL; `line` is where it stands, 1 …. Copies.
guint tiers_begin(tiers *t, const char *name, const char *tag, int line);
// How many there are, and the i-th, 0 …; it belongs to `t`.
guint tiers_count(const tiers *t);
const tier *tiers_at(const tiers *t, guint index);

// The spans of a tier refer to others and have their times, so that it can take no new ones.
void tiers_fix(tiers *t, guint index);

// Adds an item to a tier, with a copy of the `length` bytes at `text` (UTF-8). Blank ones are
// passed over; spans that cannot be are reported. `end_us` is TIME_NONE for a point in time: it
// lasts until the next one, the last 5 s.
void tiers_add(tiers *t, guint index, int64_t start_us, int64_t end_us, const char *text,
               gsize length, int line);

// Before tiers_end(): there is more to be kept for the way back than tiers as tiers_of() gives
// them.
void tiers_keep(tiers *t);

// Once, behind all items: finds what the tiers are, and adds the segments that they make up to
// `out`. FALSE: there is no text in them.
gboolean tiers_end(tiers *t, speech_builder *out);

// Behind tiers_end(): keeps the file in `out` for the way back, as `name` (of the format), if there
// is more in it than the writer gives by itself. The header is the file, the trailer says what each
// tier is; the settings of segments say of which spans they are, "TIER.ORDER" with PAIR_MARK
// between them.
void tiers_keep_file(const tiers *t, speech_builder *out, const char *name, const char *file);
// Empty, for reading once more the file that `s` keeps: each tier is what the trailer says, and is
// not found out again; nothing is reported. As tiers_new().
tiers *tiers_new_again(const speech *s);
// How many tiers with texts are no part of the speech, by a trailer.
int tiers_count_others(const char *roles);

// ---- inside

// The language that a tier's name or a tag says; -1: neither, or both.
int tier_side_by_name(const char *name);

// Sets the side, if it is not declared, and the level.
void tier_find_out(tier *t);

// How many of the words of `w` stand in the sentences of `t`, in order; `inside`: how many lie in
// their time.
int tier_count_words(const tier *t, const tier *w, int *inside);

// Where in the text of `s` words of `w` begin; `marks` (of word_mark; side is not set) is emptied
// first. Returns how many words lie in its time.
int tier_find_words(const tier_span *s, const tier *w, GArray *marks);

// Adds the time of `spans` to what is `taken` (both of tier_span), which is in order of time, none
// over or beside another.
void tiers_cover(GArray *taken, const GArray *spans);

// Order of time.
int tiers_compare_spans(const void *a, const void *b);

// What each of the tiers (tier *) is: finds it by what is in them; says it as a string, to be freed
// with g_free(); takes it from such a string, of which nothing is relied on.
void tiers_find_roles(const GPtrArray *all);
char *tiers_say_roles(GPtrArray *all);
void tiers_take_roles(const GPtrArray *all, const char *roles);

// ---- writing

typedef struct {
    int64_t start_us, end_us;
    const char *text; // in the speech, not NUL-terminated
    gsize length;
} written_span;

typedef struct {
    char *name;   // "zh", "en words", "zh 2"
    char *parent; // of a tier of words, the name of the one with its sentences; NULL
    language side;
    GArray *spans; // written_span, in order, none over another
} written_tier;

// Takes a written_tier; a GDestroyNotify.
void written_tier_free(gpointer data);

// The tiers (written_tier *) of the timed segments of `s`, times rounded to `step_us`, 1 or more.
// Segments that overlap are in tiers of their own. `r` (may be NULL) is told what is left out. Free
// with g_ptr_array_unref(); it borrows from `s`.
GPtrArray *tiers_of(const speech *s, int64_t step_us, report *r);
// A time, not below 0, as it is written.
int64_t tiers_round(int64_t us, int64_t step_us);

// The place of a tier of this name among those that tiers_of() gives, in their order; -1: it gives
// none of this name.
int tier_usual_place(const char *name);
