// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <string.h>

#include "format/ttml.h"

// A number with decimals; none has an exponent or a sign. FALSE: there is none.
static gboolean read_number(const char **at, double *value)
{
    const char *p = *at;
    *value = 0;
    while (g_ascii_isdigit(*p))
        *value = *value * 10 + (*p++ - '0');
    gboolean good = p > *at;
    if (good && (*p == '.' || *p == ',')) {
        double digits = 0, unit = 1;
        for (p++; g_ascii_isdigit(*p); p++, unit *= 10)
            if (unit < 1e12)
                digits = digits * 10 + (*p - '0');
            else
                unit /= 10;
        *value += digits / unit;
    }
    *at = p;
    return good && isfinite(*value);
}

// The value of an attribute that is a number above zero, or `otherwise`.
static double positive(const xml_attributes *a, const char *name, double otherwise)
{
    const char *text = xml_attribute(a, name);
    double value;
    return text && read_number(&text, &value) && value > 0 && value < 1e9 ? value : otherwise;
}

static double multiplier(const xml_attributes *a)
{
    const char *text = xml_attribute(a, "frameRateMultiplier");
    double top, bottom = 1;
    if (!text || !read_number(&text, &top))
        return 1;
    text += strspn(text, " :");
    if (*text && !read_number(&text, &bottom))
        return 1;
    return top > 0 && bottom > 0 && top < 1e9 && bottom < 1e9 ? top / bottom : 1;
}

ttml_clock ttml_clock_of(const xml_attributes *root)
{
    const char *base = xml_attribute(root, "timeBase"), *drop = xml_attribute(root, "dropMode");
    ttml_clock c = {.rate = positive(root, "frameRate", 30)};
    c.frames = c.rate * multiplier(root);
    c.sub_frames = positive(root, "subFrameRate", 1);
    gboolean has_rate = xml_attribute(root, "frameRate") != NULL;
    c.ticks = positive(root, "tickRate", has_rate ? c.frames * c.sub_frames : 1);
    c.smpte = base && strcmp(base, "smpte") == 0;
    if (c.smpte && drop)
        c.drop = strcmp(drop, "dropNTSC") == 0  ? TTML_DROP_NTSC
                 : strcmp(drop, "dropPAL") == 0 ? TTML_DROP_PAL
                                                : TTML_NON_DROP;
    // The songs of iTunes say how finely they are timed.
    c.is_absolute = xml_attribute(root, "timing") != NULL;
    return c;
}

static int64_t to_us(double seconds)
{
    double us = seconds * (double)TIME_SECOND;
    return us < (double)TIME_MAX + 0.5 ? (int64_t)(us + 0.5) : TIME_MAX + 1;
}

static gboolean read_offset(const ttml_clock *c, const char *unit, double value, int64_t *us)
{
    const struct {
        const char *name;
        double per_second;
    } units[] = {{"h", 1.0 / 3600}, {"m", 1.0 / 60}, {"s", 1}, {"ms", 1000},
                 {"f", c->frames},  {"t", c->ticks}, {"", 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (strcmp(unit, units[i].name) == 0) {
            *us = to_us(value / units[i].per_second);
            return TRUE;
        }
    return FALSE;
}

// The numbers that were dropped up to here.
static double dropped(ttml_drop drop, double minutes)
{
    double tens = floor(minutes / 10), twenties = floor(minutes / 20);
    return drop == TTML_DROP_NTSC  ? 2 * (minutes - tens)
           : drop == TTML_DROP_PAL ? 4 * (floor(minutes / 2) - twenties)
                                   : 0;
}

static int64_t clock_us(const ttml_clock *c, double seconds, double frames)
{
    if (!c->smpte)
        return to_us(seconds + frames / c->frames);
    double counted = seconds * c->rate + frames - dropped(c->drop, floor(seconds / 60));
    return to_us(MAX(counted, 0) / c->frames);
}

gboolean ttml_time(const ttml_clock *c, const char *text, int64_t *us)
{
    const char *p = text + strspn(text, " \t\r\n");
    g_autofree char *trimmed = g_strchomp(g_strdup(p));
    double total, part, frames = 0;
    p = trimmed;
    if (!read_number(&p, &total))
        return FALSE;
    if (*p != ':')
        return read_offset(c, p, total, us);
    int parts = 1;
    for (; *p == ':' && parts < 4; parts++) {
        p++;
        if (!read_number(&p, &part))
            return FALSE;
        if (parts == 3)
            frames = part;
        else if (part > 60) // a leap second is 60
            return FALSE;
        else
            total = total * 60 + part;
    }
    // Behind the frames, parts of one: by the standard behind a point, too.
    if (parts == 4 && frames != floor(frames)) {
        double whole = floor(frames), digits = (frames - whole);
        const char *point = strrchr(trimmed, '.');
        double scale = point ? pow(10, (double)strlen(point + 1)) : 1;
        frames = whole + digits * scale / c->sub_frames;
    }
    if (*p)
        return FALSE;
    *us = clock_us(c, total, frames);
    return TRUE;
}
