// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/clues.h"

#include <math.h>
#include <string.h>

#include "speech/number.h"
#include "speech/script.h"

// How often a clue of each kind in a language shows in the other: seen in published speeches. Those
// of words are learned in a text itself, where WORD_WEIGHT sightings are believed as much as this.
typedef enum { CLUE_WORD, CLUE_NUMBER, CLUE_LATIN, CLUE_MARK } clue_kind;
static const float shows_of[][LANGUAGES] = {
    {0.45f, 0.35f}, {0.8f, 0.8f}, {0.8f, 0.8f}, {0.85f, 0.85f}};
#define WORD_WEIGHT 4.0f
// In how many sentences a sign is by chance, where there are too few to count.
#define CHANCE        0.08
#define CHANCE_WEIGHT 8.0
// No clue decides alone.
#define WEIGHT_MOST  4.5f
#define WEIGHT_LEAST (-2.0f)
// Sentences of a side of a bead.
#define SIDE_MOST 3

typedef struct {
    language shown; // in which language it is looked for
    guint64 *in;    // bits: the sentences of that language it shows in
    float shows;    // in a translation
    gboolean learns;
    float found[SIDE_MOST + 1], missed[SIDE_MOST + 1]; // weights, by how many sentences are taken
} clue;

struct clues {
    const lexicon *words;
    const GPtrArray *texts[LANGUAGES];
    // What a translation could show: a stem, a number or a mark → bits: the sentences of a language
    // that have it, or have a Chinese word for it.
    GHashTable *signs[LANGUAGES];
    GPtrArray *said;            // of each English sentence: GPtrArray of the signs in it
    GHashTable *keys;           // what a clue is about → place + 1
    GArray *all;                // clue
    GPtrArray *uses[LANGUAGES]; // of each sentence: GArray of int, places in `all`
};

static const char *text_of(const clues *cs, language side, int index)
{
    return g_ptr_array_index(cs->texts[side], index);
}

static gsize blocks_of(const clues *cs, language side)
{
    return cs->texts[side]->len / 64 + 1;
}

// ---- signs

static gboolean has_bit(const guint64 *bits, int i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static guint64 *bits_of(const clues *cs, language side, const char *key)
{
    return g_hash_table_lookup(cs->signs[side], key);
}

// Takes `key`, and returns the one that is kept.
static char *set_sign(clues *cs, language side, char *key, int sentence)
{
    void *kept, *bits;
    if (g_hash_table_lookup_extended(cs->signs[side], key, &kept, &bits)) {
        g_free(key);
    } else {
        kept = key;
        bits = g_new0(guint64, blocks_of(cs, side));
        g_hash_table_insert(cs->signs[side], key, bits);
    }
    ((guint64 *)bits)[sentence / 64] |= (guint64)1 << (sentence % 64);
    return kept;
}

// Marks that mean the same in both languages, under one key.
static const struct {
    const char *mark, *key;
} marks[] = {{"?", "?"},        {"？", "?"},    {"!", "!"},  {"！", "!"},  {"(", "("},
             {"（", "("},       {"“", "\""},    {"‘", "\""}, {"\"", "\""}, {"「", "\""},
             {"…", "…"},        {"...", "…"},   {"%", "%"},  {"％", "%"},  {"percent", "%"},
             {"per cent", "%"}, {"百分之", "%"}};

// The stems, numbers and marks of a sentence, as signs of its language.
static GPtrArray *find_signs(clues *cs, language side, int sentence)
{
    const char *text = text_of(cs, side, sentence);
    GPtrArray *out = lexicon_stems(cs->words, text, strlen(text));
    g_ptr_array_set_free_func(out, NULL);
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(number));
    number_find(text, side, numbers);
    for (guint i = 0; i < numbers->len; i++)
        g_ptr_array_add(out, number_key(g_array_index(numbers, number, i).value));
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (strstr(text, marks[i].mark))
            g_ptr_array_add(out, g_strdup(marks[i].key));
    for (guint i = 0; i < out->len; i++)
        g_ptr_array_index(out, i) = set_sign(cs, side, g_ptr_array_index(out, i), sentence);
    return out;
}

static clue_kind kind_of(const char *key, language side)
{
    if (*key == '#')
        return CLUE_NUMBER;
    if (!g_unichar_isalpha(g_utf8_get_char(key)))
        return CLUE_MARK;
    return side == LANGUAGE_ZH ? CLUE_LATIN : CLUE_WORD;
}

// ---- clues

