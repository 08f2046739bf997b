// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "speech/script.h"

// Rates are only compared for what lasts so long and says so much.
#define RATE_SECONDS 1.0
#define RATE_UNITS   4

typedef struct {
    const speech *s;
    const segment *g;
    const segment *next; // in order of time; NULL: none
    int64_t ended_us;    // the last end of those before it in order of time; TIME_NONE: none
    int64_t latest_us;   // start of those that are read earlier; TIME_NONE: none
    int64_t length_us;
    double middle[LANGUAGES]; // units a second in the middle of the speech; 0: not known
} place;

// ---- what is measured

static double seconds(int64_t us)
{
    return (double)us / 1e6;
}

static double shown_seconds(const segment *g)
{
    return seconds(g->end_us - g->start_us);
}

// Full-width characters count 1, others `half`; line breaks nothing.
static double count_characters(const char *text, double half)
{
    double count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (*p != '\n')
            count += g_unichar_iswide(g_utf8_get_char(p)) ? 1 : half;
    return count;
}

static double longest_line(const char *text, double half)
{
    g_auto(GStrv) each = g_strsplit(text, "\n", -1);
    double most = 0;
    for (char **one = each; *one; one++)
        most = MAX(most, count_characters(*one, half));
    return most;
}

static int count_lines(const char *text)
{
    int count = *text != '\0';
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

// Hanzi, or English words.
static int count_units(const char *text, language side)
{
    int count = 0;
    gboolean inside = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean letter =
            g_unichar_isalnum(c) || (inside && (c == '\'' || c == 0x2019 || c == '-'));
        if (side == LANGUAGE_ZH)
            count += script_is_han(c);
        else
            count += letter && !inside;
        inside = letter;
    }
    return count;
}

static double units_a_second(const segment *g, language side)
{
    return count_units(g->text[side], side) / MAX(shown_seconds(g), 0.001);
}

// ---- the rules. Each gives its value; NAN: it says nothing of this segment.

static double overlap(const place *p)
{
    return p->ended_us == TIME_NONE ? NAN : seconds(p->ended_us - p->g->start_us);
}

static double order(const place *p)
{
    return p->latest_us == TIME_NONE ? NAN : seconds(p->latest_us - p->g->start_us);
}

static double gap(const place *p)
{
    return p->next && p->next->start_us > p->g->end_us ? seconds(p->next->start_us - p->g->end_us)
                                                       : NAN;
}

static double shown(const place *p)
{
    return shown_seconds(p->g);
}

static double speed_zh(const place *p)
{
    return count_characters(p->g->text[LANGUAGE_ZH], 0.5) / MAX(shown_seconds(p->g), 0.001);
}

static double speed_en(const place *p)
{
    return count_characters(p->g->text[LANGUAGE_EN], 1) / MAX(shown_seconds(p->g), 0.001);
}

static double line_zh(const place *p)
{
    return longest_line(p->g->text[LANGUAGE_ZH], 0.5);
}

static double line_en(const place *p)
{
    return longest_line(p->g->text[LANGUAGE_EN], 1);
}

static double line_count(const place *p)
{
    return MAX(count_lines(p->g->text[LANGUAGE_ZH]), count_lines(p->g->text[LANGUAGE_EN]));
}

static double cpm(const place *p)
{
    return shown_seconds(p->g) < RATE_SECONDS ? NAN : 60 * units_a_second(p->g, LANGUAGE_ZH);
}

static double wpm(const place *p)
{
    return shown_seconds(p->g) < RATE_SECONDS ? NAN : 60 * units_a_second(p->g, LANGUAGE_EN);
}

static gboolean has_rate(const segment *g, language side)
{
    return g->start_us != TIME_NONE && shown_seconds(g) >= RATE_SECONDS &&
           count_units(g->text[side], side) >= RATE_UNITS;
}

// Of the language that is heard, if the speech says it; else of both the less strange.
static double rate(const place *p)
{
    const char *spoken = speech_meta(p->s, "spoken");
    double least = INFINITY;
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        gboolean heard_here = !spoken || strcmp(spoken, language_code(side)) == 0;
        if (!heard_here || p->middle[side] <= 0 || !has_rate(p->g, side))
            continue;
        double times = units_a_second(p->g, side) / p->middle[side];
        least = MIN(least, MAX(times, 1 / times));
    }
    return isfinite(least) ? least : NAN;
}

static double outside(const place *p)
{
    return p->length_us == TIME_NONE ? NAN : seconds(p->g->end_us - p->length_us);
}

static double untranslated(const place *p)
{
    gboolean two = speech_has_language(p->s, LANGUAGE_ZH) && speech_has_language(p->s, LANGUAGE_EN);
    return two ? !*p->g->text[LANGUAGE_ZH] + !*p->g->text[LANGUAGE_EN] : NAN;
}

static double swapped(const place *p)
{
    int count = 0;
    for (int side = 0; side < LANGUAGES; side++) {
        int is = script_language(p->g->text[side], strlen(p->g->text[side]));
        count += is >= 0 && is != side;
    }
    return count;
}

