// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/speech.h"

#include <string.h>

#include "base/arena.h"
#include "base/references.h"
#include "base/safe.h"
#include "speech/build.h"

// From `start_us` until the next one's start, `segment` is spoken (-1: none). Overlapping spans are
// flattened into these once, so that a look-up is one binary search.
typedef struct {
    int64_t start_us;
    int segment;
} stretch;

typedef struct {
    const char *key, *value;
} meta;

struct speech {
    references references;
    arena *strings;
    GArray *segments;   // segment
    GArray *paragraphs; // paragraph
    GArray *words;      // word_mark
    GArray *metas;      // meta
    GArray *by_time;    // int: timed segments by start, then reading order
    GArray *rank;       // int: place in by_time of each segment, -1: untimed
    GArray *stretches;  // stretch
    int64_t end_us;
    gboolean has[LANGUAGES];
    const char *verbatim; // the format whose own parts these and the segments' are, or NULL
    const char *header, *trailer;
};

struct speech_builder {
    speech *s;
    paragraph_kind kind;
    gboolean open; // a paragraph that may take segments is the last one
};

const char *language_code(language side)
{
    static const char *const codes[LANGUAGES] = {[LANGUAGE_ZH] = "zh", [LANGUAGE_EN] = "en"};
    return codes[side];
}

gboolean segment_has_text(const segment *g)
{
    return *g->text[LANGUAGE_ZH] || *g->text[LANGUAGE_EN];
}

static speech *speech_new(void)
{
    speech *s = g_new0(speech, 1);
    references_init(&s->references);
    s->strings = arena_new();
    s->segments = g_array_new(FALSE, FALSE, sizeof(segment));
    s->paragraphs = g_array_new(FALSE, FALSE, sizeof(paragraph));
    s->words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    s->metas = g_array_new(FALSE, FALSE, sizeof(meta));
    s->by_time = g_array_new(FALSE, FALSE, sizeof(int));
    s->rank = g_array_new(FALSE, FALSE, sizeof(int));
    s->stretches = g_array_new(FALSE, FALSE, sizeof(stretch));
    s->header = s->trailer = "";
    return s;
}

static void speech_free(speech *s)
{
    arena_free(s->strings);
    g_array_unref(s->segments);
    g_array_unref(s->paragraphs);
    g_array_unref(s->words);
    g_array_unref(s->metas);
    g_array_unref(s->by_time);
    g_array_unref(s->rank);
    g_array_unref(s->stretches);
    g_free(s);
}

speech *speech_ref(speech *s)
{
    references_take(&s->references);
    return s;
}

void speech_unref(speech *s)
{
    if (s && references_drop(&s->references))
        speech_free(s);
}

int speech_segment_count(const speech *s)
{
    return (int)s->segments->len;
}

const segment *speech_segment(const speech *s, int index)
{
    g_assert(index >= 0 && index < (int)s->segments->len);
    return &g_array_index(s->segments, segment, index);
}

int speech_paragraph_count(const speech *s)
{
    return (int)s->paragraphs->len;
}

const paragraph *speech_paragraph(const speech *s, int index)
{
    g_assert(index >= 0 && index < (int)s->paragraphs->len);
    return &g_array_index(s->paragraphs, paragraph, index);
}

gboolean speech_is_timed(const speech *s)
{
    return s->by_time->len > 0;
}

gboolean speech_is_rough(const speech *s)
{
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us != TIME_NONE &&
            (g->confidence < SPEECH_ROUGH || g->confidence > SPEECH_ROUGH))
            return FALSE;
    }
    return speech_is_timed(s);
}

gboolean speech_has_language(const speech *s, language side)
{
    return s->has[side];
}

int64_t speech_end_us(const speech *s)
{
    return s->end_us;
}

