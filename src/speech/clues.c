// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/clues.h"

#include <limits.h>
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

// How much text is looked at, in steps of a half of what doubles: step 0 is an eighth of a sentence
// of usual length. The more there is, the likelier a clue shows by chance.
#define LEVELS      16
#define LEVEL_LEAST 0.125

typedef struct {
    float of[LEVELS];
} weights;

// Of a sentence and those behind it: how much text 1 … BEAD_SIDE_MOST of them are.
typedef struct {
    guint8 of[BEAD_SIDE_MOST];
} levels;

typedef struct {
    language shown; // in which language it is looked for
    GArray *in;     // int: the sentences of that language it shows in, in order
    GArray *users;  // int: the sentences that look for it, again for each time they do
    float shows;    // in a translation
    gboolean learns;
    weights found, missed;
} clue;

struct clues {
    const lexicon *words;
    const GPtrArray *texts[LANGUAGES];
    // What a translation could show: a stem, a number or a mark → GArray of int: the sentences of a
    // language that have it, or have a Chinese word for it.
    GHashTable *signs[LANGUAGES];
    GPtrArray *said;             // of each English sentence: GPtrArray of the signs in it
    GHashTable *keys;            // what a clue is about → place + 1
    GArray *all;                 // clue
    GPtrArray *uses[LANGUAGES];  // of each sentence: GArray of int, places in `all`
    GPtrArray *shown[LANGUAGES]; // of each sentence: GArray of int, clues that show in it
    weights *nothing[LANGUAGES]; // of each sentence: what it comes to if none of its clues shows
    levels *levels[LANGUAGES];   // of each sentence
};

static const char *text_of(const clues *cs, language side, int index)
{
    return g_ptr_array_index(cs->texts[side], index);
}

// ---- signs

static GArray *ints_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(int));
}

// Where the first of `in` (in order) that is at least `from` stands.
static guint lower_bound(const GArray *in, int from)
{
    guint low = 0, high = in->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(in, int, middle) < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The first of `in` that is at least `from`; INT_MAX: there is none.
static int next_in(const GArray *in, int from)
{
    guint place = lower_bound(in, from);
    return place < in->len ? g_array_index(in, int, place) : INT_MAX;
}

// Adds `sentence`, which is not before the last one.
static void add_once(GArray *in, int sentence)
{
    if (!in->len || g_array_index(in, int, in->len - 1) != sentence)
        g_array_append_val(in, sentence);
}

static GArray *sentences_with(const clues *cs, language side, const char *key)
{
    return g_hash_table_lookup(cs->signs[side], key);
}

// Takes `key`, and returns the one that is kept.
static char *set_sign(clues *cs, language side, char *key, int sentence)
{
    void *kept, *in;
    if (g_hash_table_lookup_extended(cs->signs[side], key, &kept, &in)) {
        g_free(key);
    } else {
        kept = key;
        in = ints_new();
        g_hash_table_insert(cs->signs[side], key, in);
    }
    add_once(in, sentence);
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
    int sentences = (int)cs->texts[c->shown]->len;
    double by_chance = (c->in->len + CHANCE * CHANCE_WEIGHT) / (sentences + CHANCE_WEIGHT);
    for (int n = 0; n < LEVELS; n++) {
        double chance = 1 - pow(1 - by_chance, LEVEL_LEAST * pow(2, n / 2.0));
        double shows = MAX(c->shows, chance);
        c->found.of[n] = (float)MIN(log(shows / chance), WEIGHT_MOST);
        c->missed.of[n] = (float)MAX(log((1 - shows) / (1 - chance)), WEIGHT_LEAST);
    }
}

static void use(clues *cs, language side, int sentence, int place)
{
    clue *c = &g_array_index(cs->all, clue, place);
    g_array_append_val(g_ptr_array_index(cs->uses[side], sentence), place);
    g_array_append_val(c->users, sentence);
    for (int n = 0; n < LEVELS; n++)
        cs->nothing[side][sentence].of[n] += c->missed.of[n];
}

// The place of the clue `key`, which shows in `in` (not taken; NULL: nowhere) if it is new.
static int clue_place(clues *cs, const char *key, language shown, GArray *in, float shows,
                      gboolean learns)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(cs->keys, key));
    if (place)
        return (int)place - 1;
    clue c = {.shown = shown, .shows = shows, .learns = learns, .users = ints_new()};
    c.in = in ? g_array_ref(in) : ints_new();
    weigh(cs, &c);
    int at = (int)cs->all->len;
    g_array_append_val(cs->all, c);
    for (guint i = 0; i < c.in->len; i++)
        g_array_append_val(g_ptr_array_index(cs->shown[shown], g_array_index(c.in, int, i)), at);
    g_hash_table_insert(cs->keys, g_strdup(key), GUINT_TO_POINTER(cs->all->len));
    return at;
}

