// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/cue.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/safe.h"
#include "speech/script.h"

// A mark in a text that is being put together.
typedef struct {
    gsize offset;
    int64_t us;
} mark;

// One language, or the text whose language is still to be found.
typedef struct {
    GString *text;
    GArray *marks;     // mark
    gboolean unproved; // it may be unsafe
} side_text;

struct cue {
    side_text raw[LANGUAGES], loose;
    side_text mixed; // what settle_text() got, if it cut lines of that; else empty
    gboolean told;   // the language of some text was known
    GString *text[LANGUAGES], *mixed_text;
    GArray *words;  // word_mark
    GArray *pieces; // script_piece
    gboolean space; // one is due before what is said next
};

static side_text side_new(void)
{
    return (side_text){g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(mark)), FALSE};
}

static void side_free(side_text *s)
{
    g_string_free(s->text, TRUE);
    g_array_unref(s->marks);
}

static void side_clear(side_text *s)
{
    g_string_truncate(s->text, 0);
    g_array_set_size(s->marks, 0);
    s->unproved = FALSE;
}

cue *cue_new(void)
{
    cue *c = g_new0(cue, 1);
    for (int side = 0; side < LANGUAGES; side++) {
        c->raw[side] = side_new();
        c->text[side] = g_string_new(NULL);
    }
    c->loose = side_new();
    c->mixed = side_new();
    c->mixed_text = g_string_new(NULL);
    c->words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    c->pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
    return c;
}

void cue_free(cue *c)
{
    if (!c)
        return;
    for (int side = 0; side < LANGUAGES; side++) {
        side_free(&c->raw[side]);
        g_string_free(c->text[side], TRUE);
    }
    side_free(&c->loose);
    side_free(&c->mixed);
    g_string_free(c->mixed_text, TRUE);
    g_array_unref(c->words);
    g_array_unref(c->pieces);
    g_free(c);
}

void cue_clear(cue *c)
{
    for (int side = 0; side < LANGUAGES; side++)
        side_clear(&c->raw[side]);
    side_clear(&c->loose);
    side_clear(&c->mixed);
    c->told = FALSE;
    c->space = FALSE;
}

static void add_mark(side_text *s, gsize offset, int64_t us)
{
    mark added = {offset, us};
    g_array_append_val(s->marks, added);
}

// A piece of `text` stands on a line of its own. Marks before its end go with it; returns the first
// that does not.
static guint settle_piece(cue *c, const char *text, const script_piece *piece, guint first_mark)
{
    side_text *to = &c->raw[piece->side];
    if (to->text->len)
        g_string_append_c(to->text, '\n');
    gsize base = to->text->len;
    guint i = first_mark;
    for (; i < c->loose.marks->len; i++) {
        const mark *m = &g_array_index(c->loose.marks, mark, i);
        if (m->offset >= piece->start + piece->length)
            break;
        add_mark(to, base + (MAX(m->offset, piece->start) - piece->start), m->us);
    }
    g_string_append_len(to->text, text + piece->start, (gssize)piece->length);
    return i;
}

// Whether two of the pieces stood in one line.
static gboolean is_mixed(const cue *c, const char *text)
{
    for (guint i = 1; i < c->pieces->len; i++) {
        const script_piece *one = &g_array_index(c->pieces, script_piece, i - 1), *next = one + 1;
        gsize end = one->start + one->length;
        if (!memchr(text + end, '\n', next->start - end))
            return TRUE;
    }
    return FALSE;
}

// Gives a text to its languages, with the loose marks.
static void settle_text(cue *c, const char *text, gsize length)
{
    g_array_set_size(c->pieces, 0);
    gboolean safe = script_cut(text, length, c->pieces);
    for (int side = 0; side < LANGUAGES; side++)
        c->raw[side].unproved |= !safe;
    if (is_mixed(c, text)) {
        g_string_append_len(c->mixed.text, text, (gssize)length);
        c->mixed.unproved |= !safe;
    }
    guint next_mark = 0;
    for (guint i = 0; i < c->pieces->len; i++)
        next_mark = settle_piece(c, text, &g_array_index(c->pieces, script_piece, i), next_mark);
    if (!c->pieces->len && memchr(text, '\n', length))
        for (int side = 0; side < LANGUAGES; side++)
            g_string_append_c(c->raw[side].text, '\n');
}