static void weigh(const clues *cs, clue *c)
{
    int count = 0, sentences = (int)cs->texts[c->shown]->len;
    for (gsize i = 0; i < blocks_of(cs, c->shown); i++)
        count += __builtin_popcountll(c->in[i]);
    double by_chance = (count + CHANCE * CHANCE_WEIGHT) / (sentences + CHANCE_WEIGHT);
    for (int n = 1; n <= SIDE_MOST; n++) {
        double chance = 1 - pow(1 - by_chance, n), shows = MAX(c->shows, chance);
        c->found[n] = (float)MIN(log(shows / chance), WEIGHT_MOST);
        c->missed[n] = (float)MAX(log((1 - shows) / (1 - chance)), WEIGHT_LEAST);
    }
}

static void use(clues *cs, language side, int sentence, int place)
{
    GArray *uses = g_ptr_array_index(cs->uses[side], sentence);
    g_array_append_val(uses, place);
}

// The place of the clue `key`, made of `bits` (not taken) if it is new.
static int clue_place(clues *cs, const char *key, language shown, const guint64 *bits, float shows,
                      gboolean learns)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(cs->keys, key));
    if (place)
        return (int)place - 1;
    clue c = {.shown = shown, .shows = shows, .learns = learns};
    c.in = g_new0(guint64, blocks_of(cs, shown));
    if (bits)
        memcpy(c.in, bits, blocks_of(cs, shown) * sizeof *bits);
    weigh(cs, &c);
    g_array_append_val(cs->all, c);
    g_hash_table_insert(cs->keys, g_strdup(key), GUINT_TO_POINTER(cs->all->len));
    return (int)cs->all->len - 1;
}

// A sign of a sentence is looked for in the other language.
static void use_sign(clues *cs, language side, int sentence, const char *sign)
{
    language shown = side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    const guint64 *bits = bits_of(cs, shown, sign);
    clue_kind kind = kind_of(sign, side);
    if (!bits && side == LANGUAGE_EN)
        return; // most English words are in no entry
    g_autofree char *key = g_strdup_printf("%s %s", language_code(side), sign);
    use(cs, side, sentence,
        clue_place(cs, key, shown, bits, shows_of[kind][side], kind == CLUE_WORD));
}

// The English sentences in which one alternative stands whole.
static guint64 *entry_bits(const clues *cs, char ***alternatives)
{
    gsize blocks = blocks_of(cs, LANGUAGE_EN);
    guint64 *out = g_new0(guint64, blocks);
    g_autofree guint64 *all = g_new(guint64, blocks);
    for (; *alternatives; alternatives++) {
        memset(all, 0xff, blocks * sizeof *all);
        for (char **stem = *alternatives; *stem; stem++) {
            const guint64 *bits = bits_of(cs, LANGUAGE_EN, *stem);
            for (gsize i = 0; i < blocks; i++)
                all[i] &= bits ? bits[i] : 0;
        }
        for (gsize i = 0; i < blocks; i++)
            out[i] |= all[i];
    }
    return out;
}

static void use_entry(clues *cs, int sentence, const char *text, gsize length, int entry)
{
    char ***alternatives = lexicon_alternatives(cs->words, entry);
    g_autofree char *key = g_strndup(text, length);
    g_autofree guint64 *bits =
        g_hash_table_contains(cs->keys, key) ? NULL : entry_bits(cs, alternatives);
    float shows = shows_of[CLUE_WORD][LANGUAGE_ZH];
    use(cs, LANGUAGE_ZH, sentence, clue_place(cs, key, LANGUAGE_EN, bits, shows, TRUE));
    for (; *alternatives; alternatives++)
        for (char **stem = *alternatives; *stem; stem++)
            set_sign(cs, LANGUAGE_ZH, g_strdup(*stem), sentence);
}

static void use_words(clues *cs, int sentence)
{
    const char *text = text_of(cs, LANGUAGE_ZH, sentence);
    while (*text) {
        gsize length = 0;
        int entry =
            script_is_han(g_utf8_get_char(text)) ? lexicon_match(cs->words, text, &length) : -1;
        if (entry >= 0)
            use_entry(cs, sentence, text, length, entry);
        text = entry >= 0 ? text + length : g_utf8_next_char(text);
    }
}

