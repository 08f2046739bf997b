// SPDX-License-Identifier: GPL-3.0-or-later
// TMX, translation memories (1.1 to 1.4b): each unit that has Chinese or English is a paragraph
// (tmx.h says what is its text). All of the file is kept for the way back (tmx_back.h).
#include "format/tmx.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "speech/build.h"

typedef struct {
    speech_builder *out;
    tmx_unit unit;
    gboolean keeps;
} reader;

int tmx_probe(const char *head)
{
    return xml_root_is(head, "tmx") ? 90 : 0;
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    tmx_unit_start(&((reader *)data)->unit, element, a);
}

static void add_unit(const reader *r)
{
    char number[16];
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    for (int side = 0; side < LANGUAGES; side++)
        g.text[side] = r->unit.text[side]->str;
    if (!segment_has_text(&g))
        return;
    if (r->keeps) {
        g_snprintf(number, sizeof number, "%d", r->unit.number);
        g.settings = number;
    }
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_safe_segment(r->out, &g);
}

static void end(void *data, const char *element)
{
    (void)element;
    reader *r = data;
    if (tmx_unit_end(&r->unit) == TMX_UNIT)
        add_unit(r);
}

static void add(void *data, const char *text, gsize length)
{
    tmx_unit_text(&((reader *)data)->unit, text, length);
}

speech *tmx_read(const char *text, gsize size, report *r, GError **error)
{
    static const xml_handler handler = {.start = start, .end = end, .text = add};
    g_autoptr(speech_builder) out = speech_builder_new();
    reader to = {.out = out, .keeps = !tmx_is_usual(text)};
    tmx_unit_init(&to.unit);
    xml_read(text, size, &handler, &to, NULL, r);
    tmx_unit_clear(&to.unit);
    if (speech_builder_count(out)) {
        if (to.keeps)
            speech_builder_header(out, "tmx", text);
        return speech_builder_end(out);
    }
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no unit with Chinese or English text in it."));
    return NULL;
}
