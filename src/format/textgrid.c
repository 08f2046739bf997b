// SPDX-License-Identifier: GPL-3.0-or-later
// Praat's TextGrid, long and short: both are the same free-standing numbers, "strings" and <flags>,
// in the same order; all else is explanation. "" in a string is a quote, a string may go on over
// lines, ! begins a comment. Numbers of tiers and spans are not relied on. What is the speech in
// the tiers is found by tiers.h. Binary and chronological files are refused.
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/tiers.h"

#define PROBE_BYTES 1024

typedef enum { TOKEN_END, TOKEN_NUMBER, TOKEN_STRING, TOKEN_FLAG } token_kind;

typedef struct {
    const char *at, *end;
    int line;       // of `at`
    int token_line; // of the token
    double number;
    GString *string;
    gboolean broken; // a string does not end
} tokens;

static void take_string(tokens *t)
{
    g_string_truncate(t->string, 0);
    for (t->at++; t->at < t->end;) {
        const char *quote = memchr(t->at, '"', (gsize)(t->end - t->at));
        const char *stop = quote ? quote : t->end;
        for (const char *p = t->at; p < stop; p++)
            t->line += *p == '\n';
        g_string_append_len(t->string, t->at, stop - t->at);
        t->at = stop;
        if (!quote)
            break;
        t->at++;
        if (t->at >= t->end || *t->at != '"')
            return;
        g_string_append_c(t->string, '"');
        t->at++;
    }
    t->broken = TRUE;
}

static gboolean take_number(tokens *t, const char *word, gsize length)
{
    // No number is longer.
    char text[64];
    if (length >= sizeof text || !(g_ascii_isdigit(*word) || memchr("+-.", *word, 3)))
        return FALSE;
    memcpy(text, word, length);
    text[length] = '\0';
    char *stop;
    t->number = g_ascii_strtod(text, &stop);
    return !*stop && isfinite(t->number);
}

static token_kind next_token(tokens *t)
{
    while (t->at < t->end) {
        const char *word = t->at;
        t->token_line = t->line;
        if (g_ascii_isspace(*word)) {
            t->line += *word == '\n';
            t->at++;
        } else if (*word == '"') {
            take_string(t);
            return t->broken ? TOKEN_END : TOKEN_STRING;
        } else if (*word == '!') {
            const char *newline = memchr(word, '\n', (gsize)(t->end - word));
            t->at = newline ? newline : t->end;
        } else {
            while (t->at < t->end && !g_ascii_isspace(*t->at) && *t->at != '"')
                t->at++;
            gsize length = (gsize)(t->at - word);
            if (*word == '<' && word[length - 1] == '>')
                return TOKEN_FLAG;
            if (take_number(t, word, length))
                return TOKEN_NUMBER;
        }
    }
    return TOKEN_END;
}

static const char *const refused[][2] = {
    {"ooBinary", N_("It is a binary TextGrid: save it with Praat as a text file, and open that.")},
    {"\"Praat chronological TextGrid text file\"",
     N_("It is a chronological TextGrid: save it with Praat as a text file, and open that.")},
};

static const char *refusal(const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++)
        if (g_str_has_prefix(text, refused[i][0]))
            return _(refused[i][1]);
    return NULL;
}

int textgrid_probe(const char *head)
{
    if (refusal(head))
        return 95;
    g_autoptr(GString) string = g_string_new(NULL);
    tokens t = {.at = head, .end = head + strnlen(head, PROBE_BYTES), .string = string};
    if (next_token(&t) != TOKEN_STRING || !g_str_has_prefix(string->str, "ooTextFile"))
        return 0;
    if (next_token(&t) != TOKEN_STRING)
        return 0;
    if (strcmp(string->str, "Collection") == 0)
        while (next_token(&t) == TOKEN_NUMBER)
            continue;
    return strcmp(string->str, "TextGrid") == 0 ? 95 : 0;
}

static int64_t to_us(double seconds)
{
    double most = 2.0 * TIME_MAX / TIME_SECOND;
    return (int64_t)llround(CLAMP(seconds, -most, most) * TIME_SECOND);
}

typedef struct {
    tokens t;
    report *report;
    tiers *to;
    guint tier;
    gboolean inside; // of a tier
    gboolean points;
} reader;

// The class of a tier has been read: its name, its span and how many it has. FALSE: that was all.
static gboolean begin_tier(reader *r, token_kind *kind)
{
    r->points = strcmp(r->t.string->str, "TextTier") == 0;
    int line = r->t.token_line;
    do
        *kind = next_token(&r->t);
    while (*kind != TOKEN_STRING && *kind != TOKEN_END);
    if (*kind == TOKEN_END)
        return FALSE;
    r->tier = tiers_begin(r->to, r->t.string->str, NULL, line);
    r->inside = TRUE;
    int numbers = 0;
    do
        *kind = next_token(&r->t);
    while (*kind == TOKEN_FLAG || (*kind == TOKEN_NUMBER && ++numbers < 3));
    if (*kind == TOKEN_NUMBER)
        *kind = next_token(&r->t);
    return TRUE;
}

