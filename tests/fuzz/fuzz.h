// SPDX-License-Identifier: GPL-3.0-or-later
// A fuzz target is one file that defines LLVMFuzzerTestOneInput(). libFuzzer drives it in the
// preset `fuzz`; in all others replay.c feeds it its corpus, as a test.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "earvoice/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Reads the bytes as format `name`, after its probe has seen them. Aborts if what comes out is not
// what speech.h and format.h promise. NULL: the reader found nothing of use.
speech *fuzz_read(const char *name, const uint8_t *data, size_t size);

// Aborts if it is not what speech.h promises.
void fuzz_check(const speech *s);

// Writes as WebVTT and reads back: aborts unless the second reading gives all of the first.
void fuzz_round_trip(const speech *s);

// Writes in format `name`, as it is and with changes, and reads what comes out. `s` may be NULL.
void fuzz_write(const char *name, const speech *s);
