// SPDX-License-Identifier: GPL-3.0-or-later
// The bar at the top: the speech's title in both languages, and what the window is for.
#pragma once

#include "draw/canvas.h"

void header_draw(const canvas *c);
