// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as texts write them, in digits or in words, and what they come to: 14亿, 1.4 billion;
// 七十五, seventy-five; 11月, November; 20次, twentieth; 百分之六, 6 per cent.
//
// Threads: no state; call from any thread.
#pragma once

#include <glib.h>

#include "earvoice/speech.h"

typedef struct {
    guint start, length; // bytes
    double value;
} number;

// Appends the numbers of `text` (valid UTF-8) to `out` (of number), in order. A single Chinese
// numeral (一) and "a", "one" are none: they count nothing as often as they count.
void number_find(const char *text, language side, GArray *out);

// Two writings of a number have the same key. Free with g_free().
char *number_key(double value);
