// SPDX-License-Identifier: GPL-3.0-or-later
// TTML, and its profiles IMSC 1.0 to 1.3 (text) and EBU-TT-D; the songs of iTunes.
//
// * Each p with text is a segment; without any times around it an untimed one. What does not end
//   lasts until the next one begins. An end of what holds it cuts it; what never shows is skipped.
// * Times are those of TTML2, 10.4, and of ttml.h. They are relative to what holds the element, or
//   with timeContainer="seq" to the end of the one before.
// * A span with a begin is a word. Text of an element in which all have their turn never shows.
// * xml:lang of body, div, p and span says the language. That of the root is often the program's
//   own: it counts where there are no letters.
// * A div whose role is x-paragraph is a paragraph, and a part of a song.
// * Ruby above the text is left out, and all that is neither TTML nor text.
// * What is left out is kept for the way back (ttml_keep.h).
#include "format/ttml.h"

#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/gather.h"
#include "format/readers.h"
#include "format/tag.h"
#include "format/ttml_keep.h"
#include "speech/script.h"

typedef struct {
    report *report;
    ttml_clock clock;
    GArray *stack; // ttml_element
    char *prefix;  // of the root
    int root_side, line;
    int hidden; // elements inside of what is left out
    GString *note, *key;
    gboolean mixed; // the note holds elements
    speech_builder *out;
    gather *all;
    ttml_keep *keep;       // NULL for ttml_says(): nothing is added then
    const segment *wanted; // by it
    gboolean found;        // it was said
    int paragraphs;

    // Of the p being read.
    cue *cue;
    GString *id;
    int p_line;
    gboolean bare; // it has text outside of timed spans
    int64_t first_us;
} reader;

int ttml_probe(const char *head)
{
    return xml_root_is(head, "tt") ? 90 : 0;
}

static ttml_element *top(const reader *r)
{
    return &g_array_index(r->stack, ttml_element, r->stack->len - 1);
}

// ---- what an element is

// Ruby, and the Latin letters under the lines of a song.
static gboolean is_beside_text(const xml_attributes *a)
{
    static const char *const kinds[] = {"text", "textContainer", "delimiter", NULL};
    const char *ruby = xml_attribute(a, "ruby");
    return (ruby && g_strv_contains(kinds, ruby)) ||
           g_strcmp0(xml_attribute(a, "role"), "x-roman") == 0;
}

static gboolean is_ruby_frame(const xml_attributes *a)
{
    const char *ruby = xml_attribute(a, "ruby");
    return g_strcmp0(ruby, "container") == 0 || g_strcmp0(ruby, "baseContainer") == 0;
}

static void set_properties(reader *r, ttml_element *e, const xml_attributes *a)
{
    const char *lang = xml_attribute(a, "lang"), *space = xml_attribute(a, "space");
    if (lang && e->where == TTML_TT)
        r->root_side = tag_side(lang);
    else if (lang)
        e->side = tag_side(lang);
    if (lang && e->where <= TTML_DIV)
        e->in_track = e->side != CUE_FIND_OUT;
    if (space)
        e->preserve = strcmp(space, "preserve") == 0;
    e->is_frame = is_ruby_frame(a);
    e->in_turn = g_strcmp0(xml_attribute(a, "timeContainer"), "seq") == 0;
    if (e->where != TTML_DIV)
        return;
    if (g_strcmp0(xml_attribute(a, "role"), TTML_PARAGRAPH) == 0 || xml_attribute(a, "songPart")) {
        e->paragraph = TRUE;
        r->paragraphs++;
    }
}

// ---- text

static gboolean is_blank(const char *text, gsize length)
{
    while (length && g_ascii_isspace(text[length - 1]))
        length--;
    return length == 0;
}

static void add_text(reader *r, ttml_element *e, const char *text, gsize length)
{
    gboolean blank = is_blank(text, length);
    if (blank && e->is_frame)
        return;
    if (!blank && e->in_turn) {
        report_add(r->report, r->line,
                   _("the text stands among what has its turn and has none, so it was skipped."));
        return;
    }
    if (!blank) {
        e->reach_us = TTML_ENDLESS;
        r->bare |= !e->in_word;
    }
    if (e->preserve)
        cue_say(r->cue, e->side, text, length);
    else
        cue_say_flowed(r->cue, e->side, text, length);
}

static void text(void *data, const char *from, gsize length)
{
    reader *r = data;
    ttml_element *e = top(r);
    if (r->keep && (r->hidden || e->where != TTML_BR))
        ttml_keep_text(r->keep, from, length);
    if (r->hidden)
        return;
    if (e->where == TTML_TITLE || e->where == TTML_ITEM)
        g_string_append_len(r->note, from, (gssize)length);
    else if (e->where == TTML_P || e->where == TTML_SPAN)
        add_text(r, e, from, length);
}

static void comment(void *data, const char *from, gsize length)
{
    reader *r = data;
    ttml_keep_comment(r->keep, from, length);
}

// ---- elements

