// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/warp.h"

#include <math.h>
#include <string.h>

// Frames between two questions whether to go on.
#define ASK_FRAMES 256

// How a way came into a state: it was there; from the frame before, of a filler or passage the last
// one of the unit before; from the frame before that one, of a passage the passage before; from the
// state that is named there.
typedef enum { CAME_STAY, CAME_STEP, CAME_SKIP, CAME_OVER } came;

// What a state is that is no frame of the reference. A passage is where a way is that has just
// passed over the unit before, with no time spent. A filler costs more than it would outside of the
// text, frame by frame, and a far filler once, on entering it.
#define IS_FILLER     (-1)
#define IS_FAR_FILLER (-2)
#define IS_PASSAGE    (-3)
#define BETWEEN       3 // states between two units

// The states, in order: passage, far filler and filler of unit 0, its frames, those of unit 1, ….
typedef struct {
    const warp_reference *r;
    int count;
    int *frame; // of each state: the frame of the reference, or what it is else
    int *unit;
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
    guint8 *line;   // the marks of the row being made, a byte each
    int line_first; // its first state
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
    return (u < r->units ? r->starts[u] : r->count) + BETWEEN * u + 2;
}

int warp_frame_state(int u, int f)
{
    return f + BETWEEN * (u + 1);
}

