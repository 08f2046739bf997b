// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/source.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "earvoice/error.h"

struct source {
    int fd;
    char *name;
    int64_t deadline_us; // g_get_monotonic_time()
    int failed;          // errno of a failed read, 0: none
};

source *source_new(int fd, const char *name)
{
    g_assert(fd >= 0);
    source *s = g_new0(source, 1);
    s->fd = fd;
    s->name = g_strdup(name);
    s->deadline_us = INT64_MAX;
    return s;
}

void source_free(source *s)
{
    if (!s)
        return;
    close(s->fd);
    g_free(s->name);
    g_free(s);
}

const char *source_name(const source *s)
{
    return s->name;
}

int64_t source_size(const source *s)
{
    struct stat info;
    return fstat(s->fd, &info) == 0 ? info.st_size : 0;
}

gssize source_read(source *s, void *out, gsize size, int64_t offset)
{
    if (offset < 0)
        return -1;
    if (source_is_late(s)) {
        s->failed = ETIMEDOUT;
        return -1;
    }
    ssize_t got;
    do {
        got = pread(s->fd, out, size, offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        s->failed = errno;
    return got;
}

void source_set_deadline(source *s, int64_t us)
{
    s->deadline_us = g_get_monotonic_time() + us;
}

bool source_is_late(const source *s)
{
    return s->deadline_us != INT64_MAX && g_get_monotonic_time() > s->deadline_us;
}

gboolean source_take_error(source *s, GError **error)
{
    if (!s->failed)
        return FALSE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, _("%s cannot be read: %s."), s->name,
                g_strerror(s->failed));
    s->failed = 0;
    return TRUE;
}
