// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/spoken.h"

#include <string.h>

#include "speech/script.h"

static const char *const digit_names[] = {"零", "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九"};

typedef struct {
    spoken *to;
    const char *text;
    gsize length;
    language side;
} speaker;

void spoken_free(spoken *s)
{
    if (!s)
        return;
    g_string_free(s->text, TRUE);
    g_array_unref(s->offsets);
    g_array_unref(s->runs);
    g_free(s);
}

// ---- Chinese numbers

// Four digits at most. `led`: something stands before them, so that a zero in front is said.
static void chinese_group(const char *digits, gsize length, gboolean led, GString *out)
{
    static const char *const units[] = {"", "十", "百", "千"};
    gboolean gap = FALSE;
    for (gsize i = 0; i < length; i++) {
        int digit = digits[i] - '0';
        gsize place = length - 1 - i;
        if (digit == 0) {
            gap = TRUE;
            continue;
        }
        if (gap && led)
            g_string_append(out, "零");
        gap = FALSE;
        // 十五, not 一十五, at the beginning.
        if (!(digit == 1 && place == 1 && !led))
            g_string_append(out, digit_names[digit]);
        g_string_append(out, units[place]);
        led = TRUE;
    }
}

void spoken_chinese_number(const char *digits, gsize length, GString *out)
{
    static const char *const groups[] = {"", "万", "亿", "万亿"};
    while (length > 1 && *digits == '0') {
        digits++;
        length--;
    }
    if (length == 1 && *digits == '0') {
        g_string_append(out, "零");
        return;
    }
    gsize start = out->len;
    for (gsize left = length; left > 0;) {
        gsize group = (left - 1) / 4, count = left - group * 4;
        gsize before = out->len;
        chinese_group(digits + length - left, count, out->len > start, out);
        if (out->len > before)
            g_string_append(out, groups[MIN(group, G_N_ELEMENTS(groups) - 1)]);
        left -= count;
    }
}

// ---- characters, with where they come from

static void say(speaker *s, const char *text, gsize from)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        guint offset = (guint)from;
        g_array_append_val(s->to->offsets, offset);
    }
    g_string_append(s->to->text, text);
}

static void say_as_it_is(speaker *s, gsize from, gsize end)
{
    for (gsize at = from; at < end;) {
        gsize next = (gsize)(g_utf8_next_char(s->text + at) - s->text);
        guint offset = (guint)at;
        g_array_append_val(s->to->offsets, offset);
        g_string_append_len(s->to->text, s->text + at, (gssize)(next - at));
        at = next;
    }
}

// ---- numbers in the text

// A number as it is written: digits, with commas between thousands left out, and a fraction.
typedef struct {
    char whole[17], fraction[17];
    gsize end;      // behind it
    gboolean plain; // digits only
} number;

static gboolean is_digit(const speaker *s, gsize at)
{
    return at < s->length && g_ascii_isdigit(s->text[at]);
}

static gboolean starts(const speaker *s, gsize at, const char *word)
{
    gsize length = strlen(word);
    return at + length <= s->length && memcmp(s->text + at, word, length) == 0;
}

static gboolean is_thousands(const speaker *s, gsize at)
{
    return at < s->length && s->text[at] == ',' && is_digit(s, at + 1) && is_digit(s, at + 2) &&
           is_digit(s, at + 3) && !is_digit(s, at + 4);
}

// FALSE: none that can be said begins at `at`.
static gboolean read_number(const speaker *s, gsize at, number *out)
{
    gsize count = 0;
    *out = (number){.plain = TRUE};
    for (; at < s->length; at++) {
        if (is_thousands(s, at) && count > 0)
            out->plain = FALSE;
        else if (!is_digit(s, at))
            break;
        else if (count == sizeof out->whole - 1)
            return FALSE;
        else
            out->whole[count++] = s->text[at];
    }
    if (count > 0 && at < s->length && s->text[at] == '.' && is_digit(s, at + 1)) {
        gsize digits = 0;
        for (at++; is_digit(s, at) && digits < sizeof out->fraction - 1; at++)
            out->fraction[digits++] = s->text[at];
        out->plain = FALSE;
    }
    out->end = at;
    return count > 0;
}

static void append_digits(const char *digits, GString *out)
{
    for (; *digits; digits++)
        g_string_append(out, digit_names[*digits - '0']);
}

