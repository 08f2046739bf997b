// SPDX-License-Identifier: GPL-3.0-or-later
// SMIL, as EPUB 3 has it to read along (media overlays), aeneas writes it, and talking books of
// DAISY 2.02: each par (smil_par.h) is a span. What it says is in another file, so it names its
// text: by number, where all fragments are numbers ("text.xhtml#12"); else the spans are for the
// paragraphs in turn.
//
// * Of several recordings the one with most clips counts.
// * A par whose clip is of no use keeps its turn, without times.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/smil_par.h"
#include "format/xml.h"

int smil_probe(const char *head)
{
    return xml_root_is(head, "smil") ? 90 : 0;
}

static gboolean is_number(const char *id)
{
    return id && *id && strlen(id) < 10 && strspn(id, "0123456789") == strlen(id);
}

static gboolean all_numbers(const GArray *pars)
{
    for (guint i = 0; i < pars->len; i++)
        if (!is_number(g_array_index(pars, smil_par, i).id))
            return FALSE;
    return TRUE;
}

static void add_spans(const GArray *pars, speech_builder *out)
{
    gboolean numbered = all_numbers(pars);
    for (guint i = 0; i < pars->len; i++) {
        const smil_par *p = &g_array_index(pars, smil_par, i);
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        if (!p->recording && numbered)
            continue;
        if (p->recording) {
            g.start_us = p->start_us;
            g.end_us = smil_par_end_us(pars, i);
        }
        g.id = numbered ? p->id : NULL;
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_segment(out, &g);
    }
}

// The recording's name: relative to the file, or, where it lies elsewhere, without its folder.
static void add_recording(const char *path, speech_builder *out)
{
    gboolean elsewhere = *path == '/' || strstr(path, "..") || strstr(path, "://");
    const char *slash = strrchr(path, '/');
    speech_builder_meta(out, "audio", elsewhere && slash ? slash + 1 : path);
}

speech *smil_read(const char *text, gsize size, report *r, GError **error)
{
    g_autoptr(GArray) pars = smil_pars_read(text, size, r);
    const char *recording = smil_pars_choose(pars, NULL, r);
    if (!recording) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no clip with a time in it."));
        return NULL;
    }
    g_autoptr(speech_builder) out = speech_builder_new();
    add_recording(recording, out);
    add_spans(pars, out);
    return speech_builder_end(out);
}
