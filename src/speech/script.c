// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/script.h"

#include <string.h>

#include "base/eight.h"

// A line's translation behind (or before) it has at least one word for so many Hanzi.
#define HANZI_PER_WORD 4

typedef enum { CLASS_OTHER, CLASS_SPACE, CLASS_LETTER, CLASS_HAN, CLASS_MARK } class;

// How much of each there is, and where the Hanzi are.
typedef struct {
    int han, words, marks;
    gboolean odd;             // there is something that safe_text() has to look at
    gsize first_han, han_end; // bytes; han_end is behind the last one
} tally;

gboolean script_is_han(gunichar c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3040 && c <= 0x30FF) || c == 0x3005 ||
           c == 0x3007 || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static class classify(gunichar c)
{
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000 || c == 0xA0)
        return CLASS_SPACE;
    if (c < 0x80)
        return g_ascii_isalpha((char)c) ? CLASS_LETTER : CLASS_OTHER;
    if (script_is_han(c))
        return CLASS_HAN;
    if ((c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF20))
        return CLASS_MARK;
    if (c >= 0x2010 && c <= 0x2027) // dashes and quotes
        return CLASS_OTHER;
    return c >= 0xA0 && g_unichar_isalpha(c) ? CLASS_LETTER : CLASS_OTHER;
}

// Whether a Hanzi of three bytes begins with it, whatever follows.
static gboolean is_plain_han(char c)
{
    return (guchar)c >= 0xE4 && (guchar)c <= 0xE9;
}

