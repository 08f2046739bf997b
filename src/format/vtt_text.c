// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/eight.h"
#include "format/entity.h"
#include "format/tag.h"
#include "format/vtt.h"
#include "speech/script.h"

// Of languages deeper than this the outermost count.
#define DEPTH_MAX 8

typedef struct {
    cue *cue;
    const char *at, *end;
    int sides[DEPTH_MAX]; // the languages that are open, the innermost last
    int depth, too_deep;
    int before; // the language that ended on this line; CUE_FIND_OUT: none did
} decoder;

static gboolean read_digits(const char **at, const char *end, int64_t *value, int *count)
{
    const char *p = *at;
    *value = 0;
    while (p < end && g_ascii_isdigit(*p)) {
        if (p - *at >= 9)
            return FALSE;
        *value = *value * 10 + (*p++ - '0');
    }
    *count = (int)(p - *at);
    *at = p;
    return *count > 0;
}

static gboolean read_pair(const char **at, const char *end, char before, int64_t *value)
{
    int count;
    if (*at >= end || **at != before)
        return FALSE;
    ++*at;
    return read_digits(at, end, value, &count) && count == 2;
}

gboolean vtt_parse_time(const char **at, const char *end, int64_t *us)
{
    const char *p = *at;
    int64_t hours = 0, minutes, seconds, ms;
    int count;
    if (!read_digits(&p, end, &hours, &count))
        return FALSE;
    gboolean is_hours = count != 2 || hours > 59;
    if (!read_pair(&p, end, ':', &minutes))
        return FALSE;
    if (is_hours || (p < end && *p == ':')) {
        if (!read_pair(&p, end, ':', &seconds))
            return FALSE;
    } else {
        seconds = minutes;
        minutes = hours;
        hours = 0;
    }
    if (p >= end || *p++ != '.' || !read_digits(&p, end, &ms, &count) || count != 3 ||
        minutes > 59 || seconds > 59)
        return FALSE;
    *us = (((hours * 60 + minutes) * 60 + seconds) * 1000 + ms) * 1000;
    *at = p;
    return *us <= TIME_MAX;
}

static int current(const decoder *d)
{
    return d->depth ? d->sides[d->depth - 1] : CUE_FIND_OUT;
}

// What follows in the same script on the same line goes on what stood in a language.
static void say(decoder *d, const char *text, gsize length)
{
    if (d->before == CUE_FIND_OUT || d->depth) {
        cue_say(d->cue, current(d), text, length);
        return;
    }
    const char *newline = memchr(text, '\n', length);
    gsize rest = newline ? (gsize)(newline - text) : length;
    int script = script_language(text, rest);
    gboolean goes_on = script == d->before || script < 0;
    if (goes_on)
        cue_say(d->cue, d->before, text, rest);
    else
        rest = 0;
    if (!goes_on || newline)
        d->before = CUE_FIND_OUT;
    cue_say(d->cue, CUE_FIND_OUT, text + rest, length - rest);
}

static void open_language(decoder *d, int side)
{
    if (d->depth < DEPTH_MAX)
        d->sides[d->depth++] = side;
    else
        d->too_deep++;
}

static void close_language(decoder *d)
{
    if (d->too_deep)
        d->too_deep--;
    else if (d->depth)
        d->before = d->sides[--d->depth];
}

// The language among the classes of <c.zh>, in `tag` from behind the "c".
static int class_language(const char *tag, const char *end)
{
    while (tag < end && *tag == '.') {
        const char *from = ++tag;
        while (tag < end && *tag != '.' && *tag != ' ' && *tag != '\t' && *tag != '\n')
            tag++;
        int side = tag_side_of(from, (gsize)(tag - from));
        if (side != CUE_FIND_OUT)
            return side;
    }
    return CUE_FIND_OUT;
}

static gboolean is_named(const char *tag, const char *end, const char *name)
{
    gsize n = strlen(name);
    return (gsize)(end - tag) >= n && memcmp(tag, name, n) == 0 &&
           (tag + n == end || strchr(" \t\n.", tag[n]));
}