static void settle(cue *c)
{
    if (!c->loose.text->len && !c->loose.marks->len)
        return;
    settle_text(c, c->loose.text->str, c->loose.text->len);
    side_clear(&c->loose);
}

static side_text *side_of(cue *c, int side)
{
    if (side == CUE_FIND_OUT)
        return &c->loose;
    settle(c);
    c->told = TRUE;
    return &c->raw[side];
}

void cue_say(cue *c, int side, const char *text, gsize length)
{
    side_text *to = side_of(c, side);
    if (!length)
        return;
    if (c->space)
        g_string_append_c(to->text, ' ');
    c->space = FALSE;
    g_string_append_len(to->text, text, (gssize)length);
    to->unproved = TRUE;
}

void cue_say_flowed(cue *c, int side, const char *text, gsize length)
{
    static const char blanks[] = " \t\r\n";
    for (const char *p = text, *end = text + length; p < end;) {
        const char *word = p;
        while (p < end && !memchr(blanks, *p, 4))
            p++;
        cue_say(c, side, word, (gsize)(p - word));
        for (; p < end && memchr(blanks, *p, 4); p++)
            c->space = TRUE;
    }
}

void cue_mark(cue *c, int side, int64_t us)
{
    side_text *to = side_of(c, side);
    add_mark(to, to->text->len, us);
}

static gboolean is_space(char c)
{
    return c == ' ' || c == '\t';
}

// Whether tidy() would change nothing.
static gboolean is_tidy(const side_text *s)
{
    const char *text = s->text->str, *end = text + s->text->len;
    if (s->marks->len)
        return FALSE;
    while (text < end) {
        const char *newline = memchr(text, '\n', (gsize)(end - text));
        const char *line_end = newline ? newline : end;
        if (line_end == text || is_space(*text) || is_space(line_end[-1]) || newline == end - 1)
            return FALSE;
        text = line_end + 1;
    }
    return TRUE;
}

// The text line by line without what surrounds it; marks move along.
static void tidy(side_text *from, GString *to)
{
    const char *text = from->text->str;
    gsize length = from->text->len;
    guint next = 0;
    g_string_truncate(to, 0);
    for (gsize at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        gsize line_end = newline ? (gsize)(newline - text) : length, start = at, end = line_end;
        while (start < end && is_space(text[start]))
            start++;
        while (end > start && is_space(text[end - 1]))
            end--;
        at = line_end + 1;
        if (start == end)
            continue;
        if (to->len)
            g_string_append_c(to, '\n');
        for (; next < from->marks->len; next++) {
            mark *m = &g_array_index(from->marks, mark, next);
            gsize offset = MAX(m->offset, start);
            while (offset < end && is_space(text[offset]))
                offset++;
            if (offset >= end)
                break;
            m->offset = to->len + (offset - start);
        }
        g_string_append_len(to, text + start, (gssize)(end - start));
    }
    g_array_set_size(from->marks, next);
}

// Makes the text safe. Where that changes it, the marks no longer fit.
static void make_safe(side_text *s)
{
    if (!s->unproved || safe_is_clean(s->text->str, s->text->len))
        return;
    g_autofree char *safe = safe_text(s->text->str, (gssize)s->text->len);
    if (strcmp(safe, s->text->str) == 0)
        return;
    g_string_assign(s->text, safe);
    g_array_set_size(s->marks, 0);
}

static void add_words(cue *c, language side, const segment *span)
{
    const GArray *marks = c->raw[side].marks;
    guint first = c->words->len;
    for (guint i = 0; i < marks->len; i++) {
        const mark *m = &g_array_index(marks, mark, i);
        word_mark w = {side, (int)m->offset, m->us};
        if (span->start_us != TIME_NONE && (m->us < span->start_us || m->us > span->end_us))
            continue;
        // Of two times at one place the later is the word's: the earlier ended the word before.
        guint last = c->words->len;
        if (last > first && g_array_index(c->words, word_mark, last - 1).offset == w.offset)
            g_array_index(c->words, word_mark, last - 1) = w;
        else
            g_array_append_val(c->words, w);
    }
}

