// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/i18n.h"
#include "earvoice/format.h"

#define TIMES (1u << 31) // what a transcript does not hold
#define TEXTS (1u << 30) // what numbers of paragraphs are instead of

// Of ROUNDS_TIMES.
#define COARSE_US 10000

static const paragraph *paragraph_of(const speech *s, const segment *g)
{
    return speech_paragraph(s, g->paragraph);
}

static gboolean is_bilingual(const speech *s, const segment *g)
{
    (void)s;
    return *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN];
}

static gboolean is_untimed(const speech *s, const segment *g)
{
    return g->start_us == TIME_NONE && paragraph_of(s, g)->kind == PARAGRAPH_BODY;
}

static gboolean is_heading(const speech *s, const segment *g)
{
    return paragraph_of(s, g)->kind == PARAGRAPH_HEADING;
}

static gboolean goes_on(const speech *s, const segment *g)
{
    return speech_segment(s, paragraph_of(s, g)->first) != g;
}

static gboolean has_words(const speech *s, const segment *g)
{
    (void)s;
    return g->word_count > 0;
}

static gboolean has_text(const speech *s, const segment *g)
{
    (void)s;
    return segment_has_text(g);
}

static gboolean has_times(const speech *s, const segment *g)
{
    (void)s;
    return g->start_us != TIME_NONE;
}

static gboolean has_confidence(const speech *s, const segment *g)
{
    (void)s;
    return g->confidence >= 0;
}

static gboolean has_fine_times(const speech *s, const segment *g)
{
    (void)s;
    return g->start_us != TIME_NONE && (g->start_us % COARSE_US || g->end_us % COARSE_US);
}

static const struct {
    unsigned what; // of format_holds, or one of the above
    gboolean (*has)(const speech *s, const segment *g);
    const char *message;
} rows[] = {
    {TEXTS, has_text,
     N_("“%s” holds times of paragraphs, to be kept beside their text: segments without theirs: "
        "%d.")},
    {TIMES, has_times, N_("“%s” has no times: segments that lost theirs: %d.")},
    {HOLDS_BOTH, is_bilingual,
     N_("“%s” holds one language: of segments that have two one was left out: %d.")},
    {HOLDS_UNTIMED, is_untimed, N_("“%s” holds times only: segments without times left out: %d.")},
    {HOLDS_HEADINGS, is_heading, N_("“%s” has no headings: left out: %d.")},
    {HOLDS_PARAGRAPHS, goes_on,
     N_("“%s” has no paragraphs: segments that stand by themselves now: %d.")},
    {HOLDS_WORDS, has_words, N_("“%s” has no times of words: segments that lost theirs: %d.")},
    {HOLDS_CONFIDENCE, has_confidence,
     N_("“%s” has no confidence of times: segments that lost theirs: %d.")},
    {ROUNDS_TIMES, has_fine_times,
     N_("“%s” holds times to 10 ms: segments whose times were rounded: %d.")},
};

static int count_metas(const format *f, const speech *s)
{
    const char *key, *value;
    int count = 0;
    if (f->holds & HOLDS_METAS)
        return 0;
    // Times of a recording name it.
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++)
        count += !(f->holds & HOLDS_NUMBERS) || strcmp(key, "audio") != 0;
    return count;
}

int format_losses(const format *f, const speech *s, report *r)
{
    int kinds = 0;
    // Those that do not round hold the times as they are.
    unsigned holds = (f->holds ^ ROUNDS_TIMES) | (f->kind == FORMAT_TRANSCRIPT ? 0 : TIMES) |
                     (f->holds & HOLDS_NUMBERS ? 0 : TEXTS);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        int count = 0;
        for (int k = 0; !(holds & rows[i].what) && k < speech_segment_count(s); k++)
            count += rows[i].has(s, speech_segment(s, k));
        if (!count)
            continue;
        kinds++;
        report_add(r, 0, _(rows[i].message), f->name, count);
    }
    int metas = count_metas(f, s);
    if (metas)
        report_add(r, 0,
                   _("“%s” says nothing of the speech itself: left out (title, recording, …): %d."),
                   f->name, metas);
    int verbatim = format_is_own(f, s) ? 0 : format_kept_count(s);
    if (verbatim)
        report_add(r, 0,
                   _("“%s” has not all that the file had (styles, places, notes, tiers); left out: "
                     "%d."),
                   f->name, verbatim);
    return kinds + (metas > 0) + (verbatim > 0);
}
