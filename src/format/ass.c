// SPDX-License-Identifier: GPL-3.0-or-later
// ASS and SSA (Advanced and Sub Station Alpha):
//
// * The section [Events] is read: the fields of a "Dialogue:" line in the order of the "Format:"
//   line, the text last and with its commas. A line that is short has no fields at its end.
// * \N is a new line, \n and \h are spaces, {…} is no text, and neither is a drawing ({\p1}).
//   \k, \K, \kf and \ko are times of words.
// * Two events with the same span, one in each language, are one segment. The name of a style may
//   say the language, else the script does.
// * All else is kept for the way back: the other sections, styles, embedded fonts, comments, events
//   without text. Events are put in order of time, which their order in the file says nothing of.
#include "format/ass.h"

#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cues.h"
#include "format/named.h"
#include "format/readers.h"
#include "speech/build.h"
#include "speech/script.h"

#define PROBE_LINES  60
#define TIME_LONGEST 24

typedef struct {
    int64_t start_us, end_us;
    int number; // of the line
    ass_text text;
    int script; // language of the text, by its letters; -1: it has none
    const char *settings;
    const char *before; // NULL: nothing
} event;

typedef enum { IN_HEADER, IN_EVENTS, IN_TRAILER } place;

typedef struct {
    report *report;
    place place;
    ass_fields fields;
    gboolean has_fields;   // a Format line of events was read
    ass_fields first;      // what the first one said
    gboolean other_fields; // the last one differs from it
    GArray *events;        // event
    GStringChunk *kept;    // settings and before of events
    GString *header, *before, *trailer, *scratch;
    cue *cue;
    speech_builder *out;
} reader;

static gboolean is_section(const line *l, const char *name)
{
    line t = *l;
    line_trim(&t);
    return t.length == strlen(name) && g_ascii_strncasecmp(t.text, name, t.length) == 0;
}

int ass_probe(const char *head)
{
    static const char *const sections[] = {"[Script Info]", "[V4+ Styles]", "[V4 Styles]",
                                           "[Events]"};
    lines in = lines_of(head, strlen(head));
    line l;
    for (int i = 0; i < PROBE_LINES && lines_next(&in, &l); i++)
        for (gsize k = 0; k < G_N_ELEMENTS(sections); k++)
            if (is_section(&l, sections[k]))
                return 95;
    return 0;
}

static void append_line(GString *out, const line *l)
{
    g_string_append_len(out, l->text, (gssize)l->length);
    g_string_append_c(out, '\n');
}

static gboolean read_time(line part, int64_t *us, gboolean *odd)
{
    line_trim(&part);
    gboolean negative = part.length && *part.text == '-';
    if (part.length > TIME_LONGEST)
        return FALSE;
    g_autofree char *text = g_strndup(part.text + negative, part.length - negative);
    if (!timecode_parse_odd(text, us, odd))
        return FALSE;
    *us = negative ? -*us : *us;
    return TRUE;
}

// FALSE, with a message, if the event lies nowhere.
static gboolean read_times(reader *r, const line *start, const line *end, event *e)
{
    const char *problem = NULL;
    gboolean odd = FALSE;
    if (!read_time(*start, &e->start_us, &odd) || !read_time(*end, &e->end_us, &odd))
        problem = _("the times of the cue cannot be read, so it was skipped.");
    else if (e->end_us <= e->start_us)
        problem = cue_order_problem(e->start_us, e->end_us);
    else if (e->end_us <= 0)
        problem = _("the cue lies before the beginning, so it was skipped.");
    if (problem) {
        report_add(r->report, e->number, "%s", problem);
        return FALSE;
    }
    cues_warn_odd(r->report, e->number, odd);
    if (e->start_us < 0) {
        report_add(r->report, e->number,
                   _("the cue starts before the beginning; it starts there."));
        e->start_us = 0;
    }
    return TRUE;
}

static gboolean is_number(const line *l)
{
    for (gsize i = 0; i < l->length; i++)
        if (!g_ascii_isdigit(l->text[i]) && l->text[i] != ' ')
            return FALSE;
    return TRUE;
}

// The text among the parts of a line; of a short one the last part, if it can be one. Returns how
// many parts stand before it.
static int find_text(const reader *r, const line *parts, int count, line *text)
{
    const ass_fields *f = &r->fields;
    const line *last = &parts[count - 1];
    *text = (line){last->text + last->length, 0, last->number};
    if (count == f->count || (count - 1 > MAX(f->style, MAX(f->start, f->end)) && !is_number(last)))
        *text = parts[--count];
    return count;
}

// The part of a line for a field of the first Format line; NULL: there is none.
static const line *part_for(const reader *r, const line *parts, int count, int field)
{
    const ass_fields *from = &r->fields, *to = &r->first;
    int part = !r->other_fields      ? field
               : field == to->style  ? from->style
               : field == to->marked ? from->marked
                                     : -1;
    return part >= 0 && part < count ? &parts[part] : NULL;
}

