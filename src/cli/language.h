// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the program's own words: the locale's, or what the settings say.
#pragma once

#include "app/settings.h"

// Takes up the user's locale and finds the catalogues. Before anything else, on the only thread.
void language_start(void);

// From now on, words are in the language of `choice`. Before there is a second thread.
void language_use(language_choice choice);
