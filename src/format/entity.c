// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/entity.h"

#include <string.h>

// assets/entities.tsv, put into the program by embed.cmake.
extern const unsigned char entities_tsv[];
extern const gsize entities_tsv_length;

#define BARE_LONGEST 6 // of names that may do without a semicolon

// How a line of the table stands to `name`: before it (< 0), behind it, or for it.
static int compare(const char *line, const char *end, const char *name, gsize length)
{
    if ((gsize)(end - line) <= length)
        return memcmp(line, name, (gsize)(end - line)) < 0 ? -1 : 1;
    int order = memcmp(line, name, length);
    return order ? order : line[length] - '\t';
}

// What stands in the table behind the name; NULL: it is not there.
static const char *find(const char *name, gsize length)
{
    const char *low = (const char *)entities_tsv, *end = low + entities_tsv_length, *high = end;
    while (low < high) {
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n')
            line--;
        int order = compare(line, end, name, length);
        if (!order)
            return line + length + 1;
        if (order < 0)
            low = (const char *)memchr(line, '\n', (gsize)(end - line)) + 1;
        else
            high = line;
    }
    return NULL;
}

static gsize append(char *text, gsize length, gunichar c)
{
    length += (gsize)g_unichar_to_utf8(c, text + length);
    text[length] = '\0';
    return length;
}

// "2ACB FE00", to the end of the line.
static void read_codes(const char *codes, char *text)
{
    gsize length = 0;
    for (const char *p = codes; *p != '\n'; p += *p == ' ') {
        gunichar c = 0;
        for (; g_ascii_isxdigit(*p); p++)
            c = c * 16 + (gunichar)g_ascii_xdigit_value(*p);
        length = append(text, length, c);
    }
}

static gsize read_name(const char *at, const char *end, char *text)
{
    gsize length = 0, most = MIN((gsize)(end - at), ENTITY_LONGEST);
    while (length < most && g_ascii_isalnum(at[length]))
        length++;
    const char *codes = NULL;
    if (length && length < most && at[length] == ';' && (codes = find(at, length + 1)))
        length++;
    for (length = codes ? length : MIN(length, BARE_LONGEST); !codes && length > 1; length--)
        if ((codes = find(at, length)))
            break;
    if (codes)
        read_codes(codes, text);
    return codes ? length : 0;
}

// The number of a character as HTML has it: those of controls are meant in Windows-1252.
static gunichar character(gunichar c)
{
    static const guint16 windows[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    if (c >= 0x80 && c < 0xA0 && windows[c - 0x80])
        return windows[c - 0x80];
    return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static gsize read_number(const char *at, const char *end, char *text)
{
    gboolean hex = at + 1 < end && (at[1] == 'x' || at[1] == 'X');
    const char *p = at + (hex ? 2 : 1), *first = p;
    gunichar c = 0;
    for (; p < end && (hex ? g_ascii_isxdigit(*p) : g_ascii_isdigit(*p)); p++)
        c = MIN(c, 0x110000) * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(*p);
    if (p == first)
        return 0;
    append(text, 0, character(c));
    return (gsize)(p - at) + (p < end && *p == ';');
}

gsize entity_read(const char *at, const char *end, char text[ENTITY_SIZE])
{
    return at < end && *at == '#' ? read_number(at, end, text) : read_name(at, end, text);
}

gsize entity_read_closed(const char *at, const char *end, char text[ENTITY_SIZE])
{
    gsize length = *at == '&' ? entity_read(at + 1, end, text) : 0;
    return length && at[length] == ';' ? length + 1 : 0;
}

void entity_append_plain(GString *to, const char *text)
{
    const char *end = text + strlen(text);
    char character[ENTITY_SIZE];
    for (const char *next; text < end; text = next) {
        gsize length = entity_read_closed(text, end, character);
        next = length ? text + length : text + 1 + strcspn(text + 1, "&");
        g_string_append_len(to, length ? character : text,
                            length ? (gssize)strlen(character) : next - text);
    }
}
