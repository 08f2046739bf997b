// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of one opened recording, for libraries that want to read and seek.
//
// Reads never use the position of the descriptor, and never wait for ever: a library that reads and
// reads without delivering anything meets a deadline.
//
// Threads: as decoder.h: one at a time.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct source source;

// Takes `fd`, a regular file. `name` is for error sentences.
source *source_new(int fd, const char *name);
void source_free(source *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(source, source_free)

const char *source_name(const source *s);

// Bytes in the file now: it may still be growing.
int64_t source_size(const source *s);

// Reads up to `size` bytes from `offset`. Returns the bytes read, 0 at the end, -1 if the disk
// fails or the deadline has passed.
gssize source_read(source *s, void *out, gsize size, int64_t offset);

// From now, reads succeed for `us` microseconds.
void source_set_deadline(source *s, int64_t us);
bool source_is_late(const source *s);

// Sets `error` to what stopped the last failed read, if a read failed: EARVOICE_ERROR_IO. Returns
// FALSE without `error` if all reads went well, and the file's content is to blame.
gboolean source_take_error(source *s, GError **error);
