// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/ttml_keep.h"

#include <string.h>

#include "format/tag.h"
#include "format/xml_spaces.h"

#define TTML_SPACE "http://www.w3.org/ns/ttml"

// An element that is open.
typedef struct {
    GString *to;          // where it, and what is in it, is written; NULL: nowhere
    const char *name;     // of its tags; NULL: it has none
    gsize start, inside;  // in `to`: where it begins, and what is in it
    guint spaces;         // how many were declared before it
    gboolean block;       // each thing in it has a line of its own
    gboolean pending;     // its start tag has no end yet
    gboolean may_be_bare; // it goes if there is nothing in it
} frame;

// Times of a span, which stand at `at` in the payload.
typedef struct {
    gsize at;
    int64_t base_us, begin_us, end_us; // TIME_NONE: not said; the base: that of the p
} span_times;

struct ttml_keep {
    GStringChunk *names;
    xml_spaces *spaces;
    GHashTable *ids;
    GArray *frames;     // frame
    GArray *times;      // span_times
    int64_t p_begin_us; // of the p that is open
    GString *above, *root, *head, *inside, *before, *payload, *settings, *scratch;
    const char *prefix;            // NULL: there was no root
    const char *tags[TTML_BR + 1]; // names of elements with it; NULL: not written
    gboolean has_head;             // one was begun
    gboolean worth;                // there is more than the writer writes by itself
    gboolean lost;                 // it is no file that can be written again
    gboolean plain;                // the p: its texts give back what is in it
    gboolean says_sides;           // and some of it says its language
};

ttml_keep *ttml_keep_new(void)
{
    ttml_keep *k = g_new0(ttml_keep, 1);
    GString **const strings[] = {&k->above,  &k->root,    &k->head,     &k->inside,
                                 &k->before, &k->payload, &k->settings, &k->scratch};
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
        *strings[i] = g_string_new(NULL);
    k->names = g_string_chunk_new(1024);
    k->spaces = xml_spaces_new();
    k->ids = g_hash_table_new(g_str_hash, g_str_equal);
    k->frames = g_array_new(FALSE, FALSE, sizeof(frame));
    k->times = g_array_new(FALSE, FALSE, sizeof(span_times));
    return k;
}

void ttml_keep_free(ttml_keep *k)
{
    if (!k)
        return;
    GString *const strings[] = {k->above,  k->root,    k->head,     k->inside,
                                k->before, k->payload, k->settings, k->scratch};
    for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
        g_string_free(strings[i], TRUE);
    g_string_chunk_free(k->names);
    xml_spaces_free(k->spaces);
    g_hash_table_unref(k->ids);
    g_array_unref(k->frames);
    g_array_unref(k->times);
    g_free(k);
}

// ---- attributes

typedef enum { OF_OTHERS, OF_ROOT, OF_TIMED, OF_DIV } owner;

static gboolean is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return TRUE;
    return FALSE;
}

// Times are written anew, in media time; a division says by itself that it is a paragraph.
static gboolean is_left_out(const char *name, owner of)
{
    static const char *const times[] = {"begin", "end", "dur", "timeContainer", NULL},
                             *const clocks[] = {"dropMode", "markerMode", "clockMode", "timing",
                                                NULL};
    return (of >= OF_TIMED && is_one_of(name, times)) ||
           (of == OF_ROOT && is_one_of(xml_local_name(name), clocks));
}

// An id that is one, and of nothing before.
static gboolean is_new_id(ttml_keep *k, const char *value)
{
    return xml_is_name(value, strlen(value)) &&
           g_hash_table_add(k->ids, g_string_chunk_insert_const(k->names, value));
}

static gboolean may_keep(ttml_keep *k, const xml_attributes *a, int i, owner of)
{
    const char *name = a->names[i];
    return xml_spaces_allow(k->spaces, a, i) && !is_left_out(name, of) &&
           (strcmp(name, "xml:id") != 0 || is_new_id(k, a->values[i]));
}

// Times by frames and ticks are of a clock that is not kept.
static const char *plain_time(const ttml_clock *c, const char *name, const char *value,
                              char out[TIMECODE_SIZE])
{
    static const char *const times[] = {"begin", "end", "dur", NULL};
    int64_t us;
    if (!c || !is_one_of(name, times))
        return value;
    if (!ttml_time(c, value, &us) || us > TIME_MAX)
        return NULL;
    return timecode_format_cue(out, us, '.');
}

// Whether it says more than which language, or which paragraph.
static gboolean is_worth(const char *name, const char *value, owner of)
{
    if (xml_declared_prefix(name) || g_str_has_prefix(name, "xml:"))
        return FALSE;
    return of != OF_DIV || strcmp(xml_local_name(name), "role") != 0 ||
           strcmp(value, TTML_PARAGRAPH) != 0;
}

