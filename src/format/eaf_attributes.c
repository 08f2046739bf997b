// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/eaf_attributes.h"

#include <string.h>

void eaf_attributes_copy(eaf_attributes *to, const xml_attributes *from, const char *without)
{
    *to = (eaf_attributes){.count = 0};
    for (int i = 0; from->names[i] && to->count < EAF_ATTRIBUTES_MAX; i++) {
        if (without && strcmp(xml_local_name(from->names[i]), without) == 0)
            continue;
        to->names[to->count] = from->names[i];
        to->values[to->count++] = from->values[i];
    }
}

void eaf_attributes_set(eaf_attributes *a, const char *name, const char *value)
{
    int i = 0;
    while (i < a->count && strcmp(xml_local_name(a->names[i]), name) != 0)
        i++;
    if (i == EAF_ATTRIBUTES_MAX)
        return;
    a->values[i] = value;
    if (i == a->count)
        a->names[a->count++] = name;
}

void eaf_attributes_start(eaf_attributes *a, const xml_attributes *from, xml_copy *copy)
{
    a->names[a->count] = a->values[a->count] = NULL;
    xml_copy_start(copy, &(xml_attributes){a->names, a->values, from->element});
}
