// SPDX-License-Identifier: GPL-3.0-or-later
// ELAN's annotations, EAF: tiers of annotations whose ends are time slots. Slots without a time lie
// evenly between those that have one. Annotations that refer to another have its time. What is the
// speech in the tiers is found by tiers.h. The first recording named is the speech's, by its bare
// name, and its origin counts. Files need not be valid.
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/eaf.h"
#include "format/readers.h"
#include "format/xml.h"

typedef enum { ALIGNED, REFERS, RESOLVING, UNKNOWN } annotation_state;

typedef struct {
    guint tier;
    int line;
    annotation_state state;
    int slots[2]; // of an aligned one; -1: there is none
    const char *id, *refers_to;
    gsize text, length; // in `texts`
    int64_t start_us, end_us;
} annotation;

typedef struct {
    report *report;
    arena *strings;
    GArray *slots;       // int64_t, TIME_NONE: without a time
    GHashTable *slot_of; // id -> index + 1
    GArray *annotations;
    GString *texts, *property;
    char *key;         // of the property being read
    gboolean in_value; // of an annotation
    gboolean any_refers;
    eaf_facts *facts;
    char *audio;
    int media;               // descriptors of media so far
    gboolean audio_is_sound; // not a video
    guint tier;
    int line;
    tiers *to;
    speech_builder *out;
} reader;

int eaf_probe(const char *head)
{
    return xml_root_is(head, "ANNOTATION_DOCUMENT") ? 90 : 0;
}

static gboolean read_integer(const char *text, int64_t *value)
{
    char *end = NULL;
    *value = text ? g_ascii_strtoll(text, &end, 10) : 0;
    return text && end != text && !*end;
}

static const char *keep(reader *r, const char *text)
{
    return text ? arena_keep(r->strings, text, strlen(text)) : NULL;
}

// The origin is not known yet.
static int64_t us_of(const eaf_facts *facts, int64_t value)
{
    int64_t unit_us = facts->unit_us;
    return CLAMP(value, -TIME_MAX / unit_us, 2 * (TIME_MAX / unit_us)) * unit_us;
}

int64_t eaf_time_of(const eaf_facts *facts, int64_t value)
{
    return us_of(facts, value) + facts->origin_us;
}

int64_t eaf_value_of(const eaf_facts *facts, int64_t us)
{
    return MAX(us - facts->origin_us + facts->unit_us / 2, 0) / facts->unit_us;
}

static void add_slot(reader *r, const xml_attributes *a)
{
    const char *id = xml_attribute(a, "TIME_SLOT_ID"), *value = xml_attribute(a, "TIME_VALUE");
    int64_t units, us = TIME_NONE;
    if (!id)
        return;
    if (read_integer(value, &units))
        us = us_of(r->facts, units);
    else if (value)
        report_add(r->report, r->line,
                   _("the time cannot be read; it was put between the others."));
    g_array_append_val(r->slots, us);
    g_hash_table_insert(r->slot_of, (gpointer)keep(r, id), GUINT_TO_POINTER(r->slots->len));
}

static int find_slot(const reader *r, const char *id)
{
    return id ? (int)GPOINTER_TO_UINT(g_hash_table_lookup(r->slot_of, id)) - 1 : -1;
}

static void begin_annotation(reader *r, const xml_attributes *a, gboolean refers)
{
    annotation added = {.tier = r->tier,
                        .line = r->line,
                        .state = refers ? REFERS : ALIGNED,
                        .id = keep(r, xml_attribute(a, "ANNOTATION_ID")),
                        .text = r->texts->len,
                        .slots = {-1, -1},
                        .start_us = TIME_NONE,
                        .end_us = TIME_NONE};
    if (refers)
        added.refers_to = keep(r, xml_attribute(a, "ANNOTATION_REF"));
    for (int i = 0; !refers && i < 2; i++)
        added.slots[i] = find_slot(r, xml_attribute(a, i ? "TIME_SLOT_REF2" : "TIME_SLOT_REF1"));
    r->any_refers |= refers;
    if (refers)
        tiers_fix(r->to, r->tier);
    g_array_append_val(r->annotations, added);
}

// The bare name of the file that a URL names; NULL: it names none. Free with g_free().
static char *name_of(const char *url)
{
    const char *slash = strrchr(url, '/'), *back = strrchr(url, '\\');
    const char *last = MAX(slash, back);
    char *name = g_uri_unescape_string(last ? last + 1 : url, "/");
    gboolean good = name && *name && g_utf8_validate(name, -1, NULL) && strcmp(name, "..") != 0;
    for (const char *p = name; good && *p; p++)
        good = !g_ascii_iscntrl(*p) && *p != '\\';
    if (!good)
        g_clear_pointer(&name, g_free);
    return name;
}

