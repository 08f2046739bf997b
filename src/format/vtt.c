// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/vtt.h"

#include <string.h>

#include "base/i18n.h"
#include "base/safe.h"
#include "earvoice/error.h"
#include "format/lines.h"
#include "format/readers.h"
#include "format/vtt_pair.h"
#include "speech/build.h"

typedef struct {
    lines in;
    report *report;
    speech_builder *out;
    GHashTable *confidence; // char * (id) -> double *
    cue *cue;
    vtt_place place;   // of the segment before
    const char *arrow; // the next "-->", so that each is looked for once

    // Of the block that is being read; kept to be used again.
    GString *before, *id, *settings, *payload, *canonical;
} reader;

// A block: lines up to a blank one, or to the times of the next cue.
typedef struct {
    lines from; // where it begins
    line first; // its first line
    line times; // the line with the arrow; text is NULL if there is none
    int count;
    const char *text, *text_end; // what stands behind the times, or else behind the first line
} block;

int vtt_probe(const char *head)
{
    return g_str_has_prefix(head, "WEBVTT") && (!head[6] || strchr(" \t\r\n", head[6])) ? 100 : 0;
}

static const char *skip_spaces(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    return p;
}

static gboolean parse_times(reader *r, const line *l, segment *out)
{
    const char *p = l->text, *end = p + l->length;
    p = skip_spaces(p, end);
    if (!vtt_parse_time(&p, end, &out->start_us))
        return FALSE;
    p = skip_spaces(p, end);
    if (end - p < 3 || memcmp(p, "-->", 3) != 0)
        return FALSE;
    p = skip_spaces(p + 3, end);
    if (!vtt_parse_time(&p, end, &out->end_us))
        return FALSE;
    line settings = {skip_spaces(p, end), 0, l->number};
    settings.length = (gsize)(end - settings.text);
    line_trim(&settings);
    g_string_truncate(r->settings, 0);
    g_string_append_len(r->settings, settings.text, (gssize)settings.length);
    return TRUE;
}

static gboolean has_arrow(reader *r, const line *l)
{
    if (!r->arrow || r->arrow < l->text) {
        const char *found = memmem(l->text, (gsize)(r->in.end - l->text), "-->", 3);
        r->arrow = found ? found : r->in.end;
    }
    return r->arrow < l->text + l->length;
}

// Collects a block from its first line on, as the standard does.
static void collect(reader *r, const lines *from, const line *first, block *b)
{
    *b = (block){.from = *from, .first = *first};
    line l = *first;
    lines before = *from;
    do {
        gboolean arrow = has_arrow(r, &l);
        if (arrow && (b->times.text || b->count > 1)) {
            r->in = before;
            return;
        }
        if (!l.length)
            return;
        if (arrow) {
            b->times = l;
            b->text = NULL;
        } else if (b->count) {
            if (!b->text)
                b->text = l.text;
            b->text_end = l.text + l.length;
        }
        b->count++;
        before = r->in;
    } while (lines_next(&r->in, &l));
}

// The text of the block, its lines ended by newlines.
static line text_of(reader *r, const block *b)
{
    line text = {b->text ? b->text : "", b->text ? (gsize)(b->text_end - b->text) : 0, 0};
    if (!memchr(text.text, '\r', text.length))
        return text;
    g_string_truncate(r->payload, 0);
    lines in = lines_of(text.text, text.length);
    for (line l; lines_next(&in, &l);) {
        if (r->payload->len)
            g_string_append_c(r->payload, '\n');
        g_string_append_len(r->payload, l.text, (gssize)l.length);
    }
    return (line){r->payload->str, r->payload->len, 0};
}

// Keeps a block as it stands for the way back.
static void keep_verbatim(reader *r, const block *b)
{
    lines in = b->from;
    line l;
    for (int i = 0; i < b->count && lines_next(&in, &l); i++) {
        g_string_append_len(r->before, l.text, (gssize)l.length);
        g_string_append_c(r->before, '\n');
    }
    g_string_append_c(r->before, '\n');
}

// Whether the writer would give the payload back from the texts of `g` alone.
static gboolean is_canonical(reader *r, const segment *g, const line *payload)
{
    if (payload->length && !line_begins(payload, "<lang "))
        return FALSE;
    g_string_truncate(r->canonical, 0);
    vtt_encode(g, r->canonical);
    return r->canonical->len == payload->length &&
           memcmp(r->canonical->str, payload->text, payload->length) == 0;
}

