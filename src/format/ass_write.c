// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/i18n.h"
#include "format/ass.h"
#include "format/half.h"
#include "format/named.h"
#include "format/readers.h"

// Two languages are two events, English first: players stack the second above the first.
static const char usual_header[] =
    "[Script Info]\n"
    "ScriptType: v4.00+\n"
    "PlayResX: 1920\n"
    "PlayResY: 1080\n"
    "WrapStyle: 0\n"
    "ScaledBorderAndShadow: yes\n"
    "\n"
    "[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    "Style: Default,Noto Sans CJK SC,60,&H00FFFFFF,&H00B0B0B0,&H00101010,&H80000000,"
    "0,0,0,0,100,100,0,0,1,3,1,2,96,96,54,1\n"
    "Style: Chinese,Noto Sans CJK SC,68,&H00FFFFFF,&H00B0B0B0,&H00101010,&H80000000,"
    "0,0,0,0,100,100,0,0,1,3,1,2,96,96,54,1\n"
    "Style: English,Noto Sans,52,&H00FFFFFF,&H00B0B0B0,&H00101010,&H80000000,"
    "0,0,0,0,100,100,0,0,1,3,1,2,96,96,54,1\n"
    "\n"
    "[Events]\n" ASS_FORMAT "\n";

static const char *const style_names[LANGUAGES] = {"Chinese", "English"};

typedef struct {
    const speech *speech;
    const char *header;
    gboolean own;      // what the segments hold besides is of this format
    ass_fields fields; // as the header has them
    gboolean styled;   // the header has the styles of style_names
    cue *cue;          // for reading a payload again
    GString *out, *half;
    int changed, disordered; // segments whose overrides, or order of words, were lost
} writer;

// The lines of settings or of a payload: none, one or two.
static int lines_in(const char *text, line out[LANGUAGES])
{
    const char *newline = text ? strchr(text, '\n') : NULL;
    if (!text)
        return 0;
    out[0] = (line){text, newline ? (gsize)(newline - text) : strlen(text), 0};
    if (!newline)
        return 1;
    out[1] = (line){newline + 1, strlen(newline + 1), 0};
    return 2;
}

// One field of an event whose settings are not known.
static void append_usual(const writer *w, int field, int side)
{
    static const char *const usual[] = {"0", "", "", "", "", "0", "0", "0", ""};
    const ass_fields *f = &w->fields;
    if (field == f->style)
        g_string_append(w->out, w->styled && side >= 0 ? style_names[side] : "Default");
    else if (field == f->marked)
        g_string_append(w->out, "Marked=0");
    else if (f->count == 10)
        g_string_append(w->out, usual[field]);
}

// All of a line but its text; `settings` NULL: the usual ones.
static void write_fields(const writer *w, const segment *g, const line *settings, int side)
{
    line parts[ASS_FIELDS_MAX];
    const ass_fields *f = &w->fields;
    int count = settings ? ass_split(settings, f->count - 1, parts) : 0;
    g_string_append(w->out, "Dialogue: ");
    for (int i = 0; i < f->count - 1; i++) {
        if (i == f->start)
            ass_append_time(w->out, ass_start_cs(g) * CENTISECOND);
        else if (i == f->end)
            ass_append_time(w->out, ass_end_cs(g) * CENTISECOND);
        else if (!settings)
            append_usual(w, i, side);
        else if (i < count)
            g_string_append_len(w->out, parts[i].text, (gssize)parts[i].length);
        g_string_append_c(w->out, ',');
    }
}

static ass_text text_of(const writer *w, const line *settings, const line *payload)
{
    line parts[ASS_FIELDS_MAX];
    const ass_fields *f = &w->fields;
    int count = f->style >= 0 ? ass_split(settings, f->count - 1, parts) : 0;
    int side = f->style < count && count ? named_side(parts[f->style].text, parts[f->style].length)
                                         : CUE_FIND_OUT;
    return (ass_text){payload->text, payload->length, side};
}

// Whether the texts that a reader kept still say what the segment says.
static gboolean payload_holds(const writer *w, const segment *g, const ass_text *texts, int count)
{
    segment again = {.start_us = g->start_us, .end_us = g->end_us};
    ass_decode(w->cue, texts, count, &again);
    return cue_is_same(&again, g, 0);
}

static void write_side(writer *w, const segment *g, const line *settings, int side)
{
    write_fields(w, g, settings, side);
    w->disordered += !ass_encode(g, (language)side, w->out);
    g_string_append_c(w->out, '\n');
}

// An event for each language.
static void write_sides(writer *w, const segment *g, const line *settings)
{
    gboolean any = FALSE;
    for (int side = LANGUAGE_EN; side >= LANGUAGE_ZH; side--) {
        if (!*g->text[side])
            continue;
        write_side(w, g, settings, side);
        any = TRUE;
    }
    if (!any)
        write_side(w, g, settings, LANGUAGE_ZH);
}

// One event for both languages.
static void write_together(writer *w, const segment *g, const line *settings)
{
    write_fields(w, g, settings, CUE_FIND_OUT);
    for (int side = 0; side < LANGUAGES; side++) {
        if (side > 0 && *g->text[0] && *g->text[side])
            g_string_append(w->out, "\\N");
        w->disordered += !ass_encode(g, (language)side, w->out);
    }
    g_string_append_c(w->out, '\n');
}

