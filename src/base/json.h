// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as others write it: several documents one after another, Python's NaN and Infinity (they
// become null), half characters, control characters inside of strings, files that are broken off.
//
// What is large is walked through in the text, and only its small parts are made trees (json_t),
// one after another: a tree takes many times the memory of its text.
//
// Threads: a reader belongs to one thread.
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdint.h>

#include "earvoice/report.h"

// Of a tree with more values in it the rest is not read.
#define JSON_VALUES_MAX 2000000

typedef struct json_reader json_reader;

// Where a value begins in the text.
typedef struct {
    const char *at; // NULL: nowhere
    int line;       // 1 …
} json_place;

// Of the `size` bytes of `text`, which have to last as long as the reader.
json_reader *json_reader_new(const char *text, gsize size);
// Accepts NULL.
void json_reader_free(json_reader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_reader, json_reader_free)

// Where the text begins.
json_place json_reader_begin(const json_reader *r);

// All of these move `at`, where a value is, behind what they read.

// Goes to the next document, an object or array, from behind the one before. FALSE: there is none.
gboolean json_reader_document(json_reader *r, json_place *at);

// Goes to the first element of an array. FALSE: there is none; what is no array is passed, too.
gboolean json_reader_first(json_reader *r, json_place *at);
// Goes on from behind an element to the next one. FALSE: there is none.
gboolean json_reader_next(json_reader *r, json_place *at);

// Passes an object, or what is none, and finds where it has the values of `keys`, ended by NULL: a
// place for each in `found`. Of two under one key the last one counts.
void json_reader_object(json_reader *r, json_place *at, const char *const *keys, json_place *found);

// The value as a tree, for json_decref(). Of one that is broken comes what was whole in it; NULL:
// nothing was. At most 2048 deep.
json_t *json_reader_value(json_reader *r, json_place *at);

// The same of a place that stays where it is; NULL also if there is none.
json_t *json_reader_at(json_reader *r, json_place at);

// The line (1 …) from which on nothing could be read; 0: there is none. What was passed is not
// looked at more closely than to find its end.
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

// Appends `all` as a file, laid out by `flags` of json_dumps(). The last value in it is an empty
// array, into which come what `next` gives, one after another, up to NULL; it frees them.
void json_write(GString *out, const json_t *all, gsize flags, json_t *(*next)(void *data),
                void *data);
