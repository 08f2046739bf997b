// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/transcript_margin.h"

#include <string.h>

#include "base/i18n.h"
#include "format/transcript.h"

// A name before or behind a time has at most so many columns.
#define NAME_COLUMNS 40
// Of the times of a transcript, at least so many are not before the one above.
#define IN_ORDER 0.8
// Text stands behind a time on its line only where at least so many lines have it so.
#define BEGUN_SHARE 0.3

// Names stand below times on lines of their own if there are so many times at least, so many of
// them with one.
#define SPEAKERS_LEAST 3
#define SPEAKERS_SHARE 0.8

// How far the reading of a line has come.
typedef struct {
    const char *at, *end;
} cursor;

static cursor cursor_of(const line *l)
{
    return (cursor){l->text, l->text + l->length};
}

static gunichar peek(const cursor *c)
{
    return c->at < c->end ? g_utf8_get_char(c->at) : 0;
}

static gboolean is_in(gunichar c, const char *set)
{
    for (; c && *set; set = g_utf8_next_char(set))
        if (g_utf8_get_char(set) == c)
            return TRUE;
    return FALSE;
}

// Passes over characters of `set`; returns how many.
static int skip(cursor *c, const char *set)
{
    int count = 0;
    for (; is_in(peek(c), set); count++)
        c->at = g_utf8_next_char(c->at);
    return count;
}

static int skip_digits(cursor *c, int *value)
{
    int count = 0;
    for (*value = 0; c->at < c->end && g_ascii_isdigit(*c->at); c->at++, count++)
        *value = *value < 1000000 ? *value * 10 + (*c->at - '0') : *value;
    return count;
}

static gboolean skip_word(cursor *c, const char *word)
{
    gsize length = strlen(word);
    if ((gsize)(c->end - c->at) < length || g_ascii_strncasecmp(c->at, word, length) != 0)
        return FALSE;
    c->at += length;
    return TRUE;
}

#define SPACES  " \t　"
#define DASHES  "-–—―－~"
#define OPENING "([{<（［【"
#define CLOSING ")]}>）］】"

// ---- rules and page numbers

// * * *, ~~~~, ———
static gboolean is_rule(const line *l)
{
    cursor c = cursor_of(l);
    int marks = 0, step;
    do
        marks += step = skip(&c, DASHES "*_=#•·◆■□●○※");
    while (skip(&c, SPACES) || step);
    return marks >= 3 && c.at == c.end;
}

// 12; — 12 —; 第 12 页; Page 12 of 30; 3/12
static gboolean is_page_number(const line *l)
{
    cursor c = cursor_of(l);
    int value, dashes = skip(&c, DASHES OPENING SPACES);
    gboolean named = skip_word(&c, "page") || skip_word(&c, "p.") || skip_word(&c, "第");
    skip(&c, SPACES);
    int digits = skip_digits(&c, &value);
    if (!digits || digits > 4 || (digits == 4 && !named && !dashes))
        return FALSE;
    skip(&c, SPACES "页頁");
    if (skip_word(&c, "of") || skip(&c, "/") || skip_word(&c, "共")) {
        skip(&c, SPACES);
        digits = skip_digits(&c, &value);
        if (!digits)
            return FALSE;
    }
    skip(&c, DASHES CLOSING SPACES "页頁.");
    return c.at == c.end;
}

// ---- times and speakers

// What a line holds besides its text.
typedef struct {
    gboolean any, named, bare; // bare: no text behind it
    int64_t us;                // -1: no time
    int64_t end_us;            // TIME_NONE: not said
    const char *text;          // what follows
} stamp;

static gboolean read_time(cursor *c, int64_t *us)
{
    cursor p = *c;
    if (is_in(peek(&p), OPENING))
        p.at = g_utf8_next_char(p.at);
    const char *start = p.at;
    int colons = 0, value;
    for (int digits = skip_digits(&p, &value); digits && p.at < p.end && *p.at == ':' && colons < 2;
         colons++) {
        p.at++;
        digits = skip_digits(&p, &value);
        if (digits < 1 || digits > 2)
            return FALSE;
    }
    cursor fraction = p;
    if (skip(&fraction, ".,") == 1 && skip_digits(&fraction, &value))
        p = fraction;
    g_autofree char *time = g_strndup(start, (gsize)(p.at - start));
    if (!colons || p.at - start > 16 || !timecode_parse(time, us))
        return FALSE;
    if (is_in(peek(&p), CLOSING))
        p.at = g_utf8_next_char(p.at);
    *c = p;
    return TRUE;
}