// What the texts were cut from, if that is all there is.
static const char *finish_mixed(cue *c)
{
    if (!c->mixed.text->len || c->told)
        return NULL;
    make_safe(&c->mixed);
    tidy(&c->mixed, c->mixed_text);
    return c->mixed_text->str;
}

void cue_finish(cue *c, segment *out)
{
    settle(c);
    out->mixed = finish_mixed(c);
    g_array_set_size(c->words, 0);
    for (int side = 0; side < LANGUAGES; side++) {
        make_safe(&c->raw[side]);
        if (is_tidy(&c->raw[side])) {
            GString *held = c->text[side];
            c->text[side] = c->raw[side].text;
            c->raw[side].text = held;
        } else {
            tidy(&c->raw[side], c->text[side]);
        }
        add_words(c, (language)side, out);
        out->text[side] = c->text[side]->str;
    }
    out->words = (const word_mark *)(void *)c->words->data;
    out->word_count = (int)c->words->len;
}

void cue_read(cue *c, const char *text, gsize length, segment *out)
{
    cue_clear(c);
    settle_text(c, text, length);
    cue_finish(c, out);
}

gboolean cue_finds_again(cue *c, const segment *g)
{
    g_autofree char *both = g_strconcat(g->text[LANGUAGE_ZH], "\n", g->text[LANGUAGE_EN], NULL);
    segment found = {.start_us = TIME_NONE};
    cue_read(c, both, strlen(both), &found);
    return strcmp(found.text[LANGUAGE_ZH], g->text[LANGUAGE_ZH]) == 0 &&
           strcmp(found.text[LANGUAGE_EN], g->text[LANGUAGE_EN]) == 0;
}

gboolean cue_is_translation(const cue_span *one, const cue_span *other)
{
    return one->start_us != TIME_NONE && one->start_us == other->start_us &&
           one->end_us == other->end_us && one->side >= 0 && other->side >= 0 &&
           one->side != other->side;
}

const char *cue_order_problem(int64_t start_us, int64_t end_us)
{
    return end_us == start_us  ? _("the cue has no length, so it was skipped.")
           : end_us < start_us ? _("the cue ends before it starts, so it was skipped.")
                               : NULL;
}

gboolean cue_is_near_translation(const cue_span *one, const cue_span *other)
{
    if (one->start_us == TIME_NONE || other->start_us == TIME_NONE || one->side < 0 ||
        other->side < 0 || one->side == other->side ||
        llabs(one->start_us - other->start_us) > CUE_NEAR_US ||
        llabs(one->end_us - other->end_us) > CUE_NEAR_US)
        return FALSE;
    int64_t common_us = MIN(one->end_us, other->end_us) - MAX(one->start_us, other->start_us);
    int64_t longer_us = MAX(one->end_us - one->start_us, other->end_us - other->start_us);
    return 2 * common_us >= longer_us;
}

guint cue_settle_near(cue_span *spans, guint count)
{
    guint pairs = 0;
    for (guint i = 0; i + 1 < count; i++) {
        cue_span *one = &spans[i], *other = one + 1;
        if (!cue_is_near_translation(one, other) || cue_is_translation(one, other))
            continue;
        one->start_us = other->start_us = MIN(one->start_us, other->start_us);
        one->end_us = other->end_us = MAX(one->end_us, other->end_us);
        pairs++;
        i++;
    }
    return pairs;
}

gboolean cue_is_same(const segment *a, const segment *b, int64_t most_us)
{
    gboolean same = a->word_count == b->word_count;
    for (int side = 0; side < LANGUAGES; side++)
        same = same && strcmp(a->text[side], b->text[side]) == 0;
    for (int i = 0; same && i < a->word_count; i++) {
        const word_mark *one = &a->words[i], *other = &b->words[i];
        same = one->side == other->side && one->offset == other->offset &&
               llabs(one->start_us - other->start_us) <= most_us;
    }
    return same;
}
