// SPDX-License-Identifier: GPL-3.0-or-later
// SubRip. There is no standard; what is accepted is what players' users have:
//
// * a cue is a line with times, and the lines up to the next one, blank ones too; the number above
//   the times may be missing, repeated or wrong; a number elsewhere is text;
// * times have 0 to 6 decimals after `,` or `.` (",5" is half a second), and any number of hours;
//   colons, commas and arrows may be those of a Chinese keyboard; "X1:… Y1:…", "align:start" and
//   the like behind them are ignored, anything else there is text;
// * <i> <b> <u> <s> <font …>, {i} and the like, {\…} and {y:…} are no text, <br> is a new line;
//   other <…> is text;
// * two cues with the same times, one in each language, are one segment.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/lines.h"
#include "format/readers.h"
#include "format/span.h"
#include "speech/build.h"
#include "speech/script.h"

#define PROBE_LINES     60
#define BYTE_ORDER_MARK "\357\273\277"

// A cue as it lies in the file.
typedef struct {
    int64_t start_us, end_us;
    int number;        // of the line with its times
    int index_length;  // at most 9 digits
    const char *index; // what stands above; not NUL-terminated
    const char *text, *end;
} raw_cue;

typedef enum { TIMES_NONE, TIMES_BAD, TIMES_GOOD } times_kind;

typedef struct {
    report *report;
    GArray *cues; // raw_cue
    cue *cue;
    GString *plain, *id;
    speech_builder *out;
} reader;

static void skip_blanks(const char **at, const char *end)
{
    while (*at < end && (**at == ' ' || **at == '\t'))
        ++*at;
}

static gboolean read_number(const char **at, const char *end, int64_t *value)
{
    skip_blanks(at, end);
    const char *p = *at;
    *value = 0;
    while (p < end && g_ascii_isdigit(*p) && p - *at < 8)
        *value = *value * 10 + (*p++ - '0');
    gboolean good = p > *at && !(p < end && g_ascii_isdigit(*p));
    *at = p;
    return good;
}

static int64_t read_fraction(const char **at, const char *end)
{
    int64_t us = 0;
    skip_blanks(at, end);
    for (int64_t unit = TIME_SECOND / 10; *at < end && g_ascii_isdigit(**at); ++*at, unit /= 10)
        us += unit * (**at - '0');
    return us;
}

static const char *const colons[] = {":", "：", ";", NULL};
static const char *const points[] = {",", ".", ":", "，", "．", "：", NULL};
static const char *const dashes[] = {"-", " ", "–", "—", "−", "－", NULL};
static const char *const heads[] = {">", "＞", "→", NULL};

static gboolean take(const char **at, const char *end, const char *const *forms)
{
    for (; *forms; forms++) {
        gsize length = strlen(*forms);
        if ((gsize)(end - *at) >= length && memcmp(*at, *forms, length) == 0) {
            *at += length;
            return TRUE;
        }
    }
    return FALSE;
}

// [-][H…:]MM:SS[,mmm]. FALSE if it is none.
static gboolean read_time(const char **at, const char *end, int64_t *us)
{
    skip_blanks(at, end);
    gboolean negative = *at < end && **at == '-';
    *at += negative;
    int64_t total = 0, part = 0;
    for (int parts = 1;; parts++) {
        if (!read_number(at, end, &part) || (parts > 1 && part > 99))
            return FALSE;
        total = total * 60 + part;
        if (parts < 3 && take(at, end, colons))
            continue;
        if (parts == 1)
            return FALSE;
        break;
    }
    total = total > TIME_MAX / TIME_SECOND ? TIME_MAX + 1 : total * TIME_SECOND;
    if (take(at, end, points))
        total += read_fraction(at, end);
    *us = negative ? -total : total;
    return TRUE;
}

// "-->" and what comes out for it: "->", "-- >", "—>", "→".
static gboolean read_arrow(const char **at, const char *end)
{
    skip_blanks(at, end);
    const char *p = *at;
    while (take(&p, end, dashes))
        continue;
    gboolean dashed = p > *at;
    if (!take(&p, end, dashed ? heads : heads + 2))
        return FALSE;
    *at = p;
    return TRUE;
}

// Reads a line as times; what stands behind them goes to `rest`.
static times_kind read_times(const line *l, raw_cue *out, line *rest)
{
    const char *p = l->text, *end = p + l->length;
    skip_blanks(&p, end);
    if (p == end || (!g_ascii_isdigit(*p) && *p != '-'))
        return TIMES_NONE;
    if (!read_time(&p, end, &out->start_us) || !read_arrow(&p, end) ||
        !read_time(&p, end, &out->end_us))
        return line_holds(l, "-->") && line_holds(l, ":") ? TIMES_BAD : TIMES_NONE;
    *rest = (line){p, (gsize)(end - p), l->number};
    line_trim(rest);
    return TIMES_GOOD;
}

int srt_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    line l, rest;
    raw_cue times;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++) {
        if (i == 0 && (line_begins(&l, "WEBVTT") || line_begins(&l, "\357\273\277WEBVTT")))
            return 0;
        if (read_times(&l, &times, &rest) == TIMES_GOOD)
            return 80;
    }
    return 0;
}

