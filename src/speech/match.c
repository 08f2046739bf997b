// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/match.h"

#include <string.h>

#include "speech/clues.h"
#include "speech/script.h"

// How much clues count against lengths: they are not independent, and each word is looked for both
// ways.
#define CLUE_SHARE 0.45f
// What is learned: two Hanzi and a stem that come so often together, and mostly so.
#define LEARN_BEADS 40
#define LEARN_PAIRS 3
#define LEARN_DICE  0.4f
// A stem in more than this share of the sentences says nothing.
#define COMMON 0.1f

// How long a text is in the other language is learned from it, as much as if so many bytes of it
// were as others are.
#define SCALE_BYTES 1000.0f

// A paragraph is left out more often than a sentence, and what stands twice is not translated once.
#define ALONE_COST   (-1.0f)
#define DOUBLED_COST 8.0f

struct matcher {
    const GPtrArray *texts[LANGUAGES];
    guint8 *again[LANGUAGES]; // of paragraphs: whether each says what the one before it does
    clues *clues;
    gsize *behind[LANGUAGES]; // bytes up to the end of each sentence, 0 before the first
    float scale;              // bytes of Chinese for one of English
};

static const char *text_of(const matcher *m, language side, int index)
{
    return g_ptr_array_index(m->texts[side], index);
}

static gsize *sum_bytes(const GPtrArray *texts)
{
    gsize *behind = g_new0(gsize, texts->len + 1);
    for (guint i = 0; i < texts->len; i++)
        behind[i + 1] = behind[i] + strlen(g_ptr_array_index(texts, i));
    return behind;
}

static guint8 *find_again(const GPtrArray *texts)
{
    guint8 *again = g_new0(guint8, texts->len + 1);
    for (guint i = 1; i < texts->len; i++)
        again[i] = g_str_equal(g_ptr_array_index(texts, i), g_ptr_array_index(texts, i - 1));
    return again;
}

matcher *matcher_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                     gboolean paragraphs)
{
    matcher *m = g_new0(matcher, 1);
    m->texts[LANGUAGE_ZH] = zh;
    m->texts[LANGUAGE_EN] = en;
    for (int side = 0; paragraphs && side < LANGUAGES; side++)
        m->again[side] = find_again(m->texts[side]);
    m->behind[LANGUAGE_ZH] = sum_bytes(zh);
    m->behind[LANGUAGE_EN] = sum_bytes(en);
    m->scale = ((float)m->behind[LANGUAGE_ZH][zh->len] + SCALE_BYTES) /
               ((float)m->behind[LANGUAGE_EN][en->len] + SCALE_BYTES * BEAD_BYTES_EN_PER_ZH);
    m->clues = clues_new(words, zh, en, paragraphs);
    return m;
}

void matcher_free(matcher *m)
{
    if (!m)
        return;
    clues_free(m->clues);
    for (int side = 0; side < LANGUAGES; side++) {
        g_free(m->behind[side]);
        g_free(m->again[side]);
    }
    g_free(m);
}

// ---- pairing

// The clues of a Chinese sentence, and of the English ones for those that begin with it, by English
// sentences.
typedef struct {
    clue_scores *zh, *en;
} row;

// A part of the text. Of its Chinese sentences the last ones have their clues at hand.
#define ROWS 8
typedef struct {
    const matcher *m;
    const int *first;
    const match_layout *layout;
    row rows[ROWS];
} part;
G_STATIC_ASSERT(ROWS > BEAD_SIDE_MOST);

static void make_ready(void *data, int zh, int first, int end)
{
    part *p = data;
    const row *r = &p->rows[zh % ROWS];
    int at = p->first[LANGUAGE_ZH] + zh, from = p->first[LANGUAGE_EN] + first;
    clues_of_zh(p->m->clues, at, from, end - first, r->zh + first);
    clues_of_en(p->m->clues, at, from, end - first, r->en + first);
}

static float bytes_of(const part *p, const bead *b, language side)
{
    const gsize *behind = p->m->behind[side] + p->first[side] + b->first[side];
    return (float)(behind[b->count[side]] - behind[0]);
}

// Whether one of the texts of a bead stands twice.
static gboolean repeats(const part *p, const bead *b, language side)
{
    int first = p->first[side] + b->first[side];
    for (int i = first + 1; i < first + b->count[side]; i++)
        if (p->m->again[side][i])
            return TRUE;
    return FALSE;
}

static float paragraph_cost(const part *p, const bead *b)
{
    if (!b->count[LANGUAGE_ZH] || !b->count[LANGUAGE_EN])
        return ALONE_COST;
    return repeats(p, b, LANGUAGE_ZH) != repeats(p, b, LANGUAGE_EN) ? DOUBLED_COST : 0;
}

