// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/pair.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "speech/build.h"
#include "speech/match.h"

// ---- what is kept verbatim

pair_kept pair_kept_new(void)
{
    return (pair_kept){.all = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)}};
}

void pair_kept_free(pair_kept *k)
{
    for (gsize i = 0; i < G_N_ELEMENTS(k->all); i++)
        g_string_free(k->all[i], TRUE);
}

void pair_kept_clear(pair_kept *k)
{
    k->count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(k->all); i++) {
        g_string_truncate(k->all[i], 0);
        k->any[i] = FALSE;
    }
}

void pair_kept_add(pair_kept *k, const segment *from)
{
    const char *parts[] = {from->settings, from->payload, from->before};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (k->count)
            g_string_append_c(k->all[i], PAIR_MARK);
        g_string_append(k->all[i], parts[i] ? parts[i] : "");
        k->any[i] |= parts[i] != NULL;
    }
    k->count++;
}

void pair_kept_set(const pair_kept *k, segment *to)
{
    to->settings = k->any[0] ? k->all[0]->str : NULL;
    to->payload = k->any[1] ? k->all[1]->str : NULL;
    to->before = k->any[2] ? k->all[2]->str : NULL;
}

// ---- segments put together

// A segment that is being made of several.
typedef struct {
    segment g;
    GString *text[LANGUAGES];
    GArray *words;  // word_mark
    gboolean keeps; // what is kept verbatim
    pair_kept kept;
} merged;

static merged merged_new(gboolean keeps)
{
    merged m = {.words = g_array_new(FALSE, FALSE, sizeof(word_mark)),
                .keeps = keeps,
                .kept = pair_kept_new()};
    for (int side = 0; side < LANGUAGES; side++)
        m.text[side] = g_string_new(NULL);
    return m;
}

static void merged_free(merged *m)
{
    g_array_unref(m->words);
    pair_kept_free(&m->kept);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_free(m->text[side], TRUE);
}