// Appends those that are kept. Returns whether any is worth it.
static gboolean append_attributes(ttml_keep *k, const xml_attributes *a, owner of,
                                  const ttml_clock *c, GString *to)
{
    gboolean worth = FALSE;
    for (int i = 0; a->names[i]; i++) {
        char time[TIMECODE_SIZE];
        const char *value = plain_time(c, a->names[i], a->values[i], time);
        if (!value || !may_keep(k, a, i, of))
            continue;
        if (of == OF_ROOT && strcmp(xml_local_name(a->names[i]), "timeBase") == 0)
            value = "media";
        xml_append_attribute(to, a->names[i], value);
        worth |= is_worth(a->names[i], a->values[i], of);
    }
    return worth;
}

// ---- elements

static frame *top(const ttml_keep *k)
{
    return k->frames->len ? &g_array_index(k->frames, frame, k->frames->len - 1) : NULL;
}

// Ends the start tag of the last element, if something comes in it.
static void end_start_tag(ttml_keep *k)
{
    frame *f = top(k);
    if (f && f->pending)
        g_string_append_c(f->to, '>');
    if (f)
        f->pending = FALSE;
}

static void push(ttml_keep *k, GString *to, const char *name, guint spaces)
{
    if (to)
        end_start_tag(k);
    frame f = {.to = to, .name = name, .start = to ? to->len : 0, .spaces = spaces};
    if (to && name) {
        g_string_append_c(to, '<');
        g_string_append(to, name);
    }
    g_array_append_val(k->frames, f);
}

// The namespaces that a file may have forgotten, because its players do.
static void declare_usual(ttml_keep *k)
{
    static const struct {
        const char *prefix, *space;
    } usual[] = {{"ttp", TTML_SPACE "#parameter"},
                 {"ttm", TTML_SPACE "#metadata"},
                 {"tts", TTML_SPACE "#styling"}};
    g_autofree char *own = g_strndup(k->prefix, *k->prefix ? strlen(k->prefix) - 1 : 0);
    if (!xml_spaces_has(k->spaces, own)) {
        g_autofree char *name = *own ? g_strconcat("xmlns:", own, NULL) : g_strdup("xmlns");
        xml_spaces_add(k->spaces, own, TTML_SPACE);
        xml_append_attribute(k->root, name, TTML_SPACE);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(usual); i++) {
        if (xml_spaces_has(k->spaces, usual[i].prefix))
            continue;
        g_autofree char *name = g_strconcat("xmlns:", usual[i].prefix, NULL);
        xml_spaces_add(k->spaces, usual[i].prefix, usual[i].space);
        xml_append_attribute(k->root, name, usual[i].space);
    }
}

static void name_elements(ttml_keep *k)
{
    static const char *const names[] = {[TTML_METADATA] = "metadata",
                                        [TTML_BODY] = "body",
                                        [TTML_DIV] = "div",
                                        [TTML_SPAN] = "span",
                                        [TTML_BR] = "br"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *tag = names[i] ? g_strconcat(k->prefix, names[i], NULL) : NULL;
        k->tags[i] = tag ? g_string_chunk_insert_const(k->names, tag) : NULL;
    }
}

static void start_root(ttml_keep *k, const xml_attributes *a)
{
    const char *local = xml_local_name(a->element);
    gsize length = (gsize)(local - a->element);
    k->lost |= k->prefix || (length && !xml_is_name(a->element, length - 1));
    g_string_truncate(k->root, 0);
    k->prefix = k->lost ? "" : g_string_chunk_insert_len(k->names, a->element, (gssize)length);
    name_elements(k);
    declare_usual(k);
    k->worth |= append_attributes(k, a, OF_ROOT, NULL, k->root);
    if (strcmp(k->root->str, ttml_usual_root) == 0)
        k->worth = k->above->len > 0;
}

static void start_span(ttml_keep *k, const ttml_element *parent, const ttml_element *e)
{
    span_times t = {.at = k->payload->len, .begin_us = TIME_NONE, .end_us = TIME_NONE};
    t.base_us = parent->begin_us == k->p_begin_us ? TIME_NONE : parent->begin_us;
    if (e->has_begin || parent->in_turn)
        t.begin_us = e->begin_us;
    if (e->has_end)
        t.end_us = e->limit_us;
    if (t.begin_us != TIME_NONE || t.end_us != TIME_NONE)
        g_array_append_val(k->times, t);
}