static gboolean is_index(const line *l)
{
    line t = *l;
    line_trim(&t);
    for (gsize i = 0; i < t.length; i++)
        if (!g_ascii_isdigit(t.text[i]))
            return FALSE;
    return t.length > 0 && t.length <= 9;
}

// The last line above the one that is read that is not blank.
typedef struct {
    line last;
    gboolean is_text; // it lies below the times of the cue, and so may be its text
    gboolean blank_before, blank_behind;
} above;

// Whether it is the number of the cue whose times are read: below a blank line any number is, below
// text, or with a blank line below it, only the next one.
static gboolean has_index(const above *a, guint cues)
{
    if (!a->last.text || !is_index(&a->last))
        return FALSE;
    if (!a->is_text || (a->blank_before && !a->blank_behind))
        return TRUE;
    g_autofree char *digits = g_strndup(a->last.text, a->last.length);
    gboolean next = g_ascii_strtoull(g_strstrip(digits), NULL, 10) == cues + 1;
    return next && a->blank_before == a->blank_behind;
}

// Ends the cue being read above the times on line `l`, or above the number of the next one.
static void end_cue(reader *r, const above *a, const line *l, raw_cue *next)
{
    const char *end = l->text;
    if (has_index(a, r->cues->len)) {
        line index = a->last;
        end = index.text;
        line_trim(&index);
        next->index = index.text;
        next->index_length = (int)index.length;
    }
    if (r->cues->len) {
        raw_cue *last = &g_array_index(r->cues, raw_cue, r->cues->len - 1);
        if (!last->end)
            last->end = MAX(end, last->text);
    }
}

// Keeps a cue if its times make sense.
static gboolean check_times(reader *r, raw_cue *c)
{
    const char *problem = NULL;
    if (MAX(c->start_us, c->end_us) > TIME_MAX)
        problem = _("the cue lies beyond 1000 hours, so it was skipped.");
    else if (c->end_us <= c->start_us)
        problem = _("the cue ends before it starts, so it was skipped.");
    else if (c->end_us <= 0)
        problem = _("the cue lies before the beginning, so it was skipped.");
    if (problem) {
        report_add(r->report, c->number, "%s", problem);
        return FALSE;
    }
    if (c->start_us < 0) {
        report_add(r->report, c->number,
                   _("the cue starts before the beginning; it starts there."));
        c->start_us = 0;
    }
    return TRUE;
}

// Whether there is nothing but words like "X1:100" and "align:start".
static gboolean is_place(const line *rest)
{
    static const char *const keys[] = {"x1",   "x2",       "y1",   "y2",       "align",
                                       "line", "position", "size", "vertical", "region",
                                       "a",    "d",        "l",    "s",        "t"};
    g_autofree char *text = g_ascii_strdown(rest->text, (gssize)rest->length);
    g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
    for (char **word = words; *word; word++) {
        gsize length = strcspn(*word, ":"), i = 0;
        while (i < G_N_ELEMENTS(keys) &&
               !(strlen(keys[i]) == length && strncmp(keys[i], *word, length) == 0))
            i++;
        if (**word && (i == G_N_ELEMENTS(keys) || !(*word)[length]))
            return FALSE;
    }
    return TRUE;
}

// A line with times: begins a cue, or the text to skip. Returns whether a cue is open.
static gboolean begin_cue(reader *r, times_kind kind, raw_cue *c, const line *rest)
{
    if (kind == TIMES_BAD) {
        report_add(r->report, c->number,
                   _("the times of the cue cannot be read, so it was skipped."));
        return FALSE;
    }
    if (!check_times(r, c))
        return FALSE;
    c->text = rest->text + (is_place(rest) ? rest->length : 0);
    g_array_append_val(r->cues, *c);
    return TRUE;
}

