// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/block.h"

#include <math.h>
#include <string.h>

#include "draw/typeset.h"

// Text that could not be broken takes time by the square of its length.
#define RUN_MAX 512

struct block {
    block_key key;
    typeset *type;
    PangoLayout *layout;
    int lines, tallest;
};

static void add_segments(block *b, const speech *s, const passage *p)
{
    language side = b->key.side;
    for (int i = p->first; i < p->first + p->count; i++) {
        const char *text = speech_segment(s, i)->text[side];
        int start = 0, end = (int)strlen(text);
        if (p->kind == PARAGRAPH_HEADING && *text)
            typeset_line(b->type); // title, speaker, place and date
        if (p->count == 1)
            passage_slice(text, b->key.part, &start, &end);
        typeset_add(b->type, i, text, start, end);
    }
}

static PangoLayoutLine *line_at(const block *b, int index)
{
    return pango_layout_get_line_readonly(b->layout, index);
}

static void lay_out(block *b)
{
    PangoAttrList *attributes = typeset_attributes(b->type);
    pango_layout_set_attributes(b->layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(b->layout, typeset_text(b->type), -1);
}

static gboolean is_too_wide(const block *b)
{
    PangoRectangle logical;
    pango_layout_get_extents(b->layout, NULL, &logical);
    return logical.width > b->key.width_px * PANGO_SCALE;
}

// Words are kept whole while they fit; a word longer than a line is broken where marks allow it;
// what is still too wide is broken anywhere.
static void fit(block *b)
{
    lay_out(b);
    if (!is_too_wide(b))
        return;
    typeset_loosen(b->type, MAX(4, b->key.width_px * 9 / (b->key.size_px * 8)));
    lay_out(b);
    if (is_too_wide(b))
        pango_layout_set_wrap(b->layout, PANGO_WRAP_WORD_CHAR);
}

// A last line of a word or two looks like a mistake: the lines above give it some of theirs, if
// that makes no more of them.
static void settle(block *b)
{
    int count = pango_layout_get_line_count(b->layout), width = b->key.width_px;
    PangoRectangle last;
    if (count < 2 || pango_layout_get_wrap(b->layout) != PANGO_WRAP_WORD)
        return;
    pango_layout_line_get_pixel_extents(line_at(b, count - 1), NULL, &last);
    if (last.width * 5 >= width)
        return;
    int less = (width * 2 / 5 - last.width) / (count - 1);
    pango_layout_set_width(b->layout, (width - less) * PANGO_SCALE);
    if (pango_layout_get_line_count(b->layout) != count || is_too_wide(b))
        pango_layout_set_width(b->layout, width * PANGO_SCALE);
}

static int find_tallest(const block *b, const passage *p)
{
    int tallest = 0, first, last;
    for (int i = p->first; i < p->first + p->count; i++) {
        if (block_lines(b, i, 0, G_MAXINT / 2, &first, &last))
            tallest = MAX(tallest, last - first + 1);
    }
    return tallest;
}

block *block_new(fonts *f, const speech *s, const passage *p, const block_key *key)
{
    block *b = g_new0(block, 1);
    b->key = *key;
    b->type = typeset_new(key->side, fonts_has_han(f));
    add_segments(b, s, p);
    b->layout = fonts_layout(f, key->side, key->size_px, FALSE);
    pango_layout_set_wrap(b->layout, PANGO_WRAP_WORD);
    pango_layout_set_width(b->layout, key->width_px * PANGO_SCALE);
    if (*typeset_text(b->type) == '\0')
        return b;
    typeset_loosen(b->type, RUN_MAX);
    fit(b);
    settle(b);
    b->lines = pango_layout_get_line_count(b->layout);
    b->tallest = find_tallest(b, p);
    return b;
}

void block_free(block *b)
{
    if (!b)
        return;
    typeset_free(b->type);
    g_object_unref(b->layout);
    g_free(b);
}

int block_line_count(const block *b)
{
    return b->lines;
}

int block_pitch(int size_px)
{
    return (size_px * 3 + 1) / 2;
}

int block_height(const block *b)
{
    return b->lines * block_pitch(b->key.size_px);
}

int block_tallest(const block *b)
{
    return b->tallest;
}

int block_baseline(language side, int size_px)
{
    double middle = side == LANGUAGE_ZH ? 0.38 : 0.34;
    return (int)lround(block_pitch(size_px) / 2.0 + middle * size_px);
}

static int line_of(const block *b, int byte)
{
    int line;
    pango_layout_index_to_line_x(b->layout, byte, FALSE, &line, NULL);
    return CLAMP(line, 0, b->lines - 1);
}

static gboolean find_bytes(const block *b, int index, int *start, int *end)
{
    *start = typeset_display(b->type, index, *start);
    *end = typeset_display(b->type, index, *end);
    return b->lines > 0 && *end > *start;
}

gboolean block_lines(const block *b, int index, int start, int end, int *first, int *last)
{
    if (!find_bytes(b, index, &start, &end))
        return FALSE;
    *first = line_of(b, start);
    *last = MAX(*first, line_of(b, end - 1));
    return TRUE;
}

// Adds the part of line `index` that bytes [start, end) of the display cover.
static void line_ranges(const block *b, int index, const int bytes[2], GArray *out)
{
    PangoLayoutLine *line = line_at(b, index);
    int from = MAX(bytes[0], line->start_index);
    int to = MIN(bytes[1], line->start_index + line->length);
    if (to <= from)
        return;
    int *ranges, count, pitch = block_pitch(b->key.size_px);
    pango_layout_line_get_x_ranges(line, from, to, &ranges, &count);
    for (int i = 0; i < count; i++) {
        int left = PANGO_PIXELS(ranges[2 * i]), right = PANGO_PIXELS(ranges[2 * i + 1]);
        cairo_rectangle_int_t r = {left, index * pitch, right - left, pitch};
        if (r.width > 0)
            g_array_append_val(out, r);
    }
    g_free(ranges);
}

void block_ranges(const block *b, int index, int start, int end, GArray *out)
{
    int first, last;
    if (!block_lines(b, index, start, end, &first, &last))
        return;
    find_bytes(b, index, &start, &end);
    for (int i = first; i <= last; i++)
        line_ranges(b, i, (int[]){start, end}, out);
}

cairo_rectangle_int_t block_ink(const block *b)
{
    int pitch = block_pitch(b->key.size_px), left = 0, right = 0, top = 0, bottom = 0;
    for (int i = 0; i < b->lines; i++) {
        PangoRectangle ink;
        pango_layout_line_get_pixel_extents(line_at(b, i), &ink, NULL);
        int y = i * pitch + block_baseline(b->key.side, b->key.size_px) + ink.y;
        left = MIN(left, ink.x);
        right = MAX(right, ink.x + ink.width);
        top = MIN(top, y);
        bottom = MAX(bottom, y + ink.height);
    }
    return (cairo_rectangle_int_t){left, top, right - left, MAX(bottom, block_height(b)) - top};
}

int block_segment_at(const block *b, int x, int y)
{
    int line = y / block_pitch(b->key.size_px), byte, index, offset;
    if (x < 0 || y < 0 || line >= b->lines)
        return -1;
    if (!pango_layout_line_x_to_index(line_at(b, line), x * PANGO_SCALE, &byte, NULL))
        return -1;
    return typeset_source(b->type, byte, &index, &offset) ? index : -1;
}

static cairo_region_t *region_of(const block *b, const block_look *look, int start, int end)
{
    g_autoptr(GArray) rectangles = g_array_new(FALSE, FALSE, sizeof(cairo_rectangle_int_t));
    if (look->segment >= 0 && end > start)
        block_ranges(b, look->segment, start, end, rectangles);
    return cairo_region_create_rectangles((cairo_rectangle_int_t *)(void *)rectangles->data,
                                          (int)rectangles->len);
}

// A line's glyphs may reach beyond its share of the block.
static cairo_rectangle_int_t line_reach(const block *b, int index)
{
    int pitch = block_pitch(b->key.size_px), size = b->key.size_px;
    return (cairo_rectangle_int_t){-size, index * pitch - pitch / 2, b->key.width_px + 2 * size,
                                   2 * pitch};
}

// Draws a line clipped to `where`, which lies within the line's share of the block.
static void draw_part(const block *b, cairo_t *cr, int index, const cairo_region_t *where)
{
    int pitch = block_pitch(b->key.size_px);
    cairo_save(cr);
    for (int i = 0; where && i < cairo_region_num_rectangles(where); i++) {
        cairo_rectangle_int_t r;
        cairo_region_get_rectangle(where, i, &r);
        cairo_rectangle(cr, r.x, r.y - pitch / 2, r.width, 2 * pitch);
    }
    if (where)
        cairo_clip(cr);
    cairo_move_to(cr, 0, index * pitch + block_baseline(b->key.side, b->key.size_px));
    pango_cairo_show_layout_line(cr, line_at(b, index));
    cairo_restore(cr);
}

// One line in up to three colours.
static void draw_line(const block *b, cairo_t *cr, const block_look *look, int index)
{
    int size = b->key.size_px, pitch = block_pitch(size);
    cairo_rectangle_int_t whole = {-size, index * pitch, b->key.width_px + 2 * size, pitch};
    int length = G_MAXINT / 2;
    cairo_region_t *parts[3] = {cairo_region_create_rectangle(&whole),
                                region_of(b, look, 0, length),
                                region_of(b, look, look->start, look->end)};
    color colors[3] = {look->rest, look->spoken, look->now};
    cairo_region_intersect_rectangle(parts[1], &whole);
    cairo_region_intersect_rectangle(parts[2], &whole);
    cairo_region_subtract(parts[0], parts[1]);
    cairo_region_subtract(parts[0], parts[2]);
    cairo_region_subtract(parts[1], parts[2]);
    for (int i = 0; i < 3; i++) {
        theme_use(cr, colors[i], look->alpha);
        if (!cairo_region_is_empty(parts[i]))
            draw_part(b, cr, index, parts[i]);
        cairo_region_destroy(parts[i]);
    }
}

static gboolean meets_clip(cairo_t *cr, const cairo_rectangle_int_t *r)
{
    double x1, y1, x2, y2;
    cairo_clip_extents(cr, &x1, &y1, &x2, &y2);
    return r->x < x2 && r->x + r->width > x1 && r->y < y2 && r->y + r->height > y1;
}

void block_draw(const block *b, cairo_t *cr, const block_look *look, int x, int y)
{
    int first = -1, last = -2;
    if (look->segment >= 0)
        block_lines(b, look->segment, 0, G_MAXINT / 2, &first, &last);
    cairo_save(cr);
    cairo_translate(cr, x, y);
    for (int i = 0; i < b->lines; i++) {
        cairo_rectangle_int_t reach = line_reach(b, i);
        if (!meets_clip(cr, &reach))
            continue;
        if (i >= first && i <= last) {
            draw_line(b, cr, look, i);
        } else {
            theme_use(cr, look->rest, look->alpha);
            draw_part(b, cr, i, NULL);
        }
    }
    cairo_restore(cr);
}

const char *block_text(const block *b)
{
    return typeset_text(b->type);
}

void block_line_bytes(const block *b, int line, int *start, int *end)
{
    PangoLayoutLine *at = line_at(b, line);
    *start = at->start_index;
    *end = at->start_index + at->length;
}
