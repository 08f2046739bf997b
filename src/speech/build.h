// SPDX-License-Identifier: GPL-3.0-or-later
// What a speech_builder does for the readers of formats besides.
#pragma once

#include "earvoice/speech.h"

// As speech_builder_segment(), for texts that safe_text() has seen (base/safe.h): they are not
// looked at again.
void speech_builder_safe_segment(speech_builder *b, const segment *from);

// Sets the metas of `s` that have no value yet.
void speech_builder_metas(speech_builder *b, const speech *s);

// Puts words (word_mark) in the order in which a segment has them.
void segment_sort_words(GArray *words);

// Told of each segment while it is copied: what is changed in `g` and `words` (of word_mark) is
// what the copy has.
typedef void (*segment_change)(void *data, int index, segment *g, GArray *words);

// A builder that has all of `s` but the segments: metas, and what stands around them.
speech_builder *speech_builder_like(const speech *s);

// A copy of `s` with all times later by `us`, 0 or more; what would end behind TIME_MAX stays.
speech *speech_later(const speech *s, int64_t us);

// A builder that holds a copy of all of `s`, ready for more; `change` may be NULL.
speech_builder *speech_builder_from(const speech *s, segment_change change, void *data);
