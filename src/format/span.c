// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/span.h"

#include "base/i18n.h"
#include <string.h>

#define LAST_US (5 * TIME_SECOND)

span_ms span_to_ms(int64_t start_us, int64_t end_us)
{
    int64_t start = MIN((start_us + 500) / 1000, TIME_MAX / 1000 - 1);
    return (span_ms){start, MAX((end_us + 500) / 1000, start + 1)};
}

void span_format(int64_t start_us, int64_t end_us, char mark, char start[TIMECODE_SIZE],
                 char end[TIMECODE_SIZE])
{
    span_ms span = span_to_ms(start_us, end_us);
    timecode_format_cue(start, span.start * 1000, mark);
    timecode_format_cue(end, span.end * 1000, mark);
}

void span_append(GString *out, int64_t start_us, int64_t end_us, char mark)
{
    char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
    span_format(start_us, end_us, mark, start, end);
    g_string_append(out, start);
    g_string_append(out, " --> ");
    g_string_append(out, end);
}

void span_set(segment *g, int64_t start_us, int64_t end_us, int64_t next_us)
{
    if (start_us == TIME_NONE) {
        g->start_us = g->end_us = TIME_NONE;
        return;
    }
    g->start_us = MIN(start_us, TIME_MAX - 1);
    if (end_us > g->start_us)
        g->end_us = end_us;
    else if (next_us > g->start_us)
        g->end_us = next_us;
    else if (end_us == g->start_us)
        g->end_us = end_us + TIME_SECOND / 1000;
    else
        g->end_us = g->start_us + LAST_US;
    g->end_us = MIN(g->end_us, TIME_MAX);
}

void span_check(segment *g, const int64_t times[2], int64_t next_us, report *r, int line,
                int number)
{
    span_set(g, times[0], times[1], next_us);
    if (times[0] == TIME_NONE)
        report_add(r, line, _("segment %d has no times that can be read; its text was kept."),
                   number);
    else if (times[1] != g->end_us)
        report_add(r, line,
                   _("segment %d does not end after it starts, so it lasts until the next one "
                     "starts, or for a moment."),
                   number);
}

// The number that a paragraph without text names, or 0.
static int named_number(const segment *g)
{
    gboolean names = !segment_has_text(g) && g->id && strlen(g->id) < 9 &&
                     strspn(g->id, "0123456789") == strlen(g->id);
    return names ? (int)g_ascii_strtoll(g->id, NULL, 10) : 0;
}

gboolean span_next_paragraph(const speech *s, numbered_span *at)
{
    while (++at->paragraph < speech_paragraph_count(s)) {
        if (speech_paragraph(s, at->paragraph)->kind != PARAGRAPH_BODY)
            continue;
        int named = named_number(speech_segment(s, speech_paragraph(s, at->paragraph)->first));
        at->number = named > 0 ? named : at->number + 1;
        if (speech_paragraph_span(s, at->paragraph, &at->times[0], &at->times[1]))
            return TRUE;
    }
    return FALSE;
}
