// SPDX-License-Identifier: GPL-3.0-or-later
// A recording and its texts in one Matroska file: the sound as it was, a subtitle track for each
// language, a chapter for each paragraph, and the timestamp file attached. Players show the tracks;
// this program reads the attached file.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/speech.h"

// How much later the sound is in such a file than in `recording`: what an MP3 or AAC encoder puts
// before the sound is skipped there, but Matroska has no word for it. FALSE with an error of
// decoder_open().
gboolean mux_lead(const char *recording, int64_t *us, GError **error);

// Writes to `fd`, from its beginning; times are those in the new file. `native` is the attached
// file, called `name`. The sound is copied, not decoded. FALSE with an error of decoder_open(), or
// EARVOICE_ERROR_IO.
gboolean mux_speech(const speech *s, const char *recording, GBytes *native, const char *name,
                    int fd, GError **error);

// Whether a file that begins with `head` was written by mux_speech().
gboolean mux_is_own(GBytes *head);
