// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/warp.h"

#include <math.h>
#include <string.h>

// Frames between two questions whether to go on.
#define ASK_FRAMES 256

typedef enum { CAME_STAY, CAME_STEP, CAME_SKIP, CAME_PASS } came;

// The states, in order: the filler of unit 0, its frames, the filler of unit 1, ….
typedef struct {
    const warp_reference *r;
    int count;
    int *frame; // of each state: the frame of the reference, or -1: a filler
    int *unit;
    int *filler; // of each unit, and of the end
} lattice;

// Where each frame's row of two-bit marks lies.
typedef struct {
    int first, count;
    gsize at; // in bytes
} row;

typedef struct {
    const warp_recording *x;
    const warp_limits *limits;
    lattice states;
    float *y_costs; // cost_of_y() of each frame of the reference
    float *now, *before;
    int now_first, now_end, before_first, before_end; // live states
    GArray *rows;
    GByteArray *marks;
    guint8 *line; // the marks of the row being made, a byte each
} warper;

const warp_model warp_model_usual = {{0.60f, 0.65f, 0.55f, 0.55f, 0.45f, 0.38f, 0.35f, 0.25f, 0.40f,
                                      0.50f, 0.40f, 0.40f, 0.32f, 0.26f, 0.25f, 0.12f}};

// So many frames have to be seen until they count as much as what is usual.
#define USUAL_FRAMES 300
#define R_LEAST      0.05f
#define R_MOST       0.9f

warp_model warp_model_learn(const warp_reference *r, const warp_recording *x, const int *states)
{
    warp_model m;
    for (int c = 0; c < FEATURE_COUNT; c++) {
        double n = 1, sx = 0, sy = 0, xx = 1e-3, yy = 1e-3, xy = 0;
        for (int t = 0; t < x->count; t++) {
            if (states[t] < 0)
                continue;
            double a = (double)x->frames[t].c[c], b = (double)r->frames[states[t]].c[c];
            n++, sx += a, sy += b, xx += a * a, yy += b * b, xy += a * b;
        }
        double seen = (xy - sx * sy / n) / sqrt((xx - sx * sx / n) * (yy - sy * sy / n));
        double usual = (double)warp_model_usual.r[c];
        m.r[c] =
            CLAMP((float)((seen * n + usual * USUAL_FRAMES) / (n + USUAL_FRAMES)), R_LEAST, R_MOST);
    }
    return m;
}

static float cost_of_x(const warp_model *m, const feature *x)
{
    float sum = 0;
    for (int i = 0; i < FEATURE_COUNT; i++) {
        float r = m->r[i], rest = 1 - r * r;
        sum += 0.5f * (x->c[i] * x->c[i] * r * r / rest + logf(rest));
    }
    return sum;
}

static float cost_of_y(const warp_model *m, const feature *y)
{
    float sum = 0;
    for (int i = 0; i < FEATURE_COUNT; i++) {
        float r = m->r[i];
        sum += 0.5f * y->c[i] * y->c[i] * r * r / (1 - r * r);
    }
    return sum;
}

// What is left of the cost is the product of this with y.
static feature weighted(const warp_model *m, const feature *x)
{
    feature out;
    for (int i = 0; i < FEATURE_COUNT; i++) {
        float r = m->r[i];
        out.c[i] = -x->c[i] * r / (1 - r * r);
    }
    return out;
}

