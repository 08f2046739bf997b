// SPDX-License-Identifier: GPL-3.0-or-later
// A scene as a picture of its own.
#pragma once

#include "earvoice/painter.h"

// A fresh surface of the view's size (1 … 16384 pixels a side) with the scene on it. Free with
// cairo_surface_destroy(). The painter's next painter_draw() draws everything.
cairo_surface_t *picture_new(painter *p, const speech *s, const scene *now);

// Writes a surface as PNG; never over a file that is something else. Returns FALSE with
// EARVOICE_ERROR_IO.
gboolean picture_save(cairo_surface_t *picture, const char *path, GError **error);
