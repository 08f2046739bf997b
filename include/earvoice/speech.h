// SPDX-License-Identifier: GPL-3.0-or-later
// A speech: spans of sound mapped to aligned Chinese and English text.
//
// A speech is paragraphs of segments. A segment is one aligned unit: a sentence pair, or a whole
// paragraph where nothing finer is known. It has a span of time (or none, in an untimed transcript)
// and a text in each language, either of which may be empty.
//
// A speech is immutable once built and counted by reference, so any thread may read it without a
// lock. It is built by a speech_builder, which belongs to one thread.
#pragma once

#include <glib.h>
#include <stdint.h>

#include "earvoice/timecode.h"

typedef enum { LANGUAGE_ZH, LANGUAGE_EN } language;
#define LANGUAGES 2

// "zh", "en": as in files and on the command line.
const char *language_code(language side);

// A known time inside a segment: what stands at byte `offset` of text[side] begins at `start_us`.
typedef struct {
    language side;
    int offset;
    int64_t start_us;
} word_mark;

// All strings belong to the speech. `text` is valid UTF-8 without control characters but newlines.
typedef struct {
    int64_t start_us; // TIME_NONE: untimed; else 0 … TIME_MAX
    int64_t end_us;   // TIME_NONE as start_us; else > start_us; the span is [start_us, end_us)
    int paragraph;    // index for speech_paragraph()
    float confidence; // 0 … 1: of the times, as an aligner gave it; -1: unknown
    int word_count;   // words known, 0 for none, ordered by side, then offset
    const word_mark *words;
    const char *text[LANGUAGES]; // "" where there is none, never NULL

    // What the file said besides, kept for the way back. NULL: nothing.
    const char *id; // of the cue
    // The rest is of speech_verbatim_format(); what stands for WebVTT is its own business in
    // others.
    const char *settings; // what stands behind a cue's times
    const char *payload;  // its text as it stood there, if the texts above do not give it back
    const char *before;   // blocks between the cue before and it, each ended by a blank line
    // What its texts were cut from: lines in which the language changes. NULL: each text had lines
    // of its own.
    const char *mixed;
} segment;

// Whether it has text in any language.
gboolean segment_has_text(const segment *g);

typedef enum {
    PARAGRAPH_BODY,
    PARAGRAPH_HEADING, // title, place and date, speaker: above the speech, not spoken
} paragraph_kind;

// Segments first … first + count - 1. No paragraph is empty.
typedef struct {
    paragraph_kind kind;
    int first, count;
} paragraph;

typedef struct speech speech;

// Adds a reference, for speech_unref(), and returns `s`. Any thread.
speech *speech_ref(speech *s);
// Accepts NULL.
void speech_unref(speech *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(speech, speech_unref)

// How many segments there are.
int speech_segment_count(const speech *s);
// Index 0 … count - 1, in reading order. The pointer lives as long as the speech.
const segment *speech_segment(const speech *s, int index);
// How many paragraphs there are.
int speech_paragraph_count(const speech *s);
// As speech_segment().
const paragraph *speech_paragraph(const speech *s, int index);

// Whether any segment has times. An untimed speech can be read but not followed.
gboolean speech_is_timed(const speech *s);

// The confidence of times that are known to be rough: from a transcript that has them to the second
// at best, or between two such.
#define SPEECH_ROUGH 0.0F

// Whether it is timed, and all its times are rough (SPEECH_ROUGH): it can be followed, and is worth
// aligning.
gboolean speech_is_rough(const speech *s);

// Whether any segment has text in `side`.
gboolean speech_has_language(const speech *s, language side);

// The largest end of a segment; 0 when untimed.
int64_t speech_end_us(const speech *s);

// The segment spoken at `us`: of those whose span holds `us`, the one that began last (the later in
// reading order if two began together). -1: between segments, or untimed. O(log n).
int speech_segment_at(const speech *s, int64_t us);

// The segment that began last at or before `us`, whether or not it still lasts; -1 before the
// first. O(log n).
int speech_segment_before(const speech *s, int64_t us);

// The first time after `us` at which speech_segment_at() changes; INT64_MAX if never. O(log n).
int64_t speech_next_change(const speech *s, int64_t us);

// The timed segment `by` places from `index` (-1: before the first) in order of time, held at the
// first and the last; -1 if nothing is timed.
int speech_step(const speech *s, int index, int by);

// Smallest start and largest end of the timed segments of a paragraph; FALSE if none is timed.
gboolean speech_paragraph_span(const speech *s, int index, int64_t *start_us, int64_t *end_us);

// What the file says of the speech under `key`: "title", "title-zh", "title-en" (what readers that
// find a title in both languages give), "audio" (the recording's name, relative to the file),
// "spoken" ("zh" or "en": the language heard). Keys and values as in the file. NULL if it says
// nothing.
const char *speech_meta(const speech *s, const char *key);

// The i-th key and value, in the file's order; FALSE past the last.
gboolean speech_meta_at(const speech *s, int index, const char **key, const char **value);

// What a file says that only its own format can hold is kept verbatim, for the way back: settings,
// payload and before of segments, and what stands behind the last one and before the first one (""
// if nothing). It is of the format of this name in the registry; NULL: of none, and not to be
// written.
const char *speech_verbatim_format(const speech *s);
// What stands behind the last segment; "" if nothing.
const char *speech_trailer(const speech *s);
// What stands before the first one; "" if nothing.
const char *speech_header(const speech *s);
// How many segments keep anything of it that is more than their text; what stands around them
// counts as one more.
int speech_verbatim_count(const speech *s);

typedef struct speech_builder speech_builder;

// Empty. Free it with speech_builder_free().
speech_builder *speech_builder_new(void);
// Accepts NULL.
void speech_builder_free(speech_builder *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(speech_builder, speech_builder_free)

// No speech has more said of it.
#define SPEECH_METAS_MAX 256
// Sets a meta value; the last value of a key counts, and of more keys than SPEECH_METAS_MAX the
// first ones. Copies.
void speech_builder_meta(speech_builder *b, const char *key, const char *value);
// Whether `key` has a value.
gboolean speech_builder_has_meta(const speech_builder *b, const char *key);
// What speech_verbatim_format() and speech_header() give; the last call counts. Copies.
void speech_builder_header(speech_builder *b, const char *format, const char *verbatim);
// What speech_trailer() gives; the last call counts. Copies.
void speech_builder_trailer(speech_builder *b, const char *verbatim);

// The segments added from now on are of a new paragraph. One that gets none is not kept.
void speech_builder_paragraph(speech_builder *b, paragraph_kind kind);

// Adds a segment and copies all it points to. `paragraph` is ignored; NULL texts count as "". Texts
// are made safe for layout (control characters, invalid UTF-8: base/safe.h). Times out of range are
// programmer's mistakes: readers check.
void speech_builder_segment(speech_builder *b, const segment *from);

// How many segments it has.
int speech_builder_count(const speech_builder *b);

// Makes the speech and empties the builder. Order is that of adding.
speech *speech_builder_end(speech_builder *b);
