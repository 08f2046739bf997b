// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_job.h"
#include "cli/json_out.h"

static json_t *doubts(const align_outcome *o)
{
    json_t *all = json_array();
    for (guint i = 0; i < o->summary.doubts->len; i++) {
        const doubt *d = &g_array_index(o->summary.doubts, doubt, i);
        json_t *one = json_object();
        json_out_set(one, "kind", json_out_text(doubt_name(d->kind)));
        json_out_set(one, "segment", d->segment < 0 ? json_null() : json_integer(d->segment + 1));
        json_out_set(one, "start", json_out_seconds(d->start_us));
        json_out_set(one, "end", json_out_seconds(d->end_us));
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
        json_out_set(one, "paragraph", json_integer(g->paragraph + 1));
        json_out_set(one, "start", json_out_seconds(g->start_us));
        json_out_set(one, "end", json_out_seconds(g->end_us));
        json_out_set(one, "confidence",
                     g->confidence < 0 ? json_null() : json_out_share((double)g->confidence));
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            json_out_set(one, language_code(side), json_out_text(g->text[side]));
        json_array_append_new(all, one);
    }
    return all;
}

static void add_summary(json_t *to, const align_summary *s)
{
    static const char *const parts[] = {"hear", "speak", "lay", "rest"};
    json_out_set(to, "spoken", json_out_text(language_code(s->spoken)));
    json_out_set(to, "guessed", json_boolean(s->guessed));
    json_out_set(to, "timed", json_integer(s->timed));
    json_out_set(to, "untimed", json_integer(s->untimed));
    json_out_set(to, "share", json_out_share(s->share));
    json_out_set(to, "length", json_out_seconds(s->length_us));
    json_t *spent = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        json_out_set(spent, parts[i], json_out_share(s->seconds[i]));
    json_out_set(to, "seconds", spent);
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
        json_array_append_new(files, json_out_text(*file));
    json_out_set(all, "files", files);
    json_out_set(all, "output", json_out_text(job->output));
    json_out_set(all, "result", json_out_text(result(o)));
    json_out_set(all, "reason", json_out_text(o->error ? o->error->message : o->summary.reason));
    if (o->timed) {
        add_summary(all, &o->summary);
        json_out_set(all, "doubts", doubts(o));
        if (with_segments)
            json_out_set(all, "segments", segments(o->timed));
    }
    json_out_set(all, "messages", json_out_messages(o->report));
    return json_out_line(all);
}
