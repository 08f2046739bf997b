// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/typeset.h"

#include <string.h>

#include "draw/han.h"

#define ZERO_SPACE  0x200B // may break here
#define WORD_JOINER 0x2060 // may not
#define QUARTER_EM  0x2005
#define ISOLATE     0x2068 // of a segment with letters that run right to left
#define ISOLATE_END 0x2069

// From here up to the next anchor, text and display run in step.
typedef struct {
    int segment, offset, display;
} anchor;

typedef struct {
    int start, end;
} range;

struct typeset {
    language side;
    gboolean has_han;
    GString *text;
    GArray *anchors;  // anchor
    GArray *squeezed; // range: full-width marks drawn half as wide
    GArray *han;      // range: Han in English
    gunichar last;    // visible character; 0: none
    gboolean space;   // owed before the next one
};

typeset *typeset_new(language side, gboolean has_han)
{
    typeset *t = g_new0(typeset, 1);
    t->side = side;
    t->has_han = has_han;
    t->text = g_string_new(NULL);
    t->anchors = g_array_new(FALSE, FALSE, sizeof(anchor));
    t->squeezed = g_array_new(FALSE, FALSE, sizeof(range));
    t->han = g_array_new(FALSE, FALSE, sizeof(range));
    return t;
}

void typeset_free(typeset *t)
{
    if (!t)
        return;
    g_string_free(t->text, TRUE);
    g_array_unref(t->anchors);
    g_array_unref(t->squeezed);
    g_array_unref(t->han);
    g_free(t);
}

static void fix(typeset *t, int index, int offset)
{
    anchor a = {index, offset, (int)t->text->len};
    g_array_append_val(t->anchors, a);
}

static gboolean is_latin(gunichar c)
{
    return g_unichar_isalnum(c) && !han_is(c) && c < 0x1100;
}

// Pairs that want a quarter em between them.
static gboolean wants_gap(gunichar a, gunichar b)
{
    return (han_is(a) && is_latin(b)) || ((is_latin(a) || a == '%') && han_is(b));
}

// Characters before which UAX #14 would break, and Chinese must not.
static gboolean clings(gunichar c)
{
    return c == 0x2014 || c == 0x2015 || c == 0x2E3A || c == 0xB7 || c == 0xFF5E || c == 0x3003;
}

static gboolean squeezes_first(gunichar a, gunichar b)
{
    return han_closes(a) && (han_closes(b) || han_opens(b));
}

static void append_range(GArray *to, int start, int end)
{
    range *last = to->len ? &g_array_index(to, range, to->len - 1) : NULL;
    range r = {start, end};
    if (last && last->end == start)
        last->end = end;
    else
        g_array_append_val(to, r);
}

// What stands between the last character and `c`. TRUE if anything does.
static gboolean bridge(typeset *t, gunichar c)
{
    gsize before = t->text->len;
    gunichar last = t->last;
    gboolean curly = c == 0x201C || c == 0x2018, closed = last == 0x201D || last == 0x2019;
    if (t->space) {
        g_string_append_c(t->text, ' ');
    } else if ((curly && han_is(last)) || (closed && han_is(c))) {
        g_string_append_unichar(t->text, ZERO_SPACE);
    } else if (wants_gap(last, c)) {
        g_string_append_unichar(t->text, QUARTER_EM);
    } else if (last && last != c && clings(c)) {
        g_string_append_unichar(t->text, WORD_JOINER);
    }
    t->space = FALSE;
    return t->text->len > before;
}

// Takes the blank between the last character and `c`, where both are full-width marks.
static void squeeze_last(typeset *t, gunichar c)
{
    int at = (int)t->text->len;
    if (t->side == LANGUAGE_ZH && !t->space && squeezes_first(t->last, c))
        append_range(t->squeezed, at - g_unichar_to_utf8(t->last, NULL), at);
}