static float bead_clue_cost(const void *data, const bead *b)
{
    const part *p = data;
    int zh = b->count[LANGUAGE_ZH], en = b->count[LANGUAGE_EN];
    float score = 0, apart = p->layout ? p->layout->cost(p->layout->data, b) : 0;
    if (p->m->again[LANGUAGE_ZH])
        apart += paragraph_cost(p, b);
    if (!zh || !en)
        return apart;
    for (int i = 0; i < zh; i++)
        score += p->rows[(b->first[LANGUAGE_ZH] + i) % ROWS].zh[b->first[LANGUAGE_EN]].of[en - 1];
    const clue_scores *said = p->rows[b->first[LANGUAGE_ZH] % ROWS].en + b->first[LANGUAGE_EN];
    for (int i = 0; i < en; i++)
        score += said[i].of[zh - 1];
    float bytes_zh = bytes_of(p, b, LANGUAGE_ZH);
    float bytes_en = bytes_of(p, b, LANGUAGE_EN) * p->m->scale;
    return bead_length_cost(bytes_zh, bytes_en * BEAD_BYTES_EN_PER_ZH) - CLUE_SHARE * score + apart;
}

GArray *matcher_pair(const matcher *m, const int first[LANGUAGES], const int count[LANGUAGES],
                     const match_layout *layout)
{
    part p = {.m = m, .first = first, .layout = layout};
    gsize room = (gsize)count[LANGUAGE_EN] + 1;
    g_autofree clue_scores *all = g_new(clue_scores, 2 * ROWS * room);
    for (int i = 0; i < ROWS; i++)
        p.rows[i] = (row){all + 2 * (gsize)i * room, all + (2 * (gsize)i + 1) * room};
    bead_costs costs = {bead_clue_cost, make_ready, &p, layout ? layout->band : 0};
    GArray *beads = bead_pair(count[LANGUAGE_ZH], count[LANGUAGE_EN], &costs);
    for (guint i = 0; i < beads->len; i++)
        for (int side = 0; side < LANGUAGES; side++)
            g_array_index(beads, bead, i).first[side] += first[side];
    return beads;
}

// ---- new words

// Notes that each two Hanzi beside one another in `text` were seen in bead `index`.
static void see_couples(const char *text, int index, GHashTable *seen)
{
    const char *before = NULL;
    for (; *text; text = g_utf8_next_char(text)) {
        gboolean han = script_is_han(g_utf8_get_char(text));
        if (han && before) {
            g_autofree char *key = g_strndup(before, (gsize)(g_utf8_next_char(text) - before));
            GArray *in = g_hash_table_lookup(seen, key);
            if (!in) {
                in = g_array_new(FALSE, FALSE, sizeof(int));
                g_hash_table_insert(seen, g_steal_pointer(&key), in);
            }
            if (!in->len || g_array_index(in, int, in->len - 1) != index)
                g_array_append_val(in, index);
        }
        before = han ? text : NULL;
    }
}

static void free_ints(void *data)
{
    g_array_unref(data);
}

// A thing and how often it came.
static void count(GHashTable *counts, const void *thing)
{
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, thing));
    g_hash_table_insert(counts, (void *)thing, GUINT_TO_POINTER(before + 1));
}

// Each stem of a bead's English, once.
static void count_stems(const matcher *m, const bead *b, GHashTable *counts)
{
    g_autoptr(GHashTable) once = g_hash_table_new(NULL, NULL);
    for (int i = 0; i < b->count[LANGUAGE_EN]; i++) {
        const GPtrArray *stems = clues_signs(m->clues, b->first[LANGUAGE_EN] + i);
        for (guint k = 0; k < stems->len; k++)
            if (g_hash_table_add(once, g_ptr_array_index(stems, k)))
                count(counts, g_ptr_array_index(stems, k));
    }
}

// The stem that comes with a couple, if one does: where both came, and how often.
typedef struct {
    const char *stem;
    float dice, shows;
} meaning;

static meaning find_meaning(const matcher *m, const GArray *beads, const GArray *in,
                            GHashTable *all_stems)
{
    meaning best = {0};
    g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < in->len; i++)
        count_stems(m, &g_array_index(beads, bead, g_array_index(in, int, i)), counts);
    GHashTableIter iter;
    void *stem, *value;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &stem, &value)) {
        guint both = GPOINTER_TO_UINT(value);
        guint all = GPOINTER_TO_UINT(g_hash_table_lookup(all_stems, stem));
        float dice = 2.0f * (float)both / (float)(in->len + all);
        gboolean better = dice > best.dice || (dice == best.dice && strcmp(stem, best.stem) < 0);
        if (both >= LEARN_PAIRS && (float)all < COMMON * (float)beads->len && better)
            best = (meaning){stem, dice, (float)both / (float)(in->len + 1)};
    }
    return best;
}

