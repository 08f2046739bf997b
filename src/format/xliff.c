// SPDX-License-Identifier: GPL-3.0-or-later
// XLIFF, translations in exchange, 1.0 to 1.2 and 2.x: each unit is a paragraph; its segments, or
// what mrk of the type "seg" marks and is the same in both, its segments. Candidates of a
// translation, notes and code of other formats are left out; what is only highlighted stays. A
// target that repeats its source is none. Blanks around line breaks are one space.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/tag.h"
#include "format/xml.h"
#include "speech/script.h"

typedef enum {
    IN_ROOT, // in a file, or around it
    IN_UNIT, // of 2.x
    IN_SEGMENT,
    IN_TEXT, // source or target
} place;

#define IN(where) (1u << (where))

typedef enum { SOURCE, TARGET, SEGMENTED, TEXTS } text_kind;

typedef enum { NO_TEXT, BEGINS_UNIT, IS_SEGMENT, IS_BOTH } unit_kind;

static const struct {
    const char *name;
    unsigned parents; // of IN(place)
    place where;
    unit_kind unit;
    text_kind text; // of IN_TEXT
} elements[] = {
    {"xliff", IN(IN_ROOT), IN_ROOT, NO_TEXT, 0},
    {"file", IN(IN_ROOT), IN_ROOT, NO_TEXT, 0},
    {"body", IN(IN_ROOT), IN_ROOT, NO_TEXT, 0},
    {"group", IN(IN_ROOT), IN_ROOT, NO_TEXT, 0},
    {"unit", IN(IN_ROOT), IN_UNIT, BEGINS_UNIT, 0},
    {"trans-unit", IN(IN_ROOT), IN_SEGMENT, IS_BOTH, 0},
    {"segment", IN(IN_UNIT), IN_SEGMENT, IS_SEGMENT, 0},
    {"ignorable", IN(IN_UNIT), IN_SEGMENT, IS_SEGMENT, 0},
    {"source", IN(IN_SEGMENT), IN_TEXT, NO_TEXT, SOURCE},
    {"seg-source", IN(IN_SEGMENT), IN_TEXT, NO_TEXT, SEGMENTED},
    {"target", IN(IN_SEGMENT), IN_TEXT, NO_TEXT, TARGET},
};

// What a file says of a language, besides the two sides.
#define UNSAID  (-1)
#define ANOTHER (-2)

// What a mrk of the type "seg" marks, or what stands outside of them.
typedef struct piece {
    GString *text;
    char *mid;          // "": outside
    struct piece *next; // of the target: the next one with the same mid
    gboolean taken;     // it is paired
} piece;

// A text of the segment being read.
typedef struct {
    GString *whole;
    GPtrArray *pieces; // piece
    gboolean has_pieces;
    int side; // or UNSAID, ANOTHER
} unit_text;

typedef struct {
    place where;
    unit_kind unit;
    gboolean is_piece, preserve;
    int sides[TEXTS]; // what is said of the languages
} element;

typedef struct {
    speech_builder *out;
    GArray *stack; // element
    int hidden;    // elements inside of what is left out
    unit_text texts[TEXTS];
    unit_text *now;  // the one being read
    GString *blanks; // before the next letter
    int strangers;   // texts in other languages
} reader;

int xliff_probe(const char *head)
{
    return xml_root_is(head, "xliff") ? 90 : 0;
}

static element *top(const reader *r)
{
    return &g_array_index(r->stack, element, r->stack->len - 1);
}

static void free_piece(gpointer data)
{
    piece *p = data;
    g_string_free(p->text, TRUE);
    g_free(p->mid);
    g_free(p);
}

static void clear_text(unit_text *t)
{
    g_string_truncate(t->whole, 0);
    g_ptr_array_set_size(t->pieces, 0);
    t->has_pieces = FALSE;
    t->side = UNSAID;
}

// ---- text

static piece *add_piece(unit_text *t, const char *mid)
{
    piece *p = g_new0(piece, 1);
    p->text = g_string_new(NULL);
    p->mid = g_strdup(mid);
    g_ptr_array_add(t->pieces, p);
    return p;
}

static void say(unit_text *t, const char *text, gsize length)
{
    g_string_append_len(t->whole, text, (gssize)length);
    if (!t->pieces->len)
        add_piece(t, "");
    piece *last = g_ptr_array_index(t->pieces, t->pieces->len - 1);
    g_string_append_len(last->text, text, (gssize)length);
}

static void say_blanks(reader *r)
{
    gboolean broken = strpbrk(r->blanks->str, "\r\n") != NULL && !top(r)->preserve;
    const GString *whole = r->now->whole;
    gboolean begins = !whole->len || whole->str[whole->len - 1] == '\n';
    if (r->blanks->len && !begins)
        say(r->now, broken ? " " : r->blanks->str, broken ? 1 : r->blanks->len);
    g_string_truncate(r->blanks, 0);
}

