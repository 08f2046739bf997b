// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/xml.h"

#include <string.h>

#include "base/i18n.h"

typedef struct {
    const xml_handler *to;
    void *data;
    int depth;
    int *line; // or NULL
} reader;

static void tell_line(const reader *x, GMarkupParseContext *context)
{
    if (x->line)
        g_markup_parse_context_get_position(context, x->line, NULL);
}

const char *xml_local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attribute(const xml_attributes *a, const char *name)
{
    for (int i = 0; a->names[i]; i++) {
        // Most are something else, which their first letter tells.
        const char *local = xml_local_name(a->names[i]);
        if (*local == *name && strcmp(local, name) == 0)
            return a->values[i];
    }
    return NULL;
}

const char *xml_attribute_called(const xml_attributes *a, const char *name)
{
    for (int i = 0; a->names[i]; i++)
        if (strcmp(a->names[i], name) == 0)
            return a->values[i];
    return NULL;
}

static void start(GMarkupParseContext *context, const char *element, const char **names,
                  const char **values, void *data, GError **error)
{
    reader *x = data;
    tell_line(x, context);
    if (++x->depth > XML_DEPTH_MAX)
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                    _("more than %d elements inside of one another"), XML_DEPTH_MAX);
    else if (x->to->start)
        x->to->start(x->data, xml_local_name(element), &(xml_attributes){names, values, element});
}

static void end(GMarkupParseContext *context, const char *element, void *data, GError **error)
{
    (void)error;
    reader *x = data;
    tell_line(x, context);
    x->depth--;
    if (x->to->end)
        x->to->end(x->data, xml_local_name(element));
}

static void text(GMarkupParseContext *context, const char *from, gsize length, void *data,
                 GError **error)
{
    (void)context, (void)error;
    reader *x = data;
    if (x->to->text)
        x->to->text(x->data, from, length);
}

// Behind one of the things that may stand above the first element; `p` itself: there is none.
static const char *skip_above(const char *p)
{
    static const char *const pairs[][2] = {{"<?", "?>"}, {"<!--", "-->"}, {"<!DOCTYPE", ">"}};
    p += strspn(p, " \t\r\n");
    // What a document type declares stands in brackets.
    const char *inside = g_str_has_prefix(p, "<!DOCTYPE") ? strpbrk(p, "[>") : NULL;
    const char *shut = inside && *inside == '[' ? strchr(inside, ']') : NULL;
    if (shut && (shut = strchr(shut, '>')))
        return shut + 1;
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize length = strlen(pairs[i][0]);
        const char *close =
            strncmp(p, pairs[i][0], length) == 0 ? strstr(p + length, pairs[i][1]) : NULL;
        if (close)
            return close + strlen(pairs[i][1]);
    }
    return p;
}

gboolean xml_root_is(const char *head, const char *name)
{
    const char *p = head;
    for (const char *next; (next = skip_above(p)) != p;)
        p = next;
    if (*p != '<')
        return FALSE;
    gsize length = strcspn(++p, " \t\r\n/>");
    const char *colon = memchr(p, ':', length);
    gsize prefix = colon ? (gsize)(colon + 1 - p) : 0;
    return length - prefix == strlen(name) && strncmp(p + prefix, name, length - prefix) == 0;
}

// U+FFFE and U+FFFF are in no XML.
static gboolean is_no_character(const char *p, gsize left)
{
    return left >= 3 && memcmp(p, "\357\277", 2) == 0 && ((guchar)p[2] | 1) == 0277;
}

// What stands for a byte; NULL: it is left out.
static const char *stand_in(const char *p, gsize left, gsize *length)
{
    *length = 1;
    switch (*p) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        *length = (guchar)*p == 0357 ? 3 : 1;
        return *length == 3 && !is_no_character(p, left) ? p : NULL;
    }
}

