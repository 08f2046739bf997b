// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/ass.h"

ass_fields ass_fields_of(const char *header)
{
    ass_fields found = ass_usual_fields();
    lines in = lines_of(header, strlen(header));
    for (line l, value; lines_next(&in, &l);) {
        ass_fields f;
        if (ass_is(&l, "Format", &value) && ass_fields_read(&value, &f))
            found = f;
    }
    return found;
}

static gboolean is_event(const line *l, line *value)
{
    static const char *const names[] = {"Dialogue", "Comment", "Picture",
                                        "Sound",    "Movie",   "Command"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (ass_is(l, names[i], value))
            return TRUE;
    return FALSE;
}

static gboolean read_time(line part, int64_t *us)
{
    char text[TIMECODE_SIZE];
    line_trim(&part);
    if (part.length >= sizeof text)
        return FALSE;
    memcpy(text, part.text, part.length);
    text[part.length] = '\0';
    return timecode_parse(text, us);
}

// FALSE: it has no span.
static gboolean move_line(const ass_fields *f, const line *l, time_change to, const void *data,
                          GString *out)
{
    line value, parts[ASS_FIELDS_MAX];
    int64_t start_us, end_us;
    int count = is_event(l, &value) ? ass_split(&value, f->count, parts) : 0;
    if (count <= MAX(f->start, f->end) || !read_time(parts[f->start], &start_us) ||
        !read_time(parts[f->end], &end_us) || end_us <= start_us)
        return FALSE;
    const char *at = l->text;
    for (int i = 0; i < count; i++) {
        if (i != f->start && i != f->end)
            continue;
        g_string_append_len(out, at, (gssize)(parts[i].text - at));
        ass_append_time(out, to(data, i == f->start ? start_us : end_us));
        at = parts[i].text + parts[i].length;
    }
    g_string_append_len(out, at, (gssize)(l->text + l->length - at));
    return TRUE;
}

void ass_move(const ass_fields *f, const char *kept, time_change to, const void *data, GString *out)
{
    lines in = lines_of(kept, strlen(kept));
    gboolean events = TRUE;
    for (line l; lines_next(&in, &l);) {
        events &= !l.length || *l.text != '[';
        if (!events || !move_line(f, &l, to, data, out))
            g_string_append_len(out, l.text, (gssize)l.length);
        g_string_append_c(out, '\n');
    }
}