static double untimed(const place *p)
{
    return p->g->start_us == TIME_NONE;
}

typedef struct {
    const char *name, *unit;
    double (*value)(const place *p);
    gboolean at_least;    // values below the limit are findings
    gboolean any_segment; // of the body, also those without times
} rule_row;

// clang-format off
static const rule_row rows[RULES] = {
    [RULE_OVERLAP]      = {"overlap",      "s",                  overlap,      FALSE, FALSE},
    [RULE_ORDER]        = {"order",        "s",                  order,        FALSE, FALSE},
    [RULE_GAP]          = {"gap",          "s",                  gap,          TRUE,  FALSE},
    [RULE_SHORT]        = {"short",        "s",                  shown,        TRUE,  FALSE},
    [RULE_LONG]         = {"long",         "s",                  shown,        FALSE, FALSE},
    [RULE_SPEED_ZH]     = {"speed-zh",     "characters/s",       speed_zh,     FALSE, FALSE},
    [RULE_SPEED_EN]     = {"speed-en",     "characters/s",       speed_en,     FALSE, FALSE},
    [RULE_LINE_ZH]      = {"line-zh",      "characters",         line_zh,      FALSE, TRUE},
    [RULE_LINE_EN]      = {"line-en",      "characters",         line_en,      FALSE, TRUE},
    [RULE_LINES]        = {"lines",        "lines",              line_count,   FALSE, TRUE},
    [RULE_CPM]          = {"cpm",          "characters/min",     cpm,          FALSE, FALSE},
    [RULE_WPM]          = {"wpm",          "words/min",          wpm,          FALSE, FALSE},
    [RULE_RATE]         = {"rate",         "times the middle",   rate,         FALSE, FALSE},
    [RULE_OUTSIDE]      = {"outside",      "s",                  outside,      FALSE, FALSE},
    [RULE_UNTRANSLATED] = {"untranslated", "texts",              untranslated, FALSE, TRUE},
    [RULE_SWAPPED]      = {"swapped",      "texts",              swapped,      FALSE, TRUE},
    [RULE_UNTIMED]      = {"untimed",      "texts",              untimed,      FALSE, TRUE},
};
// clang-format on

const char *rule_name(check_rule rule)
{
    return rows[rule].name;
}

const char *rule_unit(check_rule rule)
{
    return rows[rule].unit;
}

// ---- all of it

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double middle_rate(const speech *s, language side)
{
    g_autoptr(GArray) rates = g_array_new(FALSE, FALSE, sizeof(double));
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        double now = has_rate(g, side) ? units_a_second(g, side) : 0;
        if (now > 0)
            g_array_append_val(rates, now);
    }
    g_array_sort(rates, compare_doubles);
    return rates->len ? g_array_index(rates, double, rates->len / 2) : 0;
}

static void check_one(const place *p, int index, const check_profile *profile, GArray *found)
{
    for (check_rule rule = 0; rule < RULES; rule++) {
        const rule_row *row = &rows[rule];
        double limit = profile->limits[rule];
        if (isnan(limit) || (p->g->start_us == TIME_NONE && !row->any_segment))
            continue;
        double value = row->value(p);
        // Not a matter of the last bit.
        double over = row->at_least ? limit - value : value - limit;
        if (isnan(value) || over <= 1e-6)
            continue;
        finding f = {rule, index, value, limit};
        g_array_append_val(found, f);
    }
}

static const segment *next_of(const speech *s, int index)
{
    // What has no text has no place in the order of time.
    int other = segment_has_text(speech_segment(s, index)) ? speech_step(s, index, 1) : -1;
    return other >= 0 && other != index ? speech_segment(s, other) : NULL;
}

// Of each segment the last end of those before it in order of time. Free with g_free().
static int64_t *ends_before(const speech *s)
{
    int64_t *ends = g_new(int64_t, speech_segment_count(s) + 1), latest_us = TIME_NONE;
    for (int i = 0; i < speech_segment_count(s); i++)
        ends[i] = TIME_NONE;
    for (int i = speech_step(s, -1, 1), last = -1; i >= 0 && i != last;) {
        ends[i] = latest_us;
        latest_us = MAX(latest_us, speech_segment(s, i)->end_us);
        last = i;
        i = speech_step(s, i, 1);
    }
    return ends;
}

GArray *check_speech(const speech *s, const check_profile *profile, int64_t length_us)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(finding));
    g_autofree int64_t *ends = ends_before(s);
    place p = {.s = s, .latest_us = TIME_NONE, .length_us = length_us};
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        p.middle[side] = middle_rate(s, side);
    for (int i = 0; i < speech_segment_count(s); i++) {
        p.g = speech_segment(s, i);
        gboolean timed = p.g->start_us != TIME_NONE;
        if (speech_paragraph(s, p.g->paragraph)->kind == PARAGRAPH_HEADING && !timed)
            continue;
        p.ended_us = timed ? ends[i] : TIME_NONE;
        p.next = timed ? next_of(s, i) : NULL;
        check_one(&p, i, profile, found);
        if (timed)
            p.latest_us = MAX(p.latest_us, p.g->start_us);
    }
    return found;
}
