// SPDX-License-Identifier: GPL-3.0-or-later
// TMX 1.4: each segment is a unit.
#include "base/i18n.h"
#include "format/readers.h"
#include "format/xml.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"            \
    "<tmx version=\"1.4\">\n"                                                                      \
    "  <header creationtool=\"earvoice\" creationtoolversion=\"1\" segtype=\"sentence\" "          \
    "o-tmf=\"earvoice\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n  <body>\n"

gboolean tmx_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    int empty = 0;
    g_string_append(out, HEAD);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (speech_paragraph(s, g->paragraph)->kind == PARAGRAPH_HEADING)
            continue;
        if (!segment_has_text(g)) {
            empty++;
            continue;
        }
        g_string_append(out, "    <tu>\n");
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
            if (!*g->text[side])
                continue;
            g_string_append_printf(out, "      <tuv xml:lang=\"%s\"><seg>", language_code(side));
            xml_append(out, g->text[side]);
            g_string_append(out, "</seg></tuv>\n");
        }
        g_string_append(out, "    </tu>\n");
    }
    g_string_append(out, "  </body>\n</tmx>\n");
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    return TRUE;
}
