// SPDX-License-Identifier: GPL-3.0-or-later
// The lines above a published speech, in no fixed order and not line by line alike in the two
// languages: they are told apart by what they are, and put together by that.
#include <string.h>

#include "base/i18n.h"
#include "format/transcript.h"

typedef enum {
    HEADING_NUMBER,
    HEADING_TITLE,
    HEADING_OCCASION,
    HEADING_DATE,
    HEADING_SPEAKER
} kind;
#define KINDS 5

typedef struct {
    GString *text[KINDS][LANGUAGES]; // NULL: none
    kind order[KINDS];               // as they came
    int count;
} headings;

static gboolean holds_any(const line *l, const char *const *words)
{
    for (; *words; words++)
        if (line_holds(l, *words))
            return TRUE;
    return FALSE;
}

static gboolean begins_any(const line *l, const char *const *words)
{
    for (; *words; words++)
        if (line_begins(l, *words))
            return TRUE;
    return FALSE;
}

// "8. …": the number of the speech in a collection.
static gboolean is_number(const line *l)
{
    gsize i = 0;
    while (i < l->length && g_ascii_isdigit(l->text[i]))
        i++;
    return i > 0 && i < 4 && i < l->length && (l->text[i] == '.' || line_holds(l, "、"));
}

// With a year, or short and with a day.
static gboolean is_date(const line *l)
{
    static const char *const months[] = {
        "年",     "月",        "January", "February", "March",    "April", "May",  "June", "July",
        "August", "September", "October", "November", "December", "Jan.",  "Feb.", "Mar.", "Apr.",
        "Aug.",   "Sept.",     "Sep.",    "Oct.",     "Nov.",     "Dec.",  NULL};
    gsize digits = 0, most = 0;
    for (gsize i = 0; i < l->length; i++) {
        digits = g_ascii_isdigit(l->text[i]) ? digits + 1 : 0;
        most = MAX(most, digits);
    }
    return holds_any(l, months) && l->length < (most >= 4 ? 100 : most ? 30 : 0);
}

// "中华人民共和国主席　习近平", "Remarks by …", "President of …".
static gboolean is_speaker(const line *l)
{
    static const char *const zh[] = {"主席　",   "总理　", "总统　",  "部长　", "大使　",
                                     "秘书长　", "书记　", "主席 ",   "总理 ",  "总统 ",
                                     "部长 ",    "大使 ",  "秘书长 ", "书记 ",  NULL};
    static const char *const en_first[] = {"Remarks by",   "Speech by", "Address by",
                                           "Statement by", "Keynote",   "Toast by",
                                           "Delivered by", "By ",       NULL};
    static const char *const en[] = {
        "H.E.",       "President of",      "Premier of",   "Minister of",
        "Ambassador", "Secretary-General", "Secretary of", NULL};
    return holds_any(l, zh) || begins_any(l, en_first) || holds_any(l, en);
}

static gboolean is_occasion(const line *l)
{
    static const char *const first[] = {"—", "–", "At the ", "at the ", "On the occasion", NULL};
    return begins_any(l, first);
}

// `before`: the kind of the line before in the same language, -1: there is none.
static kind kind_of(const line *l, int before)
{
    if (before < 0 && is_number(l))
        return HEADING_NUMBER;
    if (is_occasion(l))
        return HEADING_OCCASION;
    if (is_date(l))
        return HEADING_DATE;
    if (is_speaker(l))
        return HEADING_SPEAKER;
    return before == HEADING_TITLE || before == HEADING_OCCASION || before == HEADING_SPEAKER
               ? (kind)before
               : HEADING_TITLE;
}

// ---- which lines are headings

// What speaks for a heading (above 0) and against it. No single mark decides: a title may be a
// question, a date may end with a stop, and a sentence may be left without one.
#define UNENDED_SCORE   1.0f
#define DATE_SCORE      2.0f
#define CAPITALS_SCORE  1.0f
#define ADDRESS_SCORE   (-2.0f)
#define COMMA_SCORE     (-0.6f)
#define SENTENCES_SCORE (-1.5f)
#define WIDE_SCORE      (-3.0f)
#define HEADING_LEAST   0.25f
#define BODY_COLUMNS    120
// Lines of a language above its speech.
#define HEADING_LINES_MAX 10
// If more of them are no date, speaker or occasion, that is said.
#define TITLE_LINES_MAX 4
// English of so many words has capitals in a title.
#define SENTENCE_WORDS 7
#define WORDY_SCORE    (-1.5f)
// If fewer lines of the body than this end with a mark, a line without one is no heading for that.
#define MARKED_SHARE 0.7

