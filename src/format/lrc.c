// SPDX-License-Identifier: GPL-3.0-or-later
// LRC: "[mm:ss.xx]text", for songs, and used for speeches in two languages.
//
// * Stamps: [mm:ss], [mm:ss.x] to [mm:ss.xxx], [mm:ss:xx], [mm:ss:xxx], [h:mm:ss.xx], [ss.xx];
//   minutes may pass 59. What editors make of them is read, too: spaces, full-width characters and
//   brackets ("［００：０１．５０］", "【00:01.50】"), and NetEase's "-1" behind it. A line with
//   several stamps is said at each.
// * Lines with one stamp between them, or with stamps of nearly the same time in two languages, and
//   lines without a stamp below one with, are one segment: a text and its translation; "//" says
//   that there is none.
// * There are no ends: a segment lasts until the next stamp, a line with a stamp and no text ends
//   the one before, and the last one lasts 5 s. A word stamp behind the last word is an end.
// * <mm:ss.xx>, or [mm:ss.xx] behind the beginning of the text, is the time of a word. Spaces on
//   both sides of it are those of one side.
// * [offset:+500] makes all of it 500 ms sooner. [ti:] is the title; other tags are kept by name.
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/lines.h"
#include "format/readers.h"
#include "speech/script.h"

#define LAST_US     (5 * TIME_SECOND)
#define STAMPS_MAX  100
#define PROBE_LINES 60
// The longest of full-width characters, with spaces.
#define STAMP_BYTES_MAX 64
#define OFFSET_MAX_MS   (3600 * 1000)

// A text at a time.
typedef struct {
    int64_t us;
    int number; // of the line
    line text;
} entry;

typedef struct {
    report *report;
    GArray *entries; // entry
    GArray *stamps;  // int64_t: of the last line that had some
    gsize room;      // bytes of text that entries may still have, so that repeats stay in bounds
    int64_t offset_us;
    cue *cue;
    speech_builder *out;
} reader;

// Digits up to `end`; FALSE if there are none, or more than `most`.
static gboolean read_digits(const char **at, const char *end, int most, int64_t *value)
{
    const char *p = *at;
    *value = 0;
    while (p < end && g_ascii_isdigit(*p) && p - *at < most)
        *value = *value * 10 + (*p++ - '0');
    gboolean good = p > *at && !(p < end && g_ascii_isdigit(*p));
    *at = p;
    return good;
}

static gboolean read_fraction(const char **at, const char *end, int64_t *us)
{
    const char *p = *at;
    *us = 0;
    for (int64_t unit = TIME_SECOND / 10; p < end && g_ascii_isdigit(*p); p++, unit /= 10)
        *us += unit * (*p - '0');
    gboolean good = p > *at;
    *at = p;
    return good;
}

// The whole of `at` … `end` is a stamp's inside. How many numbers it has but for the fraction; 0:
// it is none.
static int read_stamp(const char *at, const char *end, int64_t *us)
{
    int64_t parts[3], fraction = 0;
    int count = 0;
    const char *last = at;
    do {
        at += count > 0;
        last = at;
        if (!read_digits(&at, end, 5, &parts[count++]))
            return 0;
    } while (at < end && *at == ':' && count < 3);
    if (at == end && count == 3) {
        // mm:ss:xx
        if (!read_fraction(&last, end, &fraction) || end - last > 3)
            return 0;
        count = 2;
    } else if (at < end) {
        if ((*at != '.' && *at != ',') || (at++, !read_fraction(&at, end, &fraction)))
            return 0;
    } else if (count == 1) {
        return 0;
    }
    if (at != end || (count > 1 && parts[1] > 59) || (count == 3 && parts[2] > 59))
        return 0;
    int64_t seconds = 0;
    for (int i = 0; i < count; i++)
        seconds = seconds * 60 + parts[i];
    *us = seconds * TIME_SECOND + fraction;
    return *us <= TIME_MAX ? count : 0;
}

// As read_stamp(), of a stamp that may be written as people and programs do besides.
static int read_loose_stamp(const line *inside, int64_t *us)
{
    if (inside->length > STAMP_BYTES_MAX)
        return 0;
    g_autofree char *copy = g_strndup(inside->text, inside->length);
    g_autofree char *plain = g_utf8_normalize(copy, -1, G_NORMALIZE_ALL_COMPOSE);
    if (!plain)
        return 0;
    g_strstrip(plain);
    char *minus = strrchr(plain, '-');
    if (minus && minus > plain && strspn(minus + 1, "0123456789") == strlen(minus + 1))
        *minus = '\0';
    return read_stamp(plain, plain + strlen(plain), us);
}

// The bracket that `text` … `end` begins with, of those of a kind; 0: it begins with none.
static gsize bracket_at(const char *text, const char *end, const char *const *forms)
{
    for (; *forms; forms++) {
        gsize length = strlen(*forms);
        if ((gsize)(end - text) >= length && memcmp(text, *forms, length) == 0)
            return length;
    }
    return 0;
}

