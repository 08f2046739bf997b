// SPDX-License-Identifier: GPL-3.0-or-later
// Times: int64_t microseconds of the recording, everywhere, from 0 to TIME_MAX.
#pragma once

#include <glib.h>
#include <stdint.h>

#define TIME_SECOND INT64_C(1000000)
// The largest time accepted anywhere: 1000 hours. Sums and differences of two times cannot
// overflow.
#define TIME_MAX (1000 * 3600 * TIME_SECOND)
// "There is no such time": an untimed segment, an unknown length.
#define TIME_NONE INT64_MIN

#define TIMECODE_SIZE 24

// Writes `us` as people read it, without leading zeros: "0:21.4", "1:02:03.5", with `decimals` (0
// to 3) cut off, never rounded up, so that a shown time has been reached. Negative times get a "-";
// TIME_NONE gives "–:––". Returns `out`.
char *timecode_format(char out[TIMECODE_SIZE], int64_t us, int decimals);

// Writes `us` as subtitle files have it: HH:MM:SS<mark>mmm, hours as long as they need to be,
// rounded to the nearest millisecond. `us` is in 0 … TIME_MAX. Returns `out`.
char *timecode_format_cue(char out[TIMECODE_SIZE], int64_t us, char mark);

// Reads a time as a person types it: seconds ("12.5", at most 6 decimals count), M:S or H:M:S with
// optional decimals after `.` or `,`. Minutes and seconds above 59 are refused when something
// larger stands before them. Returns FALSE for anything else, or beyond TIME_MAX.
gboolean timecode_parse(const char *text, int64_t *us);

// The same of a file that people may have changed by hand: minutes and seconds above 59 count as
// they stand ("0:75:10" is 1:15:10), and then `odd` becomes TRUE.
gboolean timecode_parse_odd(const char *text, int64_t *us, gboolean *odd);
