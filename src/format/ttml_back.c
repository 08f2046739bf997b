// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/ttml_back.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "format/cue.h"
#include "format/half.h"
#include "format/lines.h"
#include "format/tag.h"
#include "format/ttml_keep.h"
#include "speech/script.h"

// A p that was read.
typedef struct {
    const segment *g;
    unsigned sides;     // of the segment's texts, which are its own: bits
    int number;         // among all that were read
    int language, side; // of what holds it (CUE_FIND_OUT: not said), and of its text
    gboolean preserve;  // xml:space of what holds it
    line attributes, payload, before;
} part;

typedef struct {
    char **header; // TTML_KEPT parts
    const char *prefix;
    ttml_ear *ear;
    GArray *parts;  // part
    gboolean whole; // they are all of the file, in its order
    cue *cue;
    GString *out, *half;
    int changed; // segments whose payload does not hold any more
} writer;

// ---- what was kept

// The next part of `*rest`, which moves behind it.
static line next_part(const char **rest)
{
    const char *text = *rest ? *rest : "", *mark = strchr(text, TTML_MARK);
    *rest = mark ? mark + 1 : NULL;
    return (line){text, mark ? (gsize)(mark - text) : strlen(text), 0};
}

// Reads "NUMBER LANGUAGE PRESERVE SIDE" before the attributes. FALSE: it is something else.
static gboolean read_place(part *p)
{
    int values[4];
    char *at = (char *)p->attributes.text, *end;
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++, at = end) {
        long value = strtol(at, &end, 10);
        if (end == at || value < 0 || value > INT_MAX)
            return FALSE;
        values[i] = (int)value;
    }
    p->number = values[0];
    p->language = values[1] == TTML_NO_SIDE ? CUE_FIND_OUT : values[1];
    p->preserve = values[2] != 0;
    p->side = values[3];
    p->attributes.length -= (gsize)(at - p->attributes.text);
    p->attributes.text = at;
    return TRUE;
}

// Gives each text to the first of its parts that is in its language; else by their order.
static void give_texts(const segment *g, part *parts, int count)
{
    for (int side = 0; side < LANGUAGES; side++) {
        int to = MIN(side, count - 1);
        for (int i = count; i-- > 0;)
            if (parts[i].side == side || parts[i].side == TTML_NO_SIDE)
                to = i;
        if (*g->text[side])
            parts[to].sides |= 1u << side;
    }
}

// Adds the parts of a segment; one of which nothing is known has one, which is of no place.
static void add_segment(writer *w, const segment *g)
{
    const char *settings = g->settings, *payload = g->payload, *before = g->before;
    guint first = w->parts->len;
    do {
        part p = {.g = g, .number = -1, .language = CUE_FIND_OUT, .side = TTML_NO_SIDE};
        p.attributes = next_part(&settings);
        p.payload = next_part(&payload);
        p.before = next_part(&before);
        if (!read_place(&p))
            p.attributes.length = 0;
        g_array_append_val(w->parts, p);
    } while (settings);
    give_texts(g, &g_array_index(w->parts, part, first), (int)(w->parts->len - first));
}

static int compare_parts(const void *a, const void *b)
{
    const part *left = a, *right = b;
    return left->number - right->number;
}

// Whether they are all that were read: then the tags around them fit together.
static gboolean is_whole(const writer *w)
{
    for (guint i = 0; i < w->parts->len; i++)
        if (g_array_index(w->parts, part, i).number != (int)i)
            return FALSE;
    return TRUE;
}

// ---- what a p says

// The segment with the texts of the part only; its words in `words`.
static segment segment_of(const part *p, GArray *words)
{
    segment g = *p->g;
    g_array_set_size(words, 0);
    for (int side = 0; side < LANGUAGES; side++)
        if (!(p->sides & 1u << side))
            g.text[side] = "";
    for (int i = 0; i < p->g->word_count; i++)
        if (p->sides & 1u << p->g->words[i].side)
            g_array_append_val(words, p->g->words[i]);
    g.words = (const word_mark *)(void *)words->data;
    g.word_count = (int)words->len;
    return g;
}

// The next of the attributes at `*at`, which moves behind it. FALSE: there is none.
static gboolean next_attribute(const char **at, const char *end, line *name, line *value)
{
    const char *equals = *at < end ? memchr(*at, '=', (gsize)(end - *at)) : NULL;
    const char *close =
        equals && equals + 2 < end ? memchr(equals + 2, '"', (gsize)(end - equals - 2)) : NULL;
    if (!close)
        return FALSE;
    *name = (line){*at + 1, (gsize)(equals - *at - 1), 0};
    *value = (line){equals + 2, (gsize)(close - equals - 2), 0};
    *at = close + 1;
    return TRUE;
}

