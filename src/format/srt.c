// SPDX-License-Identifier: GPL-3.0-or-later
// SubRip. There is no standard; what is accepted is what players' users have:
//
// * a cue is a line with times, and the lines up to the next one, blank ones too; the number above
//   the times may be missing, repeated or wrong; a number elsewhere is text;
// * times have 0 to 6 decimals after `,` or `.` (",5" is half a second), and any number of hours;
//   minutes and seconds above 59 count as they stand;
//   colons, commas and arrows may be those of a Chinese keyboard; "X1:… Y1:…", "align:start" and
//   the like behind them are ignored, anything else there is text;
// * <i> <b> <u> <s> <font …>, {i} and the like, {\…} and {y:…} are no text, <br> is a new line;
//   other <…> is text;
// * two cues with the same times, one in each language, are one segment;
// * what is no text is kept for the way back, behind the times and in the texts of single cues.
#include <string.h>

#include "base/i18n.h"
#include "format/charset.h"
#include "format/cue.h"
#include "format/cues.h"
#include "format/entity.h"
#include "format/half.h"
#include "format/lines.h"
#include "format/readers.h"
#include "format/span.h"

#define NAME        "srt"
#define PROBE_LINES 60

typedef enum { TIMES_NONE, TIMES_BAD, TIMES_GOOD } times_kind;