// What stands between < and >.
static void read_tag(decoder *d, const char *tag, const char *end)
{
    int64_t us;
    const char *p = tag;
    if (p < end && g_ascii_isdigit(*p)) {
        if (vtt_parse_time(&p, end, &us) && p == end)
            cue_mark(d->cue, d->depth ? current(d) : d->before, us);
    } else if (is_named(tag, end, "/lang") || is_named(tag, end, "/c")) {
        close_language(d);
    } else if (is_named(tag, end, "lang")) {
        for (p = end; p > tag && !strchr(" \t\n", p[-1]);)
            p--;
        open_language(d, tag_side_of(p, (gsize)(end - p)));
    } else if (is_named(tag, end, "c")) {
        int side = class_language(tag + 1, end);
        open_language(d, side == CUE_FIND_OUT ? current(d) : side);
    }
}

static const char *find_markup(const char *p, const char *end)
{
    gsize step = 8;
    for (; step == 8 && p < end; p += step) {
        uint64_t bytes = eight_load(p, (gsize)(end - p));
        step = eight_before(eight_equal(bytes, '<') | eight_equal(bytes, '&'));
        step = MIN(step, (gsize)(end - p));
    }
    return p;
}

void vtt_decode(cue *c, const char *payload, gsize length, segment *out)
{
    decoder d = {.cue = c, .at = payload, .end = payload + length, .before = CUE_FIND_OUT};
    cue_clear(c);
    while (d.at < d.end) {
        const char *p = find_markup(d.at, d.end);
        if (p > d.at)
            say(&d, d.at, (gsize)(p - d.at));
        d.at = p;
        if (p == d.end)
            break;
        if (*p == '&') {
            char text[ENTITY_SIZE] = "&";
            gsize took = entity_read(p + 1, d.end, text);
            say(&d, text, strlen(text));
            d.at = p + 1 + took;
        } else {
            const char *close = memchr(p, '>', (gsize)(d.end - p));
            read_tag(&d, p + 1, close ? close : d.end);
            d.at = close ? close + 1 : d.end;
        }
    }
    cue_finish(c, out);
}

// A blank line would end the cue: it is left out, as readers do.
static const char *escape_of(char c, const GString *out)
{
    if (c == '\n')
        return out->len && out->str[out->len - 1] == '\n' ? "" : "\n";
    return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : NULL;
}

static void append_escaped(GString *out, const char *text, gsize length)
{
    gsize plain = 0;
    for (gsize i = 0, step; i < length; i += step) {
        uint64_t bytes = eight_load(text + i, length - i);
        step = eight_before(eight_equal(bytes, '&') | eight_equal(bytes, '<') |
                            eight_equal(bytes, '>') | eight_equal(bytes, '\n'));
        if (step > 0)
            continue;
        g_string_append_len(out, text + plain, (gssize)(i - plain));
        g_string_append(out, escape_of(text[i], out));
        plain = i + 1;
        step = 1;
    }
    g_string_append_len(out, text + plain, (gssize)(length - plain));
}

static void encode_side(const segment *from, language side, GString *out)
{
    const char *text = from->text[side];
    gsize length = strlen(text), at = 0;
    g_string_append(out, side == LANGUAGE_ZH ? "<lang zh>" : "<lang en>");
    for (int i = 0; i < from->word_count; i++) {
        const word_mark *w = &from->words[i];
        if (w->side != side || (gsize)w->offset < at || (gsize)w->offset >= length)
            continue;
        char time[TIMECODE_SIZE];
        append_escaped(out, text + at, (gsize)w->offset - at);
        g_string_append_printf(out, "<%s>", timecode_format_cue(time, w->start_us, '.'));
        at = (gsize)w->offset;
    }
    append_escaped(out, text + at, length - at);
    g_string_append(out, "</lang>");
}

void vtt_encode(const segment *from, GString *out)
{
    gsize first = out->len;
    for (int side = 0; side < LANGUAGES; side++) {
        if (!*from->text[side])
            continue;
        if (out->len > first)
            g_string_append_c(out, '\n');
        encode_side(from, (language)side, out);
    }
}
