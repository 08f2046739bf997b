// SPDX-License-Identifier: GPL-3.0-or-later
#include <jansson.h>

#include "cli/align_job.h"

static void set(json_t *to, const char *key, json_t *value)
{
    json_object_set_new(to, key, value);
}

// Paths may be in any encoding, JSON is UTF-8.
static json_t *text(const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value ? value : "", -1);
    return json_string(valid);
}

static json_t *seconds(int64_t us)
{
    return us == TIME_NONE ? json_null() : json_real((double)(us / 1000) / 1e3);
}

static json_t *share(double value)
{
    return json_real((double)(int)(value * 1000 + 0.5) / 1e3);
}

static json_t *doubts(const align_outcome *o)
{
    json_t *all = json_array();
    for (guint i = 0; i < o->summary.doubts->len; i++) {
        const doubt *d = &g_array_index(o->summary.doubts, doubt, i);
        json_t *one = json_object();
        set(one, "kind", text(doubt_name(d->kind)));
        set(one, "segment", d->segment < 0 ? json_null() : json_integer(d->segment + 1));
        set(one, "start", seconds(d->start_us));
        set(one, "end", seconds(d->end_us));
        json_array_append_new(all, one);
    }
    return all;
}

static json_t *segments(const speech *s)
{
    json_t *all = json_array();
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        json_t *one = json_object();
        set(one, "paragraph", json_integer(g->paragraph + 1));
        set(one, "start", seconds(g->start_us));
        set(one, "end", seconds(g->end_us));
        set(one, "confidence", g->confidence < 0 ? json_null() : share((double)g->confidence));
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            set(one, language_code(side), text(g->text[side]));
        json_array_append_new(all, one);
    }
    return all;
}

static void add_summary(json_t *to, const align_summary *s)
{
    static const char *const parts[] = {"hear", "speak", "lay", "rest"};
    set(to, "spoken", text(language_code(s->spoken)));
    set(to, "guessed", json_boolean(s->guessed));
    set(to, "timed", json_integer(s->timed));
    set(to, "untimed", json_integer(s->untimed));
    set(to, "share", share(s->share));
    set(to, "length", seconds(s->length_us));
    json_t *spent = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        set(spent, parts[i], share(s->seconds[i]));
    set(to, "seconds", spent);
}

static const char *result(const align_outcome *o)
{
    if (o->skipped)
        return "skipped";
    return o->code == EXIT_GOOD ? "good" : o->code == EXIT_DOUBT ? "doubt" : "failed";
}

char *align_outcome_json(const align_job *job, const align_outcome *o, gboolean with_segments)
{
    json_t *all = json_object(), *files = json_array(), *messages = json_array();
    for (char **file = job->files; *file; file++)
        json_array_append_new(files, text(*file));
    set(all, "files", files);
    set(all, "output", text(job->output));
    set(all, "result", text(result(o)));
    set(all, "reason", text(o->error ? o->error->message : o->summary.reason));
    if (o->timed) {
        add_summary(all, &o->summary);
        set(all, "doubts", doubts(o));
        if (with_segments)
            set(all, "segments", segments(o->timed));
    }
    for (int i = 0; o->report && i < report_count(o->report); i++)
        json_array_append_new(messages, text(report_message(o->report, i)));
    set(all, "messages", messages);
    char *out = json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(all);
    return out;
}
