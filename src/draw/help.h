// SPDX-License-Identifier: GPL-3.0-or-later
// The keys, over the stage, in as many columns and as large as they fit.
#pragma once

#include "draw/canvas.h"
#include "earvoice/painter.h"

void help_draw(const canvas *c, const painter_key *keys, int count);
