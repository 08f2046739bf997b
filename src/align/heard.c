// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/heard.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "earvoice/timecode.h"
#include "speech/script.h"

struct heard {
    arena *strings;
    GArray *words; // heard_word
};

void heard_free(heard *h)
{
    if (!h)
        return;
    arena_free(h->strings);
    g_array_unref(h->words);
    g_free(h);
}

int heard_count(const heard *h)
{
    return (int)h->words->len;
}

const heard_word *heard_at(const heard *h, int index)
{
    return &g_array_index(h->words, heard_word, index);
}

// ---- words

static gboolean is_word_char(gunichar c)
{
    return g_unichar_isalnum(c) || c == '\'' || c == 0x2019;
}

// The end of the word that begins at `at`: a Hanzi, or letters and digits; `at` itself: none does.
static const char *word_end(const char *at)
{
    gunichar c = g_utf8_get_char(at);
    if (script_is_han(c))
        return g_utf8_next_char(at);
    while (*at && is_word_char(g_utf8_get_char(at)) && !script_is_han(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

// The words of `text`, from the first one's begin at `start_us` to the last one's end, evenly by
// their bytes.
static void add_text(heard *h, const char *text, int64_t start_us, int64_t end_us)
{
    if (!text || start_us == TIME_NONE || end_us == TIME_NONE || end_us < start_us)
        return;
    guint first = h->words->len;
    const char *begin = NULL, *last = text;
    for (const char *at = text; *at;) {
        const char *end = word_end(at);
        if (end == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        begin = begin ? begin : at;
        last = end;
        // Bytes for now.
        heard_word w = {arena_keep(h->strings, at, (gsize)(end - at)), at - begin, end - begin};
        g_array_append_val(h->words, w);
        at = end;
    }
    double us_per_byte = begin ? (double)(end_us - start_us) / (double)(last - begin) : 0;
    for (guint i = first; i < h->words->len; i++) {
        heard_word *w = &g_array_index(h->words, heard_word, i);
        w->start_us = start_us + (int64_t)((double)w->start_us * us_per_byte);
        w->end_us = start_us + (int64_t)((double)w->end_us * us_per_byte);
    }
}

// ---- JSON

// A time in seconds, or in what `scale` of them makes a second; TIME_NONE: it is none.
static int64_t time_of(const json_t *value, double scale)
{
    double seconds = json_is_number(value) ? json_number_value(value) / scale : -1;
    return seconds >= 0 && seconds * 1e6 < (double)TIME_MAX ? (int64_t)(seconds * 1e6) : TIME_NONE;
}

// The first of these keys that is there.
static const json_t *get(const json_t *from, const char *one, const char *other)
{
    const json_t *value = json_object_get(from, one);
    return value ? value : json_object_get(from, other);
}

// Words of which some (numerals) have no times: those lie between their neighbours.
static void add_words(heard *h, const json_t *words, int64_t start_us, int64_t end_us)
{
    gsize count = json_array_size(words);
    int64_t at_us = start_us;
    for (gsize i = 0; i < count; i++) {
        gsize last = i;
        g_autoptr(GString) text = g_string_new(NULL);
        int64_t from_us = TIME_NONE, to_us = TIME_NONE;
        for (; last < count; last++) {
            const json_t *one = json_array_get(words, last);
            const char *word = json_string_value(get(one, "word", "text"));
            from_us = time_of(json_object_get(one, "start"), 1);
            to_us = time_of(json_object_get(one, "end"), 1);
            if (from_us != TIME_NONE) {
                if (last == i && word)
                    g_string_append(text, word);
                break;
            }
            g_string_append_printf(text, " %s", word ? word : "");
        }
        if (last == i) {
            add_text(h, text->str, from_us, to_us);
            at_us = to_us == TIME_NONE ? from_us : to_us;
        } else {
            add_text(h, text->str, at_us, from_us != TIME_NONE ? from_us : end_us);
            i = last - 1;
        }
    }
}

// whisper.cpp; its tokens in brackets are no words.
static void read_transcription(heard *h, const json_t *all)
{
    gsize i, k;
    json_t *one, *token;
    json_array_foreach(json_object_get(all, "transcription"), i, one)
    {
        const json_t *offsets = json_object_get(one, "offsets");
        const json_t *tokens = json_object_get(one, "tokens");
        if (!json_array_size(tokens))
            add_text(h, json_string_value(json_object_get(one, "text")),
                     time_of(json_object_get(offsets, "from"), 1000),
                     time_of(json_object_get(offsets, "to"), 1000));
        json_array_foreach(tokens, k, token)
        {
            const char *text = json_string_value(json_object_get(token, "text"));
            offsets = json_object_get(token, "offsets");
            if (text && !g_str_has_prefix(text, "[_"))
                add_text(h, text, time_of(json_object_get(offsets, "from"), 1000),
                         time_of(json_object_get(offsets, "to"), 1000));
        }
    }
}

// WhisperX, whisper-timestamped, OpenAI.
static void read_segments(heard *h, const json_t *all)
{
    gsize i;
    json_t *one;
    const json_t *words = json_object_get(all, "words");
    if (json_array_size(words)) {
        add_words(h, words, 0, TIME_NONE);
        return;
    }
    json_array_foreach(json_object_get(all, "segments"), i, one)
    {
        int64_t start_us = time_of(json_object_get(one, "start"), 1);
        int64_t end_us = time_of(json_object_get(one, "end"), 1);
        words = json_object_get(one, "words");
        if (json_array_size(words))
            add_words(h, words, start_us, end_us);
        else
            add_text(h, json_string_value(json_object_get(one, "text")), start_us, end_us);
    }
}

// Hugging Face.
static void read_chunks(heard *h, const json_t *all)
{
    gsize i;
    json_t *one;
    json_array_foreach(json_object_get(all, "chunks"), i, one)
    {
        const json_t *times = json_object_get(one, "timestamp");
        add_text(h, json_string_value(json_object_get(one, "text")),
                 time_of(json_array_get(times, 0), 1), time_of(json_array_get(times, 1), 1));
    }
}

// Vosk.
static void read_result(heard *h, const json_t *all)
{
    add_words(h, json_object_get(all, "result"), TIME_NONE, TIME_NONE);
}

// FunASR: the words of `text`, and a pair of milliseconds for each.
static void read_timestamp(heard *h, const json_t *all)
{
    const json_t *times = json_object_get(all, "timestamp");
    const char *at = json_string_value(json_object_get(all, "text"));
    gsize i = 0;
    while (at && *at && i < json_array_size(times)) {
        const char *end = word_end(at);
        if (end == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        g_autofree char *word = g_strndup(at, (gsize)(end - at));
        const json_t *pair = json_array_get(times, i++);
        add_text(h, word, time_of(json_array_get(pair, 0), 1000),
                 time_of(json_array_get(pair, 1), 1000));
        at = end;
    }
}

// By the key that tells a recogniser.
static const struct {
    const char *key;
    void (*read)(heard *h, const json_t *all);
} readers[] = {{"transcription", read_transcription},
               {"segments", read_segments},
               {"words", read_segments},
               {"chunks", read_chunks},
               {"result", read_result},
               {"timestamp", read_timestamp}};

static void read_document(heard *h, const json_t *all)
{
    gsize i;
    json_t *one;
    json_array_foreach(all, i, one) read_document(h, one);
    for (i = 0; i < G_N_ELEMENTS(readers); i++)
        if (json_is_array(json_object_get(all, readers[i].key))) {
            readers[i].read(h, all);
            return;
        }
}

// Python writes NaN where JSON has no such number: it becomes 0.
static void mend_numbers(char *text)
{
    gboolean inside = FALSE;
    for (char *p = text; *p; p++) {
        if (inside && *p == '\\' && p[1])
            p++;
        else if (*p == '"')
            inside = !inside;
        else if (!inside && strncmp(p, "NaN", 3) == 0)
            memcpy(p, "0.0", 3);
    }
}

// One document after another, as Vosk writes them.
static void read_json(heard *h, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        json_error_t wrong;
        json_t *all =
            json_loadb(text, (gsize)(end - text), JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &wrong);
        if (!all)
            return;
        read_document(h, all);
        json_decref(all);
        text += MAX(wrong.position, 1);
    }
}

// ---- lines

// [00:00:01.500 --> 00:00:02.250]  text
static void read_line(heard *h, char *line)
{
    char *arrow = strstr(line, " --> "), *end = strchr(line, ']');
    int64_t start_us, end_us;
    if (*line != '[' || !arrow || !end || arrow > end)
        return;
    *arrow = *end = '\0';
    if (timecode_parse(line + 1, &start_us) && timecode_parse(arrow + strlen(" --> "), &end_us))
        add_text(h, end + 1, start_us, end_us);
}

static void read_lines(heard *h, char *text)
{
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        read_line(h, line);
    }
}

static int compare_starts(const void *a, const void *b)
{
    const heard_word *left = a, *right = b;
    return (left->start_us > right->start_us) - (left->start_us < right->start_us);
}

heard *heard_read(const char *text, gsize size, GError **error)
{
    heard *h = g_new0(heard, 1);
    h->strings = arena_new();
    h->words = g_array_new(FALSE, FALSE, sizeof(heard_word));
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
    char *first = g_strchug(valid);
    if (*first == '[' && g_ascii_isdigit(first[1]) && strstr(first, " --> ")) {
        read_lines(h, first);
    } else {
        mend_numbers(first);
        read_json(h, first);
    }
    g_array_sort(h->words, compare_starts);
    if (h->words->len)
        return h;
    heard_free(h);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There are no words with times in what the recogniser wrote."));
    return NULL;
}
