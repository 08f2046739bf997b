// SPDX-License-Identifier: GPL-3.0-or-later
// Which format a text is in.
//
// Threads: no state.
#pragma once

#include "earvoice/format.h"

// The format of the `size` bytes of `text`, UTF-8, which a NUL follows. NULL: none of those that
// are known. What is in JSON is in a format of JSON, or none: never a transcript.
const format *recognise(const char *text, gsize size);
