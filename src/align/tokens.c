// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/tokens.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "speech/number.h"
#include "speech/script.h"

// So many tokens that come once in both rows hold them together.
#define ANCHOR    4
#define CELLS_MAX 4000000
// What it costs to take two tokens for one another, and to leave one out.
#define NEAR   0.5f
#define DIFFER 1.5f
#define GAP    0.7f

struct tokens {
    arena *strings;
    GArray *all; // token
};

tokens *tokens_new(void)
{
    tokens *t = g_new0(tokens, 1);
    t->strings = arena_new();
    t->all = g_array_new(FALSE, FALSE, sizeof(token));
    return t;
}

void tokens_free(tokens *t)
{
    if (!t)
        return;
    arena_free(t->strings);
    g_array_unref(t->all);
    g_free(t);
}

int tokens_count(const tokens *t)
{
    return (int)t->all->len;
}

const token *tokens_at(const tokens *t, int index)
{
    return &g_array_index(t->all, token, index);
}

// ---- a text as tokens

static void add_token(tokens *t, const char *key, gsize length, guint offset)
{
    g_autofree char *small = g_utf8_strdown(key, (gssize)length);
    token one = {arena_keep(t->strings, small, strlen(small)), offset};
    g_array_append_val(t->all, one);
}

// The end of the word or character at `at`; `at` itself: there is none.
static const char *token_end(const char *at)
{
    if (script_is_han(g_utf8_get_char(at)))
        return g_utf8_next_char(at);
    while (*at && g_unichar_isalnum(g_utf8_get_char(at)) && !script_is_han(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

void tokens_add(tokens *t, const char *text, language side)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(number));
    number_find(text, side, numbers);
    guint next = 0;
    for (const char *at = text; *at;) {
        guint offset = (guint)(at - text);
        const number *n = next < numbers->len ? &g_array_index(numbers, number, next) : NULL;
        if (n && n->start <= offset) {
            g_autofree char *key = number_key(n->value);
            add_token(t, key, strlen(key), n->start);
            at = text + n->start + n->length;
            next++;
            continue;
        }
        const char *end = token_end(at);
        if (end > at)
            add_token(t, at, (gsize)(end - at), offset);
        at = end > at ? end : g_utf8_next_char(at);
    }
}

// ---- places that both have once

// ANCHOR tokens from `at` on, as one string.
static char *key_at(const tokens *t, int at)
{
    GString *out = g_string_new(NULL);
    for (int i = at; i < at + ANCHOR; i++)
        g_string_append_printf(out, "%s ", tokens_at(t, i)->key);
    return g_string_free(out, FALSE);
}

// Key → place + 1; -1: it comes more than once.
static GHashTable *find_once(const tokens *t)
{
    GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i + ANCHOR <= tokens_count(t); i++) {
        char *key = key_at(t, i);
        gboolean known = g_hash_table_contains(out, key);
        g_hash_table_insert(out, key, GINT_TO_POINTER(known ? -1 : i + 1));
    }
    return out;
}

typedef struct {
    int a, b;
} pair;

