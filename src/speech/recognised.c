// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/recognised.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "earvoice/timecode.h"
#include "speech/script.h"

// Words begin so much before the segment they are in, by rounding.
#define ROUNDING_US 20000
// Documents do not stand in more arrays.
#define DEPTH_MAX 32

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

static void add_part(recognised *r, int line, const char *text, int64_t start_us, int64_t end_us)
{
    recognised_part p = {keep(r, text), start_us, end_us, r->words->len, 0, line};
    g_array_append_val(r->parts, p);
}

// To the part that was added last.
static void add_word(recognised *r, const char *text, int64_t start_us, int64_t end_us)
{
    recognised_word w = {keep(r, text), start_us, end_us};
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

static void add_word_of(recognised *r, const json_t *from)
{
    const char *text = get_text(from, "word", "text");
    if (text)
        add_word(r, text, json_time(json_object_get(from, "start"), 1),
                 json_time(json_object_get(from, "end"), 1));
}

// ---- recognisers

// What tells a recogniser stands before the others, in the order in which it is looked for.
typedef enum {
    TRANSCRIPTION,
    SEGMENTS,
    SENTENCE_INFO,
    TIMESTAMP,
    WORDS,
    CHUNKS,
    RESULT,
    ALTERNATIVES,
    TEXT,
    KEYS
} key_index;

static const char *const keys[KEYS + 1] = {
    [TRANSCRIPTION] = "transcription",
    [SEGMENTS] = "segments",
    [SENTENCE_INFO] = "sentence_info",
    [TIMESTAMP] = "timestamp",
    [WORDS] = "words",
    [CHUNKS] = "chunks",
    [RESULT] = "result",
    [ALTERNATIVES] = "alternatives",
    [TEXT] = "text",
};

// A document.
typedef struct {
    json_reader *in;
    json_place found[KEYS];
} document;

static void add_words(recognised *r, json_reader *in, json_place words)
{
    if (!words.at)
        return;
    for (gboolean more = json_reader_first(in, &words); more; more = json_reader_next(in, &words)) {
        json_auto_t *one = json_reader_value(in, &words);
        add_word_of(r, one);
    }
}

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
static void read_transcribed(recognised *r, const json_t *one, int line)
{
    gsize i;
    json_t *token;
    const json_t *tokens = json_object_get(one, "tokens");
    add_part(r, line, json_text(one, "text"), whisper_time(one, "from"), whisper_time(one, "to"));
    r->speakers |= json_text(one, "speaker") != NULL;
    r->tokens |= json_array_size(tokens) > 0;
    json_array_foreach(tokens, i, token)
    {
        const char *text = json_text(token, "text");
        if (text && !g_str_has_prefix(text, "[_") && !g_str_has_prefix(text, "<|"))
            add_word(r, text, whisper_time(token, "from"), whisper_time(token, "to"));
    }
}

// WhisperX, whisper-timestamped, OpenAI.
static void read_segment(recognised *r, const json_t *one, int line)
{
    gsize i;
    json_t *word;
    add_part(r, line, json_text(one, "text"), json_time(json_object_get(one, "start"), 1),
             json_time(json_object_get(one, "end"), 1));
    r->speakers |= json_text(one, "speaker") != NULL;
    json_array_foreach(json_object_get(one, "words"), i, word) add_word_of(r, word);
}

// Hugging Face.
static void read_chunk(recognised *r, const json_t *one, int line)
{
    const json_t *times = json_object_get(one, "timestamp");
    add_part(r, line, json_text(one, "text"), json_time(json_array_get(times, 0), 1),
             json_time(json_array_get(times, 1), 1));
}

static void read_each(recognised *r, const document *d, key_index of,
                      void (*read)(recognised *r, const json_t *one, int line))
{
    json_place at = d->found[of];
    if (!at.at)
        return;
    for (gboolean more = json_reader_first(d->in, &at); more; more = json_reader_next(d->in, &at)) {
        int line = at.line;
        json_auto_t *one = json_reader_value(d->in, &at);
        read(r, one, line);
        const recognised_part *p = &g_array_index(r->parts, recognised_part, r->parts->len - 1);
        if (!p->text && !p->count)
            g_array_set_size(r->parts, r->parts->len - 1);
    }
}

// What has no segments.
static void read_words(recognised *r, json_reader *in, json_place words)
{
    add_part(r, words.line, NULL, TIME_NONE, TIME_NONE);
    add_words(r, in, words);
}

// Forgets the words of the parts from `first` on.
static void drop_words(recognised *r, guint first)
{
    for (guint i = first; i < r->parts->len; i++) {
        recognised_part *p = &g_array_index(r->parts, recognised_part, i);
        if (i == first)
            g_array_set_size(r->words, p->first);
        p->count = 0;
    }
}

// Gives words that stand beside the segments to those in which they begin.
static void share_out(recognised *r, const document *d, guint first_part)
{
    GArray *parts = r->parts;
    guint at = first_part, last_part = parts->len;
    drop_words(r, first_part);
    guint begin = r->words->len;
    read_words(r, d->in, d->found[WORDS]);
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

static void read_segments(recognised *r, const document *d)
{
    guint first = r->parts->len;
    json_place words = d->found[WORDS];
    gboolean beside = words.at && json_reader_first(d->in, &words);
    read_each(r, d, SEGMENTS, read_segment);
    if (beside && r->parts->len > first)
        share_out(r, d, first);
    else if (beside)
        read_words(r, d->in, d->found[WORDS]);
}

// Vosk.
static void read_result(recognised *r, const document *d)
{
    read_words(r, d->in, d->found[RESULT]);
}

// Vosk, where it was asked for several guesses: the first is the best.
static void read_alternatives(recognised *r, const document *d)
{
    static const char *const result[] = {"result", NULL};
    json_place at = d->found[ALTERNATIVES], words = {0};
    if (json_reader_first(d->in, &at))
        json_reader_object(d->in, &at, result, &words);
    if (words.at)
        read_words(r, d->in, words);
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
static void add_stamped(recognised *r, json_reader *in, const char *text, json_place times)
{
    const char *at = text ? skip_tags(text) : "";
    gboolean more = times.at && json_reader_first(in, &times);
    while (*at && more) {
        const char *end = recognised_word_end(at);
        if (end == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        while (*end && !g_str_has_prefix(end, "<|") && recognised_word_end(end) == end)
            end = g_utf8_next_char(end);
        g_autofree char *word = g_strndup(at, (gsize)(end - at));
        json_auto_t *pair = json_reader_value(in, &times);
        add_word(r, g_strchomp(word), json_time(json_array_get(pair, 0), 1000),
                 json_time(json_array_get(pair, 1), 1000));
        at = skip_tags(end);
        more = json_reader_next(in, &times);
    }
}

static void read_timestamp(recognised *r, const document *d)
{
    json_auto_t *text = json_reader_at(d->in, d->found[TEXT]);
    add_part(r, d->found[TIMESTAMP].line, NULL, TIME_NONE, TIME_NONE);
    add_stamped(r, d->in, json_string_value(text), d->found[TIMESTAMP]);
}

static void read_sentence(recognised *r, json_reader *in, json_place *at)
{
    enum { TEXT_KEY, SENTENCE, START, END, SPEAKER, TIMES, SENTENCE_KEYS };
    static const char *const names[] = {"text", "sentence",  "start", "end",
                                        "spk",  "timestamp", NULL};
    json_place found[SENTENCE_KEYS];
    int line = at->line;
    json_reader_object(in, at, names, found);
    json_auto_t *text = json_reader_at(in, found[TEXT_KEY]);
    json_auto_t *other = json_reader_at(in, found[SENTENCE]);
    json_auto_t *start = json_reader_at(in, found[START]), *end = json_reader_at(in, found[END]);
    const char *said = json_string_value(json_is_string(text) ? text : other);
    add_part(r, line, said, json_time(start, 1000), json_time(end, 1000));
    r->speakers |= found[SPEAKER].at != NULL;
    add_stamped(r, in, said, found[TIMES]);
}

static void read_sentences(recognised *r, const document *d)
{
    json_place at = d->found[SENTENCE_INFO];
    for (gboolean more = json_reader_first(d->in, &at); more; more = json_reader_next(d->in, &at))
        read_sentence(r, d->in, &at);
}

// By the key that tells a recogniser; `inner` stands in its elements, of which `each` is read, if
// the document is not.
static const struct {
    const char *inner;
    void (*each)(recognised *r, const json_t *one, int line);
    void (*read)(recognised *r, const document *d);
} readers[] = {
    [TRANSCRIPTION] = {"text", read_transcribed, NULL},
    [SEGMENTS] = {"start", NULL, read_segments},
    [SENTENCE_INFO] = {"start", NULL, read_sentences},
    [TIMESTAMP] = {"text", NULL, read_timestamp},
    [WORDS] = {"start", NULL, read_segments},
    [CHUNKS] = {"timestamp", read_chunk, NULL},
    [RESULT] = {"word", NULL, read_result},
    [ALTERNATIVES] = {"result", NULL, read_alternatives},
};

static void read_document(recognised *r, json_reader *in, json_place *at, int depth)
{
    document d = {.in = in};
    if (*at->at == '[' && depth < DEPTH_MAX) {
        for (gboolean more = json_reader_first(in, at); more; more = json_reader_next(in, at))
            read_document(r, in, at, depth + 1);
        return;
    }
    json_reader_object(in, at, keys, d.found);
    gsize of = 0;
    while (of < G_N_ELEMENTS(readers) && !(d.found[of].at && *d.found[of].at == '['))
        of++;
    if (of < G_N_ELEMENTS(readers) && readers[of].each)
        read_each(r, &d, (key_index)of, readers[of].each);
    else if (of < G_N_ELEMENTS(readers))
        readers[of].read(r, &d);
}

static void read_json(recognised *r, const char *text, gsize size)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    json_place at = json_reader_begin(in);
    while (json_reader_document(in, &at))
        read_document(r, in, &at, 0);
    r->broken = json_reader_broken(in);
}

// ---- lines

// [00:00:01.500 --> 00:00:02.250]  text
static void read_line(recognised *r, char *line, int number)
{
    char *arrow = strstr(line, " --> "), *end = strchr(line, ']');
    int64_t start_us, end_us;
    if (*line != '[' || !arrow || !end || arrow > end)
        return;
    *arrow = *end = '\0';
    if (timecode_parse(line + 1, &start_us) && timecode_parse(arrow + strlen(" --> "), &end_us))
        add_part(r, number, end + 1, start_us, end_us);
}

static void read_lines(recognised *r, const char *text, gsize size)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
    int number = 1;
    for (char *line = valid, *next; line; line = next, number++) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        read_line(r, g_strchomp(line), number);
    }
}

static gboolean is_lines(const char *text, gsize size)
{
    while (size && g_ascii_isspace(*text))
        text++, size--;
    return size > 1 && *text == '[' && g_ascii_isdigit(text[1]) && memmem(text, size, " --> ", 5);
}

recognised *recognised_read(const char *text, gsize size)
{
    recognised *r = g_new0(recognised, 1);
    r->strings = arena_new();
    r->parts = g_array_new(FALSE, FALSE, sizeof(recognised_part));
    r->words = g_array_new(FALSE, FALSE, sizeof(recognised_word));
    if (is_lines(text, size))
        read_lines(r, text, size);
    else
        read_json(r, text, size);
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
        if (has_key(head, keys[i]) && has_key(head, readers[i].inner))
            return TRUE;
    return is_lines(head, strlen(head));
}