static gboolean is_called(const line *name, const char *what)
{
    return strlen(what) == name->length && line_begins(name, what);
}

// The value of one of the attributes; no text: it has none.
static line value_of(const line *attributes, const char *name)
{
    const char *at = attributes->text;
    for (line found, value;
         next_attribute(&at, attributes->text + attributes->length, &found, &value);)
        if (is_called(&found, name))
            return value;
    return (line){0};
}

// Whether a reader finds the language of the text by itself.
static gboolean is_said(const writer *w, const segment *g, int said)
{
    const char *zh = g->text[LANGUAGE_ZH], *en = g->text[LANGUAGE_EN];
    if (*zh && *en)
        return TRUE;
    int side = *zh ? LANGUAGE_ZH : LANGUAGE_EN;
    return said == side ||
           (said == CUE_FIND_OUT && script_language(*zh ? zh : en, strlen(*zh ? zh : en)) == side &&
            cue_finds_again(w->cue, g));
}

// The attributes of the p, as far as they still hold, and what the texts need besides.
static void append_attributes(const writer *w, const part *p, const segment *g, GString *out)
{
    const line *all = &p->attributes;
    line space = value_of(all, "xml:space"), lang = value_of(all, "xml:lang");
    gboolean preserve = space.text ? line_begins(&space, "preserve") : p->preserve;
    int said = lang.text ? tag_side_of(lang.text, lang.length) : p->language;
    gboolean add_space = !preserve && ttml_needs_preserve(g), add_lang = !is_said(w, g, said);
    const char *at = all->text, *from = at;
    for (line name, value; next_attribute(&at, all->text + all->length, &name, &value); from = at)
        if (!(add_space && is_called(&name, "xml:space")) &&
            !(add_lang && is_called(&name, "xml:lang")) && (g->id || !is_called(&name, "xml:id")))
            g_string_append_len(out, from, at - from);
    if (add_space)
        g_string_append(out, " xml:space=\"preserve\"");
    if (add_lang)
        g_string_append_printf(out, " xml:lang=\"%s\"", *g->text[LANGUAGE_ZH] ? "zh" : "en");
}

// The metadata that begins at `p`, which is no text; 0: it is something else.
static gsize metadata_length(const char *p, const char *end)
{
    static const char name[] = "metadata";
    gsize size = strcspn(p + 1, " \t\n/>"), last = strlen(name);
    if (size < last || memcmp(p + 1 + size - last, name, last) != 0 ||
        (size > last && p[size - last] != ':'))
        return 0;
    const char *close = memchr(p, '>', (gsize)(end - p));
    if (!close || close[-1] == '/')
        return 0;
    g_autofree char *behind = g_strdup_printf("</%.*s>", (int)size, p + 1);
    const char *found = g_strstr_len(close, end - close, behind);
    return found ? (gsize)(found - p) + strlen(behind) : 0;
}

static half_kind next_piece(const char *p, const char *end, gsize *length)
{
    if (*p != '<') {
        const char *tag = memchr(p, '<', (gsize)(end - p));
        *length = (gsize)((tag ? tag : end) - p);
        return HALF_TEXT;
    }
    *length = metadata_length(p, end);
    if (*length)
        return HALF_TAG;
    gboolean is_comment = line_begins(&(line){p, (gsize)(end - p), 0}, "<!--");
    const char *close = is_comment ? strstr(p, "-->") : NULL;
    close = memchr(close ? close : p, '>', (gsize)(end - (close ? close : p)));
    *length = (gsize)((close ? close + 1 : end) - p);
    return *length >= 5 && memcmp(p + *length - 4, "br/>", 4) == 0 ? HALF_BREAK : HALF_TAG;
}

// A p that is being written.
typedef struct {
    const writer *w;
    const part *p;
    gsize from, inside; // where it begins, and what is in it
} open_p;

