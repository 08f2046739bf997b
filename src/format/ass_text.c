// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/ass.h"

#define WORD_JOINER "\342\201\240"

// Where a text goes: to the cue with the times of words, or to `plain`.
typedef struct {
    cue *cue;
    int side;
    GString *plain;
    int64_t start_us, said_us; // of the event; from there to the next syllable
    gboolean drawing;
} sink;

ass_fields ass_usual_fields(void)
{
    return (ass_fields){.count = 10, .start = 1, .end = 2, .style = 3, .marked = -1};
}

static gboolean is_word(const line *l, const char *word)
{
    return l->length == strlen(word) && g_ascii_strncasecmp(l->text, word, l->length) == 0;
}

gboolean ass_is(const line *l, const char *name, line *value)
{
    line all = *l;
    line_trim(&all);
    const char *colon = memchr(all.text, ':', all.length);
    line key = {all.text, colon ? (gsize)(colon - all.text) : 0, l->number};
    line_trim(&key);
    if (!colon || !is_word(&key, name))
        return FALSE;
    const char *end = l->text + l->length, *p = colon + 1;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    *value = (line){p, (gsize)(end - p), l->number};
    return TRUE;
}

int ass_split(const line *from, int most, line parts[ASS_FIELDS_MAX])
{
    const char *p = from->text, *end = p + from->length;
    for (int i = 0;; i++) {
        const char *comma = i + 1 < most ? memchr(p, ',', (gsize)(end - p)) : NULL;
        parts[i] = (line){p, (gsize)((comma ? comma : end) - p), from->number};
        if (!comma)
            return i + 1;
        p = comma + 1;
    }
}

gboolean ass_fields_read(const line *value, ass_fields *out)
{
    line parts[ASS_FIELDS_MAX];
    *out = (ass_fields){ass_split(value, ASS_FIELDS_MAX, parts), -1, -1, -1, -1};
    const struct {
        const char *name;
        int *index;
    } known[] = {{"start", &out->start},
                 {"end", &out->end},
                 {"style", &out->style},
                 {"marked", &out->marked}};
    for (int i = 0; i < out->count; i++) {
        line_trim(&parts[i]);
        if (is_word(&parts[i], "text"))
            out->count = i + 1;
        for (gsize k = 0; k < G_N_ELEMENTS(known); k++)
            if (*known[k].index < 0 && is_word(&parts[i], known[k].name))
                *known[k].index = i;
    }
    return out->start >= 0 && out->end >= 0 && is_word(&parts[out->count - 1], "text");
}

static void say(sink *to, const char *text, const char *end)
{
    if (to->drawing || text >= end)
        return;
    if (to->cue)
        cue_say(to->cue, to->side, text, (gsize)(end - text));
    else
        g_string_append_len(to->plain, text, end - text);
}

// Hundredths of a second as `unit` wants them: digits, with decimals; `missing` if there are none.
static int64_t read_number(const char *at, const char *end, int64_t unit, int64_t missing)
{
    while (at < end && (*at == ' ' || *at == '('))
        at++;
    const char *p = at;
    int64_t value = 0;
    for (; p < end && g_ascii_isdigit(*p) && p - at < 9; p++)
        value = value * 10 + (*p - '0');
    if (p == at)
        return missing;
    value *= unit;
    if (p < end && *p == '.')
        for (p++; p < end && g_ascii_isdigit(*p); p++)
            value += (unit /= 10) * (*p - '0');
    return MIN(value, TIME_MAX);
}

// \k, \K, \kf, \ko: a syllable of so many hundredths begins; \kt: the next begins so long behind
// the event's beginning.
static void read_syllable(sink *to, const char *tag, const char *end)
{
    char kind = tag + 1 < end && *tag == 'k' ? tag[1] : '\0';
    const char *number = tag + 1 + (kind && strchr("fot", kind) ? 1 : 0);
    if (number < end && !g_ascii_isdigit(*number) && !strchr(" \\()", *number))
        return;
    int64_t us = read_number(number, end, CENTISECOND, 100 * CENTISECOND);
    if (kind == 't') {
        to->said_us = us;
        return;
    }
    if (to->cue)
        cue_mark(to->cue, to->side, to->start_us + to->said_us);
    to->said_us = MIN(to->said_us + us, TIME_MAX);
}

// What stands between braces.
static void read_overrides(sink *to, const char *at, const char *end)
{
    while ((at = memchr(at, '\\', (gsize)(end - at)))) {
        const char *tag = ++at;
        if (tag >= end)
            return;
        if (*tag == 'p' && (tag + 1 == end || !g_ascii_isalpha(tag[1])))
            to->drawing = read_number(tag + 1, end, 1, 0) > 0;
        else if (*tag == 'k' || *tag == 'K')
            read_syllable(to, tag, end);
    }
}

