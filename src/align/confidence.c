// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/confidence.h"

#include <math.h>
#include <stdlib.h>

#include "align/features.h"
#include "base/i18n.h"

// The chance that a begin is right is a logistic function of these. Fitted on 12,000 units in both
// languages, of which 370 were wrong: recordings as they are, and altered in the ways of
// bench-alter (parts left out of text or sound, other voices, applause, noise, pace, the wrong
// text). Of those given 0.9 or more, 99.5 % were right there, and 97 % under the worst of the
// alterations that leave a begin to be right.
#define BASE         (-8.2f)
#define PER_UNIT     1.89f    // how many times better than backwards the unit fits, 4 at most
#define PER_WHOLE    4.24f    // the same of the whole, 3 at most
#define PER_RATE     (-1.06f) // |ln| of the rate against that in the middle
#define PER_MOVED    (-1.56f) // seconds that it was moved to the onset
#define PER_LENGTH   (-0.99f) // ln of the frames in which somebody speaks, by USUAL_LENGTH
#define PER_UNTOLD   (-2.83f) // speech beside it that is not in the text, in UNTOLD_MOST
#define UNIT_MOST    4.0f
#define WHOLE_MOST   3.0f
#define USUAL_LENGTH 50.0f
// A recogniser's times are right within half a second mostly; where it and the sound agree though
// they know nothing of one another, few errors are left.
#define HEARD  0.8f
#define AGREES 0.3f

// Below this the texts fit hardly better than what says nothing: 1.61 was the least of recordings
// with their own text, 1.91 the next; 1.56 the most of those with another one in the same language.
#define RATIO_LEAST 1.65
#define FOUND_LEAST 0.5
#define SURE        0.9f
#define SURE_LEAST  3
#define SHARE_LEAST 0.25

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

float confidence_rate_of(const unit_span *s)
{
    return (float)MAX(s->spoken, 1) / (float)MAX(s->voice, 1);
}

float confidence_middle_rate(const GArray *spans)
{
    g_autoptr(GArray) rates = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint u = 0; u < spans->len; u++) {
        const unit_span *s = &g_array_index(spans, unit_span, u);
        float rate = confidence_rate_of(s);
        if (s->begin >= 0)
            g_array_append_val(rates, rate);
    }
    if (!rates->len)
        return 1;
    g_array_sort(rates, compare_floats);
    return g_array_index(rates, float, rates->len / 2);
}

void confidence_rate(GArray *spans, const fitness *f)
{
    float middle = confidence_middle_rate(spans);
    float whole = BASE + PER_WHOLE * MIN((float)fitness_ratio(f), WHOLE_MOST);
    for (guint u = 0; u < spans->len; u++) {
        unit_span *s = &g_array_index(spans, unit_span, u);
        float better = (float)fitness_better(f, (double)s->cost);
        float moved = (float)abs(s->begin - s->laid) * (LOUDNESS_HOP_US / 1e6f);
        float score = whole + PER_UNIT * MIN(better, UNIT_MOST) +
                      PER_RATE * fabsf(logf(confidence_rate_of(s) / middle)) + PER_MOVED * moved +
                      PER_LENGTH * logf((float)MAX(s->spoken, 1) / USUAL_LENGTH) +
                      PER_UNTOLD * (float)s->untold / UNTOLD_MOST;
        s->confidence = s->begin < 0 ? 0 : 1 / (1 + expf(-score));
        if (s->agrees)
            s->confidence = 1 - (1 - s->confidence) * AGREES;
        if (s->heard)
            s->confidence = HEARD;
    }
}

// Whether so few were found, and so few of them for sure, that this may be chance.
static gboolean is_hardly_found(const GArray *spans)
{
    guint found = 0, sure = 0;
    for (guint u = 0; u < spans->len; u++) {
        const unit_span *s = &g_array_index(spans, unit_span, u);
        found += s->begin >= 0;
        sure += s->begin >= 0 && s->confidence >= SURE;
    }
    return found < FOUND_LEAST * spans->len && sure < SURE_LEAST;
}

void confidence_judge(const GArray *spans, const fitness *f, align_summary *summary)
{
    const char *reason = NULL;
    if (fitness_ratio(f) < RATIO_LEAST)
        reason = _("Hardly anything in the recording matches the text: is it the right recording, "
                   "and the right language?");
    else if (is_hardly_found(spans))
        reason = _("Most of the text was not found in the recording: is it the right recording?");
    else if (f->forwards.share < SHARE_LEAST)
        reason =
            _("Most of what is said in the recording is not in the text: is it the right text?");
    summary->mismatched = reason != NULL;
    g_strlcpy(summary->reason, reason ? reason : "", sizeof summary->reason);
}
