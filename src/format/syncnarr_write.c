// SPDX-License-Identifier: GPL-3.0-or-later
// An item for each paragraph of the speech that has times, named by its number.
#include <stdlib.h>

#include "base/json.h"
#include "format/readers.h"
#include "format/span.h"

static json_t *item_of(int number, const char *recording, const int64_t times[2])
{
    span_ms ms = span_to_ms(times[0], times[1]);
    g_autofree char *text = g_strdup_printf("#p%d", number);
    g_autofree char *audio = g_strdup_printf(
        "%s#t=%" G_GINT64_FORMAT ".%03d,%" G_GINT64_FORMAT ".%03d", recording, ms.start / 1000,
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
    json_t *narration = json_array();
    json_object_set_new(all, "narration", narration);
    numbered_span at = {.paragraph = -1};
    while (span_next_paragraph(s, &at))
        json_array_append_new(narration, item_of(at.number, recording, at.times));
    char *text = json_dumps(all, JSON_INDENT(2));
    g_string_append(out, text);
    g_string_append_c(out, '\n');
    free(text);
    return TRUE;
}
