// SPDX-License-Identifier: GPL-3.0-or-later
// MicroDVD: "{25}{50}text", the numbers being frames.
//
// * The first line may be a frame rate, "{1}{1}25"; without it there are 23.976 frames a second.
// * | is a new line; a / at the beginning of one, and {y:i} and the like, are no text.
// * A cue without an end, "{25}{}text", lasts until the next one, the last one 5 s.
// * "[10][25]text", as MPL2 has it, is the same with tenths of a second.
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/lines.h"
#include "format/readers.h"

#define PROBE_LINES  20
#define USUAL_RATE   23.976
#define RATE_MAX     1000.0
#define LAST_SECONDS 5
#define NO_FRAME     (-1)
#define BRACES       "{}"
#define BRACKETS     "[]"

typedef struct {
    int64_t start, end; // frames; end may be NO_FRAME
    line text;
} frames;

// "{123}", or "{}": NO_FRAME. `braces` are these, or brackets.
static gboolean read_frame(const char **at, const char *end, const char *braces, int64_t *frame)
{
    const char *p = *at;
    if (p >= end || *p != braces[0])
        return FALSE;
    const char *first = ++p;
    for (*frame = 0; p < end && g_ascii_isdigit(*p) && p - first < 10; p++)
        *frame = *frame * 10 + (*p - '0');
    if (p >= end || *p != braces[1])
        return FALSE;
    if (p == first)
        *frame = NO_FRAME;
    *at = p + 1;
    return TRUE;
}

static gboolean read_frames(const line *l, const char *braces, frames *out)
{
    line t = *l;
    line_trim(&t);
    const char *p = t.text, *end = p + t.length;
    if (!read_frame(&p, end, braces, &out->start) || !read_frame(&p, end, braces, &out->end) ||
        out->start == NO_FRAME)
        return FALSE;
    out->text = (line){p, (gsize)(end - p), l->number};
    return TRUE;
}

int microdvd_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    frames f;
    line l;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++)
        if (read_frames(&l, BRACES, &f))
            return 80;
        else if (read_frames(&l, BRACKETS, &f))
            return 75;
        else if (!line_is_blank(&l) && *l.text != '{')
            return 0;
    return 0;
}

// The frame rate that the first cue names; 0: it is a cue.
static double read_rate(const frames *f)
{
    if (f->start > 1 || f->end != f->start || !f->text.length || f->text.length > 20)
        return 0;
    g_autofree char *text = g_strndup(f->text.text, f->text.length);
    g_strstrip(g_strdelimit(text, ",", '.'));
    char *end;
    double rate = g_ascii_strtod(text, &end);
    gboolean good = end > text && (!*end || g_ascii_strcasecmp(g_strchug(end), "fps") == 0);
    return good && isfinite(rate) && rate >= 1 && rate <= RATE_MAX ? rate : 0;
}

// {y:i}, {C:$0000FF}, {DEFAULT}: one letter and a colon.
static gsize control_length(const char *p, const char *end)
{
    if (end - p < 4 || !g_ascii_isalpha(p[1]) || p[2] != ':')
        return 0;
    // Nothing longer is one; so looking for the end of many costs little.
    const char *close = memchr(p, '}', (gsize)MIN(end - p, 100));
    return close ? (gsize)(close + 1 - p) : 0;
}

static void say(cues *c, const line *text)
{
    const char *from = text->text, *end = from + text->length;
    gboolean begins = TRUE;
    for (const char *p = from; p < end;) {
        gsize skip = *p == '{' ? control_length(p, end) : (*p == '|' || (begins && *p == '/'));
        gboolean newline = *p == '|';
        begins = newline || (begins && skip > 1);
        if (!skip) {
            p++;
            continue;
        }
        cues_say(c, from, (gsize)(p - from));
        if (newline)
            cues_say(c, "\n", 1);
        p += skip;
        from = p;
    }
    cues_say(c, from, (gsize)(end - from));
}

// Twice TIME_MAX at most.
static int64_t time_of(int64_t frame, double rate)
{
    double us = (double)frame / rate * (double)TIME_SECOND;
    return (int64_t)(us < (double)TIME_MAX ? us + 0.5 : (double)TIME_MAX + 1);
}

static void add(cues *c, const frames *f, const frames *next, double rate)
{
    int64_t start_us = time_of(f->start, rate), end_us = time_of(MAX(f->end, 0), rate);
    int64_t last_us = MIN(start_us + LAST_SECONDS * TIME_SECOND, TIME_MAX);
    if (f->end == NO_FRAME)
        end_us = next && next->start > f->start ? time_of(next->start, rate) : last_us;
    if (f->end == NO_FRAME && end_us > TIME_MAX)
        end_us = last_us;
    if (cues_begin(c, start_us, end_us, f->text.number))
        say(c, &f->text);
}

// Those of the first cue.
static const char *find_braces(lines in)
{
    frames f;
    for (line l; lines_next(&in, &l);)
        if (read_frames(&l, BRACES, &f))
            return BRACES;
        else if (read_frames(&l, BRACKETS, &f))
            return BRACKETS;
    return BRACES;
}

speech *microdvd_read(const char *text, gsize size, report *r, GError **error)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(frames));
    g_autoptr(cues) c = cues_new(r);
    lines in = lines_of(text, size);
    const char *braces = find_braces(in);
    for (line l; lines_next(&in, &l);) {
        frames f;
        if (read_frames(&l, braces, &f))
            g_array_append_val(all, f);
        else if (!line_is_blank(&l))
            report_add(r, l.number, _("there are no times here, so it was skipped."));
    }
    gboolean tenths = *braces == *BRACKETS;
    double rate = all->len && !tenths ? read_rate(&g_array_index(all, frames, 0)) : 0;
    gboolean named = rate > 0;
    if (all->len && !named && !tenths)
        report_add(r, 0, _("no frame rate is given, so 23.976 frames a second are assumed."));
    if (!named)
        rate = tenths ? 10 : USUAL_RATE;
    for (guint i = named; i < all->len; i++) {
        const frames *f = &g_array_index(all, frames, i);
        add(c, f, i + 1 < all->len ? f + 1 : NULL, rate);
    }
    return cues_end(c, CUE_FIND_OUT, error);
}