static void learn_couple(matcher *m, const GArray *beads, const char *couple, const GArray *in,
                         const meaning *means)
{
    g_autoptr(GArray) zh = g_array_new(FALSE, FALSE, sizeof(int));
    for (guint i = 0; i < in->len; i++) {
        const bead *b = &g_array_index(beads, bead, g_array_index(in, int, i));
        for (int k = b->first[LANGUAGE_ZH]; k < b->first[LANGUAGE_ZH] + b->count[LANGUAGE_ZH]; k++)
            if (strstr(text_of(m, LANGUAGE_ZH, k), couple))
                g_array_append_val(zh, k);
    }
    g_autofree char *key = g_strconcat("+", couple, NULL);
    clues_add(m->clues, key, zh, means->stem, means->shows);
}

static void learn_words(matcher *m, const GArray *beads)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_ints);
    g_autoptr(GHashTable) stems = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < beads->len; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        count_stems(m, b, stems);
        for (int k = 0; b->count[LANGUAGE_EN] && k < b->count[LANGUAGE_ZH]; k++)
            see_couples(text_of(m, LANGUAGE_ZH, b->first[LANGUAGE_ZH] + k), (int)i, seen);
    }
    GHashTableIter iter;
    void *couple, *in;
    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &couple, &in)) {
        const GArray *places = in;
        if (places->len < LEARN_PAIRS || (float)places->len > COMMON * (float)beads->len)
            continue;
        meaning means = find_meaning(m, beads, places, stems);
        if (means.dice >= LEARN_DICE)
            learn_couple(m, beads, couple, places, &means);
    }
}

void matcher_learn(matcher *m, const GArray *beads)
{
    clues_rely(m->clues, beads);
    if (beads->len >= LEARN_BEADS)
        learn_words(m, beads);
}

// ---- whole texts

typedef struct {
    gsize *behind[LANGUAGES];
    const match_layout *layout;
} lengths;

static float bead_cost_by_length(const void *data, const bead *b)
{
    const lengths *l = data;
    float bytes[LANGUAGES], apart = l->layout ? l->layout->cost(l->layout->data, b) : 0;
    for (int side = 0; side < LANGUAGES; side++) {
        const gsize *behind = l->behind[side] + b->first[side];
        bytes[side] = (float)(behind[b->count[side]] - behind[0]);
    }
    return apart + bead_length_cost(bytes[LANGUAGE_ZH], bytes[LANGUAGE_EN]);
}

static gsize bytes_in(const GPtrArray *texts)
{
    gsize sum = 0;
    for (guint i = 0; i < texts->len; i++)
        sum += strlen(g_ptr_array_index(texts, i));
    return sum;
}

static GArray *match_lengths(const GPtrArray *zh, const GPtrArray *en, const match_layout *layout)
{
    lengths l = {{sum_bytes(zh), sum_bytes(en)}, layout};
    bead_costs costs = {bead_cost_by_length, NULL, &l, layout ? layout->band : 0};
    GArray *beads = bead_pair((int)zh->len, (int)en->len, &costs);
    for (int side = 0; side < LANGUAGES; side++)
        g_free(l.behind[side]);
    return beads;
}

// There is nothing to decide then.
static gboolean are_one_to_one(const GArray *beads)
{
    for (guint i = 0; i < beads->len; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        if (b->count[LANGUAGE_ZH] != 1 || b->count[LANGUAGE_EN] != 1)
            return FALSE;
    }
    return TRUE;
}

GArray *match_paragraphs(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                         const match_layout *layout)
{
    if (!zh->len || !en->len)
        return bead_pair_in_order((int)zh->len, (int)en->len);
    if (zh->len + en->len > MATCH_PARAGRAPHS_MAX || bytes_in(zh) + bytes_in(en) > MATCH_BYTES_MAX)
        return match_lengths(zh, en, layout);
    const int first[LANGUAGES] = {0, 0}, count[LANGUAGES] = {(int)zh->len, (int)en->len};
    g_autoptr(matcher) m = matcher_new(words, zh, en, TRUE);
    g_autoptr(GArray) beads = matcher_pair(m, first, count, layout);
    if (layout && layout->learn)
        layout->learn(layout->data, beads);
    if (are_one_to_one(beads))
        return g_steal_pointer(&beads);
    matcher_learn(m, beads);
    return matcher_pair(m, first, count, layout);
}
