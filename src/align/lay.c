// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/lay.h"

#include <math.h>
#include <string.h>

#include "align/course.h"
#include "align/pooled.h"

// How far the fine pass may go from what the coarse one found, in coarse frames: 1 s.
#define BAND 12

// Going on at the pace of the reference costs nothing besides.
#define STAY      1.2f
#define SKIP      0.6f
#define FINE_STAY 0.2f
#define FINE_SKIP 0.1f

// Lower, and poorly matched texts are taken for unspoken; higher, and unspoken ones are squeezed
// in.
#define UNSPOKEN 25.0f
// What speech between two units costs at most.
#define FAR 15.0f
// What it costs that a unit's first words are left out.
#define AMID 15.0f

// How wide a way is looked for, one search after the other until it is not lost. A wrong way may be
// better by chance for a while: a beam of 300 finds the right one again after about a minute of
// speech that is not in the text, one of 3000 after ten.
static const struct {
    float beam, unspoken_more, late;
} searches[] = {
    {300, UNSPOKEN, INFINITY},
    {1000, 10, UNSPOKEN},
    {3000, 10, UNSPOKEN},
};
// Where so little more of the speech is laid than in the search before, that will do.
#define NO_MORE 0.01
// The same where the worst fits hardly better.
#define FITS_MORE 0.1

// Of the recording and of the text, for acquaintance: five minutes, and what may be said in these.
#define HEAD_FRAMES (300 * 1000000 / FEATURE_HOP_US / COARSE)
#define FASTEST     2
// Where it fits poorly at the pace of the reference, these are tried. A pace within a fifth of the
// reference's own is left.
static const double paces[] = {0.5, 0.7, 1.4, 2};
#define FITS_COST    (-1.2)
#define FITS_SHARE   0.8
#define PACE_NEAR    1.2
#define PACE_FAR     1.35
#define SLOWEST_PACE 0.35
#define FASTEST_PACE 2.5
// How many of the searches, and so much has to be found for something to be learnt.
#define HEAD_SEARCHES 2
#define FEW_LAID      60
// What says nothing is measured on 100 s, and costs so much with the usual model.
#define CHANCE_FRAMES (100 * 1000000 / FEATURE_HOP_US)
#define USUAL_CHANCE  (-1.0)
#define LEAST_CHANCE  (-0.8)

static warp_limits coarse_limits(const warp_model *model, int search, gboolean goes_on)
{
    return (warp_limits){.model = model,
                         .stay = STAY,
                         .skip = SKIP,
                         .unspoken = UNSPOKEN,
                         .unspoken_more = searches[search].unspoken_more,
                         .far = FAR,
                         .amid = AMID,
                         .beam = searches[search].beam,
                         .late = searches[search].late,
                         .early = goes_on ? 0 : UNSPOKEN};
}

// The frames that are laid on a text while somebody speaks. Free with g_free().
static guint8 *laid_frames(const recording *x, const int *coarse, int coarse_count)
{
    int count = (int)x->sound->frames->len;
    guint8 *mask = g_new0(guint8, count + 1);
    for (int t = 0; t < MIN(count, coarse_count * COARSE); t++)
        mask[t] = coarse[t / COARSE] >= 0 && recording_speaks(x, t) > 0.5f;
    return mask;
}

// ---- acquaintance

// The beginning of a recording, and what of the text may be said in it.
typedef struct {
    recording *x; // owned
    reference *r; // owned
    frame_costs costs;
} head;

