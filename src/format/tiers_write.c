// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/i18n.h"
#include "format/tiers.h"

// Segments that overlap are so many tiers at most.
#define LANES_MAX 16

// What stands behind the language in the name of a tier of words.
#define WORDS " words"

// A segment and its span as it is written.
typedef struct {
    const segment *g;
    int64_t start_us, end_us;
} entry;

typedef struct {
    int64_t step_us;
    written_tier *texts[LANES_MAX][LANGUAGES], *words[LANES_MAX][LANGUAGES];
    int lost_words, lost, empty;
} writer;

void written_tier_free(gpointer data)
{
    written_tier *t = data;
    g_free(t->name);
    g_free(t->parent);
    g_array_unref(t->spans);
    g_free(t);
}

static written_tier *tier_for(written_tier **at, language side, int lane, gboolean words)
{
    if (*at)
        return *at;
    const char *code = language_code(side), *what = words ? WORDS : "";
    *at = g_new0(written_tier, 1);
    (*at)->side = side;
    (*at)->spans = g_array_new(FALSE, FALSE, sizeof(written_span));
    (*at)->name = lane ? g_strdup_printf("%s%s %d", code, what, lane + 1)
                       : g_strdup_printf("%s%s", code, what);
    if (words)
        (*at)->parent = lane ? g_strdup_printf("%s %d", code, lane + 1) : g_strdup(code);
    return *at;
}

int tier_usual_place(const char *name)
{
    language side = LANGUAGE_ZH;
    while (side <= LANGUAGE_EN && !g_str_has_prefix(name, language_code(side)))
        side++;
    if (side > LANGUAGE_EN)
        return -1;
    const char *rest = name + strlen(language_code(side));
    gboolean words = g_str_has_prefix(rest, WORDS);
    rest += words ? strlen(WORDS) : 0;
    for (int lane = 0; lane < LANES_MAX; lane++) {
        g_autofree char *number = lane ? g_strdup_printf(" %d", lane + 1) : g_strdup("");
        if (strcmp(rest, number) == 0)
            return (lane * 2 + words) * LANGUAGES + (int)side;
    }
    return -1;
}

int64_t tiers_round(int64_t us, int64_t step_us)
{
    return (us + step_us / 2) / step_us * step_us;
}

static int64_t rounded(const writer *w, int64_t us)
{
    return tiers_round(us, w->step_us);
}

static void add(written_tier *t, int64_t start_us, int64_t end_us, const char *text, gsize length)
{
    written_span s = {start_us, end_us, text, length};
    g_array_append_val(t->spans, s);
}

// A word lasts until the next one, the last until the segment ends.
static void add_words(writer *w, const entry *e, language side, int lane)
{
    const segment *g = e->g;
    const char *text = g->text[side];
    int64_t last_us = e->start_us;
    for (int i = 0; i < g->word_count; i++) {
        const word_mark *m = &g->words[i];
        if (m->side != side)
            continue;
        gboolean last = i + 1 == g->word_count || m[1].side != side;
        int64_t start_us = MAX(rounded(w, m->start_us), last_us);
        int64_t end_us = last ? e->end_us : MIN(rounded(w, m[1].start_us), e->end_us);
        gsize length = last ? strlen(text + m->offset) : (gsize)(m[1].offset - m->offset);
        const char *from = text + m->offset;
        while (length && g_ascii_isspace(from[length - 1]))
            length--;
        if (end_us <= start_us || !length) {
            w->lost_words++;
            continue;
        }
        add(tier_for(&w->words[lane][side], side, lane, TRUE), start_us, end_us, from, length);
        last_us = end_us;
    }
}

static void add_entry(writer *w, const entry *e, int lane)
{
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++) {
        const char *text = e->g->text[side];
        if (!*text)
            continue;
        add(tier_for(&w->texts[lane][side], side, lane, FALSE), e->start_us, e->end_us, text,
            strlen(text));
        add_words(w, e, side, lane);
    }
}

static int compare_entries(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    if (left->end_us != right->end_us)
        return left->end_us < right->end_us ? -1 : 1;
    return left->g < right->g ? -1 : left->g > right->g;
}

static void add_all(writer *w, const speech *s)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(entry));
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        entry e = {g, rounded(w, g->start_us), rounded(w, g->end_us)};
        e.end_us = MIN(MAX(e.end_us, e.start_us + w->step_us), TIME_MAX);
        e.start_us = MIN(e.start_us, e.end_us - w->step_us);
        if (segment_has_text(g))
            g_array_append_val(entries, e);
        else
            w->empty++;
    }
    g_array_sort(entries, compare_entries);
    int64_t ends[LANES_MAX] = {0};
    for (guint i = 0; i < entries->len; i++) {
        const entry *e = &g_array_index(entries, entry, i);
        int lane = 0;
        while (lane < LANES_MAX && ends[lane] > e->start_us)
            lane++;
        if (lane == LANES_MAX) {
            w->lost++;
            continue;
        }
        ends[lane] = e->end_us;
        add_entry(w, e, lane);
    }
}

GPtrArray *tiers_of(const speech *s, int64_t step_us, report *r)
{
    writer w = {.step_us = step_us};
    add_all(&w, s);
    GPtrArray *out = g_ptr_array_new_with_free_func(written_tier_free);
    for (int lane = 0; lane < LANES_MAX; lane++)
        for (int words = 0; words < 2; words++)
            for (int side = 0; side < LANGUAGES; side++) {
                written_tier *t = words ? w.words[lane][side] : w.texts[lane][side];
                if (t)
                    g_ptr_array_add(out, t);
            }
    if (w.empty)
        report_add(r, 0, _("segments without text were left out: %d."), w.empty);
    if (w.lost)
        report_add(r, 0, _("segments over too many others were left out: %d."), w.lost);
    if (w.lost_words)
        report_add(r, 0, _("words whose times do not go on were left out: %d."), w.lost_words);
    return out;
}