typedef struct {
    int64_t start_us, end_us; // end_us: TIME_NONE: not said
} stamp_times;

// A time, or two with a dash or an arrow between them.
static gboolean read_times(cursor *c, stamp_times *t)
{
    int64_t end_us;
    t->end_us = TIME_NONE;
    if (!read_time(c, &t->start_us))
        return FALSE;
    cursor p = *c;
    skip(&p, SPACES);
    if (skip(&p, DASHES ">→至到") && (skip(&p, SPACES), read_time(&p, &end_us))) {
        *c = p;
        t->end_us = end_us;
    }
    return TRUE;
}

// How recorders call those whose names they do not know.
static gboolean skip_speaker(cursor *c)
{
    static const char *const words[] = {"Speaker", "SPEAKER", "讲者",   "发言人",
                                        "说话人",  "讲话人",  "参会人", "与会者"};
    cursor p = *c;
    int value;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!skip_word(&p, words[i]))
            continue;
        skip(&p, SPACES "_");
        if (!skip_digits(&p, &value))
            return FALSE;
        *c = p;
        return TRUE;
    }
    return FALSE;
}

// What can be a name: a few words without a mark of a sentence.
static gboolean is_name(const char *start, const char *end)
{
    line l = {start, (gsize)(end - start), 0};
    line_trim(&l);
    gboolean letters = FALSE;
    const char *last = l.length ? g_utf8_prev_char(l.text + l.length) : NULL;
    if (last && is_in(g_utf8_get_char(last), ":：" OPENING))
        l.length = (gsize)(last - l.text);
    for (const char *p = l.text; p < l.text + l.length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        letters |= g_unichar_isalpha(c);
        if (is_in(c, ",;:!?/，。；：！？、…“”\""))
            return FALSE;
    }
    return letters && line_columns(&l) <= NAME_COLUMNS;
}

static stamp found(cursor c, gboolean named, const stamp_times *t)
{
    skip(&c, SPACES);
    skip(&c, ":：");
    skip(&c, SPACES);
    return (stamp){TRUE, named, c.at == c.end, t->start_us, t->end_us, c.at};
}

static stamp read_stamp(const line *l)
{
    cursor c = cursor_of(l);
    stamp_times t = {-1, TIME_NONE};
    if (read_times(&c, &t)) {
        skip(&c, SPACES DASHES);
        cursor behind = c;
        if (skip_speaker(&behind))
            c = behind;
        return found(c, FALSE, &t);
    }
    if (skip_speaker(&c)) {
        cursor behind = c;
        skip(&behind, SPACES);
        if (read_times(&behind, &t))
            c = behind;
        gboolean ends = t.start_us >= 0 || c.at == c.end || is_in(peek(&c), ":：");
        return ends ? found(c, FALSE, &t) : (stamp){0};
    }
    for (const char *p = c.at; p < c.end && p - c.at < 4 * NAME_COLUMNS; p = g_utf8_next_char(p)) {
        cursor behind = {p, c.end};
        gboolean parted = p > c.at && (is_in(g_utf8_get_char(p), OPENING) ||
                                       is_in(g_utf8_get_char(g_utf8_prev_char(p)), SPACES));
        if (!parted || !read_times(&behind, &t))
            continue;
        gboolean ends = behind.at == behind.end || is_in(peek(&behind), SPACES ":：");
        return ends && is_name(c.at, p) ? found(behind, TRUE, &t) : (stamp){0};
    }
    return (stamp){0};
}

// What the stamps of a transcript are like.
typedef struct {
    int times, ordered, begun, bare;
} stamp_habit;