// Files that were put together have a byte order mark inside.
static void skip_mark(line *l)
{
    gsize length = line_begins(l, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
    l->text += length;
    l->length -= length;
}

static void find_cues(reader *r, const char *text, gsize size)
{
    lines in = lines_of(text, size);
    above a = {0};
    gboolean open = FALSE, told = FALSE;
    for (line l, rest; lines_next(&in, &l);) {
        skip_mark(&l);
        raw_cue c = {.number = l.number};
        times_kind kind = read_times(&l, &c, &rest);
        if (kind != TIMES_NONE) {
            end_cue(r, &a, &l, &c);
            open = begin_cue(r, kind, &c, &rest);
            a = (above){0};
            told = !open;
            continue;
        }
        if (!open && !told && !line_is_blank(&l) && !is_index(&l)) {
            report_add(r->report, l.number, _("there are no times here, so it was skipped."));
            told = TRUE;
        }
        if (line_is_blank(&l))
            a.blank_behind = TRUE;
        else
            a = (above){l, open, a.blank_behind, FALSE};
    }
    if (r->cues->len) {
        raw_cue *last = &g_array_index(r->cues, raw_cue, r->cues->len - 1);
        if (!last->end)
            last->end = text + size;
    }
}

static int compare_start(const void *a, const void *b)
{
    const raw_cue *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->number - right->number;
}

static void sort_cues(reader *r)
{
    for (guint i = 1; i < r->cues->len; i++) {
        const raw_cue *c = &g_array_index(r->cues, raw_cue, i);
        if (c->start_us >= c[-1].start_us)
            continue;
        report_add(r->report, c->number,
                   _("the cue starts before the one above; all were put in order of time."));
        g_array_sort(r->cues, compare_start);
        return;
    }
}

static gboolean is_tag(const char *name, const char *end, const char *const *names)
{
    for (; *names; names++) {
        gsize n = strlen(*names);
        if ((gsize)(end - name) >= n && g_ascii_strncasecmp(name, *names, n) == 0 &&
            (name + n == end || strchr(" /", name[n])))
            return TRUE;
    }
    return FALSE;
}

static const char *const breaks[] = {"br", NULL};

// Whether what stands between brackets at `p` is no text.
static gboolean is_markup(const char *p, const char *close)
{
    static const char *const tags[] = {"i", "b", "u", "s", "font", "em", "strong", "span", NULL};
    static const char *const letters[] = {"i", "b", "u", "s", NULL};
    const char *name = p + 1;
    if (*p == '{' && (*name == '\\' || (strchr("CcFfoPSsYy", *name) && name[1] == ':')))
        return TRUE;
    return is_tag(*name == '/' ? name + 1 : name, close, *p == '<' ? tags : letters) ||
           (*p == '<' && is_tag(name, close, breaks));
}

// The length of what is no text at `p`; 0: it is text.
static gsize markup_length(const char *p, const char *end)
{
    if (*p != '<' && *p != '{')
        return 0;
    char shut = *p == '<' ? '>' : '}';
    const char *q = p + 1;
    // Nothing longer is a tag; so looking for the end of many costs little.
    while (q < end && *q != shut && *q != '\n' && *q != *p && q - p < 500)
        q++;
    return q > p + 1 && q < end && *q == shut && is_markup(p, q) ? (gsize)(q + 1 - p) : 0;
}

static gboolean is_plain(const char *text, gsize length)
{
    return !memchr(text, '<', length) && !memchr(text, '{', length) && !memchr(text, '\r', length);
}

static void append_plain(GString *out, const char *text, const char *end)
{
    const char *from = text;
    for (const char *p = text; p < end;) {
        gsize markup = markup_length(p, end);
        if (!markup && *p != '\r') {
            p++;
            continue;
        }
        g_string_append_len(out, from, p - from);
        if (!markup || is_tag(p + 1, p + markup - 1, breaks))
            g_string_append_c(out, '\n');
        p += MAX(markup, 1);
        from = p;
    }
    g_string_append_len(out, from, end - from);
    g_string_append_c(out, '\n');
}

// Whether the next cue is this one in the other language.
static gboolean is_translation(const raw_cue *c, const raw_cue *next)
{
    if (c->start_us != next->start_us || c->end_us != next->end_us)
        return FALSE;
    int one = script_language(c->text, (gsize)(c->end - c->text));
    int other = script_language(next->text, (gsize)(next->end - next->text));
    return one >= 0 && other >= 0 && one != other;
}

// Adds the segment of the i-th cue; returns how many cues went into it.
static guint add_segment(reader *r, guint i)
{
    const raw_cue *c = &g_array_index(r->cues, raw_cue, i);
    gboolean two = i + 1 < r->cues->len && is_translation(c, c + 1);
    segment g = {.start_us = c->start_us, .end_us = c->end_us, .confidence = -1};
    gsize length = (gsize)(c->end - c->text);
    if (!two && is_plain(c->text, length)) {
        cue_read(r->cue, c->text, length, &g);
    } else {
        g_string_truncate(r->plain, 0);
        append_plain(r->plain, c->text, c->end);
        if (two)
            append_plain(r->plain, c[1].text, c[1].end);
        cue_read(r->cue, r->plain->str, r->plain->len, &g);
    }
    if (c->index) {
        g_string_truncate(r->id, 0);
        g_string_append_len(r->id, c->index, c->index_length);
        g.id = r->id->str;
    }
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_safe_segment(r->out, &g);
    return two ? 2 : 1;
}

speech *srt_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) cues = g_array_new(FALSE, FALSE, sizeof(raw_cue));
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(GString) plain = g_string_new(NULL), id = g_string_new(NULL);
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {messages, cues, scratch, plain, id, out};
    find_cues(&r, text, size);
    if (!cues->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no cue in it."));
        return NULL;
    }
    sort_cues(&r);
    for (guint i = 0; i < cues->len;)
        i += add_segment(&r, i);
    return speech_builder_end(out);
}

gboolean srt_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)r, (void)error;
    int number = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE || !segment_has_text(g))
            continue;
        char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
        span_format(g->start_us, g->end_us, ',', start, end);
        g_string_append_printf(out, "%d\n%s --> %s\n", ++number, start, end);
        for (int side = 0; side < LANGUAGES; side++)
            if (*g->text[side])
                g_string_append_printf(out, "%s\n", g->text[side]);
        g_string_append_c(out, '\n');
    }
    return TRUE;
}
