// SPDX-License-Identifier: GPL-3.0-or-later
// Praat's long TextGrid: a tier for each language, and one for its words. What was read from a
// TextGrid is written back into it: all its tiers stay, in their order.
#include <math.h>
#include <string.h>

#include "format/readers.h"
#include "format/textgrid.h"
#include "format/tiers_back.h"

// A time as it is written, in s.
typedef struct {
    double start, end;
    const char *text;
    gsize length;
    int order;      // of those that have none, behind the others
    gboolean fresh; // its times are new, and of whole microseconds
} item;

// No more digits than it takes to be the same number again.
static void append_seconds(GString *out, double seconds)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    for (int digits = 15; digits <= 17; digits++) {
        char layout[] = {'%', '.', '1', (char)('0' + digits - 10), 'g', '\0'};
        g_ascii_formatd(text, sizeof text, layout, seconds);
        if (g_ascii_strtod(text, NULL) == seconds)
            break;
    }
    g_string_append(out, text);
}

static void append_line(GString *out, const char *indent, const char *name, double seconds)
{
    g_string_append_printf(out, "%s%s = ", indent, name);
    append_seconds(out, seconds);
    g_string_append(out, " \n");
}

static void append_text(GString *out, const char *indent, const char *name, const char *text,
                        gsize length)
{
    g_string_append_printf(out, "%s%s = \"", indent, name);
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, text[i]);
    }
    g_string_append(out, "\" \n");
}

static void append_items(GString *out, const textgrid_tier *t, const GArray *items)
{
    static const char inside[] = "            ";
    for (guint i = 0; i < items->len; i++) {
        const item *at = &g_array_index(items, item, i);
        g_string_append_printf(out, "        %s [%u]:\n", t->points ? "points" : "intervals",
                               i + 1);
        if (t->points) {
            append_line(out, inside, "number", at->end);
        } else {
            append_line(out, inside, "xmin", at->start);
            append_line(out, inside, "xmax", at->end);
        }
        append_text(out, inside, t->points ? "mark" : "text", at->text, at->length);
    }
}

static void append_tier(GString *out, guint number, const textgrid_tier *t, const GArray *items)
{
    static const char inside[] = "        ";
    g_string_append_printf(out, "    item [%u]:\n        class = \"%s\" \n", number,
                           t->points ? "TextTier" : "IntervalTier");
    append_text(out, inside, "name", t->name, strlen(t->name));
    append_line(out, inside, "xmin", t->start);
    append_line(out, inside, "xmax", t->end);
    g_string_append_printf(out, "        %s: size = %u \n", t->points ? "points" : "intervals",
                           items->len);
    append_items(out, t, items);
}

static void append_file(GString *out, double start, double end, guint count, const GString *inside)
{
    g_string_append(out, "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n");
    append_line(out, "", "xmin", start);
    append_line(out, "", "xmax", end);
    g_string_append_printf(out, "tiers? <exists> \nsize = %u \nitem []: \n", count);
    g_string_append_len(out, inside->str, (gssize)inside->len);
}

static double seconds_of(int64_t us)
{
    return (double)us / TIME_SECOND;
}

static item item_of(const written_span *s, int order, gboolean point)
{
    double start = seconds_of(s->start_us), end = seconds_of(s->end_us);
    return (item){start, point ? start : end, s->text, s->length, order, TRUE};
}

static int compare_items(const void *a, const void *b)
{
    const item *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end < right->end ? -1 : 1;
    return left->order - right->order;
}

// By more than what times are rounded to.
static gboolean is_later(double one, double other)
{
    return textgrid_us(one) > textgrid_us(other);
}

// Intervals cover the whole time: those without text are the gaps.
static void fill_gaps(GArray *items, double start, double end)
{
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(item));
    g_array_append_vals(given, items->data, items->len);
    g_array_set_size(items, 0);
    double at = start;
    gboolean fresh = FALSE;
    for (guint i = 0; i < given->len; i++) {
        item next = g_array_index(given, item, i), gap = {at, next.start, "", 0, 0, FALSE};
        if (is_later(next.start, at))
            g_array_append_val(items, gap);
        else if ((fresh || next.fresh) && !is_later(at, next.start))
            next.start = at;
        g_array_append_val(items, next);
        at = MAX(at, next.end);
        fresh = next.fresh;
    }
    item gap = {at, end, "", 0, 0, FALSE};
    if (is_later(end, at))
        g_array_append_val(items, gap);
}

// ---- tiers of its own

static void append_new(GString *out, guint number, const written_tier *w, double start, double end)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(item));
    for (guint i = 0; i < w->spans->len; i++) {
        item added = item_of(&g_array_index(w->spans, written_span, i), 0, FALSE);
        g_array_append_val(items, added);
    }
    fill_gaps(items, start, end);
    append_tier(out, number, &(textgrid_tier){w->name, FALSE, start, end, 0}, items);
}

// ---- back into a file

typedef struct {
    GString *out;                 // tiers
    const tiers_changes *changes; // NULL: only times are others
    time_change to;
    const void *data;
    GStringChunk *texts; // of the tier
    GArray *items;       // item, of the tier
    textgrid_tier tier;
    char *name; // of it; NULL: there was none yet
    guint count;
    double start, end, last; // of the file; the last time of the speech
} back;

static gboolean is_blank(const item *i)
{
    for (gsize k = 0; k < i->length; k++)
        if (!g_ascii_isspace(i->text[k]))
            return FALSE;
    return TRUE;
}

