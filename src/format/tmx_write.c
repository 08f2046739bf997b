// SPDX-License-Identifier: GPL-3.0-or-later
// TMX 1.4: each segment is a unit. What was read from TMX is written back (tmx_back.h).
#include <string.h>

#include "base/i18n.h"
#include "format/readers.h"
#include "format/tmx.h"
#include "format/tmx_back.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"            \
    "<tmx version=\"1.4\">\n"                                                                      \
    "  <header creationtool=\"earvoice\" creationtoolversion=\"1\" segtype=\"sentence\" "          \
    "o-tmf=\"earvoice\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n  <body>\n"
#define TAIL "  </body>\n</tmx>\n"

gboolean tmx_is_usual(const char *text)
{
    static const char *const tags[] = {"    <tu>\n",
                                       "      <tuv xml:lang=\"zh\"><seg>",
                                       "      <tuv xml:lang=\"en\"><seg>",
                                       "</seg></tuv>\n",
                                       "    </tu>\n",
                                       TAIL};
    const char *p = text + strlen(HEAD);
    gboolean usual = g_str_has_prefix(text, HEAD);
    while (usual && *p) {
        usual = FALSE;
        for (gsize i = 0; i < G_N_ELEMENTS(tags) && !usual; i++) {
            usual = g_str_has_prefix(p, tags[i]);
            p += usual ? strlen(tags[i]) : 0;
        }
        if (p[-1] == '>')
            p += strcspn(p, "<");
    }
    return usual;
}

void tmx_append_variant(GString *out, const char *lang, language side, const char *text)
{
    g_string_append_printf(out, "<tuv %s=\"%s\"><seg>", lang, language_code(side));
    xml_append(out, text);
    g_string_append(out, "</seg></tuv>");
}

void tmx_append_unit(GString *out, const char *lang, const segment *g)
{
    g_string_append(out, "    <tu>\n");
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        if (!*g->text[side])
            continue;
        g_string_append(out, "      ");
        tmx_append_variant(out, lang, side, g->text[side]);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, "    </tu>\n");
}

static gboolean is_heading(const speech *s, const segment *g)
{
    return speech_paragraph(s, g->paragraph)->kind == PARAGRAPH_HEADING;
}

static void write_anew(const speech *s, GString *out)
{
    g_string_append(out, HEAD);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (!is_heading(s, g) && segment_has_text(g))
            tmx_append_unit(out, "xml:lang", g);
    }
    g_string_append(out, TAIL);
}

gboolean tmx_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    int empty = 0;
    if (!tmx_write_back(s, out, r))
        write_anew(s, out);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        empty += !is_heading(s, g) && !segment_has_text(g);
    }
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    return TRUE;
}
