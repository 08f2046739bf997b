// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/stage.h"

#include <math.h>
#include <string.h>

#include "draw/glide.h"

#define NEIGHBOURS 3 // on either side, at most
// A step of 1.2 in size makes a paragraph about as much lower, with some luck in its last lines.
#define WHOLE_STEP 1.6

// One stage without motion, being made.
typedef struct {
    shelf *shelf;
    const frame *at;
    const scene *now;
    int focus, within;
    int passage;
    form form;
    plan *out;
} still;

static const block *find_block(const still *s, const plan_item *item)
{
    return shelf_get(s->shelf, &item->block);
}

// An item for the passage `index` in `side`, not placed yet.
static plan_item make_item(const still *s, int index, language side, gboolean small)
{
    plan_item item;
    memset(&item, 0, sizeof item);
    item.block.passage = index;
    item.block.side = side;
    item.block.size_px = small ? s->form.small[side] : s->form.size[side];
    item.block.width_px = small ? s->form.small_width[side] : s->form.width[side];
    item.x = s->form.x[side];
    item.clip = s->at->stage;
    item.alpha = 255;
    item.marked = -1;
    item.ink = small ? INK_NEIGHBOUR : INK_BODY;
    return item;
}

// Marks what is spoken, in an item of the focus passage.
static void mark(const still *s, plan_item *item)
{
    language side = item->block.side;
    if (!speech_is_timed(shelf_speech(s->shelf))) {
        item->ink = INK_PLAIN;
        return;
    }
    if (s->now->segment >= 0) {
        item->marked = s->now->segment;
        item->start = s->now->word_start[side];
        item->end = s->now->word_end[side];
    } else if (s->now->within > 0) {
        item->marked = s->now->focus;
        item->paused = 1;
    }
}

// Lines a text has at the least, so that what cannot fit need not be laid out.
static int lines_at_least(language side, int chars, int size, int width)
{
    double em = side == LANGUAGE_ZH ? 0.45 : 0.35;
    return chars > 0 ? MAX(1, (int)(chars * em * size / MAX(1, width))) : 0;
}

static int height_at_least(const still *s, int index, gboolean small)
{
    const passage *p = passages_at(shelf_passages(s->shelf), index);
    int sum = 0, tallest = 0;
    for (int i = 0; i < s->form.sides; i++) {
        language side = s->form.order[i];
        int size = small ? s->form.small[side] : s->form.size[side];
        int width = small ? s->form.small_width[side] : s->form.width[side];
        int height = lines_at_least(side, p->length[side], size, width) * block_pitch(size);
        sum += height;
        tallest = MAX(tallest, height);
    }
    return s->form.columns ? tallest : sum;
}

// The items of a passage, one under the other or in columns from `y` down. Returns their height, 0
// if there is no text in the languages shown.
static int make_row(const still *s, int index, gboolean small, int y, plan_item items[LANGUAGES])
{
    int height = 0, baseline = 0;
    for (int i = 0; i < s->form.sides; i++) {
        items[i] = make_item(s, index, s->form.order[i], small);
        int own = block_baseline(s->form.order[i], items[i].block.size_px);
        baseline = s->form.columns ? MAX(baseline, own) : 0;
    }
    for (int i = 0; i < s->form.sides; i++) {
        int lines = block_height(find_block(s, &items[i]));
        int own = block_baseline(s->form.order[i], items[i].block.size_px);
        if (lines == 0) {
            items[i].alpha = 0;
        } else if (s->form.columns) {
            items[i].y = y + baseline - own;
            height = MAX(height, baseline - own + lines);
        } else {
            height += height > 0 && !small ? s->form.gap : 0;
            items[i].y = y + height;
            height += lines;
        }
    }
    return height;
}

static void add_row(const still *s, const plan_item items[LANGUAGES], gboolean spoken)
{
    for (int i = 0; i < s->form.sides; i++) {
        plan_item item = items[i];
        if (item.alpha == 0)
            continue;
        if (spoken)
            mark(s, &item);
        plan_add(s->out, &item);
    }
}

// Adds whole neighbours above `top` (by -1) or below `bottom` (by 1).
static void add_neighbours(const still *s, int by, int edge)
{
    const passages *all = shelf_passages(s->shelf);
    const cairo_rectangle_int_t *room = &s->form.room;
    int index = s->passage + by;
    for (int i = 0; i < NEIGHBOURS && index >= 0 && index < passages_count(all); index += by) {
        int left = by < 0 ? edge - room->y : room->y + room->height - edge;
        plan_item items[LANGUAGES];
        if (height_at_least(s, index, TRUE) > left)
            return;
        int height = make_row(s, index, TRUE, 0, items);
        if (height == 0)
            continue;
        int gap = MIN(s->form.between, left - height);
        if (2 * gap < s->form.between)
            return;
        edge = by < 0 ? edge - gap - height : edge + gap;
        for (int k = 0; k < LANGUAGES; k++)
            items[k].y += edge;
        edge += by < 0 ? 0 : height;
        add_row(s, items, FALSE);
        i++;
    }
}

