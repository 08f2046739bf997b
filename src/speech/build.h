// SPDX-License-Identifier: GPL-3.0-or-later
// What a speech_builder does for the readers of formats besides.
#pragma once

#include "earvoice/speech.h"

// As speech_builder_segment(), for texts that safe_text() has seen (base/safe.h): they are not
// looked at again.
void speech_builder_safe_segment(speech_builder *b, const segment *from);