// The fields but for the text, without times, in the order of the first Format line.
static const char *keep_settings(reader *r, const line *parts, int count)
{
    const ass_fields *f = &r->first;
    g_string_truncate(r->scratch, 0);
    for (int i = 0; i < f->count - 1; i++) {
        const line *part = part_for(r, parts, count, i);
        if (i > 0)
            g_string_append_c(r->scratch, ',');
        if (part && i != f->start && i != f->end)
            g_string_append_len(r->scratch, part->text, (gssize)part->length);
    }
    return g_string_chunk_insert_const(r->kept, r->scratch->str);
}

// Adds the event of a Dialogue line; FALSE: it is only kept.
static gboolean add_event(reader *r, const line *value)
{
    line parts[ASS_FIELDS_MAX], text;
    const ass_fields *f = &r->fields;
    event e = {.number = value->number};
    int count = ass_split(value, f->count, parts);
    if (count <= MAX(f->start, f->end)) {
        report_add(r->report, value->number,
                   _("the times of the cue cannot be read, so it was skipped."));
        return FALSE;
    }
    if (!read_times(r, &parts[f->start], &parts[f->end], &e))
        return FALSE;
    count = find_text(r, parts, count, &text);
    g_string_truncate(r->scratch, 0);
    ass_plain(r->scratch, text.text, text.length);
    if (!r->scratch->str[strspn(r->scratch->str, " \t\n")])
        return FALSE;
    e.script = script_language(r->scratch->str, r->scratch->len);
    int side = f->style >= 0 && f->style < count
                   ? named_side(parts[f->style].text, parts[f->style].length)
                   : CUE_FIND_OUT;
    e.text = (ass_text){text.text, text.length, side};
    e.settings = keep_settings(r, parts, count);
    if (r->before->len)
        e.before = g_string_chunk_insert_len(r->kept, r->before->str, (gssize)r->before->len);
    g_string_truncate(r->before, 0);
    g_array_append_val(r->events, e);
    return TRUE;
}

static void read_format(reader *r, const line *value, const line *l)
{
    ass_fields now;
    if (!ass_fields_read(value, &now)) {
        report_add(
            r->report, l->number,
            _("the order of the fields cannot be read, so it is taken to be the usual one."));
        return;
    }
    if (!r->has_fields) {
        append_line(r->header, l);
        r->first = now;
    }
    r->other_fields = memcmp(&now, &r->first, sizeof now) != 0;
    r->fields = now;
    r->has_fields = TRUE;
}

// Keeps a line that is no segment. What has fields in another order than the first may not stand
// among the others.
static void keep_line(reader *r, const line *l)
{
    if (r->other_fields && *l->text != ';')
        g_string_append(r->before, "; ");
    append_line(r->before, l);
}

// A line of [Events].
static void read_event_line(reader *r, const line *l)
{
    static const char *const others[] = {"Comment", "Picture", "Sound", "Movie", "Command"};
    line value, trimmed = *l;
    line_trim(&trimmed);
    if (!trimmed.length)
        return;
    if (ass_is(l, "Format", &value)) {
        read_format(r, &value, &trimmed);
        return;
    }
    if (!r->has_fields)
        append_line(r->header, &(line){ASS_FORMAT, strlen(ASS_FORMAT), 0});
    r->has_fields = TRUE;
    if (ass_is(l, "Dialogue", &value)) {
        if (!add_event(r, &value))
            keep_line(r, l);
        return;
    }
    keep_line(r, l);
    gboolean known = *trimmed.text == ';' || *trimmed.text == '!';
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        known |= ass_is(l, others[i], &value);
    if (!known)
        report_add(r->report, l->number, _("there are no times here, so it was skipped."));
}

static void read_line(reader *r, line *l)
{
    line trimmed = *l;
    line_trim(&trimmed);
    if (is_section(l, "[Events]")) {
        if (r->place == IN_HEADER)
            append_line(r->header, &trimmed);
        r->place = IN_EVENTS;
        return;
    }
    if (r->place == IN_EVENTS && trimmed.length && *trimmed.text == '[') {
        r->place = IN_TRAILER;
        g_string_append_c(r->trailer, '\n');
    }
    if (r->place == IN_EVENTS)
        read_event_line(r, l);
    else if (r->place == IN_TRAILER)
        append_line(r->trailer, l);
    else if (r->header->len || trimmed.length)
        // Players want nothing before the first bracket.
        append_line(r->header,
                    &(line){trimmed.text, (gsize)(l->text + l->length - trimmed.text), 0});
}

