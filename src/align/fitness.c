// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/fitness.h"

// What is laid backwards: so much, two and a half minutes, where the text was found.
#define FIT_FRAMES (150 * 1000000 / FEATURE_HOP_US)

// Nothing fits so well backwards that less would count.
#define BACK_COST_MOST (-0.3)

double fitness_better(const fitness *f, double cost)
{
    return cost / MIN(f->backwards.cost, BACK_COST_MOST);
}

double fitness_ratio(const fitness *f)
{
    return fitness_better(f, MIN(f->forwards.cost, 0));
}

static const unit_span *span_at(const GArray *spans, int u)
{
    return &g_array_index(spans, unit_span, u);
}

// The texts backwards, on what was found first of a long recording.
static lay_fit measure_backwards(const GArray *spans, const laid_way *w, int first)
{
    int count = (int)w->sound->sound->frames->len, end = first, to = 0;
    int from = span_at(spans, first)->begin / HOPS;
    for (int u = first; u < (int)spans->len && to - from < FIT_FRAMES; u++) {
        if (span_at(spans, u)->begin < 0)
            continue;
        end = u + 1;
        to = MIN(span_at(spans, u)->end / HOPS, count);
    }
    g_autoptr(recording) sound = recording_part(w->sound, from, MAX(to, from));
    g_autoptr(reference) forward = reference_part(w->voice, first, end);
    g_autoptr(reference) back = reference_backwards(forward);
    return lay_by_force(back, sound, w->model);
}

fitness fitness_measure(const GArray *spans, const laid_way *w, double *share)
{
    fitness f = {0};
    int count = (int)w->sound->sound->frames->len, first = -1, last = 0, laid = 0;
    double cost = 0;
    *share = 0;
    for (int u = 0; u < (int)spans->len; u++) {
        const unit_span *s = span_at(spans, u);
        if (s->begin < 0)
            continue;
        first = first < 0 ? u : first;
        last = u;
        laid += s->spoken;
        cost += (double)s->cost * s->spoken;
    }
    if (first < 0)
        return f;
    int from = span_at(spans, first)->begin / HOPS;
    int to = MIN(span_at(spans, last)->end / HOPS, count);
    int spoken = spans_count_spoken(w->sound, from, to);
    int all = spans_count_spoken(w->sound, 0, count);
    f.forwards = (lay_fit){cost / MAX(laid, 1), MIN((double)laid / MAX(spoken, 1), 1)};
    f.backwards = measure_backwards(spans, w, first);
    *share = MIN((double)laid / MAX(all, 1), 1);
    return f;
}
