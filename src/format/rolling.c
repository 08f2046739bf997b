// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/rolling.h"

#include <string.h>

#include "base/i18n.h"
#include "speech/build.h"

// At least this share of the cues roll.
#define SHARE_LEAST 0.6
// And so many of them, at least, have a new line below: others only say the same again.
#define NEW_LEAST 2
#define NEW_SHARE 0.25
// A cue goes on with one that ends so shortly before it.
#define GAP_MOST_US (TIME_SECOND / 2)

// The language of all that a segment says; -1: both, or none.
static int side_of(const segment *g)
{
    gboolean zh = *g->text[LANGUAGE_ZH] != '\0', en = *g->text[LANGUAGE_EN] != '\0';
    return zh == en ? -1 : zh ? LANGUAGE_ZH : LANGUAGE_EN;
}

// The length of the lines at the beginning of `text` that `before` ends with, as many as there are,
// with the newline behind them; 0: there are none.
static gsize said_before(const char *before, const char *text)
{
    gsize length = strlen(text);
    for (const char *tail = before; tail; tail = strchr(tail, '\n')) {
        tail += *tail == '\n';
        gsize size = strlen(tail);
        if (size && size <= length && strncmp(tail, text, size) == 0 &&
            (!text[size] || text[size] == '\n'))
            return size + (text[size] == '\n');
    }
    return 0;
}

// The same of segment `i`, against the one before it; 0 also where it does not go on with that.
static gsize rolled(const speech *s, int i)
{
    const segment *g = speech_segment(s, i), *last = i ? speech_segment(s, i - 1) : NULL;
    int side = side_of(g);
    if (!last || side < 0 || side != side_of(last) || g->start_us == TIME_NONE ||
        last->start_us == TIME_NONE || g->start_us - last->end_us > GAP_MOST_US)
        return 0;
    return said_before(last->text[side], g->text[side]);
}

static gboolean rolls(const speech *s)
{
    int count = 0, new = 0;
    for (int i = 1; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        gsize old = rolled(s, i);
        count += old > 0;
        new += old > 0 && g->text[side_of(g)][old];
    }
    return new >= NEW_LEAST &&new >= NEW_SHARE *count &&count >=
           SHARE_LEAST *(speech_segment_count(s) - 1);
}

// Until when the lines of segment `i` are there alone: over cues that have nothing new.
static int64_t end_of(const speech *s, int i)
{
    int64_t end_us = speech_segment(s, i)->end_us;
    for (int k = i + 1; k < speech_segment_count(s); k++) {
        const segment *g = speech_segment(s, k);
        gsize old = rolled(s, k);
        if (!old)
            return end_us;
        if (g->text[side_of(g)][old])
            return MIN(end_us, g->start_us);
        end_us = MAX(end_us, g->end_us);
    }
    return end_us;
}

// A segment without its first `old` bytes.
static void add_rest(speech_builder *b, const speech *s, int i, gsize old)
{
    segment g = *speech_segment(s, i);
    int side = side_of(&g);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    for (int k = 0; k < g.word_count; k++) {
        word_mark w = g.words[k];
        w.offset -= (int)old;
        if (w.offset >= 0)
            g_array_append_val(words, w);
    }
    g.words = (const word_mark *)(void *)words->data;
    g.word_count = (int)words->len;
    g.end_us = MAX(end_of(s, i), g.start_us + 1);
    if (side >= 0)
        g.text[side] += old;
    g.payload = g.mixed = NULL;
    speech_builder_paragraph(b, speech_paragraph(s, g.paragraph)->kind);
    speech_builder_safe_segment(b, &g);
}

speech *rolling_settle(speech *s, report *r)
{
    if (!rolls(s))
        return s;
    g_autoptr(speech_builder) b = speech_builder_like(s);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        gsize old = rolled(s, i);
        if (!old || g->text[side_of(g)][old])
            add_rest(b, s, i, old);
    }
    report_add(r, 0, _("its captions roll: each line is taken once (%d cues, %d lines)."),
               speech_segment_count(s), speech_builder_count(b));
    speech_unref(s);
    return speech_builder_end(b);
}
