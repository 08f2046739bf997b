// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/tiers.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "format/cue.h"
#include "format/pair.h"
#include "speech/build.h"
#include "speech/script.h"

#define LAST_US (5 * TIME_SECOND)

struct tiers {
    report *report;
    arena *texts;
    GPtrArray *tiers; // tier *
    guint left_out;   // tiers after TIERS_MAX
    gboolean keep;
    char *roles; // NULL: they are found out
};

static void free_tier(gpointer data)
{
    tier *t = data;
    g_free(t->name);
    g_array_unref(t->spans);
    g_array_unref(t->joined);
    g_free(t);
}

tiers *tiers_new(report *r)
{
    tiers *t = g_new0(tiers, 1);
    t->report = r;
    t->texts = arena_new();
    t->tiers = g_ptr_array_new_with_free_func(free_tier);
    return t;
}

void tiers_free(tiers *t)
{
    if (!t)
        return;
    arena_free(t->texts);
    g_ptr_array_unref(t->tiers);
    g_free(t->roles);
    g_free(t);
}

guint tiers_begin(tiers *t, const char *name, const char *tag, int line)
{
    if (t->tiers->len >= TIERS_MAX) {
        if (!t->left_out++)
            report_add(t->report, line, _("there are more than %d tiers; the rest was skipped."),
                       TIERS_MAX);
        return TIERS_MAX;
    }
    tier *added = g_new0(tier, 1);
    added->name = g_strdup(name);
    added->line = line;
    added->side = tier_side_by_name(name);
    if (added->side < 0 && tag)
        added->side = tier_side_by_name(tag);
    added->declared = added->side >= 0;
    added->most = added->side < 0 ? LANGUAGE_EN : (language)added->side;
    added->spans = g_array_new(FALSE, FALSE, sizeof(tier_span));
    added->joined = g_array_new(FALSE, FALSE, sizeof(tier_joined));
    g_ptr_array_add(t->tiers, added);
    return t->tiers->len - 1;
}

guint tiers_count(const tiers *t)
{
    return t->tiers->len;
}

const tier *tiers_at(const tiers *t, guint index)
{
    return g_ptr_array_index(t->tiers, index);
}

void tiers_fix(tiers *t, guint index)
{
    if (index < t->tiers->len)
        ((tier *)g_ptr_array_index(t->tiers, index))->fixed = TRUE;
}

static void trim(const char **text, gsize *length)
{
    while (*length && g_ascii_isspace(**text)) {
        ++*text;
        --*length;
    }
    while (*length && g_ascii_isspace((*text)[*length - 1]))
        --*length;
}

// Line ends are newlines.
static const char *keep_text(tiers *t, const char *text, gsize length)
{
    if (!memchr(text, '\r', length))
        return arena_keep(t->texts, text, length);
    g_autoptr(GString) plain = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        if (text[i] != '\r')
            g_string_append_c(plain, text[i]);
        else if (i + 1 == length || text[i + 1] != '\n')
            g_string_append_c(plain, '\n');
    }
    return arena_keep(t->texts, plain->str, plain->len);
}

void tiers_add(tiers *t, guint index, int64_t start_us, int64_t end_us, const char *text,
               gsize length, int line)
{
    if (index >= t->tiers->len)
        return;
    tier *to = g_ptr_array_index(t->tiers, index);
    int order = to->items++;
    gboolean point = end_us == TIME_NONE;
    to->points |= point;
    trim(&text, &length);
    if (!length)
        return;
    const char *problem = NULL;
    if (start_us > TIME_MAX || (!point && end_us > TIME_MAX))
        problem = _("the span lies beyond 1000 hours, so it was skipped.");
    else if (!point && end_us <= start_us)
        problem = _("the span ends before it starts, so it was skipped.");
    else if (point ? start_us < 0 : end_us <= 0)
        problem = _("the span lies before the beginning, so it was skipped.");
    if (problem) {
        report_add(t->report, line, "%s", problem);
        return;
    }
    if (start_us < 0) {
        report_add(t->report, line, _("the span starts before the beginning; it starts there."));
        start_us = 0;
    }
    tier_span added = {start_us, end_us, keep_text(t, text, length), line, order};
    g_array_append_val(to->spans, added);
}

// ---- spans in order

int tiers_compare_spans(const void *a, const void *b)
{
    const tier_span *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    if (left->end_us != right->end_us)
        return left->end_us < right->end_us ? -1 : 1;
    return left->order - right->order;
}

