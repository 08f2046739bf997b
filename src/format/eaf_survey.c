// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/eaf_survey.h"

#include <string.h>

#include "format/xml.h"

// Greater numbers of ids are not looked at.
#define ID_MAX (G_MAXUINT64 / 16)

typedef struct {
    const tiers_changes *changes;
    eaf_survey *to;
    eaf_place place;
    GHashTable *refers; // id -> id it refers to
    GPtrArray *stay;    // ids that are referred to by what stays
    GString *last_id;   // the number that ELAN gave last
    gboolean in_last_id;
} surveyor;

gboolean eaf_place_start(eaf_place *p, const char *element)
{
    if (strcmp(element, "TIER") == 0)
        *p = (eaf_place){p->tiers + 1, 0};
    if (strcmp(element, "ALIGNABLE_ANNOTATION") != 0 && strcmp(element, "REF_ANNOTATION") != 0)
        return FALSE;
    p->annotations++;
    return TRUE;
}

const tier_change *eaf_place_change(const eaf_place *p, const tiers_changes *c)
{
    if (!p->tiers || p->tiers > c->count || !p->annotations)
        return NULL;
    return tier_change_of(&c->of[p->tiers - 1], (int)p->annotations - 1);
}

static void count_id(const char *id, const char *prefix, guint64 *last)
{
    char *end;
    if (!id || !g_str_has_prefix(id, prefix))
        return;
    guint64 number = g_ascii_strtoull(id + strlen(prefix), &end, 10);
    if (!*end && number < ID_MAX)
        *last = MAX(*last, number);
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    surveyor *s = data;
    s->in_last_id = g_strcmp0(xml_attribute(a, "NAME"), EAF_LAST_ID) == 0;
    const char *id = xml_attribute(a, "ANNOTATION_ID"), *to = xml_attribute(a, "ANNOTATION_REF");
    count_id(xml_attribute(a, "TIME_SLOT_ID"), "ts", &s->to->last_slot);
    count_id(id, "a", &s->to->last_annotation);
    s->to->has_type |= g_strcmp0(xml_attribute(a, "LINGUISTIC_TYPE_ID"), EAF_TYPE) == 0;
    if (!eaf_place_start(&s->place, element) || !to)
        return;
    if (id)
        g_hash_table_insert(s->refers, g_strdup(id), g_strdup(to));
    const tier_change *change = eaf_place_change(&s->place, s->changes);
    if (!change || !change->gone)
        g_ptr_array_add(s->stay, g_strdup(to));
}

static void text(void *data, const char *from, gsize length)
{
    const surveyor *s = data;
    if (s->in_last_id)
        g_string_append_len(s->last_id, from, (gssize)length);
}

static void end(void *data, const char *element)
{
    (void)element;
    ((surveyor *)data)->in_last_id = FALSE;
}

void eaf_survey_file(const char *from, gsize size, const tiers_changes *c, eaf_survey *to)
{
    static const xml_handler handler = {.start = start, .end = end, .text = text};
    g_autoptr(GHashTable) refers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray) stay = g_ptr_array_new_with_free_func(g_free);
    *to = (eaf_survey){.needed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_autoptr(GString) last_id = g_string_new(NULL);
    surveyor s = {.changes = c, .to = to, .refers = refers, .stay = stay, .last_id = last_id};
    xml_read(from, size, &handler, &s, NULL, NULL);
    count_id(g_strstrip(last_id->str), "", &to->last_annotation);
    for (guint i = 0; i < stay->len; i++) {
        const char *id = g_ptr_array_index(stay, i);
        while (id && g_hash_table_add(to->needed, g_strdup(id)))
            id = g_hash_table_lookup(refers, id);
    }
}

void eaf_survey_clear(eaf_survey *s)
{
    g_clear_pointer(&s->needed, g_hash_table_unref);
}
