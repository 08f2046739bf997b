// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/ttml.h"

#define IN(where) (1u << (where))

static const struct {
    const char *name;
    unsigned parents; // of IN(where)
    ttml_place where;
    gboolean any_prefix;
} elements[] = {
    {"tt", IN(TTML_FILE), TTML_TT, TRUE},
    {"head", IN(TTML_TT), TTML_HEAD, FALSE},
    {"metadata", IN(TTML_HEAD), TTML_METADATA, FALSE},
    {"title", IN(TTML_METADATA), TTML_TITLE, TRUE},
    {"item", IN(TTML_METADATA), TTML_ITEM, TRUE},
    {"body", IN(TTML_TT), TTML_BODY, FALSE},
    {"div", IN(TTML_BODY) | IN(TTML_DIV), TTML_DIV, FALSE},
    {"p", IN(TTML_BODY) | IN(TTML_DIV), TTML_P, FALSE},
    {"span", IN(TTML_P) | IN(TTML_SPAN), TTML_SPAN, FALSE},
    {"br", IN(TTML_P) | IN(TTML_SPAN), TTML_BR, FALSE},
};

static gboolean has_prefix(const char *name, const char *prefix)
{
    const char *colon = strchr(name, ':');
    gsize length = colon ? (gsize)(colon - name) : 0;
    return !length || (strlen(prefix) == length && strncmp(prefix, name, length) == 0);
}

gboolean ttml_place_of(ttml_place parent, const char *prefix, const char *name,
                       const xml_attributes *a, ttml_place *where)
{
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
        if (strcmp(elements[i].name, name) == 0) {
            *where = elements[i].where;
            return elements[i].parents & IN(parent) &&
                   (elements[i].any_prefix || has_prefix(a->element, prefix));
        }
    return FALSE;
}

static int64_t later(int64_t us, int64_t by)
{
    return us == TTML_ENDLESS ? TTML_ENDLESS : MIN(us + by, TIME_MAX + 1);
}

// Reads the attribute, if there is one; FALSE: it is no time.
static gboolean read_time(const ttml_clock *c, const xml_attributes *a, const char *name,
                          gboolean *there, int64_t *us)
{
    const char *text = xml_attribute(a, name);
    *there = text != NULL;
    if (!text || ttml_time(c, text, us))
        return TRUE;
    *there = FALSE;
    return FALSE;
}

gboolean ttml_set_times(const ttml_clock *c, const ttml_element *parent, const xml_attributes *a,
                        ttml_element *e)
{
    int64_t begin_us = 0, end_us = 0, length_us = 0;
    gboolean has_end, has_length;
    gboolean good = read_time(c, a, "begin", &e->has_begin, &begin_us);
    good &= read_time(c, a, "end", &has_end, &end_us);
    good &= read_time(c, a, "dur", &has_length, &length_us);
    int64_t from_us = c->is_absolute ? 0 : parent->in_turn ? parent->reach_us : parent->begin_us;
    gboolean absolute_begin = c->is_absolute && e->has_begin;
    e->begin_us = absolute_begin   ? begin_us
                  : c->is_absolute ? parent->begin_us
                                   : later(from_us, begin_us);
    e->limit_us = parent->limit_us;
    if (has_end)
        e->limit_us = MIN(e->limit_us, later(from_us, end_us));
    if (has_length)
        e->limit_us = MIN(e->limit_us, later(e->begin_us, length_us));
    e->has_end = has_end || has_length;
    e->reach_us = e->begin_us;
    e->is_timed = parent->is_timed || parent->in_turn || e->has_begin || e->has_end;
    return good;
}

void ttml_close_times(ttml_element *parent, const ttml_element *e)
{
    int64_t end_us = MIN(e->has_end ? TTML_ENDLESS : e->reach_us, e->limit_us);
    end_us = MAX(end_us, e->begin_us);
    parent->reach_us = parent->in_turn ? end_us : MAX(parent->reach_us, end_us);
}