static stamp_habit find_stamp_habit(const GArray *all)
{
    stamp_habit h = {0};
    int64_t before_us = 0;
    for (guint i = 0; i < all->len; i++) {
        stamp s = read_stamp(&g_array_index(all, text_line, i).text);
        if (!s.any || s.us < 0)
            continue;
        h.times++;
        h.ordered += s.us >= before_us;
        h.begun += !s.bare;
        h.bare += s.bare;
        before_us = s.us;
    }
    return h;
}

// Whether a line's stamp is one: a time alone surely is; a name beside it, or text behind it, where
// others are alike.
static gboolean is_stamp(const stamp *s, const stamp_habit *h, guint count)
{
    if (!s->any || s->us < 0)
        return s->any;
    if (s->bare && !s->named)
        return TRUE;
    int astray = h->times - h->ordered;
    if (h->times < 2 || (astray > 1 && h->ordered < IN_ORDER * h->times) || astray >= h->ordered)
        return FALSE;
    return s->bare ? h->bare > 1 : h->begun > 2 && h->begun >= BEGUN_SHARE * count;
}

// Whether line `i` can be the name of who says what stands below it: right below a time, and with
// text right below itself.
static gboolean may_be_speaker(const GArray *all, guint i)
{
    if (i == 0 || i + 1 >= all->len)
        return FALSE;
    const text_line *t = &g_array_index(all, text_line, i);
    stamp above = read_stamp(&t[-1].text), own = read_stamp(&t->text),
          below = read_stamp(&t[1].text);
    return above.any && above.us >= 0 && above.bare && !above.named && !own.any && !below.any &&
           !t->below_blank && !t[1].below_blank && !line_is_utterance(&t->text) &&
           is_name(t->text.text, t->text.text + t->text.length);
}

// Whether below nearly all times there is a line that can be a name, and the same come again.
static gboolean has_speakers(const GArray *all, const stamp_habit *h)
{
    if (h->bare < SPEAKERS_LEAST)
        return FALSE;
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int count = 0;
    for (guint i = 0; i < all->len; i++)
        if (may_be_speaker(all, i)) {
            const line *l = &g_array_index(all, text_line, i).text;
            g_hash_table_add(names, g_strndup(l->text, l->length));
            count++;
        }
    return count >= SPEAKERS_SHARE * h->bare && (int)g_hash_table_size(names) * 2 <= count;
}

// ---- marks of lists and headings

// Markdown's "## " of a heading, or "> " of a quotation: its length, or 0.
static gsize heading_mark(const line *l)
{
    cursor c = cursor_of(l);
    int marks = skip(&c, "#>");
    return marks && marks <= 6 && skip(&c, SPACES) && c.at < c.end ? (gsize)(c.at - l->text) : 0;
}

// "1. " or "- " before a text: its length, or 0, and its number, -1 for none.
static gsize list_mark(const line *l, int *value)
{
    cursor c = cursor_of(l);
    *value = -1;
    if (skip(&c, "-*+•") == 1 && skip(&c, SPACES) && c.at < c.end)
        return (gsize)(c.at - l->text);
    c = cursor_of(l);
    int digits = skip_digits(&c, value);
    if (!digits || digits > 3 || skip(&c, ".)、．") != 1 || (peek(&c) < 0x80 && !skip(&c, SPACES)))
        return 0;
    return c.at < c.end ? (gsize)(c.at - l->text) : 0;
}

// Markdown's "**" around a whole line: its length, or 0.
static gsize bold_mark(const line *l)
{
    gboolean bold = l->length > 4 && memcmp(l->text, "**", 2) == 0 &&
                    memcmp(l->text + l->length - 2, "**", 2) == 0;
    return bold && l->text[2] != '*' && l->text[l->length - 3] != '*' ? 2 : 0;
}

// Whether the mark of line `i` belongs to a list: the one before or behind it has the number
// beside.
static gboolean is_listed(const GArray *all, guint i, int value)
{
    static const int near = 12;
    for (int step = -1; step <= 1; step += 2)
        for (int k = 1; k <= near; k++) {
            int64_t at = (int64_t)i + step * k;
            int other;
            if (at < 0 || at >= all->len)
                break;
            if (!list_mark(&g_array_index(all, text_line, at).text, &other))
                continue;
            if (value < 0 ? other < 0 : other == value + step)
                return TRUE;
        }
    return FALSE;
}

