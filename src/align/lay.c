// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/lay.h"

#include <math.h>
#include <string.h>

// Frames in one of the coarse pass: 80 ms.
#define COARSE 4
// How far the fine pass may go from what the coarse one found, in coarse frames: 1 s.
#define BAND 12

// Costs, see warp_recording. A silent frame fits a filler well, and no text quite as well; a pause
// inside of a text is less likely.
#define FILLER_SPEECH  0.0f
#define FILLER_SILENCE (-3.0f)
#define ABOVE_FILLER   1.0f
#define PAUSE          (-1.0f)
// Speech between two units that is of neither, besides: a text is rather said in one go than here
// and there where it fits best by chance.
#define BETWEEN 0.4f
// What this little is spoken is taken for silence.
#define SILENT 0.5f
#define PAUSED 0.3f
// Loudness at which it is undecided whether somebody speaks: so far below speech_db; and how
// sharply it is decided, in dB.
#define BELOW_SPEECH_DB 3.0f
#define SLOPE_DB        3.0f

// Going on at the pace of the reference costs nothing besides.
#define STAY      1.2f
#define SKIP      0.6f
#define FINE_STAY 0.2f
#define FINE_SKIP 0.1f

// Lower, and poorly matched texts are taken for unspoken; higher, and unspoken ones are squeezed
// in.
#define UNSPOKEN 25.0f
// Of the coarse pass.
#define BEAM        300.0f
#define HEAD_FRAMES (300 * 1000 / 20 / COARSE) // five minutes
#define ROUNDS      2                          // of learning from them
// Where another voice is tried to end, in frames of the fine pass: after 0, 10, … 60 s; how much of
// the recording is laid for it; and with which beam, as it may be laid on that voice first.
#define STEP      500
#define LATEST    3000
#define TRIED     7500
#define WIDE_BEAM 1000.0f
// Frames of what is before the text that are tried again: 5 s.
#define MARGIN 250

// A recording's costs; owned.
typedef struct {
    float *filler, *between, *least, *pause;
    int count;
} costs;

static costs costs_new(int count)
{
    return (costs){g_new(float, count + 1), g_new(float, count + 1), g_new(float, count + 1),
                   g_new(float, count + 1), count};
}

