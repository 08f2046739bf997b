// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/glide.h"

#include <math.h>
#include <string.h>

typedef struct {
    const plan *from, *to;
    const frame *at;
    double share;             // of the way, eased
    double leaving, arriving; // how much is seen of what is on one stage only
} glide;

static int between(int a, int b, double share)
{
    return (int)lround(a + (b - a) * share);
}

static const plan_item *find_same(const plan *in, const plan_item *item)
{
    for (int i = 0; i < in->count; i++) {
        if (memcmp(&in->items[i].block, &item->block, sizeof item->block) == 0)
            return &in->items[i];
    }
    return NULL;
}

// The same passage in the same language, at another size.
static const plan_item *find_alike(const plan *in, const plan_item *item)
{
    for (int i = 0; i < in->count; i++) {
        const block_key *k = &in->items[i].block;
        if (k->passage == item->block.passage && k->side == item->block.side)
            return &in->items[i];
    }
    return NULL;
}

// How far what is on both stages has to go: for that which is on one only to go along.
static int drift(const glide *g, int index)
{
    int best = G_MAXINT, way = 0;
    for (int i = 0; i < g->from->count; i++) {
        const plan_item *a = &g->from->items[i], *b = find_alike(g->to, a);
        int far = ABS(a->block.passage - index);
        if (b && far < best) {
            best = far;
            way = b->y - a->y;
        }
    }
    int forward = g->to->items[0].block.passage >= g->from->items[0].block.passage ? -1 : 1;
    return best < G_MAXINT ? way : forward * g->at->stage.height / 4;
}

static cairo_rectangle_int_t clip_between(const glide *g, const plan_item *a, const plan_item *b)
{
    return memcmp(&a->clip, &b->clip, sizeof a->clip) == 0 ? b->clip : g->at->stage;
}

static void add_leaving(const glide *g, const plan_item *item, plan *out)
{
    const plan_item *other = find_alike(g->to, item);
    if (find_same(g->to, item))
        return;
    plan_item leaving = *item;
    int end = other ? other->y : item->y + drift(g, item->block.passage);
    leaving.y = between(item->y, end, g->share);
    leaving.alpha = between(0, item->alpha, g->leaving);
    if (leaving.alpha > 0)
        plan_add(out, &leaving);
}

static void add_arriving(const glide *g, const plan_item *item, plan *out)
{
    const plan_item *same = find_same(g->from, item), *other = find_alike(g->from, item);
    plan_item arriving = *item;
    if (same) {
        arriving.y = between(same->y, item->y, g->share);
        arriving.x = between(same->x, item->x, g->share);
        arriving.clip = clip_between(g, same, item);
    } else {
        int start = other ? other->y : item->y - drift(g, item->block.passage);
        arriving.y = between(start, item->y, g->share);
        arriving.alpha = between(0, item->alpha, g->arriving);
    }
    plan_add(out, &arriving);
}

void glide_merge(const plan *from, plan *to, int step, const frame *at)
{
    plan out;
    memset(&out, 0, sizeof out);
    double time = (double)step / SCENE_GLIDE_STEPS, left = 1 - time;
    // What leaves makes room at once, so that two texts are hardly ever seen through each other.
    glide g = {
        from, to, at, 1 - left * left * left, fmax(0, 1 - 4 * time), fmin(1, 0.2 + 2 * time)};
    if (from->count == 0 || to->count == 0)
        return;
    for (int i = 0; i < from->count; i++)
        add_leaving(&g, &from->items[i], &out);
    for (int i = 0; i < to->count; i++)
        add_arriving(&g, &to->items[i], &out);
    memcpy(to, &out, sizeof out);
}