void xml_append_length(GString *out, const char *from, gsize length)
{
    // Bytes that are looked at: marks, control characters, the first of U+FFFE.
    static const guchar special[256] = {
        1, 1, 1, 1, 1, 1, 1,         1,         1,         0,         0,         1, 1,
        1, 1, 1, 1, 1, 1, 1,         1,         1,         1,         1,         1, 1,
        1, 1, 1, 1, 1, 1, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, [0357] = 1};
    const char *p = from, *end = from + length, *plain = from; // what was not appended yet
    for (gsize skipped; p < end;) {
        if (!special[(guchar)*p]) {
            p++;
            continue;
        }
        const char *instead = stand_in(p, (gsize)(end - p), &skipped);
        if (instead != p) {
            g_string_append_len(out, plain, p - plain);
            g_string_append(out, instead ? instead : "");
            plain = MIN(p + skipped, end);
        }
        p = MIN(p + skipped, end);
    }
    g_string_append_len(out, plain, end - plain);
}

void xml_append(GString *out, const char *from)
{
    xml_append_length(out, from, strlen(from));
}

void xml_append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_c(out, ' ');
    g_string_append(out, name);
    g_string_append(out, "=\"");
    for (gsize length; *value; value += length) {
        length = strcspn(value, "\t\n\r");
        xml_append_length(out, value, length);
        for (; value[length] && strchr("\t\n\r", value[length]); length++)
            g_string_append_printf(out, "&#%d;", value[length]);
    }
    g_string_append_c(out, '"');
}

gboolean xml_is_name(const char *name, gsize length)
{
    const char *end = name + length;
    for (const char *p = name; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean letter =
            c < 0x80 ? g_ascii_isalpha(*p) || c == '_' : c >= 0xC0 && g_unichar_isalpha(c);
        if (!letter && (p == name || c >= 0x80 || !(g_ascii_isdigit(*p) || c == '-' || c == '.')))
            return FALSE;
    }
    return length > 0;
}

// Whether XML can have all of it.
static gboolean is_possible(const char *from, const char *end)
{
    for (const char *p = from; p < end; p++)
        if (((guchar)*p < ' ' && !strchr("\n\r\t", *p)) || is_no_character(p, (gsize)(end - p)))
            return FALSE;
    return TRUE;
}

static gboolean is_between(const char *from, gsize length, const char *begin, const char *end)
{
    gsize before = strlen(begin), behind = strlen(end);
    return length >= before + behind && memcmp(from, begin, before) == 0 &&
           memcmp(from + length - behind, end, behind) == 0;
}

static gboolean is_comment(const char *from, gsize length)
{
    return is_between(from, length, "<!--", "-->") && is_possible(from, from + length) &&
           g_strstr_len(from + 4, (gssize)length - 6, "--") == NULL;
}

static gboolean is_instruction(const char *from, gsize length)
{
    if (!is_between(from, length, "<?", "?>") || !is_possible(from, from + length))
        return FALSE;
    gsize name = strcspn(from + 2, " \t\r\n?");
    return xml_is_name(from + 2, name) &&
           (name != 3 || g_ascii_strncasecmp(from + 2, "xml", name) != 0);
}

// GLib leaves the ends of lines as they are.
static void tell_cdata(const reader *x, const char *from, gsize length)
{
    for (const char *end = from + length, *cut; from < end; from = cut) {
        cut = memchr(from, '\r', (gsize)(end - from));
        cut = cut ? cut : end;
        x->to->text(x->data, from, (gsize)(cut - from));
        if (cut < end && ++cut < end && *cut != '\n')
            x->to->text(x->data, "\n", 1);
    }
}

static void other(GMarkupParseContext *context, const char *from, gsize length, void *data,
                  GError **error)
{
    (void)context, (void)error;
    const reader *x = data;
    if (x->to->text && is_between(from, length, "<![CDATA[", "]]>"))
        tell_cdata(x, from + strlen("<![CDATA["), length - strlen("<![CDATA[]]>"));
    else if (x->to->comment && (is_comment(from, length) || is_instruction(from, length)))
        x->to->comment(x->data, from, length);
}

