// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/recognised.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "earvoice/timecode.h"
#include "speech/script.h"

// Words begin so much before the segment they are in, by rounding.
#define ROUNDING_US 20000

void recognised_free(recognised *r)
{
    if (!r)
        return;
    arena_free(r->strings);
    g_array_unref(r->parts);
    g_array_unref(r->words);
    g_free(r);
}

static const char *keep(recognised *r, const char *text)
{
    return text ? arena_keep(r->strings, text, strlen(text)) : NULL;
}

static recognised_part *add_part(recognised *r, const char *text, int64_t start_us, int64_t end_us)
{
    recognised_part p = {keep(r, text), start_us, end_us, r->words->len, 0};
    g_array_append_val(r->parts, p);
    return &g_array_index(r->parts, recognised_part, r->parts->len - 1);
}

// To the part that was added last.
static void add_word(recognised *r, const char *text, int64_t start_us, int64_t end_us)
{
    recognised_word w = {keep(r, text ? text : ""), start_us, end_us};
    g_array_append_val(r->words, w);
    g_array_index(r->parts, recognised_part, r->parts->len - 1).count++;
}

// ---- words

static gboolean is_word_char(gunichar c)
{
    return g_unichar_isalnum(c) || c == '\'' || c == 0x2019;
}

const char *recognised_word_end(const char *at)
{
    gunichar c = g_utf8_get_char(at);
    if (script_is_han(c))
        return g_utf8_next_char(at);
    while (*at && is_word_char(g_utf8_get_char(at)) && !script_is_han(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

// The first of these keys that is there.
static const char *get_text(const json_t *from, const char *one, const char *other)
{
    const char *value = json_text(from, one);
    return value ? value : json_text(from, other);
}

static void add_words(recognised *r, const json_t *words)
{
    gsize i;
    json_t *one;
    json_array_foreach(words, i, one)
        add_word(r, get_text(one, "word", "text"), json_time(json_object_get(one, "start"), 1),
                 json_time(json_object_get(one, "end"), 1));
}

// ---- recognisers

// Milliseconds in numbers, or times as subtitles have them.
static int64_t whisper_time(const json_t *of, const char *key)
{
    int64_t us = json_time(json_object_get(json_object_get(of, "offsets"), key), 1000);
    const char *stamp = json_text(json_object_get(of, "timestamps"), key);
    int64_t stamp_us;
    if (us == TIME_NONE && stamp && timecode_parse(stamp, &stamp_us))
        return stamp_us;
    return us;
}

// whisper.cpp; its tokens in brackets are no words.
static void read_transcription(recognised *r, const json_t *all)
{
    gsize i, k;
    json_t *one, *token;
    json_array_foreach(json_object_get(all, "transcription"), i, one)
    {
        add_part(r, json_text(one, "text"), whisper_time(one, "from"), whisper_time(one, "to"));
        r->speakers |= json_text(one, "speaker") != NULL;
        r->tokens |= json_array_size(json_object_get(one, "tokens")) > 0;
        json_array_foreach(json_object_get(one, "tokens"), k, token)
        {
            const char *text = json_text(token, "text");
            if (text && !g_str_has_prefix(text, "[_") && !g_str_has_prefix(text, "<|"))
                add_word(r, text, whisper_time(token, "from"), whisper_time(token, "to"));
        }
    }
}

// Gives words that stand beside the segments to those in which they begin.
static void share_out(recognised *r, const json_t *words, guint first_part)
{
    GArray *parts = r->parts;
    guint at = first_part;
    add_part(r, NULL, TIME_NONE, TIME_NONE);
    guint begin = r->words->len, last_part = parts->len - 1;
    add_words(r, words);
    g_array_set_size(parts, last_part);
    for (guint i = begin; i < r->words->len; i++) {
        int64_t us = g_array_index(r->words, recognised_word, i).start_us;
        while (us != TIME_NONE && at + 1 < last_part &&
               g_array_index(parts, recognised_part, at + 1).start_us <= us + ROUNDING_US)
            at++;
        recognised_part *p = &g_array_index(parts, recognised_part, at);
        if (!p->count)
            p->first = i;
        p->count++;
    }
}

// WhisperX, whisper-timestamped, OpenAI.
static void read_segments(recognised *r, const json_t *all)
{
    gsize i;
    json_t *one;
    guint first = r->parts->len;
    const json_t *words = json_object_get(all, "words");
    gboolean beside = json_array_size(words) > 0;
    json_array_foreach(json_object_get(all, "segments"), i, one)
    {
        add_part(r, json_text(one, "text"), json_time(json_object_get(one, "start"), 1),
                 json_time(json_object_get(one, "end"), 1));
        r->speakers |= json_text(one, "speaker") != NULL;
        if (!beside)
            add_words(r, json_object_get(one, "words"));
    }
    if (beside && r->parts->len > first) {
        share_out(r, words, first);
    } else if (beside) {
        add_part(r, NULL, TIME_NONE, TIME_NONE);
        add_words(r, words);
    }
}

// Hugging Face.
static void read_chunks(recognised *r, const json_t *all)
{
    gsize i;
    json_t *one;
    json_array_foreach(json_object_get(all, "chunks"), i, one)
    {
        const json_t *times = json_object_get(one, "timestamp");
        add_part(r, json_text(one, "text"), json_time(json_array_get(times, 0), 1),
                 json_time(json_array_get(times, 1), 1));
    }
}

// Vosk.
static void read_result(recognised *r, const json_t *all)
{
    add_part(r, NULL, TIME_NONE, TIME_NONE);
    add_words(r, json_object_get(all, "result"));
}

// Vosk, where it was asked for several guesses: the first is the best.
static void read_alternatives(recognised *r, const json_t *all)
{
    read_result(r, json_array_get(json_object_get(all, "alternatives"), 0));
}

// None is longer.
#define TAG_MAX 64

// Behind what SenseVoice writes between <| and |>.
static const char *skip_tags(const char *at)
{
    while (g_str_has_prefix(at, "<|")) {
        const char *end = memmem(at, strnlen(at, TAG_MAX), "|>", 2);
        if (!end)
            return at;
        at = end + strlen("|>");
    }
    return at;
}

// FunASR: the words of a text, each with the marks behind it, and a pair of milliseconds for each.
static void add_stamped(recognised *r, const char *text, const json_t *times)
{
    gsize i = 0;
    const char *at = text ? skip_tags(text) : "";
    while (*at && i < json_array_size(times)) {
        const char *end = recognised_word_end(at);
        if (end == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        while (*end && !g_str_has_prefix(end, "<|") && recognised_word_end(end) == end)
            end = g_utf8_next_char(end);
        g_autofree char *word = g_strndup(at, (gsize)(end - at));
        const json_t *pair = json_array_get(times, i++);
        add_word(r, g_strchomp(word), json_time(json_array_get(pair, 0), 1000),
                 json_time(json_array_get(pair, 1), 1000));
        at = skip_tags(end);
    }
}

static void read_timestamp(recognised *r, const json_t *all)
{
    add_part(r, NULL, TIME_NONE, TIME_NONE);
    add_stamped(r, json_text(all, "text"), json_object_get(all, "timestamp"));
}

static void read_sentences(recognised *r, const json_t *all)
{
    gsize i;
    json_t *one;
    json_array_foreach(json_object_get(all, "sentence_info"), i, one)
    {
        const char *text = get_text(one, "text", "sentence");
        add_part(r, text, json_time(json_object_get(one, "start"), 1000),
                 json_time(json_object_get(one, "end"), 1000));
        r->speakers |= json_object_get(one, "spk") != NULL;
        add_stamped(r, text, json_object_get(one, "timestamp"));
    }
}

// By the key that tells a recogniser; `inner` stands in its elements.
static const struct {
    const char *key, *inner;
    void (*read)(recognised *r, const json_t *all);
} readers[] = {{"transcription", "text", read_transcription},
               {"segments", "start", read_segments},
               {"sentence_info", "start", read_sentences},
               {"timestamp", "text", read_timestamp},
               {"words", "start", read_segments},
               {"chunks", "timestamp", read_chunks},
               {"result", "word", read_result},
               {"alternatives", "result", read_alternatives}};

static void read_document(recognised *r, const json_t *all)
{
    gsize i;
    json_t *one;
    json_array_foreach(all, i, one) read_document(r, one);
    for (i = 0; i < G_N_ELEMENTS(readers); i++)
        if (json_is_array(json_object_get(all, readers[i].key))) {
            readers[i].read(r, all);
            return;
        }
}

static void read_json(recognised *r, const char *text, gsize size)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    for (json_t *all; (all = json_reader_next(in)); json_decref(all))
        read_document(r, all);
    r->broken = json_reader_broken(in);
}

// ---- lines

// [00:00:01.500 --> 00:00:02.250]  text
static void read_line(recognised *r, char *line)
{
    char *arrow = strstr(line, " --> "), *end = strchr(line, ']');
    int64_t start_us, end_us;
    if (*line != '[' || !arrow || !end || arrow > end)
        return;
    *arrow = *end = '\0';
    if (timecode_parse(line + 1, &start_us) && timecode_parse(arrow + strlen(" --> "), &end_us))
        add_part(r, end + 1, start_us, end_us);
}

static void read_lines(recognised *r, char *text)
{
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        read_line(r, g_strchomp(line));
    }
}

static gboolean is_lines(const char *text)
{
    return *text == '[' && g_ascii_isdigit(text[1]) && strstr(text, " --> ");
}

recognised *recognised_read(const char *text, gsize size)
{
    recognised *r = g_new0(recognised, 1);
    r->strings = arena_new();
    r->parts = g_array_new(FALSE, FALSE, sizeof(recognised_part));
    r->words = g_array_new(FALSE, FALSE, sizeof(recognised_word));
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
    char *first = g_strchug(valid);
    if (is_lines(first))
        read_lines(r, first);
    else
        read_json(r, first, strlen(first));
    return r;
}

static gboolean has_key(const char *head, const char *key)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", key);
    return strstr(head, quoted) != NULL;
}

gboolean recognised_is(const char *head)
{
    head += strspn(head, " \t\r\n");
    if (*head != '{' && *head != '[')
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
        if (has_key(head, readers[i].key) && has_key(head, readers[i].inner))
            return TRUE;
    return is_lines(head);
}
