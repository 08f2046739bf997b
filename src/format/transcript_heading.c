// SPDX-License-Identifier: GPL-3.0-or-later
// The lines above a published speech, in no fixed order and not line by line alike in the two
// languages: they are told apart by what they are, and put together by that.
#include <string.h>

#include "format/transcript.h"

typedef enum {
    HEADING_NUMBER,
    HEADING_TITLE,
    HEADING_OCCASION,
    HEADING_DATE,
    HEADING_SPEAKER
} kind;
#define KINDS 5

typedef struct {
    GString *text[KINDS][LANGUAGES]; // NULL: none
    kind order[KINDS];               // as they came
    int count;
} headings;

static gboolean holds_any(const line *l, const char *const *words)
{
    for (; *words; words++)
        if (line_holds(l, *words))
            return TRUE;
    return FALSE;
}

static gboolean begins_any(const line *l, const char *const *words)
{
    for (; *words; words++)
        if (line_begins(l, *words))
            return TRUE;
    return FALSE;
}

// "8. …": the number of the speech in a collection.
static gboolean is_number(const line *l)
{
    gsize i = 0;
    while (i < l->length && g_ascii_isdigit(l->text[i]))
        i++;
    return i > 0 && i < 4 && i < l->length && (l->text[i] == '.' || line_holds(l, "、"));
}

static gboolean is_date(const line *l)
{
    static const char *const months[] = {"年",      "January",  "February", "March",  "April",
                                         "May",     "June",     "July",     "August", "September",
                                         "October", "November", "December", NULL};
    for (gsize i = 0; i + 4 <= l->length; i++)
        if (g_ascii_isdigit(l->text[i]) && g_ascii_isdigit(l->text[i + 1]) &&
            g_ascii_isdigit(l->text[i + 2]) && g_ascii_isdigit(l->text[i + 3]))
            return holds_any(l, months) && l->length < 100;
    return FALSE;
}

// "中华人民共和国主席　习近平", "Remarks by …", "President of …".
static gboolean is_speaker(const line *l)
{
    static const char *const zh[] = {"主席　",   "总理　", "总统　",  "部长　", "大使　",
                                     "秘书长　", "书记　", "主席 ",   "总理 ",  "总统 ",
                                     "部长 ",    "大使 ",  "秘书长 ", "书记 ",  NULL};
    static const char *const en_first[] = {"Remarks by",   "Speech by", "Address by",
                                           "Statement by", "Keynote",   "Toast by",
                                           "Delivered by", "By ",       NULL};
    static const char *const en[] = {
        "H.E.",       "President of",      "Premier of",   "Minister of",
        "Ambassador", "Secretary-General", "Secretary of", NULL};
    return holds_any(l, zh) || begins_any(l, en_first) || holds_any(l, en);
}

static gboolean is_occasion(const line *l)
{
    static const char *const first[] = {"—", "–", "At the ", "at the ", "On the occasion", NULL};
    return begins_any(l, first);
}

// `before`: the kind of the line before in the same language, -1: there is none.
static kind kind_of(const line *l, int before)
{
    if (before < 0 && is_number(l))
        return HEADING_NUMBER;
    if (is_occasion(l))
        return HEADING_OCCASION;
    if (is_date(l))
        return HEADING_DATE;
    if (is_speaker(l))
        return HEADING_SPEAKER;
    return before == HEADING_TITLE || before == HEADING_OCCASION || before == HEADING_SPEAKER
               ? (kind)before
               : HEADING_TITLE;
}

static void add(headings *h, kind k, language side, const line *l)
{
    if (!h->text[k][LANGUAGE_ZH] && !h->text[k][LANGUAGE_EN])
        h->order[h->count++] = k;
    GString **text = &h->text[k][side];
    if (!*text)
        *text = g_string_new(NULL);
    else
        g_string_append_c(*text, '\n');
    g_string_append_len(*text, l->text, (gssize)l->length);
}

static const char *text_of(const headings *h, kind k, language side)
{
    return h->text[k][side] ? h->text[k][side]->str : NULL;
}

static void set_titles(const headings *h, speech_builder *out)
{
    static const char *const keys[LANGUAGES] = {"title-zh", "title-en"};
    for (int side = 0; side < LANGUAGES; side++) {
        const char *title = text_of(h, HEADING_TITLE, (language)side);
        if (!title)
            title = text_of(h, HEADING_NUMBER, (language)side);
        if (!title)
            continue;
        g_autofree char *one_line = g_strdelimit(g_strdup(title), "\n", ' ');
        speech_builder_meta(out, keys[side], one_line);
        if (!speech_builder_has_meta(out, "title"))
            speech_builder_meta(out, "title", one_line);
    }
}

void transcript_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                         speech_builder *out)
{
    headings h = {0};
    int before[LANGUAGES] = {-1, -1}, left[LANGUAGES] = {counts[0], counts[1]};
    for (guint i = 0; i < units->len && left[0] + left[1] > 0; i++) {
        const unit *u = &g_array_index(units, unit, i);
        if (!left[u->side])
            continue;
        left[u->side]--;
        for (guint k = u->first; k < u->first + u->count; k++) {
            const line *l = &g_array_index(all, line, k);
            kind now = kind_of(l, before[u->side]);
            add(&h, now, u->side, l);
            before[u->side] = (int)now;
        }
    }
    set_titles(&h, out);
    for (int i = 0; i < h.count; i++) {
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        for (int side = 0; side < LANGUAGES; side++)
            g.text[side] = text_of(&h, h.order[i], (language)side);
        speech_builder_paragraph(out, PARAGRAPH_HEADING);
        speech_builder_segment(out, &g);
    }
    for (int k = 0; k < KINDS; k++)
        for (int side = 0; side < LANGUAGES; side++)
            if (h.text[k][side])
                g_string_free(h.text[k][side], TRUE);
}
