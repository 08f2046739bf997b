// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/epub_speech.h"

#include <string.h>

#include "format/gather.h"
#include "format/readers.h"
#include "format/smil_par.h"
#include "format/word_run.h"
#include "speech/build.h"
#include "speech/script.h"

// Bytes of two passages that are made one.
#define JOINED_MAX 4096

static epub_passage *passage_at(const GArray *all, guint i)
{
    return &g_array_index(all, epub_passage, i);
}

static gboolean is_timed(const epub_said *b, const epub_passage *p)
{
    return p->place >= 0 && g_array_index(b->pars, smil_par, p->place).recording;
}

// The side of a passage in one language that is all of its block; -1: it is not so.
static int whole_side(const GArray *all, guint i)
{
    const epub_passage *p = passage_at(all, i);
    gboolean alone = (i == 0 || p[-1].paragraph != p->paragraph) &&
                     (i + 1 == all->len || p[1].paragraph != p->paragraph);
    if (!alone || (*p->text[LANGUAGE_ZH] && *p->text[LANGUAGE_EN]))
        return -1;
    return *p->text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
}

// Whether the passage is in the other language than the one above.
static gboolean is_below_other(const GArray *all, guint i)
{
    int above = i > 0 ? whole_side(all, i - 1) : -1, side = whole_side(all, i);
    return above >= 0 && side >= 0 && above != side &&
           passage_at(all, i)->heading == passage_at(all, i - 1)->heading;
}

// Whether translations, which have no times of their own, stand above what has.
static gboolean are_above(const epub_said *b, const GArray *all)
{
    int above = 0, below = 0;
    for (guint i = 1; i < all->len; i++)
        if (is_below_other(all, i)) {
            gboolean upper = is_timed(b, passage_at(all, i - 1)),
                     lower = is_timed(b, passage_at(all, i));
            above += lower && !upper;
            below += upper && !lower;
        }
    return above > below;
}

// Puts blocks with the translation of those above, or below, to these, if most have one.
static void join_translations(const epub_said *b, GArray *all)
{
    guint found = 0, kept = 0, other = are_above(b, all) ? 1 : 0;
    g_autofree gboolean *below = g_new0(gboolean, all->len + 1);
    for (guint i = 1; i < all->len; i++) {
        below[i] =
            !below[i - 1] && is_below_other(all, i) && !is_timed(b, passage_at(all, i - other));
        found += below[i];
    }
    if (found * 3 < all->len)
        return;
    for (guint i = 0; i < all->len; i++) {
        epub_passage *p = passage_at(all, i);
        if (!below[i]) {
            epub_passage held = *passage_at(all, kept);
            *passage_at(all, kept++) = *p;
            *p = held;
            continue;
        }
        int side = *p->text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
        epub_passage *to = passage_at(all, kept - 1);
        char *held = to->text[side];
        to->text[side] = p->text[side];
        to->place = is_timed(b, to) ? to->place : p->place;
        p->text[side] = held;
    }
    g_array_set_size(all, kept);
}

// ---- marks and words

static const char *only_text(const epub_passage *p)
{
    return *p->text[LANGUAGE_ZH] ? p->text[LANGUAGE_ZH] : p->text[LANGUAGE_EN];
}

