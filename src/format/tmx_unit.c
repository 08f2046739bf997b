// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/safe.h"
#include "format/tag.h"
#include "format/tmx.h"

void tmx_unit_init(tmx_unit *u)
{
    *u = (tmx_unit){.number = -1, .variant = -1, .side = -1, .of = {-1, -1}};
    for (int side = 0; side < LANGUAGES; side++)
        u->text[side] = g_string_new(NULL);
    u->said = g_string_new(NULL);
}

void tmx_unit_clear(tmx_unit *u)
{
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(u->text[side], TRUE);
    g_string_free(u->said, TRUE);
}

static void begin_unit(tmx_unit *u)
{
    u->unit_depth = u->depth;
    u->in_unit = TRUE;
    u->number++;
    u->variant = -1;
    for (int side = 0; side < LANGUAGES; side++) {
        g_string_truncate(u->text[side], 0);
        u->of[side] = -1;
    }
}

void tmx_attribute(const xml_attributes *a, const char *name, GString *out)
{
    const char *value = xml_attribute_called(a, name);
    g_string_truncate(out, 0);
    xml_append(out, value ? value : "");
}

// TMX 1.1 has no "xml:lang".
static int side_of(const xml_attributes *a, GString *scratch)
{
    tmx_attribute(a, xml_attribute_called(a, "xml:lang") ? "xml:lang" : "lang", scratch);
    return tag_side(scratch->str);
}

static void begin_variant(tmx_unit *u, const xml_attributes *a)
{
    u->variant_depth = u->depth;
    u->variant++;
    u->side = side_of(a, u->said);
    g_string_truncate(u->said, 0);
}

static gboolean is_markup(const char *element)
{
    static const char *const names[] = {"bpt", "ept", "it", "ph", "ut"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(element, names[i]) == 0)
            return TRUE;
    return FALSE;
}

tmx_part tmx_unit_start(tmx_unit *u, const char *element, const xml_attributes *a)
{
    u->depth++;
    if (!u->unit_depth && strcmp(element, "tu") == 0) {
        begin_unit(u);
        return TMX_UNIT;
    }
    if (u->unit_depth && !u->variant_depth && strcmp(element, "tuv") == 0) {
        begin_variant(u, a);
        return TMX_VARIANT;
    }
    if (u->variant_depth && !u->segment_depth && strcmp(element, "seg") == 0) {
        u->segment_depth = u->depth;
        u->inside = TRUE;
        return TMX_SEGMENT;
    }
    if (u->segment_depth && !u->hidden_depth && is_markup(element))
        u->hidden_depth = u->depth;
    return TMX_OTHER;
}

void tmx_unit_text(tmx_unit *u, const char *text, gsize length)
{
    if (u->segment_depth && !u->hidden_depth && u->side >= 0)
        g_string_append_len(u->said, text, (gssize)length);
}

// Makes it what a speech has: also without what XML cannot have, which would not be written.
static const char *cleaned(GString *said)
{
    if (!safe_is_clean(said->str, said->len)) {
        g_string_replace(said, "\357\277\276", "", 0);
        g_string_replace(said, "\357\277\277", "", 0);
        g_autofree char *safe = safe_text(said->str, (gssize)said->len);
        g_string_assign(said, safe);
    }
    return g_strstrip(said->str);
}

static void end_variant(tmx_unit *u)
{
    int side = u->side;
    if (side < 0 || u->of[side] >= 0)
        return;
    g_string_assign(u->text[side], cleaned(u->said));
    if (u->text[side]->len)
        u->of[side] = u->variant;
}

tmx_part tmx_unit_end(tmx_unit *u)
{
    int depth = u->depth--;
    if (depth == u->hidden_depth) {
        u->hidden_depth = 0;
    } else if (depth == u->segment_depth) {
        u->segment_depth = 0;
        u->inside = FALSE;
        return TMX_SEGMENT;
    } else if (depth == u->variant_depth) {
        u->variant_depth = 0;
        end_variant(u);
        return TMX_VARIANT;
    } else if (depth == u->unit_depth) {
        u->unit_depth = 0;
        u->in_unit = FALSE;
        return TMX_UNIT;
    }
    return TMX_OTHER;
}

int tmx_count_notes(const char *text)
{
    static const char *const names[] = {"note", "prop", "bpt", "ept", "it", "ph", "ut", "hi"};
    int count = 0;
    for (const char *at = text; (at = strchr(at, '<'));) {
        gsize length = strcspn(++at, " \t\r\n/>");
        for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
            count += strlen(names[i]) == length && strncmp(at, names[i], length) == 0;
    }
    return count;
}
