// SPDX-License-Identifier: GPL-3.0-or-later
// The player on a terminal: both languages line by line in time, the same keys, nothing but lines
// of text, so that it works through ssh, on a braille display and with a screen reader.
//
// Threads: main thread only.
#pragma once

#include "app/app.h"

// Plays `a` on standard input and output until the user quits; where standard input is no terminal,
// to the end of the recording. FALSE with EARVOICE_ERROR_DEVICE.
gboolean terminal_run(app *a, GError **error);