// The confidence said of `id`: it is of the first cue that is called so. -1: nothing is said.
static float take_confidence(reader *r, const char *id)
{
    const double *known = id ? g_hash_table_lookup(r->confidence, id) : NULL;
    float confidence = known ? (float)*known : -1;
    if (known)
        g_hash_table_remove(r->confidence, id);
    return confidence;
}

// Adds what the block says as a segment, whose times and id are set.
static void add_segment(reader *r, const block *b, segment *g, paragraph_kind kind)
{
    line payload = text_of(r, b);
    vtt_place now = vtt_place_of(g->id);
    if (g->start_us == TIME_NONE)
        now.kind = kind;
    if (!speech_builder_count(r->out) || !vtt_goes_on(&r->place, &now))
        speech_builder_paragraph(r->out, now.kind);
    r->place = now;

    vtt_decode(r->cue, payload.text, payload.length, g);
    if (!is_canonical(r, g, &payload)) {
        g_string_truncate(r->canonical, 0);
        g_string_append_len(r->canonical, payload.text, (gssize)payload.length);
        g->payload = r->canonical->str;
    }
    if (r->before->len)
        g->before = r->before->str;
    g->confidence = take_confidence(r, g->id);
    speech_builder_safe_segment(r->out, g);
    g_string_truncate(r->before, 0);
}

static gboolean add_cue(reader *r, const block *b)
{
    segment g = {0};
    if (!parse_times(r, &b->times, &g)) {
        report_add(r->report, b->times.number,
                   _("the times of the cue cannot be read, so it was skipped."));
        return FALSE;
    }
    const char *problem = cue_order_problem(g.start_us, g.end_us);
    if (problem) {
        report_add(r->report, b->times.number, "%s", problem);
        return FALSE;
    }
    if (b->first.number != b->times.number) {
        g_string_truncate(r->id, 0);
        g_string_append_len(r->id, b->first.text, (gssize)b->first.length);
        g.id = r->id->str;
    }
    if (r->settings->len)
        g.settings = r->settings->str;
    add_segment(r, b, &g, PARAGRAPH_BODY);
    return TRUE;
}

static gboolean is_key(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_islower(text[i]) && !g_ascii_isdigit(text[i]) && text[i] != '-')
            return FALSE;
    return length > 0 && g_ascii_islower(*text);
}

// Reads "1.1=0.93 1.2=…" into `out`; FALSE if it is something else.
static gboolean read_confidence(const char *value, GHashTable *out)
{
    g_auto(GStrv) pairs = g_strsplit(value, " ", -1);
    for (char **pair = pairs; *pair; pair++) {
        char *equals = strrchr(*pair, '='), *end;
        if (!**pair)
            continue;
        if (!equals)
            return FALSE;
        double number = g_ascii_strtod(equals + 1, &end);
        if (end == equals + 1 || *end || !(number >= 0 && number <= 1))
            return FALSE;
        *equals = '\0';
        g_hash_table_replace(out, g_strdup(*pair), g_memdup2(&number, sizeof number));
    }
    return TRUE;
}

// Takes one "key: value" of a NOTE; FALSE if it is none, or the key stood there before.
static gboolean read_meta(const line *l, GPtrArray *metas, GHashTable *confidence)
{
    const char *colon = memchr(l->text, ':', l->length);
    if (!colon || !is_key(l->text, (gsize)(colon - l->text)))
        return FALSE;
    // What the speech would change is changed before it is trimmed.
    g_autofree char *safe =
        safe_text(colon + 1, (gssize)(l->length - (gsize)(colon + 1 - l->text)));
    line value = {safe, strlen(safe), l->number};
    line_trim(&value);
    g_autofree char *key = g_strndup(l->text, (gsize)(colon - l->text));
    g_autoptr(GString) text = g_string_new_len(value.text, (gssize)value.length);
    g_string_replace(text, "--&gt;", "-->", 0);
    if (strcmp(key, "confidence") == 0)
        return read_confidence(text->str, confidence);
    for (guint i = 0; i < metas->len; i += 2)
        if (strcmp(g_ptr_array_index(metas, i), key) == 0)
            return FALSE;
    g_ptr_array_add(metas, g_steal_pointer(&key));
    g_ptr_array_add(metas, g_strdup(text->str));
    return TRUE;
}

// A NOTE of nothing but "key: value" above the cues says what the file is about.
#define METAS_MAX 100

