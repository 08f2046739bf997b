// SPDX-License-Identifier: GPL-3.0-or-later
// Synchronized Narration of the W3C, in JSON: {"narration": [{"text": "#p1", "audio":
// "speech.mp3#t=0,2.5"}, {"narration": […]}]}: spans that name what is said in them. Readium's
// guided navigation is the same with other keys: {"guided": [{"textref": "ch1.html", "children":
// [{"textref": "ch1.html#p1", "audioref": "ch1.mp3#t=0,2.5"}]}]}, and may hold the text itself.
//
// Times are media fragments: t=10,20 or t=npt:0:10,0:20.5, either may be missing. Ids that end with
// numbers, upwards (line1, line2), name paragraphs by these, and others name none; without numbers
// the k-th is for the k-th. The spans are those of one recording, the first that is named. What
// only holds others is no paragraph.
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/readers.h"
#include "format/span.h"
#include "speech/build.h"

#define DEPTH_MAX 32

// Of the whole; from DIALECTS on the items of a dialect, a row of `dialects` each.
enum { PROPERTIES, AUDIO_REF, DIALECTS };
static const char *const keys[] = {"properties", "audioRef",      "narration",
                                   "guided",     "media-overlay", NULL};

// Of an item.
enum { TEXT, AUDIO, INNER, SAID, ITEM_KEYS };
static const char *const dialects[][ITEM_KEYS + 1] = {
    {"text", "audio", "narration"},              // of the W3C
    {"textref", "audioref", "children", "text"}, // Readium's guided navigation
    {"textref", "audioref", "children"},         // and what it had before
};

typedef struct {
    const char *text; // what it names, may be empty
    const char *said; // or NULL
    int64_t times[2];
    int line;
} item;

typedef struct {
    json_reader *in;
    const char *const *keys; // of an item
    GArray *items;           // item
    arena *strings;
    char *recording;               // NULL: none was named yet
    int strangers, first_stranger; // spans of other recordings, and the line of the first
    report *report;
} reader;

static gboolean has_key(const char *head, const char *key)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", key);
    return strstr(head, quoted) != NULL;
}

int syncnarr_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    for (gsize i = 0; *head == '{' && i < G_N_ELEMENTS(dialects); i++)
        if (has_key(head, keys[DIALECTS + i]) && has_key(head, dialects[i][AUDIO]))
            return 85;
    return 0;
}

// "12.5", "12.5s", "0:12.5"; nothing gives `nothing_us`.
static gboolean read_time(const char *text, int64_t nothing_us, int64_t *us)
{
    g_autofree char *plain = g_strdup(text);
    gsize length = strlen(plain);
    if (length && plain[length - 1] == 's')
        plain[length - 1] = '\0';
    *us = nothing_us;
    return !*plain || timecode_parse(plain, us);
}

// What stands behind the # of an address.
static gboolean read_fragment(const char *fragment, int64_t times[2])
{
    g_auto(GStrv) parts = g_strsplit(fragment, "&", -1);
    for (char **one = parts; *one; one++) {
        if (!g_str_has_prefix(*one, "t="))
            continue;
        const char *value = *one + strlen("t=");
        value += g_str_has_prefix(value, "npt:") ? strlen("npt:") : 0;
        g_auto(GStrv) two = g_strsplit(value, ",", 2);
        return two[0] && (*two[0] || two[1]) && read_time(two[0], 0, &times[0]) &&
               read_time(two[1] ? two[1] : "", TIME_NONE, &times[1]);
    }
    return FALSE;
}

static void read_audio(reader *r, const char *audio, item *it)
{
    gsize length = strcspn(audio, "#");
    g_autofree char *file = g_strndup(audio, length);
    if (length && !r->recording)
        r->recording = g_strdup(file);
    if (length && strcmp(r->recording, file) != 0) {
        r->first_stranger = r->strangers++ ? r->first_stranger : it->line;
        return;
    }
    if (read_fragment(audio[length] ? audio + length + 1 : "", it->times))
        return;
    it->times[0] = TIME_NONE;
    report_add(r->report, it->line, _("the times of this span cannot be read, so it was skipped."));
}

// A string, or what Readium may write for one. NULL: none is there.
static const char *keep_text(reader *r, json_place at)
{
    json_auto_t *value = json_reader_at(r->in, at);
    const char *text =
        json_string_value(json_is_object(value) ? json_object_get(value, "plain") : value);
    return text ? arena_keep(r->strings, text, strlen(text)) : NULL;
}

static void read_item(reader *r, const json_place found[ITEM_KEYS], gboolean holds, int line)
{
    item it = {keep_text(r, found[TEXT]), keep_text(r, found[SAID]), {TIME_NONE, TIME_NONE}, line};
    json_auto_t *audio = json_reader_at(r->in, found[AUDIO]);
    if (!(it.text || it.said) || (holds && !audio))
        return;
    it.text = it.text ? it.text : "";
    if (json_is_string(audio))
        read_audio(r, json_string_value(audio), &it);
    g_array_append_val(r->items, it);
}

