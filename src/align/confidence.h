// SPDX-License-Identifier: GPL-3.0-or-later
// How sure an alignment is, unit by unit and as a whole.
//
// Threads: no state; call from any thread.
#pragma once

#include "align/fitness.h"
#include "earvoice/align.h"

// How many spoken frames of the recording one of the voice takes; and that in the middle of all
// `spans` (of unit_span) that were found, 1 where there is none.
float confidence_rate_of(const unit_span *s);
float confidence_middle_rate(const GArray *spans);

// Sets the confidence of each of `spans` (of unit_span).
void confidence_rate(GArray *spans, const fitness *f);

// Says in `summary` whether the whole looks mismatched, and why.
void confidence_judge(const GArray *spans, const fitness *f, align_summary *summary);
