// SPDX-License-Identifier: GPL-3.0-or-later
// The character references of HTML, by name (assets/entities.tsv) and by number.
//
// Threads: no state.
#pragma once

#include <glib.h>

// Two characters and a NUL.
#define ENTITY_SIZE 9

// The longest name, with its semicolon.
#define ENTITY_LONGEST 32

// Reads what stands behind an &: "amp;", "#233;", "#xE9;", or a name that may do without semicolon,
// and that begins a longer word ("notit;"). Sets `text` to the characters that it stands for, and
// returns how many bytes it took; 0: it is no reference.
gsize entity_read(const char *at, const char *end, char text[ENTITY_SIZE]);
