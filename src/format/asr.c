// SPDX-License-Identifier: GPL-3.0-or-later
// What speech recognisers write, whose shapes speech/recognised.h knows, as a timed text. Segments
// are as in the file, with the times of words; where there are only words, or each word is a
// segment, they are made into sentences.
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/readers.h"
#include "format/span.h"
#include "format/word_run.h"
#include "speech/build.h"
#include "speech/recognised.h"
#include "speech/script.h"

typedef struct {
    const recognised *from;
    report *report;
    cue *cue;
    speech_builder *out;
} reader;

int asr_probe(const char *head)
{
    return recognised_is(head) ? 70 : 0;
}

static const recognised_part *part_at(const reader *r, guint index)
{
    return &g_array_index(r->from->parts, recognised_part, index);
}

// ---- segments

// Says the text of a segment, with the times of those of its words that are found in it.
static void say_text(reader *r, const recognised_part *p, int side)
{
    const char *said = p->text, *at = p->text;
    cue_clear(r->cue);
    for (guint i = p->first; i < p->first + p->count; i++) {
        const recognised_word *w = &g_array_index(r->from->words, recognised_word, i);
        g_autofree char *word = g_strstrip(g_strdup(w->text));
        const char *found = word_run_find(p->text, at, word);
        if (!found)
            continue;
        at = found + strlen(word);
        // What goes on in the middle of a word is a part of it, as tokens are.
        if (w->start_us == TIME_NONE || !word_run_begins(p->text, found))
            continue;
        cue_say(r->cue, side, said, (gsize)(found - said));
        cue_mark(r->cue, side, w->start_us);
        said = found;
    }
    cue_say(r->cue, side, said, strlen(said));
}

// The span, by its words where the file does not say it.
static void find_span(const reader *r, const recognised_part *p, int64_t times[2])
{
    times[0] = p->start_us;
    times[1] = p->end_us;
    for (guint i = p->first; i < p->first + p->count; i++) {
        const recognised_word *w = &g_array_index(r->from->words, recognised_word, i);
        if (p->start_us == TIME_NONE && w->start_us != TIME_NONE && times[0] == TIME_NONE)
            times[0] = w->start_us;
        if (p->end_us == TIME_NONE)
            times[1] = MAX(times[1], w->end_us);
    }
}

static void add_segment(reader *r, guint index)
{
    const recognised_part *p = part_at(r, index);
    int side = script_language(p->text, strlen(p->text));
    int64_t times[2];
    segment g = {.confidence = -1};
    find_span(r, p, times);
    say_text(r, p, side < 0 ? LANGUAGE_EN : side);
    gboolean last = index + 1 == r->from->parts->len;
    span_set(&g, times[0], times[1], last ? TIME_NONE : part_at(r, index + 1)->start_us);
    cue_finish(r->cue, &g);
    if (!segment_has_text(&g))
        return;
    // Of the last one Hugging Face writes no end.
    int line = times[0] != TIME_NONE && times[1] == TIME_NONE ? 0 : p->line;
    span_check(&g, times, g.end_us, r->report, line, (int)index + 1);
    speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    speech_builder_safe_segment(r->out, &g);
}

// ---- words

// The words of a part that is no segment, or the part as a word.
static void add_run_words(const reader *r, const recognised_part *p, GArray *run)
{
    guint count = p->text ? 1 : p->count;
    for (guint i = 0; i < count; i++) {
        const recognised_word *w = &g_array_index(r->from->words, recognised_word, p->first + i);
        run_word one =
            p->text ? (run_word){p->text, p->start_us, p->end_us, FALSE, NULL, PARAGRAPH_BODY}
                    : (run_word){w->text, w->start_us, w->end_us, i == 0, NULL, PARAGRAPH_BODY};
        g_array_append_val(run, one);
    }
}

static gboolean is_words(const reader *r)
{
    int words = 0;
    for (guint i = 0; i < r->from->parts->len; i++) {
        const recognised_part *p = part_at(r, i);
        // A segment with a list of words is one, however short.
        words += p->text && (!p->count || r->from->tokens) && word_run_is_word(p->text);
    }
    return word_run_is_run(words, (int)r->from->parts->len);
}

static void add_all(reader *r)
{
    gboolean words = is_words(r);
    g_autoptr(GArray) run = g_array_new(FALSE, FALSE, sizeof(run_word));
    for (guint i = 0; i < r->from->parts->len; i++) {
        const recognised_part *p = part_at(r, i);
        gboolean in_run = words || !p->text;
        if (in_run)
            add_run_words(r, p, run);
        if (!in_run || i + 1 == r->from->parts->len) {
            word_run_add(run, r->out);
            g_array_set_size(run, 0);
        }
        if (!in_run)
            add_segment(r, i);
    }
}

speech *asr_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(recognised) from = recognised_read(text, size);
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(speech_builder) out = speech_builder_new();
    reader r = {.from = from, .report = messages, .cue = scratch, .out = out};
    add_all(&r);
    if (!speech_builder_count(out)) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There are no words with times in what the recogniser wrote."));
        return NULL;
    }
    json_broken_report(from->broken, messages);
    if (from->speakers)
        report_add(messages, 0, _("the names of speakers were left out."));
    return speech_builder_end(out);
}
