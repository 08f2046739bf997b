// SPDX-License-Identifier: GPL-3.0-or-later
// Which characters follow the rules of Chinese typography (W3C clreq, ECMA-376 kinsoku).
#pragma once

#include <glib.h>

// Han, and the kana and bopomofo that are set like it.
gboolean han_is(gunichar c);
// A full-width mark whose blank half lies behind it, as in `，` `。` `”` `）`.
gboolean han_closes(gunichar c);
// A full-width mark whose blank half lies before it, as in `“` `（` `《`.
gboolean han_opens(gunichar c);
// A mark that may not stand at the start of a line.
gboolean han_not_first(gunichar c);
// A mark that may not stand at the end of a line.
gboolean han_not_last(gunichar c);
