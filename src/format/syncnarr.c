// SPDX-License-Identifier: GPL-3.0-or-later
// Synchronized Narration of the W3C, in JSON: {"narration": [{"text": "#p1", "audio":
// "speech.mp3#t=0,2.5"}, {"narration": […]}]}: spans that name what is said in them.
//
// Times are media fragments: t=10,20 or t=npt:0:10,0:20.5, either may be missing. Ids that end with
// numbers, upwards (line1, line2), name paragraphs by these, and others name none; without numbers
// the k-th is for the k-th. The spans are those of one recording, the first that is named.
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/span.h"

#define DEPTH_MAX 32

typedef struct {
    const char *text;
    int64_t times[2];
} item;

typedef struct {
    GArray *items;   // item
    char *recording; // NULL: none was named yet
    int strangers, unread, too_deep;
} reader;

int syncnarr_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    return *head == '{' && strstr(head, "\"narration\"") ? 85 : 0;
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

static void read_audio(reader *r, const char *audio, int64_t times[2])
{
    gsize length = strcspn(audio, "#");
    g_autofree char *file = g_strndup(audio, length);
    if (length && !r->recording)
        r->recording = g_steal_pointer(&file);
    else if (length && strcmp(r->recording, file) != 0)
        r->strangers++;
    if (file && length && strcmp(r->recording, file) != 0)
        return;
    if (!read_fragment(audio[length] ? audio + length + 1 : "", times)) {
        times[0] = TIME_NONE;
        r->unread++;
    }
}

static void find_items(reader *r, const json_t *narration, int depth)
{
    gsize i;
    json_t *one;
    json_array_foreach(narration, i, one)
    {
        const char *audio = json_text(one, "audio");
        item it = {json_text(one, "text"), {TIME_NONE, TIME_NONE}};
        const json_t *inner = json_object_get(one, "narration");
        if (audio && it.text)
            read_audio(r, audio, it.times);
        if (it.text)
            g_array_append_val(r->items, it);
        if (json_array_size(inner) && depth < DEPTH_MAX)
            find_items(r, inner, depth + 1);
        r->too_deep += json_array_size(inner) && depth >= DEPTH_MAX;
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

static void add_items(const GArray *items, speech_builder *out)
{
    gboolean numbers = has_numbers(items);
    for (guint i = 0; i < items->len; i++) {
        const item *it = &g_array_index(items, item, i);
        if (it->times[0] == TIME_NONE)
            continue;
        segment g = {.confidence = -1};
        char id[16];
        gsize before;
        int number = numbers ? number_of(it->text, &before) : (int)i + 1;
        g_snprintf(id, sizeof id, "%d", number);
        g.id = number < 0 ? NULL : id;
        span_set(&g, it->times[0], it->times[1], i + 1 < items->len ? it[1].times[0] : TIME_NONE);
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_segment(out, &g);
    }
}

static void report_all(const reader *r, report *messages)
{
    if (r->strangers)
        report_add(messages, 0, _("spans of another recording than %s: %d; they were skipped."),
                   r->recording, r->strangers);
    if (r->unread)
        report_add(messages, 0, _("spans whose times cannot be read: %d; they were skipped."),
                   r->unread);
    if (r->too_deep)
        report_add(messages, 0,
                   _("fragments that stand too deep inside of others: in %d; skipped."),
                   r->too_deep);
}

speech *syncnarr_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    json_auto_t *all = json_reader_next(in);
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(item));
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.items = items};
    const char *whole = json_text(json_object_get(all, "properties"), "audio");
    whole = whole ? whole : json_text(all, "audioRef");
    r.recording = whole ? g_strndup(whole, strcspn(whole, "#")) : NULL;
    find_items(&r, json_object_get(all, "narration"), 0);
    add_items(items, out);
    if (speech_builder_count(out)) {
        json_broken_report(json_reader_broken(in), messages);
        report_all(&r, messages);
        g_autofree char *name = r.recording ? g_uri_unescape_string(r.recording, NULL) : NULL;
        if (r.recording)
            speech_builder_meta(out, "audio", name ? name : r.recording);
    } else {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text with a span of time in it."));
    }
    g_free(r.recording);
    return speech_builder_count(out) ? speech_builder_end(out) : NULL;
}