// The whole paragraph, in the middle of the room. Returns by how much it is too high for it: 1 and
// less is good.
static double place_whole(still *s)
{
    const cairo_rectangle_int_t *room = &s->form.room;
    const passage *p = passages_at(shelf_passages(s->shelf), s->passage);
    plan_item items[LANGUAGES];
    for (int side = 0; side < LANGUAGES; side++) {
        if (passage_parts(shelf_speech(s->shelf), p, (language)side) > 1)
            return G_MAXDOUBLE;
    }
    int least = height_at_least(s, s->passage, FALSE);
    if (least > room->height)
        return (double)least / room->height;
    int height = make_row(s, s->passage, FALSE, 0, items);
    if (height > room->height)
        return (double)height / room->height;
    int top = room->y + (room->height - height) / 2;
    for (int k = 0; k < LANGUAGES; k++)
        items[k].y += top;
    add_row(s, items, TRUE);
    add_neighbours(s, -1, top);
    add_neighbours(s, 1, top + height);
    return 1;
}

// A language's part of the stage while the paragraph does not fit.
typedef struct {
    plan_item item;
    const block *block;
    int pitch, lines; // height, in lines
    int down;         // from the top of the row, in columns
    int within;       // 0 … 1000, of the part shown
} pane;

static pane make_pane(const still *s, language side)
{
    const passage *p = passages_at(shelf_passages(s->shelf), s->passage);
    pane out = {.item = make_item(s, s->passage, side, FALSE), .within = s->within};
    int parts = passage_parts(shelf_speech(s->shelf), p, side);
    int share = CLAMP(s->within, 0, 999) * parts;
    out.item.block.part = share / 1000;
    if (parts > 1)
        out.within = share % 1000;
    out.block = find_block(s, &out.item);
    out.pitch = block_pitch(out.item.block.size_px);
    return out;
}

// Shares `height` between panes one above the other by the length of their texts, so that each can
// hold its tallest sentence. FALSE: they cannot.
static gboolean share_height(pane panes[LANGUAGES], int count, int height)
{
    if (count == 1) {
        panes[0].lines = MIN(block_line_count(panes[0].block), MAX(1, height / panes[0].pitch));
        return block_tallest(panes[0].block) <= panes[0].lines;
    }
    int all[2] = {block_height(panes[0].block), block_height(panes[1].block)};
    int need[2] = {block_tallest(panes[0].block), block_tallest(panes[1].block)};
    int most = (height - need[1] * panes[1].pitch) / panes[0].pitch;
    int fair = (int)((int64_t)height * all[0] / MAX(1, all[0] + all[1])) / panes[0].pitch;
    gboolean fits = most >= need[0];
    panes[0].lines = fits ? CLAMP(fair, need[0], most) : MAX(1, fair);
    panes[0].lines = MIN(panes[0].lines, block_line_count(panes[0].block));
    int left = height - panes[0].lines * panes[0].pitch;
    panes[1].lines = MAX(1, MIN(left / panes[1].pitch, block_line_count(panes[1].block)));
    return fits;
}

static gboolean share_columns(pane panes[LANGUAGES], int count, int height)
{
    gboolean fits = TRUE;
    for (int i = 0; i < count; i++) {
        int most = MAX(1, (height - panes[i].down) / panes[i].pitch);
        panes[i].lines = MIN(block_line_count(panes[i].block), most);
        fits &= block_tallest(panes[i].block) <= panes[i].lines;
    }
    return fits;
}

// The segment to be seen: the focus, or the last one before it that has text in this language.
static gboolean find_lines(const still *s, const pane *p, int *first, int *last)
{
    int begin = passages_at(shelf_passages(s->shelf), s->passage)->first;
    for (int i = s->focus; i >= begin; i--) {
        if (block_lines(p->block, i, 0, G_MAXINT / 2, first, last))
            return TRUE;
    }
    return FALSE;
}

// How far a pane is scrolled, in pixels.
static int scroll(const still *s, const pane *p)
{
    int first, last, all = block_line_count(p->block);
    if (all <= p->lines || !find_lines(s, p, &first, &last))
        return 0;
    int tall = last - first + 1;
    if (tall <= p->lines) {
        int before = MIN(p->lines / 3, p->lines - tall);
        return CLAMP(first - before, 0, all - p->lines) * p->pitch;
    }
    double share = (tall - p->lines) * p->within / 1000.0, whole = floor(share);
    double step = CLAMP((share - whole - 0.8) / 0.2, 0, 1); // rests, then moves on by a line
    return (int)lround((first + whole + step * step * (3 - 2 * step)) * p->pitch);
}

