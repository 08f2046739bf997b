// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/beside.h"

#include <stdlib.h>
#include <string.h>

#include "base/archive.h"
#include "earvoice/speech.h"

// What may stand between the stem and the extension, the likelier first.
static const struct {
    const char *tag;
    language side;
} tags[] = {
    {"zh", LANGUAGE_ZH},      {"zh-cn", LANGUAGE_ZH},   {"zh_cn", LANGUAGE_ZH},
    {"zh-hans", LANGUAGE_ZH}, {"zh-sg", LANGUAGE_ZH},   {"chs", LANGUAGE_ZH},
    {"chi", LANGUAGE_ZH},     {"zho", LANGUAGE_ZH},     {"cmn", LANGUAGE_ZH},
    {"cn", LANGUAGE_ZH},      {"zh-hant", LANGUAGE_ZH}, {"zh-tw", LANGUAGE_ZH},
    {"zh-hk", LANGUAGE_ZH},   {"cht", LANGUAGE_ZH},     {"en", LANGUAGE_EN},
    {"en-us", LANGUAGE_EN},   {"en-gb", LANGUAGE_EN},   {"en_us", LANGUAGE_EN},
    {"en_gb", LANGUAGE_EN},   {"eng", LANGUAGE_EN},
};

static const char *const text_extensions[] = {"vtt", "srt",      "lrc", "ass",  "ssa",  "ttml",
                                              "eaf", "textgrid", "sbv", "epub", "docx", "txt"};
static const char *const times_extensions[] = {"tsv", "labels", "labels.txt"};
static const char *const recording_extensions[] = {"opus", "ogg", "oga", "mp3",  "m4a", "aac",
                                                   "flac", "wav", "mka", "webm", "mp4", "mkv",
                                                   "mov",  "wma", "amr", "aif",  "aiff"};

// The names in the folder that begin with the stem and a point: the rest of the name -> path.
static GHashTable *list(const char *folder, const char *stem)
{
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    gsize length = strlen(stem);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (strncmp(name, stem, length) == 0 && name[length] == '.')
            g_hash_table_replace(found, g_ascii_strdown(name + length + 1, -1),
                                 g_build_filename(folder, name, NULL));
    return found;
}

static gboolean take(GHashTable *found, const char *rest, GPtrArray *out)
{
    const char *path = g_hash_table_lookup(found, rest);
    if (path)
        g_ptr_array_add(out, g_strdup(path));
    return path != NULL;
}

// The file with a tag for the language.
static gboolean take_tagged(GHashTable *found, language side, const char *extension, GPtrArray *out)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++) {
        g_autofree char *rest = g_strdup_printf("%s.%s", tags[i].tag, extension);
        if (tags[i].side == side && take(found, rest, out))
            return TRUE;
    }
    return FALSE;
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
    g_autoptr(GHashTable) found = list(folder, stem);
    for (gsize i = 0; i < G_N_ELEMENTS(text_extensions) && !out->len; i++)
        if (!take(found, text_extensions[i], out)) {
            take_tagged(found, LANGUAGE_ZH, text_extensions[i], out);
            take_tagged(found, LANGUAGE_EN, text_extensions[i], out);
        }
    if (!out->len || !g_str_has_suffix(g_ptr_array_index(out, 0), ".txt"))
        return out;
    for (gsize i = 0; i < G_N_ELEMENTS(times_extensions); i++)
        if (take(found, times_extensions[i], out))
            break;
    return out;
}

static void cut_tag(char *stem)
{
    char *point = strrchr(stem, '.');
    for (gsize i = 0; point && point > stem && i < G_N_ELEMENTS(tags); i++)
        if (g_ascii_strcasecmp(point + 1, tags[i].tag) == 0) {
            *point = '\0';
            return;
        }
}

GPtrArray *beside_text(const char *text)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *folder = g_path_get_dirname(text), *stem = stem_of(text);
    cut_tag(stem);
    g_autoptr(GHashTable) found = list(folder, stem);
    for (gsize i = 0; i < G_N_ELEMENTS(recording_extensions); i++)
        take(found, recording_extensions[i], out);
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