static int compare_events(const void *a, const void *b)
{
    const event *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    if (left->end_us != right->end_us)
        return left->end_us < right->end_us ? -1 : 1;
    return left->number - right->number;
}

// Gives a line and its translation the same span, where they have nearly the same.
static void settle_near(const reader *r)
{
    guint count = r->events->len;
    g_autofree cue_span *spans = g_new(cue_span, count);
    for (guint i = 0; i < count; i++) {
        const event *e = &g_array_index(r->events, event, i);
        spans[i] = (cue_span){e->start_us, e->end_us, e->script};
    }
    if (!cue_settle_near(spans, count))
        return;
    for (guint i = 0; i < count; i++) {
        event *e = &g_array_index(r->events, event, i);
        e->start_us = spans[i].start_us;
        e->end_us = spans[i].end_us;
    }
}

// Whether the event and the one behind it are one segment, by the names of styles or by the
// letters.
static gboolean is_pair(const reader *r, guint i)
{
    if (i + 1 == r->events->len)
        return FALSE;
    const event *e = &g_array_index(r->events, event, i), *next = e + 1;
    cue_span named = {e->start_us, e->end_us, e->text.side};
    cue_span next_named = {next->start_us, next->end_us, next->text.side};
    cue_span written = {e->start_us, e->end_us, e->script};
    cue_span next_written = {next->start_us, next->end_us, next->script};
    return cue_is_translation(&named, &next_named) || cue_is_translation(&written, &next_written);
}

// Whether the writer would give the text back without help.
static gboolean is_canonical(reader *r, const segment *g, const ass_text *t)
{
    if (g->word_count && *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN])
        return FALSE;
    g_string_truncate(r->scratch, 0);
    for (int side = 0; side < LANGUAGES; side++) {
        if (r->scratch->len && *g->text[side])
            g_string_append(r->scratch, "\\N");
        if (*g->text[side])
            ass_encode(g, (language)side, r->scratch);
    }
    return r->scratch->len == t->length && memcmp(r->scratch->str, t->text, t->length) == 0;
}

static char *join(const char *one, const char *between, const char *other)
{
    return one || other ? g_strconcat(one ? one : "", between, other ? other : "", NULL) : NULL;
}

// Adds the segment of the i-th event; returns how many events went into it.
static guint add_segment(reader *r, guint i)
{
    const event *e = &g_array_index(r->events, event, i), *next = e + 1;
    gboolean two = is_pair(r, i);
    ass_text texts[2] = {e->text, two ? next->text : e->text};
    segment g = {.start_us = e->start_us, .end_us = e->end_us, .confidence = -1};
    ass_decode(r->cue, texts, two ? 2 : 1, &g);
    g_autofree char *settings = NULL, *before = NULL, *payload = NULL;
    if (two) {
        settings = join(e->settings, "\n", next->settings);
        before = join(e->before, "", next->before);
    }
    g.settings = two ? settings : e->settings;
    g.before = two ? before : e->before;
    if (two || !is_canonical(r, &g, &e->text)) {
        g_autofree char *one = g_strndup(e->text.text, e->text.length);
        g_autofree char *other = two ? g_strndup(next->text.text, next->text.length) : NULL;
        payload = join(one, two ? "\n" : "", other);
        g.payload = payload;
    }
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_safe_segment(r->out, &g);
    return two ? 2 : 1;
}

static void add_all(reader *r)
{
    gboolean headed = g_ascii_strncasecmp(r->header->str, "[Script Info]", 13) == 0;
    if (!headed)
        g_string_prepend(r->header, "[Script Info]\nScriptType: v4.00+\n\n");
    g_string_prepend_len(r->trailer, r->before->str, (gssize)r->before->len);
    speech_builder_header(r->out, "ass", r->header->str);
    speech_builder_trailer(r->out, r->trailer->str);
    g_array_sort(r->events, compare_events);
    settle_near(r);
    for (guint i = 0; i < r->events->len;)
        i += add_segment(r, i);
}

speech *ass_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) events = g_array_new(FALSE, FALSE, sizeof(event));
    g_autoptr(GString) header = g_string_new(NULL), before = g_string_new(NULL),
                       trailer = g_string_new(NULL), scratch = g_string_new(NULL);
    g_autoptr(cue) c = cue_new();
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.report = messages,
                .fields = ass_usual_fields(),
                .first = ass_usual_fields(),
                .events = events,
                .kept = g_string_chunk_new(4096),
                .header = header,
                .before = before,
                .trailer = trailer,
                .scratch = scratch,
                .cue = c,
                .out = out};
    lines in = lines_of(text, size);
    for (line l; lines_next(&in, &l);)
        read_line(&r, &l);
    if (events->len)
        add_all(&r);
    g_string_chunk_free(r.kept);
    if (events->len)
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text with a time in it."));
    return NULL;
}