// The number of stretches that begin at or before `us`.
static int stretches_until(const speech *s, int64_t us)
{
    int low = 0, high = (int)s->stretches->len;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (g_array_index(s->stretches, stretch, middle).start_us <= us)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int speech_segment_at(const speech *s, int64_t us)
{
    int until = stretches_until(s, us);
    return until ? g_array_index(s->stretches, stretch, until - 1).segment : -1;
}

int64_t speech_next_change(const speech *s, int64_t us)
{
    int until = stretches_until(s, us);
    return until < (int)s->stretches->len ? g_array_index(s->stretches, stretch, until).start_us
                                          : INT64_MAX;
}

static const segment *timed(const speech *s, int rank)
{
    return speech_segment(s, g_array_index(s->by_time, int, rank));
}

int speech_segment_before(const speech *s, int64_t us)
{
    int low = 0, high = (int)s->by_time->len;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (timed(s, middle)->start_us <= us)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? g_array_index(s->by_time, int, low - 1) : -1;
}

int speech_step(const speech *s, int index, int by)
{
    int count = (int)s->by_time->len;
    if (!count)
        return -1;
    int rank = index < 0 ? -1 : g_array_index(s->rank, int, index);
    return g_array_index(s->by_time, int, CLAMP(rank + by, 0, count - 1));
}

gboolean speech_paragraph_span(const speech *s, int index, int64_t *start_us, int64_t *end_us)
{
    const paragraph *p = speech_paragraph(s, index);
    gboolean found = FALSE;
    for (int i = p->first; i < p->first + p->count; i++) {
        const segment *g = speech_segment(s, i);
        if (g->start_us == TIME_NONE)
            continue;
        *start_us = found ? MIN(*start_us, g->start_us) : g->start_us;
        *end_us = found ? MAX(*end_us, g->end_us) : g->end_us;
        found = TRUE;
    }
    return found;
}

const char *speech_meta(const speech *s, const char *key)
{
    for (guint i = 0; i < s->metas->len; i++) {
        const meta *m = &g_array_index(s->metas, meta, i);
        if (strcmp(m->key, key) == 0)
            return m->value;
    }
    return NULL;
}

gboolean speech_meta_at(const speech *s, int index, const char **key, const char **value)
{
    if (index < 0 || index >= (int)s->metas->len)
        return FALSE;
    const meta *m = &g_array_index(s->metas, meta, index);
    *key = m->key;
    *value = m->value;
    return TRUE;
}

int speech_verbatim_count(const speech *s)
{
    int count = *speech_header(s) || *speech_trailer(s);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        // A text as it stood there is worth nothing without tags.
        count += g->settings || g->before || (g->payload && strpbrk(g->payload, "<{"));
    }
    return count;
}

const char *speech_verbatim_format(const speech *s)
{
    return s->verbatim;
}

const char *speech_header(const speech *s)
{
    return s->header;
}

const char *speech_trailer(const speech *s)
{
    return s->trailer;
}

speech_builder *speech_builder_new(void)
{
    speech_builder *b = g_new0(speech_builder, 1);
    b->s = speech_new();
    return b;
}

void speech_builder_free(speech_builder *b)
{
    if (!b)
        return;
    speech_unref(b->s);
    g_free(b);
}

static const char *keep(speech *s, const char *text)
{
    return text ? arena_keep(s->strings, text, strlen(text)) : NULL;
}

static const char *keep_safe(speech *s, const char *text)
{
    if (!text || !*text)
        return "";
    gsize length = strlen(text);
    if (safe_is_clean(text, length))
        return arena_keep(s->strings, text, length);
    g_autofree char *safe = safe_text(text, -1);
    return keep(s, safe);
}

void speech_builder_meta(speech_builder *b, const char *key, const char *value)
{
    for (guint i = 0; i < b->s->metas->len; i++) {
        meta *m = &g_array_index(b->s->metas, meta, i);
        if (strcmp(m->key, key) == 0) {
            m->value = keep_safe(b->s, value);
            return;
        }
    }
    if (b->s->metas->len >= SPEECH_METAS_MAX)
        return;
    meta added = {keep_safe(b->s, key), keep_safe(b->s, value)};
    g_array_append_val(b->s->metas, added);
}

gboolean speech_builder_has_meta(const speech_builder *b, const char *key)
{
    return speech_meta(b->s, key) != NULL;
}

void speech_builder_header(speech_builder *b, const char *name, const char *verbatim)
{
    b->s->verbatim = keep(b->s, name);
    b->s->header = keep(b->s, verbatim);
}

