// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tag.h"

#include <string.h>

#include "earvoice/speech.h"

int tag_side(const char *tag)
{
    static const struct {
        const char *name;
        language side;
    } names[] = {{"zh", LANGUAGE_ZH},  {"zho", LANGUAGE_ZH}, {"chi", LANGUAGE_ZH},
                 {"cmn", LANGUAGE_ZH}, {"yue", LANGUAGE_ZH}, {"en", LANGUAGE_EN},
                 {"eng", LANGUAGE_EN}};
    gsize length = tag ? strcspn(tag, "-_") : 0;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && g_ascii_strncasecmp(tag, names[i].name, length) == 0)
            return (int)names[i].side;
    return -1;
}
