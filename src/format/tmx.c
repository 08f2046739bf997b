// SPDX-License-Identifier: GPL-3.0-or-later
// TMX, translation memories (1.1 to 1.4b): each unit that has Chinese or English is a paragraph. Of
// several variants in a language the first counts. Markup inside of segments is left out, with what
// stands in it; what is only highlighted stays.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/tag.h"
#include "format/xml.h"

typedef struct {
    speech_builder *out;
    GString *text[LANGUAGES]; // of the unit
    int side;        // of the variant; -1: none, another language, or one that is there already
    gboolean inside; // of a segment
    int hidden;      // elements inside of it whose text is markup
} reader;

int tmx_probe(const char *head)
{
    return xml_root_is(head, "tmx") ? 90 : 0;
}

static int side_of_variant(const reader *r, const xml_attributes *a)
{
    const char *tag = xml_attribute(a, "lang");
    int side = tag_side(tag);
    return side >= 0 && r->text[side]->len ? -1 : side;
}

static gboolean is_markup(const char *element)
{
    static const char *const names[] = {"bpt", "ept", "it", "ph", "ut"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(element, names[i]) == 0)
            return TRUE;
    return FALSE;
}

static void start(void *data, const char *element, const xml_attributes *attributes)
{
    reader *r = data;
    if (strcmp(element, "tuv") == 0)
        r->side = side_of_variant(r, attributes);
    else if (strcmp(element, "seg") == 0)
        r->inside = TRUE;
    else if (r->inside && (r->hidden || is_markup(element)))
        r->hidden++;
}

static void end_unit(reader *r)
{
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++)
        g.text[side] = g_strstrip(r->text[side]->str);
    if (segment_has_text(&g)) {
        speech_builder_paragraph(r->out, PARAGRAPH_BODY);
        speech_builder_segment(r->out, &g);
    }
    for (int side = 0; side < LANGUAGES; side++)
        g_string_truncate(r->text[side], 0);
}

static void end(void *data, const char *element)
{
    reader *r = data;
    if (strcmp(element, "tu") == 0)
        end_unit(r);
    else if (strcmp(element, "seg") == 0)
        r->inside = r->hidden = 0;
    else if (r->hidden)
        r->hidden--;
}

static void add(void *data, const char *text, gsize length)
{
    reader *r = data;
    if (r->inside && !r->hidden && r->side >= 0)
        g_string_append_len(r->text[r->side], text, (gssize)length);
}

speech *tmx_read(const char *text, gsize size, report *r, GError **error)
{
    static const xml_handler handler = {.start = start, .end = end, .text = add};
    g_autoptr(speech_builder) out = speech_builder_new();
    reader to = {.out = out, .text = {g_string_new(NULL), g_string_new(NULL)}, .side = -1};
    xml_read(text, size, &handler, &to, NULL, r);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(to.text[side], TRUE);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no unit with Chinese or English text in it."));
    return NULL;
}
