// SPDX-License-Identifier: GPL-3.0-or-later
#include "edit.h"

#include "format/pair.h"
#include "speech/build.h"

static void change(segment *g, const edit *e)
{
    for (int side = 0; side < LANGUAGES; side++) {
        if (!e->text[side])
            continue;
        g->text[side] = e->text[side];
        g->word_count = 0;
    }
    if (e->words) {
        g->words = e->words;
        g->word_count = e->word_count;
    }
    if (e->end_us) {
        g->start_us = e->start_us;
        g->end_us = e->end_us;
    }
}

static void add(speech_builder *b, const segment *g)
{
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    speech_builder_segment(b, g);
}

speech *edited(const speech *s, const edit *e)
{
    g_autoptr(speech_builder) b = speech_builder_like(s);
    int count = speech_segment_count(s);
    segment new = {.confidence = -1};
    change(&new, e);
    gboolean waits = e->index == count;
    for (int i = 0; i < count; i++) {
        segment g = *speech_segment(s, i);
        if (waits && new.start_us < g.start_us) {
            add(b, &new);
            waits = FALSE;
        }
        g_autoptr(GString) settings = g_string_new(g.settings);
        for (int k = 0; i == e->index && k < e->joined; k++) {
            const segment *next = speech_segment(s, i + 1 + k);
            g_string_append_printf(settings, "%c%s", PAIR_MARK, next->settings);
            g.end_us = next->end_us;
        }
        g.settings = settings->len ? settings->str : NULL;
        if (i == e->index)
            change(&g, e);
        if (i != e->index || !e->gone)
            add(b, &g);
        i += i == e->index ? e->joined : 0;
    }
    if (waits)
        add(b, &new);
    return speech_builder_end(b);
}
