// SPDX-License-Identifier: GPL-3.0-or-later
// What sites and their tools give as subtitles in JSON: an array of objects, each with a start, an
// end or a duration, and a text, by itself or under a key; and lyrics of NetEase, LRC in a string,
// the translation in another one.
//
//   Bilibili                 {"body": [{"from": 0.2, "to": 2.1, "content": "…"}, …]}
//   YouTube (json3)          {"events": [{"tStartMs": 160, "dDurationMs": 3269,
//                                         "segs": [{"utf8": "…"}, …]}, …]}
//   youtube-transcript-api   [{"start": 1.0, "duration": 1.5, "text": "…"}, …]
//   NetEase                  {"lrc": {"lyric": "[00:01.00]…"}, "tlyric": {"lyric": "[00:01.00]…"}}
//
// Texts have the character references of HTML in them. Numbers may stand in strings.
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/entity.h"
#include "format/readers.h"

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
enum { LRC, TRANSLATED, ARRAYS };
static const char *const places[] = {"lrc",      "tlyric",    "body",     "events",
                                     "snippets", "subtitles", "captions", NULL};

typedef struct {
    int64_t start_us, end_us; // end TIME_NONE: not said
    GString *text;
    int line;
} caption;

typedef struct {
    GArray *captions; // caption
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
    if (has_key(head, "lrc") && has_key(head, "lyric"))
        return 60;
    gboolean placed = *head == '[', found[ROLES] = {FALSE};
    for (gsize i = ARRAYS; places[i]; i++)
        placed |= has_key(head, places[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        found[keys[i].role] |= has_key(head, keys[i].key);
    return placed && found[START] && found[TEXT] ? 50 : 0;
}

// A string, or the parts of one.
static void say(GString *to, const json_t *value)
{
    gsize i;
    const json_t *part;
    if (json_is_string(value))
        entity_append_plain(to, json_string_value(value));
    json_array_foreach(value, i, part)
    {
        const char *text = json_text(part, "utf8");
        entity_append_plain(to, text ? text : "");
    }
}

static void read_element(reader *r, const json_t *one, int line)
{
    caption c = {TIME_NONE, TIME_NONE, g_string_new(NULL), line};
    int64_t lasts_us = TIME_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const json_t *value = json_object_get(one, keys[i].key);
        int64_t us = json_is_string(value) && keys[i].scale == 1 ? json_time_text(value)
                                                                 : json_time(value, keys[i].scale);
        if (keys[i].role == TEXT)
            say(c.text, value);
        else if (us != TIME_NONE)
            *(keys[i].role == START ? &c.start_us
              : keys[i].role == END ? &c.end_us
                                    : &lasts_us) = us;
    }
    if (c.end_us == TIME_NONE && c.start_us != TIME_NONE && lasts_us != TIME_NONE)
        c.end_us = c.start_us + lasts_us;
    g_strstrip(c.text->str);
    g_string_truncate(c.text, strlen(c.text->str));
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
    for (gboolean more = json_reader_first(in, &at); more; more = json_reader_next(in, &at)) {
        int line = at.line;
        json_auto_t *one = json_reader_value(in, &at);
        read_element(r, one, line);
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
        const char *text = json_text(lyric, "lyric");
        g_string_append_printf(r->lyrics, "%s\n", text ? text : "");
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

static speech *make_speech(const reader *r, report *messages, GError **error)
{
    if (r->lyrics->len > 2)
        return lrc_read(r->lyrics->str, r->lyrics->len, messages, error);
    g_autoptr(cues) all = cues_new(messages);
    for (guint i = 0; i < r->captions->len; i++) {
        const caption *c = &g_array_index(r->captions, caption, i);
        if (cues_begin(all, c->start_us, end_of(r, i), c->line))
            cues_say(all, c->text->str, c->text->len);
    }
    if (r->left_out)
        report_add(messages, 0, _("texts without times were left out: %d."), r->left_out);
    return cues_end(all, CUE_FIND_OUT, error);
}

speech *captions_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) captions = g_array_new(FALSE, FALSE, sizeof(caption));
    g_array_set_clear_func(captions, caption_clear);
    g_autoptr(GString) lyrics = g_string_new(NULL);
    reader r = {captions, lyrics, 0};
    g_autoptr(json_reader) in = json_reader_new(text, size);
    json_place at = json_reader_begin(in);
    while (json_reader_document(in, &at))
        read_document(&r, in, &at, 0);
    json_broken_report(json_reader_broken(in), messages);
    return make_speech(&r, messages, error);
}
