// SPDX-License-Identifier: GPL-3.0-or-later
// The painter, made ready while the recording, the display and the window are being opened: to find
// and load fonts the first time takes longer than all of these.
//
// Threads: main thread. The painter is made by a thread that has ended before the painter is given
// out.
#pragma once

#include "app/settings.h"
#include "earvoice/painter.h"

typedef struct first_picture first_picture;

// Lays out and draws the beginning of `s` as it will look in a window of that size, to
// nowhere. End with first_picture_stop().
first_picture *first_picture_start(const settings *with, speech *s, int width_px, int height_px);

// Waits for the painter, which belongs to `f`.
painter *first_picture_painter(first_picture *f);

// Accepts NULL.
void first_picture_stop(first_picture *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(first_picture, first_picture_stop)