static gboolean has_letters(const char *text)
{
    while (*text && !g_unichar_isalnum(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return *text != '\0';
}

static gboolean is_mark(const epub_passage *p)
{
    return p->place < 0 && !has_letters(only_text(p));
}

// Texts that are put together one by one stay short: else a file of marks would take very long.
static gboolean is_long(const char *one, const char *other)
{
    return strnlen(one, JOINED_MAX) + strnlen(other, JOINED_MAX) >= JOINED_MAX;
}

// Puts one text before another, at whose end a blank may be due.
static void join_texts(char **to, const char *before, gboolean spaced, const char *behind)
{
    char *joined = g_strconcat(before, spaced ? " " : "", behind, NULL);
    g_free(*to);
    *to = joined;
}

// Puts marks between passages of a block to the one before, or, behind a blank, to the next.
static void join_marks(GArray *all)
{
    guint kept = 0;
    for (guint i = 0; i < all->len; i++) {
        epub_passage *p = passage_at(all, i), *last = kept ? passage_at(all, kept - 1) : NULL;
        epub_passage *next = i + 1 < all->len ? p + 1 : NULL;
        gboolean mark = is_mark(p);
        last = last && last->paragraph == p->paragraph ? last : NULL;
        next = next && next->paragraph == p->paragraph && !is_mark(next) ? next : NULL;
        mark = mark && !is_long(only_text(p), last ? only_text(last) : "") &&
               !is_long(only_text(p), next ? only_text(next) : "");
        last = mark && last && !(p->spaced && next) ? last : NULL;
        if (last) {
            char **to = &last->text[*last->text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN];
            join_texts(to, *to, p->spaced, only_text(p));
        } else if (mark && next) {
            char **to = &next->text[*next->text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN];
            join_texts(to, only_text(p), next->spaced, *to);
            next->spaced = p->spaced;
        } else {
            epub_passage held = *passage_at(all, kept);
            *passage_at(all, kept++) = *p;
            *p = held;
        }
    }
    g_array_set_size(all, kept);
}

// Whether the timed passages are words, and none is in two languages.
static gboolean are_words(const epub_said *b, const GArray *all)
{
    int words = 0, timed = 0, both = 0;
    for (guint i = 0; i < all->len; i++) {
        const epub_passage *p = passage_at(all, i);
        if (!is_timed(b, p))
            continue;
        timed++;
        words += word_run_is_word(only_text(p));
        both += *p->text[LANGUAGE_ZH] && *p->text[LANGUAGE_EN];
    }
    return !both && word_run_is_run(words, timed);
}

// The end of the block that begins at `i`. `timed`: whether something in it is.
static guint end_of_block(const epub_said *b, const GArray *all, guint i, gboolean *timed)
{
    int block = passage_at(all, i)->paragraph;
    *timed = FALSE;
    for (; i < all->len && passage_at(all, i)->paragraph == block; i++)
        *timed |= is_timed(b, passage_at(all, i));
    return i;
}

// Appends a block to `run`; `texts` holds what is said there. What has no times goes with the word
// before.
static void add_block(const epub_said *b, const GArray *all, guint i, guint end, GArray *run,
                      GStringChunk *texts)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean begins = TRUE;
    for (; i < end; i++) {
        const epub_passage *p = passage_at(all, i);
        const smil_par *par = is_timed(b, p) ? &g_array_index(b->pars, smil_par, p->place) : NULL;
        run_word w = {.start_us = par ? par->start_us : TIME_NONE,
                      .end_us = par ? smil_par_end_us(b->pars, (guint)p->place) : TIME_NONE,
                      .begins = begins,
                      .kind = p->heading ? PARAGRAPH_HEADING : PARAGRAPH_BODY};
        g_string_append_printf(text, "%s%s", p->spaced ? " " : "", only_text(p));
        g_strdelimit(text->str, "\n", ' '); // no sentence ends there
        gboolean fits =
            !begins && !is_long(text->str, g_array_index(run, run_word, run->len - 1).text);
        if (!par && begins && !is_long(text->str, ""))
            continue; // with the next
        if (!par && fits) {
            run_word *last = &g_array_index(run, run_word, run->len - 1);
            g_string_prepend(text, last->text);
            last->text = g_string_chunk_insert(texts, text->str);
        } else {
            w.text = g_string_chunk_insert(texts, text->str);
            g_array_append_val(run, w);
            begins = FALSE;
        }
        g_string_truncate(text, 0);
    }
}

static void add_silent(const epub_said *b, const GArray *all, guint i, guint end)
{
    gboolean heading = passage_at(all, i)->heading;
    speech_builder_paragraph(b->out, heading ? PARAGRAPH_HEADING : PARAGRAPH_BODY);
    for (; i < end; i++) {
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        for (int side = 0; side < LANGUAGES; side++)
            g.text[side] = passage_at(all, i)->text[side];
        speech_builder_safe_segment(b->out, &g);
    }
}

// The timed passages as words.
static speech *read_words(const epub_said *b, const GArray *all)
{
    g_autoptr(GArray) run = g_array_new(FALSE, FALSE, sizeof(run_word));
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    gboolean timed;
    for (guint i = 0, end; i < all->len; i = end) {
        end = end_of_block(b, all, i, &timed);
        if (timed) {
            add_block(b, all, i, end, run, texts);
            continue;
        }
        word_run_add(run, b->out);
        g_array_set_size(run, 0);
        add_silent(b, all, i, end);
    }
    word_run_add(run, b->out);
    return speech_builder_end(b->out);
}

static speech *read_passages(const epub_said *b, const GArray *all)
{
    g_autoptr(gather) out = gather_new();
    for (guint i = 0; i < all->len; i++) {
        const epub_passage *p = passage_at(all, i);
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        if (is_timed(b, p)) {
            g.start_us = g_array_index(b->pars, smil_par, p->place).start_us;
            g.end_us = smil_par_end_us(b->pars, (guint)p->place);
        }
        for (int side = 0; side < LANGUAGES; side++)
            g.text[side] = p->text[side];
        gather_add(out, &g,
                   (gather_place){.paragraph = p->paragraph,
                                  .kind = p->heading ? PARAGRAPH_HEADING : PARAGRAPH_BODY});
    }
    return gather_end(out, b->out);
}

static speech *read_transcript(const epub_said *b, const GArray *all, GError **error)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint i = 0; i < all->len; i++)
        for (int side = 0; side < LANGUAGES; side++)
            if (*passage_at(all, i)->text[side])
                g_string_append_printf(lines, "%s\n\n", passage_at(all, i)->text[side]);
    return transcript_read(lines->str, lines->len, b->report, error);
}

static gboolean has_timed(const epub_said *b, const GArray *all)
{
    gboolean any = FALSE;
    for (guint i = 0; !any && i < all->len; i++)
        any = is_timed(b, passage_at(all, i));
    return any;
}

speech *epub_speech(const epub_said *b, GError **error)
{
    gboolean words = are_words(b, b->passages);
    join_marks(b->passages);
    if (!has_timed(b, b->passages))
        return read_transcript(b, b->passages, error);
    if (words)
        return read_words(b, b->passages);
    join_translations(b, b->passages);
    return read_passages(b, b->passages);
}