static lattice lattice_new(const warp_reference *r)
{
    lattice l = {.r = r, .count = r->count + BETWEEN * (r->units + 1)};
    l.frame = g_new(int, l.count);
    l.unit = g_new(int, l.count);
    int at = 0;
    for (int u = 0; u <= r->units; u++) {
        for (int kind = IS_PASSAGE; kind <= IS_FILLER; kind++) {
            l.frame[at] = kind;
            l.unit[at++] = u;
        }
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

// The last frame of the unit before a state that is none.
static int last_frame(const lattice *l, int state)
{
    return state - (BETWEEN + 1 + l->frame[state]);
}

// How many states lie before the one that is reached by leaving a frame out: between two units,
// those between them.
static int skip_width(const lattice *l, int state)
{
    return l->frame[state - 1] == IS_FILLER ? BETWEEN + 1 : 2;
}

// The cost of coming from the filler of a unit to a frame amid it.
static float begin_amid(const warper *w, int state)
{
    const lattice *l = &w->states;
    int unit = l->unit[state], left_out = l->frame[state] - l->r->starts[unit];
    return at(w, warp_filler_state(l->r, unit)) + w->limits->amid +
           w->limits->skip * (float)left_out;
}

// The cheapest way into a state inside of a unit.
static float enter_frame(const warper *w, int state, float cost, float pause, guint8 *mark)
{
    const lattice *l = &w->states;
    float stay = at(w, state) + MIN(cost + w->limits->stay, pause);
    float step = at(w, state - 1) + cost;
    float skip = INFINITY, over = INFINITY;
    int before = state - skip_width(l, state);
    if (before >= 0 && l->frame[before] >= 0)
        skip = at(w, before) + cost + (l->frame[state - 1] >= 0 ? w->limits->skip : 0);
    if (l->frame[state - 1] == IS_FILLER)
        over = at(w, state - 2) + cost;
    else if (l->r->breaks[l->frame[state]])
        over = begin_amid(w, state) + cost;
    float best = MIN(MIN(stay, step), MIN(skip, over));
    *mark = best == step   ? CAME_STEP
            : best == stay ? CAME_STAY
            : best == skip ? CAME_SKIP
                           : CAME_OVER;
    return best;
}

// The same of a filler, of the near or the far kind, whose passage has just been entered. `price`:
// of entering it.
static float enter_filler(const warper *w, int state, float cost, float price, guint8 *mark)
{
    const lattice *l = &w->states;
    int last = last_frame(l, state);
    float stay = at(w, state) + cost, step = at(w, last) + price + cost;
    float over = w->now[last + 1] + price;
    float best = MIN(over, MIN(stay, step));
    *mark = best == stay ? CAME_STAY : best == step ? CAME_STEP : CAME_OVER;
    return best;
}

// What it costs to be in the next passage, behind the filler `before` of this frame; -1: there is
// none. `mark` may be NULL.
static float enter_passage(const warper *w, int before, guint8 *mark)
{
    float near = before < 0 ? INFINITY : w->now[before] + w->limits->unspoken;
    float far = before < 0 ? INFINITY : w->now[before - 1] + w->limits->unspoken;
    float more = before < 0 ? INFINITY : w->now[before - 2] + w->limits->unspoken_more;
    float best = MIN(near, MIN(far, more));
    if (mark)
        *mark = best == near ? CAME_STEP : best == far ? CAME_OVER : CAME_SKIP;
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

// Enters `state` at frame `t`, whose cost is `x_cost` and the product with `x`; `filler`: the last
// one that was entered, or -1.
static float enter(const warper *w, int t, int state, int *filler, const feature *x, float x_cost)
{
    const lattice *l = &w->states;
    guint8 *mark = &w->line[state - w->line_first];
    int f = l->frame[state];
    gboolean outside = state < BETWEEN || state >= l->count - BETWEEN;
    if (f == IS_PASSAGE)
        return enter_passage(w, *filler, mark);
    if (f == IS_FAR_FILLER)
        return enter_filler(w, state, w->x->filler[t], w->limits->far, mark);
    if (f == IS_FILLER) {
        *filler = state;
        return enter_filler(w, state, outside ? w->x->filler[t] : w->x->between[t], 0, mark);
    }
    float cost = x_cost + w->y_costs[f] + product(x, &l->r->frames[f]);
    float pause = l->r->breaks[f] ? w->x->pause[t] : INFINITY;
    return enter_frame(w, state, MAX(cost, w->x->least[t]), pause, mark);
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
    if (l->frame[first] < 0 && l->frame[first] > IS_PASSAGE)
        first = last_frame(l, first) + 1; // what looks at a filler looks at its passage, too
    w->line_first = first;
    float best = INFINITY, ahead = INFINITY; // ahead: the cost of the next passage
    int reach = w->before_end + BETWEEN + 1; // states that can be entered from the row before
    int filler = -1, state = first;
    for (; state < limit && (state < reach || ahead < best + w->limits->beam); state++) {
        if (state >= reach && l->frame[state] >= 0) {
            w->now[state] = INFINITY;
            w->line[state - first] = CAME_STAY;
            continue;
        }
        w->now[state] = enter(w, t, state, &filler, &x, x_cost);
        if (l->frame[state] == IS_FILLER)
            ahead = enter_passage(w, state, NULL);
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

// From the filler `state` back over the units that were passed over at frame `t`; `how` as there.
static int trace_passages(const warper *w, int t, int state, came *how)
{
    const lattice *l = &w->states;
    while (l->frame[state] < 0 && *how == CAME_OVER) {
        state = last_frame(l, state) + 1;
        came passage;
        do {
            passage = mark_at(w, t, state);
            int filler = warp_filler_state(l->r, l->unit[state] - 1);
            state = filler - (passage == CAME_SKIP ? 2 : passage == CAME_OVER ? 1 : 0);
        } while (passage == CAME_SKIP);
        *how = mark_at(w, t, state);
    }
    return state;
}

// Where a way was before it came into `state`.
static int trace_back(const lattice *l, int state, came how)
{
    if (how == CAME_STAY)
        return state;
    if (l->frame[state] < 0)
        return last_frame(l, state);
    if (how == CAME_OVER && l->frame[state - 1] >= 0)
        return warp_filler_state(l->r, l->unit[state]);
    return state - (how == CAME_STEP ? 1 : how == CAME_OVER ? 2 : skip_width(l, state));
}

// From the end back: what each frame is laid on. FALSE: no way leads to the end.
static gboolean trace(const warper *w, int *states, double *cost)
{
    const lattice *l = &w->states;
    int state = l->count - 1;
    if (state >= BETWEEN && at(w, last_frame(l, state)) < at(w, state))
        state = last_frame(l, state);
    float least = at(w, state);
    for (int i = w->before_first; i < w->before_end; i++) {
        if (l->frame[i] == IS_PASSAGE || at(w, i) + w->limits->early >= least)
            continue;
        least = at(w, i) + w->limits->early;
        state = i;
    }
    if (least == INFINITY)
        return FALSE;
    if (cost)
        *cost = (double)least;
    for (int t = w->x->count - 1; t >= 0; t--) {
        came how = mark_at(w, t, state);
        state = trace_passages(w, t, state, &how);
        states[t] = l->frame[state] < 0 ? WARP_FILLER(l->unit[state]) : l->frame[state];
        state = trace_back(l, state, how);
    }
    return TRUE;
}

// Before the first frame all is in a filler, or about to begin a unit.
static void begin(warper *w)
{
    const lattice *l = &w->states;
    for (int i = 0; i < l->count; i++)
        w->before[i] = l->frame[i] == IS_FILLER ? w->limits->late : INFINITY;
    w->before[BETWEEN - 1] = 0;
    w->before_first = BETWEEN - 1;
    w->before_end = w->limits->late < INFINITY ? l->count : BETWEEN;
}

static void warper_clear(warper *w)
{
    g_free(w->states.frame);
    g_free(w->states.unit);
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
