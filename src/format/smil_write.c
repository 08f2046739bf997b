// SPDX-License-Identifier: GPL-3.0-or-later
// A par for each paragraph of the speech that has times, named by its number.
#include "format/readers.h"
#include "format/span.h"
#include "format/xml.h"

static void append_par(GString *out, int number, const char *recording, const int64_t times[2])
{
    char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
    span_format(times[0], times[1], '.', start, end);
    g_string_append_printf(out, "<par id=\"par%d\">\n<text src=\"text.xhtml#%d\"/>\n<audio src=\"",
                           number, number);
    xml_append(out, recording);
    g_string_append_printf(out, "\" clipBegin=\"%s\" clipEnd=\"%s\"/>\n</par>\n", start, end);
}

gboolean smil_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    const char *audio = speech_meta(s, "audio");
    g_autofree char *recording = g_uri_escape_string(audio ? audio : "audio", "/", FALSE);
    numbered_span at = {.paragraph = -1};
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<smil xmlns=\"http://www.w3.org/ns/SMIL\" version=\"3.0\">\n<body>\n");
    while (span_next_paragraph(s, &at))
        append_par(out, at.number, recording, at.times);
    g_string_append(out, "</body>\n</smil>\n");
    return TRUE;
}
