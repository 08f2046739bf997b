// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/timecode.h"

struct json_reader {
    char *valid; // the text, if it had to be made UTF-8; or NULL
    const char *begin;
    const char *end; // nothing is read from there on
    GString *mended; // the value that is made a tree
    int broken;
};

// ---- passing and mending

static gboolean is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// The way through a value.
typedef struct {
    const char *at, *end;
    int line;
    GString *out;     // for what is passed, mended; or NULL
    const char *from; // what stands from here to `at` is not in it yet
    gboolean cut;     // the text ended inside of it
} passage;

// Goes on by `length` bytes, for which `by` is put out.
static void replace(passage *p, gsize length, const char *by)
{
    if (p->out) {
        g_string_append_len(p->out, p->from, p->at - p->from);
        g_string_append(p->out, by);
    }
    p->at += length;
    p->from = p->at;
}

// The number of \uNNNN at `at`; -1: it is none.
static int escaped_unit(const char *at, const char *end)
{
    int unit = 0;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = g_ascii_xdigit_value(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// Half of a pair becomes U+FFFD.
static void pass_escape(passage *p)
{
    int unit = escaped_unit(p->at, p->end);
    gsize length = unit < 0 ? 2 : 6;
    if (unit >= 0xD800 && unit < 0xE000) {
        int low = unit < 0xDC00 ? escaped_unit(p->at + 6, p->end) : -1;
        if (low < 0xDC00 || low >= 0xE000) {
            replace(p, length, "\xEF\xBF\xBD");
            return;
        }
        length = 12;
    }
    p->at += MIN(length, (gsize)(p->end - p->at));
}

static void pass_string(passage *p)
{
    p->at++;
    while (p->at < p->end && *p->at != '"') {
        guchar c = (guchar)*p->at;
        char escaped[8];
        if (c == '\\') {
            pass_escape(p);
        } else if (c < ' ') {
            p->line += c == '\n';
            g_snprintf(escaped, sizeof escaped, "\\u%04x", c);
            replace(p, 1, escaped);
        } else {
            p->at++;
        }
    }
    p->cut = p->at >= p->end;
    p->at += !p->cut;
}

// A number or name. What Python writes for numbers that JSON has not becomes null.
static void pass_word(passage *p)
{
    static const char *const odd[] = {"NaN", "Infinity", "-Infinity"};
    gsize length = 1;
    while (p->at + length < p->end && !strchr(" \t\r\n,:\"[]{}", p->at[length]))
        length++;
    for (gsize i = 0; i < G_N_ELEMENTS(odd); i++)
        if (length == strlen(odd[i]) && memcmp(p->at, odd[i], length) == 0) {
            replace(p, length, "null");
            return;
        }
    p->at += length;
}

// Moves `at` behind the value there, into `out`, if that is not NULL: mended, and cut where it has
// more values than JSON_VALUES_MAX. FALSE: the text ends before the value does.
static gboolean pass(const json_reader *r, json_place *at, GString *out)
{
    passage p = {at->at, r->end, at->line, out, at->at, FALSE};
    int depth = 0, values = 0;
    while (p.at < p.end && values < JSON_VALUES_MAX) {
        char c = *p.at;
        gboolean opens = c == '{' || c == '[', closes = c == '}' || c == ']';
        depth += opens - closes;
        values += out && (opens || c == ',');
        p.line += c == '\n';
        if (c == '"')
            pass_string(&p);
        else if (opens || closes || c == ',' || c == ':' || is_space(c))
            p.at++;
        else
            pass_word(&p);
        if (depth <= 0)
            break;
    }
    replace(&p, 0, "");
    *at = (json_place){p.at, p.line};
    return depth <= 0 && !p.cut;
}

// What is whole of a value that can be read up to `end`: up to the last bracket that closes one
// inside of another, and the brackets that are open there. NULL: nothing is.
static char *whole_part(const char *text, const char *end)
{
    g_autoptr(GString) open = g_string_new(NULL);
    gsize depth = 0;
    const char *good = NULL;
    gboolean inside = FALSE;
    for (const char *p = text; p < end; p++) {
        if (inside && *p == '\\') {
            p++;
        } else if (*p == '"') {
            inside = !inside;
        } else if (!inside && (*p == '{' || *p == '[')) {
            g_string_append_c(open, *p == '{' ? '}' : ']');
        } else if (!inside && (*p == '}' || *p == ']') && open->len) {
            g_string_truncate(open, open->len - 1);
            good = p + 1;
            depth = open->len;
        }
    }
    if (!good || !depth)
        return NULL;
    // Behind `good` none was closed, so the first ones are those that were open there.
    GString *out = g_string_new_len(text, good - text);
    while (depth > 0)
        g_string_append_c(out, open->str[--depth]);
    return g_string_free(out, FALSE);
}

// ---- reading

json_reader *json_reader_new(const char *text, gsize size)
{
    json_reader *r = g_new0(json_reader, 1);
    r->valid = g_utf8_validate_len(text, size, NULL) ? NULL : g_utf8_make_valid(text, (gssize)size);
    r->begin = r->valid ? r->valid : text;
    r->end = r->begin + (r->valid ? strlen(r->valid) : size);
    r->mended = g_string_new(NULL);
    return r;
}

void json_reader_free(json_reader *r)
{
    if (!r)
        return;
    g_free(r->valid);
    g_string_free(r->mended, TRUE);
    g_free(r);
}

json_place json_reader_begin(const json_reader *r)
{
    return (json_place){r->begin, 1};
}

// From `at` on nothing can be read; `line` is where that was seen.
static void set_broken(json_reader *r, const char *at, int line)
{
    r->broken = r->broken ? MIN(r->broken, line) : line;
    r->end = MIN(r->end, at);
}

// Passes white space; gives what stands behind it, '\0' at the end.
static char look(const json_reader *r, json_place *at)
{
    for (; at->at < r->end && is_space(*at->at); at->at++)
        at->line += *at->at == '\n';
    return at->at < r->end ? *at->at : '\0';
}

static void skip(json_reader *r, json_place *at)
{
    if (look(r, at) && !pass(r, at, NULL))
        set_broken(r, at->at, at->line);
}

// Into what `open` and `close` are around. FALSE: nothing is in there, or it is something else.
static gboolean enter(json_reader *r, json_place *at, char open, char close)
{
    if (look(r, at) != open) {
        skip(r, at);
        return FALSE;
    }
    at->at++;
    char c = look(r, at);
    if (!c)
        set_broken(r, at->at, at->line);
    at->at += c == close;
    return c && c != close;
}

// From behind one thing in there to the next.
static gboolean go_on(json_reader *r, json_place *at, char close)
{
    char c = look(r, at);
    at->at += c == ',' || c == close;
    if ((c == ',' && look(r, at)) || c == close)
        return c == ',';
    set_broken(r, at->at, at->line);
    return FALSE;
}

gboolean json_reader_document(json_reader *r, json_place *at)
{
    char c = look(r, at);
    if (c && c != '{' && c != '[')
        set_broken(r, at->at, at->line);
    return c == '{' || c == '[';
}

gboolean json_reader_first(json_reader *r, json_place *at)
{
    return enter(r, at, '[', ']');
}

gboolean json_reader_next(json_reader *r, json_place *at)
{
    return go_on(r, at, ']');
}

static gboolean is_key(const char *key, const char *at, const char *end)
{
    gsize length = strlen(key);
    return (gsize)(end - at) == length + 2 && memcmp(at + 1, key, length) == 0;
}

// Passes a key and its colon.
static gboolean pass_key(json_reader *r, json_place *at, const char *const *keys, int *index)
{
    char c = look(r, at);
    const char *begin = at->at;
    gboolean good = c == '"' && pass(r, at, NULL);
    for (*index = 0; good && keys[*index] && !is_key(keys[*index], begin, at->at);)
        ++*index;
    good = good && look(r, at) == ':';
    at->at += good;
    if (!good || !look(r, at))
        set_broken(r, at->at, at->line);
    return good && look(r, at);
}

void json_reader_object(json_reader *r, json_place *at, const char *const *keys, json_place *found)
{
    for (gsize i = 0; keys[i]; i++)
        found[i] = (json_place){NULL, 0};
    for (gboolean more = enter(r, at, '{', '}'); more; more = go_on(r, at, '}')) {
        int index;
        if (!pass_key(r, at, keys, &index))
            return;
        if (keys[index])
            found[index] = *at;
        skip(r, at);
    }
}

// An object or array with nothing in it, which needs no parser; NULL: it is something else.
static json_t *read_empty(const json_reader *r, json_place *at)
{
    char open = look(r, at);
    if (open != '{' && open != '[')
        return NULL;
    json_place inside = {at->at + 1, at->line};
    if (look(r, &inside) != (open == '{' ? '}' : ']'))
        return NULL;
    *at = (json_place){inside.at + 1, inside.line};
    return open == '{' ? json_object() : json_array();
}

json_t *json_reader_value(json_reader *r, json_place *at)
{
    const gsize flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_error_t wrong = {0};
    if (!look(r, at))
        return NULL;
    json_t *value = read_empty(r, at);
    if (value)
        return value;
    json_place begin = *at;
    g_string_truncate(r->mended, 0);
    pass(r, at, r->mended);
    value = json_loadb(r->mended->str, r->mended->len, flags, &wrong);
    if (value)
        return value;
    gsize read = MIN((gsize)MAX(wrong.position, 1), r->mended->len);
    g_autofree char *whole = whole_part(r->mended->str, r->mended->str + read);
    set_broken(r, begin.at, begin.line + MAX(wrong.line, 1) - 1);
    return whole ? json_loads(whole, flags, NULL) : NULL;
}

json_t *json_reader_at(json_reader *r, json_place at)
{
    return at.at ? json_reader_value(r, &at) : NULL;
}

int json_reader_broken(const json_reader *r)
{
    return r->broken;
}

void json_broken_report(int line, report *r)
{
    if (line)
        report_add(r, line, _("from here on it is no JSON, so the rest was skipped."));
}

// ---- values

const char *json_text(const json_t *from, const char *key)
{
    return json_string_value(json_object_get(from, key));
}

static int64_t time_of_seconds(double seconds)
{
    return isfinite(seconds) && seconds >= 0 && seconds * 1e6 <= (double)TIME_MAX
               ? (int64_t)(seconds * 1e6 + 0.5)
               : TIME_NONE;
}

int64_t json_time(const json_t *value, double scale)
{
    return json_is_number(value) ? time_of_seconds(json_number_value(value) / scale) : TIME_NONE;
}

int64_t json_time_text(const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text)
        return json_time(value, 1);
    char *end;
    double seconds = g_ascii_strtod(text, &end);
    return end > text && !*end ? time_of_seconds(seconds) : TIME_NONE;
}

json_t *json_seconds(int64_t us)
{
    // A number of milliseconds that is divided last is written as short as it is.
    return json_real((double)((us + 500) / 1000) / 1e3);
}

// ---- writing

#define INDENT_MASK 0x1F // where JSON_INDENT() is

typedef struct {
    GString *out;
    int indent; // of all lines but the first
} writer;

static int write_indented(const char *text, size_t size, void *data)
{
    writer *w = data;
    for (const char *p = text; p < text + size; p++) {
        g_string_append_c(w->out, *p);
        for (int i = 0; *p == '\n' && i < w->indent; i++)
            g_string_append_c(w->out, ' ');
    }
    return 0;
}

void json_write(GString *out, const json_t *all, gsize flags, json_t *(*next)(void *data),
                void *data)
{
    static const char end[] = "]\n}";
    int indent = (int)(flags & INDENT_MASK);
    writer w = {out, 2 * indent};
    char *around = json_dumps(all, flags);
    gsize length = around ? strlen(around) : 0;
    g_assert(g_str_has_suffix(around, end));
    g_string_append_len(out, around, (gssize)(length - strlen(end)));
    free(around);
    const char *before = "";
    for (json_t *one; (one = next(data)); json_decref(one), before = ",") {
        g_string_append(out, before);
        write_indented("\n", 1, &w);
        json_dump_callback(one, write_indented, &w, flags);
    }
    if (*before)
        g_string_append_printf(out, "\n%*s", indent, "");
    g_string_append_printf(out, "%s\n", end);
}