static float product(const feature *a, const feature *b)
{
    float sums[4] = {0};
    for (int i = 0; i < FEATURE_COUNT; i += 4)
        for (int k = 0; k < 4; k++)
            sums[k] += a->c[i + k] * b->c[i + k];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

float warp_cost(const warp_model *m, const feature *x, const feature *y)
{
    feature w = weighted(m, x);
    return cost_of_x(m, x) + cost_of_y(m, y) + product(&w, y);
}

int warp_filler_state(const warp_reference *r, int u)
{
    return (u < r->units ? r->starts[u] : r->count) + u;
}

int warp_frame_state(int u, int f)
{
    return f + u + 1;
}

static lattice lattice_new(const warp_reference *r)
{
    lattice l = {.r = r, .count = r->count + r->units + 1};
    l.frame = g_new(int, l.count);
    l.unit = g_new(int, l.count);
    l.filler = g_new(int, r->units + 1);
    int at = 0;
    for (int u = 0; u <= r->units; u++) {
        l.filler[u] = at;
        l.frame[at] = -1;
        l.unit[at++] = u;
        int end = u + 1 < r->units ? r->starts[u + 1] : u < r->units ? r->count : 0;
        for (int f = u < r->units ? r->starts[u] : 0; f < end; f++) {
            l.frame[at] = f;
            l.unit[at++] = u;
        }
    }
    return l;
}

static float at(const warper *w, int state)
{
    return state >= w->before_first && state < w->before_end ? w->before[state] : INFINITY;
}

// The cheapest way into a state inside of a unit.
static float enter_frame(const warper *w, int state, float cost, float pause, guint8 *mark)
{
    const lattice *l = &w->states;
    float stay = at(w, state) + MIN(cost, pause) + w->limits->stay;
    float step = at(w, state - 1) + cost;
    float skip = INFINITY;
    if (state >= 2 && l->frame[state - 2] >= 0)
        skip = at(w, state - 2) + cost + (l->frame[state - 1] >= 0 ? w->limits->skip : 0);
    float best = MIN(stay, MIN(step, skip));
    *mark = best == step ? CAME_STEP : best == stay ? CAME_STAY : CAME_SKIP;
    return best;
}

// The same of a filler. `passed`: the cost of having come from the filler before it, unit unspoken.
static float enter_filler(const warper *w, int state, float cost, float passed, guint8 *mark)
{
    float stay = at(w, state) + cost, step = at(w, state - 1) + cost;
    float best = MIN(passed, MIN(stay, step));
    *mark = best == stay ? CAME_STAY : best == step ? CAME_STEP : CAME_PASS;
    return best;
}

static void pack(warper *w, int first, int count)
{
    row r = {first, count, w->marks->len};
    g_array_append_val(w->rows, r);
    g_byte_array_set_size(w->marks, (guint)(r.at + (gsize)(count + 3) / 4));
    guint8 *to = w->marks->data + r.at;
    memset(to, 0, (gsize)(count + 3) / 4);
    for (int i = 0; i < count; i++)
        to[i / 4] |= (guint8)(w->line[i] << (i % 4 * 2));
}

static came mark_at(const warper *w, int t, int state)
{
    const row *r = &g_array_index(w->rows, row, t);
    int i = state - r->first;
    g_assert(i >= 0 && i < r->count);
    return (came)(w->marks->data[r->at + (gsize)i / 4] >> (i % 4 * 2) & 3);
}

// One frame of the recording. FALSE: no way is left.
static gboolean advance(warper *w, int t)
{
    const lattice *l = &w->states;
    feature x = weighted(w->limits->model, &w->x->frames[t]);
    float x_cost = cost_of_x(w->limits->model, &w->x->frames[t]);
    int first = w->before_first, limit = l->count;
    if (w->limits->band) {
        first = MAX(first, w->limits->band[2 * t]);
        limit = MIN(limit, w->limits->band[2 * t + 1] + 1);
    }
    float best = INFINITY, passed = INFINITY;
    int reach = w->before_end + 2; // states that can be entered from the row before
    int state = first;
    for (; state < limit && (state < reach || passed < best + w->limits->beam); state++) {
        guint8 *mark = &w->line[state - first];
        if (l->frame[state] < 0) {
            gboolean outside = state == 0 || state == l->count - 1;
            float cost = outside ? w->x->filler[t] : w->x->between[t];
            w->now[state] = enter_filler(w, state, cost, passed, mark);
            passed = w->now[state] + w->limits->unspoken;
        } else if (state < reach) {
            int f = l->frame[state];
            float cost = x_cost + w->y_costs[f] + product(&x, &l->r->frames[f]);
            float pause = l->r->breaks[f] ? w->x->pause[t] : INFINITY;
            w->now[state] = enter_frame(w, state, MAX(cost, w->x->least[t]), pause, mark);
        } else {
            w->now[state] = INFINITY;
            *mark = CAME_STAY;
        }
        best = MIN(best, w->now[state]);
    }
    if (best == INFINITY)
        return FALSE;
    int end = state;
    float most = best + w->limits->beam;
    while (end > first && w->now[end - 1] > most)
        end--;
    pack(w, first, end - first);
    while (w->now[first] > most)
        first++;
    w->now_first = first;
    w->now_end = end;
    return TRUE;
}

static void swap(warper *w)
{
    float *held = w->before;
    w->before = w->now;
    w->now = held;
    w->before_first = w->now_first;
    w->before_end = w->now_end;
}

// From the end back: what each frame is laid on. FALSE: no way leads to the end.
static gboolean trace(const warper *w, int *states, double *cost)
{
    const lattice *l = &w->states;
    int state = l->filler[l->r->units];
    if (state > 0 && at(w, state - 1) < at(w, state))
        state--;
    for (int i = w->before_first; w->limits->open && i < w->before_end; i++)
        state = at(w, i) < at(w, state) ? i : state;
    if (at(w, state) == INFINITY)
        return FALSE;
    if (cost)
        *cost = (double)at(w, state);
    for (int t = w->x->count - 1; t >= 0; t--) {
        came how = mark_at(w, t, state);
        while (how == CAME_PASS) {
            state = l->filler[l->unit[state] - 1];
            how = mark_at(w, t, state);
        }
        states[t] = l->frame[state] < 0 ? WARP_FILLER(l->unit[state]) : l->frame[state];
        state -= how == CAME_STEP ? 1 : how == CAME_SKIP ? 2 : 0;
    }
    return TRUE;
}

// Before the first frame all is in the first filler, or about to begin the first unit.
static void begin(warper *w)
{
    w->before[0] = 0;
    w->before_first = 0;
    w->before_end = 1;
}

static void warper_clear(warper *w)
{
    g_free(w->states.frame);
    g_free(w->states.unit);
    g_free(w->states.filler);
    g_free(w->y_costs);
    g_free(w->now);
    g_free(w->before);
    g_free(w->line);
    g_array_unref(w->rows);
    g_byte_array_unref(w->marks);
}

gboolean warp_run(const warp_reference *r, const warp_recording *x, const warp_limits *limits,
                  int *states, double *cost, warp_cancelled cancelled, void *data)
{
    warper w = {.x = x, .limits = limits, .states = lattice_new(r)};
    w.y_costs = g_new(float, r->count);
    for (int f = 0; f < r->count; f++)
        w.y_costs[f] = cost_of_y(limits->model, &r->frames[f]);
    w.now = g_new(float, w.states.count);
    w.before = g_new(float, w.states.count);
    w.line = g_new(guint8, w.states.count);
    w.rows = g_array_new(FALSE, FALSE, sizeof(row));
    w.marks = g_byte_array_new();
    begin(&w);
    gboolean good = TRUE;
    for (int t = 0; t < x->count && good; t++) {
        good = advance(&w, t);
        swap(&w);
        if (good && cancelled && t % ASK_FRAMES == 0)
            good = !cancelled(data, (double)t / x->count);
    }
    good = good && trace(&w, states, cost);
    warper_clear(&w);
    return good;
}
