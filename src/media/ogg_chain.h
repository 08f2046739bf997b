// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an Ogg file is several recordings one after the other, whose times start again.
#pragma once

#include <stdbool.h>

#include "media/source.h"

// Compares the last stream in the file with those that begin it (RFC 3533, section 4), and whether
// its pages are counted again from the beginning. Reads 64 KiB at some fifty places.
bool ogg_is_chained(source *in);

// The granule position of the last page: in frames of its codec, from when the stream began, which
// may be long before the file does. -1: there is none.
int64_t ogg_last_granule(source *in);