typedef struct {
    report *report;
    cues *cues;
    const char *text; // of the cue that is open; NULL: none is
    GString *plain;
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

static int two_digits(const char *p)
{
    return (p[0] - '0') * 10 + (p[1] - '0');
}

// "HH:MM:SS,mmm", as nearly all are, in a third of the time. FALSE: it is not that.
static gboolean read_usual(const char **at, const char *end, int64_t *us)
{
    static const char form[] = "00:00:00,000";
    const char *p = *at;
    gboolean usual = end - p >= (int)sizeof form - 1;
    for (gsize i = 0; usual && i + 1 < sizeof form; i++)
        usual = form[i] == '0' ? g_ascii_isdigit(p[i]) : p[i] == form[i];
    // More digits, or a minute that is none, are not usual.
    if (!usual || p[3] > '5' || p[6] > '5' || (end - p > 12 && g_ascii_isdigit(p[12])))
        return FALSE;
    int64_t seconds = (two_digits(p) * 60 + two_digits(p + 3)) * 60 + two_digits(p + 6);
    *us = seconds * TIME_SECOND + (two_digits(p + 9) * 10 + (p[11] - '0')) * 1000;
    *at = p + 12;
    return TRUE;
}

// [-][H…:]MM:SS[,mmm]. FALSE if it is none.
static gboolean read_time(const char **at, const char *end, int64_t *us, gboolean *odd)
{
    skip_blanks(at, end);
    if (read_usual(at, end, us))
        return TRUE;
    gboolean negative = *at < end && **at == '-';
    *at += negative;
    int64_t total = 0, part = 0;
    for (int parts = 1;; parts++) {
        if (!read_number(at, end, &part))
            return FALSE;
        *odd |= parts > 1 && part > 59;
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
    if (end - p >= 3 && memcmp(p, "-->", 3) == 0) {
        *at += 3;
        return TRUE;
    }
    while (take(&p, end, dashes))
        continue;
    gboolean dashed = p > *at;
    if (!take(&p, end, dashed ? heads : heads + 2))
        return FALSE;
    *at = p;
    return TRUE;
}

typedef struct {
    int64_t start_us, end_us;
    gboolean odd; // minutes or seconds above 59
} cue_times;

// Reads a line as times; what stands behind them goes to `rest`.
static times_kind read_times(const line *l, cue_times *t, line *rest)
{
    const char *p = l->text, *end = p + l->length;
    *rest = *l;
    t->odd = FALSE;
    skip_blanks(&p, end);
    if (p == end || (!g_ascii_isdigit(*p) && *p != '-'))
        return TIMES_NONE;
    const char *first = p, *arrow = end;
    if (!read_time(&p, end, &t->start_us, &t->odd) || (arrow = p, !read_arrow(&p, end)) ||
        !read_time(&p, end, &t->end_us, &t->odd))
        return line_holds(l, "-->") && line_holds(l, ":") ? TIMES_BAD : TIMES_NONE;
    // "10:00 → 11:00" is a text.
    if (arrow - first <= (int)strlen("10:00") && !memchr(arrow, '>', (gsize)(p - arrow)))
        return TIMES_NONE;
    *rest = (line){p, (gsize)(end - p), l->number};
    line_trim(rest);
    return TIMES_GOOD;
}

int srt_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    line l, rest;
    cue_times times;
    if (g_str_has_prefix(head, "WEBVTT"))
        return 0;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++)
        if (read_times(&l, &times, &rest) == TIMES_GOOD)
            return 80;
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
static gboolean has_index(const above *a, guint count)
{
    if (!a->last.text || !is_index(&a->last))
        return FALSE;
    if (!a->is_text || (a->blank_before && !a->blank_behind))
        return TRUE;
    g_autofree char *digits = g_strndup(a->last.text, a->last.length);
    gboolean next = g_ascii_strtoull(g_strstrip(digits), NULL, 10) == count + 1;
    return next && a->blank_before == a->blank_behind;
}

// Whether there is nothing but words like "X1:100" and "align:start".
static gboolean is_place(const line *rest)
{
    static const char *const keys[] = {"x1",   "x2",       "y1",   "y2",       "align",
                                       "line", "position", "size", "vertical", "region",
                                       "a",    "d",        "l",    "s",        "t"};
    if (!rest->length)
        return TRUE;
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
static gboolean begin_cue(reader *r, times_kind kind, const cue_times *t, const line *rest)
{
    if (kind == TIMES_BAD) {
        report_add(r->report, rest->number,
                   _("the times of the cue cannot be read, so it was skipped."));
        return FALSE;
    }
    if (!cues_begin(r->cues, t->start_us, t->end_us, rest->number))
        return FALSE;
    cues_warn_odd(r->report, rest->number, t->odd);
    gboolean place = is_place(rest);
    r->text = rest->text + (place ? rest->length : 0);
    if (place && rest->length) {
        g_autofree char *kept = g_strndup(rest->text, rest->length);
        cues_keep(r->cues, NAME, kept, NULL);
    }
    return TRUE;
}

// Files that were put together have a byte order mark inside.
static void skip_mark(line *l)
{
    gsize length = line_begins(l, CHARSET_MARK) ? strlen(CHARSET_MARK) : 0;
    l->text += length;
    l->length -= length;
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
    return !memchr(text, '<', length) && !memchr(text, '{', length) &&
           !memchr(text, '\r', length) && !memchr(text, '&', length);
}

// Appends the text without what is none, and with the characters that references stand for; returns
// whether there was such.
static gboolean append_plain(GString *out, const char *text, const char *end)
{
    const char *from = text;
    gboolean marked = FALSE;
    for (const char *p = text; p < end;) {
        char character[ENTITY_SIZE] = "";
        gsize reference = entity_read_closed(p, end, character);
        gsize markup = reference ? reference : markup_length(p, end);
        if (!markup && *p != '\r') {
            p++;
            continue;
        }
        g_string_append_len(out, from, p - from);
        if (reference)
            g_string_append(out, character);
        else if (!markup || is_tag(p + 1, p + markup - 1, breaks))
            g_string_append_c(out, '\n');
        marked |= markup > 0;
        p += MAX(markup, 1);
        from = p;
    }
    g_string_append_len(out, from, end - from);
    g_string_append_c(out, '\n');
    return marked;
}

// Keeps what the open cue says as it stands there, with lines that end as ours do.
static void keep_payload(const reader *r, gsize length)
{
    g_autofree char *raw = g_strndup(r->text, length);
    char *to = raw;
    for (const char *p = raw; *p; p++)
        if (*p != '\r')
            *to++ = *p;
        else if (p[1] != '\n')
            *to++ = '\n';
    *to = '\0';
    cues_keep(r->cues, NAME, NULL, g_strstrip(raw));
}

// Adds what the open cue says up to `end`.
static void end_cue(reader *r, const char *end)
{
    if (!r->text)
        return;
    gsize length = (gsize)(MAX(end, r->text) - r->text);
    if (is_plain(r->text, length)) {
        cues_lend(r->cues, r->text, length);
    } else {
        g_string_truncate(r->plain, 0);
        if (append_plain(r->plain, r->text, r->text + length))
            keep_payload(r, length);
        cues_say(r->cues, r->plain->str, r->plain->len);
    }
    r->text = NULL;
}

static void find_cues(reader *r, const char *text, gsize size)
{
    lines in = lines_of(text, size);
    above a = {0};
    gboolean open = FALSE, told = FALSE;
    for (line l, rest; lines_next(&in, &l);) {
        cue_times times;
        skip_mark(&l);
        times_kind kind = read_times(&l, &times, &rest);
        if (kind != TIMES_NONE) {
            gboolean named = has_index(&a, cues_count(r->cues));
            end_cue(r, named ? a.last.text : l.text);
            open = begin_cue(r, kind, &times, &rest);
            if (open && named) {
                line_trim(&a.last);
                cues_call(r->cues, a.last.text, a.last.length);
            }
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
    end_cue(r, text + size);
}

speech *srt_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(cues) all = cues_new(messages);
    g_autoptr(GString) plain = g_string_new(NULL);
    reader r = {messages, all, NULL, plain};
    find_cues(&r, text, size);
    return cues_end(all, CUE_FIND_OUT, error);
}

typedef struct {
    GString *out, *plain, *half;
    cue *cue;
    gboolean own; // what the segments hold besides is of this format
    int changed;  // segments whose payload does not hold any more
} writer;

static half_kind next_piece(const char *p, const char *end, gsize *length)
{
    gsize markup = markup_length(p, end);
    *length = MAX(markup, 1);
    if (markup)
        return is_tag(p + 1, p + markup - 1, breaks) ? HALF_BREAK : HALF_TAG;
    if (*p == '\n')
        return HALF_BREAK;
    while (p + *length < end && !strchr("\n<{", p[*length]))
        ++*length;
    return HALF_TEXT;
}

// Whether what was kept still says what the segment says.
static gboolean says(void *data, const line *text, const segment *g)
{
    const writer *w = data;
    segment again = {.start_us = g->start_us, .end_us = g->end_us};
    g_string_truncate(w->plain, 0);
    append_plain(w->plain, text->text, text->text + text->length);
    cue_read(w->cue, w->plain->str, w->plain->len, &again);
    return strcmp(again.text[LANGUAGE_ZH], g->text[LANGUAGE_ZH]) == 0 &&
           strcmp(again.text[LANGUAGE_EN], g->text[LANGUAGE_EN]) == 0;
}

static void write_text(writer *w, const segment *g)
{
    const half_format form = {next_piece, says, w};
    line kept = {g->payload, w->own && g->payload ? strlen(g->payload) : 0, 0}, held;
    if (kept.length && half_that_holds(&form, &kept, g, w->half, &held)) {
        g_string_append_len(w->out, held.text, (gssize)held.length);
        g_string_append_c(w->out, '\n');
        return;
    }
    w->changed += kept.length && half_has_tags(&kept, next_piece);
    for (int side = 0; side < LANGUAGES; side++)
        if (*g->text[side]) {
            g_string_append(w->out, g->text[side]);
            g_string_append_c(w->out, '\n');
        }
}

static void write_cue(writer *w, const segment *g, int number)
{
    gboolean place = w->own && g->settings;
    g_string_append_printf(w->out, "%d\n", number);
    span_append(w->out, g->start_us, g->end_us, ',');
    g_string_append(w->out, place ? " " : "");
    g_string_append(w->out, place ? g->settings : "");
    g_string_append_c(w->out, '\n');
    write_text(w, g);
    g_string_append_c(w->out, '\n');
}

gboolean srt_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(GString) plain = g_string_new(NULL), scratch = g_string_new(NULL);
    g_autoptr(cue) c = cue_new();
    writer w = {.out = out,
                .plain = plain,
                .half = scratch,
                .cue = c,
                .own = g_strcmp0(speech_verbatim_format(s), NAME) == 0};
    int number = 0, empty = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        if (segment_has_text(g))
            write_cue(&w, g, ++number);
        else
            empty++;
    }
    half_report(r, w.changed);
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    return TRUE;
}
