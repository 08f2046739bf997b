// SPDX-License-Identifier: GPL-3.0-or-later
// What sites and their tools give as subtitles in JSON: an array of objects, each with a start, an
// end or a duration, and a text, by itself or under a key; and lyrics of NetEase and others, LRC in
// a string, the translation in another one.
//
//   Bilibili                 {"body": [{"from": 0.2, "to": 2.1, "content": "…"}, …]}
//   YouTube (json3)          {"events": [{"tStartMs": 160, "dDurationMs": 3269,
//                                         "segs": [{"utf8": "…", "tOffsetMs": 400}, …]}, …]}
//   youtube-transcript-api   [{"start": 1.0, "duration": 1.5, "text": "…"}, …]
//   NetEase                  {"lrc": {"lyric": "[00:01.00]…"}, "tlyric": {"lyric": "[00:01.00]…"}}
//   QQ, LRCLIB               {"lyric": "[00:01.00]…", "trans": "…"}, {"syncedLyrics":
//   "[00:01.00]…"}
//
// Texts have the character references of HTML in them. Numbers may stand in strings; whole ones by
// which most captions would last a minute are milliseconds.
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/entity.h"
#include "format/readers.h"
#include "format/word_run.h"
#include "speech/build.h"

// The last one lasts so long where it does not say.
#define LAST_US (5 * TIME_SECOND)
// Documents do not stand in more arrays.
#define DEPTH_MAX 32

// What a key of an element says, and how many of its unit are a second.
typedef enum { START, END, DURATION, TEXT, ROLES } role;
static const struct {
    const char *key;
    role role;
    double scale;
} keys[] = {
    {"start", START, 1},
    {"from", START, 1},
    {"begin", START, 1},
    {"tStartMs", START, 1000},
    {"end", END, 1},
    {"to", END, 1},
    {"duration", DURATION, 1},
    {"dur", DURATION, 1},
    {"text", TEXT, 0},
    {"content", TEXT, 0},
    {"dDurationMs", DURATION, 1000},
    {"segs", TEXT, 0},
};

// Where the array is; and the lyrics.
enum { ARRAYS = 5 };
static const char *const places[] = {"lrc",  "lyric",  "syncedLyrics", "tlyric",    "trans",
                                     "body", "events", "snippets",     "subtitles", "captions",
                                     NULL};

typedef struct {
    int64_t start_us, end_us; // end TIME_NONE: not said
    GString *text;
    int line;
    guint first, count; // of its marks
} caption;

// What stands at `offset` of the text of a caption begins at `us`.
typedef struct {
    gsize offset;
    int64_t us;
} mark;

typedef struct {
    GArray *captions; // caption
    GArray *marks;    // mark
    GString *lyrics;
    int left_out;
} reader;

static void caption_clear(gpointer data)
{
    g_string_free(((caption *)data)->text, TRUE);
}

static gboolean has_key(const char *head, const char *key)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", key);
    return strstr(head, quoted) != NULL;
}

int captions_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    if (*head != '{' && *head != '[')
        return 0;
    if (*head == '{' &&
        ((has_key(head, "lrc") && has_key(head, "lyric")) ||
         (has_key(head, "lyric") && strstr(head, "\"[")) || has_key(head, "syncedLyrics")))
        return 60;
    gboolean placed = *head == '[', found[ROLES] = {FALSE};
    for (gsize i = ARRAYS; places[i]; i++)
        placed |= has_key(head, places[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        found[keys[i].role] |= has_key(head, keys[i].key);
    return placed && found[START] && found[TEXT] ? 50 : 0;
}

// Of so many elements it is looked at how long they would last.
#define LENGTHS_LOOKED_AT 50
// So many seconds are milliseconds, if the numbers are whole ones.
#define LONG_CAPTION 60

// The difference of whole numbers, or the whole number of a duration; -1: there are none such.
static json_int_t whole_length(const json_t *one)
{
    const json_t *value[ROLES] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].scale == 1 && json_object_get(one, keys[i].key))
            value[keys[i].role] = json_object_get(one, keys[i].key);
    if (!json_is_integer(value[START]))
        return -1;
    if (json_is_integer(value[DURATION]))
        return json_integer_value(value[DURATION]);
    json_int_t start = json_integer_value(value[START]), end = json_integer_value(value[END]);
    return json_is_integer(value[END]) && start >= 0 && end >= start ? end - start : -1;
}

