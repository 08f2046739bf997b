// SPDX-License-Identifier: GPL-3.0-or-later
// The times that programs for meetings and recordings write between what was said.
#include "base/i18n.h"
#include "format/transcript.h"
#include "format/transcript_margin.h"

// How long the last paragraph is at least, and at most.
#define LAST_LEAST_US (1 * TIME_SECOND)
#define LAST_MOST_US  (300 * TIME_SECOND)

// By number of a line the time that stood before it.
static GHashTable *times_by_line(const GArray *said)
{
    GHashTable *times = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    for (guint i = 0; i < said->len; i++) {
        const text_line *t = &g_array_index(said, text_line, i);
        if (t->us != TIME_NONE)
            g_hash_table_insert(times, GINT_TO_POINTER(t->text.number),
                                g_memdup2(&t->us, sizeof t->us));
    }
    return times;
}

// The first of the times before the first line of a bead in each language.
static int64_t time_of(const bead *b, const GArray *const of[LANGUAGES], const GArray *all,
                       GHashTable *times)
{
    int64_t found_us = TIME_NONE;
    for (int side = 0; side < LANGUAGES; side++) {
        if (!b->count[side])
            continue;
        const unit *u = &g_array_index(of[side], unit, b->first[side]);
        const int64_t *us =
            g_hash_table_lookup(times, GINT_TO_POINTER(g_array_index(all, line, u->first).number));
        if (us)
            found_us = found_us == TIME_NONE ? *us : MIN(found_us, *us);
    }
    return found_us;
}

static gsize bytes_of(const bead *b, const GArray *const of[LANGUAGES], const GArray *all)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int side = 0; side < LANGUAGES; side++)
        for (int i = 0; i < b->count[side]; i++)
            unit_text(&g_array_index(of[side], unit, b->first[side] + i), all, text);
    return text->len;
}

// Sets when each ends. `bytes`: how long the texts are, up to each.
static void end_spans(GArray *spans, const GArray *bytes)
{
    guint last = spans->len - 1;
    transcript_span *s = &g_array_index(spans, transcript_span, 0);
    for (guint i = 0; i < last; i++)
        s[i].end_us = s[i + 1].start_us;
    gsize before = last ? g_array_index(bytes, gsize, last - 1) : 0;
    double share = (double)(g_array_index(bytes, gsize, last) - before) / (double)MAX(before, 1);
    double guessed = share * (double)(s[last].start_us - s[0].start_us);
    s[last].end_us =
        s[last].start_us + (int64_t)CLAMP(guessed, (double)LAST_LEAST_US, (double)LAST_MOST_US);
}

GArray *transcript_times(const GArray *said, const GArray *const of[LANGUAGES], const GArray *all,
                         const GArray *beads, guint first, report *r)
{
    g_autoptr(GHashTable) times = times_by_line(said);
    g_autoptr(GArray) bytes = g_array_new(FALSE, FALSE, sizeof(gsize));
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(transcript_span));
    gboolean good = TRUE;
    int64_t before_us = -1;
    gsize sum = 0;
    for (guint i = first; i < beads->len; i++) {
        const bead *b = &g_array_index(beads, bead, i);
        transcript_span s = {time_of(b, of, all, times), TIME_NONE};
        good = good && s.start_us > before_us && s.start_us <= TIME_MAX - LAST_MOST_US;
        before_us = s.start_us;
        sum += bytes_of(b, of, all);
        g_array_append_val(spans, s);
        g_array_append_val(bytes, sum);
    }
    if (good && spans->len > 1) {
        end_spans(spans, bytes);
        report_add(r, 0,
                   _("the times of the transcript are used: each paragraph lasts until the next "
                     "one, the last one as long as its text lets expect."));
        return spans;
    }
    for (guint i = 0; i < spans->len; i++)
        g_array_index(spans, transcript_span, i) = (transcript_span){TIME_NONE, TIME_NONE};
    return spans;
}
