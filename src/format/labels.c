// SPDX-License-Identifier: GPL-3.0-or-later
// Spans that name what is said in them: "start TAB end TAB paragraph", and the labels of Audacity,
// "start TAB end TAB text". Times are seconds or H:MM:SS, with decimals behind `.` or `,`.
//
// The segments have the number of their paragraph as id, or the label's text as texts: "中文 |
// English" is both, as is "zh: 1 | en: 2" where the script does not tell. A label of
// no length lasts until the next one begins, the last 5 s. The names of columns in the first line
// are passed over.
//
// Kept for the way back: as settings the line below a label that begins with `\`, its frequencies;
// as payload that it has no length; and the lines that begin with `#`.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/label_text.h"
#include "format/lines.h"
#include "format/readers.h"

#define LAST_US     (5 * TIME_SECOND)
#define PROBE_LINES 40

typedef struct {
    int64_t start_us, end_us;
    int number;
    line text;
    gboolean point;                   // of no length
    const char *frequencies, *before; // or NULL
} label;

typedef struct {
    report *report;
    GArray *labels; // label
    GStringChunk *kept;
    GString *before; // the comments above the next label
} reader;

// Takes the next field, up to a tab; or up to a space where there is no tab.
static line take_field(line *l, gboolean tabs)
{
    gsize i = 0;
    while (i < l->length && l->text[i] != '\t' && (tabs || l->text[i] != ' '))
        i++;
    line field = {l->text, i, l->number};
    while (i < l->length && (l->text[i] == '\t' || (!tabs && l->text[i] == ' '))) {
        i++;
        if (tabs)
            break;
    }
    l->text += i;
    l->length -= i;
    line_trim(&field);
    return field;
}

static gboolean read_time(const line *field, int64_t *us)
{
    char text[32];
    if (field->length >= sizeof text)
        return FALSE;
    memcpy(text, field->text, field->length);
    text[field->length] = '\0';
    gboolean negative = *text == '-';
    if (!timecode_parse(text + negative, us))
        return FALSE;
    *us = negative ? -*us : *us;
    return TRUE;
}

static gboolean read_label(line l, label *out)
{
    out->number = l.number;
    // Tabs around a line are fields, but an indented one is meant to be none.
    while (l.length && (*l.text == ' ' || *l.text == '\t')) {
        l.text++;
        l.length--;
    }
    gboolean tabs = memchr(l.text, '\t', l.length) != NULL;
    line start = take_field(&l, tabs), end = take_field(&l, tabs);
    line_trim(&l);
    out->text = l;
    // Two numbers on a line may be anything.
    if (!tabs && !l.length)
        return FALSE;
    return read_time(&start, &out->start_us) && read_time(&end, &out->end_us);
}

static gboolean is_passed_over(const line *l)
{
    return line_is_blank(l) || *l->text == '\\' || *l->text == '#';
}

// The first line may name the columns.
static gboolean is_names(const line *l)
{
    return l->number == 1 && l->length && g_ascii_isalpha(*l->text);
}

int labels_probe(const char *head)
{
    lines in = lines_of(head, strlen(head));
    int good = 0, bad = 0;
    label found;
    line l;
    while (in.number < PROBE_LINES && lines_next(&in, &l)) {
        if (is_passed_over(&l) || is_names(&l))
            continue;
        if (read_label(l, &found))
            good++;
        else
            bad++;
    }
    return good > bad ? 60 : 0;
}

static int compare_labels(const void *a, const void *b)
{
    const label *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->number - right->number;
}

// Adds the label, if it lies anywhere.
static gboolean add_found(reader *r, label *l)
{
    const char *problem = NULL;
    if (l->end_us < l->start_us)
        problem = _("the span ends before it starts, so it was skipped.");
    else if (l->end_us < 0)
        problem = _("the cue lies before the beginning, so it was skipped.");
    else if (l->start_us < 0)
        report_add(r->report, l->number,
                   _("the cue starts before the beginning; it starts there."));
    if (problem) {
        report_add(r->report, l->number, "%s", problem);
        return FALSE;
    }
    l->start_us = MAX(l->start_us, 0);
    l->before = r->before->len ? g_string_chunk_insert(r->kept, r->before->str) : NULL;
    g_string_truncate(r->before, 0);
    g_array_append_val(r->labels, *l);
    return TRUE;
}

