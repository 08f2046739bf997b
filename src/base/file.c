// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/archive.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define ACCEPT_HEAD 4096

static void set_io_error(GError **error, const char *format, const char *path, int number)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, format, path, g_strerror(number));
}

int file_open(const char *path, int64_t *size, GError **error)
{
    // O_NONBLOCK: opening a FIFO or a device must not wait before fstat() can refuse it.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), number = errno;
    g_autoptr(GError) wrong = NULL;
    if (fd < 0 && number == ENOTDIR)
        fd = archive_open_path(path, &wrong);
    if (fd < 0) {
        if (wrong)
            g_propagate_prefixed_error(error, g_steal_pointer(&wrong), "%s: ", path);
        else
            set_io_error(error, _("%s cannot be opened: %s."), path, number);
        return -1;
    }
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("%s is not a file: give a recording or a text file."), path);
        return -1;
    }
    if (size)
        *size = info.st_size;
    return fd;
}

// Reads until `max` bytes, the end, or an error (-1 with errno); waits where nothing is there yet.
static gssize read_up_to(int fd, char *out, gsize max)
{
    gsize have = 0;
    while (have < max) {
        ssize_t got = read(fd, out + have, max - have);
        if (got < 0 && errno == EAGAIN) {
            poll(&(struct pollfd){fd, POLLIN, 0}, 1, -1);
            continue;
        }
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (gsize)got;
    }
    return (gssize)have;
}

static void set_too_large(GError **error, const char *path, gsize max)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                _("%s is too large for a text file: it has more than %u MiB."), path,
                (unsigned)(max >> 20));
}

// Takes `data`, of which the first `got` bytes were read: -1: reading failed, with errno `number`.
static GBytes *take_bytes(const char *path, char *data, gssize got, int number, GError **error)
{
    if (got < 0) {
        g_aligned_free(data);
        set_io_error(error, _("%s cannot be read: %s."), path, number);
        return NULL;
    }
    data[got] = '\0';
    return g_bytes_new_with_free_func(data, (gsize)got, g_aligned_free, data);
}

static GBytes *read_bytes(const char *path, gsize max, gboolean whole, GError **error)
{
    int64_t size = 0;
    int fd = file_open(path, &size, error);
    if (fd < 0)
        return NULL;
    if (whole && size > (int64_t)max) {
        close(fd);
        set_too_large(error, path, max);
        return NULL;
    }
    gsize want = MIN((gsize)size, max);
    char *data = arena_pages(want + 1);
    gssize got = read_up_to(fd, data, want);
    int number = errno;
    close(fd);
    return take_bytes(path, data, got, number, error);
}

static gboolean is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

gboolean file_is_stream(const char *path)
{
    struct stat info;
    return is_standard(path) || (stat(path, &info) == 0 && S_ISFIFO(info.st_mode));
}

GBytes *file_read_stream(const char *path, gsize max, GError **error)
{
    // O_NONBLOCK: a pipe into which nobody writes is not waited for.
    int fd = is_standard(path) ? dup(STDIN_FILENO)
                               : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int number = errno;
    if (fd < 0) {
        set_io_error(error, _("%s cannot be opened: %s."), path, number);
        return NULL;
    }
    char *data = arena_pages(max + 2);
    gssize got = read_up_to(fd, data, max + 1);
    number = errno;
    close(fd);
    if (got > (gssize)max) {
        g_aligned_free(data);
        set_too_large(error, path, max);
        return NULL;
    }
    return take_bytes(path, data, got, number, error);
}

GBytes *file_read(const char *path, gsize max, GError **error)
{
    return read_bytes(path, max, TRUE, error);
}

GBytes *file_read_head(const char *path, gsize max, GError **error)
{
    return read_bytes(path, max, FALSE, error);
}

static gboolean write_all(int fd, GBytes *data)
{
    gsize size;
    const char *from = g_bytes_get_data(data, &size);
    while (size > 0) {
        ssize_t put = write(fd, from, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return FALSE;
        from += put;
        size -= (gsize)put;
    }
    return TRUE;
}

static gboolean write_bytes(int fd, void *data, GError **error)
{
    if (write_all(fd, data))
        return TRUE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, "%s", g_strerror(errno));
    return FALSE;
}

// Makes what has been written to the new file `fd` last; closes `fd`. FALSE with errno.
static gboolean finish_temporary(int fd, mode_t mode)
{
    gboolean good = fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && good)
        return FALSE;
    errno = number;
    return good;
}

// The rename is in the folder's own data: without this a power cut may bring the old file back.
static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

// Where `path` really lies, and the mode that the new file gets; FALSE with `error` if it may not
// be replaced.
static gboolean find_target(const char *path, file_accept accept, char **target, mode_t *mode,
                            GError **error)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        mode_t mask = umask(0);
        umask(mask);
        *mode = 0666 & ~mask;
        *target = g_strdup(path);
        return TRUE;
    }
    if (!(info.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("%s is write-protected: choose another name."), path);
        return FALSE;
    }
    g_autoptr(GBytes) head = file_read_head(path, ACCEPT_HEAD, error);
    if (!head)
        return FALSE;
    if (accept && g_bytes_get_size(head) > 0 && !accept(head)) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("%s holds something else: choose another name."), path);
        return FALSE;
    }
    char *real = realpath(path, NULL);
    if (!real) {
        set_io_error(error, _("%s cannot be written: %s."), path, errno);
        return FALSE;
    }
    *target = g_strdup(real);
    free(real);
    *mode = info.st_mode & 07777;
    return TRUE;
}

gboolean file_save_by(const char *path, file_writer writer, void *data, file_accept accept,
                      GError **error)
{
    g_autofree char *target = NULL;
    mode_t mode;
    if (!find_target(path, accept, &target, &mode, error))
        return FALSE;

    g_autofree char *folder = g_path_get_dirname(target);
    g_autofree char *name = g_path_get_basename(target);
    g_autofree char *temporary = g_strdup_printf("%s/.%s.XXXXXX", folder, name);
    int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        set_io_error(error, _("%s cannot be written: %s."), path, errno);
        return FALSE;
    }
    g_autoptr(GError) wrong = NULL;
    if (!writer(fd, data, &wrong)) {
        close(fd);
        unlink(temporary);
        g_set_error(error, wrong->domain, wrong->code, _("%s cannot be written: %s."), path,
                    wrong->message);
        return FALSE;
    }
    if (!finish_temporary(fd, mode) || rename(temporary, target) != 0) {
        set_io_error(error, _("%s cannot be written: %s."), path, errno);
        unlink(temporary);
        return FALSE;
    }
    sync_folder(folder);
    return TRUE;
}

static gboolean write_stream(const char *path, GBytes *data, GError **error)
{
    int fd = is_standard(path) ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    gboolean good = fd >= 0 && write_all(fd, data);
    if (!good)
        set_io_error(error, _("%s cannot be written: %s."), path, errno);
    if (fd >= 0)
        close(fd);
    return good;
}

gboolean file_save(const char *path, GBytes *data, file_accept accept, GError **error)
{
    if (file_is_stream(path))
        return write_stream(path, data, error);
    return file_save_by(path, write_bytes, data, accept, error);
}
