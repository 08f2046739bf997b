// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/i18n.h"
#include "format/transcript.h"

// Of what is said at least so much has a time.
#define TIMED_SHARE 0.5
// What begins later has the time of day.
#define FIRST_MOST_US (1800 * TIME_SECOND)
// The last one lasts between these.
#define LAST_LEAST_US TIME_SECOND
#define LAST_MOST_US  (600 * TIME_SECOND)

static transcript_time *time_at(GArray *times, guint i)
{
    return &g_array_index(times, transcript_time, i);
}

// Whether the times that are there can be those of all, from bead `first` on.
static gboolean is_timed(GArray *times, guint first)
{
    int64_t before_us = 0;
    guint timed = 0;
    for (guint i = first; i < times->len; i++) {
        const transcript_time *t = time_at(times, i);
        if (t->start_us == TIME_NONE)
            continue;
        if (t->start_us < before_us || t->start_us >= TIME_MAX - LAST_MOST_US ||
            (!timed && t->start_us > FIRST_MOST_US))
            return FALSE;
        before_us = t->start_us;
        timed++;
    }
    return timed > 1 && timed >= TIMED_SHARE * (times->len - first);
}

// The first bead behind `i` that begins later; the number of beads: none does.
static guint next_block(GArray *times, guint i)
{
    guint next = i + 1;
    while (next < times->len && time_at(times, next)->start_us <= time_at(times, i)->start_us)
        next++;
    return next;
}

static gsize block_length(GArray *times, guint from, guint to)
{
    gsize length = 0;
    for (guint i = from; i < to; i++)
        length += time_at(times, i)->length;
    return MAX(length, 1);
}

// Gives beads `from` to `to` their shares of the span.
static void share_out(GArray *times, guint from, guint to, const int64_t span[2])
{
    double all = (double)block_length(times, from, to), passed = 0;
    int64_t us = span[0];
    for (guint i = from; i < to; i++) {
        transcript_time *t = time_at(times, i);
        passed += (double)t->length;
        t->start_us = us;
        us = MAX(span[0] + (int64_t)((double)(span[1] - span[0]) * passed / all), us + 1);
        t->end_us = us;
    }
}

static int compare_paces(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

// How long the beads from `from` on last, at the usual pace of the blocks before (of double:
// microseconds for a byte).
static int64_t last_length(GArray *times, guint from, GArray *paces)
{
    if (!paces->len)
        return LAST_LEAST_US;
    g_array_sort(paces, compare_paces);
    double pace = g_array_index(paces, double, paces->len / 2);
    double us = pace * (double)block_length(times, from, times->len);
    return (int64_t)CLAMP(us, (double)LAST_LEAST_US, (double)LAST_MOST_US);
}

// Returns how many beads got a time that had none of their own; `open`: the last one has no end
// that was said.
static int set_spans(GArray *times, guint first, gboolean *open)
{
    g_autoptr(GArray) paces = g_array_new(FALSE, FALSE, sizeof(double));
    int between = 0;
    while (first < times->len && time_at(times, first)->start_us == TIME_NONE)
        first++;
    for (guint i = first, next; i < times->len; i = next) {
        const transcript_time *t = time_at(times, i);
        next = next_block(times, i);
        int64_t span[2] = {t->start_us, t->end_us};
        span[1] = MIN(span[1], TIME_MAX);
        if (next < times->len && (span[1] <= span[0] || span[1] > time_at(times, next)->start_us))
            span[1] = time_at(times, next)->start_us;
        else if ((*open = span[1] <= span[0]))
            span[1] = span[0] + last_length(times, i, paces);
        double pace = (double)(span[1] - span[0]) / (double)block_length(times, i, next);
        g_array_append_val(paces, pace);
        for (guint k = i; k < next; k++)
            between += time_at(times, k)->start_us == TIME_NONE;
        share_out(times, i, next, span);
    }
    return between;
}

guint transcript_times(GArray *times, guint headings, report *r)
{
    guint first = 0;
    while (first < headings && time_at(times, first)->start_us == TIME_NONE)
        first++;
    if (!is_timed(times, first)) {
        for (guint i = 0; i < times->len; i++)
            time_at(times, i)->start_us = time_at(times, i)->end_us = TIME_NONE;
        return headings;
    }
    gboolean open = FALSE;
    int between = set_spans(times, first, &open);
    report_add(r, 0,
               _("the times in the text are used, but they are rough; segments that have theirs by "
                 "their lengths only: %d."),
               between);
    if (open)
        report_add(r, 0, _("where the last segment ends is not said; its length has set it."));
    return first;
}
