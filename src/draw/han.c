// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/han.h"

#define NOT_FIRST "!%),.:;?]}·’”…、。〃〉》」』】〕〗！％），．：；？］｝～—"
#define NOT_LAST  "$([{‘“〈《「『【〔〖＄（［｛￡￥"

static gboolean among(gunichar c, const char *set)
{
    return g_utf8_strchr(set, -1, c) != NULL;
}

gboolean han_is(gunichar c)
{
    static const struct {
        gunichar first, last;
    } rows[] = {
        {0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3021, 0x3029},   {0x3038, 0x303C},
        {0x3041, 0x30FA}, {0x30FC, 0x312F}, {0x31A0, 0x31FF},   {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows) && c >= rows[i].first; i++) {
        if (c <= rows[i].last)
            return TRUE;
    }
    return FALSE;
}

gboolean han_closes(gunichar c)
{
    return c && among(c, "、。，．：；！？〉》」』】〕〗）］｝”’");
}

gboolean han_opens(gunichar c)
{
    return c && among(c, "〈《「『【〔〖（［｛“‘");
}

gboolean han_not_first(gunichar c)
{
    return c && among(c, NOT_FIRST);
}

gboolean han_not_last(gunichar c)
{
    return c && among(c, NOT_LAST);
}