static const struct {
    gunichar mark;
    float score;
} ends[] = {{'.', -1},    {0x3002, -1},    {'!', -1},    {0xFF01, -1}, {';', -1},
            {0xFF1B, -1}, {',', -1},       {0xFF0C, -1}, {0x3001, -1}, {0x2026, -1},
            {'?', -0.5f}, {0xFF1F, -0.5f}, {':', 0},     {0xFF1A, 0}};

// What an audience is addressed with.
static const char *const addresses[] = {
    "大家好",    "各位",          "尊敬的", "女士们", "先生们", "朋友们",  "同事们",
    "同志们",    "Hello",         "Dear ",  "Good ",  "Ladies", "Friends", "Thank",
    "Excellenc", "Distinguished", "Honou",  "Honora", "Mr. ",   "Madam",   NULL};

// How many words an English line has, and how many of those that are no small ones begin with a
// capital.
typedef struct {
    int all, large, capitals;
} words;

static words count_words(const line *l)
{
    words w = {0};
    for (gsize at = 0; at < l->length;) {
        gsize end = at;
        while (end < l->length && g_ascii_isalpha(l->text[end]))
            end++;
        w.all += end > at;
        w.large += end - at >= 4;
        w.capitals += end - at >= 4 && g_ascii_isupper(l->text[at]);
        at = MAX(end, at + 1);
    }
    return w;
}

static float score_words(const line *l)
{
    words w = count_words(l);
    if (w.large > 1 && w.capitals * 4 >= w.large * 3)
        return CAPITALS_SCORE;
    return w.all >= SENTENCE_WORDS ? WORDY_SCORE : 0;
}

// Whether a mark of `marks` stands within a line, before its last character.
static gboolean holds_inside(const line *l, const char *const *marks)
{
    for (; *marks; marks++) {
        const char *found = g_strstr_len(l->text, (gssize)l->length, *marks);
        if (found && (gsize)(found - l->text) + strlen(*marks) + 3 < l->length)
            return TRUE;
    }
    return FALSE;
}

static float score_line(const line *l)
{
    static const char *const commas[] = {"，", ", ", NULL};
    static const char *const stops[] = {"。", "！", "？", ". ", "! ", "? ", NULL};
    gunichar last = line_last_letter(l);
    gboolean unended = TRUE;
    float score = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (ends[i].mark == last) {
            score += ends[i].score;
            unended = FALSE;
        }
    if (unended)
        score += UNENDED_SCORE;
    if (unended && (is_date(l) || is_speaker(l) || is_occasion(l)))
        return score + DATE_SCORE;
    score += score_words(l);
    score += begins_any(l, addresses) ? ADDRESS_SCORE : 0;
    score += holds_inside(l, commas) ? COMMA_SCORE : 0;
    score += holds_inside(l, stops) ? SENTENCES_SCORE : 0;
    return score + (line_columns(l) >= BODY_COLUMNS ? WIDE_SCORE : 0);
}

// The units of a bead: the mean of its languages' scores, and whether each of them ends with a
// mark.
typedef struct {
    float score;
    gboolean marked;
    int lines[LANGUAGES];
} look;

static look look_at(const GArray *const of[LANGUAGES], const GArray *all, const bead *b)
{
    look out = {.marked = TRUE};
    int sides = 0;
    for (int side = 0; side < LANGUAGES; side++) {
        float sum = 0;
        for (int i = 0; i < b->count[side]; i++) {
            const unit *u = &g_array_index(of[side], unit, b->first[side] + i);
            const line *last = &g_array_index(all, line, u->first + u->count - 1);
            for (guint k = u->first; k < u->first + u->count; k++)
                sum += score_line(&g_array_index(all, line, k)) / (float)u->count;
            out.marked &= line_is_utterance(last);
            out.lines[side] += (int)u->count;
        }
        out.score += b->count[side] ? sum / (float)b->count[side] : 0;
        sides += b->count[side] > 0;
    }
    out.score /= (float)MAX(sides, 1);
    return out;
}

