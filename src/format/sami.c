// SPDX-License-Identifier: GPL-3.0-or-later
// SAMI. It looks like HTML and is not XML: tags are not closed, attributes have no quotes.
//
// * <SYNC Start=ms> begins texts, <P Class=…> says whose. A text lasts until the next one of its
//   class, which is &nbsp; where there is silence; the last one lasts 5 s, or until End=.
// * The style sheet says the language of a class ("lang:zh-CN"), unless its texts are mostly in the
//   other one. Two classes in two languages are paired by time; in one class, the script tells.
// * <br> is a new line; other tags, comments and what stands in <STYLE> and <TITLE> are no text.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/lines.h"
#include "format/named.h"
#include "format/pair.h"
#include "format/readers.h"
#include "speech/script.h"

#define LAST_US     (5 * TIME_SECOND)
#define CLASSES_MAX 32
#define TAG_LONGEST 2000
#define PROBE_BYTES 16384
#define ALL_CLASSES (-1)
#define NO_PIECE    (-1)

typedef struct {
    char *name;
    int side;             // CUE_FIND_OUT: not known
    int votes[LANGUAGES]; // texts in each language
    int64_t last_us;      // where its last text begins
    int open;             // the piece that lasts still
} sami_class;

// What a class says from a time on; without text it only ends the one before.
typedef struct {
    int64_t start_us, end_us; // end_us: TIME_NONE where it is not said
    int class;
    int number;         // of the line
    guint order;        // in the file
    gsize text, length; // in the texts of all
    int more;           // the piece that says more at the same time, or NO_PIECE
} piece;

typedef struct {
    const char *end;
    const char *counted; // lines are counted up to there
    int number;
    report *report;
    GArray *classes; // sami_class; the first is for texts without one
    GArray *pieces;  // piece
    GString *texts;
    piece now;          // what is being read; start_us may be TIME_NONE: nothing
    gboolean told;      // that text is skipped
    gboolean disorder;  // a text begins before the one above
    gboolean all_close; // no closing tag was missed so far
} reader;

static void class_clear(void *data)
{
    g_free(((sami_class *)data)->name);
}

static sami_class *class_at(const reader *r, int i)
{
    return &g_array_index(r->classes, sami_class, i);
}

// The class called so; the first where there are too many.
static int find_class(reader *r, const char *name, gsize length)
{
    for (guint i = 0; i < r->classes->len; i++) {
        const sami_class *c = class_at(r, (int)i);
        if (strlen(c->name) == length && g_ascii_strncasecmp(c->name, name, length) == 0)
            return (int)i;
    }
    if (r->classes->len >= CLASSES_MAX)
        return 0;
    sami_class added = {g_strndup(name, length), CUE_FIND_OUT, {0}, 0, NO_PIECE};
    g_array_append_val(r->classes, added);
    return (int)r->classes->len - 1;
}

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

// Ends what is being read. `whole`: everything said since the SYNC.
static void end_piece(reader *r, gboolean whole)
{
    piece *p = &r->now;
    gsize end = r->texts->len;
    const char *text = r->texts->str;
    while (end > p->text && is_space(text[end - 1]))
        end--;
    p->length = end - p->text;
    if (p->start_us == TIME_NONE && p->length && !r->told) {
        report_add(r->report, r->number, _("there are no times here, so it was skipped."));
        r->told = TRUE;
    }
    gboolean nothing = p->class == ALL_CLASSES && !p->length && !whole;
    if (p->start_us != TIME_NONE && !nothing) {
        if (p->class == ALL_CLASSES && p->length)
            p->class = 0;
        if (p->class != ALL_CLASSES) {
            sami_class *c = class_at(r, p->class);
            int side = script_language(text + p->text, p->length);
            if (side >= 0)
                c->votes[side]++;
            if (p->start_us < c->last_us && !r->disorder) {
                report_add(r->report, p->number,
                           _("the cue starts before the one above; all were put in order of "
                             "time."));
                r->disorder = TRUE;
            }
            c->last_us = p->start_us;
        }
        p->order = r->pieces->len;
        g_array_append_val(r->pieces, *p);
    }
    p->text = r->texts->len;
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
        report_add(r->report, r->number, "%s", problem);
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
        r->now.class = find_class(r, value.text, value.length);
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
        while (++p < close) {
            gsize word = name_length(p, close);
            const char *colon = p + word;
            while (colon < close && is_space(*colon))
                colon++;
            if (word && colon < close && *colon == ':' && is_name(p, word, "lang")) {
                const char *stop = memchr(colon, ';', (gsize)(close - colon));
                int side = named_side(colon + 1, (gsize)((stop ? stop : close) - colon - 1));
                class_at(r, find_class(r, name, length))->side = side;
            }
            p += word;
        }
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
    g_string_append_len(r->texts, text, (gssize)length);
}

