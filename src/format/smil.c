// SPDX-License-Identifier: GPL-3.0-or-later
// SMIL, as EPUB 3 has it to read along (media overlays), aeneas writes it, and talking books of
// DAISY 2.02: each par is a span. What it says is in another file, so it names its text: by number,
// where all fragments are numbers ("text.xhtml#12"); else the spans are for the paragraphs in turn.
//
// * Clocks: "0:01:02.5", "01:02.5", "62.5s", "62500ms", "1.5min", "2h", "62.5", with "npt=" or
//   without. Without clipBegin a clip begins at 0; without clipEnd it lasts until the next one
//   begins, the last 5 s.
// * Several clips in a par are one. Of several recordings the one with the first clip counts.
// * A par whose clip is of no use keeps its turn, without times.
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/xml.h"

#define LAST_US (5 * TIME_SECOND)
#define OPEN    INT64_MAX

// A par that is being read, or has been.
typedef struct {
    char *id;          // the fragment; NULL: none
    gboolean is_span;  // there is a text or a clip in it
    gboolean has_clip; // of the recording that counts
    int64_t start_us, end_us;
} par;

typedef struct {
    report *report;
    GArray *open, *done; // par
    char *recording;     // as the first clip names it
    int line;
} reader;

int smil_probe(const char *head)
{
    return xml_root_is(head, "smil") ? 90 : 0;
}

static void clear_par(gpointer data)
{
    g_free(((par *)data)->id);
}

// ---- times

static gboolean read_number(const char **at, double *value)
{
    const char *p = *at;
    double unit = 1;
    *value = 0;
    while (g_ascii_isdigit(*p))
        *value = *value * 10 + (*p++ - '0');
    gboolean good = p > *at;
    if (good && *p == '.')
        for (p++; g_ascii_isdigit(*p); p++)
            *value += (*p - '0') * (unit /= 10);
    *at = p;
    return good && isfinite(*value);
}

static gboolean read_unit(const char *name, double *value)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"ms", 0.001}, {"min", 60}, {"h", 3600}};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (strcmp(name, units[i].name) == 0) {
            *value *= units[i].seconds;
            return TRUE;
        }
    return FALSE;
}

// A clock value, at most TIME_MAX. FALSE: it is none.
static gboolean read_clock(const char *text, int64_t *us)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    const char *p = trimmed + (g_str_has_prefix(trimmed, "npt=") ? 4 : 0);
    double seconds, part;
    int parts = 1;
    if (!read_number(&p, &seconds))
        return FALSE;
    for (; *p == ':' && parts < 3; parts++) {
        p++;
        if (!read_number(&p, &part) || part >= 60)
            return FALSE;
        seconds = seconds * 60 + part;
    }
    if (parts > 1 ? *p != '\0' : !read_unit(p, &seconds))
        return FALSE;
    *us = (int64_t)(MIN(seconds, (double)(TIME_MAX / TIME_SECOND)) * (double)TIME_SECOND + 0.5);
    return TRUE;
}

// FALSE: the attribute is there and cannot be read. Without it `us` stays.
static gboolean read_clip(const xml_attributes *a, const char *name, const char *old_name,
                          int64_t *us)
{
    const char *text = xml_attribute(a, name);
    text = text ? text : xml_attribute(a, old_name);
    return !text || read_clock(text, us);
}

// ---- elements

static par *top(const reader *r)
{
    return r->open->len ? &g_array_index(r->open, par, r->open->len - 1) : NULL;
}

static void read_text(reader *r, const xml_attributes *a)
{
    par *p = top(r);
    const char *src = xml_attribute(a, "src"), *fragment = src ? strchr(src, '#') : NULL;
    p->is_span = TRUE;
    if (fragment && !p->id)
        p->id = g_uri_unescape_string(fragment + 1, NULL);
}

static gboolean is_of_recording(reader *r, const xml_attributes *a)
{
    const char *src = xml_attribute(a, "src");
    if (!src)
        return FALSE;
    if (!r->recording)
        r->recording = g_strdup(src);
    if (strcmp(src, r->recording) == 0)
        return TRUE;
    report_add(r->report, r->line, _("the clip is of another recording, so it was skipped."));
    return FALSE;
}