static void merged_begin(merged *m)
{
    m->g = (segment){.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
    g_array_set_size(m->words, 0);
    pair_kept_clear(&m->kept);
    for (int side = 0; side < LANGUAGES; side++)
        g_string_truncate(m->text[side], 0);
}

static void merged_add(merged *m, const segment *from)
{
    gsize base[LANGUAGES];
    if (m->keeps)
        pair_kept_add(&m->kept, from);
    for (int side = 0; side < LANGUAGES; side++) {
        if (*from->text[side] && m->text[side]->len)
            g_string_append_c(m->text[side], '\n');
        base[side] = m->text[side]->len;
        g_string_append(m->text[side], from->text[side]);
    }
    for (int i = 0; i < from->word_count; i++) {
        word_mark w = from->words[i];
        w.offset += (int)base[w.side];
        g_array_append_val(m->words, w);
    }
    if (from->start_us == TIME_NONE)
        return;
    gboolean timed = m->g.start_us != TIME_NONE;
    m->g.start_us = timed ? MIN(m->g.start_us, from->start_us) : from->start_us;
    m->g.end_us = timed ? MAX(m->g.end_us, from->end_us) : from->end_us;
    if (from->confidence <= SPEECH_ROUGH)
        m->g.confidence = MAX(m->g.confidence, from->confidence);
}

static void merged_end(merged *m, speech_builder *out, paragraph_kind kind)
{
    segment_sort_words(m->words);
    for (int side = 0; side < LANGUAGES; side++)
        m->g.text[side] = m->text[side]->str;
    m->g.words = (const word_mark *)(void *)m->words->data;
    m->g.word_count = (int)m->words->len;
    pair_kept_set(&m->kept, &m->g);
    speech_builder_paragraph(out, kind);
    speech_builder_segment(out, &m->g);
}

// ---- by time

// How many segments that begin earlier are looked at: more do not overlap in a file of good faith.
#define LOOK_BACK 32
// So much of a segment lies in another one that it belongs there.
#define INSIDE 0.7

// The segments of both sides in order of time, and of each the one it goes with.
typedef struct {
    const segment *g;
    language side;
    guint with; // index of the first of its group, its own if it begins one
} node;

static int compare_nodes(const void *a, const void *b)
{
    const node *left = a, *right = b;
    int64_t left_us = left->g->start_us, right_us = right->g->start_us;
    if (left_us != right_us)
        return left_us < right_us ? -1 : 1;
    if (left->side != right->side)
        return (int)left->side - (int)right->side;
    return left->g < right->g ? -1 : left->g > right->g;
}

static void add_nodes(GArray *nodes, const speech *s, language side)
{
    for (int i = 0; i < speech_segment_count(s); i++) {
        node n = {speech_segment(s, i), side, 0};
        if (n.g->start_us != TIME_NONE)
            g_array_append_val(nodes, n);
    }
}

static int64_t overlap_us(const segment *a, const segment *b)
{
    return MIN(a->end_us, b->end_us) - MAX(a->start_us, b->start_us);
}

// The neighbour on the other side that shares the most time with nodes[i], if it is half of the
// shorter one; i itself: there is none.
static guint best_partner(const node *nodes, guint count, guint i)
{
    guint best = i;
    int64_t best_us = 0;
    guint first = i > LOOK_BACK ? i - LOOK_BACK : 0;
    for (guint k = first; k < MIN(count, i + LOOK_BACK); k++) {
        if (nodes[k].side == nodes[i].side)
            continue;
        const segment *a = nodes[i].g, *b = nodes[k].g;
        int64_t shorter = MIN(a->end_us - a->start_us, b->end_us - b->start_us);
        int64_t us = overlap_us(a, b);
        if (us > best_us && us * 2 >= shorter) {
            best = k;
            best_us = us;
        }
    }
    return best;
}

// Whether nodes[i] is one segment with its best partner: that is so the other way round, too, or
// it lies in it, or that in it. Else a chain of halves would make one of everything.
static gboolean goes_with(const node *nodes, const guint *best, guint i)
{
    const segment *a = nodes[i].g, *b = nodes[best[i]].g;
    int64_t shorter = MIN(a->end_us - a->start_us, b->end_us - b->start_us);
    return best[best[i]] == i || overlap_us(a, b) >= INSIDE * (double)shorter;
}

static guint root(node *nodes, guint i)
{
    while (nodes[i].with != i) {
        nodes[i].with = nodes[nodes[i].with].with;
        i = nodes[i].with;
    }
    return i;
}

static void join(node *nodes, guint a, guint b)
{
    a = root(nodes, a);
    b = root(nodes, b);
    nodes[MAX(a, b)].with = MIN(a, b);
}

// Whether a group has several segments of one side.
static gboolean is_joined(const node *nodes, const guint *next, guint first, guint count)
{
    int of[LANGUAGES] = {0};
    for (guint k = first; k < count; k = next[k])
        of[nodes[k].side]++;
    return of[LANGUAGE_ZH] > 1 || of[LANGUAGE_EN] > 1;
}

// Adds each group where its first segment stands. Returns how many were joined of several.
static int add_groups(node *nodes, guint count, gboolean keeps, speech_builder *out)
{
    int joined = 0;
    // The members of a group as a list: next[i] is the one behind i, count: none.
    g_autofree guint *next = g_new(guint, count + 1), *last = g_new(guint, count + 1);
    for (guint i = 0; i < count; i++) {
        guint first = root(nodes, i);
        next[i] = count;
        if (first != i)
            next[last[first]] = i;
        last[first] = i;
    }
    merged m = merged_new(keeps);
    for (guint i = 0; i < count; i++) {
        if (nodes[i].with != i)
            continue;
        merged_begin(&m);
        for (guint k = i; k < count; k = next[k])
            merged_add(&m, nodes[k].g);
        merged_end(&m, out, PARAGRAPH_BODY);
        joined += is_joined(nodes, next, i, count);
    }
    merged_free(&m);
    return joined;
}

static speech *pair_sides(const speech *zh, const speech *en, gboolean keeps, int *joined)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(node));
    g_autoptr(speech_builder) out = speech_builder_new();
    add_nodes(nodes, zh, LANGUAGE_ZH);
    add_nodes(nodes, en, LANGUAGE_EN);
    g_array_sort(nodes, compare_nodes);
    node *all = (node *)(void *)nodes->data;
    for (guint i = 0; i < nodes->len; i++)
        all[i].with = i;
    g_autofree guint *best = g_new(guint, nodes->len + 1);
    for (guint i = 0; i < nodes->len; i++)
        best[i] = best_partner(all, nodes->len, i);
    for (guint i = 0; i < nodes->len; i++)
        if (goes_with(all, best, i))
            join(all, i, best[i]);
    speech_builder_metas(out, zh);
    speech_builder_metas(out, en);
    if (keeps) {
        speech_builder_header(out, speech_verbatim_format(zh), speech_header(zh));
        speech_builder_trailer(out, speech_trailer(zh));
    }
    *joined = add_groups(all, nodes->len, keeps, out);
    return speech_builder_end(out);
}

speech *pair_by_time(const speech *zh, const speech *en)
{
    int joined;
    return pair_sides(zh, en, FALSE, &joined);
}

speech *pair_files_by_time(const speech *zh, const speech *en, report *r)
{
    int joined;
    int64_t late_us = pair_find_shift(zh, en);
    g_autoptr(speech) zh_moved = speech_later(zh, MAX(late_us, 0));
    g_autoptr(speech) en_moved = speech_later(en, MAX(-late_us, 0));
    speech *s = pair_sides(zh_moved, en_moved, FALSE, &joined);
    if (late_us)
        report_add(r, 0,
                   late_us > 0
                       ? _("the English file is %.2f s later than the Chinese one, whose times "
                           "were moved: try earvoice resync if they do not fit.")
                       : _("the Chinese file is %.2f s later than the English one, whose times "
                           "were moved: try earvoice resync if they do not fit."),
                   fabs((double)late_us / TIME_SECOND));
    if (joined)
        report_add(r, 0,
                   _("segments in which several cues of one file were joined, because their times "
                     "overlap: %d."),
                   joined);
    return s;
}

