// SPDX-License-Identifier: GPL-3.0-or-later
// A speech written back into the EAF that it was read from: all that is in the file stays, with its
// ids. An annotation whose times were changed gets time slots of its own. One that is gone, but is
// referred to by others, stays without a text.
#include <string.h>

#include "format/eaf.h"
#include "format/eaf_attributes.h"
#include "format/eaf_survey.h"
#include "format/tiers_back.h"
#include "format/xml_copy.h"

// A new time slot.
typedef struct {
    int64_t us;
    guint64 number; // 0 …: in the order of changes, new spans, and new tiers
} slot;

typedef struct {
    const speech *was, *now;
    const tiers *tiers;
    const tiers_changes *changes;
    const eaf_facts *facts;
    eaf_survey survey;
    xml_copy *copy;
    GString *file, *annotation, *out; // out: which of the two is written to
    eaf_place place;
    guint64 *first_slot;       // of the changes of each tier; its new spans have those behind them
    guint64 added_slots;       // of the first new tier
    GArray *slots;             // slot, in order of time
    guint next_slot;           // to be written
    guint64 annotations;       // new ones so far
    char last_id[32];          // of annotations, once all are written; "": there are no new ones
    int media;                 // descriptors of media so far
    int depth;                 // elements that are open
    int silent;                // the depth of the one that nothing of is copied; 0: there is none
    gboolean dropped;          // and it is not there itself
    int wrapper;               // the depth of the outermost ANNOTATION that is open; 0: none is
    gboolean holds, drops;     // something in it was copied, was not
    const tier_change *change; // of the annotation that is open
    gboolean told;             // new tiers were written
} writer;

// What became of an element.
typedef enum {
    COPIED,
    LEFT_OUT,
    SAID, // its content, too
} outcome;

// ---- time slots