static void begin_p(reader *r, const xml_attributes *a)
{
    const char *id = xml_attribute(a, "id");
    cue_clear(r->cue);
    g_string_assign(r->id, id ? id : "");
    r->p_line = r->line;
    r->bare = FALSE;
    r->first_us = TIME_NONE;
}

// FALSE: it is not shown.
static gboolean begin_span(reader *r, ttml_element *e)
{
    if (!e->has_begin && !e->has_end && !top(r)->in_turn)
        return TRUE;
    e->in_word = TRUE;
    if (e->begin_us >= e->limit_us) {
        report_add(r->report, r->line,
                   _("the text lies outside of the time of what it is in, so it was skipped."));
        return FALSE;
    }
    r->first_us = r->first_us == TIME_NONE ? e->begin_us : MIN(r->first_us, e->begin_us);
    if (e->has_begin || top(r)->in_turn)
        cue_mark(r->cue, e->side, e->begin_us);
    return TRUE;
}

static void begin_root(reader *r, const xml_attributes *a)
{
    const char *colon = strchr(a->element, ':');
    g_free(r->prefix);
    r->prefix = colon ? g_strndup(a->element, (gsize)(colon - a->element)) : g_strdup("");
    r->clock = ttml_clock_of(a);
}

// FALSE: it and what is in it are left out.
static gboolean begin_element(reader *r, ttml_element *e, const xml_attributes *a)
{
    static const char *const bad[] = {
        N_("the times of the cue cannot be read, so it was skipped."),
        N_("the time cannot be read, so it does not count."),
    };
    if (e->where == TTML_TT)
        begin_root(r, a);
    set_properties(r, e, a);
    gboolean good = e->where < TTML_BODY || ttml_set_times(&r->clock, top(r), a, e);
    if (!good)
        report_add(r->report, r->line, "%s", _(bad[e->where != TTML_P]));
    if (e->where == TTML_SPAN)
        return !is_beside_text(a) && begin_span(r, e);
    if (e->where == TTML_P)
        begin_p(r, a);
    return good || e->where != TTML_P;
}

static void begin_note(reader *r, ttml_place where, const xml_attributes *a)
{
    const char *key = where == TTML_ITEM ? xml_attribute(a, "name") : "title";
    gsize own = key && g_str_has_prefix(key, TTML_OWN_KEY) ? strlen(TTML_OWN_KEY) : 0;
    g_string_assign(r->key, key ? key + own : "");
    g_string_truncate(r->note, 0);
    r->mixed = FALSE;
}

static void start(void *data, const char *name, const xml_attributes *a)
{
    reader *r = data;
    ttml_place where;
    if (r->hidden || !ttml_place_of(top(r)->where, r->prefix, name, a, &where)) {
        r->hidden++;
        r->mixed = TRUE;
        if (r->keep)
            ttml_keep_other(r->keep, &r->clock, a, FALSE);
        return;
    }
    ttml_element e = *top(r);
    gboolean shown = TRUE;
    e.where = where;
    if (where == TTML_ITEM || where == TTML_TITLE)
        begin_note(r, where, a);
    if (where == TTML_BR)
        cue_say(r->cue, e.side, "\n", 1);
    else
        shown = begin_element(r, &e, a);
    if (r->keep && (shown || where == TTML_P))
        ttml_keep_start(r->keep, top(r), &e, a);
    else if (r->keep)
        ttml_keep_other(r->keep, &r->clock, a, !is_beside_text(a));
    if (shown)
        g_array_append_val(r->stack, e);
    else
        r->hidden++;
}

// ---- segments

// Numbers and marks alone are in the language of the root.
static void move_to_root_side(const reader *r, segment *g, GArray *words)
{
    const char *en = g->text[LANGUAGE_EN];
    if (r->root_side != LANGUAGE_ZH || *g->text[LANGUAGE_ZH] ||
        script_language(en, strlen(en)) >= 0)
        return;
    g->text[LANGUAGE_ZH] = en;
    g->text[LANGUAGE_EN] = "";
    g_array_append_vals(words, g->words, (guint)g->word_count);
    for (guint i = 0; i < words->len; i++)
        g_array_index(words, word_mark, i).side = LANGUAGE_ZH;
    g->words = (const word_mark *)(void *)words->data;
}

// FALSE, and why, if it never shows.
static gboolean check_span(const reader *r, segment *g)
{
    const char *problem = NULL;
    if (g->start_us == TIME_NONE)
        return TRUE;
    if (g->start_us >= TIME_MAX)
        problem = _("the cue lies beyond 1000 hours, so it was skipped.");
    else
        problem = cue_order_problem(g->start_us, g->end_us);
    if (problem)
        report_add(r->report, r->p_line, "%s", problem);
    if (g->end_us != TTML_ENDLESS)
        g->end_us = MIN(g->end_us, TIME_MAX);
    return !problem;
}

static void set_span(const reader *r, const ttml_element *e, segment *g)
{
    gboolean by_words = !r->bare && r->first_us != TIME_NONE;
    // What comes behind something endless has no time that is known.
    if (e->begin_us == TTML_ENDLESS || (!e->is_timed && r->first_us == TIME_NONE)) {
        g->start_us = g->end_us = TIME_NONE;
        return;
    }
    g->start_us = by_words && !e->has_begin ? r->first_us : e->begin_us;
    g->end_us = MIN(e->has_end ? TTML_ENDLESS : r->bare ? TTML_ENDLESS : e->reach_us, e->limit_us);
}

