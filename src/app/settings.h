// SPDX-License-Identifier: GPL-3.0-or-later
// What the user may set: one row gives the command line option, the key in the settings file, its
// limits and its help.
//
// Threads: main thread only.
#pragma once

#include <glib.h>

#include "earvoice/decoder.h"
#include "earvoice/report.h"
#include "earvoice/scene.h"

// The language of the interface.
typedef enum { CHOICE_AUTO, CHOICE_ZH, CHOICE_EN, CHOICE_COUNT } language_choice;

typedef struct {
    int layout;        // layout_mode
    int theme;         // theme_id
    int scale_percent; // 0: from the desktop
    int size_percent[LANGUAGES];
    int swapped;
    int listed;
    int channel; // of channel
    int speed_percent;
    int volume_percent;
    int delay_ms; // how much later than reckoned the sound is heard
    int language; // language_choice
} settings;

// What holds where nothing is set.
settings settings_default(void);

// Reads the user's settings file over `to`; a value out of its limits is reported and left alone. A
// missing file is no error.
void settings_load(settings *to, report *r);

// Writes those values to the user's settings file in which `now` differs from `before`. FALSE with
// EARVOICE_ERROR_IO.
gboolean settings_save(const settings *before, const settings *now, GError **error);

// Options for a GOptionContext whose group has `to` as its user data: one for each row.
GOptionEntry *settings_options(void);

// Sets the row called `name` from text: a number or a word of its choices. FALSE with
// EARVOICE_ERROR_USAGE and a sentence that says what is possible.
gboolean settings_set(settings *to, const char *name, const char *value, GError **error);