void speech_builder_trailer(speech_builder *b, const char *verbatim)
{
    b->s->trailer = keep(b->s, verbatim);
}

void speech_builder_paragraph(speech_builder *b, paragraph_kind kind)
{
    b->kind = kind;
    b->open = FALSE;
}

static void open_paragraph(speech_builder *b)
{
    if (b->open)
        return;
    paragraph p = {.kind = b->kind, .first = (int)b->s->segments->len};
    g_array_append_val(b->s->paragraphs, p);
    b->open = TRUE;
}

// Makes the texts safe, or copies them as they are if they are already.
static void add_segment(speech_builder *b, const segment *from, gboolean safe)
{
    speech *s = b->s;
    g_assert((from->start_us == TIME_NONE) == (from->end_us == TIME_NONE));
    g_assert(from->start_us == TIME_NONE ||
             (from->start_us >= 0 && from->start_us < from->end_us && from->end_us <= TIME_MAX));
    open_paragraph(b);
    segment copy = *from;
    copy.paragraph = (int)s->paragraphs->len - 1;
    for (int side = 0; side < LANGUAGES; side++) {
        const char *text = from->text[side];
        copy.text[side] = !text || !*text ? "" : safe ? keep(s, text) : keep_safe(s, text);
        s->has[side] |= *copy.text[side] != '\0';
    }
    copy.id = keep(s, from->id);
    copy.settings = keep(s, from->settings);
    copy.payload = keep(s, from->payload);
    copy.before = keep(s, from->before);
    copy.mixed = keep(s, from->mixed);
    // The array may move while it grows: until speech_builder_end() the index stands for the
    // pointer.
    copy.words = NULL;
    if (from->word_count > 0)
        g_array_append_vals(s->words, from->words, (guint)from->word_count);
    g_array_append_val(s->segments, copy);
    g_array_index(s->paragraphs, paragraph, copy.paragraph).count++;
}

void speech_builder_segment(speech_builder *b, const segment *from)
{
    add_segment(b, from, FALSE);
}

void speech_builder_safe_segment(speech_builder *b, const segment *from)
{
    add_segment(b, from, TRUE);
}

int speech_builder_count(const speech_builder *b)
{
    return (int)b->s->segments->len;
}

static int compare_start(const void *a, const void *b, void *data)
{
    const speech *s = data;
    int left = *(const int *)a, right = *(const int *)b;
    int64_t left_us = speech_segment(s, left)->start_us,
            right_us = speech_segment(s, right)->start_us;
    if (left_us != right_us)
        return left_us < right_us ? -1 : 1;
    return left - right;
}

// As nearly all files are.
static gboolean is_sorted(const speech *s)
{
    for (guint i = 1; i < s->by_time->len; i++)
        if (speech_segment(s, g_array_index(s->by_time, int, i - 1))->start_us >
            speech_segment(s, g_array_index(s->by_time, int, i))->start_us)
            return FALSE;
    return TRUE;
}

// In a speech with text, a span without any says nothing: it does not hide what goes on behind it.
static gboolean is_spoken(const speech *s, const segment *g)
{
    gboolean any = s->has[LANGUAGE_ZH] || s->has[LANGUAGE_EN];
    return g->start_us != TIME_NONE && (!any || segment_has_text(g));
}

static void sort_by_time(speech *s)
{
    int count = (int)s->segments->len;
    g_array_set_size(s->rank, (guint)count);
    for (int i = 0; i < count; i++) {
        g_array_index(s->rank, int, i) = -1;
        if (is_spoken(s, speech_segment(s, i)))
            g_array_append_val(s->by_time, i);
    }
    if (!is_sorted(s))
        g_array_sort_with_data(s->by_time, compare_start, s);
    for (int i = 0; i < (int)s->by_time->len; i++)
        g_array_index(s->rank, int, g_array_index(s->by_time, int, i)) = i;
}

// Adds "from `us` on it is `index`"; the last word on a time counts, and repetitions say nothing.
static void add_stretch(speech *s, int64_t us, int index)
{
    guint count = s->stretches->len;
    if (count && g_array_index(s->stretches, stretch, count - 1).start_us == us)
        count--;
    int before = count ? g_array_index(s->stretches, stretch, count - 1).segment : -1;
    g_array_set_size(s->stretches, count);
    if (before == index)
        return;
    stretch added = {us, index};
    g_array_append_val(s->stretches, added);
}

