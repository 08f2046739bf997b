// SPDX-License-Identifier: GPL-3.0-or-later
// Labels as Audacity imports them.
#include <string.h>

#include "base/i18n.h"
#include "format/label_text.h"
#include "format/readers.h"

// The number of a paragraph stands where a text would.
static const char *number_of(const segment *g)
{
    gboolean is_number = g->id && *g->id && !g->id[strspn(g->id, "0123456789")];
    return is_number && !segment_has_text(g) ? g->id : NULL;
}

gboolean labels_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(cue) scratch = cue_new();
    gboolean own = g_strcmp0(speech_verbatim_format(s), "labels") == 0;
    int lines = 0, other = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        if (own && g->before)
            g_string_append(out, g->before);
        gboolean point = own && g->payload;
        const int64_t times[] = {g->start_us, point ? g->start_us : g->end_us};
        for (gsize k = 0; k < G_N_ELEMENTS(times); k++)
            g_string_append_printf(out, "%" G_GINT64_FORMAT ".%06d\t", times[k] / TIME_SECOND,
                                   (int)(times[k] % TIME_SECOND));
        gboolean broken = FALSE;
        const char *number = number_of(g);
        if (number)
            g_string_append(out, number);
        else
            other += !label_append_text(scratch, g, out, &broken);
        lines += broken;
        g_string_append_c(out, '\n');
        if (own && g->settings)
            g_string_append_printf(out, "%s\n", g->settings);
    }
    g_string_append(out, own ? speech_trailer(s) : "");
    if (lines)
        report_add(r, 0, _("lines of texts were joined, because a label is one line: %d."), lines);
    if (other)
        report_add(r, 0, _("texts that will not be read again as they are: %d."), other);
    return TRUE;
}
