// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/pair.h"

#include <stdlib.h>

// Shifts up to this, in steps of this.
#define SHIFT_MOST_US (120 * TIME_SECOND)
#define STEP_US       (TIME_SECOND / 20)
#define STEPS         (SHIFT_MOST_US / STEP_US)
// A greater one than this only where so many segments show it: a few can agree by chance.
#define FAR_US    (10 * TIME_SECOND)
#define FAR_LEAST 8
// A smaller one does not harm pairing by time.
#define SHIFT_LEAST_US (TIME_SECOND / 5)

// So many segments before one, and after it, are looked at.
#define LOOK_AHEAD 64
// So many of the shorter file begin later by as much, and so many times as many as together.
#define SHARE_LEAST  0.7
#define BETTER_LEAST 1.5

static int64_t start_of(const speech *s, int place)
{
    return speech_segment(s, place)->start_us;
}

// Counts how many pairs of segments begin a step more apart: counts[STEPS] together.
static void count_steps(const speech *zh, const speech *en, int counts[2 * STEPS + 1])
{
    int near = 0, end = speech_segment_count(en);
    for (int i = 0; i < speech_segment_count(zh); i++) {
        int64_t us = start_of(zh, i);
        if (us == TIME_NONE)
            continue;
        while (near < end && (start_of(en, near) == TIME_NONE || start_of(en, near) < us))
            near++;
        for (int k = MAX(near - LOOK_AHEAD, 0); k < MIN(end, near + LOOK_AHEAD); k++) {
            int64_t late_us = start_of(en, k) - us;
            if (start_of(en, k) != TIME_NONE && llabs(late_us) <= SHIFT_MOST_US)
                counts[(late_us + SHIFT_MOST_US + STEP_US / 2) / STEP_US]++;
        }
    }
}

// Those of a step and the ones beside it, as a time may be rounded either way.
static int around(const int counts[2 * STEPS + 1], int step)
{
    int sum = counts[step];
    sum += step > 0 ? counts[step - 1] : 0;
    return sum + (step < 2 * STEPS ? counts[step + 1] : 0);
}

static gboolean is_better(const int counts[2 * STEPS + 1], int step, int best)
{
    int more = around(counts, step) - around(counts, best);
    if (more == 0)
        more = counts[step] - counts[best];
    return more > 0 || (more == 0 && abs(step - (int)STEPS) < abs(best - (int)STEPS));
}

int64_t pair_find_shift(const speech *zh, const speech *en)
{
    int counts[2 * STEPS + 1] = {0}, best = STEPS;
    count_steps(zh, en, counts);
    for (int step = 0; step <= 2 * STEPS; step++)
        if (is_better(counts, step, best))
            best = step;
    int64_t late_us = (best - (int64_t)STEPS) * STEP_US;
    int shorter = MIN(speech_segment_count(zh), speech_segment_count(en));
    int least = llabs(late_us) > FAR_US ? FAR_LEAST : 3;
    gboolean found = llabs(late_us) >= SHIFT_LEAST_US && shorter >= least &&
                     around(counts, best) >= SHARE_LEAST * shorter &&
                     around(counts, best) >= BETTER_LEAST * around(counts, STEPS);
    return found ? late_us : 0;
}
