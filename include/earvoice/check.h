// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the times and texts of a speech keep to the rules of subtitles or of a speech: what
// breaks which limit, where.
//
// Threads: no state; call from any thread.
#pragma once

#include "earvoice/speech.h"

typedef enum {
    RULE_OVERLAP,      // seconds that it begins before the end of the one before it
    RULE_ORDER,        // seconds that it begins before one that is read earlier
    RULE_GAP,          // seconds to the next, where there is a gap at all: at least
    RULE_SHORT,        // seconds shown: at least
    RULE_LONG,         // seconds shown
    RULE_SPEED_ZH,     // characters a second: one in full width is 1, one in half width ½
    RULE_SPEED_EN,     // characters a second, with spaces
    RULE_LINE_ZH,      // characters of the longest line, counted as for RULE_SPEED_ZH
    RULE_LINE_EN,      // characters of the longest line
    RULE_LINES,        // lines of a language
    RULE_CPM,          // Chinese characters a minute
    RULE_WPM,          // English words a minute
    RULE_RATE,         // times faster, or slower, than the middle of the speech
    RULE_OUTSIDE,      // seconds behind the end of the recording
    RULE_UNTRANSLATED, // texts that are missing where the speech has two languages
    RULE_SWAPPED,      // texts that are in the other language
    RULE_UNTIMED,      // texts of the body without times
    RULES
} check_rule;

// "overlap", "speed-zh", …: in files and on the command line.
const char *rule_name(check_rule rule);
// The unit of its value, for people: "characters/s".
const char *rule_unit(check_rule rule);

// The limit of each rule; NAN: it does not hold. Values beyond it (below it, where a rule says “at
// least”) are findings.
typedef struct {
    double limits[RULES];
} check_profile;

// The name of a built-in profile, 0 …; the first is the usual one. NULL past the last.
const char *check_profile_name(int index);

// The profile called `name`, or the one in the file of this path: lines `rule = limit`, `off` for
// none, under [check]; `profile = NAME` begins with another one. FALSE with EARVOICE_ERROR_USAGE: a
// name or a number is wrong; or EARVOICE_ERROR_IO.
gboolean check_profile_find(const char *name, check_profile *to, GError **error);

typedef struct {
    check_rule rule;
    int segment;
    double value, limit;
} finding;

// What of `s` breaks the rules, in order of segments, then rules: array of finding, free with
// g_array_unref(). `length_us`: of the recording; TIME_NONE: not known.
GArray *check_speech(const speech *s, const check_profile *profile, int64_t length_us);
