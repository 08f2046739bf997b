// SPDX-License-Identifier: GPL-3.0-or-later
// The message line: a row of its own above the bar, so that it hides no text.
#pragma once

#include "draw/canvas.h"

// How high the row has to be for the view's message; 0: there is none. `c->at` need not have room
// for it yet.
int message_height(const canvas *c);
void message_draw(const canvas *c);
