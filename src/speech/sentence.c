// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/sentence.h"

#include <string.h>

#include "speech/script.h"

// A clause has at least so many characters.
#define CLAUSE_ZH 6
#define CLAUSE_EN 20
// Items of a list have at most so many words: red, white and blue.
#define ITEM_WORDS 2
// What stands in brackets has at most so many characters.
#define BRACKETS_MOST 300
// A verb of saying stands so near behind what was said.
#define SAYS_WITHIN 4

typedef struct {
    const char *text, *at; // at: behind what has been read
    language side;
    gboolean clauses;
    GArray *ends;
    const char *start;            // of the sentence
    int depth;                    // of brackets between there and `counted`
    const char *counted, *opened; // opened: the last one that is in no other
} splitter;

static gboolean is_one_of(gunichar c, const char *set)
{
    for (; c && *set; set = g_utf8_next_char(set))
        if (g_utf8_get_char(set) == c)
            return TRUE;
    return FALSE;
}

static gboolean is_stop(gunichar c)
{
    return is_one_of(c, ".!?。！？…");
}

static gboolean is_closing(gunichar c)
{
    return is_one_of(c, "\"'”’)]）」』】》");
}

static gboolean is_opening(gunichar c)
{
    return is_one_of(c, "“‘「『(（《【[");
}

// 0 at the end.
static gunichar char_at(const char *p)
{
    return g_utf8_get_char(p);
}

static gunichar char_before(const splitter *s, const char *p)
{
    return p > s->text ? g_utf8_get_char(g_utf8_prev_char(p)) : 0;
}

// Words that a point ends without ending a sentence; those in the second list end one if a capital
// that begins a usual first word follows.
static const char *const titles[] = {
    "Mr",  "Mrs", "Ms",  "Dr",  "Prof", "H.E", "St",  "No",  "Nos",    "vs",  "e.g",
    "i.e", "Hon", "Gen", "Col", "Lt",   "Sen", "Rep", "Gov", "Rev",    "Sr",  "Jan",
    "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec", "approx", "Fig", "cf"};
static const char *const perhaps[] = {"U.S", "U.K", "U.N", "E.U", "a.m",  "p.m",
                                      "etc", "Inc", "Ltd", "Co",  "Corp", "Jr"};
static const char *const first_words[] = {
    "The", "This", "That", "These", "It", "In", "We",    "But", "And", "He", "She", "They", "I",
    "You", "As",   "At",   "For",   "To", "On", "There", "Our", "Now", "So", "If",  "When"};

static gboolean is_among(const char *word, gsize length, const char *const *list, gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (strlen(list[i]) == length && g_ascii_strncasecmp(list[i], word, length) == 0)
            return TRUE;
    return FALSE;
}

static gsize word_length(const char *p)
{
    gsize length = 0;
    while (g_ascii_isalpha(p[length]))
        length++;
    return length;
}

// Whether the point at `p` belongs to an abbreviation and the text goes on behind `next`.
static gboolean is_abbreviation(const splitter *s, const char *p, const char *next)
{
    const char *word = p;
    while (word > s->start && (g_ascii_isalpha(word[-1]) || word[-1] == '.'))
        word--;
    gsize length = (gsize)(p - word);
    if (!length)
        return FALSE;
    // An initial: J. F. Kennedy.
    if (length == 1 && g_ascii_isupper(*word) && *word != 'I')
        return TRUE;
    if (is_among(word, length, titles, G_N_ELEMENTS(titles)))
        return TRUE;
    return is_among(word, length, perhaps, G_N_ELEMENTS(perhaps)) &&
           !is_among(next, word_length(next), first_words, G_N_ELEMENTS(first_words));
}

static const char *skip_spaces(const char *p)
{
    while (*p == ' ' || *p == '\t' || g_utf8_get_char(p) == 0x3000)
        p = g_utf8_next_char(p);
    return p;
}

static void count_brackets(splitter *s, const char *end)
{
    for (; s->counted < end; s->counted = g_utf8_next_char(s->counted)) {
        gunichar c = char_at(s->counted);
        if (is_one_of(c, "(（") && !s->depth++)
            s->opened = s->counted;
        else if (is_one_of(c, ")）"))
            s->depth = MAX(s->depth - 1, 0);
    }
}

// Whether what stands in brackets goes on at `end`, or closes there in the middle of a Chinese
// sentence: it is a part of the sentence.
static gboolean is_in_brackets(splitter *s, const char *end)
{
    count_brackets(s, end);
    if (!s->depth)
        return char_before(s, end) == 0xFF09 && s->opened > s->start && script_is_han(char_at(end));
    for (int i = 0; i < BRACKETS_MOST && *end && *end != '\n'; i++, end = g_utf8_next_char(end))
        if (is_one_of(char_at(end), ")）"))
            return TRUE;
    return FALSE;
}

// Whether the point at `p` belongs to the number of a list: nothing else stands before it.
static gboolean is_list_number(const splitter *s, const char *p)
{
    const char *at = p;
    while (at > s->start && g_ascii_isdigit(at[-1]))
        at--;
    return at < p && p - at < 4 && skip_spaces(s->start) == at;
}

