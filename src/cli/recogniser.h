// SPDX-License-Identifier: GPL-3.0-or-later
// What a speech recogniser heard: read from a file, or by running whisper.cpp's whisper-cli.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/heard.h"

// `asr`: a file that a recogniser wrote, or "auto": run whisper-cli on `recording` with `model`
// (NULL: $EARVOICE_ASR_MODEL), which takes about as long as the recording. `spoken`: zh, en or
// auto. NULL with EARVOICE_ERROR_USAGE (no model is named), _IO (the program is not installed, or
// fails) or _FORMAT.
heard *recogniser_hear(const char *asr, const char *recording, const char *spoken,
                       const char *model, GError **error);
