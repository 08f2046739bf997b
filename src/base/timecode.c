// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/timecode.h"

#include <stdio.h>
#include <string.h>

char *timecode_format(char out[TIMECODE_SIZE], int64_t us, int decimals)
{
    if (us == TIME_NONE) {
        g_snprintf(out, TIMECODE_SIZE, "–:––");
        return out;
    }
    const char *sign = us < 0 ? "-" : "";
    guint64 ms = (guint64)ABS(us) / 1000;
    unsigned hours = (unsigned)(ms / 3600000), minutes = (unsigned)(ms / 60000 % 60);
    unsigned seconds = (unsigned)(ms / 1000 % 60), rest = (unsigned)(ms % 1000);
    int at = hours ? g_snprintf(out, TIMECODE_SIZE, "%s%u:%02u:%02u", sign, hours, minutes, seconds)
                   : g_snprintf(out, TIMECODE_SIZE, "%s%u:%02u", sign, minutes, seconds);
    static const unsigned cut[] = {1000, 100, 10, 1};
    decimals = CLAMP(decimals, 0, 3);
    if (decimals > 0)
        g_snprintf(out + at, (gulong)(TIMECODE_SIZE - at), ".%0*u", decimals, rest / cut[decimals]);
    return out;
}

// Appends at least `digits` digits.
static char *append_digits(char *at, unsigned number, int digits)
{
    char text[16], *from = text + sizeof text;
    for (; number || digits > 0; number /= 10, digits--)
        *--from = (char)('0' + number % 10);
    gsize length = (gsize)(text + sizeof text - from);
    memcpy(at, from, length);
    return at + length;
}

// A file has two for each cue: printf() would take half of the time that it takes to write it.
char *timecode_format_cue(char out[TIMECODE_SIZE], int64_t us, char mark)
{
    guint64 ms = ((guint64)CLAMP(us, 0, TIME_MAX) + 500) / 1000;
    char *at = append_digits(out, (unsigned)(ms / 3600000), 2);
    *at++ = ':';
    at = append_digits(at, (unsigned)(ms / 60000 % 60), 2);
    *at++ = ':';
    at = append_digits(at, (unsigned)(ms / 1000 % 60), 2);
    *at++ = mark;
    *append_digits(at, (unsigned)(ms % 1000), 3) = '\0';
    return out;
}

// One run of digits; FALSE if there is none or it is absurdly long.
static gboolean parse_number(const char **at, int64_t *value)
{
    const char *p = *at;
    *value = 0;
    while (g_ascii_isdigit(*p) && p - *at < 10)
        *value = *value * 10 + (*p++ - '0');
    gboolean good = p > *at && !g_ascii_isdigit(*p);
    *at = p;
    return good;
}

static gboolean parse_fraction(const char **at, int64_t *us)
{
    const char *p = *at;
    *us = 0;
    for (int64_t unit = TIME_SECOND / 10; g_ascii_isdigit(*p); p++, unit /= 10)
        *us += unit * (*p - '0');
    gboolean good = p > *at;
    *at = p;
    return good;
}

gboolean timecode_parse_odd(const char *text, int64_t *us, gboolean *odd)
{
    int64_t total = 0, part = 0, fraction = 0;
    const char *p = text;
    for (int parts = 1;; parts++) {
        if (!parse_number(&p, &part))
            return FALSE;
        *odd |= parts > 1 && part > 59;
        total = total * 60 + part;
        if (*p != ':' || parts == 3)
            break;
        p++;
    }
    if ((*p == '.' || *p == ',') && (p++, !parse_fraction(&p, &fraction)))
        return FALSE;
    if (*p || total > TIME_MAX / TIME_SECOND)
        return FALSE;
    *us = total * TIME_SECOND + fraction;
    return *us <= TIME_MAX;
}

gboolean timecode_parse(const char *text, int64_t *us)
{
    gboolean odd = FALSE;
    return timecode_parse_odd(text, us, &odd) && !odd;
}
