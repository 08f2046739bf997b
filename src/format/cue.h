// SPDX-License-Identifier: GPL-3.0-or-later
// What one cue says: text that comes in bits, of known language or not, with times of words between
// them, made into the texts and word marks of a segment.
//
// A cue is used again for each cue of a file, so that reading allocates little. It belongs to one
// thread.
#pragma once

#include "earvoice/speech.h"

#define CUE_FIND_OUT (-1)

typedef struct cue cue;

cue *cue_new(void);
// Accepts NULL.
void cue_free(cue *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cue, cue_free)

// Forgets what was said.
void cue_clear(cue *c);

// Adds UTF-8 text in `side`; CUE_FIND_OUT leaves that to the script of its lines.
void cue_say(cue *c, int side, const char *text, gsize length);

// The same of text that flows, as that of XML and HTML does: any white space is one space, which
// comes when something is said behind it.
void cue_say_flowed(cue *c, int side, const char *text, gsize length);

// What is said from here on in `side` begins at `us`.
void cue_mark(cue *c, int side, int64_t us);

// Ends it: texts are trimmed line by line, without blank lines, and safe for layout. Marks move to
// the next letter; those behind the last one, or outside start_us … end_us of `out`, are dropped.
// Sets texts and words of `out`, as speech_builder_safe_segment() wants them; they last until the
// cue is used again.
void cue_finish(cue *c, segment *out);

// When something is said, and in which language: -1 if in none, or in both.
typedef struct {
    int64_t start_us, end_us;
    int side;
} cue_span;

// Whether the one is the other in the other language: they have times, the same, and are one
// segment.
gboolean cue_is_translation(const cue_span *one, const cue_span *other);

// Text and translation that were timed apart begin and end so close together; nothing that is said
// is so short.
#define CUE_NEAR_US (TIME_SECOND * 3 / 20)

// The same of times that are nearly the same, and last together for at least half of the longer
// one.
gboolean cue_is_near_translation(const cue_span *one, const cue_span *other);

// Gives such neighbours among `spans`, which are in order of time, one span: that of both together.
// Returns how many pairs had two.
guint cue_settle_near(cue_span *spans, guint count);

// What is wrong with the order of two times: translated; NULL: nothing.
const char *cue_order_problem(int64_t start_us, int64_t end_us);

// Whether two segments have the same texts, with the same words marked at times that differ by
// `most_us` at most.
gboolean cue_is_same(const segment *a, const segment *b, int64_t most_us);

// All of the above for a cue that is one text whose languages are to be found; nothing of it need
// be copied first.
void cue_read(cue *c, const char *text, gsize length, segment *out);

// Whether cue_read() finds the texts of `g` again where they stand one below the other, the Chinese
// one first; for writers of formats without a place for the language.
gboolean cue_finds_again(cue *c, const segment *g);
