// SPDX-License-Identifier: GPL-3.0-or-later
// The blocks made lately, so that a frame lays out nothing: bounded, the one not asked for the
// longest goes first.
#pragma once

#include "draw/block.h"

typedef struct shelf shelf;

// Holds at most `capacity` blocks.
shelf *shelf_new(fonts *f, int capacity);
// Accepts NULL.
void shelf_free(shelf *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(shelf, shelf_free)

// Forgets all blocks and takes up `of` (borrowed until the next call; NULL: nothing).
void shelf_set(shelf *s, const speech *of);
const speech *shelf_speech(const shelf *s);
const passages *shelf_passages(const shelf *s);

// The block of a key, made if it is not there. Lives until `capacity` others have been asked for.
const block *shelf_get(shelf *s, const block_key *key);

// Whether Chinese can be shown at all.
gboolean shelf_has_han(const shelf *s);
