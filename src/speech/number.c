// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/number.h"

#include <math.h>
#include <string.h>

// What a text of a language is read with: the value of a word, or what it multiplies by.
typedef struct {
    const char *word;
    double value;
} name;

static const name chinese_digits[] = {{"〇", 0}, {"零", 0}, {"一", 1}, {"二", 2}, {"两", 2},
                                      {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7},
                                      {"八", 8}, {"九", 9}, {"兩", 2}};
static const name chinese_units[] = {{"十", 10},  {"百", 100}, {"千", 1e3}, {"万", 1e4},
                                     {"萬", 1e4}, {"亿", 1e8}, {"億", 1e8}};
static const name english_words[] = {
    {"one", 1},          {"two", 2},         {"three", 3},       {"four", 4},
    {"five", 5},         {"six", 6},         {"seven", 7},       {"eight", 8},
    {"nine", 9},         {"ten", 10},        {"eleven", 11},     {"twelve", 12},
    {"thirteen", 13},    {"fourteen", 14},   {"fifteen", 15},    {"sixteen", 16},
    {"seventeen", 17},   {"eighteen", 18},   {"nineteen", 19},   {"twenty", 20},
    {"thirty", 30},      {"forty", 40},      {"fifty", 50},      {"sixty", 60},
    {"seventy", 70},     {"eighty", 80},     {"ninety", 90},     {"third", 3},
    {"fourth", 4},       {"fifth", 5},       {"sixth", 6},       {"seventh", 7},
    {"eighth", 8},       {"ninth", 9},       {"tenth", 10},      {"eleventh", 11},
    {"twelfth", 12},     {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
    {"sixteenth", 16},   {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
    {"thirtieth", 30},   {"january", 1},     {"february", 2},    {"march", 3},
    {"april", 4},        {"june", 6},        {"july", 7},        {"august", 8},
    {"september", 9},    {"october", 10},    {"november", 11},   {"december", 12},
    {"seventeenth", 17}, {"dozen", 12}};
static const name english_units[] = {
    {"hundred", 100}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}};

typedef struct {
    const char *text, *at;
    GArray *out;
} reader;

static void add(reader *r, const char *start, double value)
{
    number n = {(guint)(start - r->text), (guint)(r->at - start), value};
    g_array_append_val(r->out, n);
}

static gboolean starts(const char *at, const name *names, gsize count, const name **found)
{
    for (gsize i = 0; i < count; i++)
        if (g_str_has_prefix(at, names[i].word)) {
            *found = &names[i];
            return TRUE;
        }
    return FALSE;
}
#define STARTS(at, names, found) starts(at, names, G_N_ELEMENTS(names), found)

// ---- digits

// Digits with commas between thousands and a fraction; at least one digit stands at `at`.
static double read_digits(const char **at)
{
    const char *p = *at;
    GString *digits = g_string_new(NULL);
    gboolean comma = TRUE, point = TRUE;
    for (; digits->len < 40; p++) {
        if (*p == ',' && comma && g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
            g_ascii_isdigit(p[3]))
            continue;
        if (*p == '.' && point && g_ascii_isdigit(p[1]))
            comma = point = FALSE;
        else if (!g_ascii_isdigit(*p))
            break;
        g_string_append_c(digits, *p);
    }
    double value = g_ascii_strtod(digits->str, NULL);
    g_string_free(digits, TRUE);
    *at = p;
    return value;
}

// ---- Chinese

// 1.4万亿: units behind digits multiply.
static void read_chinese_digits(reader *r)
{
    const char *start = r->at;
    const name *unit;
    double value = read_digits(&r->at);
    while (STARTS(r->at, chinese_units, &unit) && unit->value > 10) {
        value *= unit->value;
        r->at += strlen(unit->word);
    }
    add(r, start, value);
}

// What numerals have come to: below ten thousand, and above it.
typedef struct {
    double all, group, digit;
    int digits, units;
} sum;

static void add_unit(sum *s, double unit)
{
    s->units++;
    if (unit >= 1e4) {
        double below = s->group + s->digit;
        s->all = s->all < unit ? (s->all + below) * unit : s->all + below * unit;
        s->group = 0;
    } else {
        s->group += (s->digits ? s->digit : 1) * unit;
    }
    s->digit = 0;
    s->digits = 0;
}

static double read_fraction(const char **at)
{
    const name *n;
    double value = 0, place = 0.1;
    for (; STARTS(*at, chinese_digits, &n); place /= 10) {
        value += n->value * place;
        *at += strlen(n->word);
    }
    return value;
}

// 二〇二〇, 一千二百, 三点五; one numeral alone is none.
static void read_chinese_numerals(reader *r)
{
    const char *start = r->at;
    const name *n;
    sum s = {0};
    int count = 0;
    for (;; count++) {
        if (STARTS(r->at, chinese_digits, &n)) {
            s.digit = s.digits && !s.units ? s.digit * 10 + n->value : n->value;
            s.digits++;
        } else if (STARTS(r->at, chinese_units, &n)) {
            add_unit(&s, n->value);
        } else {
            break;
        }
        r->at += strlen(n->word);
    }
    double value = s.all + s.group + s.digit;
    if (g_str_has_prefix(r->at, "点") && STARTS(r->at + strlen("点"), chinese_digits, &n) &&
        s.digits) {
        r->at += strlen("点");
        value += read_fraction(&r->at);
        count++;
    }
    if (count > 1 || value >= 10)
        add(r, start, value);
}

static void read_chinese(reader *r)
{
    const name *n;
    while (*r->at) {
        if (g_ascii_isdigit(*r->at))
            read_chinese_digits(r);
        else if (STARTS(r->at, chinese_digits, &n) || STARTS(r->at, chinese_units, &n))
            read_chinese_numerals(r);
        else
            r->at = g_utf8_next_char(r->at);
    }
}

// ---- English

static gsize word_length(const char *at)
{
    gsize length = 0;
    while (g_ascii_isalpha(at[length]))
        length++;
    return length;
}

static const name *find_word(const char *at, gsize length, const name *names, gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (strlen(names[i].word) == length && g_ascii_strncasecmp(names[i].word, at, length) == 0)
            return &names[i];
    return NULL;
}
#define FIND_WORD(at, length, names) find_word(at, length, names, G_N_ELEMENTS(names))

// Behind a number word: a space, a hyphen, or "and" between them.
static const char *next_word(const char *at)
{
    if (*at != ' ' && *at != '-')
        return at;
    at++;
    return g_ascii_strncasecmp(at, "and ", 4) == 0 ? at + 4 : at;
}

// Units behind `value`, and what follows them: three hundred and five thousand two hundred.
static double read_english_units(reader *r, double value)
{
    double all = 0;
    for (;;) {
        const char *at = next_word(r->at);
        gsize length = word_length(at);
        const name *unit = FIND_WORD(at, length, english_units);
        const name *word = unit ? NULL : FIND_WORD(at, length, english_words);
        gboolean adds = word && word->value < value && (value >= 100 || word->value < 10) &&
                        (value >= 20 && fmod(value, 10) == 0);
        if (unit && unit->value > 100) {
            all += value * unit->value;
            value = 0;
        } else if (unit) {
            value *= unit->value;
        } else if (adds || (word && all > 0 && value == 0)) {
            value += word->value;
        } else {
            return all + value;
        }
        r->at = at + length;
    }
}

static void read_english_word(reader *r)
{
    const char *start = r->at;
    gsize length = word_length(r->at);
    const name *word = FIND_WORD(r->at, length, english_words);
    r->at += MAX(length, 1);
    if (!word)
        return;
    double value = read_english_units(r, word->value);
    if (value > 1)
        add(r, start, value);
}

static void read_english(reader *r)
{
    while (*r->at) {
        const char *start = r->at;
        if (g_ascii_isdigit(*r->at)) {
            double value = read_digits(&r->at);
            add(r, start, read_english_units(r, value));
        } else if (g_ascii_isalpha(*r->at)) {
            read_english_word(r);
        } else {
            r->at = g_utf8_next_char(r->at);
        }
    }
}

void number_find(const char *text, language side, GArray *out)
{
    reader r = {text, text, out};
    if (side == LANGUAGE_ZH)
        read_chinese(&r);
    else
        read_english(&r);
}

char *number_key(double value)
{
    return g_strdup_printf("#%.10g", value);
}
