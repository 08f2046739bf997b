// SPDX-License-Identifier: GPL-3.0-or-later
// What a tier is, by its name and by what is in it.
#include <string.h>

#include "format/named.h"
#include "format/tiers.h"
#include "speech/script.h"

static const char *const word_names[] = {"word", "words", "token", "tokens", "单词", "單詞",
                                         "分词", "词语",  "逐词",  "逐字",   NULL};
static const char *const sound_names[] = {"phone",    "phones",    "phoneme", "phonemes",
                                          "syllable", "syllables", "ipa",     "pinyin",
                                          "拼音",     "音素",      "音节",    NULL};

int tier_side_by_name(const char *name)
{
    return named_side(name, strlen(name));
}

// Words in a text: two Hanzi count as one.
static double count_words(const char *text, int *letters)
{
    double words = 0;
    gboolean inside = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean han = script_is_han(c), letter = g_unichar_isalpha(c);
        *letters += letter;
        words += han ? 0.5 : letter && !inside ? 1 : 0;
        // It's one word.
        inside = !han && (letter || (inside && !g_unichar_isspace(c)));
    }
    return words;
}

static void find_side(tier *t)
{
    int of[LANGUAGES] = {0}, both = 0;
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(script_piece));
    for (guint i = 0; i < t->spans->len; i++) {
        const char *text = g_array_index(t->spans, tier_span, i).text;
        int side = script_language(text, strlen(text));
        g_array_set_size(pieces, 0);
        script_cut(text, strlen(text), pieces);
        for (guint k = 1; k < pieces->len; k++)
            if (g_array_index(pieces, script_piece, k).side !=
                g_array_index(pieces, script_piece, 0).side) {
                both++;
                break;
            }
        if (side >= 0)
            of[side]++;
    }
    t->most = of[LANGUAGE_ZH] > of[LANGUAGE_EN] ? LANGUAGE_ZH : LANGUAGE_EN;
    t->side = both || of[!t->most] * 5 > of[t->most] ? -1 : (int)t->most;
}

static void find_level(tier *t)
{
    if (!t->spans->len)
        return;
    double words = 0;
    int with = 0, all_letters = 0;
    for (guint i = 0; i < t->spans->len; i++) {
        int letters = 0;
        words += count_words(g_array_index(t->spans, tier_span, i).text, &letters);
        all_letters += letters;
        with += letters > 0;
    }
    if (named_holds(t->name, strlen(t->name), sound_names))
        t->level = TIER_SOUNDS;
    else if (named_holds(t->name, strlen(t->name), word_names))
        t->level = TIER_WORDS;
    else if (t->declared)
        t->level = TIER_SENTENCES;
    else if (with * 2 < (int)t->spans->len)
        t->level = TIER_NUMBERS;
    else if (words >= 1.5 * with)
        t->level = TIER_SENTENCES;
    else
        t->level = all_letters <= 2 * with && t->side != LANGUAGE_ZH ? TIER_SOUNDS : TIER_WORDS;
}

void tier_find_out(tier *t)
{
    if (!t->declared)
        find_side(t);
    find_level(t);
}
