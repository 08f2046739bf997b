// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as others write it: several documents one after another, Python's NaN and Infinity (they
// become null), half characters, control characters inside of strings, files that are broken off.
//
// Threads: a reader belongs to one thread.
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdint.h>

#include "earvoice/report.h"

// Of more values in a file the rest is not read: each takes much more memory than its text.
#define JSON_VALUES_MAX 2000000

typedef struct json_reader json_reader;

// Copies the `size` bytes of `text`.
json_reader *json_reader_new(const char *text, gsize size);
// Accepts NULL.
void json_reader_free(json_reader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_reader, json_reader_free)

// The next document, an object or array, for json_decref(); NULL behind the last. Of one that is
// broken comes what was whole in it, if anything was; it is the last. At most 2048 deep.
json_t *json_reader_next(json_reader *r);

// The line (1 …) from which on nothing could be read; 0: there is none.
int json_reader_broken(const json_reader *r);

// Says so of a file that is broken from `line` on; nothing if that is 0.
void json_broken_report(int line, report *r);

// The string under `key` of an object; NULL: there is none. Accepts any value, and NULL.
const char *json_text(const json_t *from, const char *key);

// A number of seconds, or of what `scale` of them makes a second, as a time; TIME_NONE if it is
// none, or outside of 0 … TIME_MAX.
int64_t json_time(const json_t *value, double scale);

// The same for a number that may stand in a string, in seconds: "2.680".
int64_t json_time_text(const json_t *value);

// `us` in seconds, as a number with three decimals at most.
json_t *json_seconds(int64_t us);
