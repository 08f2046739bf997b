// SPDX-License-Identifier: GPL-3.0-or-later
// LRC with times of words: a line for each language with the same stamp, an empty one where a pause
// follows. Which language a line is in is left to its script.
#include <string.h>

#include "base/i18n.h"
#include "format/cue.h"
#include "format/readers.h"

#define STEP_US 10000

// A segment and its span as it is written.
typedef struct {
    const segment *g;
    int64_t start_us, end_us;
} entry;

static int64_t rounded(int64_t us)
{
    return (us + STEP_US / 2) / STEP_US * STEP_US;
}

static void append_stamp(GString *out, const char *brackets, int64_t us)
{
    int64_t hundredths = us / STEP_US;
    g_string_append_printf(out, "%c%02d:%02d.%02d%c", brackets[0], (int)(hundredths / 6000),
                           (int)(hundredths / 100 % 60), (int)(hundredths % 100), brackets[1]);
}

// What the reader takes for a tag: a name of letters, a value without a bracket.
static gboolean is_tag(const char *key, const char *value)
{
    gsize length = strspn(key, "abcdefghijklmnopqrstuvwxyz");
    return length && length <= 20 && !key[length] && !strpbrk(value, "]\n") && *value &&
           strcmp(key, "offset") != 0 && strcmp(key, "ti") != 0;
}

static void append_tags(GString *out, const speech *s, report *r)
{
    static const char *const titles[] = {"title-zh", "title-en", "title"};
    const char *title = speech_meta(s, "title"), *key, *value;
    int lost = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
        const char *of = speech_meta(s, titles[i]);
        // The last one counts.
        gboolean again = of && titles[i] != titles[2] && g_strcmp0(of, title) == 0;
        if (of && !again && is_tag("title", of))
            g_string_append_printf(out, "[ti:%s]\n", of);
        else if (of && !again)
            lost++;
    }
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++) {
        if (g_str_has_prefix(key, "title"))
            continue;
        if (is_tag(key, value))
            g_string_append_printf(out, "[%s:%s]\n", key, value);
        else
            lost++;
    }
    if (lost)
        report_add(r, 0, _("what LRC cannot say of the speech was left out: %d."), lost);
}

// The text of a side, each line with the stamp, with the words' stamps in it.
static void append_text(GString *out, const entry *e, language side)
{
    const segment *g = e->g;
    const char *text = g->text[side];
    int next = 0;
    while (next < g->word_count && g->words[next].side != side)
        next++;
    for (gsize at = 0; text[at];) {
        gsize end = at + strcspn(text + at, "\n");
        append_stamp(out, "[]", e->start_us);
        for (; next < g->word_count && g->words[next].side == side &&
               (gsize)g->words[next].offset < end;
             next++) {
            const word_mark *m = &g->words[next];
            g_string_append_len(out, text + at, (gssize)((gsize)m->offset - at));
            append_stamp(out, "<>", CLAMP(rounded(m->start_us), e->start_us, e->end_us));
            at = (gsize)m->offset;
        }
        g_string_append_len(out, text + at, (gssize)(end - at));
        g_string_append_c(out, '\n');
        at = text[end] ? end + 1 : end;
    }
}

static int compare_entries(const void *a, const void *b)
{
    const entry *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->g < right->g ? -1 : left->g > right->g;
}

// Those with text, in order of time.
static GArray *entries_of(const speech *s, report *r)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(entry));
    int empty = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        entry e = {g, rounded(g->start_us), rounded(g->end_us)};
        e.end_us = MIN(MAX(e.end_us, e.start_us + STEP_US), TIME_MAX);
        e.start_us = MIN(e.start_us, e.end_us - STEP_US);
        if (segment_has_text(g))
            g_array_append_val(entries, e);
        else
            empty++;
    }
    g_array_sort(entries, compare_entries);
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    return entries;
}

gboolean lrc_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    g_autoptr(GArray) entries = entries_of(s, r);
    g_autoptr(cue) scratch = cue_new();
    int overlaps = 0, other = 0;
    append_tags(out, s, r);
    for (guint i = 0; i < entries->len; i++) {
        const entry *e = &g_array_index(entries, entry, i);
        int64_t next_us = i + 1 < entries->len ? e[1].start_us : INT64_MAX;
        for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
            append_text(out, e, side);
        if (e->end_us < next_us) {
            append_stamp(out, "[]", e->end_us);
            g_string_append_c(out, '\n');
        }
        overlaps += e->end_us > next_us;
        other += !cue_finds_again(scratch, e->g);
    }
    if (overlaps)
        report_add(r, 0, _("segments that end where the next one begins now: %d."), overlaps);
    if (other)
        report_add(r, 0, _("texts that will not be read again as they are: %d."), other);
    return TRUE;
}
