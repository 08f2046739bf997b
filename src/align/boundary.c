// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/boundary.h"

#include <math.h>
#include <stdlib.h>

#include "align/features.h"

// In hops of 10 ms.
#define LOOK_BACK   60
#define LOOK_AHEAD  42
#define AFTER       6 // that an onset is measured over
#define BEFORE      4
#define PAUSE_MOST  60
#define CLICKS_MOST 3 // loud hops that do not end a pause
#define END_LOOK    40

#define RISE_LEAST_DB 6.0f
#define RISE_MOST_DB  25.0f
#define PAUSE_DROP_DB 9.0f // a pause is so much below what follows it

// What an onset is worth: for each dB of rise, each second of pause (0.4 at most), less for each
// second that it is away. Chosen on hand-labelled sentences in both languages.
#define PER_DB      0.05f
#define PER_PAUSE   8.0f
#define PER_AWAY    6.0f
#define LONG_PAUSE  0.4f
#define HOP_SECONDS (LOUDNESS_HOP_US / 1e6f)

static float db(const GArray *loudness, int i)
{
    return g_array_index(loudness, float, i);
}

static float mean(const GArray *loudness, int first, int count)
{
    float sum = 0;
    for (int i = 0; i < count; i++)
        sum += db(loudness, first + i);
    return sum / (float)count;
}

// How long it has been quieter than `limit_db` before `at`, clicks left out.
static int pause_before(const GArray *loudness, int at, float limit_db)
{
    int length = 0, clicks = 0;
    for (int i = at - 1; i >= 0 && length < PAUSE_MOST && clicks <= CLICKS_MOST; i--) {
        gboolean loud = db(loudness, i) > limit_db;
        clicks = loud ? clicks + 1 : 0;
        length += !loud;
    }
    return length;
}

int boundary_onset(const GArray *loudness, int at, int least, float *rise_db)
{
    int first = MAX(MAX(at - LOOK_BACK, least), BEFORE);
    int last = MIN(at + LOOK_AHEAD, (int)loudness->len - AFTER);
    int best = at;
    float worth_most = 0, best_rise = 0;
    for (int i = first; i <= last; i++) {
        float after = mean(loudness, i, AFTER);
        float rise = after - mean(loudness, i - BEFORE, BEFORE);
        if (rise < RISE_LEAST_DB)
            continue;
        rise = MIN(rise, RISE_MOST_DB);
        float pause = (float)pause_before(loudness, i, after - PAUSE_DROP_DB) * HOP_SECONDS;
        float away = (float)abs(i - at) * HOP_SECONDS;
        float worth = rise * PER_DB + MIN(pause, LONG_PAUSE) * PER_PAUSE - away * PER_AWAY;
        if (worth > worth_most) {
            worth_most = worth;
            best = i;
            best_rise = rise;
        }
    }
    if (rise_db)
        *rise_db = best_rise;
    // A rise that spans a few hops begins with the first of them.
    float limit_db = best_rise > 0 ? mean(loudness, best, AFTER) - PAUSE_DROP_DB : INFINITY;
    for (int i = 0; i < BEFORE && best > first && db(loudness, best - 1) > limit_db; i++)
        best--;
    return best;
}

int boundary_end(const GArray *loudness, int at, int most, float speech_db)
{
    int limit = MIN(MIN(at + END_LOOK, most), (int)loudness->len);
    int end = MIN(at, limit);
    for (int i = end, quiet = 0; i < limit && quiet < 2 * CLICKS_MOST; i++) {
        quiet = db(loudness, i) > speech_db ? 0 : quiet + 1;
        if (!quiet)
            end = i + 1;
    }
    for (int i = end; i > 0 && i > at - END_LOOK; i--)
        if (db(loudness, i - 1) > speech_db)
            return i;
    return end;
}