static void head_clear(head *h)
{
    recording_free(h->x);
    reference_free(h->r);
    frame_costs_clear(&h->costs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(head, head_clear)

// The units that begin within the first `frames`.
static reference *first_units(const reference *r, int frames)
{
    int units = 1;
    while (units < reference_units(r) && reference_start(r, units) < frames)
        units++;
    return reference_part(r, 0, units);
}

static head head_new(const reference *r, const recording *x)
{
    int count = (int)x->sound->frames->len, frames = MIN(count, HEAD_FRAMES * COARSE);
    head h = {.x = recording_part(x, 0, frames), .r = first_units(r, FASTEST * frames)};
    h.costs = frame_costs_new(h.x);
    h.x->goes_on |= frames < count || reference_units(h.r) < reference_units(r);
    return h;
}

// What came of a pace; owned.
typedef struct {
    double pace;
    reference *r;
    int *states; // those that are sure, see course_sure_states()
    double cost; // of the way; INFINITY: there is none
    course course;
    warp_model learnt;
} trial;

static void trial_clear(trial *t)
{
    reference_free(t->r);
    g_free(t->states);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(trial, trial_clear)

static trial try_pace(const head *h, const reference *r, const warp_model *model, double pace)
{
    trial t = {.pace = pace, .r = reference_paced(r, pace), .cost = INFINITY};
    g_auto(pooled_reference) said = pooled_reference_new(t.r);
    g_auto(pooled_recording) heard = pooled_recording_new(h->x, &h->costs);
    t.states = g_new(int, heard.view.count + 1);
    for (int search = 0; search < HEAD_SEARCHES; search++) {
        warp_limits limits = coarse_limits(model, search, h->x->goes_on);
        if (!warp_run(&said.view, &heard.view, &limits, t.states, &t.cost, NULL, NULL))
            continue;
        t.course = course_of(&said.view, &heard, t.states, model);
        if (!course_is_lost(&t.course, USUAL_CHANCE, FALSE))
            break;
    }
    if (t.cost < INFINITY) {
        int *sure = course_sure_states(&said.view, &heard, t.states, model);
        g_free(t.states);
        t.states = sure;
        t.learnt = warp_model_learn(&said.view, &heard.view, sure);
    }
    return t;
}

static gboolean fits(const course *c)
{
    return c->laid > FITS_SHARE * c->spoken && c->cost < FITS_COST;
}

// Keeps the cheaper one in `best`.
static void keep_better(trial *best, trial other)
{
    trial worse = other;
    if (other.cost < best->cost) {
        worse = *best;
        *best = other;
    }
    trial_clear(&worse);
}

// The pace if all of the text is said, and nothing else.
static double likely_pace(const reference *r, const recording *x)
{
    int spoken = 0;
    for (int t = 0; t < (int)x->sound->frames->len; t++)
        spoken += recording_speaks(x, t) > 0.5f;
    return (double)spoken / MAX(reference_start(r, reference_units(r)), 1);
}

// At the pace of the reference and the likely one or, where that does not fit, the one at which the
// way costs least; of the text's beginning or, where that does not fit, of all of it.
static trial find_pace(head *h, const reference *r, double likely)
{
    trial best = try_pace(h, h->r, &warp_model_usual, 1);
    if (fabs(log(likely)) > log(PACE_FAR) && likely >= SLOWEST_PACE && likely <= FASTEST_PACE)
        keep_better(&best, try_pace(h, h->r, &warp_model_usual, likely));
    if (!fits(&best.course) && reference_units(h->r) < reference_units(r)) {
        reference_free(h->r);
        h->r = reference_part(r, 0, reference_units(r));
        keep_better(&best, try_pace(h, h->r, &warp_model_usual, 1));
    }
    for (guint i = 0; i < G_N_ELEMENTS(paces) && !fits(&best.course); i++)
        keep_better(&best, try_pace(h, h->r, &warp_model_usual, paces[i]));
    return best;
}

// Gives `x`, and its beginning `h`, the mean and spread of what is laid on a text.
static void settle(recording *x, head *h, const trial *t)
{
    g_autofree guint8 *mask = laid_frames(h->x, t->states, h->costs.count / COARSE);
    mask = g_realloc(mask, x->sound->frames->len + 1);
    int count = (int)h->x->sound->frames->len;
    memset(mask + count, 0, x->sound->frames->len - (guint)count);
    features_settle(x->sound, mask);
    recording_free(h->x);
    h->x = recording_part(x, 0, count);
}

// What a text costs that is not said: the beginning backwards.
static double find_chance(const head *h, const reference *r, const warp_model *model)
{
    int frames = MIN((int)h->x->sound->frames->len, CHANCE_FRAMES);
    g_autoptr(recording) x = recording_part(h->x, 0, frames);
    g_autoptr(reference) forwards = first_units(r, frames);
    g_autoptr(reference) back = reference_backwards(forwards);
    return MIN(lay_by_force(back, x, model).cost, LEAST_CHANCE);
}

// `*paced`: the text at the speaker's pace. Nothing is learnt where nothing was found.
static double acquaint(const reference *r, recording *x, reference **paced, warp_model *model)
{
    *model = warp_model_usual;
    g_auto(head) h = head_new(r, x);
    gboolean goes_on = h.x->goes_on;
    g_auto(trial) first = find_pace(&h, r, likely_pace(r, x));
    double pace = first.pace * first.course.pace;
    pace = fabs(log(pace)) < log(PACE_NEAR) ? 1 : CLAMP(pace, SLOWEST_PACE, FASTEST_PACE);
    *paced = reference_paced(r, pace);
    if (first.course.laid < FEW_LAID)
        return USUAL_CHANCE;
    settle(x, &h, &first);
    h.x->goes_on = goes_on;
    g_auto(trial) second = try_pace(&h, h.r, &first.learnt, pace);
    if (second.course.laid < FEW_LAID)
        return USUAL_CHANCE;
    settle(x, &h, &second);
    *model = second.learnt;
    return find_chance(&h, second.r, model);
}

// ---- the passes

static gboolean lay_coarse(const warp_reference *r, recording *x, const frame_costs *costs,
                           int *states, warp_model *model, double chance, warp_cancelled cancelled,
                           void *data)
{
    course before = {0};
    gboolean found = FALSE;
    for (int search = 0; search < (int)G_N_ELEMENTS(searches); search++) {
        g_auto(pooled_recording) s = pooled_recording_new(x, costs);
        warp_limits limits = coarse_limits(model, search, x->goes_on);
        if (!warp_run(r, &s.view, &limits, states, NULL, cancelled, data))
            continue;
        course c = course_of(r, &s, states, model);
        gboolean more =
            c.laid - before.laid > NO_MORE * c.spoken || c.worst < before.worst * (1 + FITS_MORE);
        if (!course_is_lost(&c, chance, TRUE) || (found && !more))
            return TRUE;
        found = TRUE;
        before = c;
        g_autofree int *sure = course_sure_states(r, &s, states, model);
        g_autofree guint8 *mask = laid_frames(x, sure, s.view.count);
        *model = warp_model_learn(r, &s.view, sure);
        features_settle(x->sound, mask);
    }
    return found;
}

// Of each frame of the fine pass the first and last state that it may be in: those which the coarse
// way goes through within BAND of it.
static int *find_band(const reference *r, const warp_reference *rough, const int *coarse,
                      int coarse_count, int count)
{
    warp_reference fine = view_reference(r);
    g_autofree int *states = g_new(int, coarse_count + 1);
    for (int t = 0, u = 0; t < coarse_count; t++) {
        int at = coarse[t];
        if (at < 0) {
            u = WARP_FILLER_OF(at);
            states[t] = warp_filler_state(&fine, u);
            continue;
        }
        while (u + 1 < rough->units && rough->starts[u + 1] <= at)
            u++;
        int f = reference_start(r, u) + (at - rough->starts[u]) * COARSE;
        states[t] = warp_frame_state(u, MIN(f, reference_start(r, u + 1) - 1));
    }
    int *band = g_new(int, 2 * count + 2), last = warp_filler_state(&fine, fine.units);
    for (int t = 0; t < count; t++) {
        int from = t / COARSE - BAND, to = t / COARSE + BAND;
        band[2 * t] = from < 0 ? 0 : states[from] - COARSE;
        band[2 * t + 1] = to >= coarse_count ? last : states[to] + COARSE;
    }
    return band;
}

gboolean lay_run(reference **r, recording *x, int *states, warp_model *model,
                 warp_cancelled cancelled, void *data)
{
    int count = (int)x->sound->frames->len, coarse_count = (count + COARSE - 1) / COARSE;
    if (!count)
        return FALSE;
    g_auto(frame_costs) costs = frame_costs_new(x);
    reference *paced;
    double chance = acquaint(*r, x, &paced, model);
    reference_free(*r);
    *r = paced;
    g_auto(pooled_reference) p = pooled_reference_new(paced);
    g_autofree int *coarse = g_new(int, coarse_count + 1);
    if (!lay_coarse(&p.view, x, &costs, coarse, model, chance, cancelled, data))
        return FALSE;
    g_autofree int *band = find_band(paced, &p.view, coarse, coarse_count, count);
    warp_reference said = view_reference(paced);
    warp_recording heard = view_frames(x->sound->frames, &costs, 0, costs.count);
    warp_limits limits = {.model = model,
                          .stay = FINE_STAY,
                          .skip = FINE_SKIP,
                          .unspoken = UNSPOKEN * COARSE,
                          .unspoken_more = UNSPOKEN * COARSE,
                          .far = FAR * COARSE,
                          .amid = AMID * COARSE,
                          .late = UNSPOKEN * COARSE,
                          .early = x->goes_on ? 0 : UNSPOKEN * COARSE,
                          .beam = INFINITY,
                          .band = band};
    return warp_run(&said, &heard, &limits, states, NULL, NULL, NULL);
}

// ---- how well they fit

static lay_fit fit_of(const course *c)
{
    return (lay_fit){c->cost, c->spoken ? (double)c->laid / c->spoken : 0};
}

lay_fit lay_by_force(const reference *r, const recording *x, const warp_model *model)
{
    g_auto(frame_costs) costs = frame_costs_new(x);
    g_auto(pooled_reference) p = pooled_reference_new(r);
    g_auto(pooled_recording) s = pooled_recording_new(x, &costs);
    g_autofree int *states = g_new(int, s.view.count + 1);
    for (int search = 0; search < (int)G_N_ELEMENTS(searches); search++) {
        warp_limits limits = coarse_limits(model, search, x->goes_on);
        limits.late = INFINITY;
        limits.early = x->goes_on ? 0 : INFINITY;
        if (!warp_run(&p.view, &s.view, &limits, states, NULL, NULL, NULL))
            continue;
        course c = course_of(&p.view, &s, states, model);
        return fit_of(&c);
    }
    return (lay_fit){USUAL_CHANCE, 0};
}

void lay_try(const reference *r, recording *x, lay_fit *forwards, lay_fit *backwards)
{
    g_auto(frame_costs) costs = frame_costs_new(x);
    g_autoptr(reference) paced = NULL;
    warp_model model;
    double chance = acquaint(r, x, &paced, &model);
    g_auto(pooled_reference) p = pooled_reference_new(paced);
    g_auto(pooled_recording) s = pooled_recording_new(x, &costs);
    g_autofree int *states = g_new(int, s.view.count + 1);
    if (!lay_coarse(&p.view, x, &costs, states, &model, chance, NULL, NULL))
        return;
    course c = course_of(&p.view, &s, states, &model);
    *forwards = fit_of(&c);
    g_autoptr(reference) back = reference_backwards(paced);
    *backwards = lay_by_force(back, x, &model);
}
