// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/eaf.h"
#include "format/eaf_attributes.h"
#include "format/xml_copy.h"

typedef struct {
    xml_copy *copy;
    const eaf_facts *facts;
    time_change to;
    const void *data;
} mover;

static void start(void *data, const char *element, const xml_attributes *from)
{
    const mover *m = data;
    const char *value = xml_attribute(from, "TIME_VALUE");
    eaf_attributes a;
    char text[32];
    if (!value || strcmp(element, "TIME_SLOT") != 0) {
        xml_copy_start(m->copy, from);
        return;
    }
    int64_t us = eaf_time_of(m->facts, g_ascii_strtoll(value, NULL, 10));
    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, eaf_value_of(m->facts, m->to(m->data, us)));
    eaf_attributes_copy(&a, from, NULL);
    eaf_attributes_set(&a, "TIME_VALUE", text);
    eaf_attributes_start(&a, from, m->copy);
}

static void end(void *data, const char *element)
{
    const mover *m = data;
    (void)element;
    xml_copy_end(m->copy);
}

static void text(void *data, const char *from, gsize length)
{
    const mover *m = data;
    xml_copy_text(m->copy, from, length);
}

static void comment(void *data, const char *from, gsize length)
{
    const mover *m = data;
    xml_copy_comment(m->copy, from, length);
}

char *eaf_move(const char *file, time_change to, const void *data)
{
    static const xml_handler handler = {start, end, text, comment};
    g_autoptr(tiers) none = tiers_new(NULL);
    g_autoptr(speech_builder) b = speech_builder_new();
    GString *out = g_string_new(EAF_XML);
    g_autoptr(xml_copy) copy = xml_copy_new(out);
    eaf_facts facts;
    eaf_tiers(file, strlen(file), none, NULL, b, &facts);
    mover m = {copy, &facts, to, data};
    xml_read(file, strlen(file), &handler, &m, NULL, NULL);
    while (xml_copy_open(copy))
        xml_copy_end(copy);
    return g_string_free(out, FALSE);
}