static void add_media(reader *r, const xml_attributes *a)
{
    const char *mime = xml_attribute(a, "MIME_TYPE"), *url = xml_attribute(a, "RELATIVE_MEDIA_URL");
    gboolean sound = mime && g_str_has_prefix(mime, "audio/");
    if (!url || !*url)
        url = xml_attribute(a, "MEDIA_URL");
    char *name = url ? name_of(url) : NULL;
    int number = r->media++;
    if (!name || (r->audio && (r->audio_is_sound || !sound))) {
        g_free(name);
        return;
    }
    g_free(r->audio);
    r->audio = name;
    r->audio_is_sound = sound;
    r->facts->media = number;
    int64_t ms;
    r->facts->origin_us = 0;
    if (read_integer(xml_attribute(a, "TIME_ORIGIN"), &ms))
        r->facts->origin_us = CLAMP(ms, -TIME_MAX / 1000, TIME_MAX / 1000) * 1000;
}

static void begin_header(reader *r, const xml_attributes *a)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = {{"milliseconds", 1000}, {"PAL-frames", 40000}, {"NTSC-frames", 33367}};
    const char *name = xml_attribute(a, "TIME_UNITS");
    for (gsize i = 0; name && i < G_N_ELEMENTS(units); i++)
        if (strcmp(name, units[i].name) == 0)
            r->facts->unit_us = units[i].us;
}

// What ELAN itself keeps in properties is its own business.
gboolean eaf_is_meta(const char *key)
{
    if (strcmp(key, "URN") == 0 || strcmp(key, "lastUsedAnnotationId") == 0 ||
        strcmp(key, "audio") == 0)
        return FALSE;
    for (const char *p = key; *p; p++)
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
            return FALSE;
    return *key != '\0';
}

static void begin_property(reader *r, const xml_attributes *a)
{
    const char *key = xml_attribute(a, "NAME");
    g_clear_pointer(&r->key, g_free);
    g_string_truncate(r->property, 0);
    if (key && eaf_is_meta(key))
        r->key = g_strdup(key);
}

static void begin_tier(reader *r, const xml_attributes *a)
{
    const char *name = xml_attribute(a, "TIER_ID");
    r->tier = tiers_begin(r->to, name ? name : "", xml_attribute(a, "LANG_REF"), r->line);
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    reader *r = data;
    if (strcmp(element, "ALIGNABLE_ANNOTATION") == 0 || strcmp(element, "REF_ANNOTATION") == 0)
        begin_annotation(r, a, *element == 'R');
    else if (strcmp(element, "ANNOTATION_VALUE") == 0)
        r->in_value = r->annotations->len > 0;
    else if (strcmp(element, "TIME_SLOT") == 0)
        add_slot(r, a);
    else if (strcmp(element, "TIER") == 0)
        begin_tier(r, a);
    else if (strcmp(element, "MEDIA_DESCRIPTOR") == 0)
        add_media(r, a);
    else if (strcmp(element, "HEADER") == 0)
        begin_header(r, a);
    else if (strcmp(element, "PROPERTY") == 0)
        begin_property(r, a);
}

static void end(void *data, const char *element)
{
    reader *r = data;
    if (strcmp(element, "ANNOTATION_VALUE") == 0) {
        r->in_value = FALSE;
    } else if (r->key && strcmp(element, "PROPERTY") == 0) {
        g_strdelimit(g_strstrip(r->property->str), "\r\n", ' ');
        if (*r->property->str)
            speech_builder_meta(r->out, r->key, r->property->str);
        g_clear_pointer(&r->key, g_free);
    }
}

static void text(void *data, const char *from, gsize length)
{
    reader *r = data;
    if (r->key)
        g_string_append_len(r->property, from, (gssize)length);
    if (!r->in_value)
        return;
    annotation *a = &g_array_index(r->annotations, annotation, r->annotations->len - 1);
    g_string_append_len(r->texts, from, (gssize)length);
    a->length = r->texts->len - a->text;
}

// ---- slots without a time

// Slots in a row without a time, behind one with a time.
typedef struct {
    GArray *slots; // waiting
    int64_t from_us;
    int steps;
} chain;

typedef struct {
    int slot, step;
} waiting;

static int64_t *slot_us(const reader *r, int slot)
{
    return &g_array_index(r->slots, int64_t, slot);
}

static void chain_wait(chain *c, int slot, int step)
{
    waiting w = {slot, step};
    g_array_append_val(c->slots, w);
    c->steps = step;
}

// A time is reached: those that wait lie evenly before it.
static void chain_reach(const reader *r, chain *c, int64_t us)
{
    for (guint i = 0; us > c->from_us && i < c->slots->len; i++) {
        const waiting *w = &g_array_index(c->slots, waiting, i);
        *slot_us(r, w->slot) = c->from_us + (us - c->from_us) / (c->steps + 1) * w->step;
    }
    g_array_set_size(c->slots, 0);
    c->from_us = us;
    c->steps = 0;
}

// Annotations that follow one another share their time.
static void follow(const reader *r, chain *c, const annotation *a)
{
    int first = a->slots[0], second = a->slots[1];
    if (*slot_us(r, first) != TIME_NONE) {
        g_array_set_size(c->slots, 0);
        chain_reach(r, c, *slot_us(r, first));
    } else if (!c->slots->len) {
        return;
    } else if (g_array_index(c->slots, waiting, c->slots->len - 1).slot != first) {
        chain_wait(c, first, c->steps);
    }
    if (*slot_us(r, second) != TIME_NONE)
        chain_reach(r, c, *slot_us(r, second));
    else
        chain_wait(c, second, c->steps + 1);
}