static gboolean add_metas(reader *r, const block *b)
{
    if (speech_builder_count(r->out) || b->count < 2)
        return FALSE;
    g_autoptr(GPtrArray) metas = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) confidence =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    line text = text_of(r, b);
    lines in = lines_of(text.text, text.length);
    for (line l; lines_next(&in, &l);)
        if (metas->len >= 2 * METAS_MAX || !read_meta(&l, metas, confidence))
            return FALSE;
    for (guint i = 0; i < metas->len; i += 2)
        if (speech_builder_has_meta(r->out, g_ptr_array_index(metas, i)))
            return FALSE;

    for (guint i = 0; i < metas->len; i += 2)
        speech_builder_meta(r->out, g_ptr_array_index(metas, i), g_ptr_array_index(metas, i + 1));
    GHashTableIter iter;
    gpointer id, value;
    g_hash_table_iter_init(&iter, confidence);
    while (g_hash_table_iter_next(&iter, &id, &value)) {
        g_hash_table_iter_steal(&iter);
        g_hash_table_replace(r->confidence, id, value);
    }
    return TRUE;
}

static gboolean has_word(const line *l, const char *word)
{
    gsize length = strlen(word);
    return line_begins(l, word) && (l->length == length || strchr(" \t", l->text[length]));
}

// A NOTE that holds a segment without times.
static gboolean add_untimed(reader *r, const block *b, const char *word, paragraph_kind kind)
{
    if (!has_word(&b->first, word) || b->count < 2)
        return FALSE;
    line id = b->first;
    id.text += strlen(word);
    id.length -= strlen(word);
    line_trim(&id);
    g_string_truncate(r->id, 0);
    g_string_append_len(r->id, id.text, (gssize)id.length);
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .id = id.length ? r->id->str : NULL};
    add_segment(r, b, &g, kind);
    return TRUE;
}

static gboolean add_note(reader *r, const block *b)
{
    if (b->first.length == strlen("NOTE"))
        return add_metas(r, b);
    return add_untimed(r, b, VTT_HEADING, PARAGRAPH_HEADING) ||
           add_untimed(r, b, VTT_UNTIMED, PARAGRAPH_BODY);
}

static void add_block(reader *r, const block *b)
{
    if (b->times.text) {
        if (add_cue(r, b))
            return;
    } else if (has_word(&b->first, "NOTE")) {
        if (add_note(r, b))
            return;
    } else if (!has_word(&b->first, "STYLE") && !has_word(&b->first, "REGION")) {
        report_add(r->report, b->first.number, _("there are no times here, so it was skipped."));
    }
    keep_verbatim(r, b);
}

// The first line, and those below it up to a blank one.
static gboolean read_header(reader *r)
{
    line l;
    if (!lines_next(&r->in, &l))
        return FALSE;
    if (!has_word(&l, "WEBVTT"))
        return FALSE;
    g_autoptr(GString) header = g_string_new_len(l.text + 6, (gssize)l.length - 6);
    for (lines before = r->in; lines_next(&r->in, &l) && l.length; before = r->in) {
        if (line_holds(&l, "-->")) {
            r->in = before;
            break;
        }
        g_string_append_c(header, '\n');
        g_string_append_len(header, l.text, (gssize)l.length);
    }
    speech_builder_header(r->out, "vtt", header->str);
    return TRUE;
}

static gboolean read_all(reader *r, GError **error)
{
    if (!read_header(r)) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("It does not begin with WEBVTT, as WebVTT does."));
        return FALSE;
    }
    line l;
    for (lines before = r->in; lines_next(&r->in, &l); before = r->in) {
        if (!l.length)
            continue;
        block b;
        collect(r, &before, &l, &b);
        add_block(r, &b);
    }
    speech_builder_trailer(r->out, r->before->str);
    if (speech_builder_count(r->out))
        return TRUE;
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, _("There is no cue in it."));
    return FALSE;
}

speech *vtt_read(const char *text, gsize size, report *messages, GError **error)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    g_autoptr(cue) scratch = cue_new();
    g_autoptr(GHashTable) confidence =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GString) before = g_string_new(NULL), id = g_string_new(NULL),
                       settings = g_string_new(NULL), payload = g_string_new(NULL),
                       canonical = g_string_new(NULL);
    reader r = {.in = lines_of(text, size),
                .report = messages,
                .out = out,
                .confidence = confidence,
                .cue = scratch,
                .before = before,
                .id = id,
                .settings = settings,
                .payload = payload,
                .canonical = canonical};
    if (!read_all(&r, error))
        return NULL;
    g_autoptr(speech) read = speech_builder_end(out);
    return vtt_join_pairs(read);
}
