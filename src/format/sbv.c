// SPDX-License-Identifier: GPL-3.0-or-later
// SBV, as YouTube has it, and SubViewer, which is much the same:
//
// * a cue is a line with two times, "0:00:00.599,0:00:04.160", and the lines up to the next one;
// * [br] is a new line.
#include <string.h>

#include "base/i18n.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/lines.h"
#include "format/readers.h"

#define PROBE_LINES  60
#define TIME_LONGEST 20

typedef enum { TIMES_NONE, TIMES_BAD, TIMES_GOOD } times_kind;

static gboolean read_time(const char *at, gsize length, int64_t *us)
{
    line part = {at, length, 0};
    line_trim(&part);
    if (part.length > TIME_LONGEST || !memchr(part.text, ':', part.length))
        return FALSE;
    g_autofree char *text = g_strndup(part.text, part.length);
    return timecode_parse(text, us);
}

static gboolean is_of_times(const line *l)
{
    for (gsize i = 0; i < l->length; i++)
        if (!g_ascii_isdigit(l->text[i]) && !strchr(":.,- \t", l->text[i]))
            return FALSE;
    return TRUE;
}

static times_kind read_times(const line *l, int64_t *start_us, int64_t *end_us)
{
    line t = *l;
    line_trim(&t);
    const char *comma = t.length && t.length <= 2 * TIME_LONGEST + 1 && g_ascii_isdigit(*t.text)
                            ? memchr(t.text, ',', t.length)
                            : NULL;
    if (!comma || !memchr(t.text, ':', (gsize)(comma - t.text)) || !is_of_times(&t))
        return TIMES_NONE;
    const char *behind = comma + 1, *end = t.text + t.length;
    if (read_time(t.text, (gsize)(comma - t.text), start_us) &&
        read_time(behind, (gsize)(end - behind), end_us))
        return TIMES_GOOD;
    // A time of the day in a text has one colon.
    const char *colon = memchr(behind, ':', (gsize)(end - behind));
    return colon && memchr(colon + 1, ':', (gsize)(end - colon - 1)) ? TIMES_BAD : TIMES_NONE;
}

int sbv_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    int64_t start_us, end_us;
    line l;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++)
        if (read_times(&l, &start_us, &end_us) == TIMES_GOOD)
            return 75;
    return 0;
}

static void say_line(cues *c, const line *l)
{
    const char *from = l->text, *end = from + l->length;
    for (const char *p = from; (p = memchr(p, '[', (gsize)(end - p))); p++) {
        if (end - p < 4 || g_ascii_strncasecmp(p, "[br]", 4) != 0)
            continue;
        cues_say(c, from, (gsize)(p - from));
        cues_say(c, "\n", 1);
        from = p + 4;
    }
    cues_say(c, from, (gsize)(end - from));
    cues_say(c, "\n", 1);
}

speech *sbv_read(const char *text, gsize size, report *r, GError **error)
{
    g_autoptr(cues) c = cues_new(r);
    lines in = lines_of(text, size);
    gboolean open = FALSE, told = FALSE;
    for (line l; lines_next(&in, &l);) {
        int64_t start_us, end_us;
        times_kind kind = read_times(&l, &start_us, &end_us);
        if (kind == TIMES_BAD)
            report_add(r, l.number, _("the times of the cue cannot be read, so it was skipped."));
        if (kind != TIMES_NONE) {
            open = kind == TIMES_GOOD && cues_begin(c, start_us, end_us, l.number);
            told = !open;
        } else if (open) {
            say_line(c, &l);
        } else if (!told && !line_is_blank(&l)) {
            report_add(r, l.number, _("there are no times here, so it was skipped."));
            told = TRUE;
        }
    }
    return cues_end(c, CUE_FIND_OUT, error);
}
