// SPDX-License-Identifier: GPL-3.0-or-later
// The decoder on a file that is open already.
#pragma once

#include "earvoice/decoder.h"
#include "media/backend.h"

// As decoder_open(). Takes `fd`, a regular file, also when it fails; `name` is for error sentences.
decoder *decoder_open_fd(int fd, const char *name, GError **error);

// A decoder on `self` of `with`, which it takes: a back end that needs no file.
decoder *decoder_on(const backend *with, void *self, const decoder_info *info);
