// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/report.h"

struct report {
    char *file;
    GPtrArray *messages;
    int uncounted, damage;
};

report *report_new(void)
{
    report *r = g_new0(report, 1);
    r->messages = g_ptr_array_new_with_free_func(g_free);
    return r;
}

void report_free(report *r)
{
    if (!r)
        return;
    g_free(r->file);
    g_ptr_array_unref(r->messages);
    g_free(r);
}

void report_file(report *r, const char *name)
{
    if (!r)
        return;
    g_free(r->file);
    r->file = g_strdup(name);
}

void report_add(report *r, int line, const char *format, ...)
{
    if (!r)
        return;
    r->damage += line > 0;
    if (r->messages->len >= REPORT_MAX) {
        r->uncounted++;
        return;
    }
    GString *text = g_string_new(r->file);
    if (line > 0)
        g_string_append_printf(text, "%s%d", text->len ? ":" : "", line);
    if (text->len)
        g_string_append(text, ": ");
    va_list rest;
    va_start(rest, format);
    g_string_append_vprintf(text, format, rest);
    va_end(rest);
    g_ptr_array_add(r->messages, g_string_free(text, FALSE));
}

int report_damage(const report *r)
{
    return r->damage;
}

int report_count(const report *r)
{
    return (int)r->messages->len;
}

int report_uncounted(const report *r)
{
    return r->uncounted;
}

const char *report_message(const report *r, int index)
{
    g_assert(index >= 0 && index < (int)r->messages->len);
    return g_ptr_array_index(r->messages, (guint)index);
}
