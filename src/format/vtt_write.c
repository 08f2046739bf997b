// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "format/half.h"
#include "format/readers.h"
#include "format/span.h"
#include "format/vtt.h"
#include "format/vtt_pair.h"

#define CONFIDENCES_PER_LINE 10
#define MILLISECOND          1000

typedef struct {
    const speech *speech;
    GString *out;
    gboolean renumber; // the ids of the segments do not tell what they have to: give new ones
    cue *cue;          // for reading a payload again
    GString *half;
    int changed; // segments whose payload does not hold any more
} writer;

vtt_place vtt_place_of(const char *id)
{
    vtt_place place = {.kind = PARAGRAPH_BODY};
    if (!id)
        return place;
    gboolean heading = *id == 'h';
    const char *p = id + heading;
    gsize first = strspn(p, "0123456789");
    if (!first || first > 9 || p[first] != '.')
        return place;
    gsize second = strspn(p + first + 1, "0123456789");
    if (!second || p[first + 1 + second])
        return place;
    place.native = TRUE;
    place.number = g_ascii_strtoll(p, NULL, 10);
    place.kind = heading ? PARAGRAPH_HEADING : PARAGRAPH_BODY;
    return place;
}

gboolean vtt_goes_on(const vtt_place *before, const vtt_place *now)
{
    return before->native && now->native && before->number == now->number &&
           before->kind == now->kind;
}

static paragraph_kind kind_of(const speech *s, const segment *g)
{
    return speech_paragraph(s, g->paragraph)->kind;
}

static gboolean is_id(const char *id)
{
    return !id || (*id && !strpbrk(id, "\r\n") && !strstr(id, "-->"));
}

// Whether each confidence finds its segment by id: that of the first that is called so.
static gboolean ids_tell_confidence(const speech *s)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        gboolean is_first = g->id && g_hash_table_add(seen, (gpointer)g->id);
        if (g->confidence >= 0 && (!is_first || strpbrk(g->id, " \t")))
            return FALSE;
    }
    return TRUE;
}

static gboolean ids_tell_paragraphs(const speech *s)
{
    vtt_place before = {0};
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        vtt_place now = vtt_place_of(g->id);
        paragraph_kind kind = kind_of(s, g);
        if (g->start_us == TIME_NONE)
            now.kind = kind;
        gboolean same = i > 0 && speech_segment(s, i - 1)->paragraph == g->paragraph;
        if (!is_id(g->id) || now.kind != kind || same != (i > 0 && vtt_goes_on(&before, &now)))
            return FALSE;
        before = now;
    }
    return TRUE;
}

static void append_id(const writer *w, int index, GString *out)
{
    const segment *g = speech_segment(w->speech, index);
    if (!w->renumber) {
        g_string_append(out, g->id ? g->id : "");
        return;
    }
    const paragraph *p = speech_paragraph(w->speech, g->paragraph);
    gboolean spoken_heading = p->kind == PARAGRAPH_HEADING && g->start_us != TIME_NONE;
    g_string_append_printf(out, "%s%d.%d", spoken_heading ? "h" : "", g->paragraph + 1,
                           index - p->first + 1);
}

static void write_metas(const writer *w)
{
    const char *key, *value;
    gboolean any = FALSE;
    for (int i = 0; speech_meta_at(w->speech, i, &key, &value); i++) {
        g_autoptr(GString) one_line = g_string_new(value);
        g_string_replace(one_line, "\n", " ", 0);
        g_string_replace(one_line, "-->", "--&gt;", 0);
        g_string_append_printf(w->out, "%s%s: %s\n", any ? "" : "NOTE\n", key, one_line->str);
        any = TRUE;
    }
    if (any)
        g_string_append_c(w->out, '\n');
}

// The shortest number that reads back the same.
static void append_confidence(GString *out, float value)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    for (int digits = 2; digits <= 9; digits++) {
        char form[8];
        g_snprintf(form, sizeof form, "%%.%dg", digits);
        g_ascii_formatd(number, sizeof number, form, (double)value);
        if ((float)g_ascii_strtod(number, NULL) == value)
            break;
    }
    g_string_append(out, number);
}

static void write_confidences(const writer *w)
{
    int written = 0;
    for (int i = 0; i < speech_segment_count(w->speech); i++) {
        const segment *g = speech_segment(w->speech, i);
        if (g->confidence < 0)
            continue;
        g_string_append(w->out, written == 0                          ? "NOTE\nconfidence: "
                                : written % CONFIDENCES_PER_LINE == 0 ? "\nconfidence: "
                                                                      : " ");
        append_id(w, i, w->out);
        g_string_append_c(w->out, '=');
        append_confidence(w->out, g->confidence);
        written++;
    }
    if (written)
        g_string_append(w->out, "\n\n");
}

static half_kind next_piece(const char *p, const char *end, gsize *length)
{
    static const char *const own[] = {"<lang ", "</lang>"};
    if (*p == '\n') {
        *length = 1;
        return HALF_BREAK;
    }
    if (*p != '<') {
        *length = strcspn(p, "<\n");
        *length = MIN(*length, (gsize)(end - p));
        return HALF_TEXT;
    }
    const char *close = memchr(p, '>', (gsize)(end - p));
    *length = (gsize)((close ? close + 1 : end) - p);
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
        if (line_begins(&(line){p, *length, 0}, own[i]))
            return HALF_OWN;
    return g_ascii_isdigit(p[1]) ? HALF_OWN : HALF_TAG;
}