static void read_audio(reader *r, const xml_attributes *a)
{
    par *p = top(r);
    int64_t start_us = 0, end_us = OPEN;
    p->is_span = TRUE;
    if (!is_of_recording(r, a))
        return;
    if (!read_clip(a, "clipBegin", "clip-begin", &start_us) ||
        !read_clip(a, "clipEnd", "clip-end", &end_us)) {
        report_add(r->report, r->line,
                   _("the times of the clip cannot be read, so it was skipped."));
        return;
    }
    if (end_us <= start_us || start_us >= TIME_MAX) {
        report_add(r->report, r->line, _("the clip ends before it starts, so it was skipped."));
        return;
    }
    p->start_us = p->has_clip ? MIN(p->start_us, start_us) : start_us;
    p->end_us = p->has_clip ? MAX(p->end_us, end_us) : end_us;
    p->has_clip = TRUE;
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    reader *r = data;
    if (strcmp(element, "par") == 0) {
        par added = {0};
        g_array_append_val(r->open, added);
    } else if (top(r) && strcmp(element, "text") == 0) {
        read_text(r, a);
    } else if (top(r) && strcmp(element, "audio") == 0) {
        read_audio(r, a);
    }
}

static void end(void *data, const char *element)
{
    reader *r = data;
    if (!top(r) || strcmp(element, "par") != 0)
        return;
    par ended = *top(r);
    top(r)->id = NULL;
    g_array_set_size(r->open, r->open->len - 1);
    if (ended.is_span)
        g_array_append_val(r->done, ended);
    else
        clear_par(&ended);
}

// ---- spans

static gboolean is_number(const char *id)
{
    return id && *id && strlen(id) < 10 && strspn(id, "0123456789") == strlen(id);
}

static gboolean all_numbers(const GArray *pars)
{
    for (guint i = 0; i < pars->len; i++)
        if (!is_number(g_array_index(pars, par, i).id))
            return FALSE;
    return TRUE;
}

static int64_t end_of(const GArray *pars, guint i)
{
    const par *p = &g_array_index(pars, par, i);
    if (p->end_us != OPEN)
        return p->end_us;
    while (++i < pars->len && !g_array_index(pars, par, i).has_clip)
        ;
    int64_t next_us = i < pars->len ? g_array_index(pars, par, i).start_us : 0;
    return next_us > p->start_us ? next_us : MIN(p->start_us + LAST_US, TIME_MAX);
}

// Returns how many have times.
static int add_spans(const GArray *pars, speech_builder *out)
{
    gboolean numbered = all_numbers(pars);
    int timed = 0;
    for (guint i = 0; i < pars->len; i++) {
        const par *p = &g_array_index(pars, par, i);
        segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1};
        if (!p->has_clip && numbered)
            continue;
        if (p->has_clip) {
            g.start_us = p->start_us;
            g.end_us = end_of(pars, i);
            timed++;
        }
        g.id = numbered ? p->id : NULL;
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_segment(out, &g);
    }
    return timed;
}

// The recording's name: relative to the file, or, where it lies elsewhere, without its folder.
static void add_recording(const char *src, speech_builder *out)
{
    g_autofree char *path = src ? g_uri_unescape_string(src, NULL) : NULL;
    if (!path || !*path)
        return;
    gboolean elsewhere = *path == '/' || strstr(path, "..") || strstr(path, "://");
    const char *slash = strrchr(path, '/');
    speech_builder_meta(out, "audio", elsewhere && slash ? slash + 1 : path);
}

speech *smil_read(const char *text, gsize size, report *messages, GError **error)
{
    static const xml_handler handler = {start, end, NULL};
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(par));
    g_autoptr(GArray) done = g_array_new(FALSE, FALSE, sizeof(par));
    g_autoptr(speech_builder) out = speech_builder_new();
    g_array_set_clear_func(open, clear_par);
    g_array_set_clear_func(done, clear_par);
    reader r = {.report = messages, .open = open, .done = done};
    xml_read(text, size, &handler, &r, &r.line, messages);
    add_recording(r.recording, out);
    g_free(r.recording);
    if (add_spans(done, out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no clip with a time in it."));
    return NULL;
}
