// SPDX-License-Identifier: GPL-3.0-or-later
// The errors of the library: a whole sentence in the user's language that names the file and, for
// text, the line. Only the program's edge (cli, the message line) shows them; no module prints.
#pragma once

#include <glib.h>

#define EARVOICE_ERROR (earvoice_error_quark())

typedef enum {
    EARVOICE_ERROR_IO,        // a file cannot be read or written
    EARVOICE_ERROR_FORMAT,    // a file holds something else than it should
    EARVOICE_ERROR_USAGE,     // the program was called wrongly
    EARVOICE_ERROR_DEVICE,    // a sound device or a window cannot be had
    EARVOICE_ERROR_CANCELLED, // the user, or a deadline, ended it
} earvoice_error;

// The domain of the errors above, for g_error_matches() and g_set_error().
GQuark earvoice_error_quark(void);
