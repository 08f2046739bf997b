// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/xml_copy.h"

#include <string.h>

#include "format/xml_spaces.h"

// An element that is open.
typedef struct {
    gsize name;   // where it begins in the names
    guint spaces; // how many were declared before it
} frame;

struct xml_copy {
    GString *out, *names; // names: of what is open, each ended by NUL
    xml_spaces *spaces;
    GArray *frames;   // frame
    guint left_out;   // of the frames, the last ones
    gboolean pending; // the start tag of the last one has no end yet
    gboolean rooted;  // there was a root
};

xml_copy *xml_copy_new(GString *out)
{
    xml_copy *c = g_new0(xml_copy, 1);
    c->out = out;
    c->names = g_string_new(NULL);
    c->spaces = xml_spaces_new();
    c->frames = g_array_new(FALSE, FALSE, sizeof(frame));
    return c;
}

void xml_copy_free(xml_copy *c)
{
    if (!c)
        return;
    g_string_free(c->names, TRUE);
    xml_spaces_free(c->spaces);
    g_array_unref(c->frames);
    g_free(c);
}

gboolean xml_copy_writes(const xml_copy *c)
{
    return c->left_out == 0;
}

const char *xml_copy_open(const xml_copy *c)
{
    guint count = c->frames->len;
    return count ? c->names->str + g_array_index(c->frames, frame, count - 1).name : NULL;
}

static void end_start_tag(xml_copy *c)
{
    if (c->pending)
        g_string_append_c(c->out, '>');
    c->pending = FALSE;
}

void xml_copy_to(xml_copy *c, GString *out)
{
    end_start_tag(c);
    c->out = out;
}

gboolean xml_copy_start(xml_copy *c, const xml_attributes *a)
{
    frame f = {c->names->len, xml_spaces_count(c->spaces)};
    gboolean root = c->frames->len == 0;
    g_string_append_len(c->names, a->element, (gssize)strlen(a->element) + 1);
    g_array_append_val(c->frames, f);
    xml_spaces_add_all(c->spaces, a);
    if (c->left_out || (root && c->rooted) || !xml_spaces_find(c->spaces, a->element)) {
        c->left_out++;
        return FALSE;
    }
    end_start_tag(c);
    c->rooted = TRUE;
    g_string_append_c(c->out, '<');
    g_string_append(c->out, a->element);
    for (int i = 0; a->names[i]; i++)
        if (xml_spaces_allow(c->spaces, a, i))
            xml_append_attribute(c->out, a->names[i], a->values[i]);
    c->pending = TRUE;
    return TRUE;
}

static void append_end(xml_copy *c, const char *name)
{
    g_string_append(c->out, c->pending ? "/" : "</");
    if (!c->pending)
        g_string_append(c->out, name);
    g_string_append_c(c->out, '>');
    c->pending = FALSE;
    if (c->frames->len == 1)
        g_string_append_c(c->out, '\n');
}

void xml_copy_end(xml_copy *c)
{
    const frame *f = &g_array_index(c->frames, frame, c->frames->len - 1);
    if (c->left_out)
        c->left_out--;
    else
        append_end(c, c->names->str + f->name);
    xml_spaces_cut(c->spaces, f->spaces);
    g_string_truncate(c->names, f->name);
    g_array_set_size(c->frames, c->frames->len - 1);
}

void xml_copy_text(xml_copy *c, const char *text, gsize length)
{
    if (c->left_out || c->frames->len == 0 || length == 0)
        return;
    gboolean pending = c->pending;
    end_start_tag(c);
    gsize before = c->out->len;
    // A reader would take it for the end of a line.
    for (const char *end = text + length, *cut; text < end; text = cut + 1) {
        cut = memchr(text, '\r', (gsize)(end - text));
        cut = cut ? cut : end;
        xml_append_length(c->out, text, (gsize)(cut - text));
        if (cut < end)
            g_string_append(c->out, "&#13;");
    }
    // It was nothing that XML has.
    if (pending && c->out->len == before) {
        g_string_truncate(c->out, before - 1);
        c->pending = TRUE;
    }
}

void xml_copy_comment(xml_copy *c, const char *text, gsize length)
{
    if (c->left_out)
        return;
    end_start_tag(c);
    g_string_append_len(c->out, text, (gssize)length);
    if (c->frames->len == 0)
        g_string_append_c(c->out, '\n');
}

void xml_copy_raw(xml_copy *c, const char *xml)
{
    if (c->left_out)
        return;
    end_start_tag(c);
    g_string_append(c->out, xml);
}
