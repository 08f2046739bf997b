// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tmx_back.h"

#include <string.h>

#include "format/half.h"
#include "format/tmx.h"
#include "format/tmx_plan.h"
#include "format/xml_copy.h"

typedef struct {
    const GArray *plans; // tmx_plan
    GPtrArray *added;    // segments that are new units; none once they are written
    tmx_unit unit;
    xml_copy *copy;
    GString *out;
    const char *lang; // the attribute that says the language of a variant
    int left_out;     // elements that are open and not written
    gboolean skips;   // a unit or variant was left out: the spaces behind it are, too
    gboolean typed;   // the document type was written
    gboolean told;    // the new text of the variant was
    gboolean plain;   // and no markup was lost by it
    int changed;      // variants that lost some
} writer;

// ---- what changed

// Of the unit that is open.
static const tmx_plan *current(const writer *w)
{
    return &g_array_index(w->plans, tmx_plan, w->unit.number);
}

// What is said instead of the segment that is open; NULL: it stays, or none is open.
static const char *new_text(const writer *w)
{
    const tmx_unit *u = &w->unit;
    if (!u->inside || u->side < 0 || current(w)->to[u->side] != u->variant)
        return NULL;
    return current(w)->g->text[u->side];
}

// The last unit may be broken off, and has no plan then.
static gboolean is_left_out(const writer *w, tmx_part part)
{
    const tmx_unit *u = &w->unit;
    if (part == TMX_UNIT)
        return (guint)u->number >= w->plans->len || current(w)->gone;
    if (part == TMX_VARIANT)
        return u->side >= 0 && current(w)->to[u->side] == TMX_REMOVED;
    return part == TMX_OTHER && new_text(w);
}

static void add_variants(writer *w)
{
    const tmx_plan *p = current(w);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        if (p->to[side] != TMX_ADDED)
            continue;
        xml_copy_raw(w->copy, "");
        tmx_append_variant(w->out, w->lang, side, p->g->text[side]);
    }
}

// At the end of the body, or of a root that has none.
static void add_units(writer *w, gboolean has_body)
{
    if (!w->added->len)
        return;
    xml_copy_raw(w->copy, "");
    while (strchr(" \t\n", w->out->str[w->out->len - 1]))
        g_string_truncate(w->out, w->out->len - 1);
    g_string_append(w->out, has_body ? "\n" : "\n  <body>\n");
    for (guint i = 0; i < w->added->len; i++)
        tmx_append_unit(w->out, w->lang, g_ptr_array_index(w->added, i));
    g_string_append(w->out, has_body ? "  " : "  </body>\n");
    g_ptr_array_set_size(w->added, 0);
}

// ---- the copy

static void append_type(GString *out, const xml_attributes *a)
{
    static const char *const versions[] = {"1.1", "1.2", "1.3", "1.4"};
    g_autoptr(GString) version = g_string_new(NULL);
    tmx_attribute(a, "version", version);
    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++)
        if (strcmp(version->str, versions[i]) == 0)
            g_string_append_printf(out, "<!DOCTYPE tmx SYSTEM \"tmx1%c.dtd\">\n", versions[i][2]);
}

static void leave_out(writer *w, tmx_part part)
{
    w->changed += !w->left_out && part == TMX_OTHER && w->plain;
    w->plain = FALSE;
    w->left_out++;
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    writer *w = data;
    tmx_part part = tmx_unit_start(&w->unit, element, a);
    if (w->left_out || is_left_out(w, part)) {
        leave_out(w, part);
        return;
    }
    if (!w->typed)
        append_type(w->out, a);
    w->typed = TRUE;
    w->skips = FALSE;
    xml_copy_start(w->copy, a);
    if (part == TMX_VARIANT) {
        w->lang = xml_attribute_called(a, "xml:lang") ? "xml:lang" : "lang";
        w->told = FALSE;
        w->plain = TRUE;
    }
    const char *said = part == TMX_SEGMENT && !w->told ? new_text(w) : NULL;
    if (said && xml_copy_writes(w->copy)) {
        xml_copy_text(w->copy, said, strlen(said));
        w->told = TRUE;
    }
}

static void end(void *data, const char *element)
{
    (void)element;
    writer *w = data;
    tmx_part part = tmx_unit_end(&w->unit);
    if (w->left_out) {
        w->left_out--;
        w->skips |= part == TMX_UNIT || part == TMX_VARIANT;
        return;
    }
    w->skips = FALSE;
    if (part == TMX_UNIT)
        add_variants(w);
    else if (w->unit.depth == 1 && strcmp(xml_copy_open(w->copy), "body") == 0)
        add_units(w, TRUE);
    else if (w->unit.depth == 0)
        add_units(w, FALSE);
    xml_copy_end(w->copy);
}

static void text(void *data, const char *from, gsize length)
{
    writer *w = data;
    if (w->left_out || new_text(w) || (w->skips && strspn(from, " \t\n") >= length))
        return;
    xml_copy_text(w->copy, from, length);
}

static void comment(void *data, const char *from, gsize length)
{
    writer *w = data;
    if (!w->left_out && !new_text(w))
        xml_copy_comment(w->copy, from, length);
}

gboolean tmx_write_back(const speech *s, GString *out, report *r)
{
    static const xml_handler handler = {start, end, text, comment};
    if (g_strcmp0(speech_verbatim_format(s), "tmx") != 0)
        return FALSE;
    g_autoptr(GPtrArray) added = g_ptr_array_new();
    g_autoptr(GArray) plans = tmx_plan_units(s, added);
    if (!plans)
        return FALSE;
    g_autoptr(xml_copy) copy = xml_copy_new(out);
    writer w = {.plans = plans, .added = added, .copy = copy, .out = out, .lang = "xml:lang"};
    tmx_unit_init(&w.unit);
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml_read(speech_header(s), strlen(speech_header(s)), &handler, &w, NULL, NULL);
    while (w.unit.depth)
        end(&w, NULL);
    tmx_unit_clear(&w.unit);
    half_report(r, w.changed);
    return TRUE;
}
