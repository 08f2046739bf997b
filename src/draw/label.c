// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/label.h"

#include <math.h>
#include <string.h>

#include "base/safe.h"
#include "draw/typeset.h"

#define LABELS_MAX 192
// No label has room for more; longer text is cut before it costs time.
#define BYTES_MAX 600

typedef struct {
    char *key;
    PangoLayout *layout;
} row;

struct labels {
    fonts *fonts;
    GQueue rows; // row, asked for last at the head
    GHashTable *where;
};

labels *labels_new(fonts *f)
{
    labels *l = g_new0(labels, 1);
    l->fonts = f;
    g_queue_init(&l->rows);
    l->where = g_hash_table_new(g_str_hash, g_str_equal);
    return l;
}

static void drop_last(labels *l)
{
    row *r = g_queue_pop_tail(&l->rows);
    g_hash_table_remove(l->where, r->key);
    g_object_unref(r->layout);
    g_free(r->key);
    g_free(r);
}

void labels_free(labels *l)
{
    if (!l)
        return;
    while (l->rows.length)
        drop_last(l);
    g_hash_table_unref(l->where);
    g_free(l);
}

gboolean labels_have_han(const labels *l)
{
    return fonts_has_han(l->fonts);
}

// Text of any origin and length, set as one line.
static typeset *set_type(const labels *l, const label_style *style, const char *text)
{
    g_autofree char *safe = safe_text(text, (gssize)strnlen(text, BYTES_MAX));
    typeset *type = typeset_new(style->side, fonts_has_han(l->fonts));
    typeset_add(type, 0, safe, 0, (int)strlen(safe));
    return type;
}

static PangoLayout *make(labels *l, const label_style *style, const char *text)
{
    PangoLayout *layout = fonts_layout(l->fonts, style->side, style->size_px, style->bold);
    g_autoptr(typeset) type = set_type(l, style, text);
    PangoAttrList *attributes = typeset_attributes(type);
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    if (style->width_px > 0) {
        pango_layout_set_width(layout, style->width_px * PANGO_SCALE);
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, -MAX(1, style->lines));
    }
    pango_layout_set_text(layout, typeset_text(type), -1);
    return layout;
}

static PangoLayout *find(labels *l, const label_style *style, const char *text)
{
    g_autofree char *key =
        g_strdup_printf("%d %d %d %d %d %.*s", style->side, style->size_px, style->bold,
                        style->width_px, style->lines, BYTES_MAX, text);
    GList *link = g_hash_table_lookup(l->where, key);
    if (link) {
        g_queue_unlink(&l->rows, link);
        g_queue_push_head_link(&l->rows, link);
        return ((row *)link->data)->layout;
    }
    if (l->rows.length >= LABELS_MAX)
        drop_last(l);
    row *r = g_new0(row, 1);
    r->layout = make(l, style, text);
    r->key = g_steal_pointer(&key);
    g_queue_push_head(&l->rows, r);
    g_hash_table_insert(l->where, r->key, l->rows.head);
    return r->layout;
}

void labels_measure(labels *l, const label_style *style, const char *text, int *width, int *height)
{
    pango_layout_get_pixel_size(find(l, style, text), width, height);
}

int labels_draw(labels *l, cairo_t *cr, const label_style *style, const char *text, int x,
                int middle)
{
    PangoLayout *layout = find(l, style, text);
    int baseline = middle + (int)lround(0.36 * style->size_px), width;
    cairo_move_to(cr, x, baseline - PANGO_PIXELS(pango_layout_get_baseline(layout)));
    pango_cairo_show_layout(cr, layout);
    pango_layout_get_pixel_size(layout, &width, NULL);
    return width;
}