// A sign of a sentence is looked for in the other language.
static void use_sign(clues *cs, language side, int sentence, const char *sign)
{
    language shown = side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    GArray *in = sentences_with(cs, shown, sign);
    clue_kind kind = kind_of(sign, side);
    if (!in && kind == CLUE_WORD)
        return; // most English words are in no entry
    g_autofree char *key = g_strdup_printf("%s %s", language_code(side), sign);
    use(cs, side, sentence,
        clue_place(cs, key, shown, in, shows_of[kind][side], kind == CLUE_WORD));
}

// The English sentences in which all of `stems` stand, added to `out`.
static void add_together(const clues *cs, char **stems, GArray *out)
{
    const GArray *first = sentences_with(cs, LANGUAGE_EN, *stems);
    for (guint i = 0; first && i < first->len; i++) {
        int sentence = g_array_index(first, int, i);
        gboolean all = TRUE;
        for (char **stem = stems + 1; all && *stem; stem++) {
            const GArray *in = sentences_with(cs, LANGUAGE_EN, *stem);
            all = in && next_in(in, sentence) == sentence;
        }
        if (all)
            g_array_append_val(out, sentence);
    }
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

// The English sentences in which one alternative stands whole.
static GArray *entry_sentences(const clues *cs, char ***alternatives)
{
    GArray *out = ints_new();
    for (; *alternatives; alternatives++)
        add_together(cs, *alternatives, out);
    g_array_sort(out, compare_ints);
    guint kept = 0;
    for (guint i = 0; i < out->len; i++)
        if (!kept || g_array_index(out, int, kept - 1) != g_array_index(out, int, i))
            g_array_index(out, int, kept++) = g_array_index(out, int, i);
    g_array_set_size(out, kept);
    return out;
}

static void use_entry(clues *cs, int sentence, const char *text, gsize length, int entry)
{
    char ***alternatives = lexicon_alternatives(cs->words, entry);
    g_autofree char *key = g_strndup(text, length);
    g_autoptr(GArray) in =
        g_hash_table_contains(cs->keys, key) ? NULL : entry_sentences(cs, alternatives);
    float shows = shows_of[CLUE_WORD][LANGUAGE_ZH];
    use(cs, LANGUAGE_ZH, sentence, clue_place(cs, key, LANGUAGE_EN, in, shows, TRUE));
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

// How much text each sentence and those behind it are. How long a paragraph is counts as much as
// that it is one; sentences are taken to be alike.
static levels *find_levels(const GPtrArray *texts, gboolean paragraphs)
{
    levels *out = g_new0(levels, texts->len + 1);
    g_autofree double *bytes = g_new0(double, texts->len + BEAD_SIDE_MOST);
    double sum = 0;
    for (guint i = 0; i < texts->len; i++)
        sum += bytes[i] = (double)strlen(g_ptr_array_index(texts, i)) + 1;
    double mean = sum / MAX(texts->len, 1);
    for (guint i = 0; i < texts->len; i++) {
        double all = 0;
        for (guint n = 0; n < BEAD_SIDE_MOST; n++) {
            all += paragraphs ? (bytes[i + n] + mean) / 2 : mean;
            double level = round(2 * log2(all / mean / LEVEL_LEAST));
            out[i].of[n] = (guint8)CLAMP(level, 0, LEVELS - 1);
        }
    }
    return out;
}

static void free_ints(void *data)
{
    g_array_unref(data);
}

static void free_said(void *data)
{
    g_ptr_array_unref(data);
}

// An empty list of clues for each sentence.
static GPtrArray *lists_new(guint count)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(free_ints);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(out, ints_new());
    return out;
}

clues *clues_new(const lexicon *words, const GPtrArray *zh, const GPtrArray *en,
                 gboolean paragraphs)
{
    clues *cs = g_new0(clues, 1);
    cs->words = words;
    cs->texts[LANGUAGE_ZH] = zh;
    cs->texts[LANGUAGE_EN] = en;
    for (int side = 0; side < LANGUAGES; side++) {
        guint count = cs->texts[side]->len;
        cs->signs[side] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_ints);
        cs->uses[side] = lists_new(count);
        cs->shown[side] = lists_new(count);
        cs->nothing[side] = g_new0(weights, count + 1);
        cs->levels[side] = find_levels(cs->texts[side], paragraphs);
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
    for (guint i = 0; i < cs->all->len; i++) {
        g_array_unref(g_array_index(cs->all, clue, i).in);
        g_array_unref(g_array_index(cs->all, clue, i).users);
    }
    g_array_unref(cs->all);
    g_ptr_array_unref(cs->said);
    g_hash_table_unref(cs->keys);
    for (int side = 0; side < LANGUAGES; side++) {
        g_ptr_array_unref(cs->uses[side]);
        g_ptr_array_unref(cs->shown[side]);
        g_hash_table_unref(cs->signs[side]);
        g_free(cs->nothing[side]);
        g_free(cs->levels[side]);
    }
    g_free(cs);
}

// ---- asking and learning

// Adds what it is worth that `c` shows in the sentence `behind` places behind the one that `l` is
// of, and in none before it.
static void add_found(clue_scores *to, const levels *l, const clue *c, int behind)
{
    for (int n = behind; n < BEAD_SIDE_MOST; n++)
        to->of[n] += c->found.of[l->of[n]] - c->missed.of[l->of[n]];
}

static void begin_scores(clue_scores *to, const levels *l, const weights *nothing)
{
    for (int n = 0; n < BEAD_SIDE_MOST; n++)
        to->of[n] = nothing->of[l->of[n]];
}

void clues_of_zh(const clues *cs, int zh, int first, int count, clue_scores *out)
{
    const GArray *uses = g_ptr_array_index(cs->uses[LANGUAGE_ZH], zh);
    const levels *l = cs->levels[LANGUAGE_EN] + first;
    for (int k = 0; k < count; k++)
        begin_scores(&out[k], &l[k], &cs->nothing[LANGUAGE_ZH][zh]);
    for (guint i = 0; i < uses->len; i++) {
        const clue *c = &g_array_index(cs->all, clue, g_array_index(uses, int, i));
        int before = -1;
        for (guint at = lower_bound(c->in, first); at < c->in->len; at++) {
            int sentence = g_array_index(c->in, int, at) - first;
            int from = MAX(sentence - BEAD_SIDE_MOST + 1, before + 1);
            for (int k = from; k <= MIN(sentence, count - 1); k++)
                add_found(&out[k], &l[k], c, sentence - k);
            if (sentence >= count - 1)
                break;
            before = sentence;
        }
    }
}

void clues_of_en(const clues *cs, int zh, int first, int count, clue_scores *out)
{
    const levels *l = &cs->levels[LANGUAGE_ZH][zh];
    for (int k = 0; k < count; k++)
        begin_scores(&out[k], l, &cs->nothing[LANGUAGE_EN][first + k]);
    int sentences = (int)cs->texts[LANGUAGE_ZH]->len;
    for (int behind = 0; behind < BEAD_SIDE_MOST && zh + behind < sentences; behind++) {
        const GArray *shown = g_ptr_array_index(cs->shown[LANGUAGE_ZH], zh + behind);
        for (guint i = 0; i < shown->len; i++) {
            const clue *c = &g_array_index(cs->all, clue, g_array_index(shown, int, i));
            if (next_in(c->in, zh) != zh + behind)
                continue;
            for (guint u = lower_bound(c->users, first); u < c->users->len; u++) {
                int user = g_array_index(c->users, int, u) - first;
                if (user >= count)
                    break;
                add_found(&out[user], l, c, behind);
            }
        }
    }
}

static gboolean shows_in(const clue *c, int first, int count)
{
    int next = next_in(c->in, first);
    return next < INT_MAX && next < first + count;
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

// What each sentence comes to without any of its clues, by their new weights.
static void sum_nothing(clues *cs, language side)
{
    for (guint i = 0; i < cs->texts[side]->len; i++) {
        const GArray *uses = g_ptr_array_index(cs->uses[side], i);
        weights sum = {{0}};
        for (guint u = 0; u < uses->len; u++)
            for (int n = 0; n < LEVELS; n++)
                sum.of[n] += g_array_index(cs->all, clue, g_array_index(uses, int, u)).missed.of[n];
        cs->nothing[side][i] = sum;
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
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        sum_nothing(cs, side);
}

void clues_add(clues *cs, const char *key, const GArray *zh, const char *stem, float shows)
{
    GArray *in = sentences_with(cs, LANGUAGE_EN, stem);
    for (guint i = 0; i < zh->len; i++)
        use(cs, LANGUAGE_ZH, g_array_index(zh, int, i),
            clue_place(cs, key, LANGUAGE_EN, in, shows, FALSE));
}

const GPtrArray *clues_signs(const clues *cs, int en)
{
    return g_ptr_array_index(cs->said, en);
}
