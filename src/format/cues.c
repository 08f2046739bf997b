// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/cues.h"

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "speech/build.h"
#include "speech/script.h"

typedef struct {
    int64_t start_us, end_us;
    int number;                     // of the line
    const char *lent;               // NULL: it is in the texts of all
    gsize text, length;             // there
    gsize id_length;                // of the id before the text, with its NUL; 0: there is none
    const char *settings, *payload; // in `kept`, or NULL
} span;

struct cues {
    report *report;
    GArray *spans; // span
    GString *texts;
    GStringChunk *kept;
    const char *kept_for; // the format, or NULL
};

cues *cues_new(report *r)
{
    cues *c = g_new0(cues, 1);
    c->report = r;
    c->spans = g_array_new(FALSE, FALSE, sizeof(span));
    c->texts = g_string_new(NULL);
    c->kept = g_string_chunk_new(4096);
    return c;
}

void cues_free(cues *c)
{
    if (!c)
        return;
    g_array_unref(c->spans);
    g_string_free(c->texts, TRUE);
    g_string_chunk_free(c->kept);
    g_free(c);
}

gboolean cues_begin(cues *c, int64_t start_us, int64_t end_us, int number)
{
    const char *problem = cue_order_problem(start_us, end_us);
    if (MAX(start_us, end_us) > TIME_MAX)
        problem = _("the cue lies beyond 1000 hours, so it was skipped.");
    else if (!problem && end_us <= 0)
        problem = _("the cue lies before the beginning, so it was skipped.");
    if (problem) {
        report_add(c->report, number, "%s", problem);
        return FALSE;
    }
    if (start_us < 0)
        report_add(c->report, number, _("the cue starts before the beginning; it starts there."));
    span s = {
        .start_us = MAX(start_us, 0), .end_us = end_us, .number = number, .text = c->texts->len};
    g_array_append_val(c->spans, s);
    return TRUE;
}

void cues_warn_odd(report *r, int number, gboolean odd)
{
    if (odd)
        report_add(r, number, _("minutes or seconds above 59 are taken as they stand."));
}

void cues_call(cues *c, const char *id, gsize length)
{
    span *s = &g_array_index(c->spans, span, c->spans->len - 1);
    g_string_append_len(c->texts, id, (gssize)length);
    g_string_append_c(c->texts, '\0');
    s->id_length = length + 1;
    s->text += s->id_length;
}

void cues_say(cues *c, const char *text, gsize length)
{
    g_string_append_len(c->texts, text, (gssize)length);
    g_array_index(c->spans, span, c->spans->len - 1).length += length;
}

void cues_lend(cues *c, const char *text, gsize length)
{
    span *s = &g_array_index(c->spans, span, c->spans->len - 1);
    s->lent = text;
    s->length = length;
}

void cues_keep(cues *c, const char *name, const char *settings, const char *payload)
{
    span *s = &g_array_index(c->spans, span, c->spans->len - 1);
    if (settings)
        s->settings = g_string_chunk_insert(c->kept, settings);
    if (payload)
        s->payload = g_string_chunk_insert(c->kept, payload);
    c->kept_for = name;
}

guint cues_count(const cues *c)
{
    return c->spans->len;
}

static int compare_spans(const void *a, const void *b)
{
    const span *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->number - right->number;
}

static void sort(cues *c)
{
    for (guint i = 1; i < c->spans->len; i++) {
        const span *s = &g_array_index(c->spans, span, i);
        if (s->start_us >= s[-1].start_us)
            continue;
        report_add(c->report, s->number,
                   _("the cue starts before the one above; all were put in order of time."));
        g_array_sort(c->spans, compare_spans);
        return;
    }
}

static const char *text_of(const cues *c, const span *s)
{
    return s->lent ? s->lent : c->texts->str + s->text;
}

static cue_span span_of(const cues *c, const span *s)
{
    return (cue_span){s->start_us, s->end_us, script_language(text_of(c, s), s->length)};
}

// Whether the cue and the one behind it are one segment.
static gboolean is_pair(const cues *c, guint i)
{
    const span *s = &g_array_index(c->spans, span, i);
    if (i + 1 == c->spans->len || s[1].start_us - s->start_us > CUE_NEAR_US)
        return FALSE;
    cue_span one = span_of(c, s), other = span_of(c, s + 1);
    return cue_is_near_translation(&one, &other);
}

static void say(const cues *c, const span *s, int side, cue *to)
{
    cue_say(to, side, text_of(c, s), s->length);
    cue_say(to, side, "\n", 1);
}

// Sets texts of `g` from the cue, or from it and the next one. Returns how many there were.
static guint read_texts(const cues *c, guint i, int side, cue *to, segment *g)
{
    const span *s = &g_array_index(c->spans, span, i);
    gboolean two = side == CUE_FIND_OUT && is_pair(c, i);
    if (side == CUE_FIND_OUT && !two) {
        cue_read(to, text_of(c, s), s->length, g);
        return 1;
    }
    cue_clear(to);
    say(c, s, side, to);
    if (two)
        say(c, s + 1, side, to);
    cue_finish(to, g);
    return two ? 2 : 1;
}

static char *kept_text(const cues *c, const span *s)
{
    return g_strstrip(s->payload ? g_strdup(s->payload) : g_strndup(text_of(c, s), s->length));
}

// What is kept of a cue, or of it and the next one, which stands below it then.
static void set_kept(const cues *c, guint i, guint count, segment *g)
{
    const span *s = &g_array_index(c->spans, span, i);
    gboolean other = count == 2 && s[1].payload;
    g->settings = s->settings || count == 1 ? s->settings : s[1].settings;
    g->payload = s->payload;
    if (count == 1 || (!s->payload && !other))
        return;
    g_autofree char *one = kept_text(c, s), *two = kept_text(c, s + 1);
    g_autofree char *both = g_strconcat(one, "\n", two, NULL);
    g->payload = g_string_chunk_insert(c->kept, both);
}

speech *cues_end(cues *c, int side, GError **error)
{
    if (!c->spans->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no cue in it."));
        return NULL;
    }
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(cue) scratch = cue_new();
    sort(c);
    for (guint i = 0; i < c->spans->len;) {
        const span *s = &g_array_index(c->spans, span, i);
        segment g = {.start_us = s->start_us, .end_us = s->end_us, .confidence = -1};
        guint count = read_texts(c, i, side, scratch, &g);
        set_kept(c, i, count, &g);
        i += count;
        if (count == 2)
            g.end_us = MAX(g.end_us, s[1].end_us);
        g.id = s->id_length ? c->texts->str + s->text - s->id_length : NULL;
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_safe_segment(out, &g);
    }
    if (c->kept_for)
        speech_builder_header(out, c->kept_for, "");
    return speech_builder_end(out);
}
