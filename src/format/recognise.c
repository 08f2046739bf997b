// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/recognise.h"

#include <string.h>

// So much of a text tells its format.
#define HEAD_SIZE (64 * 1024)

// JSON: what tells its kind may stand behind a long text.
static gboolean is_nested(const char *text)
{
    text += strspn(text, " \t\r\n");
    return (*text == '{' || *text == '[') && text[1] && strchr(" \t\r\n{[\"", text[1]);
}

// Whether it begins as objects of JSON do: {"key":
static gboolean is_json_object(const char *text)
{
    static const char blanks[] = " \t\r\n";
    text += strspn(text, " \t\r\n[");
    if (*text != '{')
        return FALSE;
    text += 1 + strspn(text + 1, blanks);
    const char *close = *text == '"' ? strpbrk(text + 1, "\"\n") : NULL;
    return close && *close == '"' && close[1 + strspn(close + 1, blanks)] == ':';
}

// A format in JSON, or none: what is in another shape is no text of a speech.
static const format *recognise_json(const char *text)
{
    const format *f = format_probe(text);
    return f && (!is_json_object(text) || strcmp(f->extensions, "json") == 0) ? f : NULL;
}

const format *recognise(const char *text, gsize size)
{
    if (is_nested(text))
        return recognise_json(text);
    const char *end = text + MIN(size, HEAD_SIZE);
    // Not in the middle of a character.
    while (end > text && ((guchar)*end & 0xC0) == 0x80)
        end--;
    g_autofree char *head = g_strndup(text, (gsize)(end - text));
    return format_probe(head);
}