// The start tag of a span or br: whether the texts give it back.
static void add_inner(ttml_keep *k, const ttml_element *e, const xml_attributes *a)
{
    gsize from = k->payload->len;
    append_attributes(k, a, OF_TIMED, NULL, k->payload);
    const char *said = k->payload->str + from;
    gboolean side = e->where == TTML_SPAN && (strcmp(said, " xml:lang=\"zh\"") == 0 ||
                                              strcmp(said, " xml:lang=\"en\"") == 0);
    k->says_sides |= side;
    k->plain &= !*said || side;
}

static void start_p(ttml_keep *k, const ttml_element *e, const xml_attributes *a)
{
    k->p_begin_us = e->begin_us;
    g_string_truncate(k->payload, 0);
    g_string_truncate(k->settings, 0);
    g_array_set_size(k->times, 0);
    k->plain = TRUE;
    k->says_sides = FALSE;
    k->worth |= append_attributes(k, a, OF_TIMED, NULL, k->settings);
}

static void start_block(ttml_keep *k, const ttml_element *e, const xml_attributes *a)
{
    frame *f = top(k);
    gsize from = f->to->len;
    owner of = e->where == TTML_DIV ? OF_DIV : e->where == TTML_BODY ? OF_TIMED : OF_OTHERS;
    gboolean worth = append_attributes(k, a, of, NULL, f->to);
    if (e->where == TTML_BODY && strcmp(f->to->str + from, ttml_usual_body) == 0)
        worth = FALSE;
    k->worth |= worth && f->to == k->before;
    g_string_append(f->to, ">\n");
    f->inside = f->to->len;
    f->block = TRUE;
    f->may_be_bare = e->where == TTML_METADATA;
}

void ttml_keep_start(ttml_keep *k, const ttml_element *parent, const ttml_element *e,
                     const xml_attributes *a)
{
    GString *const to[] = {
        [TTML_TT] = k->before,    [TTML_HEAD] = k->inside, [TTML_METADATA] = k->inside,
        [TTML_TITLE] = k->inside, [TTML_ITEM] = k->inside, [TTML_BODY] = k->before,
        [TTML_DIV] = k->before,   [TTML_P] = k->payload,   [TTML_SPAN] = k->payload,
        [TTML_BR] = k->payload};
    guint spaces = xml_spaces_count(k->spaces);
    xml_spaces_add_all(k->spaces, a);
    if (e->where == TTML_TT)
        start_root(k, a);
    gboolean note = e->where == TTML_TITLE || e->where == TTML_ITEM;
    const char *name = k->tags[e->where];
    if (note && xml_spaces_find(k->spaces, a->element))
        name = g_string_chunk_insert_const(k->names, a->element);
    push(k, note && !name ? NULL : to[e->where], name, spaces);
    frame *f = top(k);
    k->lost |= e->where == TTML_HEAD && k->has_head;
    if (e->where == TTML_HEAD)
        append_attributes(k, a, OF_OTHERS, NULL, k->head);
    k->has_head |= e->where == TTML_HEAD;
    f->block = e->where == TTML_TT || e->where == TTML_HEAD;
    if (e->where == TTML_P)
        start_p(k, e, a);
    else if (e->where == TTML_METADATA || e->where == TTML_BODY || e->where == TTML_DIV)
        start_block(k, e, a);
    else if (e->where == TTML_SPAN || e->where == TTML_BR)
        add_inner(k, e, a);
    else if (name)
        append_attributes(k, a, OF_OTHERS, NULL, f->to);
    if (e->where == TTML_SPAN)
        start_span(k, parent, e);
    f->pending = name && f->to && !f->block;
}

void ttml_keep_other(ttml_keep *k, const ttml_clock *c, const xml_attributes *a, gboolean drop)
{
    guint spaces = xml_spaces_count(k->spaces);
    frame *parent = top(k);
    xml_spaces_add_all(k->spaces, a);
    gboolean good = parent && parent->to && !drop && xml_spaces_find(k->spaces, a->element);
    push(k, good ? parent->to : NULL,
         good ? g_string_chunk_insert_const(k->names, a->element) : NULL, spaces);
    frame *f = top(k);
    if (!good)
        return;
    k->plain = FALSE;
    k->worth |= f->to == k->before;
    append_attributes(k, a, OF_OTHERS, c, f->to);
    f->pending = TRUE;
}

