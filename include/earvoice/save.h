// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a timestamp file.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/speech.h"

// Writes `s` to `path`, in the format that its name ends with (WebVTT where none does), whole or
// not at all. Only a timestamp file is replaced. `recording` (may be NULL): named in the file if it
// lies in the same folder. FALSE with EARVOICE_ERROR_IO.
gboolean save_speech(const speech *s, const char *path, const char *recording, GError **error);
