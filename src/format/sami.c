// SPDX-License-Identifier: GPL-3.0-or-later
// SAMI. It looks like HTML and is not XML: tags are not closed, attributes have no quotes.
//
// * <SYNC Start=ms> begins texts, <P Class=…> says whose. A text lasts until the next one of its
//   class, which is &nbsp; where there is silence; the last one lasts 5 s, or until End=.
// * The style sheet says the language of a class ("lang:zh-CN"), unless its texts are mostly in the
//   other one. Two classes in two languages are paired by time; in one class, the script tells.
// * <br> is a new line; other tags, comments and what stands in <STYLE> and <TITLE> are no text.
#include "format/sami.h"

#include <string.h>

#include "base/i18n.h"
#include "format/entity.h"
#include "format/lines.h"
#include "format/named.h"
#include "format/readers.h"
#include "speech/script.h"

#define TAG_LONGEST 2000
#define PROBE_BYTES 16384

#define NO_BREAK_SPACE "\302\240"

typedef struct {
    const char *end;
    const char *counted; // lines are counted up to there
    int number;
    sami_said said;
    sami_piece now;     // what is being read; start_us may be TIME_NONE: nothing
    gboolean told;      // that text is skipped
    gboolean disorder;  // a text begins before the one above
    gboolean all_close; // no closing tag was missed so far
} reader;

static int line_at(reader *r, const char *p)
{
    for (; r->counted < p; r->counted++)
        r->number += *r->counted == '\n' || (*r->counted == '\r' && r->counted[1] != '\n');
    return r->number;
}

static gboolean is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static gsize name_length(const char *p, const char *end)
{
    const char *from = p;
    while (p < end && (g_ascii_isalnum(*p) || *p == '_' || *p == '-'))
        p++;
    return (gsize)(p - from);
}

static gboolean is_name(const char *p, gsize length, const char *name)
{
    return strlen(name) == length && g_ascii_strncasecmp(p, name, length) == 0;
}

int sami_probe(const char *head)
{
    g_autofree char *begin = g_strndup(head, PROBE_BYTES);
    g_autofree char *small = strchr(begin, '<') ? g_ascii_strdown(begin, -1) : NULL;
    if (!small)
        return 0;
    return strstr(small, "<sami") ? 95 : strstr(small, "<sync start") ? 85 : 0;
}

// The value of an attribute between the name of a tag and its end.
static gboolean find_attribute(const char *p, const char *end, const char *name, line *value)
{
    while (p < end) {
        gsize length = name_length(p, end);
        const char *key = p, *from = p + length;
        while (from < end && is_space(*from))
            from++;
        if (!length || from >= end || *from != '=') {
            p += MAX(length, 1);
            continue;
        }
        do
            from++;
        while (from < end && is_space(*from));
        char quote = from < end && strchr("\"'", *from) ? *from++ : '\0';
        const char *to = from;
        while (to < end && (quote ? *to != quote : !is_space(*to)))
            to++;
        *value = (line){from, (gsize)(to - from), 0};
        if (is_name(key, length, name))
            return TRUE;
        p = to < end ? to + 1 : to;
    }
    return FALSE;
}

// Milliseconds; FALSE if they cannot be read.
static gboolean read_ms(const line *value, int64_t *us)
{
    const char *p = value->text, *end = p + value->length;
    gboolean negative = p < end && *p == '-';
    p += negative;
    const char *first = p;
    int64_t ms = 0;
    for (; p < end && g_ascii_isdigit(*p); p++)
        ms = MIN(ms * 10 + (*p - '0'), TIME_MAX / 1000 + 1);
    *us = (negative ? -ms : ms) * 1000;
    return p > first;
}

static void keep_piece(reader *r, sami_piece *p)
{
    if (p->class == ALL_CLASSES && p->length)
        p->class = 0;
    if (p->class != ALL_CLASSES) {
        sami_class *c = sami_class_at(&r->said, p->class);
        int side = script_language(r->said.texts->str + p->text, p->length);
        if (side >= 0)
            c->votes[side]++;
        if (p->start_us < c->last_us && !r->disorder) {
            report_add(r->said.report, p->number,
                       _("the cue starts before the one above; all were put in order of time."));
            r->disorder = TRUE;
        }
        c->last_us = p->start_us;
    }
    p->order = r->said.pieces->len;
    g_array_append_val(r->said.pieces, *p);
}

// Ends what is being read. `whole`: everything said since the SYNC.
static void end_piece(reader *r, gboolean whole)
{
    sami_piece *p = &r->now;
    gsize end = r->said.texts->len;
    const char *text = r->said.texts->str;
    while (end > p->text && is_space(text[end - 1]))
        end--;
    p->length = end - p->text;
    if (p->start_us == TIME_NONE && p->length && !r->told) {
        report_add(r->said.report, r->number, _("there are no times here, so it was skipped."));
        r->told = TRUE;
    }
    gboolean nothing = p->class == ALL_CLASSES && !p->length && !whole;
    if (p->start_us != TIME_NONE && !nothing)
        keep_piece(r, p);
    p->text = r->said.texts->len;
}

static void begin_sync(reader *r, const char *at, const char *end)
{
    line value;
    end_piece(r, TRUE);
    r->now.number = line_at(r, at);
    r->now.class = ALL_CLASSES;
    r->now.end_us = TIME_NONE;
    const char *problem = NULL;
    if (!find_attribute(at, end, "start", &value) || !read_ms(&value, &r->now.start_us))
        problem = _("the times of the cue cannot be read, so it was skipped.");
    else if (r->now.start_us > TIME_MAX)
        problem = _("the cue lies beyond 1000 hours, so it was skipped.");
    r->told = problem != NULL;
    if (problem) {
        r->now.start_us = TIME_NONE;
        report_add(r->said.report, r->number, "%s", problem);
    }
    if (find_attribute(at, end, "end", &value) && !read_ms(&value, &r->now.end_us))
        r->now.end_us = TIME_NONE;
}

