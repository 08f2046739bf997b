// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "format/readers.h"
#include "format/span.h"

#define TIME_SIZE 32

static void set(json_t *to, const char *key, json_t *value)
{
    json_object_set_new(to, key, value);
}

static void set_time(json_t *to, const char *key, int64_t ms)
{
    char text[TIME_SIZE];
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT ".%03d", ms / 1000, (int)(ms % 1000));
    set(to, key, json_string(text));
}

static void set_span(json_t *to, int64_t start_us, int64_t end_us)
{
    span_ms span = span_to_ms(start_us, end_us);
    set_time(to, "begin", span.start);
    set_time(to, "end", span.end);
}

static json_t *fragment(const char *id, gboolean chinese)
{
    json_t *f = json_object();
    set(f, "id", json_string(id));
    set(f, "language", json_string(chinese ? "zho" : "eng"));
    set(f, "lines", json_array());
    set(f, "children", json_array());
    return f;
}

static void add_lines(json_t *to, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **one = lines; *text && *one; one++)
        json_array_append_new(json_object_get(to, "lines"), json_string(*one));
}

static json_t *leaf_of(const segment *g, const char *id)
{
    json_t *f = fragment(g->id ? g->id : id, *g->text[LANGUAGE_ZH] != '\0');
    set_span(f, g->start_us, g->end_us);
    for (int side = 0; side < LANGUAGES; side++)
        add_lines(f, g->text[side]);
    return f;
}

// Paragraph `index`, the `number`-th of several segments, with their texts put together; they are
// to become its children.
static json_t *parent_of(const speech *s, int index, int number)
{
    const paragraph *p = speech_paragraph(s, index);
    g_autofree char *id = g_strdup_printf("p%06d", number);
    int64_t start_us = 0, end_us = 0;
    GString *text[LANGUAGES] = {g_string_new(NULL), g_string_new(NULL)};
    for (int i = p->first; i < p->first + p->count; i++) {
        const segment *g = speech_segment(s, i);
        for (int side = 0; side < LANGUAGES && g->start_us != TIME_NONE; side++) {
            gboolean space = side == LANGUAGE_EN && text[side]->len && *g->text[side];
            g_string_append_printf(text[side], "%s%s", space ? " " : "", g->text[side]);
        }
    }
    json_t *f = fragment(id, text[LANGUAGE_ZH]->len > 0);
    if (speech_paragraph_span(s, index, &start_us, &end_us))
        set_span(f, start_us, end_us);
    for (int side = 0; side < LANGUAGES; side++) {
        g_strdelimit(text[side]->str, "\n", ' ');
        add_lines(f, text[side]->str);
        g_string_free(text[side], TRUE);
    }
    return f;
}

static int timed_in(const speech *s, const paragraph *p)
{
    int count = 0;
    for (int i = p->first; i < p->first + p->count; i++)
        count += speech_segment(s, i)->start_us != TIME_NONE;
    return count;
}

typedef struct {
    const speech *speech;
    int paragraph;       // that comes next
    int number, parents; // of fragments so far
} written;

// Of a paragraph that has times.
static json_t *fragment_of(written *w, int index)
{
    const paragraph *p = speech_paragraph(w->speech, index);
    gboolean several = timed_in(w->speech, p) > 1;
    json_t *parent = several ? parent_of(w->speech, index, ++w->parents) : NULL;
    for (int i = p->first; i < p->first + p->count; i++) {
        const segment *g = speech_segment(w->speech, i);
        if (g->start_us == TIME_NONE)
            continue;
        g_autofree char *id = g_strdup_printf("f%06d", ++w->number);
        json_t *leaf = leaf_of(g, id);
        if (!several)
            return leaf;
        json_array_append_new(json_object_get(parent, "children"), leaf);
    }
    return parent;
}

static json_t *next_fragment(void *data)
{
    written *w = data;
    while (w->paragraph < speech_paragraph_count(w->speech)) {
        json_t *f = fragment_of(w, w->paragraph++);
        if (f)
            return f;
    }
    return NULL;
}

gboolean aeneas_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    json_auto_t *all = json_object();
    set(all, "fragments", json_array());
    written w = {.speech = s};
    json_write(out, all, JSON_INDENT(1) | JSON_SORT_KEYS, next_fragment, &w);
    return TRUE;
}