// White space is one space; none begins a line.
static void say_space(reader *r)
{
    if (r->texts->len > r->now.text && !is_space(r->texts->str[r->texts->len - 1]))
        g_string_append_c(r->texts, ' ');
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

// Says the character that the entity at `p` stands for; returns what stands behind it.
static const char *read_entity(reader *r, const char *p)
{
    static const struct {
        const char *name, *text;
    } rows[] = {{"&nbsp", " "}, {"&amp", "&"},   {"&lt", "<"},
                {"&gt", ">"},   {"&quot", "\""}, {"&apos", "'"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize n = strlen(rows[i].name);
        if ((gsize)(r->end - p) < n || g_ascii_strncasecmp(p, rows[i].name, n) != 0)
            continue;
        say(r, rows[i].text, 1);
        return p + n + (p + n < r->end && p[n] == ';');
    }
    gboolean numbered = r->end - p > 2 && p[1] == '#';
    gboolean hex = numbered && (p[2] == 'x' || p[2] == 'X');
    const char *q = p + (hex ? 3 : 2), *first = q;
    gunichar c = 0;
    for (; numbered && q < r->end && (hex ? g_ascii_isxdigit(*q) : g_ascii_isdigit(*q)); q++)
        c = MIN(c, 0x110000) * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(*q);
    if (!numbered || q == first || !c || !g_unichar_validate(c)) {
        say(r, "&", 1);
        return p + 1;
    }
    char bytes[6];
    say(r, bytes, (gsize)g_unichar_to_utf8(c == 0xA0 ? ' ' : c, bytes));
    return q + (q < r->end && *q == ';');
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

static int compare_pieces(const void *a, const void *b)
{
    const piece *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

// The text that class `c` has lasts no longer than `us`.
static void close_class(reader *r, sami_class *c, int64_t us)
{
    piece *p = c->open == NO_PIECE ? NULL : &g_array_index(r->pieces, piece, c->open);
    if (p && (p->end_us == TIME_NONE || p->end_us > us))
        p->end_us = us;
    c->open = NO_PIECE;
}

static void close_all(reader *r, int64_t us)
{
    for (guint k = 0; k < r->classes->len; k++)
        close_class(r, class_at(r, (int)k), us);
}

// Gives each piece its end. One that says more at the same time hangs on to the one before, and is
// of no class then.
static void find_ends(reader *r)
{
    g_array_sort(r->pieces, compare_pieces);
    int64_t last_us = 0;
    int tails[CLASSES_MAX]; // the last piece of those that are open
    for (guint i = 0; i < r->pieces->len; i++) {
        piece *p = &g_array_index(r->pieces, piece, i);
        last_us = p->start_us;
        if (p->class == ALL_CLASSES) {
            close_all(r, p->start_us);
            continue;
        }
        sami_class *c = class_at(r, p->class);
        gboolean same =
            c->open != NO_PIECE && g_array_index(r->pieces, piece, c->open).start_us == p->start_us;
        if (same && p->length)
            g_array_index(r->pieces, piece, tails[p->class]).more = (int)i;
        if (!same)
            close_class(r, c, p->start_us);
        if (p->length) {
            tails[p->class] = (int)i;
            c->open = same ? c->open : (int)i;
        }
        if (same || !p->length)
            p->class = ALL_CLASSES;
    }
    close_all(r, MIN(last_us + LAST_US, TIME_MAX));
}

// The languages of the classes; whether there are two.
static gboolean find_sides(reader *r)
{
    gboolean has[LANGUAGES] = {FALSE, FALSE};
    for (guint k = 0; k < r->classes->len; k++) {
        sami_class *c = class_at(r, (int)k);
        int zh = c->votes[LANGUAGE_ZH], en = c->votes[LANGUAGE_EN];
        if (zh != en)
            c->side = zh > en ? LANGUAGE_ZH : LANGUAGE_EN;
        if (c->side >= 0 && zh + en > 0)
            has[c->side] = TRUE;
    }
    return has[LANGUAGE_ZH] && has[LANGUAGE_EN];
}

static void add_piece(reader *r, const piece *p, cues *to)
{
    if (!cues_begin(to, p->start_us, p->end_us, p->number))
        return;
    for (;;) {
        cues_say(to, r->texts->str + p->text, p->length);
        if (p->more == NO_PIECE)
            return;
        cues_say(to, "\n", 1);
        p = &g_array_index(r->pieces, piece, p->more);
    }
}

static speech *make_speech(reader *r, GError **error)
{
    find_ends(r);
    gboolean two = find_sides(r);
    g_autoptr(cues) zh = cues_new(r->report), en = cues_new(r->report);
    for (guint i = 0; i < r->pieces->len; i++) {
        const piece *p = &g_array_index(r->pieces, piece, i);
        if (p->class != ALL_CLASSES)
            add_piece(r, p, two && class_at(r, p->class)->side == LANGUAGE_EN ? en : zh);
    }
    if (!two || !cues_count(en))
        return cues_end(zh, CUE_FIND_OUT, error);
    if (!cues_count(zh))
        return cues_end(en, CUE_FIND_OUT, error);
    g_autoptr(speech) left = cues_end(zh, LANGUAGE_ZH, error);
    g_autoptr(speech) right = cues_end(en, LANGUAGE_EN, error);
    return pair_by_time(left, right);
}

speech *sami_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) classes = g_array_new(FALSE, FALSE, sizeof(sami_class));
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(piece));
    g_autoptr(GString) texts = g_string_new(NULL);
    g_array_set_clear_func(classes, class_clear);
    reader r = {.end = text + size,
                .counted = text,
                .number = 1,
                .report = messages,
                .classes = classes,
                .pieces = pieces,
                .texts = texts,
                .now = {.start_us = TIME_NONE, .class = ALL_CLASSES, .more = NO_PIECE},
                .all_close = TRUE};
    find_class(&r, "", 0);
    read_all(&r, text);
    return make_speech(&r, error);
}