// How many of the numbers of an array that have no unit of their own are a second.
static double find_scale(json_reader *in, json_place at)
{
    int count = 0, long_ones = 0;
    for (gboolean more = json_reader_first(in, &at); more && count < LENGTHS_LOOKED_AT;
         more = json_reader_next(in, &at)) {
        json_auto_t *one = json_reader_value(in, &at);
        long_ones += whole_length(one) >= LONG_CAPTION;
        count++;
    }
    return long_ones * 2 > count ? 1000 : 1;
}

// Adds a string, or the parts of one, which may have times.
static void say(reader *r, caption *to, const json_t *value)
{
    gsize i;
    const json_t *part;
    if (json_is_string(value))
        entity_append_plain(to->text, json_string_value(value));
    json_array_foreach(value, i, part)
    {
        const char *text = json_text(part, "utf8");
        int64_t us = json_time(json_object_get(part, "tOffsetMs"), 1000);
        if (text && us != TIME_NONE && to->start_us != TIME_NONE) {
            mark m = {to->text->len, to->start_us + us};
            g_array_append_val(r->marks, m);
            to->count++;
        }
        entity_append_plain(to->text, text ? text : "");
    }
}

// Takes the white space around the text away; its marks move along.
static void trim(reader *r, caption *c)
{
    gsize before = strspn(c->text->str, " \t\r\n");
    for (guint i = c->first; i < c->first + c->count; i++) {
        mark *m = &g_array_index(r->marks, mark, i);
        m->offset -= MIN(m->offset, before);
    }
    g_string_erase(c->text, 0, (gssize)before);
    g_strchomp(c->text->str);
    g_string_truncate(c->text, strlen(c->text->str));
}

static void read_element(reader *r, const json_t *one, double scale, int line)
{
    caption c = {TIME_NONE, TIME_NONE, g_string_new(NULL), line, r->marks->len, 0};
    int64_t lasts_us = TIME_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const json_t *value = json_object_get(one, keys[i].key);
        double unit = keys[i].scale == 1 ? scale : keys[i].scale;
        int64_t us = json_is_string(value) && keys[i].scale == 1 ? json_time_text(value)
                                                                 : json_time(value, unit);
        // Of two texts one is the other with more around it.
        if (keys[i].role == TEXT && !c.text->len)
            say(r, &c, value);
        else if (keys[i].role == TEXT)
            continue;
        else if (us != TIME_NONE)
            *(keys[i].role == START ? &c.start_us
              : keys[i].role == END ? &c.end_us
                                    : &lasts_us) = us;
    }
    if (c.end_us == TIME_NONE && c.start_us != TIME_NONE && lasts_us != TIME_NONE)
        c.end_us = c.start_us + lasts_us;
    trim(r, &c);
    if (c.start_us != TIME_NONE && c.text->len) {
        g_array_append_val(r->captions, c);
        return;
    }
    // YouTube has some without text, for the windows of the screen and line breaks.
    r->left_out += c.text->len > 0;
    g_string_free(c.text, TRUE);
}

static void read_array(reader *r, json_reader *in, json_place at)
{
    double scale = find_scale(in, at);
    for (gboolean more = json_reader_first(in, &at); more; more = json_reader_next(in, &at)) {
        int line = at.line;
        json_auto_t *one = json_reader_value(in, &at);
        read_element(r, one, scale, line);
    }
}

static void read_document(reader *r, json_reader *in, json_place *at, int depth)
{
    json_place found[G_N_ELEMENTS(places)] = {{0}}, begin = *at;
    if (*at->at == '[') {
        json_place inner = *at;
        gboolean nested = json_reader_first(in, &inner) && *inner.at == '[';
        if (nested && depth < DEPTH_MAX)
            read_document(r, in, &inner, depth + 1);
        else
            read_array(r, in, begin);
        json_reader_object(in, at, places, found);
        return;
    }
    json_reader_object(in, at, places, found);
    for (gsize i = 0; i < ARRAYS; i++) {
        json_auto_t *lyric = json_reader_at(in, found[i]);
        const char *text = json_string_value(lyric);
        text = text ? text : json_text(lyric, "lyric");
        if (text)
            g_string_append_printf(r->lyrics, "%s\n", text);
    }
    for (gsize i = ARRAYS; places[i]; i++)
        if (found[i].at && *found[i].at == '[')
            read_array(r, in, found[i]);
}

