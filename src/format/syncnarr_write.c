// SPDX-License-Identifier: GPL-3.0-or-later
// An item for each paragraph of the speech that has times, named by its number.
#include "base/json.h"
#include "format/readers.h"
#include "format/span.h"

typedef struct {
    const speech *speech;
    numbered_span at;
    const char *recording; // as an address
} written;

static json_t *next_item(void *data)
{
    written *w = data;
    if (!span_next_paragraph(w->speech, &w->at))
        return NULL;
    span_ms ms = span_to_ms(w->at.times[0], w->at.times[1]);
    g_autofree char *text = g_strdup_printf("#p%d", w->at.number);
    g_autofree char *audio = g_strdup_printf(
        "%s#t=%" G_GINT64_FORMAT ".%03d,%" G_GINT64_FORMAT ".%03d", w->recording, ms.start / 1000,
        (int)(ms.start % 1000), ms.end / 1000, (int)(ms.end % 1000));
    json_t *item = json_object();
    json_object_set_new(item, "text", json_string(text));
    json_object_set_new(item, "audio", json_string(audio));
    return item;
}

gboolean syncnarr_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    const char *audio = speech_meta(s, "audio");
    g_autofree char *recording = g_uri_escape_string(audio ? audio : "", "/", FALSE);
    json_auto_t *all = json_object();
    json_object_set_new(all, "narration", json_array());
    written w = {s, {.paragraph = -1}, recording};
    json_write(out, all, JSON_INDENT(2), next_item, &w);
    return TRUE;
}