// ---- all of it

typedef struct {
    int count, line; // line: of the first
} left_out;

static void note(left_out *what, const line *l)
{
    if (!what->count++)
        what->line = l->number;
}

// The marks of lists are looked for before any of them is gone.
static void drop_list_marks(GArray *all, left_out *what)
{
    g_autofree gsize *lengths = g_new0(gsize, all->len + 1);
    for (guint i = 0; i < all->len; i++) {
        const line *l = &g_array_index(all, text_line, i).text;
        int value;
        gsize length = list_mark(l, &value);
        lengths[i] = length && is_listed(all, i, value) ? length : heading_mark(l);
    }
    for (guint i = 0; i < all->len; i++) {
        line *l = &g_array_index(all, text_line, i).text;
        l->text += lengths[i];
        l->length -= lengths[i];
        gsize bold = bold_mark(l);
        if (lengths[i] || bold)
            note(what, l);
        l->text += bold;
        l->length -= 2 * bold;
    }
}

// What has been left out.
typedef struct {
    left_out pages, stamps, marks;
} margin;

static void say(const margin *m, report *r)
{
    if (m->stamps.count)
        report_add(r, 0,
                   _("times and names of speakers that were left out of the text: %d, the first in "
                     "line %d."),
                   m->stamps.count, m->stamps.line);
    if (m->pages.count)
        report_add(r, 0,
                   _("page numbers that were left out of the text: %d, the first in line %d."),
                   m->pages.count, m->pages.line);
    if (m->marks.count)
        report_add(r, 0,
                   _("marks of lists and headings that were left out of the text: %d, the first in "
                     "line %d."),
                   m->marks.count, m->marks.line);
}

// Whether a line that was not ended stands last: what is behind the number of its page goes on with
// it.
static gboolean is_open(const GArray *all, guint kept)
{
    return kept && !line_is_ended(&g_array_index(all, text_line, kept - 1).text);
}

void transcript_margin(GArray *all, gboolean by_line, report *r)
{
    margin m = {0};
    stamp_times time = {TIME_NONE, TIME_NONE}; // of what is said next
    stamp_habit habit = find_stamp_habit(all);
    guint kept = 0, count = all->len;
    g_autofree gboolean *speaker = g_new0(gboolean, count + 1);
    if (has_speakers(all, &habit))
        for (guint i = 0; i < count; i++)
            speaker[i] = may_be_speaker(all, i);
    gboolean parts = FALSE, new_page = FALSE;
    for (guint i = 0; i < count; i++) {
        text_line t = g_array_index(all, text_line, i);
        stamp s = read_stamp(&t.text);
        gboolean stamped = is_stamp(&s, &habit, count);
        if (speaker[i]) {
            note(&m.stamps, &t.text);
            continue;
        }
        gboolean page = !stamped && !by_line && is_page_number(&t.text);
        gboolean rule = !stamped && !by_line && is_rule(&t.text);
        if (stamped || page)
            note(stamped ? &m.stamps : &m.pages, &t.text);
        if (stamped && s.us >= 0)
            time = (stamp_times){s.us, s.end_us};
        parts |= t.below_blank || stamped || rule;
        new_page |= page;
        if (page || rule || (stamped && s.bare))
            continue;
        if (stamped)
            t.text = (line){s.text, (gsize)(t.text.text + t.text.length - s.text), t.text.number};
        t.below_blank = parts && !(new_page && is_open(all, kept));
        parts = new_page = FALSE;
        t.start_us = time.start_us;
        t.end_us = time.end_us;
        time = (stamp_times){TIME_NONE, TIME_NONE};
        g_array_index(all, text_line, kept++) = t;
    }
    g_array_set_size(all, kept);
    if (!by_line)
        drop_list_marks(all, &m.marks);
    say(&m, r);
}
