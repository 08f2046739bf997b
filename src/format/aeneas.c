// SPDX-License-Identifier: GPL-3.0-or-later
// Sync maps of aeneas, in JSON: {"fragments": [{"begin": "0.000", "end": "2.680", "id": "f000001",
// "language": "eng", "lines": ["…"], "children": […]}]}.
//
// * Fragments without children are segments, and those with one parent are a paragraph; where they
//   are words, they are the times of words of their parent's text.
// * `language` tells the side, unless there are several lines and one of them is in another script:
//   those are one text in two languages.
// * Two fragments with the same span, one in each language, are one segment. If the languages are
//   one behind the other, or overlap in another way, they are paired by time.
// * Fragments without text (head, tail) are passed over. What else is said of fragments is left
//   out, with a message.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/json.h"
#include "earvoice/error.h"
#include "format/cue.h"
#include "format/pair.h"
#include "format/readers.h"
#include "format/span.h"
#include "format/tag.h"
#include "format/word_run.h"
#include "speech/build.h"
#include "speech/script.h"

// Deeper ones are not looked into.
#define DEPTH_MAX 32
// More names of what is not known are not told.
#define NAMES_MAX 8

// A fragment that becomes a segment.
typedef struct {
    const char *text, *id;   // id: or NULL
    guint first_word, words; // of reader.words
    int64_t times[2];
    int side;        // CUE_FIND_OUT: more than one
    gboolean begins; // a paragraph
    int line;        // of what holds it at the top of the file
} leaf;

typedef struct {
    const char *text;
    int64_t start_us;
} leaf_word;

typedef struct {
    report *report;
    GArray *leaves; // leaf
    GArray *words;  // leaf_word
    arena *strings;
    int line; // of the fragment that is read
    cue *cue;
    GString *text;
    GHashTable *unknown; // names of what is not known of fragments
    int unknown_count;   // of fragments
} reader;

int aeneas_probe(const char *head)
{
    head += strspn(head, " \t\r\n");
    return *head == '{' && strstr(head, "\"fragments\"") && strstr(head, "\"begin\"") ? 90 : 0;
}

static const json_t *children_of(const json_t *fragment)
{
    const json_t *children = json_object_get(fragment, "children");
    return json_array_size(children) ? children : NULL;
}

static void get_text(const json_t *fragment, GString *out)
{
    gsize i;
    json_t *one;
    g_string_truncate(out, 0);
    json_array_foreach(json_object_get(fragment, "lines"), i, one)
    {
        const char *text = json_string_value(one);
        if (text)
            g_string_append_printf(out, "%s%s", out->len ? "\n" : "", text);
    }
}

static gboolean has_text(reader *r, const json_t *fragment)
{
    get_text(fragment, r->text);
    for (const char *p = r->text->str; *p; p = g_utf8_next_char(p))
        if (!g_unichar_isspace(g_utf8_get_char(p)))
            return TRUE;
    return FALSE;
}

// Of the text that get_text() found.
static int side_of(const GString *text, int declared)
{
    int only = declared < 0 ? script_language(text->str, text->len) : declared;
    g_auto(GStrv) all = g_strsplit(text->str, "\n", -1);
    for (char **one = all; *one; one++) {
        int side = script_language(*one, strlen(*one));
        if (all[1] && side >= 0 && side != only)
            return CUE_FIND_OUT;
    }
    return only < 0 ? LANGUAGE_EN : only;
}

static const char *keep(reader *r, const char *text)
{
    return text ? arena_keep(r->strings, text, strlen(text)) : NULL;
}

static void find_unknown(reader *r, json_t *fragment)
{
    static const char *const known[] = {"begin", "end",      "id", "language",
                                        "lines", "children", NULL};
    gboolean any = FALSE;
    const char *key;
    json_t *value;
    json_object_foreach(fragment, key, value)
    {
        if (g_strv_contains(known, key) || json_is_null(value))
            continue;
        any = TRUE;
        if (g_hash_table_size(r->unknown) < NAMES_MAX)
            g_hash_table_add(r->unknown, g_strdup(key));
    }
    r->unknown_count += any;
}