// The end of one: what it says, but not behind the beginning of the next one, as YouTube's are.
static int64_t end_of(const reader *r, guint i)
{
    const caption *c = &g_array_index(r->captions, caption, i);
    const caption *next = i + 1 < r->captions->len ? c + 1 : NULL;
    gboolean later = next && next->start_us - c->start_us > CUE_NEAR_US;
    if (c->end_us == TIME_NONE)
        return later ? next->start_us : c->start_us + LAST_US;
    return later ? MIN(c->end_us, next->start_us) : c->end_us;
}

// Fewer short captions are no words.
#define WORDS_LEAST 20

static gboolean is_words(const reader *r)
{
    int words = 0;
    for (guint i = 0; i < r->captions->len; i++)
        words += word_run_is_word(g_array_index(r->captions, caption, i).text->str);
    return words >= WORDS_LEAST && word_run_is_run(words, (int)r->captions->len);
}

// Sentences of captions that are words.
static speech *add_words(const reader *r)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(GArray) run = g_array_new(FALSE, FALSE, sizeof(run_word));
    for (guint i = 0; i < r->captions->len; i++) {
        const caption *c = &g_array_index(r->captions, caption, i);
        run_word w = {c->text->str, c->start_us, end_of(r, i), FALSE, NULL, PARAGRAPH_BODY};
        g_array_append_val(run, w);
    }
    word_run_add(run, out);
    return speech_builder_end(out);
}

static void say_marked(const reader *r, const caption *c, cue *to)
{
    gsize at = 0;
    cue_clear(to);
    for (guint i = c->first; i < c->first + c->count; i++) {
        const mark *m = &g_array_index(r->marks, mark, i);
        gsize offset = CLAMP(m->offset, at, c->text->len);
        cue_say(to, CUE_FIND_OUT, c->text->str + at, offset - at);
        cue_mark(to, CUE_FIND_OUT, m->us);
        at = offset;
    }
    cue_say(to, CUE_FIND_OUT, c->text->str + at, c->text->len - at);
}

// Captions with times of words; NULL: none of them lies anywhere.
static speech *add_marked(const reader *r, report *messages)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(cue) scratch = cue_new();
    for (guint i = 0; i < r->captions->len; i++) {
        const caption *c = &g_array_index(r->captions, caption, i);
        segment g = {.start_us = c->start_us, .end_us = end_of(r, i), .confidence = -1};
        const char *problem = cue_order_problem(g.start_us, g.end_us);
        if (problem || g.start_us >= TIME_MAX) {
            report_add(messages, c->line, "%s",
                       problem ? problem : _("the cue lies beyond 1000 hours, so it was skipped."));
            continue;
        }
        g.end_us = MIN(g.end_us, TIME_MAX);
        say_marked(r, c, scratch);
        cue_finish(scratch, &g);
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_safe_segment(out, &g);
    }
    return speech_builder_count(out) ? speech_builder_end(out) : NULL;
}

static speech *make_speech(const reader *r, report *messages, GError **error)
{
    if (r->lyrics->len)
        return lrc_read(r->lyrics->str, r->lyrics->len, messages, error);
    if (r->left_out)
        report_add(messages, 0, _("texts without times were left out: %d."), r->left_out);
    speech *marked = is_words(r) ? add_words(r) : r->marks->len ? add_marked(r, messages) : NULL;
    if (marked)
        return marked;
    g_autoptr(cues) all = cues_new(messages);
    for (guint i = 0; i < r->captions->len; i++) {
        const caption *c = &g_array_index(r->captions, caption, i);
        if (cues_begin(all, c->start_us, end_of(r, i), c->line))
            cues_say(all, c->text->str, c->text->len);
    }
    return cues_end(all, CUE_FIND_OUT, error);
}

speech *captions_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) captions = g_array_new(FALSE, FALSE, sizeof(caption));
    g_array_set_clear_func(captions, caption_clear);
    g_autoptr(GString) lyrics = g_string_new(NULL);
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(mark));
    reader r = {captions, marks, lyrics, 0};
    g_autoptr(json_reader) in = json_reader_new(text, size);
    json_place at = json_reader_begin(in);
    while (json_reader_document(in, &at))
        read_document(&r, in, &at, 0);
    json_broken_report(json_reader_broken(in), messages);
    return make_speech(&r, messages, error);
}