// Returns where it goes on.
static gsize say_chinese_number(speaker *s, gsize at, const number *n)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gsize end = n->end;
    const char *percent = starts(s, end, "%") ? "%" : starts(s, end, "％") ? "％" : NULL;
    if (percent) {
        g_string_append(out, "百分之");
        end += strlen(percent);
    }
    gboolean year = n->plain && strlen(n->whole) == 4 && starts(s, end, "年");
    if (year || strlen(n->whole) > 16)
        append_digits(n->whole, out);
    else
        spoken_chinese_number(n->whole, strlen(n->whole), out);
    if (n->fraction[0]) {
        g_string_append(out, "点");
        append_digits(n->fraction, out);
    }
    gboolean range = (starts(s, end, "-") || starts(s, end, "~") || starts(s, end, "—") ||
                      starts(s, end, "–") || starts(s, end, "～")) &&
                     is_digit(s, end + (s->text[end] & 0x80 ? 3 : 1));
    if (range) {
        g_string_append(out, "到");
        end += s->text[end] & 0x80 ? 3 : 1;
    }
    say(s, out->str, at);
    return end;
}

// 2020 is twenty twenty, as a year is said; what a comma or a fraction stands in is left.
static gsize say_english_number(speaker *s, gsize at, const number *n)
{
    gboolean year =
        n->plain && strlen(n->whole) == 4 && strncmp(n->whole, "20", 2) == 0 && n->whole[2] != '0';
    if (year) {
        say(s, "20 ", at);
        at += 2;
    }
    say_as_it_is(s, at, n->end);
    return n->end;
}

// ---- words

static gboolean is_letter(gunichar c)
{
    return g_unichar_isalpha(c) && !script_is_han(c);
}

static gsize word_end(const speaker *s, gsize at, gboolean *capitals)
{
    *capitals = TRUE;
    while (at < s->length) {
        gunichar c = g_utf8_get_char(s->text + at);
        if (!is_letter(c) && c != '\'' && c != 0x2019)
            break;
        *capitals &= c >= 'A' && c <= 'Z';
        at = (gsize)(g_utf8_next_char(s->text + at) - s->text);
    }
    return at;
}

// GDP and UN are spelled.
static gsize say_word(speaker *s, gsize at)
{
    gboolean capitals;
    gsize end = word_end(s, at, &capitals);
    if (!capitals || end - at < 2 || end - at > 3) {
        say_as_it_is(s, at, end);
        return end;
    }
    for (gsize i = at; i < end; i++) {
        say_as_it_is(s, i, i + 1);
        say(s, " ", i);
    }
    return end;
}

static guint characters(const speaker *s)
{
    return s->to->offsets->len;
}

// What has been said since the last run, cut where it is too long.
static void end_run(speaker *s, language voice)
{
    spoken_run *last =
        s->to->runs->len ? &g_array_index(s->to->runs, spoken_run, s->to->runs->len - 1) : NULL;
    guint first = last ? last->first + last->count : 0;
    while (first < characters(s)) {
        spoken_run run = {voice, first, MIN(characters(s) - first, SPOKEN_MAX)};
        g_array_append_val(s->to->runs, run);
        first += run.count;
    }
}

// Words of another script than the language's are said by a voice of that script.
static language voice_for(const speaker *s, gunichar c, language now)
{
    if (script_is_han(c))
        return LANGUAGE_ZH;
    return is_letter(c) ? LANGUAGE_EN : g_unichar_isdigit(c) ? s->side : now;
}

static gsize say_next(speaker *s, gsize at, language voice)
{
    gunichar c = g_utf8_get_char(s->text + at);
    number n;
    if (is_digit(s, at)) {
        if (read_number(s, at, &n))
            return voice == LANGUAGE_ZH ? say_chinese_number(s, at, &n)
                                        : say_english_number(s, at, &n);
        gsize end = at;
        while (is_digit(s, end))
            end++;
        say_as_it_is(s, at, end);
        return end;
    }
    if (is_letter(c))
        return say_word(s, at);
    gsize next = (gsize)(g_utf8_next_char(s->text + at) - s->text);
    say_as_it_is(s, at, next);
    return next;
}

spoken *spoken_new(const char *text, gsize length, language side)
{
    spoken *to = g_new0(spoken, 1);
    to->text = g_string_new(NULL);
    to->offsets = g_array_new(FALSE, FALSE, sizeof(guint));
    to->runs = g_array_new(FALSE, FALSE, sizeof(spoken_run));
    speaker s = {to, text, length, side};
    language voice = side;
    for (gsize at = 0; at < length;) {
        language next = voice_for(&s, g_utf8_get_char(text + at), voice);
        if (next != voice)
            end_run(&s, voice);
        voice = next;
        at = say_next(&s, at, voice);
    }
    end_run(&s, voice);
    return to;
}