static void begin_paragraph(reader *r, const char *at, const char *end)
{
    line value;
    line_at(r, at);
    end_piece(r, FALSE);
    r->now.class = 0;
    if (find_attribute(at, end, "class", &value))
        r->now.class = sami_find_class(&r->said, value.text, value.length);
}

// What "lang: …" says between the braces of a class; -1: nothing of use.
static int read_language(const char *p, const char *end)
{
    while (++p < end) {
        gsize word = name_length(p, end);
        const char *colon = p + word;
        while (colon < end && is_space(*colon))
            colon++;
        if (word && colon < end && *colon == ':' && is_name(p, word, "lang")) {
            const char *stop = memchr(colon, ';', (gsize)(end - colon));
            return named_side(colon + 1, (gsize)((stop ? stop : end) - colon - 1));
        }
        p += word;
    }
    return -1;
}

// Classes and their languages: ".ZHCC { Name:Chinese; lang:zh-CN; }".
static void read_style(reader *r, const char *p, const char *end)
{
    while ((p = memchr(p, '.', (gsize)(end - p)))) {
        const char *name = ++p;
        gsize length = name_length(p, end);
        for (p += length; p < end && is_space(*p);)
            p++;
        if (!length || p >= end || *p != '{')
            continue;
        const char *close = memchr(p, '}', (gsize)(end - p));
        if (!close)
            return;
        int side = read_language(p, close);
        if (side >= 0)
            sami_class_at(&r->said, sami_find_class(&r->said, name, length))->side = side;
        p = close;
    }
}

// Where "</name" stands; NULL: nowhere.
static const char *find_close(reader *r, const char *p, const char *name, gsize length)
{
    while (r->all_close && (p = memchr(p, '<', (gsize)(r->end - p)))) {
        const char *tag = p++ + 2;
        if (tag < r->end && *p == '/' && name_length(tag, r->end) == length &&
            g_ascii_strncasecmp(tag, name, length) == 0)
            return p - 1;
    }
    r->all_close = FALSE;
    return NULL;
}

static void say(reader *r, const char *text, gsize length)
{
    g_string_append_len(r->said.texts, text, (gssize)length);
}

// White space is one space; none begins a line.
static void say_space(reader *r)
{
    if (r->said.texts->len > r->now.text && !is_space(r->said.texts->str[r->said.texts->len - 1]))
        g_string_append_c(r->said.texts, ' ');
}

// A tag at `p`; returns what stands behind it, NULL: it is none.
static const char *read_tag(reader *r, const char *p)
{
    if (r->end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
        const char *close = r->all_close ? memmem(p, (gsize)(r->end - p), "-->", 3) : NULL;
        r->all_close &= close != NULL;
        return close ? close + 3 : p + 4;
    }
    const char *name = p + 1;
    gsize length = name_length(name, r->end);
    const char *close = name < r->end && (g_ascii_isalpha(*name) || strchr("/!?", *name))
                            ? memchr(p, '>', (gsize)MIN(r->end - p, TAG_LONGEST))
                            : NULL;
    if (!close)
        return NULL;
    const char *attributes = name + length;
    if (is_name(name, length, "sync")) {
        begin_sync(r, attributes, close);
    } else if (is_name(name, length, "p")) {
        begin_paragraph(r, attributes, close);
    } else if (is_name(name, length, "br")) {
        say(r, "\n", 1);
    } else if (is_name(name, length, "style") || is_name(name, length, "title") ||
               is_name(name, length, "samiparam")) {
        const char *stop = find_close(r, close, name, length);
        if (stop && is_name(name, length, "style"))
            read_style(r, close, stop);
        return stop ? stop : close + 1;
    }
    return close + 1;
}

// Says the character that the entity at `p` stands for; returns what stands behind it. Names may be
// in capitals.
static const char *read_entity(reader *r, const char *p)
{
    char text[ENTITY_SIZE] = "&", small[ENTITY_LONGEST];
    gsize length = MIN((gsize)(r->end - p) - 1, sizeof small);
    gsize took = entity_read(p + 1, r->end, text);
    for (gsize i = 0; !took && i < length; i++)
        small[i] = g_ascii_tolower(p[1 + i]);
    if (!took)
        took = entity_read(small, small + length, text);
    if (strcmp(text, NO_BREAK_SPACE) == 0)
        say(r, " ", 1);
    else
        say(r, text, strlen(text));
    return p + 1 + took;
}

static void read_all(reader *r, const char *p)
{
    while (p < r->end) {
        const char *behind = *p == '<' ? read_tag(r, p) : NULL;
        if (behind) {
            p = behind;
        } else if (*p == '&') {
            p = read_entity(r, p);
        } else if (is_space(*p)) {
            say_space(r);
            p++;
        } else {
            say(r, p++, 1);
        }
    }
    line_at(r, r->end);
    end_piece(r, TRUE);
}

speech *sami_read(const char *text, gsize size, report *messages, GError **error)
{
    reader r = {.end = text + size,
                .counted = text,
                .number = 1,
                .now = {.start_us = TIME_NONE, .class = ALL_CLASSES, .more = NO_PIECE},
                .all_close = TRUE};
    sami_init(&r.said, messages);
    read_all(&r, text);
    speech *s = sami_speech(&r.said, error);
    sami_clear(&r.said);
    return s;
}
