// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/named.h"

#include <string.h>

#include "earvoice/speech.h"

// Whether `word` stands in the name: a Latin one as a word by itself.
static gboolean holds(const char *name, gsize size, const char *word)
{
    gsize length = strlen(word);
    for (gsize i = 0; i + length <= size; i++) {
        if (g_ascii_strncasecmp(name + i, word, length) != 0)
            continue;
        gboolean latin = g_ascii_isalpha(*word);
        gboolean joined = latin && ((i > 0 && g_ascii_isalpha(name[i - 1])) ||
                                    (i + length < size && g_ascii_isalpha(name[i + length])));
        if (!joined)
            return TRUE;
    }
    return FALSE;
}

int named_side(const char *name, gsize size)
{
    static const struct {
        const char *word;
        language side;
    } rows[] = {
        {"zh", LANGUAGE_ZH},      {"chs", LANGUAGE_ZH},  {"cht", LANGUAGE_ZH},
        {"cn", LANGUAGE_ZH},      {"chi", LANGUAGE_ZH},  {"zho", LANGUAGE_ZH},
        {"chinese", LANGUAGE_ZH}, {"中文", LANGUAGE_ZH}, {"汉语", LANGUAGE_ZH},
        {"中字", LANGUAGE_ZH},    {"en", LANGUAGE_EN},   {"eng", LANGUAGE_EN},
        {"english", LANGUAGE_EN}, {"英文", LANGUAGE_EN}, {"英语", LANGUAGE_EN},
    };
    int side = -1;
    // A longer name is none, and looking for words in it would be dear.
    for (gsize i = 0; size <= 100 && i < G_N_ELEMENTS(rows); i++) {
        if (side == (int)rows[i].side || !holds(name, size, rows[i].word))
            continue;
        if (side != -1)
            return -1;
        side = rows[i].side;
    }
    return side;
}
