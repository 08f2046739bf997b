// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/label_text.h"

#include <string.h>

#include "speech/script.h"

#define BETWEEN " | "

static gboolean is_in(const char *text, gsize length, language side)
{
    return script_language(text, length) == (int)side;
}

// The length of "zh: " where the text begins with it; 0: it does not.
static gsize tag_length(const char *text, gsize length, language side)
{
    const char *code = language_code(side);
    gsize tag = strlen(code);
    gboolean tagged =
        length >= tag + 2 && strncmp(text, code, tag) == 0 && strncmp(text + tag, ": ", 2) == 0;
    return tagged ? tag + 2 : 0;
}

static gboolean read_tagged(cue *c, const char *text, gsize length)
{
    language side = tag_length(text, length, LANGUAGE_ZH) ? LANGUAGE_ZH : LANGUAGE_EN;
    gsize tag = tag_length(text, length, side);
    if (!tag)
        return FALSE;
    const char *next =
        side == LANGUAGE_ZH ? g_strstr_len(text, (gssize)length, BETWEEN "en: ") : NULL;
    gsize first = next ? (gsize)(next - text) : length;
    cue_say(c, side, text + tag, first - tag);
    if (next) {
        gsize skip = first + strlen(BETWEEN "en: ");
        cue_say(c, LANGUAGE_EN, text + skip, length - skip);
    }
    return TRUE;
}

// "中文 | English", either first, and no other such mark.
static gboolean read_pair(cue *c, const char *text, gsize length)
{
    const char *mark = g_strstr_len(text, (gssize)length, BETWEEN);
    if (!mark)
        return FALSE;
    const char *right = mark + strlen(BETWEEN);
    gsize left_length = (gsize)(mark - text), right_length = length - (gsize)(right - text);
    if (g_strstr_len(right, (gssize)right_length, BETWEEN))
        return FALSE;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        language other = side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
        if (is_in(text, left_length, side) && is_in(right, right_length, other)) {
            cue_say(c, side, text, left_length);
            cue_say(c, other, right, right_length);
            return TRUE;
        }
    }
    return FALSE;
}

void label_read_text(cue *c, const char *text, gsize length, segment *out)
{
    cue_clear(c);
    if (!read_tagged(c, text, length) && !read_pair(c, text, length))
        cue_say(c, CUE_FIND_OUT, text, length);
    cue_finish(c, out);
}

// A reader takes a number for that of a paragraph.
static gboolean is_number(const char *text)
{
    return text[strspn(text, "0123456789")] == '\0';
}

static gboolean is_found_again(cue *c, const char *label, char *const text[LANGUAGES])
{
    segment found = {.start_us = TIME_NONE};
    if (*label && is_number(label))
        return FALSE;
    label_read_text(c, label, strlen(label), &found);
    return strcmp(found.text[LANGUAGE_ZH], text[LANGUAGE_ZH]) == 0 &&
           strcmp(found.text[LANGUAGE_EN], text[LANGUAGE_EN]) == 0;
}

gboolean label_append_text(cue *c, const segment *g, GString *out, gboolean *broken)
{
    g_autofree char *zh = g_strdup(g->text[LANGUAGE_ZH]), *en = g_strdup(g->text[LANGUAGE_EN]);
    char *const text[LANGUAGES] = {[LANGUAGE_ZH] = zh, [LANGUAGE_EN] = en};
    *broken = strchr(zh, '\n') || strchr(en, '\n');
    g_strdelimit(zh, "\n", ' ');
    g_strdelimit(en, "\n", ' ');
    g_autofree char *plain = g_strconcat(zh, *zh && *en ? BETWEEN : "", en, NULL);
    if (is_found_again(c, plain, text)) {
        g_string_append(out, plain);
        return TRUE;
    }
    g_autofree char *tagged =
        g_strconcat(*zh ? "zh: " : "", zh, *zh && *en ? BETWEEN : "", *en ? "en: " : "", en, NULL);
    g_string_append(out, tagged);
    return is_found_again(c, tagged, text);
}
