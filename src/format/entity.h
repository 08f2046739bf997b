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

// The same at an &, only of what ends with a semicolon: other text than HTML has "AT&T", too.
// Returns how many bytes it took, with the &; 0: it is no such reference.
gsize entity_read_closed(const char *at, const char *end, char text[ENTITY_SIZE]);

// Appends `text` with what such references stand for.
void entity_append_plain(GString *to, const char *text);
