// SPDX-License-Identifier: GPL-3.0-or-later
// Transcripts of Podcasting 2.0, in JSON: {"version": "1.0.0", "segments": [{"speaker": "…",
// "startTime": 0.5, "endTime": 0.75, "body": "…"}]}.
//
// * The end may be missing: the segment lasts until the next one starts.
// * Where segments are words they are made into sentences, with the times of words.
// * A body may hold two languages, line by line; two segments with the same span, one in each
//   language, are one.
// * The speaker is kept for the way back, as the settings of a segment.
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/readers.h"
#include "format/span.h"
#include "format/word_run.h"
#include "speech/build.h"
#include "speech/script.h"

#define VERSION "1.0.0"

typedef struct {
    const char *body, *speaker; // speaker: NULL: as before
    int64_t times[2];
} entry;

int podcast_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    return *head == '{' && strstr(head, "\"segments\"") && strstr(head, "\"startTime\"") &&
                   strstr(head, "\"body\"")
               ? 90
               : 0;
}

// Returns how many of them are words.
static int find_entries(const json_t *all, GArray *entries)
{
    gsize i;
    json_t *one;
    int words = 0;
    json_array_foreach(json_object_get(all, "segments"), i, one)
    {
        entry e = {json_text(one, "body"), json_text(one, "speaker"), {0}};
        if (!e.body)
            continue;
        e.times[0] = json_time_text(json_object_get(one, "startTime"));
        e.times[1] = json_time_text(json_object_get(one, "endTime"));
        g_array_append_val(entries, e);
        words += word_run_is_word(e.body);
    }
    return words;
}

static const entry *entry_at(const GArray *entries, guint index)
{
    return index < entries->len ? &g_array_index(entries, entry, index) : NULL;
}

static void add_words(const GArray *entries, speech_builder *out)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(run_word));
    const char *speaker = NULL;
    for (guint i = 0; i < entries->len; i++) {
        const entry *e = entry_at(entries, i);
        gboolean changes = e->speaker && g_strcmp0(e->speaker, speaker) != 0;
        run_word w = {e->body, e->times[0], e->times[1], changes, e->speaker};
        g_array_append_val(words, w);
        speaker = e->speaker ? e->speaker : speaker;
    }
    word_run_add(words, out);
}

// Whether the next one says the same in the other language.
static gboolean is_translation(const entry *e, const entry *next)
{
    if (!next || e->times[0] == TIME_NONE || e->times[0] != next->times[0] ||
        e->times[1] != next->times[1])
        return FALSE;
    int one = script_language(e->body, strlen(e->body));
    int other = script_language(next->body, strlen(next->body));
    return one >= 0 && other >= 0 && one != other;
}

static void add_segments(const GArray *entries, speech_builder *out, report *messages)
{
    g_autoptr(cue) scratch = cue_new();
    span_count spans = {0};
    for (guint i = 0; i < entries->len; i++) {
        const entry *e = entry_at(entries, i);
        gboolean two = is_translation(e, entry_at(entries, i + 1));
        const entry *next = entry_at(entries, i + 1 + two);
        segment g = {.confidence = -1, .settings = e->speaker};
        span_set(&g, e->times[0], e->times[1], next ? next->times[0] : TIME_NONE);
        cue_clear(scratch);
        cue_say(scratch, CUE_FIND_OUT, e->body, strlen(e->body));
        if (two) {
            cue_say(scratch, CUE_FIND_OUT, "\n", 1);
            cue_say(scratch, CUE_FIND_OUT, e[1].body, strlen(e[1].body));
        }
        cue_finish(scratch, &g);
        i += two;
        if (!segment_has_text(&g))
            continue;
        // An end need not be there.
        if (e->times[1] != TIME_NONE || e->times[0] == TIME_NONE)
            span_count_set(&spans, &g, e->times, g.end_us);
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_safe_segment(out, &g);
    }
    span_report(&spans, messages);
}

speech *podcast_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    json_auto_t *all = json_reader_next(in);
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(entry));
    g_autoptr(speech_builder) out = speech_builder_new();
    int words = find_entries(all, entries);
    if (word_run_is_run(words, (int)entries->len))
        add_words(entries, out);
    else
        add_segments(entries, out, messages);
    if (!speech_builder_count(out)) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no segment with text in it."));
        return NULL;
    }
    json_broken_report(json_reader_broken(in), messages);
    speech_builder_header(out, "podcast", "");
    return speech_builder_end(out);
}

static json_t *segment_of(const speech *s, const segment *g)
{
    gboolean own = g_strcmp0(speech_verbatim_format(s), "podcast") == 0;
    gboolean two = *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN];
    g_autofree char *body =
        g_strconcat(g->text[LANGUAGE_ZH], two ? "\n" : "", g->text[LANGUAGE_EN], NULL);
    span_ms span = span_to_ms(g->start_us, g->end_us);
    json_t *one = json_object();
    if (own && g->settings)
        json_object_set_new(one, "speaker", json_string(g->settings));
    json_object_set_new(one, "startTime", json_seconds(span.start * 1000));
    json_object_set_new(one, "endTime", json_seconds(span.end * 1000));
    json_object_set_new(one, "body", json_string(body));
    return one;
}

gboolean podcast_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    json_auto_t *all = json_object();
    json_t *segments = json_array();
    json_object_set_new(all, "version", json_string(VERSION));
    json_object_set_new(all, "segments", segments);
    for (int i = 0; i < speech_segment_count(s); i++)
        if (speech_segment(s, i)->start_us != TIME_NONE)
            json_array_append_new(segments, segment_of(s, speech_segment(s, i)));
    char *text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    g_string_append(out, text);
    g_string_append_c(out, '\n');
    free(text);
    return TRUE;
}
