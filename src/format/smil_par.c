// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/smil_par.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/timecode.h"
#include "format/xml.h"

#define LAST_US (5 * TIME_SECOND)

typedef struct {
    report *report;
    GArray *open, *done; // smil_par
    int line;
} reader;

void smil_par_clear(gpointer par)
{
    smil_par *p = par;
    g_free(p->file);
    g_free(p->id);
    g_free(p->recording);
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

static smil_par *top(const reader *r)
{
    return r->open->len ? &g_array_index(r->open, smil_par, r->open->len - 1) : NULL;
}

// As it is where an escape is wrong. `end`: NULL, or where it ends.
static char *unescape(const char *from, const char *end)
{
    char *plain = g_uri_unescape_segment(from, end, NULL);
    return plain ? plain : g_strndup(from, end ? (gsize)(end - from) : strlen(from));
}

static void read_text(reader *r, const xml_attributes *a)
{
    smil_par *p = top(r);
    const char *src = xml_attribute(a, "src");
    if (!src || p->file)
        return;
    const char *fragment = strchr(src, '#');
    p->file = unescape(src, fragment);
    p->id = fragment ? unescape(fragment + 1, NULL) : NULL;
}

// FALSE: it is of no use, which has been said.
static gboolean read_span(const reader *r, const xml_attributes *a, int64_t *start_us,
                          int64_t *end_us)
{
    *start_us = 0;
    *end_us = SMIL_OPEN;
    if (!read_clip(a, "clipBegin", "clip-begin", start_us) ||
        !read_clip(a, "clipEnd", "clip-end", end_us)) {
        report_add(r->report, r->line,
                   _("the times of the clip cannot be read, so it was skipped."));
        return FALSE;
    }
    if (*end_us > *start_us && *start_us < TIME_MAX)
        return TRUE;
    report_add(r->report, r->line, _("the clip ends before it starts, so it was skipped."));
    return FALSE;
}

static void read_audio(reader *r, const xml_attributes *a)
{
    smil_par *p = top(r);
    const char *src = xml_attribute(a, "src");
    g_autofree char *recording = src ? unescape(src, strchr(src, '#')) : NULL;
    int64_t start_us, end_us;
    if (!recording || !*recording || !read_span(r, a, &start_us, &end_us))
        return;
    if (p->recording && strcmp(p->recording, recording) != 0) {
        report_add(r->report, r->line, _("the clip is of another recording, so it was skipped."));
        return;
    }
    p->start_us = p->recording ? MIN(p->start_us, start_us) : start_us;
    p->end_us = p->recording ? MAX(p->end_us, end_us) : end_us;
    if (!p->recording)
        p->recording = g_steal_pointer(&recording);
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    reader *r = data;
    gboolean text = strcmp(element, "text") == 0, audio = strcmp(element, "audio") == 0;
    if (strcmp(element, "par") == 0) {
        smil_par added = {.line = r->line};
        g_array_append_val(r->open, added);
    }
    if (!top(r) || !(text || audio))
        return;
    top(r)->is_span = TRUE;
    if (text)
        read_text(r, a);
    else
        read_audio(r, a);
}

static void end(void *data, const char *element)
{
    reader *r = data;
    if (!top(r) || strcmp(element, "par") != 0)
        return;
    smil_par ended = *top(r);
    *top(r) = (smil_par){0};
    g_array_set_size(r->open, r->open->len - 1);
    if (ended.is_span)
        g_array_append_val(r->done, ended);
    else
        smil_par_clear(&ended);
}

GArray *smil_pars_read(const char *text, gsize size, report *messages)
{
    static const xml_handler handler = {.start = start, .end = end};
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(smil_par));
    reader r = {
        .report = messages, .open = open, .done = g_array_new(FALSE, FALSE, sizeof(smil_par))};
    g_array_set_clear_func(open, smil_par_clear);
    g_array_set_clear_func(r.done, smil_par_clear);
    xml_read(text, size, &handler, &r, &r.line, messages);
    return r.done;
}

// ---- what they mean together

GHashTable *smil_pars_count(const GArray *pars)
{
    GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < pars->len; i++) {
        char *name = g_array_index(pars, smil_par, i).recording;
        int count = name ? GPOINTER_TO_INT(g_hash_table_lookup(counts, name)) : 0;
        if (name)
            g_hash_table_insert(counts, name, GINT_TO_POINTER(count + 1));
    }
    return counts;
}

// The first one of those that are used most.
static char *most_used(const GArray *pars)
{
    g_autoptr(GHashTable) counts = smil_pars_count(pars);
    const char *best = NULL;
    int most = 0;
    for (guint i = 0; i < pars->len; i++) {
        const char *name = g_array_index(pars, smil_par, i).recording;
        int count = name ? GPOINTER_TO_INT(g_hash_table_lookup(counts, name)) : 0;
        if (count > most) {
            most = count;
            best = name;
        }
    }
    return g_strdup(best);
}

static gboolean has_recording(const GArray *pars, const char *name)
{
    gboolean found = FALSE;
    for (guint i = 0; !found && i < pars->len; i++)
        found = g_strcmp0(g_array_index(pars, smil_par, i).recording, name) == 0;
    return found;
}

const char *smil_pars_choose(GArray *pars, const char *wanted, report *r)
{
    gboolean there = wanted && has_recording(pars, wanted);
    g_autofree char *best = there ? g_strdup(wanted) : most_used(pars);
    const char *kept = NULL;
    for (guint i = 0; i < pars->len; i++) {
        smil_par *p = &g_array_index(pars, smil_par, i);
        if (!p->recording)
            continue;
        if (strcmp(p->recording, best) == 0) {
            kept = p->recording;
            continue;
        }
        report_add(r, p->line, _("the clip is of another recording, so it was skipped."));
        g_clear_pointer(&p->recording, g_free);
    }
    return kept;
}

int64_t smil_par_end_us(const GArray *pars, guint i)
{
    const smil_par *p = &g_array_index(pars, smil_par, i);
    if (p->end_us != SMIL_OPEN)
        return p->end_us;
    while (++i < pars->len && !g_array_index(pars, smil_par, i).recording)
        ;
    int64_t next_us = i < pars->len ? g_array_index(pars, smil_par, i).start_us : 0;
    return next_us > p->start_us ? next_us : MIN(p->start_us + LAST_US, TIME_MAX);
}
