// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/mman.h>
#include <unistd.h>

#include "format/package.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    g_autoptr(archive) from = archive_open(fd, NULL);
    package_content inside = {0};
    if (!from || !package_read(from, "it", NULL, NULL, &inside, NULL))
        return 0;
    g_bytes_unref(inside.text);
    speech_unref(inside.speech);
    return 0;
}
