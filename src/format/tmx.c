// SPDX-License-Identifier: GPL-3.0-or-later
// TMX, translation memories (1.1 to 1.4b): each unit that has Chinese or English is a paragraph. Of
// several variants in a language the first counts. Markup inside of segments is left out, with what
// stands in it; what is only highlighted stays.
//
// GMarkup reads neither document types nor entities of a file's own, so nothing is fetched.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"

#define PROBE_BYTES 4096

typedef struct {
    speech_builder *out;
    GString *text[LANGUAGES]; // of the unit
    int side;        // of the variant; -1: none, another language, or one that is there already
    gboolean inside; // of a segment
    int hidden;      // elements inside of it whose text is markup
} reader;

int tmx_probe(const char *head)
{
    g_autofree char *begin = g_strndup(head, PROBE_BYTES);
    return strstr(begin, "<tmx") ? 90 : 0;
}

// "zh-CN", "EN", "eng": -1: neither Chinese nor English.
static int side_of(const char *tag)
{
    static const char *const names[LANGUAGES][3] = {
        [LANGUAGE_ZH] = {"zh", "cmn", "chi"}, [LANGUAGE_EN] = {"en", "eng", "en"}};
    gsize length = strcspn(tag, "-_");
    for (int side = 0; side < LANGUAGES; side++)
        for (gsize i = 0; i < G_N_ELEMENTS(names[side]); i++)
            if (strlen(names[side][i]) == length &&
                g_ascii_strncasecmp(tag, names[side][i], length) == 0)
                return side;
    return -1;
}

static int side_of_variant(const reader *r, const char **names, const char **values)
{
    int side = -1;
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], "xml:lang") == 0 || strcmp(names[i], "lang") == 0)
            side = side_of(values[i]);
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

static void start(GMarkupParseContext *context, const char *element, const char **names,
                  const char **values, void *data, GError **error)
{
    (void)context, (void)error;
    reader *r = data;
    if (strcmp(element, "tuv") == 0)
        r->side = side_of_variant(r, names, values);
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
    if (*g.text[LANGUAGE_ZH] || *g.text[LANGUAGE_EN]) {
        speech_builder_paragraph(r->out, PARAGRAPH_BODY);
        speech_builder_segment(r->out, &g);
    }
    for (int side = 0; side < LANGUAGES; side++)
        g_string_truncate(r->text[side], 0);
}

static void end(GMarkupParseContext *context, const char *element, void *data, GError **error)
{
    (void)context, (void)error;
    reader *r = data;
    if (strcmp(element, "tu") == 0)
        end_unit(r);
    else if (strcmp(element, "seg") == 0)
        r->inside = r->hidden = 0;
    else if (r->hidden)
        r->hidden--;
}

static void add(GMarkupParseContext *context, const char *text, gsize length, void *data,
                GError **error)
{
    (void)context, (void)error;
    reader *r = data;
    if (r->inside && !r->hidden && r->side >= 0)
        g_string_append_len(r->text[r->side], text, (gssize)length);
}

speech *tmx_read(const char *text, gsize size, report *r, GError **error)
{
    static const GMarkupParser parser = {start, end, add, NULL, NULL};
    g_autoptr(speech_builder) out = speech_builder_new();
    reader to = {.out = out, .text = {g_string_new(NULL), g_string_new(NULL)}, .side = -1};
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &to, NULL);
    g_autoptr(GError) wrong = NULL;
    if (!g_markup_parse_context_parse(context, text, (gssize)size, &wrong) ||
        !g_markup_parse_context_end_parse(context, &wrong)) {
        int line;
        g_markup_parse_context_get_position(context, &line, NULL);
        report_add(r, line, _("from here on it is no XML, so the rest was skipped (%s)."),
                   wrong->message);
    }
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(to.text[side], TRUE);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no unit with Chinese or English text in it."));
    return NULL;
}
