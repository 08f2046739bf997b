// SPDX-License-Identifier: GPL-3.0-or-later
// What players show: one p for a segment, Chinese above English, in one region. Words are spans
// that begin inside of it; paragraphs are div with a role, for those who look.
#include <string.h>

#include "format/readers.h"
#include "format/span.h"
#include "format/ttml_back.h"
#include "format/ttml_keep.h"

const char ttml_usual_root[] =
    " xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\""
    " xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\""
    " xmlns:tts=\"http://www.w3.org/ns/ttml#styling\" ttp:timeBase=\"media\""
    " ttp:contentProfiles=\"http://www.w3.org/ns/ttml/profile/imsc1.1/text\" xml:lang=\"\"";

const char ttml_usual_inside[] =
    "<layout>\n"
    "<region xml:id=\"below\" tts:origin=\"10% 10%\" tts:extent=\"80% 80%\""
    " tts:displayAlign=\"after\" tts:textAlign=\"center\"/>\n"
    "</layout>\n";

const char ttml_usual_body[] = " region=\"below\"";

static void append_time(GString *out, const char *name, int64_t ms)
{
    char time[TIMECODE_SIZE];
    g_string_append_printf(out, " %s=\"%s\"", name, timecode_format_cue(time, ms * 1000, '.'));
}

static void append_text(GString *out, const char *prefix, const char *text, gsize length)
{
    for (const char *p = text, *end = text + length; p < end;) {
        const char *newline = memchr(p, '\n', (gsize)(end - p));
        xml_append_length(out, p, (gsize)((newline ? newline : end) - p));
        if (newline)
            g_string_append_printf(out, "<%sbr/>", prefix);
        p = newline ? newline + 1 : end;
    }
}

// The text of a side, in spans where times of words are known.
static void append_side(GString *out, const char *prefix, const segment *g, language side)
{
    const char *at = g->text[side];
    span_ms span = span_to_ms(g->start_us, g->end_us);
    gboolean open = FALSE;
    for (int i = 0; i < g->word_count; i++) {
        const word_mark *w = &g->words[i];
        if (w->side != side)
            continue;
        const char *word = g->text[side] + w->offset;
        append_text(out, prefix, at, (gsize)(word - at));
        at = word;
        if (open)
            g_string_append_printf(out, "</%sspan>", prefix);
        open = TRUE;
        int64_t ms = CLAMP((w->start_us + 500) / 1000, span.start, span.end - 1);
        g_string_append_printf(out, "<%sspan", prefix);
        append_time(out, "begin", ms - span.start);
        g_string_append_c(out, '>');
    }
    append_text(out, prefix, at, strlen(at));
    if (open)
        g_string_append_printf(out, "</%sspan>", prefix);
}

void ttml_append_times(GString *out, const segment *g)
{
    span_ms span = span_to_ms(g->start_us, g->end_us);
    append_time(out, "begin", span.start);
    append_time(out, "end", span.end);
}

void ttml_append_texts(GString *out, const char *prefix, const segment *g)
{
    gboolean both = *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN];
    for (int side = 0; side < LANGUAGES; side++) {
        if (both)
            g_string_append_printf(out, "<%sspan xml:lang=\"%s\">", prefix,
                                   language_code((language)side));
        append_side(out, prefix, g, (language)side);
        if (both)
            g_string_append_printf(out, "</%sspan>", prefix);
        if (both && side == 0)
            g_string_append_printf(out, "<%sbr/>", prefix);
    }
}

gboolean ttml_needs_preserve(const segment *g)
{
    return strstr(g->text[LANGUAGE_ZH], "  ") || strstr(g->text[LANGUAGE_EN], "  ");
}

static void append_segment(GString *out, const segment *g)
{
    const char *zh = g->text[LANGUAGE_ZH], *en = g->text[LANGUAGE_EN];
    g_string_append(out, "<p");
    ttml_append_times(out, g);
    if (ttml_needs_preserve(g))
        g_string_append(out, " xml:space=\"preserve\"");
    if (!*zh || !*en)
        g_string_append_printf(out, " xml:lang=\"%s\"", *zh ? "zh" : "en");
    g_string_append_c(out, '>');
    ttml_append_texts(out, "", g);
    g_string_append(out, "</p>\n");
}

void ttml_append_metas(GString *out, const char *prefix, const speech *s)
{
    const char *title = speech_meta(s, "title"), *key, *value;
    if (!speech_meta_at(s, 0, &key, &value))
        return;
    g_string_append_printf(out, "<%smetadata>\n", prefix);
    if (title) {
        g_string_append(out, "<ttm:title>");
        xml_append(out, title);
        g_string_append(out, "</ttm:title>\n");
    }
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++) {
        if (strcmp(key, "title") == 0)
            continue;
        g_string_append(out, "<ttm:item name=\"" TTML_OWN_KEY);
        xml_append(out, key);
        g_string_append(out, "\">");
        xml_append(out, value);
        g_string_append(out, "</ttm:item>\n");
    }
    g_string_append_printf(out, "</%smetadata>\n", prefix);
}

static void write_usual(const speech *s, GString *out)
{
    int paragraph_open = -1;
    g_string_append_printf(out, TTML_XML "<tt%s>\n<head>\n", ttml_usual_root);
    ttml_append_metas(out, "", s);
    g_string_append_printf(out, "%s</head>\n<body%s>\n", ttml_usual_inside, ttml_usual_body);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        if (paragraph_open != g->paragraph) {
            g_string_append(out, paragraph_open >= 0 ? "</div>\n" : "");
            g_string_append(out, "<div ttm:role=\"" TTML_PARAGRAPH "\">\n");
        }
        paragraph_open = g->paragraph;
        append_segment(out, g);
    }
    g_string_append(out, paragraph_open >= 0 ? "</div>\n</body>\n</tt>\n" : "</body>\n</tt>\n");
}

gboolean ttml_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    if (!ttml_write_back(s, out, r))
        write_usual(s, out);
    return TRUE;
}
