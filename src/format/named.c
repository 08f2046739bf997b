// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/named.h"

#include <string.h>

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

void named_languages(const char *name, gsize size, gboolean found[LANGUAGES])
{
    static const char *const zh[] = {"zh",   "cn",   "zho",     "chi",      "chs",  "cht",
                                     "cmn",  "yue",  "chinese", "mandarin", "中文", "汉语",
                                     "漢語", "国语", "中字",    "简体",     "簡體", "繁体",
                                     "繁體", "简中", "繁中",    NULL};
    static const char *const en[] = {"en", "eng", "english", "英文", "英语", "英語", NULL};
    static const char *const both[] = {"bilingual", "双语", "雙語", "中英", "简英", "繁英", NULL};
    gboolean all = named_holds(name, size, both);
    found[LANGUAGE_ZH] = all || named_holds(name, size, zh);
    found[LANGUAGE_EN] = all || named_holds(name, size, en);
}

int named_side(const char *name, gsize size)
{
    gboolean found[LANGUAGES];
    named_languages(name, size, found);
    return found[LANGUAGE_ZH] == found[LANGUAGE_EN] ? -1
           : found[LANGUAGE_ZH]                     ? LANGUAGE_ZH
                                                    : LANGUAGE_EN;
}
