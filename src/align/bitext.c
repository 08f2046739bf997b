// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/bitext.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "speech/build.h"
#include "speech/match.h"
#include "speech/sentence.h"

#define WORDS_BYTES_MAX (16 << 20)
// Characters of a sentence that are shown in a message.
#define SHOWN_MOST 30

// A part of the pieces of a text: those of a paragraph, or of a pair.
typedef struct {
    int paragraph; // index for speech_paragraph()
    bead in;
} block;

// Texts of both languages, and the blocks that hold together.
typedef struct {
    GPtrArray *texts[LANGUAGES]; // char *, with the whitespace behind each
    GArray *blocks;              // block
} pieces;

static pieces pieces_new(void)
{
    pieces p = {.blocks = g_array_new(FALSE, FALSE, sizeof(block))};
    for (int side = 0; side < LANGUAGES; side++)
        p.texts[side] = g_ptr_array_new_with_free_func(g_free);
    return p;
}

static void pieces_clear(pieces *p)
{
    g_array_unref(p->blocks);
    for (int side = 0; side < LANGUAGES; side++)
        g_ptr_array_unref(p->texts[side]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(pieces, pieces_clear)

// ---- what a text consists of

// Cuts `text` into sentences or clauses, which are a block's one side.
static void add_pieces(pieces *to, bead *b, language side, const char *text, gboolean clauses)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int));
    sentence_ends(text, side, clauses, ends);
    b->first[side] = (int)to->texts[side]->len;
    b->count[side] = (int)ends->len;
    int start = 0;
    for (guint i = 0; i < ends->len; i++) {
        int end = g_array_index(ends, int, i);
        g_ptr_array_add(to->texts[side], g_strndup(text + start, (gsize)(end - start)));
        start = end;
    }
}

static char *paragraph_text(const speech *s, const paragraph *p, language side)
{
    GString *out = g_string_new(NULL);
    for (int i = p->first; i < p->first + p->count; i++) {
        const char *text = speech_segment(s, i)->text[side];
        if (out->len && *text && side == LANGUAGE_EN)
            g_string_append_c(out, ' ');
        g_string_append(out, text);
    }
    return g_string_free(out, FALSE);
}

// The sentences of the body, a block for each paragraph.
static void add_sentences(pieces *to, const speech *s)
{
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        const paragraph *p = speech_paragraph(s, i);
        if (p->kind != PARAGRAPH_BODY)
            continue;
        block b = {.paragraph = i};
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
            g_autofree char *text = paragraph_text(s, p, side);
            add_pieces(to, &b.in, side, text, FALSE);
        }
        g_array_append_val(to->blocks, b);
    }
}

static char *bead_text(const pieces *p, const bead *b, language side)
{
    GString *out = g_string_new(NULL);
    for (int i = b->first[side]; i < b->first[side] + b->count[side]; i++)
        g_string_append(out, g_ptr_array_index(p->texts[side], i));
    return g_strstrip(g_string_free(out, FALSE));
}

// The clauses of `pairs` (of block, in `from`), a block for each.
static void add_clauses(pieces *to, const pieces *from, const GArray *pairs)
{
    for (guint i = 0; i < pairs->len; i++) {
        const block *pair = &g_array_index(pairs, block, i);
        block b = {.paragraph = pair->paragraph};
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
            g_autofree char *text = bead_text(from, &pair->in, side);
            add_pieces(to, &b.in, side, text, TRUE);
        }
        g_array_append_val(to->blocks, b);
    }
}

// ---- pairs

// A sentence stays alone only where that is likelier by so much than that it belongs to one beside
// it. A clause does not: its sentence is translated.
#define ALONE_COST        1.0f
#define CLAUSE_ALONE_COST 20.0f

static float alone_cost(const void *data, const bead *b)
{
    return b->count[LANGUAGE_ZH] && b->count[LANGUAGE_EN] ? 0 : *(const float *)data;
}

// The pairs of all blocks (of block). `alone`: what it costs besides that one is alone.
static GArray *pair_blocks(const matcher *m, const GArray *blocks, float alone)
{
    const match_layout layout = {alone_cost, NULL, &alone, 0};
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(block));
    for (guint i = 0; i < blocks->len; i++) {
        block b = g_array_index(blocks, block, i);
        g_autoptr(GArray) beads = matcher_pair(m, b.in.first, b.in.count, &layout);
        for (guint k = 0; k < beads->len; k++) {
            b.in = g_array_index(beads, bead, k);
            g_array_append_val(pairs, b);
        }
    }
    return pairs;
}

static GArray *beads_of(const GArray *pairs)
{
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(bead));
    for (guint i = 0; i < pairs->len; i++)
        g_array_append_val(beads, g_array_index(pairs, block, i).in);
    return beads;
}