static half_kind next_piece(const char *p, const char *end, gsize *length)
{
    const char *close = *p == '{' ? memchr(p, '}', (gsize)(end - p)) : NULL;
    *length = 2;
    if (end - p >= 2 && memcmp(p, "\\N", 2) == 0)
        return HALF_BREAK;
    // A brace that nothing closes is text; behind it few things are worth to be told.
    *length = (gsize)((close ? close + 1 : end) - p);
    if (*p == '{')
        return !close ? HALF_TEXT : p[1] == '\\' && strchr("kK", p[2]) ? HALF_OWN : HALF_TAG;
    *length = 1;
    while (p + *length < end && p[*length] != '{' && p[*length] != '\\')
        ++*length;
    return HALF_TEXT;
}

typedef struct {
    const writer *w;
    const line *settings;
} single;

static gboolean says(void *data, const line *payload, const segment *g)
{
    const single *one = data;
    ass_text text = text_of(one->w, one->settings, payload);
    return payload_holds(one->w, g, &text, 1);
}

static void write_event(writer *w, const segment *g, const line *settings, const line *payload)
{
    write_fields(w, g, settings, CUE_FIND_OUT);
    g_string_append_len(w->out, payload->text, (gssize)payload->length);
    g_string_append_c(w->out, '\n');
}

// Writes the texts as they stood there, or those in the language that is left; FALSE: they do not
// say what the segment says.
static gboolean write_kept(writer *w, const segment *g, const line *settings, const line *payload,
                           int count)
{
    ass_text texts[LANGUAGES];
    gboolean whole = FALSE, any = FALSE;
    for (int i = 0; i < count; i++)
        texts[i] = text_of(w, &settings[i], &payload[i]);
    if (count == 2)
        whole = payload_holds(w, g, texts, count);
    for (int i = 0; i < count && (whole || !any); i++) {
        single one = {w, &settings[i]};
        line held = payload[i];
        if (!whole && !half_that_holds(&(half_format){next_piece, says, &one}, &payload[i], g,
                                       w->half, &held))
            continue;
        write_event(w, g, &settings[i], &held);
        any = TRUE;
    }
    return any;
}

// Two events of which a text has changed: each keeps its place, and what is as it was its
// overrides. `payload` is NULL where none was kept.
static void write_changed(writer *w, const segment *g, const line *settings, const line *payload)
{
    segment was = {.start_us = g->start_us, .end_us = g->end_us};
    ass_text first = payload ? text_of(w, &settings[0], &payload[0]) : (ass_text){"", 0, 0};
    ass_decode(w->cue, &first, 1, &was);
    int side = *was.text[LANGUAGE_ZH] ? LANGUAGE_ZH : LANGUAGE_EN;
    gboolean lost = FALSE;
    for (int i = 0; i < LANGUAGES; i++, side = !side) {
        segment one = half_segment(g, side);
        single form = {w, &settings[i]};
        gboolean holds = payload && *g->text[side] && says(&form, &payload[i], &one);
        if (holds)
            write_event(w, g, &settings[i], &payload[i]);
        else if (*g->text[side])
            write_side(w, g, &settings[i], side);
        lost |= payload && *g->text[side] && !holds && half_has_tags(&payload[i], next_piece);
    }
    w->changed += lost;
}

static void write_own(writer *w, const segment *g)
{
    line settings[LANGUAGES], payload[LANGUAGES];
    int count = lines_in(g->settings, settings);
    gboolean kept = count > 0 && lines_in(g->payload, payload) == count;
    if (g->before)
        g_string_append(w->out, g->before);
    if (kept && write_kept(w, g, settings, payload, count))
        return;
    if (count == 2) {
        write_changed(w, g, settings, kept ? payload : NULL);
        return;
    }
    w->changed += kept && segment_has_text(g) && half_has_tags(&payload[0], next_piece);
    if (count == 1 && !g->word_count) {
        write_together(w, g, &settings[0]);
    } else {
        write_sides(w, g, count ? &settings[0] : NULL);
    }
}

// Finds the order of the fields in the header, which ends with it.
static void read_header(writer *w)
{
    lines in = lines_of(w->header, strlen(w->header));
    int styles = 0;
    w->fields = ass_fields_of(w->header);
    for (line l, value; lines_next(&in, &l);)
        for (int side = 0; side < LANGUAGES; side++)
            if (ass_is(&l, "Style", &value) && line_begins(&value, style_names[side]))
                styles |= 1 << side;
    w->styled = styles == (1 << LANGUAGES) - 1;
}

gboolean ass_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(cue) c = cue_new();
    g_autoptr(GString) scratch = g_string_new(NULL);
    gboolean own = g_strcmp0(speech_verbatim_format(s), "ass") == 0;
    writer w = {.speech = s,
                .header = own && *speech_header(s) ? speech_header(s) : usual_header,
                .own = own,
                .fields = ass_usual_fields(),
                .cue = c,
                .out = out,
                .half = scratch};
    read_header(&w);
    g_string_append(out, w.header);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            g_string_append(out, own && g->before ? g->before : "");
        else if (own)
            write_own(&w, g);
        else
            write_sides(&w, g, NULL);
    }
    if (own)
        g_string_append(out, speech_trailer(s));
    half_report(r, w.changed);
    if (w.disordered)
        report_add(r, 0, _("times of words that went back were put in order, in lines: %d."),
                   w.disordered);
    return TRUE;
}