// Whether a line break, or the seam of two segments, is to be seen as a space: not beside Han.
static gboolean shows_space(const typeset *t, gunichar c)
{
    gunichar last = t->last;
    if (!last || c == ' ' || han_is(last) || han_is(c))
        return FALSE;
    gboolean wide = (last >= 0x2E80 && han_closes(last)) || (c >= 0x2E80 && han_opens(c));
    gboolean curly = t->side == LANGUAGE_ZH && (han_closes(last) || han_opens(c));
    return !wide && !curly;
}

static void put(typeset *t, gunichar c)
{
    int start = (int)t->text->len;
    gboolean opens_twice = t->side == LANGUAGE_ZH && han_opens(t->last) && han_opens(c);
    g_string_append_unichar(t->text, c);
    if (opens_twice)
        append_range(t->squeezed, start, (int)t->text->len);
    if (t->side == LANGUAGE_EN && (han_is(c) || (c >= 0x3000 && c <= 0x303F)))
        append_range(t->han, start, (int)t->text->len);
    t->last = c == ' ' ? 0 : c;
}

// Without a font for it, Han and its marks would be rows of boxes.
static gboolean is_missing(const typeset *t, gunichar c)
{
    return !t->has_han &&
           (han_is(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF));
}

static gboolean runs_back(const char *text, int start, int end)
{
    for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= 0x590 && (c <= 0x8FF || (c >= 0xFB1D && c <= 0xFEFC) || (c >> 12 == 0x10)))
            return TRUE;
    }
    return FALSE;
}

void typeset_add(typeset *t, int index, const char *text, int start, int end)
{
    gboolean back = runs_back(text, start, end), isolated = FALSE, fixed = FALSE;
    gboolean seam = t->text->len > 0;
    for (const char *p = text + start; p < text + end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean newline = c == '\n' || c == 0x2028 || c == 0x2029;
        if (newline || is_missing(t, c)) {
            seam |= newline;
            fixed = FALSE;
            continue;
        }
        t->space = seam && shows_space(t, c);
        squeeze_last(t, c);
        fixed &= !bridge(t, c);
        if (back && !isolated)
            g_string_append_unichar(t->text, ISOLATE);
        if (!fixed)
            fix(t, index, (int)(p - text));
        isolated = fixed = TRUE;
        seam = FALSE;
        put(t, c);
    }
    if (!fixed || back)
        fix(t, index, end);
    if (back && isolated)
        g_string_append_unichar(t->text, ISOLATE_END);
}

void typeset_line(typeset *t)
{
    if (t->text->len > 0)
        g_string_append_c(t->text, '\n');
    t->last = 0;
}

static void shift(GArray *ranges, int at, int by)
{
    for (guint i = 0; i < ranges->len; i++) {
        range *r = &g_array_index(ranges, range, i);
        r->start += r->start >= at ? by : 0;
        r->end += r->end > at ? by : 0;
    }
}

// Puts a place to break at byte `at` of the display.
static void loosen_at(typeset *t, int at)
{
    int index, offset;
    if (!typeset_source(t, at, &index, &offset))
        return;
    char bytes[6];
    int by = g_unichar_to_utf8(ZERO_SPACE, bytes);
    g_string_insert_len(t->text, at, bytes, by);
    shift(t->squeezed, at, by);
    shift(t->han, at, by);
    guint i = 0;
    while (i < t->anchors->len && g_array_index(t->anchors, anchor, i).display < at)
        i++;
    gboolean there = i < t->anchors->len && g_array_index(t->anchors, anchor, i).display == at;
    for (guint k = i; k < t->anchors->len; k++)
        g_array_index(t->anchors, anchor, k).display += by;
    anchor a = {index, offset, at + by};
    if (!there)
        g_array_insert_val(t->anchors, i, a);
}