gboolean xml_read(const char *from, gsize size, const xml_handler *to, void *data, int *line,
                  report *r)
{
    static const GMarkupParser parser = {start, end, text, other, NULL};
    reader x = {to, data, 0, line};
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, &x, NULL);
    g_autoptr(GError) wrong = NULL;
    if (g_markup_parse_context_parse(context, from, (gssize)size, &wrong) &&
        g_markup_parse_context_end_parse(context, &wrong))
        return TRUE;
    int broken_at;
    g_markup_parse_context_get_position(context, &broken_at, NULL);
    report_add(r, broken_at, _("from here on it is no XML, so the rest was skipped (%s)."),
               wrong->message);
    return FALSE;
}

// ---- what was written here

// As many as GLib's reader has room for, or so.
#define ATTRIBUTES_MAX 100

// Makes characters of the entities that xml_append() writes, in place. Returns the length.
static gsize unescape(char *from, gsize length)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    char *to = memchr(from, '&', length);
    if (!to)
        return length;
    for (char *p = to, *end = from + length; p < end;) {
        gsize i = *p == '&' ? 0 : G_N_ELEMENTS(entities);
        while (i < G_N_ELEMENTS(entities) && strncmp(p, entities[i], strlen(entities[i])) != 0)
            i++;
        gboolean found = i < G_N_ELEMENTS(entities);
        *to++ = found ? "&<>\""[i] : *p;
        p += found ? strlen(entities[i]) : 1;
    }
    return (gsize)(to - from);
}

// Cuts the attributes off behind the name of an element.
static void cut_attributes(char *tag, const char **names, const char **values)
{
    int count = 0;
    for (char *p = strchr(tag, ' '); p && *p == ' ' && count < ATTRIBUTES_MAX;) {
        char *equals = strchr(p, '='),
             *shut = equals && equals[1] == '"' ? strchr(equals + 2, '"') : NULL;
        *p = '\0';
        if (!shut)
            break;
        *equals = '\0';
        equals[2 + unescape(equals + 2, (gsize)(shut - equals - 2))] = '\0';
        *shut = '\0';
        names[count] = p + 1;
        values[count++] = equals + 2;
        p = shut + 1;
    }
    names[count] = values[count] = NULL;
}

// `tag` is what stands between < and >. Returns how much deeper it is behind it.
static int tell_tag(char *tag, gsize length, const xml_handler *to, void *data)
{
    const char *names[ATTRIBUTES_MAX + 1], *values[ATTRIBUTES_MAX + 1];
    gboolean empty = length && tag[length - 1] == '/';
    tag[length - empty] = '\0';
    if (*tag == '/') {
        to->end(data, xml_local_name(tag + 1));
        return -1;
    }
    cut_attributes(tag, names, values);
    to->start(data, xml_local_name(tag), &(xml_attributes){names, values, tag});
    if (empty)
        to->end(data, xml_local_name(tag));
    return !empty;
}

void xml_read_written(char *from, gsize size, const xml_handler *to, void *data)
{
    int depth = 0;
    for (char *p = from, *end = from + size; p < end;) {
        char *open = memchr(p, '<', (gsize)(end - p));
        open = open ? open : end;
        if (open > p)
            to->text(data, p, unescape(p, (gsize)(open - p)));
        gboolean is_comment = g_str_has_prefix(open, "<!--");
        char *close = is_comment ? strstr(open, "-->") : strchr(open, '>');
        // An end that belongs to nothing is no end.
        if (!close || (open[1] == '/' && depth == 0))
            return;
        if (!is_comment)
            depth += tell_tag(open + 1, (gsize)(close - open - 1), to, data);
        p = close + (is_comment ? 3 : 1);
    }
}