static void end_points(GArray *spans)
{
    int64_t next_us = TIME_NONE, now_us = TIME_NONE;
    for (guint i = spans->len; i-- > 0;) {
        tier_span *s = &g_array_index(spans, tier_span, i);
        if (s->start_us != now_us) {
            next_us = now_us;
            now_us = s->start_us;
        }
        if (s->end_us != TIME_NONE)
            continue;
        s->end_us = MIN(next_us == TIME_NONE ? s->start_us + LAST_US : next_us, TIME_MAX);
        s->start_us = MIN(s->start_us, TIME_MAX - 1);
    }
}

static int compare_joined(const void *a, const void *b)
{
    const tier_joined *left = a, *right = b;
    return left->first != right->first ? left->first - right->first : left->order - right->order;
}

// Parts of one span are one text.
static void join_same(tiers *t, tier *of)
{
    g_autoptr(GArray) all = of->spans;
    of->spans = g_array_new(FALSE, FALSE, sizeof(tier_span));
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0, next; i < all->len; i = next) {
        tier_span s = g_array_index(all, tier_span, i);
        g_string_assign(text, s.text);
        for (next = i + 1; next < all->len; next++) {
            const tier_span *n = &g_array_index(all, tier_span, next);
            if (n->start_us != s.start_us || n->end_us != s.end_us)
                break;
            if (script_language(n->text, strlen(n->text)) != LANGUAGE_ZH)
                g_string_append_c(text, ' ');
            g_string_append(text, n->text);
            tier_joined j = {s.order, n->order};
            g_array_append_val(of->joined, j);
        }
        if (next > i + 1)
            s.text = arena_keep(t->texts, text->str, text->len);
        g_array_append_val(of->spans, s);
    }
    g_array_sort(of->joined, compare_joined);
}

// ---- segments

// A span and the tier it is of.
typedef struct {
    tier_span span;
    const tier *of;
    guint tier; // its index
} unit;

typedef struct {
    cue *cue;
    GString *settings;               // NULL: nothing is kept
    GArray *marks;                   // word_mark
    GArray *units[LANGUAGES];        // unit, in order of time
    speech_builder *both;            // spans that are in both languages
    speech_builder *left[LANGUAGES]; // the others
} joiner;

static void say(joiner *j, const unit *u)
{
    const char *text = u->span.text;
    int side = u->of->side >= 0 ? u->of->side : CUE_FIND_OUT;
    gsize from = 0;
    g_array_set_size(j->marks, 0);
    if (u->of->words)
        tier_find_words(&u->span, u->of->words, j->marks);
    for (guint i = 0; i < j->marks->len; i++) {
        const word_mark *m = &g_array_index(j->marks, word_mark, i);
        cue_say(j->cue, side, text + from, (gsize)m->offset - from);
        cue_mark(j->cue, side, m->start_us);
        from = (gsize)m->offset;
    }
    cue_say(j->cue, side, text + from, strlen(text + from));
}

static void say_where(joiner *j, const unit *u)
{
    if (j->settings->len)
        g_string_append_c(j->settings, PAIR_MARK);
    g_string_append_printf(j->settings, "%u.%d", u->tier, u->span.order);
}

static void add(joiner *j, const unit *one, const unit *other, speech_builder *out)
{
    segment g = {.start_us = one->span.start_us, .end_us = one->span.end_us, .confidence = -1};
    cue_clear(j->cue);
    say(j, one);
    if (other)
        say(j, other);
    cue_finish(j->cue, &g);
    if (j->settings) {
        g_string_truncate(j->settings, 0);
        say_where(j, one);
        if (other)
            say_where(j, other);
        g.settings = j->settings->str;
    }
    speech_builder_paragraph(out, PARAGRAPH_BODY);
    speech_builder_safe_segment(out, &g);
}

static int compare_units(const void *a, const void *b)
{
    return tiers_compare_spans(&((const unit *)a)->span, &((const unit *)b)->span);
}

static void take_units(const tiers *t, joiner *j)
{
    for (guint i = 0; i < t->tiers->len; i++) {
        const tier *of = g_ptr_array_index(t->tiers, i);
        for (guint k = 0; of->is_text && k < of->spans->len; k++) {
            unit u = {g_array_index(of->spans, tier_span, k), of, i};
            g_array_append_val(j->units[of->most], u);
        }
    }
    for (int side = 0; side < LANGUAGES; side++)
        g_array_sort(j->units[side], compare_units);
}

static int compare_times(const tier_span *a, const tier_span *b)
{
    if (a->start_us != b->start_us)
        return a->start_us < b->start_us ? -1 : 1;
    return a->end_us < b->end_us ? -1 : a->end_us > b->end_us;
}

