// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/passage.h"

#include <string.h>

struct passages {
    GArray *all;    // passage
    GArray *of;     // int: of each segment
    GArray *starts; // int64_t: of paragraphs
    gboolean has[LANGUAGES];
};

static void add_paragraph(passages *ps, const speech *s, const paragraph *from)
{
    int bytes[LANGUAGES] = {0, 0};
    passage p = {.kind = from->kind, .first = from->first};
    for (int i = from->first; i < from->first + from->count; i++) {
        const segment *g = speech_segment(s, i);
        int more[LANGUAGES], chars[LANGUAGES];
        gboolean full = FALSE;
        for (int side = 0; side < LANGUAGES; side++) {
            more[side] = (int)strlen(g->text[side]) + 1;
            chars[side] = (int)g_utf8_strlen(g->text[side], -1);
            full |= bytes[side] + more[side] > PASSAGE_BYTES;
        }
        if (full && p.count > 0) {
            g_array_append_val(ps->all, p);
            p = (passage){.kind = from->kind, .first = i};
            bytes[0] = bytes[1] = 0;
        }
        p.count++;
        for (int side = 0; side < LANGUAGES; side++) {
            bytes[side] += more[side];
            p.length[side] += chars[side];
            p.longest[side] = MAX(p.longest[side], chars[side]);
        }
        int index = (int)ps->all->len;
        g_array_append_val(ps->of, index);
    }
    g_array_append_val(ps->all, p);
}

passages *passages_new(const speech *s)
{
    passages *ps = g_new0(passages, 1);
    ps->all = g_array_new(FALSE, FALSE, sizeof(passage));
    ps->of = g_array_new(FALSE, FALSE, sizeof(int));
    for (int side = 0; side < LANGUAGES; side++)
        ps->has[side] = speech_has_language(s, (language)side);
    ps->starts = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        int64_t start_us, end_us;
        add_paragraph(ps, s, speech_paragraph(s, i));
        if (speech_paragraph_span(s, i, &start_us, &end_us))
            g_array_append_val(ps->starts, start_us);
    }
    return ps;
}

void passages_free(passages *p)
{
    if (!p)
        return;
    g_array_unref(p->all);
    g_array_unref(p->of);
    g_array_unref(p->starts);
    g_free(p);
}

int passages_count(const passages *p)
{
    return (int)p->all->len;
}

const passage *passages_at(const passages *p, int index)
{
    g_assert(index >= 0 && index < passages_count(p));
    return &g_array_index(p->all, passage, index);
}

int passages_of(const passages *p, int index)
{
    g_assert(index >= 0 && index < (int)p->of->len);
    return g_array_index(p->of, int, index);
}

gboolean passages_have(const passages *p, language side)
{
    return p->has[side];
}

const GArray *passages_starts(const passages *p)
{
    return p->starts;
}

int passage_parts(const speech *s, const passage *p, language side)
{
    if (p->count != 1)
        return 1;
    int bytes = (int)strlen(speech_segment(s, p->first)->text[side]);
    return MAX(1, (bytes + PASSAGE_BYTES - 1) / PASSAGE_BYTES);
}

static int cut(const char *text, int length, int at)
{
    if (at >= length)
        return length;
    while (at > 0 && ((guchar)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

void passage_slice(const char *text, int part, int *start, int *end)
{
    int length = (int)strlen(text);
    *start = cut(text, length, part * PASSAGE_BYTES);
    *end = cut(text, length, (part + 1) * PASSAGE_BYTES);
}
