// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/course.h"

#include <math.h>

// Ten seconds, in frames of the coarse pass.
#define WORST_FRAMES 125
// When a way is lost: twelve seconds, units, how many times better than by chance.
#define UNTOLD_MOST 150
#define PASSED_MOST 2
#define BETTER      1.4
#define LAID_LEAST  20
// Where the speaker is known, noise makes all of it worse, and a wrong way a part: so the whole may
// be nearer to chance, and the worst, too, if its cost is not so much less than the whole's.
#define KNOWN_BETTER 1.2
#define WORST_SHARE  0.7
// What fits so much as well as the best quarter may be learnt from.
#define SURE 0.7f

// Counts the frame `t`, in which somebody speaks; `costs` are those of the frames that were laid.
static void count_spoken(course *c, double cost, gboolean laid, GArray *costs)
{
    c->spoken++;
    if (!laid)
        return;
    c->laid++;
    c->cost += cost;
    double sum = cost + (costs->len ? g_array_index(costs, double, costs->len - 1) : 0);
    g_array_append_val(costs, sum);
    if (costs->len <= WORST_FRAMES)
        return;
    double before = g_array_index(costs, double, costs->len - 1 - WORST_FRAMES);
    c->worst = MAX(c->worst, (sum - before) / WORST_FRAMES);
}

// The unit of `state`, which is not before `from`.
static int unit_of(const warp_reference *r, int state, int from)
{
    if (state < 0)
        return WARP_FILLER_OF(state);
    while (from + 1 < r->units && r->starts[from + 1] <= state)
        from++;
    return from;
}

course course_of(const warp_reference *r, const pooled_recording *x, const int *states,
                 const warp_model *m)
{
    course c = {.worst = -INFINITY, .missing = r->units};
    int unit = 0, last = -1, untold = 0, steps = 0, moved = 0, next = -1;
    g_autoptr(GArray) costs = g_array_new(FALSE, FALSE, sizeof(double));
    for (int t = 0; t < x->view.count; t++) {
        gboolean laid = states[t] >= 0, speaks = pooled_recording_speaks(x, t);
        unit = unit_of(r, states[t], unit);
        if (laid && next >= 0)
            c.passed = MAX(c.passed, unit - next);
        c.missing -= laid && unit >= next;
        next = laid ? unit + 1 : next;
        if (laid && last >= 0 && speaks && states[t] - last <= 2) {
            steps++;
            moved += states[t] - last;
        }
        last = states[t];
        if (!speaks)
            continue;
        untold = laid ? 0 : untold + 1;
        c.untold = MAX(c.untold, untold);
        double cost = laid ? (double)warp_cost(m, &x->view.frames[t], &r->frames[states[t]]) : 0;
        count_spoken(&c, cost, laid, costs);
    }
    c.cost /= MAX(c.laid, 1);
    c.pace = moved > 0 ? (double)steps / moved : 1;
    return c;
}

static int compare_floats(const void *a, const void *b)
{
    float left = *(const float *)a, right = *(const float *)b;
    return (left > right) - (left < right);
}

// Of each unit the mean cost of its frames, 0 where it has none.
static GArray *unit_costs(const warp_reference *r, const pooled_recording *x, const int *states,
                          const warp_model *m)
{
    GArray *costs = g_array_sized_new(FALSE, TRUE, sizeof(float), (guint)r->units);
    g_array_set_size(costs, (guint)r->units);
    for (int t = 0, unit = 0, frames = 0; t < x->view.count; t++) {
        int now = unit_of(r, states[t], unit);
        frames = now == unit ? frames : 0;
        unit = now;
        if (states[t] < 0 || !pooled_recording_speaks(x, t))
            continue;
        float cost = warp_cost(m, &x->view.frames[t], &r->frames[states[t]]);
        float *mean = &g_array_index(costs, float, unit);
        *mean += (cost - *mean) / (float)++frames;
    }
    return costs;
}

int *course_sure_states(const warp_reference *r, const pooled_recording *x, const int *states,
                        const warp_model *m)
{
    g_autoptr(GArray) costs = unit_costs(r, x, states, m);
    g_autoptr(GArray) sorted = g_array_copy(costs);
    g_array_sort(sorted, compare_floats);
    guint found = 0;
    while (found < sorted->len && g_array_index(sorted, float, found) < 0)
        found++;
    float most = found ? g_array_index(sorted, float, found / 4) * SURE : 0;
    int *sure = g_new(int, x->view.count + 1);
    for (int t = 0, unit = 0; t < x->view.count; t++) {
        unit = unit_of(r, states[t], unit);
        gboolean poor = states[t] >= 0 && g_array_index(costs, float, unit) > most;
        sure[t] = poor ? WARP_FILLER(unit) : states[t];
    }
    return sure;
}

static gboolean fits_poorly(const course *c, double chance, gboolean known)
{
    gboolean worst = c->worst > BETTER * chance;
    return known ? c->cost > KNOWN_BETTER * chance || (worst && c->worst > WORST_SHARE * c->cost)
                 : c->cost > BETTER * chance || worst;
}

gboolean course_is_lost(const course *c, double chance, gboolean known)
{
    gboolean untold = c->missing && c->untold > MIN(UNTOLD_MOST, c->spoken / 4);
    return untold || c->passed > PASSED_MOST || fits_poorly(c, chance, known) ||
           c->laid < LAID_LEAST;
}