// Each sentence of a text in one language.
static GArray *all_alone(const pieces *p)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(block));
    for (guint i = 0; i < p->blocks->len; i++) {
        block b = g_array_index(p->blocks, block, i);
        bead all = b.in;
        for (int k = 0; k < MAX(all.count[LANGUAGE_ZH], all.count[LANGUAGE_EN]); k++) {
            for (int side = 0; side < LANGUAGES; side++) {
                b.in.first[side] = all.first[side] + k;
                b.in.count[side] = k < all.count[side];
            }
            g_array_append_val(pairs, b);
        }
    }
    return pairs;
}

// Twice: with what is known of the languages, then with what the text itself has taught.
static GArray *pair_twice(const pieces *p, const lexicon *words, float alone)
{
    if (!p->texts[LANGUAGE_ZH]->len || !p->texts[LANGUAGE_EN]->len)
        return all_alone(p);
    g_autoptr(matcher) m = matcher_new(words, p->texts[LANGUAGE_ZH], p->texts[LANGUAGE_EN], FALSE);
    g_autoptr(GArray) first = pair_blocks(m, p->blocks, alone), beads = beads_of(first);
    matcher_learn(m, beads);
    return pair_blocks(m, p->blocks, alone);
}

// Says how much is in one language only, of paragraphs that are in both.
static void report_alone(const pieces *p, const GArray *pairs, report *r)
{
    int count = 0;
    g_autofree char *first = NULL;
    for (guint i = 0, at = 0; i < p->blocks->len; i++) {
        const bead *all = &g_array_index(p->blocks, block, i).in;
        int of = g_array_index(p->blocks, block, i).paragraph;
        gboolean both = all->count[LANGUAGE_ZH] && all->count[LANGUAGE_EN];
        for (; at < pairs->len && g_array_index(pairs, block, at).paragraph == of; at++) {
            const bead *b = &g_array_index(pairs, block, at).in;
            language side = b->count[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
            if (!both || (b->count[LANGUAGE_ZH] && b->count[LANGUAGE_EN]))
                continue;
            if (!count++)
                first = bead_text(p, b, side);
        }
    }
    if (count) {
        long length = g_utf8_strlen(first, -1);
        g_autofree char *head = g_utf8_substring(first, 0, MIN(length, SHOWN_MOST));
        report_add(r, 0, _("sentences in one language only: %d, the first “%s%s”."), count, head,
                   length > SHOWN_MOST ? "…" : "");
    }
}

// ---- all of it

static void add_segments(speech_builder *out, const pieces *p, const GArray *pairs, guint *at,
                         int of)
{
    for (; *at < pairs->len; ++*at) {
        const block *b = &g_array_index(pairs, block, *at);
        if (b->paragraph != of)
            return;
        g_autofree char *zh = bead_text(p, &b->in, LANGUAGE_ZH);
        g_autofree char *en = bead_text(p, &b->in, LANGUAGE_EN);
        segment g = {
            .start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {zh, en}};
        speech_builder_segment(out, &g);
    }
}

static speech *build(const speech *s, const pieces *p, const GArray *pairs)
{
    g_autoptr(speech_builder) out = speech_builder_like(s);
    guint at = 0;
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        const paragraph *from = speech_paragraph(s, i);
        speech_builder_paragraph(out, from->kind);
        for (int k = from->first; from->kind != PARAGRAPH_BODY && k < from->first + from->count;
             k++)
            speech_builder_segment(out, speech_segment(s, k));
        add_segments(out, p, pairs, &at, i);
    }
    return speech_builder_end(out);
}

static GArray *whole_paragraphs(const pieces *p)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(block));
    g_array_append_vals(pairs, p->blocks->data, p->blocks->len);
    return pairs;
}

speech *bitext_split(const speech *s, bitext_unit unit, const char *words, report *r,
                     GError **error)
{
    g_autoptr(lexicon) known = lexicon_new();
    g_autoptr(GBytes) own = words ? file_read(words, WORDS_BYTES_MAX, error) : NULL;
    if (words && !own)
        return NULL;
    if (own)
        lexicon_add(known, g_bytes_get_data(own, NULL), g_bytes_get_size(own), r);
    g_auto(pieces) sentences = pieces_new(), clauses = pieces_new();
    add_sentences(&sentences, s);
    g_autoptr(GArray) pairs = unit == UNIT_PARAGRAPH ? whole_paragraphs(&sentences)
                                                     : pair_twice(&sentences, known, ALONE_COST);
    if (unit != UNIT_PARAGRAPH)
        report_alone(&sentences, pairs, r);
    if (unit != UNIT_CLAUSE)
        return build(s, &sentences, pairs);
    add_clauses(&clauses, &sentences, pairs);
    g_autoptr(GArray) finer = pair_twice(&clauses, known, CLAUSE_ALONE_COST);
    return build(s, &clauses, finer);
}
