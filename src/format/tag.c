// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tag.h"

#include <string.h>

#include "earvoice/speech.h"

int tag_side(const char *tag)
{
    return tag ? tag_side_of(tag, strlen(tag)) : -1;
}

int tag_side_of(const char *tag, gsize size)
{
    static const struct {
        const char *name;
        language side;
    } names[] = {{"zh", LANGUAGE_ZH},  {"zho", LANGUAGE_ZH}, {"chi", LANGUAGE_ZH},
                 {"cmn", LANGUAGE_ZH}, {"yue", LANGUAGE_ZH}, {"en", LANGUAGE_EN},
                 {"eng", LANGUAGE_EN}};
    gsize length = 0;
    while (length < size && tag[length] != '-' && tag[length] != '_')
        length++;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && g_ascii_strncasecmp(tag, names[i].name, length) == 0)
            return (int)names[i].side;
    return -1;
}