static void add_words(reader *r, const json_t *words)
{
    gsize i;
    json_t *one;
    json_array_foreach(words, i, one)
    {
        leaf_word w = {.start_us = json_time_text(json_object_get(one, "begin"))};
        find_unknown(r, one);
        get_text(one, r->text);
        w.text = keep(r, g_strstrip(r->text->str));
        if (w.start_us != TIME_NONE)
            g_array_append_val(r->words, w);
    }
}

static void add_leaf(reader *r, const json_t *fragment, const json_t *words, gboolean begins)
{
    if (!has_text(r, fragment))
        return;
    leaf l = {.text = keep(r, r->text->str),
              .id = keep(r, json_text(fragment, "id")),
              .first_word = r->words->len,
              .side = side_of(r->text, tag_side(json_text(fragment, "language"))),
              .begins = begins,
              .line = r->line};
    l.times[0] = json_time_text(json_object_get(fragment, "begin"));
    l.times[1] = json_time_text(json_object_get(fragment, "end"));
    add_words(r, words);
    l.words = r->words->len - l.first_word;
    g_array_append_val(r->leaves, l);
}

static gboolean ends_sentence(const GString *text)
{
    if (!text->len)
        return FALSE;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(text->str + text->len));
    return g_utf8_strchr(".!?。！？…", -1, last) != NULL;
}

// Whether `children` are the words of their parent. Paragraphs, at the top, may have sentences of
// one word.
static gboolean are_words(reader *r, const json_t *parent, int depth)
{
    const json_t *children = children_of(parent);
    gsize i;
    json_t *one;
    int words = 0, sentences = 0;
    if (!has_text(r, parent))
        return FALSE;
    json_array_foreach(children, i, one)
    {
        if (children_of(one))
            return FALSE;
        get_text(one, r->text);
        words += word_run_is_word(r->text->str);
        sentences += ends_sentence(r->text);
    }
    return words * 5 >= (int)i * 4 && (depth > 0 || sentences * 2 <= (int)i);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void report_unknown(const reader *r)
{
    if (!r->unknown_count)
        return;
    guint count;
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(r->unknown, &count);
    qsort(names, count, sizeof *names, compare_names);
    g_autofree char *all = g_strjoinv(", ", names);
    report_add(r->report, 0, _("what is said of fragments besides (%s) was left out: of %d."), all,
               r->unknown_count);
}

// `begins`: whether the next leaf beside begins a paragraph.
static void find_leaves(reader *r, json_t *fragment, int depth, gboolean *begins)
{
    const json_t *children = children_of(fragment);
    gboolean deep = children && depth >= DEPTH_MAX;
    find_unknown(r, fragment);
    guint before = r->leaves->len;
    if (children && !deep && !are_words(r, fragment, depth)) {
        gsize i;
        json_t *one;
        gboolean first = TRUE;
        json_array_foreach(children, i, one) find_leaves(r, one, depth + 1, &first);
        *begins = TRUE;
        return;
    }
    if (deep)
        report_add(r->report, r->line,
                   _("fragments that stand too deep inside of others were skipped."));
    // At the top each stands by itself.
    add_leaf(r, fragment, deep ? NULL : children, *begins || depth == 0);
    *begins &= r->leaves->len == before;
}

static void read_fragments(reader *r, json_reader *in)
{
    static const char *const keys[] = {"fragments", NULL};
    json_place at = json_reader_begin(in), fragments = {0};
    gboolean begins = TRUE;
    if (json_reader_document(in, &at))
        json_reader_object(in, &at, keys, &fragments);
    if (!fragments.at)
        return;
    for (gboolean more = json_reader_first(in, &fragments); more;
         more = json_reader_next(in, &fragments)) {
        r->line = fragments.line;
        json_auto_t *one = json_reader_value(in, &fragments);
        find_leaves(r, one, 0, &begins);
    }
}

// ---- segments

// Says the text of `l`, with the times of its words.
static void say(reader *r, const leaf *l)
{
    const char *said = l->text, *at = said;
    for (guint i = l->first_word; i < l->first_word + l->words; i++) {
        const leaf_word *w = &g_array_index(r->words, leaf_word, i);
        const char *found = word_run_find(l->text, at, w->text);
        if (!found)
            continue;
        cue_say(r->cue, l->side, said, (gsize)(found - said));
        cue_mark(r->cue, l->side, w->start_us);
        said = found;
        at = found + strlen(w->text);
    }
    cue_say(r->cue, l->side, said, strlen(said));
}

static gboolean is_translation(const leaf *l, const leaf *next)
{
    cue_span one = {l->times[0], l->times[1], l->side};
    cue_span other = {next->times[0], next->times[1], next->side};
    return cue_is_translation(&one, &other);
}

// Whether the leaf is in the speech of `side` (-1: of all); what has both is in the Chinese one.
static gboolean is_of(const leaf *l, int side)
{
    return side < 0 || l->side == side || (l->side == CUE_FIND_OUT && side == LANGUAGE_ZH);
}

static speech *build(reader *r, int side)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    gboolean begins = FALSE;
    for (guint i = 0; i < r->leaves->len; i++) {
        const leaf *l = &g_array_index(r->leaves, leaf, i);
        begins |= l->begins;
        if (!is_of(l, side))
            continue;
        segment g = {.confidence = -1, .id = l->id};
        gboolean two = i + 1 < r->leaves->len && is_translation(l, l + 1);
        guint next = i + 1 + two;
        int64_t next_us =
            next < r->leaves->len ? g_array_index(r->leaves, leaf, next).times[0] : TIME_NONE;
        span_check(&g, l->times, next_us, r->report, l->line, (int)i + 1);
        cue_clear(r->cue);
        say(r, l);
        if (two && side < 0) {
            say(r, l + 1);
            i++;
        }
        cue_finish(r->cue, &g);
        if (begins)
            speech_builder_paragraph(out, PARAGRAPH_BODY);
        begins = FALSE;
        speech_builder_safe_segment(out, &g);
    }
    return speech_builder_end(out);
}