static void add_pane(const still *s, const pane *p, int y)
{
    plan_item item = p->item;
    int size = item.block.size_px, cue = (int)lround(6 * s->form.unit);
    int over = scroll(s, p), all = block_height(p->block), high = p->lines * p->pitch;
    item.y = y - over;
    item.clip = (cairo_rectangle_int_t){item.x - size, y, item.block.width_px + 2 * size, high};
    item.above = over > 0 ? cue : 0;
    item.below = over + high < all ? cue : 0;
    mark(s, &item);
    plan_add(s->out, &item);
}

// The panes of the languages the passage has text in; in columns first lines stand on one baseline.
static int make_panes(const still *s, pane panes[LANGUAGES])
{
    int count = 0, lowest = 0;
    for (int i = 0; i < s->form.sides; i++) {
        pane p = make_pane(s, s->form.order[i]);
        if (block_line_count(p.block) == 0)
            continue;
        p.down = block_baseline(s->form.order[i], p.item.block.size_px);
        lowest = MAX(lowest, p.down);
        panes[count++] = p;
    }
    for (int i = 0; i < count; i++)
        panes[i].down = s->form.columns ? lowest - panes[i].down : 0;
    return count;
}

// Panes that scroll. FALSE: some sentence is taller than its pane and `last` is not set.
static gboolean place_panes(still *s, gboolean last)
{
    const cairo_rectangle_int_t *room = &s->form.room;
    pane panes[LANGUAGES];
    int count = make_panes(s, panes), used = 0;
    if (count == 0)
        return TRUE;
    int gap = s->form.columns || count < 2 ? 0 : 2 * s->form.gap, height = room->height - gap;
    gboolean fits =
        s->form.columns ? share_columns(panes, count, height) : share_height(panes, count, height);
    if (!fits && !last)
        return FALSE;
    for (int i = 0; i < count; i++) {
        int own = panes[i].down + panes[i].lines * panes[i].pitch;
        used = s->form.columns ? MAX(used, own) : used + own;
    }
    int y = room->y + MAX(0, height - used) / 2;
    for (int i = 0; i < count; i++) {
        add_pane(s, &panes[i], y + panes[i].down);
        y += s->form.columns ? 0 : panes[i].lines * panes[i].pitch + gap;
    }
    return TRUE;
}

// Whether a sentence would be far taller than the room in the form's size.
static gboolean is_hopeless(const still *s)
{
    const passage *p = passages_at(shelf_passages(s->shelf), s->passage);
    int sum = 0;
    for (int i = 0; i < s->form.sides; i++) {
        language side = s->form.order[i];
        int lines = lines_at_least(side, p->longest[side], s->form.size[side], s->form.width[side]);
        int height = lines * block_pitch(s->form.size[side]);
        sum = s->form.columns ? MAX(sum, height) : sum + height;
    }
    return sum > s->form.room.height;
}

static void place_focus(still *s, const gboolean has[LANGUAGES])
{
    double over = 1;
    for (int step = 0; step < 2 && over < WHOLE_STEP; step++) {
        s->form = form_at(&s->now->view, s->at, has, step);
        over = place_whole(s);
        if (over <= 1)
            return;
    }
    for (int step = 0; step <= FORM_STEPS; step++) {
        gboolean last = step == FORM_STEPS;
        s->form = form_at(&s->now->view, s->at, has, step);
        if ((last || !is_hopeless(s)) && place_panes(s, last))
            return;
    }
}

static void place_still(shelf *from, const frame *at, const scene *now, int focus, plan *out)
{
    gboolean has[LANGUAGES];
    for (int side = 0; side < LANGUAGES; side++)
        has[side] = passages_have(shelf_passages(from), (language)side);
    has[LANGUAGE_ZH] &= shelf_has_han(from);
    still made = {.shelf = from, .at = at, .now = now, .focus = focus, .out = out};
    made.within = focus == now->focus ? now->within : 1000;
    made.passage = passages_of(shelf_passages(from), focus);
    place_focus(&made, has);
}

plan stage_plan(shelf *from, const frame *at, const scene *now)
{
    plan out;
    memset(&out, 0, sizeof out);
    const speech *s = shelf_speech(from);
    if (!s || now->focus < 0) {
        out.note = NOTE_NO_TEXT;
        return out;
    }
    place_still(from, at, now, now->focus, &out);
    if (now->glide < SCENE_GLIDE_STEPS && now->glide_from != now->focus && now->glide_from >= 0) {
        plan before;
        memset(&before, 0, sizeof before);
        place_still(from, at, now, now->glide_from, &before);
        glide_merge(&before, &out, now->glide, at);
    }
    if (out.count == 0) {
        gboolean hidden = !shelf_has_han(from) && passages_have(shelf_passages(from), LANGUAGE_ZH);
        out.note = hidden ? NOTE_NO_FONT : NOTE_NO_TEXT;
    }
    return out;
}