// Ends, in order, the segments on the stack `live` that are over by `us`. What began last is on
// top; one that ends below the top was hidden anyway and is dropped when it is uncovered.
static void end_until(speech *s, GArray *live, int64_t us)
{
    while (live->len) {
        int64_t end_us = speech_segment(s, g_array_index(live, int, live->len - 1))->end_us;
        if (end_us > us)
            return;
        while (live->len &&
               speech_segment(s, g_array_index(live, int, live->len - 1))->end_us <= end_us)
            g_array_set_size(live, live->len - 1);
        add_stretch(s, end_us, live->len ? g_array_index(live, int, live->len - 1) : -1);
    }
}

static void flatten(speech *s)
{
    g_autoptr(GArray) live = g_array_new(FALSE, FALSE, sizeof(int));
    for (int rank = 0; rank < (int)s->by_time->len; rank++) {
        int index = g_array_index(s->by_time, int, rank);
        const segment *g = speech_segment(s, index);
        end_until(s, live, g->start_us);
        g_array_append_val(live, index);
        add_stretch(s, g->start_us, index);
        s->end_us = MAX(s->end_us, g->end_us);
    }
    end_until(s, live, INT64_MAX);
}

static void point_words(speech *s)
{
    guint next = 0;
    for (guint i = 0; i < s->segments->len; i++) {
        segment *g = &g_array_index(s->segments, segment, i);
        if (g->word_count)
            g->words = &g_array_index(s->words, word_mark, next);
        next += (guint)g->word_count;
    }
}

speech *speech_builder_end(speech_builder *b)
{
    speech *s = b->s;
    b->s = speech_new();
    b->open = FALSE;
    b->kind = PARAGRAPH_BODY;
    point_words(s);
    sort_by_time(s);
    flatten(s);
    return s;
}

static int compare_words(const void *a, const void *b)
{
    const word_mark *left = a, *right = b;
    return left->side != right->side ? (int)left->side - (int)right->side
                                     : left->offset - right->offset;
}

void segment_sort_words(GArray *words)
{
    g_array_sort(words, compare_words);
}

void speech_builder_metas(speech_builder *b, const speech *s)
{
    const char *key, *value;
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++)
        if (!speech_builder_has_meta(b, key))
            speech_builder_meta(b, key, value);
}

speech_builder *speech_builder_like(const speech *s)
{
    speech_builder *b = speech_builder_new();
    speech_builder_header(b, speech_verbatim_format(s), speech_header(s));
    speech_builder_trailer(b, speech_trailer(s));
    speech_builder_metas(b, s);
    return b;
}

speech_builder *speech_builder_from(const speech *s, segment_change change, void *data)
{
    speech_builder *b = speech_builder_like(s);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    for (int i = 0; i < speech_segment_count(s); i++) {
        segment g = *speech_segment(s, i);
        const paragraph *p = speech_paragraph(s, g.paragraph);
        if (p->first == i)
            speech_builder_paragraph(b, p->kind);
        g_array_set_size(words, 0);
        if (g.word_count > 0)
            g_array_append_vals(words, g.words, (guint)g.word_count);
        if (change)
            change(data, i, &g, words);
        g.words = (const word_mark *)(void *)words->data;
        g.word_count = (int)words->len;
        speech_builder_safe_segment(b, &g);
    }
    return b;
}

static void move_later(void *data, int index, segment *g, GArray *words)
{
    int64_t us = *(int64_t *)data;
    (void)index;
    if (g->start_us == TIME_NONE || g->end_us > TIME_MAX - us)
        return;
    g->start_us += us;
    g->end_us += us;
    for (guint i = 0; i < words->len; i++)
        g_array_index(words, word_mark, i).start_us += us;
}

speech *speech_later(const speech *s, int64_t us)
{
    if (!us)
        return speech_ref((speech *)s);
    g_autoptr(speech_builder) b = speech_builder_from(s, move_later, &us);
    return speech_builder_end(b);
}
