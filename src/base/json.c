// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/timecode.h"

struct json_reader {
    char *text; // mended
    const char *at, *end;
    int line; // of `at`
    int broken;
};

// ---- mending

// What Python writes for numbers that JSON has not; 0: none of them stands at `at`.
static gsize length_of_odd_number(const char *at)
{
    static const char *const names[] = {"NaN", "Infinity", "-Infinity"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(at, names[i]))
            return strlen(names[i]);
    return 0;
}

// The number of \uNNNN at `at`; -1: it is none.
static int escaped_unit(const char *at)
{
    int unit = 0;
    if (at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = g_ascii_xdigit_value(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// Copies the escape at `at`; half of a pair becomes U+FFFD. Returns its length.
static gsize mend_escape(const char *at, GString *out)
{
    int unit = escaped_unit(at);
    gsize length = unit < 0 ? (at[1] ? 2 : 1) : 6;
    if (unit >= 0xD800 && unit < 0xE000) {
        int low = unit < 0xDC00 ? escaped_unit(at + 6) : -1;
        if (low < 0xDC00 || low >= 0xE000) {
            g_string_append(out, "\xEF\xBF\xBD");
            return length;
        }
        length = 12;
    }
    g_string_append_len(out, at, (gssize)length);
    return length;
}

// Ends where there are more values than JSON_VALUES_MAX.
static char *mend(const char *text, gsize size)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
    GString *out = g_string_sized_new(strlen(valid) + 1);
    gboolean inside = FALSE;
    int values = 0;
    for (const char *p = valid; *p && values < JSON_VALUES_MAX;) {
        gsize odd = inside ? 0 : length_of_odd_number(p);
        values += !inside && (*p == ',' || *p == '[' || *p == '{');
        if (inside && *p == '\\') {
            p += mend_escape(p, out);
        } else if (odd) {
            g_string_append(out, "null");
            p += odd;
        } else if (inside && (guchar)*p < ' ') {
            g_string_append_printf(out, "\\u%04x", *p++);
        } else {
            inside ^= *p == '"';
            g_string_append_c(out, *p++);
        }
    }
    return g_string_free(out, FALSE);
}

// What is whole of a document that can be read up to `end`: up to the last bracket that closes one
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
    r->text = mend(text, size);
    r->at = r->text;
    r->end = r->text + strlen(r->text);
    r->line = 1;
    return r;
}

void json_reader_free(json_reader *r)
{
    if (!r)
        return;
    g_free(r->text);
    g_free(r);
}

static void go_to(json_reader *r, const char *to)
{
    for (; r->at < to; r->at++)
        r->line += *r->at == '\n';
}

json_t *json_reader_next(json_reader *r)
{
    go_to(r, r->at + strspn(r->at, " \t\r\n"));
    if (r->at >= r->end)
        return NULL;
    json_error_t wrong = {0};
    gsize flags = JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, left = (gsize)(r->end - r->at);
    json_t *all = json_loadb(r->at, left, flags, &wrong);
    gsize read = MIN((gsize)MAX(wrong.position, 1), left);
    if (!all) {
        g_autofree char *whole = whole_part(r->at, r->at + read);
        r->broken = r->line + MAX(wrong.line, 1) - 1;
        all = whole ? json_loads(whole, JSON_ALLOW_NUL, NULL) : NULL;
        read = left;
    }
    go_to(r, r->at + read);
    return all;
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