// Keeps a line that is no label; `open`: it may belong to the last one.
static void keep_line(reader *r, const line *l, gboolean open)
{
    label *last = open ? &g_array_index(r->labels, label, r->labels->len - 1) : NULL;
    if (*l->text == '#') {
        g_string_append_len(r->before, l->text, (gssize)l->length);
        g_string_append_c(r->before, '\n');
    } else if (last && !last->frequencies) {
        last->frequencies = g_string_chunk_insert_len(r->kept, l->text, (gssize)l->length);
    } else if (*l->text == '\\') {
        report_add(r->report, l->number,
                   _("the frequencies belong to no label, so they were left out."));
    }
}

static void find_labels(reader *r, lines in)
{
    gboolean open = FALSE;
    for (line l; lines_next(&in, &l);) {
        label found = {0};
        if (line_is_blank(&l))
            continue;
        if (is_passed_over(&l))
            keep_line(r, &l, open);
        else if (read_label(l, &found))
            open = add_found(r, &found);
        else if (!is_names(&l))
            report_add(r->report, l.number, _("there are no times here, so it was skipped."));
    }
    g_array_sort(r->labels, compare_labels);
}

// Gives an end to labels of no length.
static void end_points(GArray *labels)
{
    int64_t next_us = TIME_NONE, now_us = TIME_NONE;
    for (guint i = labels->len; i-- > 0;) {
        label *l = &g_array_index(labels, label, i);
        if (l->start_us != now_us) {
            next_us = now_us;
            now_us = l->start_us;
        }
        l->point = l->end_us == l->start_us;
        if (l->point)
            l->end_us = next_us == TIME_NONE ? l->start_us + LAST_US : next_us;
        if (l->end_us > TIME_MAX) {
            l->end_us = TIME_MAX;
            l->start_us = MIN(l->start_us, TIME_MAX - 1);
        }
    }
}

static gboolean is_number(const line *text)
{
    for (gsize i = 0; i < text->length; i++)
        if (!g_ascii_isdigit(text->text[i]))
            return FALSE;
    return text->length > 0 && text->length < 9;
}

static void add_label(speech_builder *out, const label *l, cue *scratch)
{
    segment g = {.start_us = l->start_us,
                 .end_us = l->end_us,
                 .confidence = -1,
                 .settings = l->frequencies,
                 .payload = l->point ? "." : NULL,
                 .before = l->before};
    char id[16];
    if (is_number(&l->text)) {
        g_snprintf(id, sizeof id, "%.*s", (int)l->text.length, l->text.text);
        g.id = id;
    } else {
        label_read_text(scratch, l->text.text, l->text.length, &g);
    }
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_segment(out, &g);
}

static void add_all(const reader *r, cue *scratch, speech_builder *out)
{
    gboolean keeps = r->before->len > 0;
    end_points(r->labels);
    for (guint i = 0; i < r->labels->len; i++) {
        const label *l = &g_array_index(r->labels, label, i);
        add_label(out, l, scratch);
        keeps |= l->frequencies || l->before || l->point;
    }
    if (!keeps)
        return;
    speech_builder_header(out, "labels", "");
    speech_builder_trailer(out, r->before->str);
}

speech *labels_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(label));
    g_autoptr(GString) before = g_string_new(NULL);
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {messages, labels, g_string_chunk_new(4096), before};
    find_labels(&r, lines_of(text, size));
    if (labels->len)
        add_all(&r, scratch, out);
    g_string_chunk_free(r.kept);
    if (labels->len)
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no line with a start and an end in it."));
    return NULL;
}
