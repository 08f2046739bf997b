// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tmx_plan.h"

#include <stdlib.h>
#include <string.h>

#include "format/tmx.h"
#include "format/xml_copy.h"

typedef struct {
    const speech *s;
    tmx_unit unit;
    xml_copy *copy; // into `scratch`: finds out what can be written
    GString *scratch;
    GHashTable *claims; // number of a unit to that of its segment, and one
    gboolean *placed;   // of each segment: it has a unit
    GArray *plans;
    gboolean alien;   // the root is no tmx
    gboolean written; // the unit will be
} planner;

// ---- which segment has which unit

// -1: of none.
static int unit_of(const segment *g)
{
    char *end;
    if (!g->settings || !g_ascii_isdigit(*g->settings))
        return -1;
    long number = strtol(g->settings, &end, 10);
    return *end || number >= G_MAXINT ? -1 : (int)number;
}

static gboolean is_body(const speech *s, const segment *g)
{
    return speech_paragraph(s, g->paragraph)->kind != PARAGRAPH_HEADING;
}

static void claim_units(planner *p)
{
    for (int i = 0; i < speech_segment_count(p->s); i++) {
        const segment *g = speech_segment(p->s, i);
        int unit = unit_of(g);
        if (unit >= 0 && is_body(p->s, g) &&
            !g_hash_table_contains(p->claims, GINT_TO_POINTER(unit)))
            g_hash_table_insert(p->claims, GINT_TO_POINTER(unit), GINT_TO_POINTER(i + 1));
    }
}

static const segment *claimant(const planner *p, int unit)
{
    int claim = GPOINTER_TO_INT(g_hash_table_lookup(p->claims, GINT_TO_POINTER(unit)));
    if (claim == 0)
        return NULL;
    p->placed[claim - 1] = TRUE;
    return speech_segment(p->s, claim - 1);
}

static void add_others(const planner *p, GPtrArray *added)
{
    for (int i = 0; i < speech_segment_count(p->s); i++) {
        const segment *g = speech_segment(p->s, i);
        if (!p->placed[i] && is_body(p->s, g) && segment_has_text(g))
            g_ptr_array_add(added, (gpointer)g);
    }
}

// ---- plans

static int plan_for(const tmx_unit *u, language side, const char *text)
{
    if (strcmp(u->text[side]->str, text) == 0)
        return TMX_AS_IT_IS;
    if (!*text)
        return TMX_REMOVED;
    return u->of[side] < 0 ? TMX_ADDED : u->of[side];
}

static void add_plan(planner *p)
{
    const tmx_unit *u = &p->unit;
    tmx_plan unit = {.to = {TMX_AS_IT_IS, TMX_AS_IT_IS}};
    unit.g = p->written ? claimant(p, u->number) : NULL;
    if (unit.g && segment_has_text(unit.g))
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            unit.to[side] = plan_for(u, side, unit.g->text[side]);
    else
        unit.gone = u->of[LANGUAGE_ZH] >= 0 || u->of[LANGUAGE_EN] >= 0;
    g_array_append_val(p->plans, unit);
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    planner *p = data;
    p->alien |= p->unit.depth == 0 && strcmp(a->element, "tmx") != 0;
    gboolean written = xml_copy_start(p->copy, a);
    if (tmx_unit_start(&p->unit, element, a) == TMX_UNIT)
        p->written = written;
}

static void end(void *data, const char *element)
{
    (void)element;
    planner *p = data;
    xml_copy_end(p->copy);
    g_string_truncate(p->scratch, 0);
    if (tmx_unit_end(&p->unit) == TMX_UNIT)
        add_plan(p);
}

// What is not written is not read again.
static void text(void *data, const char *from, gsize length)
{
    planner *p = data;
    if (xml_copy_writes(p->copy))
        tmx_unit_text(&p->unit, from, length);
}

GArray *tmx_plan_units(const speech *s, GPtrArray *added)
{
    static const xml_handler handler = {.start = start, .end = end, .text = text};
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autoptr(xml_copy) copy = xml_copy_new(scratch);
    g_autoptr(GHashTable) claims = g_hash_table_new(NULL, NULL);
    g_autofree gboolean *placed = g_new0(gboolean, (gsize)speech_segment_count(s));
    g_autoptr(GArray) plans = g_array_new(FALSE, FALSE, sizeof(tmx_plan));
    planner p = {.s = s, .copy = copy, .scratch = scratch, .claims = claims, .placed = placed};
    p.plans = plans;
    claim_units(&p);
    tmx_unit_init(&p.unit);
    xml_read(speech_header(s), strlen(speech_header(s)), &handler, &p, NULL, NULL);
    tmx_unit_clear(&p.unit);
    if (p.alien || p.unit.number < 0)
        return NULL;
    add_others(&p, added);
    return g_steal_pointer(&plans);
}
