// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/pooled.h"

warp_reference view_reference(const reference *r)
{
    return (warp_reference){
        .frames = (const feature *)(const void *)r->sound->frames->data,
        .count = (int)r->sound->frames->len,
        .starts = (const int *)(const void *)r->starts->data,
        .units = reference_units(r),
        .breaks = r->breaks,
    };
}

warp_recording view_frames(const GArray *frames, const frame_costs *c, int first, int most)
{
    return (warp_recording){(const feature *)(const void *)frames->data + first,
                            c->filler + first,
                            c->between + first,
                            c->least + first,
                            c->pause + first,
                            MIN(c->count - first, most)};
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

pooled_reference pooled_reference_new(const reference *r)
{
    pooled_reference p = {.frames = g_array_new(FALSE, FALSE, sizeof(feature)),
                          .starts = g_array_new(FALSE, FALSE, sizeof(int)),
                          .breaks = g_array_new(FALSE, FALSE, 1)};
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
    p.view = (warp_reference){
        .frames = (const feature *)(const void *)p.frames->data,
        .count = (int)p.frames->len,
        .starts = (const int *)(const void *)p.starts->data,
        .units = (int)p.starts->len,
        .breaks = (const guint8 *)p.breaks->data,
    };
    return p;
}

void pooled_reference_clear(pooled_reference *p)
{
    g_array_unref(p->frames);
    g_array_unref(p->starts);
    g_array_unref(p->breaks);
}

pooled_recording pooled_recording_new(const recording *x, const frame_costs *fine)
{
    pooled_recording p = {.frames = g_array_new(FALSE, FALSE, sizeof(feature)),
                          .costs = frame_costs_pool(fine, COARSE)};
    pool(x->sound->frames, 0, (int)x->sound->frames->len, p.frames);
    p.view = view_frames(p.frames, &p.costs, 0, p.costs.count);
    return p;
}

gboolean pooled_recording_speaks(const pooled_recording *p, int t)
{
    return p->costs.speaks[t] >= 0.5f;
}

void pooled_recording_clear(pooled_recording *p)
{
    g_array_unref(p->frames);
    frame_costs_clear(&p->costs);
}
