// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an Ogg file is several recordings one after the other, whose times start again.
#pragma once

#include <stdbool.h>

#include "media/source.h"

// Compares the last stream in the file with those that begin it (RFC 3533, section 4). Reads 128
// KiB at most.
bool ogg_is_chained(source *in);