// What is changed or gone of those that are there, and what is new.
static void change_items(back *b, const tier_changes *c)
{
    guint kept = 0;
    for (guint i = 0; i < b->items->len; i++) {
        item *at = &g_array_index(b->items, item, i);
        const tier_change *change = tier_change_of(c, at->order);
        if ((change && change->gone) || (!b->tier.points && is_blank(at)))
            continue;
        if (change)
            *at = item_of(&change->now, at->order, b->tier.points);
        g_array_index(b->items, item, kept++) = *at;
    }
    g_array_set_size(b->items, kept);
    for (guint i = 0; i < c->added->len; i++) {
        const written_span *w = &g_array_index(c->added, written_span, i);
        item added = item_of(w, G_MAXINT, b->tier.points);
        g_array_append_val(b->items, added);
    }
}

// Without what cannot be, as the reader said, and in order.
static void put_in_order(back *b)
{
    guint kept = 0;
    for (guint i = 0; i < b->items->len; i++) {
        const item *at = &g_array_index(b->items, item, i);
        if (b->tier.points ? at->end >= 0 : at->end > at->start)
            g_array_index(b->items, item, kept++) = *at;
    }
    g_array_set_size(b->items, kept);
    g_array_sort(b->items, compare_items);
    if (!b->tier.points)
        fill_gaps(b->items, b->tier.start, b->tier.end);
}

static void settle_tier(back *b)
{
    const tier_changes *c = b->count < b->changes->count ? &b->changes->of[b->count] : NULL;
    if (is_later(b->last, b->end) && is_later(b->last, b->tier.end))
        b->tier.end = b->last;
    if (c && (c->changes->len || c->added->len))
        change_items(b, c);
    put_in_order(b);
}

static double moved(const back *b, double seconds)
{
    return seconds_of(b->to(b->data, textgrid_us(seconds)));
}

// All stay, so that they are counted; a point that comes to the beginning is before it.
static void move_tier(back *b)
{
    b->tier.start = MIN(b->tier.start, moved(b, b->tier.start));
    b->tier.end = moved(b, b->tier.end);
    for (guint i = 0; i < b->items->len; i++) {
        item *at = &g_array_index(b->items, item, i);
        gboolean before = b->tier.points && at->end > 0 && textgrid_us(moved(b, at->end)) <= 0;
        at->start = moved(b, at->start);
        at->end = before ? -1 : moved(b, at->end);
    }
}

static void end_tier(back *b)
{
    if (!b->name)
        return;
    b->tier.name = b->name;
    if (b->changes)
        settle_tier(b);
    else
        move_tier(b);
    append_tier(b->out, ++b->count, &b->tier, b->items);
    g_string_chunk_clear(b->texts);
    g_array_set_size(b->items, 0);
    g_clear_pointer(&b->name, g_free);
}

static void take_span(void *data, double start, double end)
{
    back *b = data;
    b->start = start;
    b->end = end;
}

static void take_tier(void *data, const textgrid_tier *t)
{
    back *b = data;
    end_tier(b);
    b->tier = *t;
    b->name = g_strdup(t->name);
}

static void take_item(void *data, const textgrid_item *i)
{
    back *b = data;
    item added = {i->start, i->end, g_string_chunk_insert_len(b->texts, i->text, (gssize)i->length),
                  i->length, (int)b->items->len, FALSE};
    g_array_append_val(b->items, added);
}

// What stays to be done is the file around the tiers.
static void walk_back(back *b, const char *file)
{
    static const textgrid_handler handler = {take_span, take_tier, take_item};
    b->out = g_string_new(NULL);
    b->items = g_array_new(FALSE, FALSE, sizeof(item));
    b->texts = g_string_chunk_new(1024);
    textgrid_walk(file, strlen(file), &handler, b, NULL);
    end_tier(b);
    g_string_chunk_free(b->texts);
    g_array_unref(b->items);
}

static void write_back(const speech *s, const tiers_changes *changes, GString *out)
{
    back b = {.changes = changes, .last = seconds_of(speech_end_us(s))};
    walk_back(&b, speech_header(s));
    double end = is_later(b.last, b.end) ? b.last : b.end;
    for (guint i = 0; i < changes->tiers->len; i++)
        append_new(b.out, ++b.count, g_ptr_array_index(changes->tiers, i), b.start, end);
    append_file(out, b.start, end, b.count, b.out);
    g_string_free(b.out, TRUE);
}

char *textgrid_move(const char *file, time_change to, const void *data)
{
    back b = {.to = to, .data = data};
    GString *out = g_string_new(NULL);
    walk_back(&b, file);
    append_file(out, MIN(b.start, moved(&b, b.start)), moved(&b, b.end), b.count, b.out);
    g_string_free(b.out, TRUE);
    return g_string_free(out, FALSE);
}

// FALSE: nothing was kept, or it is none.
static gboolean is_written_back(const speech *s, GString *out, report *r)
{
    const char *header = speech_header(s);
    if (g_strcmp0(speech_verbatim_format(s), "textgrid") != 0 || !*header)
        return FALSE;
    g_autoptr(tiers) to = tiers_new(NULL);
    g_autoptr(speech_builder) b = speech_builder_new();
    tiers_keep(to);
    tiers_set_roles(to, speech_trailer(s));
    if (!textgrid_tiers(header, strlen(header), to, NULL, b))
        return FALSE;
    g_autoptr(speech) was = speech_builder_end(b);
    g_autoptr(tiers_changes) changes = tiers_compare(to, was, s, 1, r);
    write_back(s, changes, out);
    return TRUE;
}

gboolean textgrid_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    if (is_written_back(s, out, r))
        return TRUE;
    g_autoptr(GPtrArray) all = tiers_of(s, 1, r);
    g_autoptr(GString) written = g_string_new(NULL);
    double end = seconds_of(MAX(speech_end_us(s), 1));
    for (guint i = 0; i < all->len; i++)
        append_new(written, i + 1, g_ptr_array_index(all, i), 0, end);
    append_file(out, 0, end, all->len, written);
    return TRUE;
}