// Whether texts in two languages are said at one time, but not as two of the same span in turn.
// What has no times can not be paired by them.
static gboolean is_apart(const reader *r)
{
    int64_t end_us[LANGUAGES] = {0, 0};
    gboolean apart = FALSE;
    for (guint i = 0; i < r->leaves->len; i++) {
        const leaf *l = &g_array_index(r->leaves, leaf, i);
        if (i + 1 < r->leaves->len && is_translation(l, l + 1)) {
            end_us[LANGUAGE_ZH] = end_us[LANGUAGE_EN] = MAX(l->times[1], end_us[LANGUAGE_ZH]);
            i++;
            continue;
        }
        if (l->times[0] == TIME_NONE)
            return FALSE;
        if (l->side < 0)
            continue;
        // Half of it or more, as pairing wants it.
        int64_t length_us = MAX(l->times[1], l->times[0]) - l->times[0];
        apart |= (end_us[!l->side] - l->times[0]) * 2 > length_us;
        end_us[l->side] = MAX(end_us[l->side], l->times[1]);
    }
    return apart;
}

static speech *build_all(reader *r)
{
    if (!is_apart(r))
        return build(r, -1);
    g_autoptr(speech) zh = build(r, LANGUAGE_ZH), en = build(r, LANGUAGE_EN);
    return pair_by_time(zh, en);
}

speech *aeneas_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(json_reader) in = json_reader_new(text, size);
    g_autoptr(arena) strings = arena_new();
    g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(leaf));
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(leaf_word));
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(GString) plain = g_string_new(NULL);
    g_autoptr(GHashTable) unknown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    reader r = {.report = messages,
                .leaves = leaves,
                .words = words,
                .strings = strings,
                .cue = scratch,
                .text = plain,
                .unknown = unknown};
    read_fragments(&r, in);
    if (!leaves->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no fragment with text in it."));
        return NULL;
    }
    json_broken_report(json_reader_broken(in), messages);
    report_unknown(&r);
    return build_all(&r);
}