// The character at `p` and its length. Beyond ASCII, most have three bytes.
static gunichar read_character(const char *p, gsize *length)
{
    guchar c = (guchar)*p;
    *length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (*length == 3)
        return (c & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return *length == 1 ? c : g_utf8_get_char(p);
}

static gboolean is_apostrophe(const char *p)
{
    return *p == '\'' || (*p == '\342' && p[1] == '\200' && p[2] == '\231');
}

// Whether safe_text() surely leaves a character beyond ASCII that is no plain Hanzi.
static gboolean is_plain(gunichar c)
{
    return (c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x3029) ||
           (c >= 0xFF01 && c <= 0xFF5E) || (c >= 0xC0 && c <= 0xFF);
}

// Counts the words that begin in the ASCII text at `p`, up to the first apostrophe. `in_word`:
// whether a letter stands before it, and then at its end. Returns how many bytes that were.
static gsize count_ascii(const char *p, gsize left, tally *t, gboolean *in_word)
{
    uint64_t before = *in_word ? EIGHT_FLAGS : 0, odd = 0;
    gsize at = 0, length = 8;
    int words = 0;
    for (; length == 8 && at < left; at += length) {
        uint64_t bytes = eight_load(p + at, left - at);
        uint64_t apart = (bytes ^ EIGHT('\'')) + EIGHT(0x7F);
        length = MIN(eight_before(bytes | ~apart), left - at);
        uint64_t here = length ? EIGHT_FLAGS >> (64 - 8 * length) : 0;
        uint64_t lower = bytes | EIGHT(0x20);
        uint64_t from_a = lower + EIGHT(0x80 - 'a'), behind_z = lower + EIGHT(0x7F - 'z');
        uint64_t from_space = bytes + EIGHT(0x80 - 0x20), from_delete = bytes + EIGHT(1);
        uint64_t letters = from_a & ~behind_z & here;
        words += eight_count(letters & ~(letters << 8 | before >> 56));
        odd |= (~from_space | from_delete) & here;
        before = length ? letters << (64 - 8 * length) : before;
    }
    t->words += words;
    t->odd |= odd != 0;
    *in_word = before >> 63 != 0;
    return at;
}

// Counts the run of plain Hanzi at `text` + `at`; returns its length in bytes.
static gsize count_hanzi(const char *text, gsize at, gsize length, tally *t)
{
    gsize end = at;
    while (end < length && is_plain_han(text[end]))
        end += 3;
    if (end == at)
        return 0;
    if (!t->han)
        t->first_han = at;
    t->han += (int)((end - at) / 3);
    t->han_end = end;
    return end - at;
}

// Whether a mark of Chinese begins with these bytes: U+3001 to U+3029, U+FF01 to U+FF20.
static gboolean is_plain_mark(const char *p)
{
    guchar second = (guchar)p[1], third = (guchar)p[2];
    if ((guchar)*p == 0xEF)
        return second == 0xBC && third >= 0x81 && third <= 0xA0;
    // 々 and 〇 are no marks.
    return (guchar)*p == 0xE3 && second == 0x80 && third >= 0x81 && third <= 0xA9 &&
           third != 0x85 && third != 0x87;
}

static tally count(const char *text, gsize length)
{
    tally t = {0};
    gboolean in_word = FALSE;
    for (gsize at = 0, step; at < length; at += step) {
        step = (guchar)text[at] < 0x80 ? count_ascii(text + at, length - at, &t, &in_word) : 0;
        if (step)
            continue;
        step = count_hanzi(text, at, length, &t);
        if (step) {
            in_word = FALSE;
            continue;
        }
        if (length - at >= 3 && is_plain_mark(text + at)) {
            t.marks++;
            in_word = FALSE;
            step = 3;
            continue;
        }
        gunichar c = read_character(text + at, &step);
        class now = classify(c);
        if (now == CLASS_HAN) {
            if (!t.han++)
                t.first_han = at;
            t.han_end = at + step;
        }
        // An apostrophe does not end a word.
        gboolean letter =
            now == CLASS_LETTER || (now == CLASS_OTHER && in_word && is_apostrophe(text + at));
        t.words += letter && !in_word;
        t.marks += now == CLASS_MARK;
        t.odd |= !(c == '\'' || is_plain(c));
        in_word = letter;
    }
    return t;
}

static int tally_language(const tally *t)
{
    if (t->han && t->han >= t->words)
        return LANGUAGE_ZH;
    if (t->words)
        return LANGUAGE_EN;
    return t->marks ? LANGUAGE_ZH : -1;
}

// What is left of a tally without what stands in brackets, as a term of the other language does.
static void leave_out_brackets(const char *text, gsize length, tally *t)
{
    static const char *const opens[] = {"(", "（"}, *const closes[] = {")", "）"};
    tally left = *t;
    for (gsize k = 0; k < G_N_ELEMENTS(opens); k++) {
        const char *at = text, *end = text + length, *open, *close;
        while ((open = g_strstr_len(at, end - at, opens[k])) &&
               (close = g_strstr_len(open, end - open, closes[k]))) {
            tally inside = count(open, (gsize)(close - open));
            left.han -= inside.han;
            left.words -= inside.words;
            at = close;
        }
    }
    if (left.han + left.words > 0)
        *t = left;
}

// The language of most of the line `text`, which `t` counts.
static int line_language(const char *text, gsize length, const tally *t)
{
    tally outside = *t;
    if (t->han && t->words)
        leave_out_brackets(text, length, &outside);
    return tally_language(&outside);
}

int script_language(const char *text, gsize length)
{
    tally t = count(text, length);
    return line_language(text, length, &t);
}

static gboolean is_space_at(const char *p)
{
    gsize length;
    return classify(read_character(p, &length)) == CLASS_SPACE;
}

// Takes from both ends of the piece what is whitespace or parts two languages on a line.
static void trim(const char *text, script_piece *piece, gboolean separators)
{
    const char *start = text + piece->start, *end = start + piece->length;
    while (start < end && (is_space_at(start) || (separators && strchr("/|", *start))))
        start = g_utf8_next_char(start);
    while (end > start) {
        const char *last = g_utf8_prev_char(end);
        if (!is_space_at(last) && !(separators && strchr("/|", *last)))
            break;
        end = last;
    }
    piece->start = (gsize)(start - text);
    piece->length = (gsize)(end - start);
}

// Whether what ends at `end` is a whole utterance, or something that parts columns follows.
static gboolean is_closed(const char *start, const char *end)
{
    while (end > start && is_space_at(g_utf8_prev_char(end))) {
        end = g_utf8_prev_char(end);
        if (*end == '\t')
            return TRUE;
    }
    static const gunichar closing[] = {'.', '!', '?', '/', '|', 0x3002, 0xFF01, 0xFF1F, 0x2026};
    while (end > start) {
        end = g_utf8_prev_char(end);
        gunichar c = g_utf8_get_char(end);
        for (gsize i = 0; i < G_N_ELEMENTS(closing); i++)
            if (c == closing[i])
                return TRUE;
        if (c != '"' && c != 0x201D && c != 0x2019 && c != ')' && c != 0xFF09)
            return FALSE;
    }
    return FALSE;
}

// Whether the tallies of the two sides of a cut are those of a sentence and its translation.
static gboolean is_pair(const tally *zh, const tally *en, gboolean closed, int least_words)
{
    if (en->han || !en->words || !zh->han || zh->words * 2 > zh->han)
        return FALSE;
    return closed || (en->words >= least_words && en->words * HANZI_PER_WORD >= zh->han);
}

// Where the Chinese at the beginning ends: behind the marks that cling to its last Hanzi.
static gsize find_zh_end(const char *text, gsize length, gsize from)
{
    const char *p = text + from, *end = text + length;
    while (p < end) {
        class c = classify(g_utf8_get_char(p));
        if ((c != CLASS_OTHER && c != CLASS_MARK) || strchr("/|", *p))
            break;
        p = g_utf8_next_char(p);
    }
    return (gsize)(p - text);
}

static gboolean cut_line(const char *text, gsize length, const tally *all, script_piece two[2])
{
    gsize at = find_zh_end(text, length, all->han_end);
    tally zh = count(text, at), en = count(text + at, length - at);
    const char *behind = text + at;
    gboolean closed = is_closed(text, behind) || *behind == '\t' ||
                      (at < length && (g_str_has_prefix(behind, " /") ||
                                       g_str_has_prefix(behind, " |") || strchr("/|", *behind)));
    language first = LANGUAGE_ZH;
    if (!is_pair(&zh, &en, closed, 2)) {
        at = all->first_han;
        en = count(text, at);
        zh = count(text + at, length - at);
        if (!is_pair(&zh, &en, is_closed(text, text + at), 3))
            return FALSE;
        first = LANGUAGE_EN;
    }
    two[0] = (script_piece){first, 0, at};
    two[1] = (script_piece){first == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH, at, length - at};
    trim(text, &two[0], TRUE);
    trim(text, &two[1], TRUE);
    return TRUE;
}

// A line, and what becomes of it.
typedef struct {
    script_piece whole, two[2];
    int side;     // of the whole; -1: it has no letters
    gboolean cut; // it says the same in two languages
} line;

typedef struct {
    const char *text;
    GArray *pieces;
    int known;                         // the language of the text before; -1: none yet
    gboolean odd;                      // safe_text() has to look at a piece
    gboolean looked, uncut[LANGUAGES]; // see find_uncut(); `looked`: it was called
} cutter;

static line read_line(cutter *c, script_piece whole)
{
    line l = {.whole = whole, .side = -1};
    trim(c->text, &l.whole, FALSE);
    if (!l.whole.length)
        return l;
    tally t = count(c->text + l.whole.start, l.whole.length);
    c->odd |= t.odd;
    l.side = line_language(c->text + l.whole.start, l.whole.length, &t);
    l.cut = t.han && t.words && cut_line(c->text + l.whole.start, l.whole.length, &t, l.two);
    l.two[0].start += l.whole.start;
    l.two[1].start += l.whole.start;
    return l;
}

static void add_line(cutter *c, line l)
{
    if (!l.whole.length)
        return;
    if (l.cut) {
        g_array_append_vals(c->pieces, l.two, 2);
        c->known = (int)l.two[1].side;
        return;
    }
    if (l.side >= 0)
        c->known = l.side;
    l.whole.side = c->known < 0 ? LANGUAGE_EN : (language)c->known;
    g_array_append_val(c->pieces, l.whole);
}

static script_piece next_line(const char *text, gsize length, gsize at)
{
    const char *newline = memchr(text + at, '\n', length - at);
    return (script_piece){LANGUAGE_EN, at, newline ? (gsize)(newline - text) - at : length - at};
}

// Which languages lines of the text are in that are not cut themselves: such a line is the
// translation of others, and foreign words at the end of these are none.
static void find_uncut(cutter *c, gsize length)
{
    c->looked = TRUE;
    for (gsize at = 0; at < length;) {
        script_piece whole = next_line(c->text, length, at);
        line l = read_line(c, whole);
        if (!l.cut && l.side >= 0)
            c->uncut[l.side] = TRUE;
        at = whole.start + whole.length + 1;
    }
}

gboolean script_cut(const char *text, gsize length, GArray *pieces)
{
    cutter c = {.text = text, .pieces = pieces, .known = -1};
    guint first = pieces->len, nameless = 0;
    for (gsize at = 0; at < length;) {
        script_piece whole = next_line(text, length, at);
        line l = read_line(&c, whole);
        if (l.cut && !c.looked)
            find_uncut(&c, length);
        l.cut = l.cut && !c.uncut[l.side == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH];
        add_line(&c, l);
        if (c.known < 0)
            nameless = pieces->len - first;
        else if (nameless) {
            language side = g_array_index(pieces, script_piece, first + nameless).side;
            while (nameless)
                g_array_index(pieces, script_piece, first + --nameless).side = side;
        }
        at = whole.start + whole.length + 1;
    }
    return !c.odd;
}
