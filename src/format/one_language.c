// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/one_language.h"

#include <string.h>

#include "format/named.h"
#include "speech/build.h"
#include "speech/script.h"

// A file has both languages in a line where at least this share of its segments was cut; one whose
// name says a language, only where most are.
#define CUT_SHARE       (1.0 / 3)
#define CUT_SHARE_NAMED 0.8

// The language that the parts of the name between dots say; -1: none, or both.
static int side_in_name(const char *path)
{
    g_autofree char *name = path ? g_path_get_basename(path) : NULL;
    g_auto(GStrv) parts = name ? g_strsplit(name, ".", -1) : NULL;
    gboolean found[LANGUAGES] = {FALSE, FALSE};
    for (char **part = parts ? parts + (*parts != NULL) : NULL; part && *part; part++) {
        int side = named_side(*part, strlen(*part));
        if (side >= 0)
            found[side] = TRUE;
    }
    return found[LANGUAGE_ZH] == found[LANGUAGE_EN] ? -1
           : found[LANGUAGE_ZH]                     ? LANGUAGE_ZH
                                                    : LANGUAGE_EN;
}

int one_language_of(const speech *s, const char *path)
{
    int with[LANGUAGES] = {0}, name = side_in_name(path);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        // The name says that a line with both is in one, mostly.
        int mixed = name >= 0 && g->mixed ? script_language(g->mixed, strlen(g->mixed)) : -1;
        for (int side = 0; side < LANGUAGES; side++)
            with[side] += mixed < 0 ? *g->text[side] != '\0' : mixed == side;
    }
    language more = with[LANGUAGE_ZH] > with[LANGUAGE_EN] ? LANGUAGE_ZH : LANGUAGE_EN;
    int most = with[more], least = with[LANGUAGE_ZH] + with[LANGUAGE_EN] - most;
    return (name == (int)more && least < most) || least * 2 <= most ? (int)more : -1;
}

// ---- making whole

typedef struct {
    int side;      // all is in it; -1: each line that was cut is in that of most of it
    gboolean only; // what was cut, nothing else
    GString *whole, *text[LANGUAGES];
} folding;

// Where a language goes on in a text that both were cut from.
typedef struct {
    const char *line; // the next one of it; NULL: there is none
    gsize length;
    int offset; // of that in its own text
} course;

static course course_of(const char *text)
{
    return (course){*text ? text : NULL, strcspn(text, "\n"), 0};
}

static void course_next(course *c)
{
    const char *after = c->line + c->length;
    c->offset += (int)c->length + 1;
    c->line = *after ? after + 1 : NULL;
    c->length = c->line ? strcspn(c->line, "\n") : 0;
}

// Sets offsets of the words of one line to what they are where the line was cut from.
static void lift_words(const GArray *words, guint side, const course *c, int place, GArray *lifted)
{
    for (guint i = 0; i < words->len; i++) {
        word_mark w = g_array_index(words, word_mark, i);
        if (w.side != side || w.offset < c->offset || w.offset >= c->offset + (int)c->length)
            continue;
        w.offset += place - c->offset;
        g_array_append_val(lifted, w);
    }
}

// The words with their offsets in `whole`, which has the lines of each language in order.
static GArray *words_in_whole(const char *whole, const segment *g, const GArray *words)
{
    GArray *lifted = g_array_new(FALSE, FALSE, sizeof(word_mark));
    course next[LANGUAGES] = {course_of(g->text[0]), course_of(g->text[1])};
    for (const char *at = whole; *at && words->len;) {
        guint side = 0;
        while (side < LANGUAGES &&
               (!next[side].line || strncmp(at, next[side].line, next[side].length) != 0))
            side++;
        if (side == LANGUAGES) {
            at++;
            continue;
        }
        lift_words(words, side, &next[side], (int)(at - whole), lifted);
        at += next[side].length;
        course_next(&next[side]);
    }
    return lifted;
}

// Gives each line of what was cut to a language, and the words in it.
static void give_lines(folding *f, const GArray *lifted, GArray *words)
{
    int side = MAX(f->side, 0);
    g_array_set_size(words, 0);
    for (const char *line = f->whole->str; *line;) {
        gsize length = strcspn(line, "\n");
        int found = f->side >= 0 ? f->side : script_language(line, length);
        side = found >= 0 ? found : side;
        GString *to = f->text[side];
        if (to->len)
            g_string_append_c(to, '\n');
        int place = (int)(line - f->whole->str);
        for (guint i = 0; i < lifted->len; i++) {
            word_mark w = g_array_index(lifted, word_mark, i);
            if (w.offset < place || w.offset >= place + (int)length)
                continue;
            w = (word_mark){(language)side, w.offset - place + (int)to->len, w.start_us};
            g_array_append_val(words, w);
        }
        g_string_append_len(to, line, (gssize)length);
        line += length + (line[length] == '\n');
    }
    segment_sort_words(words);
}

static void fold_segment(void *data, int index, segment *g, GArray *words)
{
    folding *f = data;
    (void)index;
    if (f->only && !g->mixed)
        return;
    language other = f->side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    if (!g->mixed && !*g->text[other])
        return;
    if (g->mixed)
        g_string_assign(f->whole, g->mixed);
    else
        g_string_printf(f->whole, "%s%s%s", g->text[f->side], *g->text[f->side] ? "\n" : "",
                        g->text[other]);
    g_autoptr(GArray) lifted = words_in_whole(f->whole->str, g, words);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_truncate(f->text[side], 0);
    give_lines(f, lifted, words);
    for (int side = 0; side < LANGUAGES; side++)
        g->text[side] = f->text[side]->str;
    g->mixed = NULL;
}

static speech *fold(const speech *s, int side, gboolean only)
{
    folding f = {side, only, g_string_new(NULL), {g_string_new(NULL), g_string_new(NULL)}};
    g_autoptr(speech_builder) b = speech_builder_from(s, fold_segment, &f);
    speech *out = speech_builder_end(b);
    g_string_free(f.whole, TRUE);
    for (int k = 0; k < LANGUAGES; k++)
        g_string_free(f.text[k], TRUE);
    return out;
}

speech *one_language_fold(const speech *s, language side)
{
    return fold(s, (int)side, FALSE);
}

// ---- the habit

speech *one_language_settle(speech *s, const char *path)
{
    int cut = 0, texts = 0, with[LANGUAGES] = {0};
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        cut += g->mixed != NULL;
        texts += segment_has_text(g);
        for (int side = 0; side < LANGUAGES && !g->mixed; side++)
            with[side] += *g->text[side] != '\0';
    }
    int named = side_in_name(path);
    double habit = named < 0 ? CUT_SHARE : CUT_SHARE_NAMED;
    if (!cut || cut >= habit * texts)
        return s;
    gboolean zh = with[LANGUAGE_ZH] > 0, en = with[LANGUAGE_EN] > 0;
    int side = named >= 0 ? named : zh == en ? -1 : zh ? LANGUAGE_ZH : LANGUAGE_EN;
    speech *whole = fold(s, side, TRUE);
    speech_unref(s);
    return whole;
}