static void fill_slots(const reader *r)
{
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(waiting));
    chain c = {slots, TIME_NONE, 0};
    guint of_tier = G_MAXUINT;
    for (guint i = 0; i < r->annotations->len; i++) {
        const annotation *a = &g_array_index(r->annotations, annotation, i);
        if (a->tier != of_tier) {
            g_array_set_size(slots, 0);
            c = (chain){slots, TIME_NONE, 0};
            of_tier = a->tier;
        }
        if (a->slots[0] >= 0 && a->slots[1] >= 0)
            follow(r, &c, a);
    }
    // The others lie between their neighbours in the list.
    g_array_set_size(slots, 0);
    c = (chain){slots, 0, 0};
    for (int i = 0; i < (int)r->slots->len; i++) {
        if (*slot_us(r, i) != TIME_NONE)
            chain_reach(r, &c, *slot_us(r, i));
        else
            chain_wait(&c, i, c.steps + 1);
    }
}

// ---- annotations that refer to others

// Gives those in `path` the time of what they refer to in the end.
static void resolve(GArray *path, const annotation *known)
{
    for (guint i = 0; i < path->len; i++) {
        annotation *a = g_array_index(path, annotation *, i);
        gboolean good = known && known->state == ALIGNED;
        a->state = good ? ALIGNED : UNKNOWN;
        if (good) {
            a->start_us = known->start_us;
            a->end_us = known->end_us;
        }
    }
    g_array_set_size(path, 0);
}

static void resolve_all(const reader *r)
{
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) path = g_array_new(FALSE, FALSE, sizeof(annotation *));
    for (guint i = 0; i < r->annotations->len; i++) {
        annotation *a = &g_array_index(r->annotations, annotation, i);
        if (a->id)
            g_hash_table_insert(by_id, (gpointer)a->id, a);
    }
    for (guint i = 0; i < r->annotations->len; i++) {
        annotation *a = &g_array_index(r->annotations, annotation, i);
        while (a && a->state == REFERS) {
            a->state = RESOLVING;
            g_array_append_val(path, a);
            a = a->refers_to ? g_hash_table_lookup(by_id, a->refers_to) : NULL;
        }
        resolve(path, a);
    }
}

static void add_all(reader *r)
{
    fill_slots(r);
    for (guint i = 0; i < r->annotations->len; i++) {
        annotation *a = &g_array_index(r->annotations, annotation, i);
        if (a->slots[0] < 0 || a->slots[1] < 0)
            continue;
        a->start_us = *slot_us(r, a->slots[0]);
        a->end_us = *slot_us(r, a->slots[1]);
    }
    if (r->any_refers)
        resolve_all(r);
    for (guint i = 0; i < r->annotations->len; i++) {
        const annotation *a = &g_array_index(r->annotations, annotation, i);
        int64_t origin_us = r->facts->origin_us;
        gboolean timed = a->start_us != TIME_NONE && a->end_us != TIME_NONE;
        if (!timed)
            report_add(r->report, a->line, _("there are no times here, so it was skipped."));
        // It is counted all the same.
        tiers_add(r->to, a->tier, timed ? a->start_us + origin_us : 0,
                  timed ? a->end_us + origin_us : 0, r->texts->str + a->text, timed ? a->length : 0,
                  a->line);
    }
}

gboolean eaf_tiers(const char *from, gsize size, tiers *to, report *messages, speech_builder *out,
                   eaf_facts *facts)
{
    static const xml_handler handler = {.start = start, .end = end, .text = text};
    g_autoptr(arena) strings = arena_new();
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) annotations = g_array_new(FALSE, FALSE, sizeof(annotation));
    g_autoptr(GHashTable) slot_of = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GString) texts = g_string_new(NULL), property = g_string_new(NULL);
    *facts = (eaf_facts){.unit_us = 1000, .media = -1};
    reader r = {.report = messages,
                .strings = strings,
                .slots = slots,
                .slot_of = slot_of,
                .annotations = annotations,
                .texts = texts,
                .property = property,
                .facts = facts,
                .tier = G_MAXUINT,
                .to = to,
                .out = out};
    xml_read(from, size, &handler, &r, &r.line, messages);
    add_all(&r);
    if (r.audio)
        speech_builder_meta(out, "audio", r.audio);
    g_free(r.audio);
    g_free(r.key);
    return tiers_end(to, out);
}

speech *eaf_read(const char *from, gsize size, report *r, GError **error)
{
    g_autoptr(tiers) to = tiers_new(r);
    g_autoptr(speech_builder) out = speech_builder_new();
    eaf_facts facts;
    if (!g_str_has_prefix(from, eaf_usual_head))
        tiers_keep(to);
    if (eaf_tiers(from, size, to, r, out, &facts)) {
        tiers_keep_file(to, out, "eaf", from);
        return speech_builder_end(out);
    }
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text in its tiers."));
    return NULL;
}