void ttml_keep_end(ttml_keep *k, gboolean drop)
{
    frame f = *top(k);
    g_array_set_size(k->frames, k->frames->len - 1);
    xml_spaces_cut(k->spaces, f.spaces);
    if (!f.to || !f.name)
        return;
    if (drop || (f.may_be_bare && f.to->len == f.inside)) {
        g_string_truncate(f.to, f.start);
        return;
    }
    if (f.pending) {
        g_string_append(f.to, "/>");
    } else {
        g_string_append(f.to, "</");
        g_string_append(f.to, f.name);
        g_string_append_c(f.to, '>');
    }
    if (top(k) && top(k)->block)
        g_string_append_c(f.to, '\n');
}

void ttml_keep_text(ttml_keep *k, const char *text, gsize length)
{
    frame *f = top(k);
    if (!f || !f->to || f->block)
        return;
    end_start_tag(k);
    xml_append_length(f->to, text, length);
}

void ttml_keep_comment(ttml_keep *k, const char *text, gsize length)
{
    frame *f = top(k);
    if (f && !f->to)
        return;
    end_start_tag(k);
    GString *to = f ? f->to : k->prefix ? k->before : k->above;
    g_string_append_len(to, text, (gssize)length);
    if (!f || f->block)
        g_string_append_c(to, '\n');
    k->plain = FALSE;
    k->worth |= to != k->payload;
}

// ---- segments

static int64_t to_ms(int64_t us)
{
    return (MIN(us, TIME_MAX + 1) + 500) / 1000;
}

static void append_time(GString *out, const char *name, int64_t us, int64_t base_us)
{
    char time[TIMECODE_SIZE];
    if (us == TIME_NONE || us > TIME_MAX)
        return;
    int64_t ms = MAX(to_ms(us) - to_ms(base_us), 0);
    g_string_append_printf(out, " %s=\"%s\"", name, timecode_format_cue(time, ms * 1000, '.'));
}

// The payload with the times of its spans.
static const char *timed_payload(ttml_keep *k, int64_t start_us)
{
    if (!k->times->len)
        return k->payload->str;
    gsize at = 0;
    g_string_truncate(k->scratch, 0);
    for (guint i = 0; i < k->times->len; i++) {
        const span_times *t = &g_array_index(k->times, span_times, i);
        int64_t base_us = t->base_us == TIME_NONE ? start_us : t->base_us;
        g_string_append_len(k->scratch, k->payload->str + at, (gssize)(t->at - at));
        at = t->at;
        append_time(k->scratch, "begin", t->begin_us, base_us);
        append_time(k->scratch, "end", t->end_us, base_us);
    }
    g_string_append(k->scratch, k->payload->str + at);
    return k->scratch->str;
}

void ttml_keep_segment(ttml_keep *k, int number, const ttml_element *from, segment *g)
{
    gboolean zh = *g->text[LANGUAGE_ZH], en = *g->text[LANGUAGE_EN];
    int side = zh && en ? TTML_NO_SIDE : zh ? LANGUAGE_ZH : LANGUAGE_EN;
    int said = from->side == CUE_FIND_OUT ? TTML_NO_SIDE : from->side;
    char place[32], *at = place + sizeof place - 6;
    const char digits[] = {' ', (char)('0' + said), ' ', (char)('0' + from->preserve),
                           ' ', (char)('0' + side)};
    memcpy(at, digits, sizeof digits);
    do
        *--at = (char)('0' + number % 10);
    while (number /= 10);
    g_string_prepend_len(k->settings, at, place + sizeof place - at);
    g->settings = k->settings->str;
    g->before = k->before->len ? k->before->str : NULL;
    if (!k->plain || (zh && en) != k->says_sides)
        g->payload = timed_payload(k, g->start_us);
    k->worth |= g->payload != NULL;
}

void ttml_keep_added(ttml_keep *k)
{
    g_string_truncate(k->before, 0);
}

gboolean ttml_keep_finish(ttml_keep *k, speech_builder *out)
{
    while (k->frames->len)
        ttml_keep_end(k, FALSE);
    k->worth |= k->inside->len && strcmp(k->inside->str, ttml_usual_inside) != 0;
    k->worth |= k->head->len > 0;
    if (!k->worth || k->lost || !k->prefix)
        return FALSE;
    const GString *const parts[] = {
        [TTML_KEPT_ROOT] = k->root, [TTML_KEPT_HEAD] = k->head, [TTML_KEPT_INSIDE] = k->inside};
    g_autoptr(GString) header = g_string_new(k->above->str);
    for (int i = TTML_KEPT_PREFIX; i < TTML_KEPT; i++) {
        g_string_append_c(header, TTML_MARK);
        g_string_append(header, i == TTML_KEPT_PREFIX ? k->prefix : parts[i]->str);
    }
    speech_builder_header(out, "ttml", header->str);
    speech_builder_trailer(out, k->before->str);
    return TRUE;
}
