// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/plan.h"

#include <string.h>

// Pixels by which cairo may draw a glyph beside the place that was computed for it.
#define ROUNDING 2

void plan_add(plan *p, const plan_item *item)
{
    if (p->count < PLAN_ITEMS)
        memcpy(&p->items[p->count++], item, sizeof *item);
}

gboolean plan_equal(const plan *a, const plan *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void add_bounds(const plan_item *item, shelf *from, cairo_region_t *to)
{
    cairo_rectangle_int_t ink = block_ink(shelf_get(from, &item->block));
    int beside = 2 * MAX(item->above, item->below);
    ink.x += item->x - beside - ROUNDING;
    ink.y += item->y - ROUNDING;
    ink.width += beside + 2 * ROUNDING;
    ink.height += 2 * ROUNDING;
    cairo_region_t *region = cairo_region_create_rectangle(&ink);
    cairo_region_intersect_rectangle(region, &item->clip);
    cairo_region_union(to, region);
    cairo_region_destroy(region);
}

static gboolean holds(const plan *p, const plan_item *item)
{
    for (int i = 0; i < p->count; i++) {
        if (memcmp(&p->items[i], item, sizeof *item) == 0)
            return TRUE;
    }
    return FALSE;
}

cairo_rectangle_int_t plan_damage(const plan *a, const plan *b, shelf *from)
{
    cairo_region_t *all = cairo_region_create();
    for (int i = 0; i < a->count; i++) {
        if (!holds(b, &a->items[i]))
            add_bounds(&a->items[i], from, all);
    }
    for (int i = 0; i < b->count; i++) {
        if (!holds(a, &b->items[i]))
            add_bounds(&b->items[i], from, all);
    }
    cairo_rectangle_int_t out;
    cairo_region_get_extents(all, &out);
    cairo_region_destroy(all);
    return out;
}

static block_look look_of(const plan_item *item, const theme *colors)
{
    block_look look = {.alpha = item->alpha / 255.0,
                       .segment = item->marked,
                       .start = item->start,
                       .end = item->end,
                       .rest = colors->dim,
                       .spoken = item->paused ? colors->soft : colors->text,
                       .now = colors->now};
    if (item->ink == INK_NEIGHBOUR)
        look.rest = colors->faint;
    else if (item->ink == INK_PLAIN)
        look.rest = colors->soft;
    return look;
}

// A triangle beside the first or last line of a pane, beyond which there is more.
static void draw_more(const plan_item *item, cairo_t *cr, gboolean below)
{
    int size = below ? item->below : item->above, half = block_pitch(item->block.size_px) / 2;
    double x = item->x - 2 * size, y = item->clip.y + (below ? item->clip.height - half : half);
    double tip = below ? size / 2.0 : -size / 2.0;
    cairo_move_to(cr, x, y - tip);
    cairo_line_to(cr, x + size, y - tip);
    cairo_line_to(cr, x + size / 2.0, y + tip);
    cairo_close_path(cr);
    cairo_fill(cr);
}

void plan_draw(const plan *p, cairo_t *cr, shelf *from, const theme *colors)
{
    for (int i = 0; i < p->count; i++) {
        const plan_item *item = &p->items[i];
        block_look look = look_of(item, colors);
        cairo_save(cr);
        cairo_rectangle(cr, item->clip.x, item->clip.y, item->clip.width, item->clip.height);
        cairo_clip(cr);
        block_draw(shelf_get(from, &item->block), cr, &look, item->x, item->y);
        theme_use(cr, colors->faint, look.alpha);
        draw_more(item, cr, FALSE);
        draw_more(item, cr, TRUE);
        cairo_restore(cr);
    }
}

int plan_segment_at(const plan *p, shelf *from, int x, int y)
{
    for (int i = 0; i < p->count; i++) {
        const plan_item *item = &p->items[i];
        if (!frame_holds(&item->clip, x, y))
            continue;
        int found = block_segment_at(shelf_get(from, &item->block), x - item->x, y - item->y);
        if (found >= 0)
            return found;
    }
    return -1;
}
