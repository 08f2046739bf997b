// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/lines.h"

#include <string.h>

lines lines_of(const char *text, gsize size)
{
    return (lines){text, text + size, 0, NULL, NULL};
}

// The next `c`, or the end; `known` is where it was found for an earlier place.
static const char *find(const lines *in, const char *known, char c)
{
    if (known && known >= in->at)
        return known;
    const char *found = memchr(in->at, c, (gsize)(in->end - in->at));
    return found ? found : in->end;
}

gboolean lines_next(lines *in, line *out)
{
    if (in->at >= in->end)
        return FALSE;
    in->newline = find(in, in->newline, '\n');
    in->carriage_return = find(in, in->carriage_return, '\r');
    const char *p = MIN(in->newline, in->carriage_return);
    *out = (line){in->at, (gsize)(p - in->at), ++in->number};
    if (p < in->end)
        p += *p == '\r' && p + 1 < in->end && p[1] == '\n' ? 2 : 1;
    in->at = p;
    return TRUE;
}

gboolean line_is_blank(const line *l)
{
    for (gsize i = 0; i < l->length; i++)
        if (l->text[i] != ' ' && l->text[i] != '\t')
            return FALSE;
    return TRUE;
}

#define IDEOGRAPHIC_SPACE "\343\200\200"

static gboolean is_space(char c)
{
    return c == ' ' || c == '\t';
}

void line_trim(line *l)
{
    for (;;) {
        gsize cut = l->length && is_space(*l->text)                                ? 1
                    : l->length >= 3 && memcmp(l->text, IDEOGRAPHIC_SPACE, 3) == 0 ? 3
                                                                                   : 0;
        if (!cut)
            break;
        l->text += cut;
        l->length -= cut;
    }
    for (;;) {
        const char *end = l->text + l->length;
        gsize cut = l->length && is_space(end[-1])                                 ? 1
                    : l->length >= 3 && memcmp(end - 3, IDEOGRAPHIC_SPACE, 3) == 0 ? 3
                                                                                   : 0;
        if (!cut)
            break;
        l->length -= cut;
    }
}

gboolean line_begins(const line *l, const char *what)
{
    gsize length = strlen(what);
    return l->length >= length && memcmp(l->text, what, length) == 0;
}

gboolean line_holds(const line *l, const char *what)
{
    // Several times faster than memmem(), for a few bytes whose first is rare.
    gsize length = strlen(what);
    const char *p = l->text, *end = p + l->length;
    while ((gsize)(end - p) >= length && (p = memchr(p, *what, (gsize)(end - p) - length + 1))) {
        if (memcmp(p, what, length) == 0)
            return TRUE;
        p++;
    }
    return FALSE;
}
