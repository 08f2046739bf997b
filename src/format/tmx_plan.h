// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be done to the units of a TMX file, so that it says what a speech does that was read
// from it.
#pragma once

#include "earvoice/speech.h"

// What becomes of the text in a language; else the variant whose text is replaced (tmx_unit.of).
enum { TMX_AS_IT_IS = -1, TMX_REMOVED = -2, TMX_ADDED = -3 };

typedef struct {
    gboolean gone;    // the unit is left out
    const segment *g; // whose texts it has, if one of them is not as it is
    int to[LANGUAGES];
} tmx_plan;

// The plans (tmx_plan) of the units that are whole, in their order; NULL: there is no file that can
// be copied. `added` gets the segments that are new units. Free with g_array_unref().
GArray *tmx_plan_units(const speech *s, GPtrArray *added);
