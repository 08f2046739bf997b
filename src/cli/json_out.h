// SPDX-License-Identifier: GPL-3.0-or-later
// What subcommands print for programs.
#pragma once

#include <glib.h>
#include <jansson.h>

#include "earvoice/report.h"

// Sets `key` of the object `to`; takes `value`.
void json_out_set(json_t *to, const char *key, json_t *value);

// A string whatever its encoding was; NULL: "".
json_t *json_out_text(const char *value);

// Seconds to the millisecond; TIME_NONE: null.
json_t *json_out_seconds(int64_t us);

// A number with three decimals.
json_t *json_out_share(double value);

// The messages of a report (NULL: none), an array of strings.
json_t *json_out_messages(const report *r);

// `all` on one line; takes it. Free with free().
char *json_out_line(json_t *all);
