// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/save.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "earvoice/mux.h"
#include "speech/build.h"

// An empty file, too, is replaced.
static gboolean may_be_replaced(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    g_autofree char *text = g_utf8_make_valid(data, (gssize)size);
    const format *f = format_probe(text);
    return size == 0 || (f && f->write);
}

// The recording's name in the file, if it lies in the same folder.
static char *relative_name(const char *recording, const char *path)
{
    g_autofree char *one = g_path_get_dirname(recording), *other = g_path_get_dirname(path);
    return strcmp(one, other) == 0 ? g_path_get_basename(recording) : NULL;
}

static void strip(void *data, int index, segment *g, GArray *words)
{
    (void)data, (void)index, (void)words;
    g->settings = g->payload = g->before = NULL;
}

static gboolean has_verbatim(const speech *s)
{
    gboolean any = *speech_header(s) || *speech_trailer(s);
    for (int i = 0; !any && i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        any = g->settings || g->payload || g->before;
    }
    return any;
}

// What is to be written: without what only another format can hold, with the recording's name.
static speech *prepare(const speech *s, const format *f, const char *path, const char *recording)
{
    gboolean own = g_strcmp0(speech_verbatim_format(s), f->name) == 0 || !has_verbatim(s);
    g_autofree char *name = recording ? relative_name(recording, path) : NULL;
    if (own && !name)
        return speech_ref((speech *)s);
    g_autoptr(speech_builder) b = speech_builder_from(s, own ? NULL : strip, NULL);
    if (!own) {
        speech_builder_header(b, NULL, "");
        speech_builder_trailer(b, "");
    }
    if (name)
        speech_builder_meta(b, "audio", name);
    return speech_builder_end(b);
}

gboolean save_speech(const speech *s, const char *path, const save_options *o, GError **error)
{
    static const save_options usual = {0};
    o = o ? o : &usual;
    const format *f = o->format ? o->format : format_for_path(path);
    f = f ? f : format_find("vtt");
    g_autofree char *file_name = g_path_get_basename(path);
    if (o->report)
        report_file(o->report, file_name);
    gboolean loses = format_losses(f, s, o->report) > 0;
    if (loses && o->strict) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                    _("%s was not written, because “%s” cannot hold all of it."), path, f->name);
        return FALSE;
    }
    g_autoptr(speech) named = prepare(s, f, path, o->recording);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!f->write(named, text, o->report, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return file_save(path, bytes, may_be_replaced, error);
}

gboolean save_is_package(const char *path)
{
    g_autofree char *small = g_ascii_strdown(path, -1);
    return g_str_has_suffix(small, ".mka");
}

static void move_later(void *data, int index, segment *g, GArray *words)
{
    (void)index;
    int64_t us = *(int64_t *)data;
    if (g->start_us == TIME_NONE || g->end_us > TIME_MAX - us)
        return;
    g->start_us += us;
    g->end_us += us;
    for (guint i = 0; i < words->len; i++)
        g_array_index(words, word_mark, i).start_us += us;
}

typedef struct {
    const speech *s;
    const char *recording, *name;
    GBytes *native;
} package_content;

static gboolean write_package(int fd, void *data, GError **error)
{
    const package_content *c = data;
    return mux_speech(c->s, c->recording, c->native, c->name, fd, error);
}

gboolean save_package(const speech *s, const char *path, const save_options *o, GError **error)
{
    if (!o->recording) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                            _("The recording is missing: give it, too."));
        return FALSE;
    }
    const format *vtt = format_find("vtt");
    int64_t lead_us;
    if (!mux_lead(o->recording, &lead_us, error))
        return FALSE;
    format_losses(vtt, s, o->report);
    g_autoptr(speech) stripped = prepare(s, vtt, path, NULL);
    g_autoptr(speech_builder) moved = speech_builder_from(stripped, move_later, &lead_us);
    g_autoptr(speech) own = speech_builder_end(moved);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!vtt->write(own, text, o->report, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) native = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    package_content c = {own, o->recording, "speech.vtt", native};
    return file_save_by(path, write_package, &c, mux_is_own, error);
}
