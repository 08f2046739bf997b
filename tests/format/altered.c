// SPDX-License-Identifier: GPL-3.0-or-later
#include "altered.h"

#include <string.h>

#include "speech/sentence.h"

static void clear_pair(void *data)
{
    known_pair *p = data;
    for (int side = 0; side < LANGUAGES; side++)
        g_free(p->text[side]);
}

GArray *known_pairs_new(void)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(known_pair));
    g_array_set_clear_func(pairs, clear_pair);
    return pairs;
}

void known_pairs_add(GArray *pairs, const char *zh, const char *en)
{
    known_pair p = {{g_strdup(zh), g_strdup(en)}};
    g_array_append_val(pairs, p);
}

GArray *known_pairs_of(const speech *s)
{
    GArray *pairs = known_pairs_new();
    for (int i = 0; i < speech_paragraph_count(s); i++) {
        const paragraph *p = speech_paragraph(s, i);
        if (p->kind != PARAGRAPH_BODY)
            continue;
        g_autoptr(GString) zh = g_string_new(NULL), en = g_string_new(NULL);
        for (int k = p->first; k < p->first + p->count; k++) {
            g_string_append(zh, speech_segment(s, k)->text[LANGUAGE_ZH]);
            if (en->len)
                g_string_append_c(en, ' ');
            g_string_append(en, speech_segment(s, k)->text[LANGUAGE_EN]);
        }
        known_pairs_add(pairs, zh->str, en->str);
    }
    return pairs;
}

// Where the sentence ends that ends nearest to the middle; 0: there is only one.
static int middle_of(const char *text, language side)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(int));
    sentence_ends(text, side, FALSE, ends);
    int best = 0, half = (int)strlen(text) / 2;
    for (guint i = 0; i + 1 < ends->len; i++)
        if (!best || ABS(g_array_index(ends, int, i) - half) < ABS(best - half))
            best = g_array_index(ends, int, i);
    return best;
}

static const known_pair *pair_at(const GArray *pairs, guint i)
{
    return &g_array_index(pairs, known_pair, i);
}

static void add_expected(const GArray *pairs, alteration kind, language side, guint place,
                         GArray *out)
{
    for (guint i = 0; i < pairs->len; i++) {
        const char *text[LANGUAGES] = {pair_at(pairs, i)->text[0], pair_at(pairs, i)->text[1]};
        g_autofree char *zh = NULL, *en = NULL;
        if (kind == ALTER_MERGED && i == place) {
            const known_pair *next = pair_at(pairs, i + 1);
            text[LANGUAGE_ZH] = zh = g_strconcat(text[0], next->text[LANGUAGE_ZH], NULL);
            text[LANGUAGE_EN] = en = g_strconcat(text[1], " ", next->text[LANGUAGE_EN], NULL);
        }
        if (kind == ALTER_MISSING && i == place)
            text[side] = "";
        known_pairs_add(out, text[LANGUAGE_ZH], text[LANGUAGE_EN]);
        if (kind == ALTER_DOUBLED && i == place) {
            text[1 - side] = "";
            known_pairs_add(out, text[LANGUAGE_ZH], text[LANGUAGE_EN]);
        }
        i += kind == ALTER_MERGED && i == place;
    }
}

// The paragraphs of a language that stand where pair `i` does, each ended by a newline.
static char *paragraphs_at(const GArray *pairs, guint i, language side, alteration kind)
{
    const char *text = pair_at(pairs, i)->text[side];
    int middle = middle_of(text, side);
    switch (kind) {
    case ALTER_MISSING:
        return g_strdup("");
    case ALTER_DOUBLED:
        return g_strconcat(text, "\n", text, "\n", NULL);
    case ALTER_MERGED:
        return g_strconcat(text, side == LANGUAGE_EN ? " " : "", pair_at(pairs, i + 1)->text[side],
                           "\n", NULL);
    case ALTER_SPLIT:
        return g_strdup_printf("%.*s\n%s\n", middle, text, text + middle);
    default:
        return *text ? g_strconcat(text, "\n", NULL) : g_strdup("");
    }
}

static void lay(GString *out, const GArray *pairs, layout how, alteration kind,
                const char *const *altered, guint place)
{
    gboolean blocks = how <= LAID_BLOCKS_CLOSE;
    for (guint n = 0; n < 2 * pairs->len; n++) {
        guint i = blocks ? n % pairs->len : n / 2;
        language side = (language)(blocks ? n / pairs->len : n % 2);
        g_autofree char *plain = paragraphs_at(pairs, i, side, ALTER_NOTHING);
        gboolean gone = kind == ALTER_MERGED && i == place + 1 && altered[side];
        if (!gone)
            g_string_append(out, i == place && altered[side] ? altered[side] : plain);
        if ((how == LAID_BLOCKS && n + 1 == pairs->len) || (how == LAID_IN_GROUPS && n % 2))
            g_string_append_c(out, '\n');
    }
}

char *altered_text(const GArray *pairs, layout how, alteration kind, language side, guint place,
                   GArray **expected)
{
    if ((kind == ALTER_MERGED && place + 1 >= pairs->len) ||
        (kind == ALTER_SPLIT && !middle_of(pair_at(pairs, place)->text[side], side)))
        return NULL;
    g_autofree char *one = paragraphs_at(pairs, place, side, kind);
    const char *altered[LANGUAGES] = {NULL, NULL};
    altered[side] = one;
    GString *out = g_string_new(NULL);
    *expected = known_pairs_new();
    lay(out, pairs, how, kind, altered, place);
    add_expected(pairs, kind, side, place, *expected);
    return g_string_free(out, FALSE);
}

static char *key_of(const char *zh, const char *en)
{
    GString *out = g_string_new(NULL);
    const char *const both[] = {zh, "|", en};
    for (gsize i = 0; i < G_N_ELEMENTS(both); i++)
        for (const char *p = both[i]; *p; p = g_utf8_next_char(p))
            if (!g_unichar_isspace(g_utf8_get_char(p)))
                g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

int altered_right(const GArray *expected, const speech *s)
{
    g_autoptr(GHashTable) left = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        char *key = key_of(g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN]);
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));
        g_hash_table_replace(left, key, GUINT_TO_POINTER(before + 1));
    }
    int right = 0;
    for (guint i = 0; i < expected->len; i++) {
        const known_pair *p = pair_at(expected, i);
        g_autofree char *key = key_of(p->text[LANGUAGE_ZH], p->text[LANGUAGE_EN]);
        guint has = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));
        right += has > 0;
        if (has)
            g_hash_table_replace(left, g_steal_pointer(&key), GUINT_TO_POINTER(has - 1));
    }
    return right;
}
