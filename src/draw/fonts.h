// SPDX-License-Identifier: GPL-3.0-or-later
// The fonts: one Pango context, set up so that lines break alike at every scale.
//
// Threads: belongs to one thread at a time, as Pango's font map does.
#pragma once

#include <pango/pangocairo.h>

#include "earvoice/speech.h"

typedef struct fonts fonts;

fonts *fonts_new(void);
// Accepts NULL.
void fonts_free(fonts *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(fonts, fonts_free)

// Whether Han can be drawn. If not, it is to be left out: rows of boxes help nobody.
gboolean fonts_has_han(const fonts *f);

// An empty layout that is set in `side`'s font, `size_px` tall. Free with g_object_unref().
PangoLayout *fonts_layout(fonts *f, language side, int size_px, gboolean bold);

// Kept by Pango; lives for ever.
PangoLanguage *fonts_language(language side);