static void read_items(reader *r, json_place at, int depth)
{
    for (gboolean more = json_reader_first(r->in, &at); more; more = json_reader_next(r->in, &at)) {
        int line = at.line;
        json_place found[ITEM_KEYS] = {0};
        json_reader_object(r->in, &at, r->keys, found);
        json_place inner = found[INNER];
        gboolean holds = inner.at && json_reader_first(r->in, &inner);
        read_item(r, found, holds, line);
        if (holds && depth < DEPTH_MAX)
            read_items(r, found[INNER], depth + 1);
        else if (holds)
            report_add(r->report, line,
                       _("fragments that stand too deep inside of others were skipped."));
    }
}

// The number at the end of an id, and the length of what stands before it; -1: there is none.
static int number_of(const char *text, gsize *before)
{
    const char *end = text + strlen(text), *digits = end;
    while (digits > text && g_ascii_isdigit(digits[-1]))
        digits--;
    *before = (gsize)(digits - text);
    return digits == end || end - digits > 8 ? -1 : (int)g_ascii_strtoll(digits, NULL, 10);
}

// Whether most items are numbered, upwards and in one way.
static gboolean has_numbers(const GArray *items)
{
    int last = 0;
    guint numbered = 0;
    const char *first = NULL;
    gsize length = 0, before;
    for (guint i = 0; i < items->len; i++) {
        const char *text = g_array_index(items, item, i).text;
        int number = number_of(text, &before);
        if (number < 0)
            continue;
        length = first ? length : before;
        first = first ? first : text;
        if (number <= last || before != length || strncmp(text, first, length) != 0)
            return FALSE;
        last = number;
        numbered++;
    }
    return numbered * 2 > items->len;
}

static void add_item(const reader *r, guint index, int number, cue *scratch, speech_builder *out)
{
    const item *it = &g_array_index(r->items, item, index);
    int64_t next_us = index + 1 < r->items->len ? it[1].times[0] : TIME_NONE;
    segment g = {.confidence = -1};
    char id[16];
    g_snprintf(id, sizeof id, "%d", number);
    g.id = number < 0 ? NULL : id;
    // An end need not be there.
    if (it->times[1] == TIME_NONE)
        span_set(&g, it->times[0], it->times[1], next_us);
    else
        span_check(&g, it->times, next_us, r->report, it->line, (int)index + 1);
    cue_clear(scratch);
    if (it->said)
        cue_say(scratch, CUE_FIND_OUT, it->said, strlen(it->said));
    cue_finish(scratch, &g);
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &g);
}

static void add_items(const reader *r, speech_builder *out)
{
    g_autoptr(cue) scratch = cue_new();
    gboolean numbers = has_numbers(r->items);
    for (guint i = 0; i < r->items->len; i++) {
        const item *it = &g_array_index(r->items, item, i);
        gsize before;
        int number = numbers ? number_of(it->text, &before) : (int)i + 1;
        if (it->times[0] != TIME_NONE)
            add_item(r, i, number, scratch, out);
    }
}

static void find_recording(reader *r, const json_place *found)
{
    json_auto_t *properties = json_reader_at(r->in, found[PROPERTIES]);
    json_auto_t *reference = json_reader_at(r->in, found[AUDIO_REF]);
    const char *whole = json_text(properties, "audio");
    whole = whole ? whole : json_string_value(reference);
    r->recording = whole ? g_strndup(whole, strcspn(whole, "#")) : NULL;
}

static void read_all(reader *r)
{
    json_place at = json_reader_begin(r->in), found[G_N_ELEMENTS(keys)] = {0};
    if (json_reader_document(r->in, &at))
        json_reader_object(r->in, &at, keys, found);
    find_recording(r, found);
    for (gsize i = 0; i < G_N_ELEMENTS(dialects); i++) {
        r->keys = dialects[i];
        if (found[DIALECTS + i].at)
            read_items(r, found[DIALECTS + i], 0);
    }
    json_broken_report(json_reader_broken(r->in), r->report);
    if (r->strangers)
        report_add(r->report, r->first_stranger,
                   _("spans of another recording than %s: %d; they were skipped."), r->recording,
                   r->strangers);
}

speech *syncnarr_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    g_autoptr(arena) strings = arena_new();
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(item));
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.in = in, .items = items, .strings = strings, .report = messages};
    read_all(&r);
    add_items(&r, out);
    g_autofree char *recording = r.recording;
    if (!speech_builder_count(out)) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text with a span of time in it."));
        return NULL;
    }
    g_autofree char *name = recording ? g_uri_unescape_string(recording, NULL) : NULL;
    if (recording)
        speech_builder_meta(out, "audio", name ? name : recording);
    return speech_builder_end(out);
}
