// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/phrase.h"

#include <math.h>
#include <string.h>

#include "speech/script.h"

// What a break costs, against a part that is off its wished length by its whole.
#define COST_SENTENCE 0.0
#define COST_CLAUSE   0.04
#define COST_PHRASE   0.12
#define COST_WORD     0.25
#define COST_BAD      0.6
#define COST_LENGTH   2.0

// A Chinese line may not begin, or end, with these.
static gboolean may_not_begin(gunichar c)
{
    static const char marks[] = "!%),.:;?]}·’”…、。〃〉》」』】〕〗！％），．：；？］｝～—";
    return g_utf8_strchr(marks, -1, c) != NULL;
}

static gboolean may_not_end(gunichar c)
{
    static const char marks[] = "$([{‘“〈《「『【〔〖＄（［｛￡￥";
    return g_utf8_strchr(marks, -1, c) != NULL;
}

static gboolean is_one_of(const char *word, gsize length, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == length && g_ascii_strncasecmp(word, *words, length) == 0)
            return TRUE;
    return FALSE;
}

// Before these a phrase begins.
static gboolean begins_phrase(const char *word, gsize length)
{
    static const char *const words[] = {
        "and",     "but",    "or",    "so",    "because", "that",  "which", "who",    "whose",
        "when",    "where",  "if",    "as",    "than",    "while", "of",    "in",     "on",
        "at",      "to",     "for",   "with",  "from",    "by",    "about", "into",   "over",
        "through", "before", "after", "until", "not",     "nor",   "yet",   "though", NULL};
    return is_one_of(word, length, words);
}

// Behind these it goes on.
static gboolean opens(const char *word, gsize length)
{
    static const char *const words[] = {"a",   "an",  "the", "of",  "in", "on",  "at", "to",
                                        "by",  "mr",  "ms",  "mrs", "dr", "and", "or", "my",
                                        "his", "her", "its", "our", "no", NULL};
    return is_one_of(word, length, words);
}

static double cost_after(gunichar before)
{
    static const char sentence[] = "。！？!?.…";
    static const char clause[] = "，；：、,;:—";
    if (g_utf8_strchr(sentence, -1, before))
        return COST_SENTENCE;
    return g_utf8_strchr(clause, -1, before) ? COST_CLAUSE : COST_WORD;
}

// Between Hanzi: not inside of a number or before what belongs to the word in front of it.
static double cost_between(gunichar before, gunichar behind)
{
    static const char numerals[] = "〇零一二三四五六七八九十百千万亿两萬億兩第";
    static const char particles[] = "的了们着过地得吗呢吧啊之個个些們著過嗎";
    if (g_utf8_strchr(particles, -1, behind) ||
        (g_utf8_strchr(numerals, -1, before) && g_utf8_strchr(numerals, -1, behind)))
        return COST_BAD;
    // Around what is quoted or in brackets.
    return may_not_begin(before) || may_not_end(behind) ? COST_PHRASE : COST_WORD;
}

// A closing quotation mark says nothing of how the phrase before it ends.
static gunichar last_letter(const char *text, const char *end)
{
    gunichar c = 0;
    do {
        end = g_utf8_find_prev_char(text, end);
        c = end ? g_utf8_get_char(end) : 0;
    } while (end && end > text && (c == 0x201D || c == 0x2019 || c == '"' || c == 0x300D));
    return c;
}

// Of a break at the spaces `end` … `at`.
static double cost_at_space(const char *text, const char *end, const char *at)
{
    double cost = cost_after(last_letter(text, end));
    const char *word = end;
    while (word > text && word[-1] != ' ' && word[-1] != '\n')
        word--;
    if (cost < COST_WORD)
        return cost;
    if (opens(word, (gsize)(end - word)))
        return COST_BAD;
    return begins_phrase(at, strcspn(at, " \n")) ? COST_PHRASE : COST_WORD;
}

static gboolean is_space(char c)
{
    return c == ' ' || c == '\n';
}

// Whether a break may be between two letters that stand together.
static gboolean may_part(gunichar before, gunichar behind)
{
    gboolean wide = g_unichar_iswide(before) || g_unichar_iswide(behind);
    return wide && !may_not_end(before) && !may_not_begin(behind) &&
           !(g_unichar_isdigit(before) || g_unichar_isdigit(behind));
}

static double width_of(gunichar c, language side)
{
    if (c == '\n')
        return side == LANGUAGE_ZH ? 0.5 : 1;
    return side == LANGUAGE_EN || g_unichar_iswide(c) ? 1 : 0.5;
}

GArray *phrase_openings(const char *text, language side)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(opening));
    opening first = {0};
    g_array_append_val(out, first);
    double width = 0;
    gunichar before = 0;
    for (const char *p = text; *p;) {
        gunichar c = g_utf8_get_char(p);
        const char *at = p;
        double from = width;
        for (; is_space(*at); at++)
            width += width_of((gunichar)*at, side);
        opening o = {(int)(p - text), (int)(at - text), from, width, COST_WORD};
        if (at > p && p > text && *at) {
            o.cost = cost_at_space(text, p, at);
            g_array_append_val(out, o);
        } else if (at == p && p > text && may_part(before, c)) {
            o.cost = cost_after(last_letter(text, p));
            if (o.cost == COST_WORD)
                o.cost = cost_between(before, c);
            g_array_append_val(out, o);
        }
        if (at == p) {
            width += width_of(c, side);
            at = g_utf8_next_char(p);
        }
        before = at > p && is_space(*p) ? ' ' : c;
        p = at;
    }
    int length = (int)strlen(text);
    opening last = {length, length, width, width, 0};
    g_array_append_val(out, last);
    return out;
}

// The least cost of dividing what lies before each place into so many parts, and the place before.
typedef struct {
    double cost;
    int from;
} step;

gboolean phrase_divide(const GArray *openings, int parts, double most, const double *shares,
                       GArray *out)
{
    int count = (int)openings->len;
    const opening *o = (const opening *)(const void *)openings->data;
    double whole = o[count - 1].width_end;
    g_autofree step *steps = g_new(step, (gsize)count * (gsize)(parts + 1));
    for (int i = 0; i < count * (parts + 1); i++)
        steps[i] = (step){i == 0 ? 0 : INFINITY, -1};
    for (int part = 1; part <= parts; part++) {
        const step *before = &steps[(part - 1) * count];
        step *now = &steps[part * count];
        double wished = whole * (shares && part < parts ? shares[part - 1] : (double)part / parts);
        for (int j = part; j < count; j++) {
            double off = (o[j].width_end - wished) / MAX(whole / parts, 1);
            double cost = (j == count - 1 ? 0 : o[j].cost) + COST_LENGTH * off * off;
            for (int i = j - 1; i >= part - 1 && o[j].width_end - o[i].width_at <= most; i--)
                if (before[i].cost + cost < now[j].cost)
                    now[j] = (step){before[i].cost + cost, i};
        }
    }
    int at = count - 1;
    if (count < 2 || steps[parts * count + at].cost == INFINITY)
        return FALSE;
    g_array_set_size(out, 0);
    for (int part = parts; part > 1; part--) {
        at = steps[part * count + at].from;
        g_array_prepend_val(out, at);
    }
    return TRUE;
}