speech *pair_tracks_by_time(const speech *zh, const speech *en)
{
    int joined;
    return pair_sides(zh, en, TRUE, &joined);
}

// ---- by length

typedef struct {
    const GArray *lengths[LANGUAGES];
} sides;

static float cost_by_length(const void *data, const bead *b)
{
    const sides *s = data;
    float bytes[LANGUAGES] = {0, 0};
    for (int side = 0; side < LANGUAGES; side++)
        for (int i = 0; i < b->count[side]; i++)
            bytes[side] += (float)g_array_index(s->lengths[side], int, b->first[side] + i);
    return bead_length_cost(bytes[LANGUAGE_ZH], bytes[LANGUAGE_EN]);
}

GArray *pair_by_length(const GArray *zh, const GArray *en)
{
    if (zh->len == en->len)
        return bead_pair_in_order((int)zh->len, (int)en->len);
    bead_costs by_length = {cost_by_length, NULL, &(sides){{zh, en}}, 0};
    return bead_pair((int)zh->len, (int)en->len, &by_length);
}

// ---- transcripts

// The paragraphs of a kind, as indices, and what they say in either language.
static GArray *paragraphs_of(const speech *s, paragraph_kind kind, GPtrArray *texts)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(int));
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        const paragraph *p = speech_paragraph(s, i);
        if (p->kind != kind)
            continue;
        GString *all = g_string_new(NULL);
        for (int k = p->first; k < p->first + p->count; k++)
            for (int side = 0; side < LANGUAGES; side++)
                g_string_append_printf(all, "%s ", speech_segment(s, k)->text[side]);
        g_array_append_val(out, i);
        g_ptr_array_add(texts, g_string_free(all, FALSE));
    }
    return out;
}

static void add_paragraph(merged *m, const speech *s, int index)
{
    const paragraph *p = speech_paragraph(s, index);
    for (int i = p->first; i < p->first + p->count; i++)
        merged_add(m, speech_segment(s, i));
}

// Headings are too short for clues.
static GArray *pair_texts(GPtrArray *const texts[LANGUAGES], paragraph_kind kind)
{
    if (kind == PARAGRAPH_BODY) {
        g_autoptr(lexicon) words = lexicon_new();
        return match_paragraphs(words, texts[LANGUAGE_ZH], texts[LANGUAGE_EN], NULL);
    }
    g_autoptr(GArray) zh = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) en = g_array_new(FALSE, FALSE, sizeof(int));
    GArray *const lengths[LANGUAGES] = {zh, en};
    for (int side = 0; side < LANGUAGES; side++)
        for (guint i = 0; i < texts[side]->len; i++) {
            int length = (int)strlen(g_ptr_array_index(texts[side], i));
            g_array_append_val(lengths[side], length);
        }
    return pair_by_length(zh, en);
}

// Returns how many paragraphs are in one language only, those behind the last pair aside.
static int pair_kind(const speech *const both[LANGUAGES], paragraph_kind kind, speech_builder *out)
{
    GPtrArray *texts[LANGUAGES];
    GArray *paragraphs[LANGUAGES];
    for (int side = 0; side < LANGUAGES; side++) {
        texts[side] = g_ptr_array_new_with_free_func(g_free);
        paragraphs[side] = paragraphs_of(both[side], kind, texts[side]);
    }
    g_autoptr(GArray) beads = pair_texts(texts, kind);
    merged m = merged_new(FALSE);
    int alone = 0, said = 0;
    for (guint i = 0; i < beads->len; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        if (b->count[LANGUAGE_ZH] && b->count[LANGUAGE_EN])
            said = alone;
        else
            alone++;
        merged_begin(&m);
        for (int side = 0; side < LANGUAGES; side++)
            for (int k = 0; k < b->count[side]; k++)
                add_paragraph(&m, both[side],
                              g_array_index(paragraphs[side], int, b->first[side] + k));
        merged_end(&m, out, kind);
    }
    merged_free(&m);
    for (int side = 0; side < LANGUAGES; side++) {
        g_ptr_array_unref(texts[side]);
        g_array_unref(paragraphs[side]);
    }
    return said;
}

speech *pair_transcripts(const speech *zh, const speech *en, report *r)
{
    const speech *const both[LANGUAGES] = {zh, en};
    g_autoptr(speech_builder) out = speech_builder_new();
    speech_builder_metas(out, zh);
    speech_builder_metas(out, en);
    pair_kind(both, PARAGRAPH_HEADING, out);
    int alone = pair_kind(both, PARAGRAPH_BODY, out);
    if (alone)
        report_add(r, 0, _("paragraphs in one language only: %d."), alone);
    return speech_builder_end(out);
}