static void costs_clear(costs *c)
{
    g_free(c->filler);
    g_free(c->between);
    g_free(c->least);
    g_free(c->pause);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(costs, costs_clear)

float lay_speaks(const recording *x, int t)
{
    const GArray *loudness = x->sound->loudness;
    if (!loudness->len)
        return 0;
    int at = MIN(t * (FEATURE_HOP_US / LOUDNESS_HOP_US), (int)loudness->len - 1);
    float above = g_array_index(loudness, float, at) - (t < x->first ? x->head_db : x->speech_db) +
                  BELOW_SPEECH_DB;
    return 1 / (1 + expf(-above / SLOPE_DB));
}

static costs fine_costs(const recording *x)
{
    costs c = costs_new((int)x->sound->frames->len);
    for (int t = 0; t < c.count; t++) {
        float speaks = lay_speaks(x, t);
        c.filler[t] = FILLER_SILENCE + (FILLER_SPEECH - FILLER_SILENCE) * speaks;
        c.between[t] = c.filler[t] + BETWEEN * speaks;
        c.least[t] = speaks < SILENT ? c.filler[t] + ABOVE_FILLER : -INFINITY;
        c.pause[t] = speaks < PAUSED ? PAUSE : INFINITY;
    }
    return c;
}

static float mean(const float *values, int first, int end)
{
    float sum = 0;
    for (int i = first; i < end; i++)
        sum += values[i];
    return sum / (float)MAX(end - first, 1);
}

static costs coarse_costs(const costs *fine)
{
    costs c = costs_new((fine->count + COARSE - 1) / COARSE);
    for (int t = 0; t < c.count; t++) {
        int first = t * COARSE, end = MIN(first + COARSE, fine->count);
        c.filler[t] = mean(fine->filler, first, end);
        c.between[t] = mean(fine->between, first, end);
        c.least[t] = mean(fine->least, first, end);
        c.pause[t] = mean(fine->pause, first, end);
    }
    return c;
}

// Appends frames `first` … `end` - 1 of `from`, COARSE of them in one.
static void pool(const GArray *from, int first, int end, GArray *to)
{
    for (int at = first; at < end; at += COARSE) {
        feature sum = {{0}};
        int last = MIN(at + COARSE, end);
        for (int i = at; i < last; i++)
            for (int c = 0; c < FEATURE_COUNT; c++)
                sum.c[c] += g_array_index(from, feature, i).c[c] / (float)(last - at);
        g_array_append_val(to, sum);
    }
}

// The coarse reference.
typedef struct {
    GArray *frames, *starts, *breaks;
} pooled;

static pooled pool_reference(const reference *r)
{
    pooled p = {g_array_new(FALSE, FALSE, sizeof(feature)), g_array_new(FALSE, FALSE, sizeof(int)),
                g_array_new(FALSE, FALSE, 1)};
    for (int u = 0; u < reference_units(r); u++) {
        int first = reference_start(r, u), end = reference_start(r, u + 1);
        int start = (int)p.frames->len;
        g_array_append_val(p.starts, start);
        pool(r->sound->frames, first, end, p.frames);
        for (int at = first; at < end; at += COARSE) {
            guint8 may = FALSE;
            for (int f = at; f < MIN(at + COARSE, end) && at > first; f++)
                may |= r->breaks[f];
            g_array_append_val(p.breaks, may);
        }
    }
    return p;
}

static void pooled_clear(pooled *p)
{
    g_array_unref(p->frames);
    g_array_unref(p->starts);
    g_array_unref(p->breaks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pooled, pooled_clear)

static warp_reference view_pooled(const pooled *p)
{
    return (warp_reference){
        .frames = (const feature *)(const void *)p->frames->data,
        .count = (int)p->frames->len,
        .starts = (const int *)(const void *)p->starts->data,
        .units = (int)p->starts->len,
        .breaks = (const guint8 *)p->breaks->data,
    };
}

static warp_reference view_reference(const reference *r)
{
    return (warp_reference){
        .frames = (const feature *)(const void *)r->sound->frames->data,
        .count = (int)r->sound->frames->len,
        .starts = (const int *)(const void *)r->starts->data,
        .units = reference_units(r),
        .breaks = r->breaks,
    };
}

// The frames from `first` on, `most` at most.
static warp_recording view_recording(const GArray *frames, const costs *c, int first, int most)
{
    return (warp_recording){(const feature *)(const void *)frames->data + first,
                            c->filler + first,
                            c->between + first,
                            c->least + first,
                            c->pause + first,
                            MIN(c->count - first, most)};
}

// Of each frame of the fine pass the first and last state that it may be in: those which the coarse
// way goes through within BAND of it.
static int *find_band(const reference *r, const pooled *p, const int *coarse, int coarse_count,
                      int count)
{
    warp_reference fine = view_reference(r), rough = view_pooled(p);
    g_autofree int *states = g_new(int, coarse_count + 1);
    for (int t = 0, u = 0; t < coarse_count; t++) {
        int at = coarse[t];
        if (at < 0) {
            u = WARP_FILLER_OF(at);
            states[t] = warp_filler_state(&fine, u);
            continue;
        }
        while (u + 1 < rough.units && rough.starts[u + 1] <= at)
            u++;
        int f = reference_start(r, u) + (at - rough.starts[u]) * COARSE;
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

// A recording for the coarse pass; owned.
typedef struct {
    GArray *frames;
    costs rough;
    int first; // this and the next: see recording
    gboolean goes_on;
} pooled_sound;

static pooled_sound pool_sound(const recording *x, const costs *fine)
{
    pooled_sound s = {.frames = g_array_new(FALSE, FALSE, sizeof(feature)),
                      .rough = coarse_costs(fine),
                      .first = x->first / COARSE,
                      .goes_on = x->goes_on};
    pool(x->sound->frames, 0, (int)x->sound->frames->len, s.frames);
    return s;
}

static void pooled_sound_clear(pooled_sound *s)
{
    g_array_unref(s->frames);
    costs_clear(&s->rough);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pooled_sound, pooled_sound_clear)

static warp_limits coarse_limits(const warp_model *model)
{
    return (warp_limits){
        .model = model, .stay = STAY, .skip = SKIP, .unspoken = UNSPOKEN, .beam = BEAM};
}

// How like the voice the speaker is, from five minutes. FALSE: there is no way.
static gboolean learn(const warp_reference *r, const pooled_sound *s, warp_model *model,
                      int *states)
{
    warp_recording head = view_recording(s->frames, &s->rough, s->first, HEAD_FRAMES);
    *model = warp_model_usual;
    warp_limits limits = coarse_limits(model);
    limits.open = s->goes_on || s->first + head.count < s->rough.count;
    for (int i = 0; i < ROUNDS; i++) {
        if (!warp_run(r, &head, &limits, states, NULL, NULL, NULL))
            return FALSE;
        *model = warp_model_learn(r, &head, states);
    }
    return TRUE;
}

static gboolean lay_coarse(const pooled *p, const recording *x, const costs *fine, int *states,
                           warp_model *model, warp_cancelled cancelled, void *data)
{
    g_auto(pooled_sound) s = pool_sound(x, fine);
    warp_reference r = view_pooled(p);
    if (!learn(&r, &s, model, states))
        return FALSE;
    int lead = x->lead / COARSE;
    warp_recording rest = view_recording(s.frames, &s.rough, lead, s.rough.count);
    warp_limits limits = coarse_limits(model);
    limits.open = x->goes_on;
    for (int t = 0; t < lead; t++)
        states[t] = WARP_FILLER(0);
    return warp_run(&r, &rest, &limits, states + lead, NULL, cancelled, data);
}

// What is tried: `x` is a beginning of the recording, settled somewhere.
typedef struct {
    double cost; // of the best way, beside that of nothing but filler
    int lead;    // the frames before the first that is laid
} attempt;

static attempt try_beginning(const pooled *p, const recording *x)
{
    attempt a = {INFINITY, 0};
    g_auto(costs) fine = fine_costs(x);
    g_auto(pooled_sound) s = pool_sound(x, &fine);
    g_autofree int *states = g_new(int, s.frames->len + 1);
    warp_reference r = view_pooled(p);
    warp_recording all = view_recording(s.frames, &s.rough, 0, s.rough.count);
    warp_model model;
    warp_limits limits = coarse_limits(&model);
    limits.beam = WIDE_BEAM;
    limits.open = x->goes_on;
    if (!learn(&r, &s, &model, states) || !warp_run(&r, &all, &limits, states, &a.cost, NULL, NULL))
        return a;
    for (int t = 0; t < all.count; t++)
        a.cost -= (double)all.filler[t];
    while (a.lead < all.count && states[a.lead] < 0)
        a.lead++;
    a.lead *= COARSE;
    return a;
}

// The units that may be said in `frames`, at up to twice the pace of the voice.
static reference *first_units(const reference *r, int frames)
{
    int units = 1;
    while (units < reference_units(r) && reference_start(r, units) < 2 * frames)
        units++;
    return reference_part(r, 0, units);
}

gboolean lay_settle(const reference *r, recording *x, warp_cancelled cancelled, void *data)
{
    int count = (int)x->sound->frames->len, most = MIN(count, TRIED), best = 0;
    attempt least = {INFINITY, 0};
    g_autoptr(reference) begin = first_units(r, most);
    g_auto(pooled) p = pool_reference(begin);
    for (int first = 0; first <= LATEST && first + STEP <= most; first += STEP) {
        g_autoptr(recording) beginning = recording_part(x, 0, most);
        beginning->goes_on |= most < count || reference_units(begin) < reference_units(r);
        if (first > 0)
            recording_settle(beginning, first);
        attempt a = try_beginning(&p, beginning);
        if (a.cost < least.cost) {
            least = a;
            best = first;
        }
        if (cancelled && cancelled(data, 0))
            return FALSE;
    }
    if (best > 0)
        recording_settle(x, best);
    x->lead = MAX(least.lead - MARGIN, 0);
    return TRUE;
}

gboolean lay_run(const reference *r, const recording *x, int *states, warp_model *model,
                 warp_cancelled cancelled, void *data)
{
    int count = (int)x->sound->frames->len, coarse_count = (count + COARSE - 1) / COARSE;
    g_auto(costs) fine = fine_costs(x);
    g_auto(pooled) p = pool_reference(r);
    g_autofree int *coarse = g_new(int, coarse_count + 1);
    if (!count || !lay_coarse(&p, x, &fine, coarse, model, cancelled, data))
        return FALSE;
    g_autofree int *band = find_band(r, &p, coarse, coarse_count, count);
    warp_reference reference_view = view_reference(r);
    warp_recording recording_view = view_recording(x->sound->frames, &fine, 0, fine.count);
    warp_limits limits = {.model = model,
                          .stay = FINE_STAY,
                          .skip = FINE_SKIP,
                          .unspoken = UNSPOKEN * COARSE,
                          .beam = INFINITY,
                          .band = band};
    return warp_run(&reference_view, &recording_view, &limits, states, NULL, NULL, NULL);
}

gboolean lay_try(const reference *r, const recording *x, double *cost, double *share)
{
    int count = (int)x->sound->frames->len, coarse_count = (count + COARSE - 1) / COARSE;
    g_auto(costs) fine = fine_costs(x);
    g_auto(pooled) p = pool_reference(r);
    g_autofree int *states = g_new(int, coarse_count + 1);
    warp_model model;
    if (!count || !lay_coarse(&p, x, &fine, states, &model, NULL, NULL))
        return FALSE;
    g_autoptr(GArray) frames = g_array_new(FALSE, FALSE, sizeof(feature));
    pool(x->sound->frames, 0, count, frames);
    double sum = 0, laid = 0, spoken = 0;
    for (int t = 0; t < coarse_count; t++) {
        if (lay_speaks(x, t * COARSE) < SILENT)
            continue;
        spoken++;
        if (states[t] < 0)
            continue;
        laid++;
        sum += (double)warp_cost(&model, &g_array_index(frames, feature, t),
                                 &g_array_index(p.frames, feature, states[t]));
    }
    *cost = laid > 0 ? sum / laid : 0;
    *share = spoken > 0 ? laid / spoken : 0;
    return TRUE;
}