// `e` is in the stack.
static void end_p(reader *r, const ttml_element *e)
{
    segment g = {.confidence = -1};
    set_span(r, e, &g);
    cue_finish(r->cue, &g);
    if (!segment_has_text(&g) || !check_span(r, &g))
        return;
    // What only says when the text begins is no word.
    if (g.word_count == 1 && g.words->offset == 0 && g.words->start_us == g.start_us)
        g.word_count = 0;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    if (e->side == CUE_FIND_OUT)
        move_to_root_side(r, &g, words);
    if (r->wanted) {
        r->found = cue_is_same(r->wanted, &g, 1000);
        return;
    }
    g.id = r->id->len ? r->id->str : NULL;
    if (!e->paragraph)
        r->paragraphs++;
    ttml_keep_segment(r->keep, (int)gather_count(r->all), e - 1, &g);
    gather_add(r->all, &g, (gather_place){.paragraph = r->paragraphs, .in_track = e->in_track});
    ttml_keep_added(r->keep);
}

// Whether it was taken as a meta.
static gboolean end_note(reader *r)
{
    const char *value = g_strstrip(r->note->str);
    if (!r->key->len || !*value || r->mixed || speech_builder_has_meta(r->out, r->key->str))
        return FALSE;
    speech_builder_meta(r->out, r->key->str, value);
    return speech_builder_has_meta(r->out, r->key->str);
}

static void end(void *data, const char *name)
{
    (void)name;
    reader *r = data;
    if (r->hidden) {
        r->hidden--;
        if (r->keep)
            ttml_keep_end(r->keep, FALSE);
        return;
    }
    ttml_element e = *top(r);
    gboolean taken = (e.where == TTML_TITLE || e.where == TTML_ITEM) && end_note(r);
    if (e.where == TTML_P)
        end_p(r, top(r));
    if (r->keep)
        ttml_keep_end(r->keep, taken);
    g_array_set_size(r->stack, r->stack->len - 1);
    if (e.where >= TTML_BODY && e.where != TTML_BR)
        ttml_close_times(top(r), &e);
}

// What a reader has of its own.
static void reader_init(reader *r)
{
    r->stack = g_array_new(FALSE, FALSE, sizeof(ttml_element));
    r->note = g_string_new(NULL);
    r->key = g_string_new(NULL);
    r->id = g_string_new(NULL);
    r->cue = cue_new();
}

static void reader_clear(reader *r)
{
    g_array_unref(r->stack);
    g_string_free(r->note, TRUE);
    g_string_free(r->key, TRUE);
    g_string_free(r->id, TRUE);
    cue_free(r->cue);
    g_free(r->prefix);
}

speech *ttml_read(const char *from, gsize size, report *messages, GError **error)
{
    static const xml_handler handler = {start, end, text, comment};
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(gather) all = gather_new();
    g_autoptr(ttml_keep) keep = ttml_keep_new();
    ttml_element file = {.where = TTML_FILE, .side = CUE_FIND_OUT, .limit_us = TTML_ENDLESS};
    reader r = {.report = messages,
                .prefix = g_strdup(""),
                .root_side = CUE_FIND_OUT,
                .out = out,
                .all = all,
                .keep = keep};
    reader_init(&r);
    g_array_append_val(r.stack, file);
    xml_read(from, size, &handler, &r, &r.line, messages);
    reader_clear(&r);
    if (!ttml_keep_finish(keep, out))
        gather_strip(all);
    if (gather_count(all))
        return gather_end(all, out);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, _("There is no text in it."));
    return NULL;
}

struct ttml_ear {
    reader r;
    GString *written;
};

ttml_ear *ttml_ear_new(const char *prefix, int root_side)
{
    static const char *const none[] = {NULL};
    const xml_attributes root = {(const char **)none, (const char **)none, ""};
    ttml_ear *e = g_new0(ttml_ear, 1);
    e->r.prefix = g_strdup(prefix);
    e->r.clock = ttml_clock_of(&root);
    e->r.root_side = root_side;
    e->written = g_string_new(NULL);
    reader_init(&e->r);
    return e;
}

void ttml_ear_free(ttml_ear *e)
{
    if (!e)
        return;
    reader_clear(&e->r);
    g_string_free(e->written, TRUE);
    g_free(e);
}

gboolean ttml_says(ttml_ear *e, const char *p, gsize length, const ttml_element *parent,
                   const segment *g)
{
    static const xml_handler handler = {start, end, text, NULL};
    reader *r = &e->r;
    g_array_set_size(r->stack, 0);
    g_array_append_val(r->stack, *parent);
    r->wanted = g;
    r->found = FALSE;
    r->hidden = 0;
    g_string_truncate(e->written, 0);
    g_string_append_len(e->written, p, (gssize)length);
    xml_read_written(e->written->str, length, &handler, r);
    return r->found;
}
