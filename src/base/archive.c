// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define PART_BYTES 65536

// The end of the table of contents: a signature, 8 bytes, count, count, and the table's size; a
// comment of up to 64 KiB may follow.
#define END_MARK  "PK\5\6"
#define END_BYTES 22
#define END_SIZE  12

// What stands before it in large archives: a signature, 4 bytes, the place of another end, 4 bytes;
// and that one, with a count and a size of 8 bytes.
#define LARGE_MARK       "PK\6\7"
#define LARGE_MARK_BYTES 20
#define LARGE_MARK_PLACE 8
#define LARGE_END_BYTES  56
#define LARGE_END_COUNT  32
#define LARGE_END_SIZE   40

struct archive {
    zip_t *zip;
};

static void fail(GError **error, const char *sentence)
{
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, sentence);
}

// ---- opening

static guint64 number_at(const char *from)
{
    guint64 number;
    memcpy(&number, from, sizeof number);
    return GUINT64_FROM_LE(number);
}

// The end that `mark` leads to says that there is too much, or is not there.
static gboolean is_too_large(int fd, const char *mark)
{
    char end[LARGE_END_BYTES];
    guint64 place = number_at(mark + LARGE_MARK_PLACE);
    return place > G_MAXINT64 || pread(fd, end, sizeof end, (off_t)place) != sizeof end ||
           memcmp(end, "PK\6\6", 4) != 0 || number_at(end + LARGE_END_COUNT) > ARCHIVE_FILES_MAX ||
           number_at(end + LARGE_END_SIZE) > ARCHIVE_DIRECTORY_MAX;
}

// Whether a mark of a large archive stands right before `end`.
static gboolean is_below_mark(const char *tail, const char *end)
{
    return end - tail >= LARGE_MARK_BYTES && memcmp(end - LARGE_MARK_BYTES, LARGE_MARK, 4) == 0;
}

// libzip makes a table of whatever the archive says it holds, so this is looked at before.
static gboolean has_large_table(int fd)
{
    g_autofree char *tail = g_malloc(G_MAXUINT16 + END_BYTES);
    off_t size = lseek(fd, 0, SEEK_END);
    gsize want = (gsize)MIN(size, G_MAXUINT16 + END_BYTES);
    gssize got = pread(fd, tail, want, size - (off_t)want);
    for (const char *p = tail; p + END_BYTES <= tail + got; p++) {
        guint32 bytes;
        if (memcmp(p, LARGE_MARK, 4) == 0 && is_too_large(fd, p))
            return TRUE;
        if (memcmp(p, END_MARK, 4) != 0)
            continue;
        memcpy(&bytes, p + END_SIZE, sizeof bytes);
        bytes = GUINT32_FROM_LE(bytes);
        gboolean elsewhere = bytes == G_MAXUINT32 && is_below_mark(tail, p);
        if (bytes > ARCHIVE_DIRECTORY_MAX && !elsewhere)
            return TRUE;
    }
    return FALSE;
}

archive *archive_open(int fd, GError **error)
{
    int wrong = 0;
    zip_t *zip = NULL;
    if (has_large_table(fd)) {
        close(fd);
        fail(error, _("There are too many files in this archive."));
        return NULL;
    }
    lseek(fd, 0, SEEK_SET);
    if (!(zip = zip_fdopen(fd, 0, &wrong))) {
        zip_error_t said;
        zip_error_init_with_code(&said, wrong);
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                    _("The archive is damaged (%s): save the document again."),
                    zip_error_strerror(&said));
        zip_error_fini(&said);
        close(fd);
        return NULL;
    }
    archive *a = g_new0(archive, 1);
    a->zip = zip;
    if (zip_get_num_entries(zip, 0) <= ARCHIVE_FILES_MAX)
        return a;
    fail(error, _("There are too many files in this archive."));
    archive_close(a);
    return NULL;
}

void archive_close(archive *a)
{
    if (!a)
        return;
    zip_discard(a->zip);
    g_free(a);
}

