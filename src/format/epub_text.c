// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/epub_text.h"

#include <string.h>

#include "format/cue.h"
#include "format/entity.h"
#include "format/tag.h"
#include "format/xml.h"

typedef enum {
    HIDDEN = 1 << 0, // with all that stands in it
    BLOCK = 1 << 1,
    HEADING = 1 << 2,
    BREAK = 1 << 3,
} element_kind;

typedef struct {
    int side; // CUE_FIND_OUT: not said
    int place;
    gboolean is_place; // it is what has the place, not what stands around it
    element_kind kind;
    guint first; // of the passages in it
} element;

typedef struct {
    GHashTable *places;
    GArray *stack; // element
    GArray *out;
    cue *cue;
    int hidden, paragraph;
    const char *gap; // due before the next letter: "", a space or the end of a line
    gboolean said;   // there are letters in the passage
    gboolean spaced; // there was a gap before them
} reader;

static void clear_passage(gpointer data)
{
    epub_passage *p = data;
    for (int side = 0; side < LANGUAGES; side++)
        g_free(p->text[side]);
}

GArray *epub_passages_new(void)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(epub_passage));
    g_array_set_clear_func(all, clear_passage);
    return all;
}

static element_kind kind_of(const char *name)
{
    static const struct {
        const char *names;
        element_kind kind;
    } rows[] = {
        {" head script style template rt rp audio video svg math iframe object ", HIDDEN},
        {" h1 h2 h3 h4 h5 h6 ", BLOCK | HEADING},
        {" body p div section article aside header footer main nav blockquote pre li ul ol dl dt "
         "dd table caption tr td th figure figcaption hr address ",
         BLOCK},
        {" br ", BREAK},
    };
    g_autofree char *spaced = g_strdup_printf(" %s ", name);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strstr(rows[i].names, spaced))
            return rows[i].kind;
    return 0;
}

// Numbers of printed pages.
static gboolean is_page_break(const xml_attributes *a)
{
    const char *type = xml_attribute(a, "type"), *role = xml_attribute(a, "role");
    return (type && strstr(type, "pagebreak")) || g_strcmp0(role, "doc-pagebreak") == 0;
}

static element *top(const reader *r)
{
    return &g_array_index(r->stack, element, r->stack->len - 1);
}

// Ends the passage that is being read; without text it is none.
static void end_passage(reader *r)
{
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE};
    cue_finish(r->cue, &g);
    if (segment_has_text(&g)) {
        epub_passage p = {
            top(r)->place, r->paragraph, (top(r)->kind & HEADING) != 0, r->spaced, {NULL}};
        for (int side = 0; side < LANGUAGES; side++)
            p.text[side] = g_strdup(g.text[side]);
        g_array_append_val(r->out, p);
    }
    cue_clear(r->cue);
    r->said = FALSE;
}

static void new_line(reader *r)
{
    r->gap = "\n";
}

// A block that is none of those at a place begins or ends a paragraph.
static void at_block(reader *r)
{
    if (top(r)->place >= 0) {
        new_line(r);
        return;
    }
    end_passage(r);
    r->paragraph++;
}

static void say(reader *r, const char *word, gsize length)
{
    if (r->said)
        cue_say(r->cue, top(r)->side, r->gap, strlen(r->gap));
    else
        r->spaced = *r->gap != '\0';
    cue_say(r->cue, top(r)->side, word, length);
    r->said = TRUE;
    r->gap = "";
}

static void text(void *data, const char *from, gsize length)
{
    static const char blanks[] = " \t\r\n";
    reader *r = data;
    if (r->hidden)
        return;
    for (const char *p = from, *end = from + length; p < end;) {
        const char *word = p;
        while (p < end && !memchr(blanks, *p, 4))
            p++;
        if (p > word)
            say(r, word, (gsize)(p - word));
        for (; p < end && memchr(blanks, *p, 4); p++)
            r->gap = *r->gap ? r->gap : " ";
    }
}