// The text that a backslash and what follows it stand for; `length` is theirs. NULL: for
// themselves.
static const char *read_escape(const char *p, const char *end, gsize *length)
{
    static const struct {
        const char *escape, *text;
    } rows[] = {{"\\N", "\n"}, {"\\n", " "}, {"\\h", " "},
                {"\\{", "{"},  {"\\}", "}"}, {"\\" WORD_JOINER, "\\"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        *length = strlen(rows[i].escape);
        if ((gsize)(end - p) >= *length && memcmp(p, rows[i].escape, *length) == 0)
            return rows[i].text;
    }
    return NULL;
}

static void read_text(sink *to, const char *text, gsize size)
{
    const char *end = text + size, *from = text;
    gboolean closes = TRUE; // there may be a brace that closes
    for (const char *p = text; p < end;) {
        gsize length = 0;
        const char *close = *p == '{' && closes ? memchr(p, '}', (gsize)(end - p)) : NULL;
        const char *escaped = *p == '\\' ? read_escape(p, end, &length) : NULL;
        closes &= *p != '{' || close;
        if (!close && !escaped) {
            p++;
            continue;
        }
        say(to, from, p);
        if (close)
            read_overrides(to, p + 1, close);
        else
            say(to, escaped, escaped + strlen(escaped));
        p = close ? close + 1 : p + length;
        from = p;
    }
    say(to, from, end);
}

void ass_plain(GString *out, const char *text, gsize length)
{
    sink to = {.plain = out};
    read_text(&to, text, length);
}

static void decode_as(cue *c, const ass_text *t, int side, const segment *g)
{
    sink to = {.cue = c, .side = side, .start_us = g->start_us};
    read_text(&to, t->text, t->length);
    cue_say(c, side, "\n", 1);
}

void ass_decode(cue *c, const ass_text *texts, int count, segment *out)
{
    gboolean known =
        count == 2 && texts[0].side >= 0 && texts[1].side >= 0 && texts[0].side != texts[1].side;
    cue_clear(c);
    for (int i = 0; i < count; i++)
        decode_as(c, &texts[i], known ? texts[i].side : CUE_FIND_OUT, out);
    cue_finish(c, out);
    // A style's name is believed where the text does not say two languages.
    int side = count == 1 ? texts[0].side : CUE_FIND_OUT;
    if (side == CUE_FIND_OUT || *out->text[side])
        return;
    cue_clear(c);
    decode_as(c, &texts[0], side, out);
    cue_finish(c, out);
}

void ass_append_time(GString *out, int64_t us)
{
    int64_t cs = (us + CENTISECOND / 2) / CENTISECOND;
    g_string_append_printf(out, "%d:%02d:%02d.%02d", (int)(cs / 360000), (int)(cs / 6000 % 60),
                           (int)(cs / 100 % 60), (int)(cs % 100));
}

int64_t ass_start_cs(const segment *g)
{
    return MIN((g->start_us + CENTISECOND / 2) / CENTISECOND, TIME_MAX / CENTISECOND - 1);
}

int64_t ass_end_cs(const segment *g)
{
    return MAX((g->end_us + CENTISECOND / 2) / CENTISECOND, ass_start_cs(g) + 1);
}

static void append_text(GString *out, const char *text, gsize length)
{
    static const struct {
        char letter;
        const char *escape;
    } rows[] = {{'\n', "\\N"}, {'{', "\\{"}, {'}', "\\}"}, {'\\', "\\" WORD_JOINER}};
    for (const char *p = text; p < text + length; p++) {
        gsize i = 0;
        while (i < G_N_ELEMENTS(rows) && rows[i].letter != *p)
            i++;
        if (i < G_N_ELEMENTS(rows))
            g_string_append(out, rows[i].escape);
        else
            g_string_append_c(out, *p);
    }
}

static void append_syllable(GString *out, int64_t cs)
{
    g_string_append_printf(out, "{\\k%" G_GINT64_FORMAT "}", cs);
}

gboolean ass_encode(const segment *from, language side, GString *out)
{
    const char *text = from->text[side];
    gsize written = 0, length = strlen(text);
    int64_t start = ass_start_cs(from), last = ass_end_cs(from) - start, said = 0;
    gboolean ordered = TRUE;
    for (int i = 0; i < from->word_count; i++) {
        const word_mark *w = &from->words[i];
        if (w->side != side)
            continue;
        const word_mark *next = i + 1 < from->word_count && w[1].side == side ? &w[1] : NULL;
        int64_t at = (w->start_us + CENTISECOND / 2) / CENTISECOND - start;
        int64_t end = next ? (next->start_us + CENTISECOND / 2) / CENTISECOND - start : last;
        ordered &= at >= said;
        at = CLAMP(at, said, last);
        append_text(out, text + written, (gsize)w->offset - written);
        written = (gsize)w->offset;
        if (at > said)
            append_syllable(out, at - said);
        said = CLAMP(end, at, last);
        append_syllable(out, said - at);
    }
    append_text(out, text + written, length - written);
    return ordered;
}
