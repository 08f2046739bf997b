// SPDX-License-Identifier: GPL-3.0-or-later
// SBV, as YouTube has it, and SubViewer, which is much the same:
//
// * a cue is a line with two times, "0:00:00.599,0:00:04.160", and the lines up to the next one;
// * [br] is a new line.
//
// SubViewer 1, below "[BEGIN]": a line with one time, "[00:00:01]", and the lines up to a blank
// one; it lasts until the next time, the last one 5 s. | is a new line.
#include <string.h>

#include "base/i18n.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/lines.h"
#include "format/readers.h"

#define PROBE_LINES  60
#define TIME_LONGEST 20
#define LAST_US      (5 * TIME_SECOND)

typedef enum { TIMES_NONE, TIMES_BAD, TIMES_GOOD } times_kind;

static gboolean read_time(const char *at, gsize length, int64_t *us, gboolean *odd)
{
    line part = {at, length, 0};
    line_trim(&part);
    if (part.length > TIME_LONGEST || !memchr(part.text, ':', part.length))
        return FALSE;
    g_autofree char *text = g_strndup(part.text, part.length);
    return timecode_parse_odd(text, us, odd);
}

static gboolean is_of_times(const line *l)
{
    for (gsize i = 0; i < l->length; i++)
        if (!g_ascii_isdigit(l->text[i]) && !strchr(":.,- \t", l->text[i]))
            return FALSE;
    return TRUE;
}

typedef struct {
    int64_t start_us, end_us;
    gboolean odd; // minutes or seconds above 59
} cue_times;

static times_kind read_times(const line *l, cue_times *out)
{
    line t = *l;
    out->odd = FALSE;
    line_trim(&t);
    const char *comma = t.length && t.length <= 2 * TIME_LONGEST + 1 && g_ascii_isdigit(*t.text)
                            ? memchr(t.text, ',', t.length)
                            : NULL;
    if (!comma || !memchr(t.text, ':', (gsize)(comma - t.text)) || !is_of_times(&t))
        return TIMES_NONE;
    const char *behind = comma + 1, *end = t.text + t.length;
    if (read_time(t.text, (gsize)(comma - t.text), &out->start_us, &out->odd) &&
        read_time(behind, (gsize)(end - behind), &out->end_us, &out->odd))
        return TIMES_GOOD;
    // A time of the day in a text has one colon.
    const char *colon = memchr(behind, ':', (gsize)(end - behind));
    return colon && memchr(colon + 1, ':', (gsize)(end - colon - 1)) ? TIMES_BAD : TIMES_NONE;
}

static gboolean is_begin(const line *l)
{
    line t = *l;
    line_trim(&t);
    return t.length == strlen("[BEGIN]") && g_ascii_strncasecmp(t.text, "[BEGIN]", t.length) == 0;
}

int sbv_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    cue_times times;
    line l;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++)
        if (read_times(&l, &times) == TIMES_GOOD)
            return 75;
        else if (is_begin(&l))
            return 90;
    return 0;
}

// `mark` is a new line.
static void say_line(cues *c, const line *l, const char *mark)
{
    const char *from = l->text, *end = from + l->length;
    gsize length = strlen(mark);
    for (const char *p = from; (p = memchr(p, *mark, (gsize)(end - p))); p++) {
        if ((gsize)(end - p) < length || g_ascii_strncasecmp(p, mark, length) != 0)
            continue;
        cues_say(c, from, (gsize)(p - from));
        cues_say(c, "\n", 1);
        from = p + length;
    }
    cues_say(c, from, (gsize)(end - from));
    cues_say(c, "\n", 1);
}

// "[00:00:01]", alone on its line.
static gboolean read_mark(const line *l, int64_t *us)
{
    gboolean odd = FALSE;
    line t = *l;
    line_trim(&t);
    return t.length > 2 && *t.text == '[' && t.text[t.length - 1] == ']' &&
           read_time(t.text + 1, t.length - 2, us, &odd);
}

// When the next one begins; else 5 s behind `us`.
static int64_t next_mark(lines in, int64_t us)
{
    int64_t next_us;
    for (line l; lines_next(&in, &l);)
        if (read_mark(&l, &next_us))
            return next_us;
    return MIN(us + LAST_US, TIME_MAX);
}

static void read_marks(cues *c, lines in, report *r)
{
    gboolean begun = FALSE, open = FALSE, told = FALSE;
    int64_t us, start_us = 0;
    for (line l; lines_next(&in, &l);) {
        if (read_mark(&l, &us)) {
            start_us = us;
            begun = FALSE;
            open = TRUE;
        } else if (line_is_blank(&l)) {
            open = FALSE;
        } else if (open) {
            if (!begun)
                begun = open = cues_begin(c, start_us, next_mark(in, start_us), l.number);
            if (open)
                say_line(c, &l, "|");
        } else if (!told) {
            report_add(r, l.number, _("there are no times here, so it was skipped."));
            told = TRUE;
        }
    }
}

static gboolean has_marks(lines in)
{
    for (line l; in.number < PROBE_LINES && lines_next(&in, &l);)
        if (is_begin(&l))
            return TRUE;
    return FALSE;
}

speech *sbv_read(const char *text, gsize size, report *r, GError **error)
{
    g_autoptr(cues) c = cues_new(r);
    lines in = lines_of(text, size);
    if (has_marks(in)) {
        read_marks(c, in, r);
        return cues_end(c, CUE_FIND_OUT, error);
    }
    gboolean open = FALSE, told = FALSE;
    for (line l; lines_next(&in, &l);) {
        cue_times times;
        times_kind kind = read_times(&l, &times);
        if (kind == TIMES_BAD)
            report_add(r, l.number, _("the times of the cue cannot be read, so it was skipped."));
        if (kind != TIMES_NONE) {
            open = kind == TIMES_GOOD && cues_begin(c, times.start_us, times.end_us, l.number);
            cues_warn_odd(r, l.number, open && times.odd);
            told = !open;
        } else if (open) {
            say_line(c, &l, "[br]");
        } else if (!told && !line_is_blank(&l)) {
            report_add(r, l.number, _("there are no times here, so it was skipped."));
            told = TRUE;
        }
    }
    return cues_end(c, CUE_FIND_OUT, error);
}
