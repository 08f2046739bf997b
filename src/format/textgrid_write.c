// SPDX-License-Identifier: GPL-3.0-or-later
// Praat's long TextGrid: a tier for each language, and one for its words.
#include <string.h>

#include "format/readers.h"
#include "format/textgrid.h"

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
        const textgrid_written *at = &g_array_index(items, textgrid_written, i);
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

void textgrid_append_tier(GString *out, guint number, const textgrid_tier *t, const GArray *items)
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

void textgrid_append_file(GString *out, double start, double end, guint count,
                          const GString *inside)
{
    g_string_append(out, "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n");
    append_line(out, "", "xmin", start);
    append_line(out, "", "xmax", end);
    g_string_append_printf(out, "tiers? <exists> \nsize = %u \nitem []: \n", count);
    g_string_append_len(out, inside->str, (gssize)inside->len);
}

double textgrid_seconds(int64_t us)
{
    return (double)us / TIME_SECOND;
}

textgrid_written textgrid_written_of(const written_span *s, int order, gboolean point)
{
    double start = textgrid_seconds(s->start_us), end = textgrid_seconds(s->end_us);
    return (textgrid_written){start, point ? start : end, s->text, s->length, order, TRUE};
}

gboolean textgrid_is_later(double one, double other)
{
    return textgrid_us(one) > textgrid_us(other);
}

void textgrid_fill_gaps(GArray *items, double start, double end)
{
    g_autoptr(GArray) given = g_array_new(FALSE, FALSE, sizeof(textgrid_written));
    g_array_append_vals(given, items->data, items->len);
    g_array_set_size(items, 0);
    double at = start;
    gboolean fresh = FALSE;
    for (guint i = 0; i < given->len; i++) {
        textgrid_written next = g_array_index(given, textgrid_written, i),
                         gap = {at, next.start, "", 0, 0, FALSE};
        if (textgrid_is_later(next.start, at))
            g_array_append_val(items, gap);
        else if ((fresh || next.fresh) && !textgrid_is_later(at, next.start))
            next.start = at;
        g_array_append_val(items, next);
        at = MAX(at, next.end);
        fresh = next.fresh;
    }
    textgrid_written gap = {at, end, "", 0, 0, FALSE};
    if (textgrid_is_later(end, at))
        g_array_append_val(items, gap);
}

void textgrid_append_new(GString *out, guint number, const written_tier *w, double start,
                         double end)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(textgrid_written));
    for (guint i = 0; i < w->spans->len; i++) {
        textgrid_written added =
            textgrid_written_of(&g_array_index(w->spans, written_span, i), 0, FALSE);
        g_array_append_val(items, added);
    }
    textgrid_fill_gaps(items, start, end);
    textgrid_append_tier(out, number, &(textgrid_tier){w->name, FALSE, start, end, 0}, items);
}

gboolean textgrid_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    if (textgrid_write_back(s, out, r))
        return TRUE;
    g_autoptr(GPtrArray) all = tiers_of(s, 1, r);
    g_autoptr(GString) written = g_string_new(NULL);
    double end = textgrid_seconds(MAX(speech_end_us(s), 1));
    for (guint i = 0; i < all->len; i++)
        textgrid_append_new(written, i + 1, g_ptr_array_index(all, i), 0, end);
    textgrid_append_file(out, 0, end, all->len, written);
    return TRUE;
}
