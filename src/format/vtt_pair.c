// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/vtt_pair.h"

#include <string.h>

#include "speech/build.h"

#define ARROW "-->"

// ---- finding

static cue_span span_of(const segment *g)
{
    gboolean zh = *g->text[LANGUAGE_ZH] != '\0', en = *g->text[LANGUAGE_EN] != '\0';
    int side = zh == en ? -1 : zh ? LANGUAGE_ZH : LANGUAGE_EN;
    return (cue_span){g->start_us, g->end_us, side};
}

// The segment after `index` in order of time; -1: it was the last one.
static int step(const speech *s, int index)
{
    int next = speech_step(s, index, 1);
    return next == index ? -1 : next;
}

// The segment that is one with `index`, which is before it in the file; -1: there is none.
static int partner(const speech *s, int index)
{
    int next = step(s, index);
    if (next < 0 || vtt_place_of(speech_segment(s, next)->id).native)
        return -1;
    cue_span one = span_of(speech_segment(s, index)), other = span_of(speech_segment(s, next));
    return cue_is_translation(&one, &other) ? next : -1;
}

gboolean vtt_has_pairs(const speech *s)
{
    for (int i = step(s, -1); i >= 0; i = step(s, i))
        if (partner(s, i) >= 0)
            return TRUE;
    return FALSE;
}

// For each segment (int) the one that goes into it, its own index if it goes into another one, or
// -1.
static GArray *find_partners(const speech *s)
{
    const int none = -1;
    GArray *all = g_array_new(FALSE, FALSE, sizeof(int));
    for (int i = 0; i < speech_segment_count(s); i++)
        g_array_append_val(all, none);
    for (int i = step(s, -1); i >= 0; i = step(s, i)) {
        int other = partner(s, i);
        if (other < 0)
            continue;
        g_array_index(all, int, i) = other;
        g_array_index(all, int, other) = other;
        i = other;
    }
    return all;
}

// ---- nearly the same span

// The cues in order of time; their segments (int) go to `order`.
static GArray *spans_in_order(const speech *s, GArray *order)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(cue_span));
    for (int i = step(s, -1); i >= 0; i = step(s, i)) {
        const segment *g = speech_segment(s, i);
        cue_span span = span_of(g);
        // What the program wrote stands as it is.
        if (vtt_place_of(g->id).native)
            span.side = -1;
        g_array_append_val(spans, span);
        g_array_append_val(order, i);
    }
    return spans;
}

static void settle(void *data, int index, segment *g, GArray *words)
{
    (void)words;
    const cue_span *span = &((const cue_span *)data)[index];
    g->start_us = span->start_us;
    g->end_us = span->end_us;
}

// `s` with such cues given the same span; a reference for the caller.
static speech *settle_near(speech *s)
{
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) spans = spans_in_order(s, order);
    if (!cue_settle_near((cue_span *)(void *)spans->data, spans->len))
        return speech_ref(s);
    g_autofree cue_span *of = g_new(cue_span, speech_segment_count(s));
    for (int i = 0; i < speech_segment_count(s); i++)
        of[i] = span_of(speech_segment(s, i));
    for (guint i = 0; i < spans->len; i++)
        of[g_array_index(order, int, i)] = g_array_index(spans, cue_span, i);
    g_autoptr(speech_builder) out = speech_builder_from(s, settle, of);
    return speech_builder_end(out);
}

// ---- joining

static void append_text(const segment *g, GString *out)
{
    if (g->payload)
        g_string_append(out, g->payload);
    else
        vtt_encode(g, out);
}

static void append_payload(const segment *one, const segment *other, GString *out)
{
    append_text(one, out);
    g_string_append(out, "\n\n");
    if (other->id)
        g_string_append_printf(out, "%s\n", other->id);
    g_string_append(out, ARROW);
    if (other->settings)
        g_string_append_printf(out, " %s", other->settings);
    g_string_append_c(out, '\n');
    append_text(other, out);
}

// Adds `one` and `other` as a segment.
static void add_pair(const segment *one, const segment *other, speech_builder *out)
{
    gboolean in_order = *one->text[LANGUAGE_ZH] != '\0';
    const segment *sides[LANGUAGES] = {in_order ? one : other, in_order ? other : one};
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    g_autoptr(GString) payload = g_string_new(NULL), before = g_string_new(one->before);
    segment g = *one;
    for (int side = 0; side < LANGUAGES; side++) {
        g.text[side] = sides[side]->text[side];
        if (sides[side]->word_count)
            g_array_append_vals(words, sides[side]->words, (guint)sides[side]->word_count);
    }
    g.words = (const word_mark *)(void *)words->data;
    g.word_count = (int)words->len;
    append_payload(one, other, payload);
    g.payload = payload->str;
    if (other->before)
        g_string_append(before, other->before);
    g.before = before->len ? before->str : NULL;
    g.confidence = one->confidence < 0 ? other->confidence : one->confidence;
    speech_builder_safe_segment(out, &g);
}

speech *vtt_join_pairs(speech *read)
{
    g_autoptr(speech) s = settle_near(read);
    if (!vtt_has_pairs(s))
        return speech_ref(s);
    g_autoptr(GArray) partners = find_partners(s);
    g_autoptr(speech_builder) out = speech_builder_like(s);
    vtt_place before = {0};
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        int other = g_array_index(partners, int, i);
        vtt_place now = vtt_place_of(g->id);
        if (other == i)
            continue;
        now.kind = speech_paragraph(s, g->paragraph)->kind;
        if (!vtt_goes_on(&before, &now))
            speech_builder_paragraph(out, now.kind);
        before = now;
        if (other < 0)
            speech_builder_safe_segment(out, g);
        else
            add_pair(g, speech_segment(s, other), out);
    }
    return speech_builder_end(out);
}

// ---- taking apart

static line between(const char *from, const char *to)
{
    return (line){from, (gsize)(to - from), 0};
}

gboolean vtt_pair_read(const char *payload, vtt_pair *out)
{
    const char *arrow = payload ? strstr(payload, ARROW) : NULL;
    const char *blank = arrow ? strstr(payload, "\n\n") : NULL;
    const char *end = arrow ? strchr(arrow, '\n') : NULL;
    if (!blank || blank > arrow || !end)
        return FALSE;
    out->texts[0] = between(payload, blank);
    out->name = between(blank + 2, arrow);
    out->settings = between(arrow + strlen(ARROW), end);
    out->texts[1] = between(end + 1, payload + strlen(payload));
    return TRUE;
}
