// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/word_run.h"

#include <string.h>

#include "format/cue.h"
#include "format/span.h"
#include "speech/build.h"
#include "speech/script.h"
#include "speech/sentence.h"

// A pause that ends a sentence in any case.
#define PAUSE_LONG_US (2 * TIME_SECOND)
// One that does so in a sentence that lasts longer than LONG_US.
#define PAUSE_US (TIME_SECOND * 3 / 5)
#define LONG_US  (12 * TIME_SECOND)
// No sentence lasts longer.
#define LONGEST_US (30 * TIME_SECOND)
// A Chinese word has at most so many characters.
#define WORD_ZH 4
// A word is looked for in so many bytes of a text.
#define LOOK_AHEAD 120
// From so many segments on they may be words.
#define RUN_LEAST 3

typedef struct {
    run_word *words;
    guint count;
    gboolean verbatim; // the spaces between words stand in them
    GString *text;     // of the stretch
    language side;     // of most of it
    GArray *begins;    // gsize: of each of its words in `text`, and behind the last one
    GArray *ends;      // int: of its sentences
    cue *cue;
    speech_builder *out;
} runner;

gboolean word_run_is_word(const char *text)
{
    int han = 0, letters = 0;
    while (g_unichar_isspace(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    for (; *text && !g_unichar_isspace(g_utf8_get_char(text)); text = g_utf8_next_char(text)) {
        han += script_is_han(g_utf8_get_char(text));
        letters += g_unichar_isalnum(g_utf8_get_char(text));
    }
    while (*text && g_unichar_isspace(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return letters > 0 && han <= WORD_ZH && !*text;
}

gboolean word_run_is_run(int words, int total)
{
    return total >= RUN_LEAST && words * 5 >= total * 4;
}

gboolean word_run_begins(const char *text, const char *at)
{
    gunichar before = at > text ? g_utf8_get_char(g_utf8_prev_char(at)) : ' ';
    return script_is_han(g_utf8_get_char(at)) || script_is_han(before) ||
           !(g_unichar_isalnum(before) || before == '\'' || before == 0x2019);
}

const char *word_run_find(const char *text, const char *from, const char *word)
{
    gsize length = strlen(word);
    for (const char *at = from; length && *at && at - from < LOOK_AHEAD; at = g_utf8_next_char(at))
        if (strncmp(at, word, length) == 0 && (at == from || word_run_begins(text, at)))
            return at;
    return NULL;
}

// ---- times

static void fill_times(run_word *words, guint count)
{
    for (guint i = 1; i < count; i++)
        if (words[i].start_us == TIME_NONE)
            words[i].start_us =
                words[i - 1].end_us == TIME_NONE ? words[i - 1].start_us : words[i - 1].end_us;
    int64_t next_us = TIME_NONE;
    for (guint i = count; i-- > 0;) {
        segment span;
        if (words[i].start_us == TIME_NONE)
            words[i].start_us = next_us;
        span_set(&span, words[i].start_us, words[i].end_us, next_us);
        words[i].end_us = span.end_us;
        next_us = words[i].start_us;
    }
}

// Between the word and the one before it.
static int64_t pause_us(const run_word *w)
{
    return w->start_us == TIME_NONE || w[-1].end_us == TIME_NONE ? 0 : w->start_us - w[-1].end_us;
}

// ---- text

static gboolean has_outer_space(const char *text)
{
    gsize length = strlen(text);
    return length && (g_ascii_isspace(*text) || g_ascii_isspace(text[length - 1]));
}

static gboolean is_wide(gunichar c)
{
    return script_is_han(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
}

static gboolean is_one_of(gunichar c, const char *set)
{
    return c < 0x80 && c && strchr(set, (int)c);
}

static gboolean needs_space(const GString *before, const char *text)
{
    if (!before->len || !*text)
        return FALSE;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(before->str + before->len));
    gunichar next = g_utf8_get_char(text);
    gboolean closes =
        is_one_of(next, ",.;:!?)]}%") && !g_unichar_isalnum(g_utf8_get_char(text + 1));
    return !g_unichar_isspace(last) && !is_one_of(last, "([{") && !closes &&
           !(is_wide(last) && is_wide(next)) && !(is_wide(last) && !script_is_han(last)) &&
           !(is_wide(next) && !script_is_han(next));
}

static void append_word(runner *r, const char *text)
{
    g_autofree char *stripped = g_strstrip(g_strdup(text));
    if (!r->verbatim && needs_space(r->text, stripped))
        g_string_append_c(r->text, ' ');
    gsize begin = r->text->len + (r->verbatim ? strspn(text, " \t\r\n") : 0);
    g_array_append_val(r->begins, begin);
    // A line that ends there says that a sentence does.
    gboolean line_ends = g_str_has_suffix(text, "\n");
    g_string_append(r->text, r->verbatim ? text : stripped);
    if (line_ends && !r->verbatim)
        g_string_append_c(r->text, '\n');
}

// ---- segments

// Words first … end - 1 of the stretch that begins with the word `base`.
static void add_segment(runner *r, guint base, guint first, guint end)
{
    const gsize *begins = (const gsize *)(void *)r->begins->data;
    const run_word *words = r->words + base;
    const char *text = r->text->str;
    int side = script_language(text + begins[first], begins[end] - begins[first]);
    side = side < 0 ? (int)r->side : side;
    int64_t start_us = words[first].start_us, end_us = words[first].end_us;
    cue_clear(r->cue);
    for (guint i = first; i < end; i++) {
        start_us = MIN(start_us, words[i].start_us);
        end_us = MAX(end_us, words[i].end_us);
        // What goes on in the middle of a word is a part of it.
        const char *at = text + begins[i];
        if (words[i].start_us != TIME_NONE && end - first > 1 && word_run_begins(text, at))
            cue_mark(r->cue, side, words[i].start_us);
        cue_say(r->cue, side, at, begins[i + 1] - begins[i]);
    }
    segment g = {.confidence = -1, .settings = words[first].settings};
    span_set(&g, start_us, end_us, TIME_NONE);
    cue_finish(r->cue, &g);
    if (!*g.text[side])
        return;
    speech_builder_paragraph(r->out, words[first].kind);
    speech_builder_safe_segment(r->out, &g);
}

static void add_sentence(runner *r, guint base, guint first, guint end)
{
    const run_word *words = r->words + base;
    gboolean takes_long = words[first].start_us != TIME_NONE &&
                          words[end - 1].end_us - LONG_US > words[first].start_us;
    for (guint i = first + 1; takes_long && i < end; i++)
        if (pause_us(&words[i]) >= PAUSE_US ||
            words[i].end_us - words[first].start_us > LONGEST_US) {
            add_segment(r, base, first, i);
            first = i;
        }
    add_segment(r, base, first, end);
}

// Words base … base + count - 1, which are put together as one text.
static void add_stretch(runner *r, guint base, guint count)
{
    g_string_truncate(r->text, 0);
    g_array_set_size(r->begins, 0);
    g_array_set_size(r->ends, 0);
    for (guint i = 0; i < count; i++)
        append_word(r, r->words[base + i].text);
    gsize length = r->text->len;
    g_array_append_val(r->begins, length);
    r->side = script_language(r->text->str, length) == LANGUAGE_ZH ? LANGUAGE_ZH : LANGUAGE_EN;
    sentence_ends(r->text->str, r->side, FALSE, r->ends);
    guint first = 0;
    for (guint i = 0; i < r->ends->len; i++) {
        gsize at = (gsize)g_array_index(r->ends, int, i);
        guint end = first;
        while (end < count && g_array_index(r->begins, gsize, end) < at)
            end++;
        if (end > first)
            add_sentence(r, base, first, end);
        first = MAX(first, end);
    }
    if (first < count)
        add_sentence(r, base, first, count);
}

void word_run_add(GArray *words, speech_builder *out)
{
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) begins = g_array_new(FALSE, FALSE, sizeof(gsize));
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int));
    runner r = {.words = (run_word *)(void *)words->data,
                .count = words->len,
                .text = text,
                .begins = begins,
                .ends = ends,
                .cue = scratch,
                .out = out};
    guint spaced = 0, first = 0;
    for (guint i = 0; i < r.count; i++)
        spaced += has_outer_space(r.words[i].text);
    r.verbatim = spaced * 2 >= r.count;
    fill_times(r.words, r.count);
    for (guint i = 1; i <= r.count; i++)
        if (i == r.count || r.words[i].begins || pause_us(&r.words[i]) >= PAUSE_LONG_US) {
            add_stretch(&r, first, i - first);
            first = i;
        }
}