static void add(void *data, const char *text, gsize length)
{
    static const char blanks[] = " \t\r\n";
    reader *r = data;
    if (r->hidden || top(r)->where != IN_TEXT)
        return;
    for (const char *p = text, *end = text + length; p < end;) {
        const char *from = p;
        while (p < end && memchr(blanks, *p, 4))
            p++;
        g_string_append_len(r->blanks, from, p - from);
        for (from = p; p < end && !memchr(blanks, *p, 4);)
            p++;
        if (p == from)
            continue;
        say_blanks(r);
        say(r->now, from, (gsize)(p - from));
    }
}

// ---- segments

// By its letters, if that side is not taken.
static int side_by_script(const unit_text *t, int taken)
{
    int side = script_language(t->whole->str, t->whole->len);
    return side == taken ? ANOTHER : side;
}

static gboolean is_untranslated(const char *source, const char *target, int side)
{
    return strcmp(source, target) == 0 && script_language(source, strlen(source)) == side;
}

static void add_segment(reader *r, const char *source, const char *target)
{
    int source_side = r->texts[SOURCE].side, target_side = r->texts[TARGET].side;
    const char *texts[LANGUAGES] = {"", ""};
    if (source_side >= 0)
        texts[source_side] = source;
    if (target_side >= 0 && target_side != source_side &&
        !(source_side >= 0 && is_untranslated(source, target, source_side)))
        texts[target_side] = target;
    g_autofree char *zh = g_strstrip(g_strdup(texts[LANGUAGE_ZH]));
    g_autofree char *en = g_strstrip(g_strdup(texts[LANGUAGE_EN]));
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {zh, en}};
    if (*zh || *en)
        speech_builder_segment(r->out, &g);
}

// Each with the first one of its mid that is still there; what is left of the target stands alone.
static void add_pieces(reader *r, const unit_text *source, const unit_text *target)
{
    g_autoptr(GHashTable) left = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = target->pieces->len; i-- > 0;) {
        piece *p = g_ptr_array_index(target->pieces, i);
        p->next = g_hash_table_lookup(left, p->mid);
        p->taken = FALSE;
        g_hash_table_insert(left, p->mid, p);
    }
    for (guint i = 0; i < source->pieces->len; i++) {
        const piece *p = g_ptr_array_index(source->pieces, i);
        piece *other = g_hash_table_lookup(left, p->mid);
        add_segment(r, p->text->str, other ? other->text->str : "");
        if (!other)
            continue;
        other->taken = TRUE;
        g_hash_table_insert(left, other->mid, other->next);
    }
    for (guint i = 0; i < target->pieces->len; i++) {
        const piece *p = g_ptr_array_index(target->pieces, i);
        if (!p->taken)
            add_segment(r, "", p->text->str);
    }
}

static void settle_sides(reader *r)
{
    unit_text *source = &r->texts[SOURCE], *target = &r->texts[TARGET];
    unit_text *both[] = {source, target};
    for (int i = 0; i < 2; i++) {
        if (both[i]->side == UNSAID && both[i]->whole->len)
            both[i]->side = side_by_script(both[i], both[1 - i]->side);
        r->strangers += both[i]->side < 0 && both[i]->whole->len > 0;
    }
    r->strangers += source->side >= 0 && source->side == target->side && source->whole->len > 0 &&
                    target->whole->len > 0 && strcmp(source->whole->str, target->whole->str) != 0;
}

static void end_segment(reader *r)
{
    if (!r->texts[SOURCE].whole->len) {
        unit_text empty = r->texts[SOURCE];
        r->texts[SOURCE] = r->texts[SEGMENTED];
        r->texts[SEGMENTED] = empty;
    }
    const unit_text *target = &r->texts[TARGET], *source = &r->texts[SOURCE];
    settle_sides(r);
    if (r->texts[SEGMENTED].has_pieces)
        source = &r->texts[SEGMENTED];
    if (source->has_pieces && (target->has_pieces || !target->whole->len))
        add_pieces(r, source, target);
    else
        add_segment(r, source->whole->str, target->whole->str);
}

static void begin_segment(reader *r)
{
    for (int i = 0; i < TEXTS; i++)
        clear_text(&r->texts[i]);
}

// ---- elements

