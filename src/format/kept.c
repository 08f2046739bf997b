// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "earvoice/format.h"
#include "format/eaf.h"
#include "format/textgrid.h"
#include "format/tmx.h"

static int count_tiers(const speech *s)
{
    return tiers_count_others(speech_trailer(s));
}

static int count_notes(const speech *s)
{
    return tmx_count_notes(speech_header(s));
}

// The formats that keep the file as it is: how much of it is not in the texts, and how it moves.
static const struct {
    const char *name;
    int (*count)(const speech *s);
    char *(*move)(const char *file, time_change to, const void *data); // NULL: it has no times
} wholes[] = {
    {"textgrid", count_tiers, textgrid_move},
    {"eaf", count_tiers, eaf_move},
    {"tmx", count_notes, NULL},
};

// -1: its format is none of them.
static int whole_of(const speech *s)
{
    const char *name = speech_verbatim_format(s);
    for (gsize i = 0; *speech_header(s) && i < G_N_ELEMENTS(wholes); i++)
        if (g_strcmp0(name, wholes[i].name) == 0)
            return (int)i;
    return -1;
}

gboolean format_is_own(const format *f, const speech *s)
{
    const char *name = speech_verbatim_format(s);
    const format *of = name ? format_find(name) : NULL;
    return of && (of == f || (of->read && of->read == f->read));
}

int format_kept_count(const speech *s)
{
    int whole = whole_of(s);
    return whole >= 0 ? wholes[whole].count(s) : speech_verbatim_count(s);
}

void format_move_kept(const speech *s, speech_builder *b, time_change to, const void *data)
{
    int whole = whole_of(s);
    if (whole < 0 || !wholes[whole].move)
        return;
    g_autofree char *moved = wholes[whole].move(speech_header(s), to, data);
    speech_builder_header(b, wholes[whole].name, moved);
}