static int compare_slots(const void *a, const void *b)
{
    const slot *left = a, *right = b;
    if (left->us != right->us)
        return left->us < right->us ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

static void add_slots(const writer *w, guint64 number, const written_span *s)
{
    slot ends[] = {{s->start_us, number}, {s->end_us, number + 1}};
    g_array_append_vals(w->slots, ends, 2);
}

static guint64 number_slots(const writer *w)
{
    const tiers_changes *c = w->changes;
    guint64 number = 0;
    for (guint i = 0; i < c->count; i++) {
        w->first_slot[i] = number;
        for (guint k = 0; k < c->of[i].changes->len; k++, number += 2) {
            const tier_change *change = &g_array_index(c->of[i].changes, tier_change, k);
            if (change->moved && !tiers_at(w->tiers, i)->fixed)
                add_slots(w, number, &change->now);
        }
        for (guint k = 0; k < c->of[i].added->len; k++, number += 2)
            add_slots(w, number, &g_array_index(c->of[i].added, written_span, k));
    }
    guint64 first = number;
    for (guint i = 0; i < c->tiers->len; i++) {
        const written_tier *t = g_ptr_array_index(c->tiers, i);
        for (guint k = 0; k < t->spans->len; k++, number += 2)
            add_slots(w, number, &g_array_index(t->spans, written_span, k));
    }
    g_array_sort(w->slots, compare_slots);
    return first;
}

static guint64 slot_id(const writer *w, guint64 number)
{
    return w->survey.last_slot + 1 + number;
}

// Those that come before a slot of this value.
static void append_slots(writer *w, int64_t before)
{
    for (; w->next_slot < w->slots->len; w->next_slot++) {
        const slot *s = &g_array_index(w->slots, slot, w->next_slot);
        int64_t value = eaf_value_of(w->facts, s->us);
        if (value >= before)
            break;
        eaf_append_slot(w->out, slot_id(w, s->number), value);
    }
}

// ---- what is new

static void append_annotation(writer *w, guint64 number, const written_span *s)
{
    eaf_append_annotation(w->out, w->survey.last_annotation + ++w->annotations, slot_id(w, number),
                          slot_id(w, number + 1), s);
}

static void end_tier(writer *w)
{
    guint of = w->place.tiers - 1;
    if (of >= w->changes->count)
        return;
    const tier_changes *c = &w->changes->of[of];
    guint64 number = w->first_slot[of] + 2 * (guint64)c->changes->len;
    if (c->added->len)
        xml_copy_raw(w->copy, "\n");
    for (guint i = 0; i < c->added->len; i++)
        append_annotation(w, number + 2 * (guint64)i, &g_array_index(c->added, written_span, i));
}

static void append_tiers(writer *w)
{
    guint64 number = w->added_slots;
    if (w->told || !w->changes->tiers->len)
        return;
    w->told = TRUE;
    xml_copy_raw(w->copy, "\n");
    for (guint i = 0; i < w->changes->tiers->len; i++) {
        const written_tier *t = g_ptr_array_index(w->changes->tiers, i);
        g_string_append_printf(
            w->out, "    <TIER LINGUISTIC_TYPE_REF=\"" EAF_TYPE "\" TIER_ID=\"%s\">\n", t->name);
        for (guint k = 0; k < t->spans->len; k++, number += 2)
            append_annotation(w, number, &g_array_index(t->spans, written_span, k));
        g_string_append(w->out, "    </TIER>\n");
    }
    if (!w->survey.has_type)
        g_string_append(w->out, "    <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" "
                                "LINGUISTIC_TYPE_ID=\"" EAF_TYPE "\" TIME_ALIGNABLE=\"true\"/>\n");
}

// ---- elements

static outcome copy(writer *w, const xml_attributes *a)
{
    xml_copy_start(w->copy, a);
    return COPIED;
}

static outcome copy_start(const writer *w, const xml_attributes *from, eaf_attributes *a)
{
    eaf_attributes_start(a, from, w->copy);
    return COPIED;
}

static outcome say(const writer *w, const char *text)
{
    xml_copy_text(w->copy, text, strlen(text));
    return SAID;
}

// A recording that the file did not name comes first.
static outcome start_header(writer *w, const xml_attributes *a)
{
    const char *audio = speech_meta(w->now, "audio");
    copy(w, a);
    if (!audio || w->facts->media >= 0)
        return COPIED;
    xml_copy_raw(w->copy, "\n        ");
    eaf_append_media(w->out, audio);
    return COPIED;
}

static void end_header(writer *w)
{
    const char *key, *value;
    xml_copy_raw(w->copy, "");
    for (int i = 0; speech_meta_at(w->now, i, &key, &value); i++)
        if (strcmp(key, "audio") != 0 && !speech_meta(w->was, key))
            eaf_append_property(w->out, key, value);
}

static outcome start_media(writer *w, const xml_attributes *from)
{
    const char *audio = speech_meta(w->now, "audio");
    gboolean other = audio && g_strcmp0(audio, speech_meta(w->was, "audio")) != 0;
    eaf_attributes a;
    eaf_attributes_copy(&a, from, NULL);
    g_autofree char *url = other ? eaf_url_of(audio) : NULL;
    if (other && w->media++ == w->facts->media) {
        eaf_attributes_set(&a, "MEDIA_URL", url);
        eaf_attributes_set(&a, "RELATIVE_MEDIA_URL", url);
        eaf_attributes_set(&a, "MIME_TYPE", eaf_mime_of(audio));
    }
    return copy_start(w, from, &a);
}

static outcome start_property(writer *w, const xml_attributes *a)
{
    const char *key = xml_attribute(a, "NAME");
    const char *was = key && eaf_is_meta(key) ? speech_meta(w->was, key) : NULL;
    const char *now = was ? speech_meta(w->now, key) : NULL;
    if (was && !now)
        return LEFT_OUT;
    copy(w, a);
    if (was && strcmp(was, now) != 0)
        return say(w, now);
    if (*w->last_id && g_strcmp0(key, EAF_LAST_ID) == 0)
        return say(w, w->last_id);
    return COPIED;
}

static outcome start_slot(writer *w, const xml_attributes *a)
{
    const char *value = xml_attribute(a, "TIME_VALUE");
    xml_copy_raw(w->copy, "");
    if (value)
        append_slots(w, g_ascii_strtoll(value, NULL, 10));
    return copy(w, a);
}

static void end_order(writer *w)
{
    xml_copy_raw(w->copy, "");
    append_slots(w, INT64_MAX);
}

// Slots that have no list to stand in get one.
static outcome start_tier(writer *w, const xml_attributes *a)
{
    if (w->next_slot < w->slots->len) {
        xml_copy_raw(w->copy, "<TIME_ORDER>\n");
        end_order(w);
        xml_copy_raw(w->copy, "</TIME_ORDER>\n");
    }
    return copy(w, a);
}

static outcome start_wrapper(writer *w, const xml_attributes *a)
{
    if (w->wrapper)
        return copy(w, a);
    w->wrapper = w->depth;
    w->holds = w->drops = FALSE;
    w->out = w->annotation;
    xml_copy_to(w->copy, w->out);
    return copy(w, a);
}

// It goes, if all that was in it did.
static void after_wrapper(writer *w)
{
    GString *file = w->file;
    if (w->depth != w->wrapper)
        return;
    w->wrapper = 0;
    if (w->holds || !w->drops)
        g_string_append_len(file, w->annotation->str, (gssize)w->annotation->len);
    while ((w->drops && !w->holds) && file->len && g_ascii_isspace(file->str[file->len - 1]))
        g_string_truncate(file, file->len - 1);
    g_string_truncate(w->annotation, 0);
    w->out = file;
    xml_copy_to(w->copy, file);
}

static outcome start_annotation(writer *w, const xml_attributes *from)
{
    const char *id = xml_attribute(from, "ANNOTATION_ID");
    guint of = w->place.tiers - 1;
    w->change = eaf_place_change(&w->place, w->changes);
    if (w->change && w->change->gone && !(id && g_hash_table_contains(w->survey.needed, id))) {
        w->drops = TRUE;
        return LEFT_OUT;
    }
    w->holds = TRUE;
    eaf_attributes a;
    eaf_attributes_copy(&a, from, w->change ? "CVE_REF" : NULL);
    char ends[2][32];
    if (w->change && w->change->moved && !tiers_at(w->tiers, of)->fixed) {
        const tier_change *first = &g_array_index(w->changes->of[of].changes, tier_change, 0);
        guint64 number = w->first_slot[of] + 2 * (guint64)(w->change - first);
        for (guint64 i = 0; i < 2; i++)
            g_snprintf(ends[i], sizeof ends[i], "ts%" G_GUINT64_FORMAT, slot_id(w, number + i));
        eaf_attributes_set(&a, "TIME_SLOT_REF1", ends[0]);
        eaf_attributes_set(&a, "TIME_SLOT_REF2", ends[1]);
    }
    return copy_start(w, from, &a);
}

static void end_annotation(writer *w)
{
    w->change = NULL;
}

static outcome start_value(writer *w, const xml_attributes *a)
{
    copy(w, a);
    return w->change ? say(w, w->change->gone ? "" : w->change->now.text) : COPIED;
}

// What comes behind the tiers.
static outcome start_behind(writer *w, const xml_attributes *a)
{
    append_tiers(w);
    return copy(w, a);
}

static const struct {
    const char *element;
    outcome (*start)(writer *w, const xml_attributes *a);
    void (*end)(writer *w);   // before its end tag; NULL: nothing
    void (*after)(writer *w); // behind it
} rows[] = {
    {"ANNOTATION_DOCUMENT", copy, append_tiers, NULL},
    {"HEADER", start_header, end_header, NULL},
    {"MEDIA_DESCRIPTOR", start_media, NULL, NULL},
    {"PROPERTY", start_property, NULL, NULL},
    {"TIME_ORDER", copy, end_order, NULL},
    {"TIME_SLOT", start_slot, NULL, NULL},
    {"TIER", start_tier, end_tier, NULL},
    {"ANNOTATION", start_wrapper, NULL, after_wrapper},
    {"ALIGNABLE_ANNOTATION", start_annotation, end_annotation, NULL},
    {"REF_ANNOTATION", start_annotation, end_annotation, NULL},
    {"ANNOTATION_VALUE", start_value, NULL, NULL},
    {"LINGUISTIC_TYPE", start_behind, NULL, NULL},
    {"LOCALE", start_behind, NULL, NULL},
    {"LANGUAGE", start_behind, NULL, NULL},
    {"CONSTRAINT", start_behind, NULL, NULL},
    {"CONTROLLED_VOCABULARY", start_behind, NULL, NULL},
    {"LEXICON_REF", start_behind, NULL, NULL},
    {"REF_LINK_SET", start_behind, NULL, NULL},
    {"EXTERNAL_REF", start_behind, NULL, NULL},
    {"", copy, NULL, NULL}, // all others
};

static gsize row_of(const char *element)
{
    gsize i = 0;
    while (*rows[i].element && strcmp(rows[i].element, element) != 0)
        i++;
    return i;
}

static void start(void *data, const char *element, const xml_attributes *a)
{
    writer *w = data;
    w->depth++;
    eaf_place_start(&w->place, element);
    if (w->silent)
        return;
    outcome became = rows[row_of(element)].start(w, a);
    if (became == COPIED)
        return;
    w->silent = w->depth;
    w->dropped = became == LEFT_OUT;
}

static void end(void *data, const char *element)
{
    writer *w = data;
    gsize row = row_of(element);
    if (w->silent && w->depth > w->silent) {
        w->depth--;
        return;
    }
    gboolean copied = !w->silent || !w->dropped;
    w->silent = 0;
    if (copied && rows[row].end)
        rows[row].end(w);
    if (copied)
        xml_copy_end(w->copy);
    if (rows[row].after)
        rows[row].after(w);
    w->depth--;
}

static void text(void *data, const char *from, gsize length)
{
    const writer *w = data;
    if (!w->silent)
        xml_copy_text(w->copy, from, length);
}

static void comment(void *data, const char *from, gsize length)
{
    const writer *w = data;
    if (!w->silent)
        xml_copy_comment(w->copy, from, length);
}

// What the file broke off in is ended.
static void end_all(writer *w)
{
    while (w->depth) {
        const char *name = xml_copy_open(w->copy);
        g_autofree char *local = g_strdup(name ? xml_local_name(name) : "");
        end(w, w->silent && w->dropped ? "" : local);
    }
}

static void write_back(writer *w)
{
    static const xml_handler handler = {start, end, text, comment};
    const char *header = speech_header(w->now);
    guint64 added = 0;
    for (guint i = 0; i < w->changes->count; i++)
        added += w->changes->of[i].added->len;
    for (guint i = 0; i < w->changes->tiers->len; i++)
        added += ((const written_tier *)g_ptr_array_index(w->changes->tiers, i))->spans->len;
    eaf_survey_file(header, strlen(header), w->changes, &w->survey);
    if (added)
        g_snprintf(w->last_id, sizeof w->last_id, "%" G_GUINT64_FORMAT,
                   w->survey.last_annotation + added);
    w->added_slots = number_slots(w);
    g_string_append(w->file, EAF_XML);
    xml_read(header, strlen(header), &handler, w, NULL, NULL);
    end_all(w);
    eaf_survey_clear(&w->survey);
}

gboolean eaf_write_back(const speech *s, GString *out, report *r)
{
    const char *header = speech_header(s);
    if (g_strcmp0(speech_verbatim_format(s), "eaf") != 0 || !*header)
        return FALSE;
    g_autoptr(tiers) to = tiers_new_again(s);
    g_autoptr(speech_builder) b = speech_builder_new();
    eaf_facts facts;
    if (!eaf_tiers(header, strlen(header), to, NULL, b, &facts))
        return FALSE;
    g_autoptr(speech) was = speech_builder_end(b);
    g_autoptr(tiers_changes) changes = tiers_compare(to, was, s, facts.unit_us, r);
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(slot));
    g_autoptr(GString) inside = g_string_new(NULL);
    g_autofree guint64 *first_slot = g_new0(guint64, changes->count + 1);
    g_autoptr(xml_copy) to_file = xml_copy_new(out);
    writer w = {.was = was,
                .now = s,
                .tiers = to,
                .changes = changes,
                .facts = &facts,
                .copy = to_file,
                .file = out,
                .annotation = inside,
                .out = out,
                .first_slot = first_slot,
                .slots = slots};
    write_back(&w);
    return TRUE;
}
