// SPDX-License-Identifier: GPL-3.0-or-later
// Names of languages in files.
#pragma once

#include <glib.h>

// The side of "zh-CN", "EN", "cmn", "eng": a tag of BCP 47, or of three letters; -1: neither
// Chinese nor English, or NULL.
int tag_side(const char *tag);

// The same of the first `length` bytes of a text.
int tag_side_of(const char *tag, gsize length);
