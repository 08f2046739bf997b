// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/package.h"

#include <string.h>
#include <zip.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

// The members that hold a text, the surest first. '*' stands for anything.
static const char *const members[] = {"word/document.xml", "word/document*.xml"};

static void fail(GError **error, const char *sentence)
{
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, sentence);
}

// libzip makes a table of whatever the archive says it holds, so this is looked at before.
static gboolean has_too_many(const char *data, gsize size)
{
    static const char entry[] = {'P', 'K', 1, 2};
    int count = 0;
    for (const char *at = data, *end = data + size; at; count++) {
        at = memmem(at, (gsize)(end - at), entry, sizeof entry);
        at = at ? at + sizeof entry : NULL;
    }
    return count > PACKAGE_FILES_MAX;
}

static zip_t *open_archive(const char *data, gsize size, GError **error)
{
    if (size > 0 && has_too_many(data, size)) {
        fail(error, _("There are too many files in this archive."));
        return NULL;
    }
    zip_error_t wrong;
    zip_error_init(&wrong);
    zip_source_t *source = zip_source_buffer_create(data, size, 0, &wrong);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &wrong) : NULL;
    if (!archive) {
        zip_source_free(source);
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                    _("The archive is damaged (%s): save the document again."),
                    zip_error_strerror(&wrong));
    }
    zip_error_fini(&wrong);
    return archive;
}

// -1: there is none.
static int64_t find_member(zip_t *archive)
{
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
        for (int64_t k = 0; k < zip_get_num_entries(archive, 0); k++) {
            const char *name = zip_get_name(archive, (zip_uint64_t)k, ZIP_FL_ENC_RAW);
            if (name && g_pattern_match_simple(members[i], name))
                return k;
        }
    return -1;
}

static gboolean is_bomb(gsize unpacked, gsize packed)
{
    return unpacked > FILE_TEXT_MAX ||
           (unpacked > PACKAGE_RATIO_FROM && unpacked / PACKAGE_RATIO_MAX > packed);
}

// What the archive says of sizes is not trusted: what comes out is counted.
static GBytes *read_member(zip_t *archive, int64_t index, gsize packed, GError **error)
{
    zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)index, 0);
    g_autoptr(GByteArray) out = g_byte_array_new();
    char part[16384];
    int64_t got = file ? 0 : -1;
    while (file && (got = zip_fread(file, part, sizeof part)) > 0 && !is_bomb(out->len, packed))
        g_byte_array_append(out, (const guint8 *)part, (guint)got);
    if (file)
        zip_fclose(file);
    if (is_bomb(out->len, packed)) {
        fail(error, _("The text in this archive is larger than any document's."));
        return NULL;
    }
    if (got < 0) {
        fail(error, _("The document is damaged or locked with a password: save it again."));
        return NULL;
    }
    gsize size = out->len;
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&out));
    return g_bytes_new_from_bytes(whole, 0, size);
}

GBytes *package_text(GBytes *bytes, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    zip_t *archive = open_archive(data, size, error);
    if (!archive)
        return NULL;
    GBytes *text = NULL;
    zip_stat_t stat;
    int64_t index = find_member(archive);
    if (index < 0)
        fail(error, _("There is no text in this archive: save it as .docx or as plain text."));
    else if (zip_stat_index(archive, (zip_uint64_t)index, 0, &stat) == 0)
        text = read_member(archive, index, MIN(stat.comp_size, size), error);
    else
        fail(error, _("The document is damaged or locked with a password: save it again."));
    zip_discard(archive);
    return text;
}
