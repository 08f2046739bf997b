// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/save.h"

#include <string.h>

#include "base/file.h"
#include "earvoice/format.h"
#include "speech/build.h"

// An empty file, too, is replaced.
static gboolean is_timestamp_file(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    g_autofree char *text = g_utf8_make_valid(data, (gssize)size);
    const format *f = format_probe(text);
    return size == 0 || (f && f->kind == FORMAT_TIMED);
}

static const format *format_for(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (const format *f = formats; dot && f->name; f++) {
        g_auto(GStrv) extensions = g_strsplit(f->extensions, " ", -1);
        if (f->write && g_strv_contains((const char *const *)extensions, dot + 1))
            return f;
    }
    return format_find("vtt");
}

// The recording's name in the file, if it lies in the same folder.
static char *relative_name(const char *recording, const char *path)
{
    g_autofree char *one = g_path_get_dirname(recording), *other = g_path_get_dirname(path);
    return strcmp(one, other) == 0 ? g_path_get_basename(recording) : NULL;
}

gboolean save_speech(const speech *s, const char *path, const char *recording, GError **error)
{
    g_autoptr(speech_builder) b = speech_builder_from(s, NULL, NULL);
    g_autofree char *name = recording ? relative_name(recording, path) : NULL;
    if (name)
        speech_builder_meta(b, "audio", name);
    g_autoptr(speech) named = speech_builder_end(b);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!format_for(path)->write(named, text, NULL, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return file_save(path, bytes, is_timestamp_file, error);
}
