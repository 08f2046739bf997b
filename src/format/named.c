// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/named.h"

#include <string.h>

#include "earvoice/speech.h"

#define NAME_MAX_BYTES 100

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

gboolean named_holds(const char *name, gsize size, const char *const *words)
{
    // A longer name is none, and looking for words in it would be dear.
    for (; size <= NAME_MAX_BYTES && *words; words++)
        if (holds(name, size, *words))
            return TRUE;
    return FALSE;
}

int named_side(const char *name, gsize size)
{
    static const char *const zh[] = {"zh",   "cn",   "zho",     "chi",      "chs",  "cht",
                                     "cmn",  "yue",  "chinese", "mandarin", "中文", "汉语",
                                     "漢語", "国语", "中字",    NULL};
    static const char *const en[] = {"en", "eng", "english", "英文", "英语", "英語", NULL};
    gboolean is_zh = named_holds(name, size, zh), is_en = named_holds(name, size, en);
    return is_zh == is_en ? -1 : is_zh ? LANGUAGE_ZH : LANGUAGE_EN;
}