// Whether the payload still says what the segment says.
static gboolean says(void *data, const line *payload, const segment *g)
{
    const writer *w = data;
    segment again = {.start_us = g->start_us, .end_us = g->end_us};
    vtt_decode(w->cue, payload->text, payload->length, &again);
    return cue_is_same(&again, g, 0);
}

// Appends the payload of `was` with the times that its words have in `now`.
static void append_retimed(GString *out, const line *payload, const segment *was,
                           const segment *now)
{
    gsize length;
    int word = 0;
    for (const char *p = payload->text, *end = p + payload->length; p < end; p += length) {
        half_kind kind = next_piece(p, end, &length);
        const char *at = p + 1;
        int64_t us;
        char time[TIMECODE_SIZE];
        if (kind != HALF_OWN || !vtt_parse_time(&at, end, &us))
            g_string_append_len(out, p, (gssize)length);
        else if (word < was->word_count && us == was->words[word].start_us)
            g_string_append_printf(out, "<%s>",
                                   timecode_format_cue(time, now->words[word++].start_us, '.'));
    }
}

// Whether it says what the segment says, but for the times of its words; then `held` is the payload
// with these, for as long as `half` is not changed.
static gboolean holds_retimed(const writer *w, const line *payload, const segment *g, line *held)
{
    segment again = {.end_us = TIME_MAX};
    vtt_decode(w->cue, payload->text, payload->length, &again);
    if (!g->word_count || again.word_count != g->word_count)
        return FALSE;
    g_string_truncate(w->half, 0);
    append_retimed(w->half, payload, &again, g);
    *held = (line){w->half->str, w->half->len, 0};
    again = (segment){.end_us = TIME_MAX};
    vtt_decode(w->cue, held->text, held->length, &again);
    return cue_is_same(&again, g, MILLISECOND);
}

// Text is NULL where a reader kept no payload.
static void write_text(writer *w, const line *payload, const segment *g)
{
    const half_format form = {next_piece, says, w};
    gsize from = w->out->len;
    line held;
    if (payload->text && (half_that_holds(&form, payload, g, w->half, &held) ||
                          holds_retimed(w, payload, g, &held))) {
        g_string_append_len(w->out, held.text, (gssize)held.length);
    } else {
        vtt_encode(g, w->out);
        w->changed += payload->text && segment_has_text(g) && half_has_tags(payload, next_piece);
    }
    g_string_append(w->out, w->out->len > from ? "\n\n" : "\n");
}

// Whether it has both texts still.
static gboolean is_bilingual(const segment *g)
{
    return *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN];
}

// The texts of a segment that was two cues, each of which has one still.
static void write_pair(writer *w, const vtt_pair *pair, const segment *g)
{
    segment first = {.start_us = g->start_us, .end_us = g->end_us};
    vtt_decode(w->cue, pair->texts[0].text, pair->texts[0].length, &first);
    int side = *first.text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
    segment one = half_segment(g, side), other = half_segment(g, !side);
    write_text(w, &pair->texts[0], &one);
    g_string_append_len(w->out, pair->name.text, (gssize)pair->name.length);
    span_append(w->out, g->start_us, g->end_us, '.');
    g_string_append_len(w->out, pair->settings.text, (gssize)pair->settings.length);
    g_string_append_c(w->out, '\n');
    write_text(w, &pair->texts[1], &other);
}

// The times and settings of a cue, and its text.
static void write_cue(writer *w, const segment *g)
{
    vtt_pair pair;
    line payload = {g->payload, g->payload ? strlen(g->payload) : 0, 0};
    gboolean two = vtt_pair_read(g->payload, &pair), second = FALSE;
    if (two && !is_bilingual(g)) {
        second = says(w, &pair.texts[1], g);
        payload = pair.texts[second];
    }
    span_append(w->out, g->start_us, g->end_us, '.');
    if (second)
        g_string_append_len(w->out, pair.settings.text, (gssize)pair.settings.length);
    else if (g->settings)
        g_string_append_printf(w->out, " %s", g->settings);
    g_string_append_c(w->out, '\n');
    if (two && is_bilingual(g))
        write_pair(w, &pair, g);
    else
        write_text(w, &payload, g);
}

static void write_segment(writer *w, int index)
{
    const segment *g = speech_segment(w->speech, index);
    if (g->before)
        g_string_append(w->out, g->before);
    gboolean named = w->renumber || g->id;
    if (g->start_us == TIME_NONE) {
        gboolean heading = kind_of(w->speech, g) == PARAGRAPH_HEADING;
        g_string_append(w->out, heading ? VTT_HEADING : VTT_UNTIMED);
        if (named)
            g_string_append_c(w->out, ' ');
    }
    append_id(w, index, w->out);
    if (g->start_us == TIME_NONE || named)
        g_string_append_c(w->out, '\n');
    if (g->start_us != TIME_NONE)
        write_cue(w, g);
    else
        write_text(w, &(line){g->payload, g->payload ? strlen(g->payload) : 0, 0}, g);
}

gboolean vtt_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(cue) c = cue_new();
    g_autoptr(GString) scratch = g_string_new(NULL);
    gboolean renumber = !ids_tell_paragraphs(s) || !ids_tell_confidence(s) || vtt_has_pairs(s);
    writer w = {s, out, renumber, c, scratch, 0};
    g_string_append_printf(out, "WEBVTT%s\n\n", speech_header(s));
    write_metas(&w);
    write_confidences(&w);
    for (int i = 0; i < speech_segment_count(s); i++)
        write_segment(&w, i);
    g_string_append(out, speech_trailer(s));
    half_report(r, w.changed);
    return TRUE;
}
