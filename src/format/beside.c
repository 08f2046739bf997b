// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/beside.h"

#include <stdlib.h>
#include <string.h>

#include "base/archive.h"
#include "format/named.h"

static const char *const text_extensions[] = {"vtt", "srt",      "lrc", "ass",  "ssa",  "ttml",
                                              "eaf", "textgrid", "sbv", "epub", "docx", "txt"};
// The first so many hold times, so that one of them in each language go together.
#define TIMED_EXTENSIONS 9

// What else may stand in a name beside the language, and where it does, the file is taken last.
static const char *const lesser[] = {"hant", "tw", "hk",   "cht", "繁体", "繁體", "繁中",
                                     "sdh",  "cc", "auto", "ai",  "orig", NULL};
// A few lines only: signs, songs.
static const char *const partial[] = {"forced", NULL};
static const char *const times_extensions[] = {"tsv", "labels", "labels.txt"};
static const char *const recording_extensions[] = {"opus", "ogg", "oga", "mp3",  "m4a", "aac",
                                                   "flac", "wav", "mka", "webm", "mp4", "mkv",
                                                   "mov",  "wma", "amr", "aif",  "aiff"};

// A file whose name begins with the stem and a point.
typedef struct {
    char *path;
    const char *rest, *extension; // in `path`: behind the stem and its point
    gboolean language[LANGUAGES]; // that stand between the stem and the extension
    gboolean lesser;
} candidate;

static void candidate_clear(gpointer data)
{
    g_free(((candidate *)data)->path);
}

// The likelier first.
static int compare_candidates(const void *a, const void *b)
{
    const candidate *one = a, *other = b;
    if (one->lesser != other->lesser)
        return one->lesser - other->lesser;
    gsize length = strlen(one->path), other_length = strlen(other->path);
    if (length != other_length)
        return length < other_length ? -1 : 1;
    return strcmp(one->path, other->path);
}

static GArray *list(const char *folder, const char *stem)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(candidate));
    g_array_set_clear_func(found, candidate_clear);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    gsize length = strlen(stem);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        if (strncmp(name, stem, length) != 0 || name[length] != '.')
            continue;
        const char *tag = name + length + 1, *point = strrchr(name, '.');
        gsize tag_length = point >= tag ? (gsize)(point - tag) : 0;
        candidate c = {0};
        named_languages(tag, tag_length, c.language);
        if (named_holds(tag, tag_length, partial))
            continue;
        c.lesser = named_holds(tag, tag_length, lesser);
        c.path = g_build_filename(folder, name, NULL);
        c.extension = strrchr(c.path, '.') + 1;
        c.rest = c.path + strlen(c.path) - strlen(tag);
        g_array_append_val(found, c);
    }
    g_array_sort(found, compare_candidates);
    return found;
}

// Which texts are looked for: one of both languages, or one of each.
typedef enum { WANT_PLAIN, WANT_BOTH, WANT_ZH, WANT_EN } wanted;

static gboolean is_wanted(const candidate *c, wanted what, const char *extension)
{
    const char *name = what == WANT_PLAIN ? c->rest : c->extension;
    if (g_ascii_strcasecmp(name, extension) != 0)
        return FALSE;
    gboolean zh = c->language[LANGUAGE_ZH], en = c->language[LANGUAGE_EN];
    return what == WANT_PLAIN  ? TRUE
           : what == WANT_BOTH ? zh && en
           : what == WANT_ZH   ? zh && !en
                               : en && !zh;
}

static gboolean take(const GArray *found, wanted what, const char *extension, GPtrArray *out)
{
    for (guint i = 0; i < found->len; i++) {
        const candidate *c = &g_array_index(found, candidate, i);
        if (!is_wanted(c, what, extension))
            continue;
        g_ptr_array_add(out, g_strdup(c->path));
        return TRUE;
    }
    return FALSE;
}

// The file in a language that goes with one of this extension, if that has times: the first one
// with times.
static void take_later(const GArray *found, wanted what, gsize extension, GPtrArray *out)
{
    for (gsize i = extension + 1; i < TIMED_EXTENSIONS; i++)
        if (take(found, what, text_extensions[i], out))
            return;
}

static char *stem_of(const char *path)
{
    char *name = g_path_get_basename(path), *point = strrchr(name, '.');
    if (point && point > name)
        *point = '\0';
    return name;
}

GPtrArray *beside_recording(const char *recording)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *book = archive_of_path(recording);
    if (book) {
        g_ptr_array_add(out, g_steal_pointer(&book));
        return out;
    }
    g_autofree char *folder = g_path_get_dirname(recording), *stem = stem_of(recording);
    g_autoptr(GArray) found = list(folder, stem);
    for (gsize i = 0; i < G_N_ELEMENTS(text_extensions) && !out->len; i++) {
        const char *extension = text_extensions[i];
        if (take(found, WANT_PLAIN, extension, out) || take(found, WANT_BOTH, extension, out))
            break;
        gboolean zh = take(found, WANT_ZH, extension, out);
        gboolean en = take(found, WANT_EN, extension, out);
        if (zh != en)
            take_later(found, zh ? WANT_EN : WANT_ZH, i, out);
    }
    if (!out->len || !g_str_has_suffix(g_ptr_array_index(out, 0), ".txt"))
        return out;
    for (gsize i = 0; i < G_N_ELEMENTS(times_extensions); i++)
        if (take(found, WANT_PLAIN, times_extensions[i], out))
            break;
    return out;
}

// Takes from the end of the stem what says its language. FALSE: nothing did.
static gboolean cut_tag(char *stem)
{
    char *point = strrchr(stem, '.');
    if (!point || point == stem)
        return FALSE;
    gboolean found[LANGUAGES];
    gsize length = strlen(point + 1);
    named_languages(point + 1, length, found);
    if (!found[LANGUAGE_ZH] && !found[LANGUAGE_EN] && !named_holds(point + 1, length, lesser) &&
        !named_holds(point + 1, length, partial))
        return FALSE;
    *point = '\0';
    return TRUE;
}

GPtrArray *beside_text(const char *text)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *folder = g_path_get_dirname(text), *stem = stem_of(text);
    do {
        g_autoptr(GArray) found = list(folder, stem);
        for (gsize i = 0; i < G_N_ELEMENTS(recording_extensions); i++)
            take(found, WANT_PLAIN, recording_extensions[i], out);
    } while (cut_tag(stem));
    return out;
}

static char *real_path(const char *path)
{
    char *real = realpath(path, NULL), *copy = g_strdup(real);
    free(real);
    return copy;
}

char *beside_named(const char *text, const char *name)
{
    if (!*name || g_path_is_absolute(name))
        return NULL;
    g_autofree char *folder = g_path_get_dirname(text);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *real = real_path(path), *real_folder = real_path(folder);
    if (!real || !real_folder)
        return NULL;
    // A link, or "..", may lead elsewhere: what counts is where the file lies.
    gsize length = strlen(real_folder);
    gboolean root = strcmp(real_folder, "/") == 0;
    if (strncmp(real, real_folder, length) != 0 || (!root && real[length] != '/'))
        return NULL;
    return g_steal_pointer(&path);
}
