// SPDX-License-Identifier: GPL-3.0-or-later
// The player in a window.
//
// Threads: main thread only.
#pragma once

#include "app/app.h"
#include "app/first.h"

// Of a new window, at 100 %.
#define WINDOW_WIDTH  1280
#define WINDOW_HEIGHT 720

// Whether the environment names a display. Sets there what Xlib reads: call it before threads are
// started.
bool window_has_display(void);

// Whether SDL can use the display. Starts SDL's video.
bool window_possible(void);

// Shows `a` in a window, with the painter of `first`, until the user quits. FALSE with
// EARVOICE_ERROR_DEVICE if it cannot be opened.
gboolean window_run(app *a, first_picture *first, GError **error);