guint transcript_count_headings(const GArray *const of[LANGUAGES], const GArray *all,
                                const GArray *beads)
{
    guint count = 0, marked = 0;
    int sum[LANGUAGES] = {0, 0};
    for (; count < beads->len; count++) {
        look l = look_at(of, all, &g_array_index(beads, bead, count));
        if (l.score < HEADING_LEAST)
            break;
        for (int side = 0; side < LANGUAGES; side++)
            sum[side] += l.lines[side];
        if (MAX(sum[0], sum[1]) > HEADING_LINES_MAX)
            return 0;
    }
    for (guint i = count; i < beads->len; i++)
        marked += look_at(of, all, &g_array_index(beads, bead, i)).marked;
    return count < beads->len && marked >= MARKED_SHARE * (beads->len - count) ? count : 0;
}

void transcript_report_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                                report *r)
{
    int left[LANGUAGES] = {counts[0], counts[1]}, titles[LANGUAGES] = {0, 0}, first = 0;
    for (guint i = 0; i < units->len; i++) {
        const unit *u = &g_array_index(units, unit, i);
        for (guint k = u->first; left[u->side] > 0 && k < u->first + u->count; k++) {
            const line *l = &g_array_index(all, line, k);
            titles[u->side] += !is_date(l) && !is_speaker(l) && !is_occasion(l);
            first = first ? first : l->number;
        }
        left[u->side]--;
    }
    if (MAX(titles[0], titles[1]) > TITLE_LINES_MAX)
        report_add(r, 0,
                   _("lines that are taken for headings and get no times: %d, from line %d on."),
                   titles[0] + titles[1], first);
}

// ---- what each says

static void add(headings *h, kind k, language side, const line *l)
{
    if (!h->text[k][LANGUAGE_ZH] && !h->text[k][LANGUAGE_EN])
        h->order[h->count++] = k;
    GString **text = &h->text[k][side];
    if (!*text)
        *text = g_string_new(NULL);
    else
        g_string_append_c(*text, '\n');
    g_string_append_len(*text, l->text, (gssize)l->length);
}

static const char *text_of(const headings *h, kind k, language side)
{
    return h->text[k][side] ? h->text[k][side]->str : NULL;
}

static void set_titles(const headings *h, speech_builder *out)
{
    static const char *const keys[LANGUAGES] = {"title-zh", "title-en"};
    for (int side = 0; side < LANGUAGES; side++) {
        const char *title = text_of(h, HEADING_TITLE, (language)side);
        if (!title)
            title = text_of(h, HEADING_NUMBER, (language)side);
        if (!title)
            continue;
        g_autofree char *one_line = g_strdelimit(g_strdup(title), "\n", ' ');
        speech_builder_meta(out, keys[side], one_line);
        if (!speech_builder_has_meta(out, "title"))
            speech_builder_meta(out, "title", one_line);
    }
}

void transcript_headings(const GArray *units, const GArray *all, const int counts[LANGUAGES],
                         speech_builder *out)
{
    headings h = {0};
    int before[LANGUAGES] = {-1, -1}, left[LANGUAGES] = {counts[0], counts[1]};
    for (guint i = 0; i < units->len && left[0] + left[1] > 0; i++) {
        const unit *u = &g_array_index(units, unit, i);
        if (!left[u->side])
            continue;
        left[u->side]--;
        for (guint k = u->first; k < u->first + u->count; k++) {
            const line *l = &g_array_index(all, line, k);
            kind now = kind_of(l, before[u->side]);
            add(&h, now, u->side, l);
            before[u->side] = (int)now;
        }
    }
    set_titles(&h, out);
    for (int i = 0; i < h.count; i++) {
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        for (int side = 0; side < LANGUAGES; side++)
            g.text[side] = text_of(&h, h.order[i], (language)side);
        speech_builder_paragraph(out, PARAGRAPH_HEADING);
        speech_builder_segment(out, &g);
    }
    for (int k = 0; k < KINDS; k++)
        for (int side = 0; side < LANGUAGES; side++)
            if (h.text[k][side])
                g_string_free(h.text[k][side], TRUE);
}