int64_t archive_match(archive *a, const char *pattern)
{
    for (int64_t i = 0; i < zip_get_num_entries(a->zip, 0); i++) {
        const char *name = zip_get_name(a->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name && g_pattern_match_simple(pattern, name))
            return i;
    }
    return -1;
}

int64_t archive_find(archive *a, const char *name)
{
    return zip_name_locate(a->zip, name, ZIP_FL_ENC_RAW);
}

// ---- reading

// Gets what comes out of a member. FALSE with `error`.
typedef gboolean (*part_taker)(void *data, const char *part, gsize size, GError **error);

// What the archive says of sizes is not trusted: what comes out is counted. Beyond `max` bytes it
// is an error.
static gboolean read_member(archive *a, int64_t index, int64_t max, part_taker take, void *data,
                            GError **error)
{
    zip_stat_t stat;
    int64_t got = -1, all = 0;
    char part[PART_BYTES];
    gboolean good = TRUE, bomb = FALSE;
    zip_file_t *file = zip_stat_index(a->zip, (zip_uint64_t)index, 0, &stat) == 0
                           ? zip_fopen_index(a->zip, (zip_uint64_t)index, 0)
                           : NULL;
    while (file && good && !bomb && (got = zip_fread(file, part, sizeof part)) > 0) {
        all += got;
        bomb = all > max || (all > ARCHIVE_RATIO_FROM &&
                             (zip_uint64_t)(all / ARCHIVE_RATIO_MAX) > stat.comp_size);
        good = bomb || take(data, part, (gsize)got, error);
    }
    if (file)
        zip_fclose(file);
    if (bomb)
        fail(error, _("What is in this archive is larger than it may be."));
    else if (good && got < 0)
        fail(error, _("The document is damaged or locked with a password: save it again."));
    return good && !bomb && got == 0;
}

static gboolean append(void *data, const char *part, gsize size, GError **error)
{
    (void)error;
    g_byte_array_append(data, (const guint8 *)part, (guint)size);
    return TRUE;
}

GBytes *archive_read(archive *a, int64_t member, GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    if (!read_member(a, member, FILE_TEXT_MAX, append, out, error))
        return NULL;
    gsize size = out->len;
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&out));
    return g_bytes_new_from_bytes(whole, 0, size);
}

static gboolean put(void *data, const char *part, gsize size, GError **error)
{
    int fd = *(int *)data;
    while (size > 0) {
        ssize_t done = write(fd, part, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                        _("There is no room for the recording in %s: %s."), g_get_tmp_dir(),
                        g_strerror(errno));
            return FALSE;
        }
        part += done;
        size -= (gsize)done;
    }
    return TRUE;
}

static int open_nameless(void)
{
    int fd = open(g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "earvoice-XXXXXX", NULL);
    fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        unlink(path);
    return fd;
}

int archive_copy(archive *a, int64_t member, GError **error)
{
    int fd = open_nameless();
    if (fd < 0) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("There is no room for the recording in %s: %s."), g_get_tmp_dir(),
                    g_strerror(errno));
        return -1;
    }
    if (read_member(a, member, ARCHIVE_COPY_MAX, put, &fd, error) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    close(fd);
    return -1;
}

// The file that `path` leads into, and what of `path` stands behind it; NULL: there is none.
static char *file_on_the_way(const char *path, const char **rest)
{
    for (const char *slash = path + strlen(path); slash > path; slash--) {
        if (*slash != '/')
            continue;
        g_autofree char *above = g_strndup(path, (gsize)(slash - path));
        *rest = slash + 1;
        if (g_file_test(above, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&above);
    }
    return NULL;
}

char *archive_of_path(const char *path)
{
    const char *rest;
    return file_on_the_way(path, &rest);
}

int archive_open_path(const char *path, GError **error)
{
    const char *name;
    g_autofree char *file = file_on_the_way(path, &name);
    int fd = file ? file_open(file, NULL, NULL) : -1;
    g_autoptr(archive) a = fd < 0 ? NULL : archive_open(fd, NULL);
    int64_t member = a ? archive_find(a, name) : -1;
    return member < 0 ? -1 : archive_copy(a, member, error);
}