static void join_units(joiner *j)
{
    const GArray *zh = j->units[LANGUAGE_ZH], *en = j->units[LANGUAGE_EN];
    guint i = 0, k = 0;
    while (i < zh->len || k < en->len) {
        const unit *left = i < zh->len ? &g_array_index(zh, unit, i) : NULL;
        const unit *right = k < en->len ? &g_array_index(en, unit, k) : NULL;
        int order = !left ? 1 : !right ? -1 : compare_times(&left->span, &right->span);
        if (order == 0)
            add(j, left, right, j->both);
        else
            add(j, order < 0 ? left : right, NULL, j->left[order < 0 ? LANGUAGE_ZH : LANGUAGE_EN]);
        i += order <= 0;
        k += order >= 0;
    }
}

// Puts two speeches, both in order of time, into one.
static void merge(const speech *one, const speech *other, speech_builder *out)
{
    int i = 0, k = 0, ends = speech_segment_count(one), other_ends = speech_segment_count(other);
    while (i < ends || k < other_ends) {
        const segment *left = i < ends ? speech_segment(one, i) : NULL;
        const segment *right = k < other_ends ? speech_segment(other, k) : NULL;
        gboolean first = left && (!right || left->start_us <= right->start_us);
        speech_builder_paragraph(out, PARAGRAPH_BODY);
        speech_builder_safe_segment(out, first ? left : right);
        i += first;
        k += !first;
    }
}

static void build(const tiers *t, speech_builder *out)
{
    g_autoptr(GString) settings = t->keep ? g_string_new(NULL) : NULL;
    joiner j = {.cue = cue_new(),
                .settings = settings,
                .marks = g_array_new(FALSE, FALSE, sizeof(word_mark))};
    for (int side = 0; side < LANGUAGES; side++) {
        j.units[side] = g_array_new(FALSE, FALSE, sizeof(unit));
        j.left[side] = speech_builder_new();
    }
    j.both = speech_builder_new();
    take_units(t, &j);
    join_units(&j);
    g_autoptr(speech) both = speech_builder_end(j.both);
    g_autoptr(speech) zh = speech_builder_end(j.left[LANGUAGE_ZH]);
    g_autoptr(speech) en = speech_builder_end(j.left[LANGUAGE_EN]);
    g_autoptr(speech) joined = pair_tracks_by_time(zh, en);
    merge(both, joined, out);
    for (int side = 0; side < LANGUAGES; side++) {
        g_array_unref(j.units[side]);
        speech_builder_free(j.left[side]);
    }
    speech_builder_free(j.both);
    g_array_unref(j.marks);
    cue_free(j.cue);
}

void tiers_keep(tiers *t)
{
    t->keep = TRUE;
}

tiers *tiers_new_again(const speech *s)
{
    tiers *t = tiers_new(NULL);
    t->keep = TRUE;
    t->roles = g_strdup(speech_trailer(s));
    return t;
}

void tiers_keep_file(const tiers *t, speech_builder *out, const char *name, const char *file)
{
    if (!t->keep)
        return;
    g_autofree char *roles = tiers_say_roles(t->tiers);
    speech_builder_header(out, name, file);
    speech_builder_trailer(out, roles);
}

// Whether tiers_of() gives such tiers, in this order.
static gboolean are_usual(const tiers *t)
{
    int last = -1;
    for (guint i = 0; i < t->tiers->len; i++) {
        const tier *of = g_ptr_array_index(t->tiers, i);
        int place = tier_usual_place(of->name);
        if (place <= last || of->points || !(of->is_text || of->is_times))
            return FALSE;
        last = place;
    }
    return !t->left_out;
}

gboolean tiers_end(tiers *t, speech_builder *out)
{
    for (guint i = 0; i < t->tiers->len; i++) {
        tier *of = g_ptr_array_index(t->tiers, i);
        g_array_sort(of->spans, tiers_compare_spans);
        end_points(of->spans);
        join_same(t, of);
    }
    if (t->roles)
        tiers_take_roles(t->tiers, t->roles);
    else
        tiers_find_roles(t->tiers);
    for (guint i = 0; i < t->tiers->len; i++) {
        const tier *of = g_ptr_array_index(t->tiers, i);
        if (!of->is_text && !of->is_times && of->spans->len)
            report_add(t->report, of->line, _("the tier “%s” was not used."), of->name);
    }
    t->keep |= !are_usual(t);
    build(t, out);
    return speech_builder_count(out) > 0;
}
