// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/safe.h"

#include <stdint.h>
#include <string.h>

#include "base/eight.h"

#define MARKS_MAX 30

static gboolean is_bidi_control(gunichar c)
{
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

char *safe_for_terminal(const char *text, gboolean lines)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p;) {
        gunichar c = g_utf8_get_char_validated(p, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guchar)*p++);
            continue;
        }
        const char *next = g_utf8_next_char(p);
        if (c == '\n' && lines)
            g_string_append_c(out, '\n');
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            g_string_append_printf(out, "\\x%02x", c);
        else if (is_bidi_control(c))
            g_string_append_printf(out, "\\u{%04x}", c);
        else
            g_string_append_len(out, p, next - p);
        p = next;
    }
    return g_string_free(out, FALSE);
}

static gboolean is_mark(gunichar c)
{
    return c >= 0x300 && g_unichar_ismark(c);
}

// The explicit embeddings and isolates are dropped whole: a cue is one short run of text, and an
// unmatched one would turn the lines of its neighbours round.
static gboolean is_dropped(gunichar c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || is_bidi_control(c) ||
           c == 0xFEFF;
}

static gboolean is_tail(guchar c)
{
    return (c & 0xC0) == 0x80;
}

// The length of the character at `p` if it is of those that texts are full of and that need no
// further look: Latin-1 letters, dashes and quotes, Hanzi, kana, full-width forms. 0: look further.
static gsize clean_length(const guchar *p, gsize left)
{
    if (*p == 0xC3)
        return left >= 2 && is_tail(p[1]) ? 2 : 0;
    if (*p < 0xE2 || left < 3 || !is_tail(p[1]) || !is_tail(p[2]))
        return 0;
    if (*p >= 0xE4 && *p <= 0xE9)
        return 3;
    if (*p == 0xE2)
        return p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xA7 ? 3 : 0;
    if (*p == 0xE3)
        return (p[1] == 0x80 && p[2] < 0xAA) || p[1] == 0x81 || p[1] == 0x83 ? 3 : 0;
    return *p == 0xEF && (p[1] == 0xBC || p[1] == 0xBD) ? 3 : 0;
}

// The length of the printable ASCII at `p`, or the first eight of it.
static gsize printable_length(const char *p, gsize left)
{
    uint64_t bytes = eight_load(p, left);
    return MIN(eight_before(bytes | (bytes - EIGHT(0x20)) | (bytes + EIGHT(1))), left);
}

gboolean safe_is_clean(const char *text, gsize length)
{
    for (gsize i = 0; i < length;) {
        gsize step = (guchar)text[i] >= 0x80 ? clean_length((const guchar *)text + i, length - i)
                                             : printable_length(text + i, length - i);
        if (!step && text[i] == '\n')
            step = 1;
        if (!step)
            return FALSE;
        i += step;
    }
    return TRUE;
}

char *safe_text(const char *text, gssize length)
{
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    if (safe_is_clean(text, size))
        return g_strndup(text, size);

    GString *out = g_string_sized_new(size);
    int marks = 0;
    gboolean bad = FALSE;
    for (const char *p = text, *end = text + size; p < end;) {
        gunichar c = g_utf8_get_char_validated(p, end - p);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            if (!bad)
                g_string_append_unichar(out, 0xFFFD);
            bad = TRUE;
            marks = 0;
            p++;
            continue;
        }
        const char *next = g_utf8_next_char(p);
        // What is dropped parts neither marks nor invalid bytes: neither will it in the result.
        if (!is_dropped(c)) {
            bad = FALSE;
            marks = is_mark(c) ? marks + 1 : 0;
            if (c == '\t')
                g_string_append_c(out, ' ');
            else if (marks <= MARKS_MAX)
                g_string_append_len(out, p, next - p);
        }
        p = next;
    }
    return g_string_free(out, FALSE);
}
