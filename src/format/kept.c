// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "earvoice/format.h"
#include "format/ass.h"
#include "format/eaf.h"
#include "format/textgrid.h"
#include "format/tmx.h"
#include "speech/build.h"

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

// ---- other times

typedef struct {
    ass_fields fields;
    time_change to;
    const void *data;
    GString *moved;
} mover;

static void move_before(void *data, int index, segment *g, GArray *words)
{
    (void)index, (void)words;
    const mover *m = data;
    if (!g->before)
        return;
    g_string_truncate(m->moved, 0);
    ass_move(&m->fields, g->before, m->to, m->data, m->moved);
    g->before = m->moved->str;
}

// Events that are no segments stand between these.
static speech *move_events(const speech *s, time_change to, const void *data)
{
    g_autoptr(GString) moved = g_string_new(NULL);
    mover m = {ass_fields_of(speech_header(s)), to, data, moved};
    g_autoptr(speech_builder) b = speech_builder_from(s, move_before, &m);
    g_string_truncate(moved, 0);
    ass_move(&m.fields, speech_trailer(s), to, data, moved);
    speech_builder_trailer(b, moved->str);
    return speech_builder_end(b);
}

speech *format_move_kept(const speech *s, time_change to, const void *data)
{
    int whole = whole_of(s);
    if (g_strcmp0(speech_verbatim_format(s), "ass") == 0)
        return move_events(s, to, data);
    if (whole < 0 || !wholes[whole].move)
        return speech_ref((speech *)s);
    g_autofree char *moved = wholes[whole].move(speech_header(s), to, data);
    g_autoptr(speech_builder) b = speech_builder_from(s, NULL, NULL);
    speech_builder_header(b, wholes[whole].name, moved);
    return speech_builder_end(b);
}