static gboolean is_class(const tokens *t)
{
    return strcmp(t->string->str, "IntervalTier") == 0 || strcmp(t->string->str, "TextTier") == 0;
}

// A string in a tier, below `count` numbers, of which the last are `numbers`.
static void add_span(reader *r, const double numbers[2], int count)
{
    int wanted = r->points ? 1 : 2;
    if (count < wanted) {
        report_add(r->report, r->t.token_line, _("there are no times here, so it was skipped."));
        return;
    }
    int64_t start_us = to_us(numbers[2 - wanted]);
    tiers_add(r->to, r->tier, start_us, r->points ? TIME_NONE : to_us(numbers[1]), r->t.string->str,
              r->t.string->len, r->t.token_line);
}

static void read_tiers(reader *r)
{
    double numbers[2] = {0};
    int count = 0;
    token_kind kind = next_token(&r->t);
    while (kind != TOKEN_END) {
        if (kind == TOKEN_STRING && count == 0 && is_class(&r->t)) {
            if (!begin_tier(r, &kind))
                break;
            continue;
        }
        if (kind == TOKEN_NUMBER) {
            numbers[0] = numbers[1];
            numbers[1] = r->t.number;
            count++;
        } else if (kind == TOKEN_STRING) {
            if (r->inside)
                add_span(r, numbers, count);
            count = 0;
        }
        // The numbers of the file itself stand before the first tier.
        if (!r->inside)
            count = 0;
        kind = next_token(&r->t);
    }
    if (r->t.broken)
        report_add(r->report, r->t.token_line,
                   _("the text that begins here does not end, so the rest was skipped."));
}

speech *textgrid_read(const char *text, gsize size, report *messages, GError **error)
{
    const char *no = refusal(text);
    if (no) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, no);
        return NULL;
    }
    g_autoptr(GString) string = g_string_new(NULL);
    g_autoptr(tiers) to = tiers_new(messages);
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.t = {.at = text, .end = text + size, .line = 1, .string = string},
                .report = messages,
                .to = to};
    read_tiers(&r);
    if (tiers_end(to, out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text in its tiers."));
    return NULL;
}

// ---- writing

static void append_seconds(GString *out, int64_t us)
{
    g_string_append_printf(out, "%" G_GINT64_FORMAT, us / TIME_SECOND);
    int digits = 6, rest = (int)(us % TIME_SECOND);
    if (!rest)
        return;
    for (; rest % 10 == 0; rest /= 10)
        digits--;
    g_string_append_printf(out, ".%0*d", digits, rest);
}

static void append_span(GString *out, const char *indent, int64_t start_us, int64_t end_us)
{
    g_string_append_printf(out, "%sxmin = ", indent);
    append_seconds(out, start_us);
    g_string_append_printf(out, " \n%sxmax = ", indent);
    append_seconds(out, end_us);
    g_string_append(out, " \n");
}

static void append_interval(GString *out, int number, const written_span *s)
{
    g_string_append_printf(out, "        intervals [%d]:\n", number);
    append_span(out, "            ", s->start_us, s->end_us);
    g_string_append(out, "            text = \"");
    for (gsize i = 0; i < s->length; i++) {
        if (s->text[i] == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, s->text[i]);
    }
    g_string_append(out, "\" \n");
}

// Intervals cover the whole time: those without text are the gaps. Returns how many there are.
static int append_intervals(GString *out, const written_tier *t, int64_t end_us)
{
    int64_t at_us = 0;
    int count = 0;
    for (guint i = 0; i < t->spans->len; i++) {
        const written_span *s = &g_array_index(t->spans, written_span, i);
        if (s->start_us > at_us)
            append_interval(out, ++count, &(written_span){at_us, s->start_us, "", 0});
        append_interval(out, ++count, s);
        at_us = s->end_us;
    }
    if (at_us < end_us)
        append_interval(out, ++count, &(written_span){at_us, end_us, "", 0});
    return count;
}

gboolean textgrid_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(GPtrArray) all = tiers_of(s, 1, r);
    int64_t end_us = MAX(speech_end_us(s), 1);
    g_string_append(out, "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n");
    append_span(out, "", 0, end_us);
    g_string_append_printf(out, "tiers? <exists> \nsize = %u \nitem []: \n", all->len);
    g_autoptr(GString) intervals = g_string_new(NULL);
    for (guint i = 0; i < all->len; i++) {
        const written_tier *t = g_ptr_array_index(all, i);
        g_string_truncate(intervals, 0);
        int count = append_intervals(intervals, t, end_us);
        g_string_append_printf(out,
                               "    item [%u]:\n        class = \"IntervalTier\" \n"
                               "        name = \"%s\" \n",
                               i + 1, t->name);
        append_span(out, "        ", 0, end_us);
        g_string_append_printf(out, "        intervals: size = %d \n", count);
        g_string_append_len(out, intervals->str, (gssize)intervals->len);
    }
    return TRUE;
}
