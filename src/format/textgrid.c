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
#include "format/textgrid.h"

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

int64_t textgrid_us(double seconds)
{
    double most = 2.0 * TIME_MAX / TIME_SECOND;
    return (int64_t)llround(CLAMP(seconds, -most, most) * TIME_SECOND);
}

typedef struct {
    tokens t;
    report *report;
    const textgrid_handler *to;
    void *data;
    double span[2];  // of the file
    int numbers;     // of it, that are known
    gboolean inside; // of a tier
    gboolean points;
} reader;

// The class of a tier has been read: its name, its span and how many it has. FALSE: that was all.
static gboolean begin_tier(reader *r, token_kind *kind)
{
    textgrid_tier began = {.points = strcmp(r->t.string->str, "TextTier") == 0,
                           .line = r->t.token_line};
    do
        *kind = next_token(&r->t);
    while (*kind != TOKEN_STRING && *kind != TOKEN_END);
    if (*kind == TOKEN_END)
        return FALSE;
    g_autofree char *name = g_strndup(r->t.string->str, r->t.string->len);
    double numbers[3] = {r->span[0], r->span[1], 0};
    int count = 0;
    do {
        *kind = next_token(&r->t);
        if (*kind == TOKEN_NUMBER)
            numbers[count++] = r->t.number;
    } while (*kind == TOKEN_FLAG || (*kind == TOKEN_NUMBER && count < 3));
    if (*kind == TOKEN_NUMBER)
        *kind = next_token(&r->t);
    began.name = name;
    began.start = numbers[0];
    began.end = numbers[1];
    r->points = began.points;
    r->inside = TRUE;
    r->to->tier(r->data, &began);
    return TRUE;
}

static gboolean is_class(const tokens *t)
{
    return strcmp(t->string->str, "IntervalTier") == 0 || strcmp(t->string->str, "TextTier") == 0;
}

// A string in a tier, below `count` numbers, of which the last are `numbers`.
static void tell_item(const reader *r, const double numbers[2], int count)
{
    int wanted = r->points ? 1 : 2;
    if (count < wanted) {
        report_add(r->report, r->t.token_line, _("there are no times here, so it was skipped."));
        return;
    }
    textgrid_item item = {numbers[2 - wanted], numbers[1], r->t.string->str, r->t.string->len,
                          r->t.token_line};
    r->to->item(r->data, &item);
}

static void take_number_outside(reader *r)
{
    if (r->numbers < 2)
        r->span[r->numbers++] = r->t.number;
    if (r->numbers == 2 && r->to->span)
        r->to->span(r->data, r->span[0], r->span[1]);
}

static void walk(reader *r)
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
        if (kind == TOKEN_NUMBER && !r->inside) {
            take_number_outside(r);
        } else if (kind == TOKEN_NUMBER) {
            numbers[0] = numbers[1];
            numbers[1] = r->t.number;
            count++;
        } else if (kind == TOKEN_STRING) {
            if (r->inside)
                tell_item(r, numbers, count);
            count = 0;
        }
        kind = next_token(&r->t);
    }
    if (r->t.broken)
        report_add(r->report, r->t.token_line,
                   _("the text that begins here does not end, so the rest was skipped."));
}

void textgrid_walk(const char *text, gsize size, const textgrid_handler *to, void *data,
                   report *messages)
{
    g_autoptr(GString) string = g_string_new(NULL);
    reader r = {.t = {.at = text, .end = text + size, .line = 1, .string = string},
                .report = messages,
                .to = to,
                .data = data};
    walk(&r);
}

// ---- the speech in it

typedef struct {
    tiers *to;
    guint tier;
    gboolean points;
    double start, end;
    int64_t last_us;
} listener;

static void hear_span(void *data, double start, double end)
{
    listener *l = data;
    l->start = start;
    l->end = end;
}

static void hear_tier(void *data, const textgrid_tier *t)
{
    listener *l = data;
    l->tier = tiers_begin(l->to, t->name, NULL, t->line);
    l->points = t->points;
}

static void hear_item(void *data, const textgrid_item *i)
{
    listener *l = data;
    int64_t end_us = textgrid_us(i->end);
    tiers_add(l->to, l->tier, textgrid_us(i->start), l->points ? TIME_NONE : end_us, i->text,
              i->length, i->line);
    if (i->length)
        l->last_us = MAX(l->last_us, end_us);
}

gboolean textgrid_tiers(const char *text, gsize size, tiers *to, report *r, speech_builder *out)
{
    static const textgrid_handler handler = {hear_span, hear_tier, hear_item};
    listener l = {.to = to};
    textgrid_walk(text, size, &handler, &l, r);
    if (l.start != 0.0 || textgrid_us(l.end) != l.last_us)
        tiers_keep(to);
    return tiers_end(to, out);
}

speech *textgrid_read(const char *text, gsize size, report *r, GError **error)
{
    const char *no = refusal(text);
    if (no) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, no);
        return NULL;
    }
    g_autoptr(tiers) to = tiers_new(r);
    g_autoptr(speech_builder) out = speech_builder_new();
    if (textgrid_tiers(text, size, to, r, out)) {
        tiers_keep_file(to, out, "textgrid", text);
        return speech_builder_end(out);
    }
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text in its tiers."));
    return NULL;
}
