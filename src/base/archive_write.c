// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/archive.h"
#include "base/i18n.h"
#include "earvoice/error.h"

// The new file, as libzip writes to it.
typedef struct {
    int fd, failed; // failed: errno, 0: none
    int64_t at;
} target;

static int64_t put_target(target *t, const char *from, zip_uint64_t size)
{
    for (zip_uint64_t left = size; left > 0;) {
        ssize_t done = pwrite(t->fd, from, left, t->at);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            t->failed = errno;
            return -1;
        }
        from += done;
        t->at += done;
        left -= (zip_uint64_t)done;
    }
    return (int64_t)size;
}

static int64_t seek_target(target *t, void *data, zip_uint64_t size)
{
    struct stat info = {0};
    fstat(t->fd, &info);
    zip_error_t ignored;
    zip_error_init(&ignored);
    int64_t to = zip_source_seek_compute_offset((zip_uint64_t)t->at, (zip_uint64_t)info.st_size,
                                                data, size, &ignored);
    zip_error_fini(&ignored);
    t->at = MAX(to, 0);
    return to < 0 ? -1 : 0;
}

static int64_t on_target(void *data, void *from, zip_uint64_t size, zip_source_cmd_t what)
{
    target *t = data;
    switch (what) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
            ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE,
            ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_STAT:
        zip_stat_init(from);
        ((zip_stat_t *)from)->size = 0;
        ((zip_stat_t *)from)->valid |= ZIP_STAT_SIZE;
        return sizeof(zip_stat_t);
    case ZIP_SOURCE_ERROR: {
        const int codes[2] = {t->failed ? ZIP_ER_WRITE : ZIP_ER_OK, t->failed};
        memcpy(from, codes, sizeof codes);
        return sizeof codes;
    }
    case ZIP_SOURCE_WRITE:
        return put_target(t, from, size);
    case ZIP_SOURCE_SEEK:
    case ZIP_SOURCE_SEEK_WRITE:
        return seek_target(t, from, size);
    case ZIP_SOURCE_TELL:
    case ZIP_SOURCE_TELL_WRITE:
        return t->at;
    case ZIP_SOURCE_BEGIN_WRITE:
        t->at = 0;
        return 0;
    default:
        return 0;
    }
}

static zip_source_t *source_of(zip_t *zip, const archive_member *m)
{
    if (m->text)
        return zip_source_buffer(zip, m->text, strlen(m->text), 0);
    int own = dup(m->fd);
    FILE *file = own < 0 ? NULL : fdopen(own, "rb");
    if (file)
        return zip_source_filep(zip, file, 0, -1);
    if (own >= 0)
        close(own);
    return NULL;
}

static gboolean add_member(zip_t *zip, const archive_member *m)
{
    zip_source_t *from = source_of(zip, m);
    int64_t index = from ? zip_file_add(zip, m->name, from, ZIP_FL_ENC_UTF_8) : -1;
    if (from && index < 0)
        zip_source_free(from);
    return index >= 0 &&
           zip_set_file_compression(zip, (zip_uint64_t)index,
                                    m->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0;
}

gboolean archive_write(int fd, const archive_member *members, gsize count, GError **error)
{
    target to = {.fd = fd};
    zip_source_t *source = zip_source_function_create(on_target, &to, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, NULL) : NULL;
    gboolean good = zip != NULL;
    for (gsize i = 0; good && i < count; i++)
        good = add_member(zip, &members[i]);
    if (good)
        good = zip_close(zip) == 0;
    if (!good && zip)
        zip_discard(zip);
    else if (!zip)
        zip_source_free(source);
    if (!good)
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, "%s",
                    to.failed ? g_strerror(to.failed) : _("the recording cannot be read"));
    return good;
}