// Ends the p with `payload` in it; FALSE: that is not what the segment says.
static gboolean says(void *data, const line *payload, const segment *g)
{
    const open_p *o = data;
    const writer *w = o->w;
    ttml_element parent = {.where = TTML_DIV,
                           .side = o->p->language,
                           .preserve = o->p->preserve,
                           .limit_us = TTML_ENDLESS};
    g_string_truncate(w->out, o->inside);
    g_string_append_len(w->out, payload->text, (gssize)payload->length);
    g_string_append_printf(w->out, "</%sp>\n", w->prefix);
    return ttml_says(w->ear, w->out->str + o->from, w->out->len - o->from, &parent, g);
}

// Ends the p with what still holds of its payload.
static gboolean write_payload(const writer *w, const part *p, const segment *g, gsize from)
{
    open_p o = {w, p, from, w->out->len};
    line held;
    if (half_that_holds(&(half_format){next_piece, says, &o}, &p->payload, g, w->half, &held))
        return TRUE;
    g_string_truncate(w->out, o.inside);
    return FALSE;
}

static void write_p(writer *w, const part *p, GArray *words)
{
    segment g = segment_of(p, words);
    gsize from = w->out->len;
    if (g.start_us == TIME_NONE || !segment_has_text(&g))
        return;
    g_string_append_printf(w->out, "<%sp", w->prefix);
    ttml_append_times(w->out, &g);
    append_attributes(w, p, &g, w->out);
    g_string_append_c(w->out, '>');
    if (p->payload.length && write_payload(w, p, &g, from))
        return;
    w->changed += p->payload.length > 0;
    ttml_append_texts(w->out, w->prefix, &g);
    g_string_append_printf(w->out, "</%sp>\n", w->prefix);
}

// ---- the file

static void write_head(const writer *w, const speech *s)
{
    char **h = w->header;
    g_string_append_printf(w->out, TTML_XML "%s<%stt%s>\n<%shead%s>\n", h[TTML_KEPT_ABOVE],
                           w->prefix, h[TTML_KEPT_ROOT], w->prefix, h[TTML_KEPT_HEAD]);
    ttml_append_metas(w->out, w->prefix, s);
    g_string_append_printf(w->out, "%s</%shead>\n", h[TTML_KEPT_INSIDE], w->prefix);
}

static void write_all(writer *w, const speech *s)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(word_mark));
    write_head(w, s);
    if (!w->whole)
        g_string_append_printf(w->out, "<%sbody>\n<%sdiv>\n", w->prefix, w->prefix);
    for (guint i = 0; i < w->parts->len; i++) {
        const part *p = &g_array_index(w->parts, part, i);
        if (w->whole)
            g_string_append_len(w->out, p->before.text, (gssize)p->before.length);
        write_p(w, p, words);
    }
    if (w->whole)
        g_string_append(w->out, speech_trailer(s));
    else
        g_string_append_printf(w->out, "</%sdiv>\n</%sbody>\n", w->prefix, w->prefix);
    g_string_append_printf(w->out, "</%stt>\n", w->prefix);
}

gboolean ttml_write_back(const speech *s, GString *out, report *r)
{
    if (g_strcmp0(speech_verbatim_format(s), "ttml") != 0)
        return FALSE;
    const char mark[] = {TTML_MARK, '\0'};
    g_auto(GStrv) header = g_strsplit(speech_header(s), mark, -1);
    if (g_strv_length(header) != TTML_KEPT)
        return FALSE;
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(part));
    g_autoptr(cue) c = cue_new();
    g_autoptr(GString) scratch = g_string_new(NULL);
    line root = {header[TTML_KEPT_ROOT], strlen(header[TTML_KEPT_ROOT]), 0};
    line lang = value_of(&root, "xml:lang");
    const char *colon = strchr(header[TTML_KEPT_PREFIX], ':');
    g_autofree char *prefix =
        g_strndup(header[TTML_KEPT_PREFIX], colon ? (gsize)(colon - header[TTML_KEPT_PREFIX]) : 0);
    g_autoptr(ttml_ear) ear =
        ttml_ear_new(prefix, lang.text ? tag_side_of(lang.text, lang.length) : CUE_FIND_OUT);
    writer w = {.header = header,
                .prefix = header[TTML_KEPT_PREFIX],
                .ear = ear,
                .parts = parts,
                .cue = c,
                .out = out,
                .half = scratch};
    int empty = 0;
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        add_segment(&w, g);
        empty += g->start_us != TIME_NONE && !segment_has_text(g);
    }
    g_array_sort(parts, compare_parts);
    w.whole = is_whole(&w);
    write_all(&w, s);
    half_report(r, w.changed);
    if (empty)
        report_add(r, 0, _("segments without text were left out: %d."), empty);
    return TRUE;
}
