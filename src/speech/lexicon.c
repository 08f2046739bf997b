// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/lexicon.h"

#include <libstemmer.h>
#include <string.h>

#include "base/i18n.h"

#define WORD_MAX 64 // bytes of a word that is stemmed

// assets/words.tsv, put into the program by embed.cmake.
extern const unsigned char words_tsv[];
extern const gsize words_tsv_length;

struct lexicon {
    struct sb_stemmer *stemmer;
    GHashTable *places; // Chinese → place + 1
    GPtrArray *entries; // char ***
    gsize longest;      // bytes of Chinese
};

static void free_alternatives(void *data)
{
    char ***alternatives = data;
    for (char ***a = alternatives; *a; a++)
        g_strfreev(*a);
    g_free(alternatives);
}

lexicon *lexicon_new(void)
{
    lexicon *l = g_new0(lexicon, 1);
    l->stemmer = sb_stemmer_new("english", NULL);
    l->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    l->entries = g_ptr_array_new_with_free_func(free_alternatives);
    lexicon_add(l, (const char *)words_tsv, words_tsv_length, NULL);
    return l;
}

void lexicon_free(lexicon *l)
{
    if (!l)
        return;
    sb_stemmer_delete(l->stemmer);
    g_hash_table_unref(l->places);
    g_ptr_array_unref(l->entries);
    g_free(l);
}

// ---- stems

static gboolean is_apostrophe(const char *at)
{
    return *at == '\'' || g_str_has_prefix(at, "’");
}

// Letters, and apostrophes between them. 0: none begins here.
static gsize word_length(const char *at, const char *end)
{
    const char *p = at;
    while (p < end) {
        gunichar c = g_utf8_get_char(p);
        gboolean joins =
            p > at && is_apostrophe(p) && p + 1 < end && g_ascii_isalpha(*g_utf8_next_char(p));
        if (!joins && !(g_unichar_isalpha(c) && c < 0x2E80))
            break;
        p = g_utf8_next_char(p);
    }
    return (gsize)(p - at);
}

static char *stem(const lexicon *l, const char *word, gsize length)
{
    g_autofree char *small = g_utf8_strdown(word, (gssize)MIN(length, WORD_MAX));
    if (length > WORD_MAX || !g_utf8_validate(small, -1, NULL))
        return g_strndup(word, length);
    char *possessive = strstr(small, "’s");
    if (possessive)
        *possessive = '\0';
    const sb_symbol *out =
        sb_stemmer_stem(l->stemmer, (const sb_symbol *)small, (int)strlen(small));
    return g_strndup((const char *)out, (gsize)sb_stemmer_length(l->stemmer));
}

GPtrArray *lexicon_stems(const lexicon *l, const char *text, gsize length)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    const char *end = text + length;
    while (text < end) {
        gsize word = word_length(text, end);
        if (word > 0)
            g_ptr_array_add(out, stem(l, text, word));
        text = word > 0 ? text + word : g_utf8_next_char(text);
    }
    return out;
}

// ---- entries

static char ***read_alternatives(const lexicon *l, const char *english)
{
    g_auto(GStrv) parts = g_strsplit(english, ",", -1);
    GPtrArray *out = g_ptr_array_new();
    for (char **part = parts; *part; part++) {
        GPtrArray *stems = lexicon_stems(l, *part, strlen(*part));
        if (stems->len) {
            g_ptr_array_set_free_func(stems, NULL);
            g_ptr_array_add(stems, NULL);
            g_ptr_array_add(out, g_ptr_array_free(stems, FALSE));
        } else {
            g_ptr_array_unref(stems);
        }
    }
    g_ptr_array_add(out, NULL);
    return (char ***)g_ptr_array_free(out, FALSE);
}

// FALSE: it is neither an entry nor a remark.
static gboolean add_line(lexicon *l, char *line)
{
    g_strchomp(line);
    if (!*line || *line == '#')
        return TRUE;
    char *tab = strchr(line, '\t');
    if (!tab || tab == line || !g_utf8_validate(line, -1, NULL))
        return FALSE;
    char ***alternatives = read_alternatives(l, tab + 1);
    if (!alternatives[0]) {
        free_alternatives(alternatives);
        return FALSE;
    }
    l->longest = MAX(l->longest, (gsize)(tab - line));
    g_ptr_array_add(l->entries, alternatives);
    g_hash_table_insert(l->places, g_strndup(line, (gsize)(tab - line)),
                        GUINT_TO_POINTER(l->entries->len));
    return TRUE;
}

void lexicon_add(lexicon *l, const char *text, gsize length, report *r)
{
    int line = 1;
    for (const char *end = text + length; text < end; line++) {
        const char *next = memchr(text, '\n', (gsize)(end - text));
        g_autofree char *copy = g_strndup(text, (gsize)((next ? next : end) - text));
        if (!add_line(l, copy))
            report_add(r, line, _("no Chinese word, tab, and English words: left out."));
        text = next ? next + 1 : end;
    }
}

int lexicon_match(const lexicon *l, const char *text, gsize *length)
{
    char key[256];
    gsize most = MIN(l->longest, sizeof key - 1), whole = 0;
    gsize ends[sizeof key];
    int count = 0;
    for (const char *p = text; *p;) {
        p = g_utf8_next_char(p);
        if ((gsize)(p - text) > most)
            break;
        whole = (gsize)(p - text);
        ends[count++] = whole;
    }
    memcpy(key, text, whole);
    while (count > 0) {
        key[ends[--count]] = '\0';
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(l->places, key));
        if (place) {
            *length = ends[count];
            return (int)place - 1;
        }
    }
    return -1;
}

char ***lexicon_alternatives(const lexicon *l, int place)
{
    return g_ptr_array_index(l->entries, place);
}

int lexicon_count(const lexicon *l)
{
    return (int)l->entries->len;
}