// The longest row of pairs that is in order of b too; they are in order of a.
static void keep_ascending(GArray *pairs)
{
    guint count = pairs->len;
    g_autofree int *ends = g_new(int, count + 1), *before = g_new(int, count + 1);
    int length = 0;
    for (int i = 0; i < (int)count; i++) {
        int low = 0, high = length, b = g_array_index(pairs, pair, i).b;
        while (low < high) {
            int middle = (low + high) / 2;
            if (g_array_index(pairs, pair, ends[middle]).b < b)
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? ends[low - 1] : -1;
        ends[low] = i;
        length = MAX(length, low + 1);
    }
    g_autofree pair *kept = g_new(pair, (gsize)length + 1);
    for (int i = length > 0 ? ends[length - 1] : -1, to = length; i >= 0; i = before[i])
        kept[--to] = g_array_index(pairs, pair, i);
    g_array_set_size(pairs, 0);
    g_array_append_vals(pairs, kept, (guint)length);
}

static GArray *find_anchors(const tokens *a, const tokens *b)
{
    g_autoptr(GHashTable) in_a = find_once(a), in_b = find_once(b);
    GArray *out = g_array_new(FALSE, FALSE, sizeof(pair));
    for (int i = 0; i + ANCHOR <= tokens_count(a); i++) {
        g_autofree char *key = key_at(a, i);
        int one = GPOINTER_TO_INT(g_hash_table_lookup(in_a, key));
        int other = GPOINTER_TO_INT(g_hash_table_lookup(in_b, key));
        pair p = {one - 1, other - 1};
        if (one > 0 && other > 0)
            g_array_append_val(out, p);
    }
    keep_ascending(out);
    return out;
}

// ---- what lies between

static int edit_distance(const char *a, const char *b)
{
    gsize length = strlen(b);
    g_autofree int *row = g_new(int, length + 1);
    for (gsize j = 0; j <= length; j++)
        row[j] = (int)j;
    for (; *a; a++) {
        int diagonal = row[0]++;
        for (gsize j = 1; j <= length; j++) {
            int best = MIN(MIN(row[j], row[j - 1]) + 1, diagonal + (b[j - 1] != *a));
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[length];
}

typedef struct {
    const tokens *a, *b;
    token_sound sound;
    void *data;
    int *with;
} matching;

static gboolean are_near(const matching *m, const char *a, const char *b)
{
    if (*a == '#' || *b == '#')
        return FALSE;
    if (script_is_han(g_utf8_get_char(a)) || script_is_han(g_utf8_get_char(b))) {
        const char *one = m->sound ? m->sound(m->data, a) : NULL;
        const char *other = m->sound ? m->sound(m->data, b) : NULL;
        return one && other && *one && strcmp(one, other) == 0;
    }
    gsize longer = MAX(strlen(a), strlen(b)), shorter = MIN(strlen(a), strlen(b));
    return longer >= 4 && longer < 64 && (longer - shorter) * 3 <= longer &&
           (gsize)edit_distance(a, b) * 3 <= longer;
}

static float pair_cost(const matching *m, int a, int b)
{
    const char *one = tokens_at(m->a, a)->key, *other = tokens_at(m->b, b)->key;
    if (strcmp(one, other) == 0)
        return 0;
    return are_near(m, one, other) ? NEAR : DIFFER;
}

typedef enum { STEP_BOTH, STEP_A, STEP_B } step;

// Matches a's tokens `from.a` … `to.a` - 1 with b's, in all their combinations.
static void match_between(const matching *m, pair from, pair to)
{
    int rows = to.a - from.a, columns = to.b - from.b;
    if (rows <= 0 || columns <= 0 || (int64_t)(rows + 1) * (columns + 1) > CELLS_MAX)
        return;
    g_autofree float *cost = g_new(float, columns + 1);
    g_autofree guint8 *came = g_new(guint8, (gsize)(rows + 1) * (gsize)(columns + 1));
    for (int j = 0; j <= columns; j++) {
        cost[j] = GAP * (float)j;
        came[j] = STEP_B;
    }
    for (int i = 1; i <= rows; i++) {
        guint8 *row = came + (gsize)i * (gsize)(columns + 1);
        float diagonal = cost[0];
        cost[0] += GAP;
        row[0] = STEP_A;
        for (int j = 1; j <= columns; j++) {
            float both = diagonal + pair_cost(m, from.a + i - 1, from.b + j - 1);
            float best = MIN(cost[j], cost[j - 1]) + GAP;
            row[j] = both <= best ? STEP_BOTH : cost[j] <= cost[j - 1] ? STEP_A : STEP_B;
            diagonal = cost[j];
            cost[j] = MIN(both, best);
        }
    }
    for (int i = rows, j = columns; i > 0 && j > 0;) {
        step s = came[(gsize)i * (gsize)(columns + 1) + (gsize)j];
        i -= s != STEP_B;
        j -= s != STEP_A;
        if (s == STEP_BOTH && pair_cost(m, from.a + i, from.b + j) <= NEAR)
            m->with[from.a + i] = from.b + j;
    }
}

int *tokens_match(const tokens *a, const tokens *b, token_sound sound, void *data)
{
    int count = tokens_count(a);
    matching m = {a, b, sound, data, g_new(int, count + 1)};
    for (int i = 0; i < count; i++)
        m.with[i] = -1;
    g_autoptr(GArray) anchors = find_anchors(a, b);
    pair last = {0, 0}, end = {count, tokens_count(b)};
    g_array_append_val(anchors, end);
    for (guint i = 0; i < anchors->len; i++) {
        pair p = g_array_index(anchors, pair, i);
        match_between(&m, last, p);
        for (int k = 0; i + 1 < anchors->len && k < ANCHOR; k++)
            if (p.a + k >= last.a && p.b + k >= last.b)
                m.with[p.a + k] = p.b + k;
        last = (pair){p.a + ANCHOR, p.b + ANCHOR};
    }
    return m.with;
}
