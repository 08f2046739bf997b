// SPDX-License-Identifier: GPL-3.0-or-later
// Transcripts of Podcasting 2.0, in JSON: {"version": "1.0.0", "segments": [{"speaker": "…",
// "startTime": 0.5, "endTime": 0.75, "body": "…"}]}.
//
// * The end may be missing: the segment lasts until the next one starts.
// * Where segments are words they are made into sentences, with the times of words.
// * A body may hold two languages, line by line; two segments with the same span, one in each
//   language, are one.
// * The speaker is kept for the way back, as the settings of a segment.
#include <string.h>

#include "base/arena.h"
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
    int line, number; // where it stands, and as which segment (1 …)
} entry;

typedef struct {
    GArray *entries; // entry
    arena *strings;
    int words; // how many of them are one
} reader;

int podcast_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    return *head == '{' && strstr(head, "\"segments\"") && strstr(head, "\"startTime\"") &&
                   strstr(head, "\"body\"")
               ? 90
               : 0;
}

static const char *keep(reader *r, const char *text)
{
    return text ? arena_keep(r->strings, text, strlen(text)) : NULL;
}

// Most speakers are that of the segment before.
static const char *keep_speaker(reader *r, const char *speaker)
{
    guint count = r->entries->len;
    const char *last = count ? g_array_index(r->entries, entry, count - 1).speaker : NULL;
    return speaker && g_strcmp0(speaker, last) == 0 ? last : keep(r, speaker);
}

static void read_segments(reader *r, json_reader *in, report *messages)
{
    static const char *const keys[] = {"segments", NULL};
    json_place at = json_reader_begin(in), segments = {0};
    int number = 0;
    if (json_reader_document(in, &at))
        json_reader_object(in, &at, keys, &segments);
    if (!segments.at)
        return;
    for (gboolean more = json_reader_first(in, &segments); more;
         more = json_reader_next(in, &segments)) {
        int line = segments.line;
        json_auto_t *one = json_reader_value(in, &segments);
        entry e = {.body = keep(r, json_text(one, "body")), .line = line, .number = ++number};
        if (one && !e.body)
            report_add(messages, line, _("there is no text in segment %d, so it was skipped."),
                       number);
        if (!e.body)
            continue;
        e.speaker = keep_speaker(r, json_text(one, "speaker"));
        e.times[0] = json_time_text(json_object_get(one, "startTime"));
        e.times[1] = json_time_text(json_object_get(one, "endTime"));
        g_array_append_val(r->entries, e);
        r->words += word_run_is_word(e.body);
    }
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
        run_word w = {e->body, e->times[0], e->times[1], changes, e->speaker, PARAGRAPH_BODY};
        g_array_append_val(words, w);
        speaker = e->speaker ? e->speaker : speaker;
    }
    word_run_add(words, out);
}

static cue_span span_of(const entry *e)
{
    return (cue_span){e->times[0], e->times[1], script_language(e->body, strlen(e->body))};
}

// Whether the next one says the same in the other language.
static gboolean is_translation(const entry *e, const entry *next)
{
    if (!next || e->times[0] != next->times[0])
        return FALSE;
    cue_span one = span_of(e), other = span_of(next);
    return cue_is_translation(&one, &other);
}

static void add_segments(const GArray *entries, speech_builder *out, report *messages)
{
    g_autoptr(cue) scratch = cue_new();
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
            span_check(&g, e->times, g.end_us, messages, e->line, e->number);
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_safe_segment(out, &g);
    }
}

speech *podcast_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    g_autoptr(arena) strings = arena_new();
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(entry));
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.entries = entries, .strings = strings};
    read_segments(&r, in, messages);
    if (word_run_is_run(r.words, (int)entries->len))
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

typedef struct {
    const speech *speech;
    int at;
} written;

static json_t *next_segment(void *data)
{
    written *w = data;
    while (w->at < speech_segment_count(w->speech)) {
        const segment *g = speech_segment(w->speech, w->at++);
        if (g->start_us != TIME_NONE)
            return segment_of(w->speech, g);
    }
    return NULL;
}

gboolean podcast_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    json_auto_t *all = json_object();
    json_object_set_new(all, "version", json_string(VERSION));
    json_object_set_new(all, "segments", json_array());
    written w = {s, 0};
    json_write(out, all, JSON_INDENT(2) | JSON_REAL_PRECISION(15), next_segment, &w);
    return TRUE;
}
