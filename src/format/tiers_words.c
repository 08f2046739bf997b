// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/tiers.h"

// So far behind the word before a word is looked for, in bytes.
#define LOOK_AHEAD 128
// So many words in a row that do not stand in the text end the search.
#define STRANGERS_MAX 6
// So much of a word is compared, in bytes; and so much between two words is passed over.
#define COMPARED_MAX 48
#define REST_MAX     1024
#define MARKS_MAX    32

static gboolean is_same(const char *a, const char *b)
{
    gunichar one = g_utf8_get_char(a), other = g_utf8_get_char(b);
    return one == other || g_unichar_tolower(one) == g_unichar_tolower(other);
}

// The length of `word` where `text` begins with it, whatever the case; 0: it does not.
static gsize word_at(const char *text, const char *word)
{
    const char *p = text, *begin = word;
    for (; *word && word - begin < COMPARED_MAX;
         word = g_utf8_next_char(word), p = g_utf8_next_char(p))
        if (!*p || !is_same(p, word))
            return 0;
    // The rest is taken to agree.
    gsize rest = strnlen(p, strnlen(word, REST_MAX));
    while (((guchar)p[rest] & 0xC0) == 0x80)
        rest++;
    return (gsize)(p - text) + rest;
}

static const char *skip_marks(const char *text)
{
    for (int i = 0; i < MARKS_MAX && *text && !g_unichar_isalnum(g_utf8_get_char(text)); i++)
        text = g_utf8_next_char(text);
    return text;
}

static gboolean is_inside_word(const char *text, const char *at)
{
    return at > text && g_ascii_isalnum(at[-1]) && g_ascii_isalnum(*at);
}

// Whether `next` (NULL: nothing) goes on where the word has ended.
static gboolean goes_on(const char *end, const char *next)
{
    if (!next)
        return !*skip_marks(end);
    for (int i = 0; i < MARKS_MAX && (*end == ' ' || *end == '\n'); i++)
        end++;
    return word_at(end, next) || word_at(skip_marks(end), next);
}

// Looks for `word` behind `from`: where the next one goes on, or else the first place. NULL: it is
// not there. `length`: of it in the text.
static const char *find_word(const char *text, const char *from, const char *word, const char *next,
                             gsize *length)
{
    const char *first = NULL, *end = from + strnlen(from, LOOK_AHEAD);
    for (const char *p = from; p < end; p = g_utf8_next_char(p)) {
        gsize found = p > from && is_inside_word(text, p) ? 0 : word_at(p, word);
        gboolean sure = found && goes_on(p + found, next);
        if (found && (sure || !first)) {
            first = p;
            *length = found;
        }
        if (sure)
            break;
    }
    return first;
}

// The first word that does not begin before `us`.
static guint first_word(const GArray *words, int64_t us)
{
    guint low = 0, high = words->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(words, tier_span, middle).start_us < us)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const tier_span *word_inside(const GArray *words, guint i, const tier_span *s)
{
    const tier_span *w = i < words->len ? &g_array_index(words, tier_span, i) : NULL;
    return w && w->start_us < s->end_us ? w : NULL;
}

int tier_find_words(const tier_span *s, const tier *w, GArray *marks)
{
    const char *at = s->text;
    int inside = 0, strangers = 0;
    int64_t last_us = TIME_NONE;
    g_array_set_size(marks, 0);
    const tier_span *next;
    guint i = first_word(w->spans, s->start_us);
    for (const tier_span *now = word_inside(w->spans, i, s); now; now = next) {
        next = word_inside(w->spans, ++i, s);
        inside++;
        gsize length;
        const char *found =
            *at ? find_word(s->text, at, now->text, next ? next->text : NULL, &length) : NULL;
        if (!found || now->start_us == last_us) {
            if (++strangers > STRANGERS_MAX)
                break;
            continue;
        }
        strangers = 0;
        word_mark m = {.offset = (int)(found - s->text), .start_us = now->start_us};
        g_array_append_val(marks, m);
        last_us = now->start_us;
        at = found + length;
    }
    return inside;
}

int tier_count_words(const tier *t, const tier *w, int *inside)
{
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(word_mark));
    int found = 0;
    *inside = 0;
    for (guint i = 0; i < t->spans->len; i++) {
        *inside += tier_find_words(&g_array_index(t->spans, tier_span, i), w, marks);
        found += (int)marks->len;
    }
    return found;
}