static int place_of(const reader *r, const xml_attributes *a)
{
    const char *id = xml_attribute(a, "id");
    int number = id ? GPOINTER_TO_INT(g_hash_table_lookup(r->places, id)) : 0;
    if (number)
        g_hash_table_remove(r->places, id);
    return number - 1;
}

static void start(void *data, const char *name, const xml_attributes *a)
{
    reader *r = data;
    element_kind kind = kind_of(name);
    if (r->hidden || kind == HIDDEN || is_page_break(a)) {
        r->hidden++;
        return;
    }
    element e = *top(r);
    int side = tag_side(xml_attribute(a, "lang")), place = place_of(r, a);
    if (kind & BLOCK)
        at_block(r);
    if (place >= 0)
        end_passage(r);
    e.is_place = place >= 0;
    e.place = e.is_place ? place : e.place;
    // The language of the whole is often that of the program.
    if (side >= 0 && strcmp(name, "html") != 0 && strcmp(name, "body") != 0)
        e.side = side;
    e.kind = kind | (e.kind & HEADING);
    e.first = r->out->len;
    g_array_append_val(r->stack, e);
    if (kind & BREAK)
        new_line(r);
    // A picture that is said.
    const char *instead = place >= 0 && strcmp(name, "img") == 0 ? xml_attribute(a, "alt") : NULL;
    if (instead)
        text(r, instead, strlen(instead));
}

// What stands beside other places in a place has none: it is not known when it is said.
static void forget_outer_place(const reader *r, const element *e)
{
    gboolean inner = FALSE;
    for (guint i = e->first; i < r->out->len; i++) {
        int place = g_array_index(r->out, epub_passage, i).place;
        inner |= place >= 0 && place != e->place;
    }
    for (guint i = e->first; inner && i < r->out->len; i++) {
        epub_passage *p = &g_array_index(r->out, epub_passage, i);
        p->place = p->place == e->place ? -1 : p->place;
    }
}

static void end(void *data, const char *name)
{
    (void)name;
    reader *r = data;
    if (r->hidden) {
        r->hidden--;
        return;
    }
    element e = *top(r);
    if (e.is_place) {
        end_passage(r);
        forget_outer_place(r, &e);
    } else if (e.kind & BLOCK && e.place < 0)
        end_passage(r); // still a heading
    g_array_set_size(r->stack, r->stack->len - 1);
    if (e.kind & BLOCK)
        at_block(r);
}

// Makes what HTML has for characters, and single &, what XML has for them.
static char *without_names(const char *from, gsize size, gsize *out_size)
{
    static const char cdata[] = "<![CDATA[", cdata_end[] = "]]>";
    GString *out = g_string_sized_new(size + 1);
    for (const char *p = from, *end = from + size; p < end;) {
        char named[ENTITY_SIZE];
        gsize taken = *p == '&' ? entity_read(p + 1, end, named) : 0;
        gsize plain = 1;
        if (g_str_has_prefix(p, cdata)) {
            const char *close = strstr(p, cdata_end);
            plain = close ? (gsize)(close - p) : (gsize)(end - p);
        } else if (*p != '&')
            plain = MAX(strcspn(p + (*p == '<'), "&<") + (*p == '<'), 1);
        if (*p != '&')
            g_string_append_len(out, p, (gssize)plain);
        else
            xml_append(out, taken ? named : "&");
        p += MIN(plain + taken, (gsize)(end - p));
    }
    *out_size = out->len;
    return g_string_free(out, FALSE);
}

void epub_text_read(const char *from, gsize size, GHashTable *places, GArray *out, report *messages)
{
    static const xml_handler handler = {.start = start, .end = end, .text = text};
    gsize plain_size;
    g_autofree char *plain = without_names(from, size, &plain_size);
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(element));
    g_autoptr(cue) scratch = cue_new();
    reader r = {.places = places, .stack = stack, .out = out, .cue = scratch, .gap = ""};
    if (out->len)
        r.paragraph = g_array_index(out, epub_passage, out->len - 1).paragraph + 1;
    element root = {.side = CUE_FIND_OUT, .place = -1};
    g_array_append_val(stack, root);
    xml_read(plain, plain_size, &handler, &r, NULL, messages);
    end_passage(&r);
}