// Where the text could be broken and is not, at most `longest` characters apart if marks allow it.
static GArray *find_places(const typeset *t, const PangoLogAttr *at, int longest)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(int));
    const char *p = t->text->str;
    int run = 0, good = -1, good_run = 0; // the last good place, and how far into the run
    gunichar before = 0;
    for (int i = 0; *p; i++, run++, p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        int here = (int)(p - t->text->str);
        if (at[i].is_line_break) {
            run = 0;
            good = -1;
        } else if (run > 0 && at[i].is_cursor_position && !han_not_first(c) &&
                   !han_not_last(before)) {
            good = here;
            good_run = run;
        }
        if (run >= longest && good >= 0) {
            g_array_append_val(places, good);
            run -= good_run;
            good = -1;
        } else if (run > longest + 8 && at[i].is_cursor_position) {
            g_array_append_val(places, here);
            run = 0;
        }
        before = c;
    }
    return places;
}

void typeset_loosen(typeset *t, int longest)
{
    int chars = (int)g_utf8_strlen(t->text->str, (gssize)t->text->len);
    g_autofree PangoLogAttr *at = g_new0(PangoLogAttr, chars + 1);
    pango_get_log_attrs(t->text->str, (int)t->text->len, -1, fonts_language(t->side), at,
                        chars + 1);
    g_autoptr(GArray) places = find_places(t, at, longest);
    for (guint i = places->len; i > 0; i--)
        loosen_at(t, g_array_index(places, int, i - 1));
}

const char *typeset_text(const typeset *t)
{
    return t->text->str;
}

static void add_attribute(PangoAttrList *to, PangoAttribute *what, const range *r)
{
    what->start_index = (guint)r->start;
    what->end_index = (guint)r->end;
    pango_attr_list_insert(to, what);
}

// A place to break is nothing to be drawn: Pango would look for it in all fonts, as few have it.
static void hide_places(const typeset *t, PangoAttrList *list)
{
    static const PangoRectangle nothing;
    char bytes[7] = "";
    int length = g_unichar_to_utf8(ZERO_SPACE, bytes);
    for (const char *p = t->text->str; (p = strstr(p, bytes)); p += length) {
        range r = {(int)(p - t->text->str), (int)(p - t->text->str) + length};
        add_attribute(list, pango_attr_shape_new(&nothing, &nothing), &r);
    }
}

PangoAttrList *typeset_attributes(const typeset *t)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_language_new(fonts_language(t->side)));
    hide_places(t, list);
    for (guint i = 0; i < t->squeezed->len; i++)
        add_attribute(list, pango_attr_font_features_new("halt=1"),
                      &g_array_index(t->squeezed, range, i));
    for (guint i = 0; i < t->han->len; i++)
        add_attribute(list, pango_attr_language_new(fonts_language(LANGUAGE_ZH)),
                      &g_array_index(t->han, range, i));
    return list;
}

static gboolean is_before(const anchor *a, int index, int offset)
{
    return a->segment < index || (a->segment == index && a->offset <= offset);
}

int typeset_display(const typeset *t, int index, int offset)
{
    guint low = 0, high = t->anchors->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (is_before(&g_array_index(t->anchors, anchor, middle), index, offset))
            low = middle + 1;
        else
            high = middle;
    }
    int limit = (int)t->text->len;
    if (low < t->anchors->len)
        limit = g_array_index(t->anchors, anchor, low).display;
    if (low == 0)
        return MIN(limit, (int)t->text->len);
    const anchor *a = &g_array_index(t->anchors, anchor, low - 1);
    int over = a->segment == index ? offset - a->offset : 0;
    return MIN(a->display + over, limit);
}

gboolean typeset_source(const typeset *t, int display, int *index, int *offset)
{
    guint low = 0, high = t->anchors->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(t->anchors, anchor, middle).display <= display)
            low = middle + 1;
        else
            high = middle;
    }
    if (t->anchors->len == 0)
        return FALSE;
    const anchor *a = &g_array_index(t->anchors, anchor, low ? low - 1 : 0);
    const anchor *next = low > 0 && low < t->anchors->len ? a + 1 : NULL;
    int over = MAX(0, display - a->display);
    if (next && next->segment == a->segment)
        over = MIN(over, next->offset - a->offset);
    *index = a->segment;
    *offset = a->offset + over;
    return TRUE;
}
