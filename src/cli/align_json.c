// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_job.h"
#include "cli/json.h"

static json_t *doubts(const align_outcome *o)
{
    json_t *all = json_array();
    for (guint i = 0; i < o->summary.doubts->len; i++) {
        const doubt *d = &g_array_index(o->summary.doubts, doubt, i);
        json_t *one = json_object();
        json_set(one, "kind", json_text(doubt_name(d->kind)));
        json_set(one, "segment", d->segment < 0 ? json_null() : json_integer(d->segment + 1));
        json_set(one, "start", json_seconds(d->start_us));
        json_set(one, "end", json_seconds(d->end_us));
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
        json_set(one, "paragraph", json_integer(g->paragraph + 1));
        json_set(one, "start", json_seconds(g->start_us));
        json_set(one, "end", json_seconds(g->end_us));
        json_set(one, "confidence",
                 g->confidence < 0 ? json_null() : json_share((double)g->confidence));
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            json_set(one, language_code(side), json_text(g->text[side]));
        json_array_append_new(all, one);
    }
    return all;
}

static void add_summary(json_t *to, const align_summary *s)
{
    static const char *const parts[] = {"hear", "speak", "lay", "rest"};
    json_set(to, "spoken", json_text(language_code(s->spoken)));
    json_set(to, "guessed", json_boolean(s->guessed));
    json_set(to, "timed", json_integer(s->timed));
    json_set(to, "untimed", json_integer(s->untimed));
    json_set(to, "share", json_share(s->share));
    json_set(to, "length", json_seconds(s->length_us));
    json_t *spent = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        json_set(spent, parts[i], json_share(s->seconds[i]));
    json_set(to, "seconds", spent);
}

static const char *result(const align_outcome *o)
{
    if (o->skipped)
        return "skipped";
    return o->code == EXIT_GOOD ? "good" : o->code == EXIT_DOUBT ? "doubt" : "failed";
}

char *align_outcome_json(const align_job *job, const align_outcome *o, gboolean with_segments)
{
    json_t *all = json_object(), *files = json_array();
    for (char **file = job->files; *file; file++)
        json_array_append_new(files, json_text(*file));
    json_set(all, "files", files);
    json_set(all, "output", json_text(job->output));
    json_set(all, "result", json_text(result(o)));
    json_set(all, "reason", json_text(o->error ? o->error->message : o->summary.reason));
    if (o->timed) {
        add_summary(all, &o->summary);
        json_set(all, "doubts", doubts(o));
        if (with_segments)
            json_set(all, "segments", segments(o->timed));
    }
    json_set(all, "messages", json_messages(o->report));
    return json_line(all);
}