// What may be in a text. FALSE: it, and what is in it, is none.
static gboolean begin_inline(reader *r, element *e, const char *name, const xml_attributes *a)
{
    static const char *const code[] = {"bpt", "ept", "it", "ph", "sub", "cp", "ut"};
    const char *type = xml_attribute(a, "ctype"), *sub_type = xml_attribute(a, "subType");
    if (g_strcmp0(type, "lb") == 0 || g_strcmp0(sub_type, "xlf:lb") == 0) {
        g_string_truncate(r->blanks, 0);
        say(r->now, "\n", 1);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(code); i++)
        if (strcmp(name, code[i]) == 0)
            return FALSE;
    e->unit = NO_TEXT;
    e->is_piece = strcmp(name, "mrk") == 0 && g_strcmp0(xml_attribute(a, "mtype"), "seg") == 0;
    if (e->is_piece) {
        const char *mid = xml_attribute(a, "mid");
        say_blanks(r);
        r->now->has_pieces = TRUE;
        add_piece(r->now, mid ? mid : "");
    }
    return TRUE;
}

static int side_of(const char *tag)
{
    int side = tag_side(tag);
    return side >= 0 ? side : *tag ? ANOTHER : UNSAID;
}

static void set_language(element *e, const xml_attributes *a)
{
    static const struct {
        const char *name;
        text_kind of;
    } names[] = {{"source-language", SOURCE},
                 {"srcLang", SOURCE},
                 {"target-language", TARGET},
                 {"trgLang", TARGET}};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *tag = xml_attribute(a, names[i].name);
        if (tag)
            e->sides[names[i].of] = side_of(tag);
    }
}

static void begin_text(reader *r, const element *e, text_kind kind, const xml_attributes *a)
{
    const char *tag = xml_attribute(a, "lang");
    r->now = &r->texts[kind];
    clear_text(r->now);
    r->now->side = tag ? side_of(tag) : e->sides[kind == TARGET ? TARGET : SOURCE];
    g_string_truncate(r->blanks, 0);
}

// FALSE: it is nothing that may stand here.
static gboolean begin_element(reader *r, element *e, const char *name, const xml_attributes *a)
{
    place in = e->where;
    gsize i = 0;
    while (i < G_N_ELEMENTS(elements) &&
           !(strcmp(elements[i].name, name) == 0 && elements[i].parents & IN(in)))
        i++;
    if (i == G_N_ELEMENTS(elements))
        return FALSE;
    e->where = elements[i].where;
    e->unit = elements[i].unit;
    e->is_piece = FALSE;
    set_language(e, a);
    if (e->unit == BEGINS_UNIT || e->unit == IS_BOTH)
        speech_builder_paragraph(r->out, PARAGRAPH_BODY);
    if (e->unit == IS_SEGMENT || e->unit == IS_BOTH)
        begin_segment(r);
    if (e->where == IN_TEXT)
        begin_text(r, e, elements[i].text, a);
    return TRUE;
}

static void start(void *data, const char *name, const xml_attributes *a)
{
    reader *r = data;
    element e = *top(r);
    const char *space = xml_attribute(a, "space");
    if (space)
        e.preserve = strcmp(space, "preserve") == 0;
    if (r->hidden ||
        !(e.where == IN_TEXT ? begin_inline(r, &e, name, a) : begin_element(r, &e, name, a)))
        r->hidden++;
    else
        g_array_append_val(r->stack, e);
}

static void end(void *data, const char *name)
{
    (void)name;
    reader *r = data;
    if (r->hidden) {
        r->hidden--;
        return;
    }
    if (top(r)->is_piece) {
        say_blanks(r);
        add_piece(r->now, "");
    }
    if (top(r)->unit == IS_SEGMENT || top(r)->unit == IS_BOTH)
        end_segment(r);
    g_array_set_size(r->stack, r->stack->len - 1);
}

speech *xliff_read(const char *text, gsize size, report *r, GError **error)
{
    static const xml_handler handler = {.start = start, .end = end, .text = add};
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(element));
    g_autoptr(GString) blanks = g_string_new(NULL);
    element root = {.where = IN_ROOT, .sides = {UNSAID, UNSAID, UNSAID}};
    reader to = {.out = out, .stack = stack, .blanks = blanks};
    for (int i = 0; i < TEXTS; i++)
        to.texts[i] = (unit_text){g_string_new(NULL), g_ptr_array_new_with_free_func(free_piece),
                                  FALSE, UNSAID};
    g_array_append_val(stack, root);
    xml_read(text, size, &handler, &to, NULL, r);
    for (int i = 0; i < TEXTS; i++) {
        g_string_free(to.texts[i].whole, TRUE);
        g_ptr_array_unref(to.texts[i].pieces);
    }
    if (to.strangers && speech_builder_count(out))
        report_add(r, 0, _("texts in another language, left out: %d."), to.strangers);
    if (speech_builder_count(out))
        return speech_builder_end(out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no unit with Chinese or English text in it."));
    return NULL;
}