// What stands between the brackets at the beginning of `l`, and where the line goes on; FALSE: it
// does not begin so.
static gboolean read_group(const line *l, line *inside, line *rest)
{
    static const char *const opening[] = {"[", "［", "【", NULL};
    static const char *const closing[] = {"]", "］", "】", NULL};
    const char *end = l->text + l->length, *close = l->text;
    gsize opens = bracket_at(l->text, end, opening), closes = 0;
    if (!opens)
        return FALSE;
    for (close += opens; close < end && !(closes = bracket_at(close, end, closing));)
        close++;
    if (!closes)
        return FALSE;
    const char *first = l->text + opens;
    *inside = (line){first, (gsize)(close - first), l->number};
    *rest = (line){close + closes, (gsize)(end - close) - closes, l->number};
    return TRUE;
}

// Of two numbers at least: what begins with "[1.5]" need be no stamp.
static gboolean begins_with_stamp(const line *l)
{
    line inside, rest;
    int64_t us;
    return read_group(l, &inside, &rest) && read_loose_stamp(&inside, &us) > 1;
}

// Whether it was meant as a stamp: digits with what stands between them there.
static gboolean looks_like_stamp(const line *inside)
{
    gboolean digit = FALSE, colon = FALSE;
    for (gsize i = 0; i < inside->length; i++) {
        digit |= g_ascii_isdigit(inside->text[i]);
        colon |= inside->text[i] == ':';
        if (!g_ascii_isdigit(inside->text[i]) && !strchr(":.,- ", inside->text[i]))
            return FALSE;
    }
    return digit && colon;
}

// Goes on behind the brackets, and behind spaces above another stamp.
static void skip_group(line *l, const line *rest)
{
    line next = *l = *rest;
    line_trim(&next);
    if (begins_with_stamp(&next))
        *l = next;
}

int lrc_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    int stamped = 0, others = 0;
    line l;
    while (in.number < PROBE_LINES && lines_next(&in, &l)) {
        line_trim(&l);
        if (begins_with_stamp(&l))
            stamped++;
        else if (l.length && !strchr("[{", *l.text) && !line_begins(&l, "［"))
            others++;
    }
    return stamped && stamped >= others ? 70 : 0;
}

static void set_title(reader *r, const char *value)
{
    int side = script_language(value, strlen(value));
    speech_builder_meta(r->out, "title", value);
    if (side >= 0)
        speech_builder_meta(r->out, side == LANGUAGE_ZH ? "title-zh" : "title-en", value);
}

static void set_offset(reader *r, char *value, int number)
{
    char *end;
    double ms = g_ascii_strtod(value, &end);
    gboolean good = end > value && (!*end || g_ascii_strcasecmp(g_strchug(end), "ms") == 0);
    if (!good || !(fabs(ms) <= OFFSET_MAX_MS))
        report_add(r->report, number, _("the offset cannot be read, so there is none."));
    else
        r->offset_us = llround(ms * 1000);
}

// [key:value]. FALSE if it is none.
static gboolean read_tag(reader *r, const line *inside)
{
    const char *colon = memchr(inside->text, ':', inside->length);
    gsize length = colon ? (gsize)(colon - inside->text) : 0;
    if (!length || length > 20)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalpha(inside->text[i]))
            return FALSE;
    line value = {colon + 1, inside->length - length - 1, inside->number};
    line_trim(&value);
    g_autofree char *key = g_ascii_strdown(inside->text, (gssize)length);
    g_autofree char *text = g_strndup(value.text, value.length);
    if (strcmp(key, "offset") == 0)
        set_offset(r, text, inside->number);
    else if (strcmp(key, "ti") == 0 && value.length)
        set_title(r, text);
    else if (value.length)
        speech_builder_meta(r->out, key, text);
    return TRUE;
}

// Adds the text at each of the stamps.
static void add_entries(reader *r, const line *text)
{
    for (guint i = 0; i < r->stamps->len; i++) {
        if (text->length > r->room) {
            report_add(r->report, text->number,
                       _("the text is repeated too often; the rest was skipped."));
            return;
        }
        r->room -= text->length;
        entry e = {g_array_index(r->stamps, int64_t, i), text->number, *text};
        g_array_append_val(r->entries, e);
    }
}

static void read_line(reader *r, line l)
{
    gboolean stamped = FALSE, tagged = FALSE;
    int64_t us;
    line_trim(&l);
    if (!l.length)
        return;
    for (line inside, rest; read_group(&l, &inside, &rest); skip_group(&l, &rest)) {
        if (read_loose_stamp(&inside, &us)) {
            if (!stamped)
                g_array_set_size(r->stamps, 0);
            stamped = TRUE;
            if (r->stamps->len < STAMPS_MAX)
                g_array_append_val(r->stamps, us);
        } else if (!stamped && looks_like_stamp(&inside)) {
            report_add(r->report, l.number, _("the time cannot be read, so it was skipped."));
            return;
        } else if (stamped || !read_tag(r, &inside)) {
            break;
        } else {
            tagged = TRUE;
        }
    }
    line_trim(&l);
    if (l.length == 2 && memcmp(l.text, "//", 2) == 0)
        l.length = 0;
    if (stamped || (l.length && r->stamps->len))
        add_entries(r, &l);
    else if (l.length || !tagged)
        report_add(r->report, l.number, _("there are no times here, so it was skipped."));
}

