// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/save.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "earvoice/mux.h"
#include "format/epub.h"
#include "speech/build.h"

// An empty file, too, is replaced.
static gboolean may_be_replaced(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    g_autofree char *text = g_utf8_make_valid(data, (gssize)size);
    const format *f = format_probe(text);
    return size == 0 || (f && f->write && f->kind == FORMAT_TIMED);
}

// Also tables and the like, which people write by hand.
static gboolean may_be_replaced_by_force(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    g_autofree char *text = g_utf8_make_valid(data, (gssize)size);
    const format *f = format_probe(text);
    return size == 0 || (f && f->write);
}

static void set_not_written(const char *path, const format *f, GError **error)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                _("%s was not written, because “%s” cannot hold all of it."), path, f->name);
}

static void set_untimed(const format *f, GError **error)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                _("The text has no times, and “%s” is nothing without them: earvoice align "
                  "finds them in the recording."),
                f->name);
}

// ---- whether it can be read again

static gboolean is_held(const format *f, const speech *s, const segment *g)
{
    gboolean heading = speech_paragraph(s, g->paragraph)->kind == PARAGRAPH_HEADING;
    gboolean timed = g->start_us != TIME_NONE || f->kind == FORMAT_TRANSCRIPT;
    return (!heading || (f->holds & HOLDS_HEADINGS)) &&
           (heading || timed || (f->holds & HOLDS_UNTIMED)) && segment_has_text(g);
}

// How many segments both begin with that are held and say the same.
static int count_same(const format *f, const speech *s, const speech *other)
{
    int most = MIN(speech_segment_count(s), speech_segment_count(other));
    for (int i = 0; i < most; i++) {
        const segment *one = speech_segment(s, i), *two = speech_segment(other, i);
        if (!is_held(f, s, one) || !is_held(f, other, two) ||
            strcmp(one->text[LANGUAGE_ZH], two->text[LANGUAGE_ZH]) != 0 ||
            strcmp(one->text[LANGUAGE_EN], two->text[LANGUAGE_EN]) != 0)
            return i;
    }
    return most;
}

// Counts the texts from the `first` segment on.
static void count_texts(const format *f, const speech *s, int first, int by, GHashTable *counts)
{
    for (int i = first; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (!is_held(f, s, g))
            continue;
        char *texts = g_strdup_printf("%s\x1f%s", g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN]);
        int count = GPOINTER_TO_INT(g_hash_table_lookup(counts, texts));
        g_hash_table_replace(counts, texts, GINT_TO_POINTER(count + by));
    }
}

// How many segments of `s` do not come back with the same texts from what was written.
static int count_changed(const format *f, const speech *s, const GString *file)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(speech) again = f->read(file->str, file->len, NULL, NULL);
    int same = again ? count_same(f, s, again) : 0;
    count_texts(f, s, same, 1, counts);
    if (again)
        count_texts(f, again, same, -1, counts);
    GHashTableIter at;
    gpointer count;
    int changed = 0;
    g_hash_table_iter_init(&at, counts);
    while (g_hash_table_iter_next(&at, NULL, &count))
        changed += MAX(GPOINTER_TO_INT(count), 0);
    return changed;
}

// Says what a reader would not find. FALSE: it was to be strict, and something is lost.
static gboolean write_text(const format *f, const speech *s, const char *path,
                           const save_options *o, GString *text, GError **error)
{
    g_autoptr(report) own = report_new();
    report *r = o->report ? o->report : own;
    int said = report_count(r);
    if (!f->write(s, text, r, error))
        return FALSE;
    int changed =
        report_count(r) == said && !(f->holds & HOLDS_NUMBERS) ? count_changed(f, s, text) : 0;
    if (changed)
        report_add(r, 0, _("texts that will not be read again as they are: %d."), changed);
    if (report_count(r) == said || !o->strict)
        return TRUE;
    set_not_written(path, f, error);
    return FALSE;
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

// What is to be written: without what only another format can hold, with the recording's name.
static speech *prepare(const speech *s, const format *f, const char *path, const char *recording)
{
    gboolean own = format_is_own(f, s);
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

// ---- recording and texts in one file

typedef struct {
    const speech *s;
    const save_options *options;
} package_content;

static gboolean write_matroska(int fd, void *data, GError **error)
{
    const package_content *c = data;
    int64_t lead_us;
    if (!mux_lead(c->options->recording, &lead_us, error))
        return FALSE;
    g_autoptr(speech) own = speech_later(c->s, lead_us);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!format_find("vtt")->write(own, text, c->options->report, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) native = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return mux_speech(own, c->options->recording, native, "speech.vtt", fd, error);
}

static gboolean write_epub(int fd, void *data, GError **error)
{
    const package_content *c = data;
    return epub_write(c->s, c->options->recording, fd, c->options->report, error);
}

static const struct {
    const char *extension, *holds; // holds: the format whose texts it holds
    file_writer write;
    file_accept is_own;
} packages[] = {
    {".mka", "vtt", write_matroska, mux_is_own},
    {".epub", "epub", write_epub, epub_is_own},
};

// By how `path` ends, or by the format, if one is given. -1: it is none.
static int package_of(const char *path, const format *f)
{
    g_autofree char *small = g_ascii_strdown(path, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(packages); i++)
        if (f ? !f->write && strcmp(f->name, packages[i].holds) == 0
              : g_str_has_suffix(small, packages[i].extension))
            return (int)i;
    return -1;
}

gboolean save_is_package(const char *path)
{
    return package_of(path, NULL) >= 0;
}

static gboolean save_package(const speech *s, const char *path, int kind, const save_options *o,
                             GError **error)
{
    const format *holds = format_find(packages[kind].holds);
    if (file_is_stream(path)) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("“%s” cannot be written there: give the name of a file."), holds->name);
        return FALSE;
    }
    if (!o->recording) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                            _("The recording is missing: give it, too."));
        return FALSE;
    }
    if (format_losses(holds, s, o->report) > 0 && o->strict) {
        set_not_written(path, holds, error);
        return FALSE;
    }
    if (!speech_is_timed(s)) {
        set_untimed(holds, error);
        return FALSE;
    }
    g_autoptr(speech) own = prepare(s, holds, path, NULL);
    package_content c = {own, o};
    return file_save_by(path, packages[kind].write, &c, packages[kind].is_own, error);
}

// ----

gboolean save_speech(const speech *s, const char *path, const save_options *o, GError **error)
{
    static const save_options usual = {0};
    o = o ? o : &usual;
    int kind = package_of(path, o->format);
    if (kind >= 0)
        return save_package(s, path, kind, o, error);
    const format *f = o->format ? o->format : format_for_path(path);
    f = f ? f : format_find("vtt");
    g_autofree char *file_name = g_path_get_basename(path);
    if (o->report)
        report_file(o->report, file_name);
    gboolean loses = format_losses(f, s, o->report) > 0;
    if (loses && o->strict) {
        set_not_written(path, f, error);
        return FALSE;
    }
    if (f->kind == FORMAT_TIMED && !(f->holds & HOLDS_UNTIMED) && !speech_is_timed(s)) {
        set_untimed(f, error);
        return FALSE;
    }
    g_autoptr(speech) named = prepare(s, f, path, o->recording);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!write_text(f, named, path, o, text, error))
        return FALSE;
    gsize size = text->len;
    g_autoptr(GBytes) bytes = g_bytes_new_take(g_string_free(g_steal_pointer(&text), FALSE), size);
    return file_save(path, bytes, o->force ? may_be_replaced_by_force : may_be_replaced, error);
}