static void find_clues(clues *cs)
{
    int zh = (int)cs->texts[LANGUAGE_ZH]->len, en = (int)cs->texts[LANGUAGE_EN]->len;
    for (int i = 0; i < en; i++)
        g_ptr_array_add(cs->said, find_signs(cs, LANGUAGE_EN, i));
    for (int i = 0; i < zh; i++) {
        g_autoptr(GPtrArray) signs = find_signs(cs, LANGUAGE_ZH, i);
        for (guint k = 0; k < signs->len; k++)
            use_sign(cs, LANGUAGE_ZH, i, g_ptr_array_index(signs, k));
        use_words(cs, i);
    }
    for (int i = 0; i < en; i++) {
        const GPtrArray *signs = clues_signs(cs, i);
        for (guint k = 0; k < signs->len; k++)
            use_sign(cs, LANGUAGE_EN, i, g_ptr_array_index(signs, k));
    }
}

// ---- all of them

static void free_uses(void *data)
{
    g_array_unref(data);
}

static void free_said(void *data)
{
    g_ptr_array_unref(data);
}

clues *clues_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en)
{
    clues *cs = g_new0(clues, 1);
    cs->words = words;
    cs->texts[LANGUAGE_ZH] = zh;
    cs->texts[LANGUAGE_EN] = en;
    for (int side = 0; side < LANGUAGES; side++) {
        cs->signs[side] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        cs->uses[side] = g_ptr_array_new_with_free_func(free_uses);
        for (guint i = 0; i < cs->texts[side]->len; i++)
            g_ptr_array_add(cs->uses[side], g_array_new(FALSE, FALSE, sizeof(int)));
    }
    cs->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    cs->all = g_array_new(FALSE, FALSE, sizeof(clue));
    cs->said = g_ptr_array_new_with_free_func(free_said);
    find_clues(cs);
    return cs;
}

void clues_free(clues *cs)
{
    if (!cs)
        return;
    for (guint i = 0; i < cs->all->len; i++)
        g_free(g_array_index(cs->all, clue, i).in);
    g_array_unref(cs->all);
    g_ptr_array_unref(cs->said);
    g_hash_table_unref(cs->keys);
    for (int side = 0; side < LANGUAGES; side++) {
        g_ptr_array_unref(cs->uses[side]);
        g_hash_table_unref(cs->signs[side]);
    }
    g_free(cs);
}

// ---- asking and learning

static gboolean shows_in(const clue *c, int first, int count)
{
    for (int i = first; i < first + count; i++)
        if (has_bit(c->in, i))
            return TRUE;
    return FALSE;
}

float clues_score(const clues *cs, language side, int sentence, int first, int count)
{
    const GArray *uses = g_ptr_array_index(cs->uses[side], sentence);
    float sum = 0;
    for (guint i = 0; i < uses->len; i++) {
        const clue *c = &g_array_index(cs->all, clue, g_array_index(uses, int, i));
        sum += shows_in(c, first, count) ? c->found[count] : c->missed[count];
    }
    return sum;
}

// How often each clue of a side of `b` was looked for in the other, and how often it showed there.
static void count_shown(const clues *cs, const bead *b, language side, float *seen, float *shown)
{
    language other = side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    for (int k = 0; b->count[other] && k < b->count[side]; k++) {
        const GArray *uses = g_ptr_array_index(cs->uses[side], b->first[side] + k);
        for (guint u = 0; u < uses->len; u++) {
            int place = g_array_index(uses, int, u);
            const clue *c = &g_array_index(cs->all, clue, place);
            seen[place]++;
            shown[place] += (float)shows_in(c, b->first[other], b->count[other]);
        }
    }
}

void clues_rely(clues *cs, const GArray *beads)
{
    g_autofree float *shown = g_new0(float, cs->all->len + 1);
    g_autofree float *seen = g_new0(float, cs->all->len + 1);
    for (guint i = 0; i < beads->len; i++)
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            count_shown(cs, &g_array_index(beads, bead, i), side, seen, shown);
    for (guint i = 0; i < cs->all->len; i++) {
        clue *c = &g_array_index(cs->all, clue, i);
        if (!c->learns)
            continue;
        c->shows = (shown[i] + WORD_WEIGHT * c->shows) / (seen[i] + WORD_WEIGHT);
        weigh(cs, c);
    }
}

void clues_add(clues *cs, const char *key, const GArray *zh, const char *stem, float shows)
{
    const guint64 *bits = bits_of(cs, LANGUAGE_EN, stem);
    for (guint i = 0; i < zh->len; i++)
        use(cs, LANGUAGE_ZH, g_array_index(zh, int, i),
            clue_place(cs, key, LANGUAGE_EN, bits, shows, FALSE));
}

const GPtrArray *clues_signs(const clues *cs, int en)
{
    return g_ptr_array_index(cs->said, en);
}