// Whether two entries one behind the other are a text and its translation, timed apart.
static gboolean is_near_pair(const entry *e)
{
    if (e[1].us - e[0].us > CUE_NEAR_US || !e[0].text.length || !e[1].text.length)
        return FALSE;
    int one = script_language(e[0].text.text, e[0].text.length);
    int other = script_language(e[1].text.text, e[1].text.length);
    return one >= 0 && other >= 0 && one != other;
}

// Whether at least half of what is said stands in pairs, timed apart or not: a short line of its
// own among others is no translation of the next one.
static gboolean has_pairs(const GArray *entries)
{
    guint said = 0, paired = 0;
    for (guint i = 0; i < entries->len; i++) {
        const entry *e = &g_array_index(entries, entry, i);
        gboolean pair = i + 1 < entries->len && is_near_pair(e);
        said += (e->text.length > 0) + pair;
        paired += 2 * pair;
        i += pair;
    }
    return paired * 2 >= said;
}

// Such entries are of the earlier time then.
static void join_near(GArray *entries)
{
    if (!has_pairs(entries))
        return;
    for (guint i = 0; i + 1 < entries->len; i++) {
        entry *e = &g_array_index(entries, entry, i);
        if (e[1].us != e[0].us && is_near_pair(e))
            e[1].us = e[0].us;
    }
}

static int compare_entries(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    if (left->us != right->us)
        return left->us < right->us ? -1 : 1;
    return left->number - right->number;
}

// Says the text with its word stamps. Returns the time that stands behind its last word, or
// TIME_NONE.
static int64_t say_words(reader *r, const line *text)
{
    const char *from = text->text, *end = from + text->length;
    int64_t last_us = TIME_NONE;
    for (const char *p = from; p < end; p++) {
        if (*p != '<' && *p != '[')
            continue;
        // A stamp is short: looking further would make many brackets dear.
        const char *close = memchr(p, *p == '<' ? '>' : ']', (gsize)MIN(end - p, 24));
        int64_t us;
        gboolean bare = close && *p == '[' && !memchr(p, '.', (gsize)(close - p));
        if (!close || bare || !read_stamp(p + 1, close, &us))
            continue;
        gboolean space = p > from ? p[-1] == ' ' : p == text->text;
        cue_say(r->cue, CUE_FIND_OUT, from, (gsize)(p - from));
        last_us = us - r->offset_us;
        cue_mark(r->cue, CUE_FIND_OUT, last_us);
        for (from = close + 1; space && from < end && *from == ' ';)
            from++;
        p = from - 1;
    }
    cue_say(r->cue, CUE_FIND_OUT, from, (gsize)(end - from));
    cue_say(r->cue, CUE_FIND_OUT, "\n", 1);
    return from == end ? last_us : TIME_NONE;
}

// Adds what is said at the time of entry i; returns the first entry of another time.
static guint add_segment(reader *r, guint i)
{
    const entry *all = &g_array_index(r->entries, entry, 0);
    guint count = r->entries->len, next = i;
    gboolean any = FALSE;
    segment g = {.start_us = MAX(all[i].us - r->offset_us, 0), .confidence = -1};
    int64_t said_us = TIME_NONE;
    cue_clear(r->cue);
    for (; next < count && all[next].us == all[i].us; next++) {
        any |= all[next].text.length > 0;
        int64_t us = say_words(r, &all[next].text);
        said_us = MAX(said_us, us);
    }
    if (!any)
        return next;
    g.end_us = next < count ? all[next].us - r->offset_us : g.start_us + LAST_US;
    if (said_us > g.start_us)
        g.end_us = MIN(g.end_us, said_us);
    g.end_us = MIN(g.end_us, TIME_MAX);
    if (g.end_us <= g.start_us) {
        report_add(r->report, all[i].number,
                   _("the offset puts it before the beginning, so it was "
                     "skipped."));
        return next;
    }
    cue_finish(r->cue, &g);
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_segment(r->out, &g);
    return next;
}

speech *lrc_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(entry));
    g_autoptr(GArray) stamps = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.report = messages,
                .entries = entries,
                .stamps = stamps,
                .room = size * 4 + 65536,
                .cue = scratch,
                .out = out};
    lines in = lines_of(text, size);
    for (line l; lines_next(&in, &l);)
        read_line(&r, l);
    g_array_sort(entries, compare_entries);
    join_near(entries);
    for (guint i = 0; i < entries->len;)
        i = add_segment(&r, i);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text with a time in it."));
    return NULL;
}