// Where the quotation that closes before `end` was opened; NULL: it was not in this sentence.
static const char *find_opening(const splitter *s, const char *end)
{
    for (const char *p = end; p > s->start;) {
        p = g_utf8_prev_char(p);
        if (is_one_of(char_at(p), "“「『") || (*p == '"' && p + 1 < end))
            return p;
    }
    return NULL;
}

// Whether the quotation before `p` is somebody's: “…”他说.
static gboolean says_who(const char *p)
{
    for (int i = 0; i < SAYS_WITHIN && script_is_han(char_at(p)); i++, p = g_utf8_next_char(p))
        if (is_one_of(char_at(p), "说道问答喊叫"))
            return TRUE;
    return FALSE;
}

// A quotation ended by a stop, and Chinese goes on right behind it: “…？”成为时代之问. It is a part
// of the sentence if it began the sentence, or stands in the middle of one without a colon before
// it.
static gboolean goes_on_zh(const splitter *s, gunichar stop, const char *end)
{
    gunichar next = char_at(end);
    if (!is_one_of(char_before(s, end), "”」』\"") || !next || is_opening(next) || is_stop(next))
        return FALSE;
    if (is_one_of(next, "，、；：,;:"))
        return TRUE;
    const char *open = find_opening(s, g_utf8_prev_char(end));
    if (!open)
        return FALSE;
    if (says_who(end))
        return TRUE;
    if (open == s->start)
        return stop != 0x3002 && script_is_han(next);
    return stop != 0x3002 && !is_one_of(char_before(s, open), "：:，,");
}

// Whether the sentence ends with the stop at `p`, behind which its marks go on to `end`.
static gboolean ends_sentence(splitter *s, const char *p, const char *end)
{
    gunichar stop = char_at(p);
    const char *next = skip_spaces(end);
    if (!*next || *next == '\n')
        return TRUE;
    if (is_in_brackets(s, end) || (stop == '.' && is_list_number(s, p)))
        return FALSE;
    if (is_one_of(stop, "。！？"))
        return !goes_on_zh(s, stop, end);
    if (stop == 0x2026) // an ellipsis goes on where no quotation ends
        return is_closing(char_before(s, end));
    if (script_is_han(char_before(s, p)))
        return !g_ascii_isalnum(*next) || next > end;
    // ASCII stops: whitespace, then something that can begin a sentence.
    if (next == end)
        return FALSE;
    gunichar c = char_at(next);
    gboolean begins = g_unichar_isupper(c) || g_unichar_isdigit(c) || is_opening(c) || c == '"' ||
                      c == '\'' || script_is_han(c);
    return begins && !(stop == '.' && is_abbreviation(s, p, next));
}

static void end_here(splitter *s, const char *end)
{
    while (*end == ' ' || *end == '\t' || *end == '\n' || g_utf8_get_char(end) == 0x3000)
        end = g_utf8_next_char(end);
    int at = (int)(end - s->text);
    g_array_append_val(s->ends, at);
    s->start = s->at = s->counted = end;
    s->depth = 0;
}

// How many words stand at `p` before a comma or a conjunction; more than `most` are not counted.
static int words_of_item(const char *p, int most)
{
    int count = 0;
    for (; count <= most; count++) {
        p = skip_spaces(p);
        const char *end = p;
        while (*end && !is_one_of(char_at(end), " ,;.\n"))
            end = g_utf8_next_char(end);
        gsize length = (gsize)(end - p);
        if (!length || (length == 3 && g_ascii_strncasecmp(p, "and", 3) == 0) ||
            (length == 2 && g_ascii_strncasecmp(p, "or", 2) == 0))
            return count;
        p = end;
        if (*p == ',')
            return count + 1;
    }
    return count;
}

// Whether the comma at `p` stands between the items of a list: the next one is short.
static gboolean is_list_comma(const char *p)
{
    int words = words_of_item(p + 1, ITEM_WORDS);
    return words > 0 && words <= ITEM_WORDS;
}

// Whether the mark at `p` ends a clause that is long enough.
static gboolean ends_clause(splitter *s, const char *p)
{
    gunichar c = char_at(p);
    const char *end = g_utf8_next_char(p);
    gboolean zh = is_one_of(c, "，；：");
    gboolean en = is_one_of(c, ",;:") && *end == ' ';
    if ((!zh && !en) || (en && c == ',' && is_list_comma(p)) || is_in_brackets(s, end))
        return FALSE;
    long least = zh ? CLAUSE_ZH : CLAUSE_EN;
    return g_utf8_strlen(s->start, p - s->start) >= least && g_utf8_strlen(end, -1) >= least;
}

void sentence_ends(const char *text, language side, gboolean clauses, GArray *ends)
{
    splitter s = {text, text, side, clauses, ends, text, 0, text, text};
    while (*s.at) {
        const char *p = s.at;
        gunichar c = char_at(p);
        s.at = g_utf8_next_char(p);
        if (c == '\n') {
            if (skip_spaces(s.start) < p)
                end_here(&s, s.at);
            continue;
        }
        if (is_stop(c)) {
            const char *end = s.at;
            while (is_stop(char_at(end)) || is_closing(char_at(end)))
                end = g_utf8_next_char(end);
            s.at = end;
            if (ends_sentence(&s, p, end))
                end_here(&s, end);
        } else if (clauses && ends_clause(&s, p)) {
            end_here(&s, s.at);
        }
    }
    if (*skip_spaces(s.start))
        end_here(&s, s.at);
}
