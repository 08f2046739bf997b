// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a recording with texts inside.
#include "earvoice/embedded.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, data, size) == (ssize_t)size) {
        g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
        g_autoptr(report) r = report_new();
        g_autoptr(GPtrArray) texts = embedded_texts(path, r, NULL);
        for (guint i = 0; texts && i < texts->len; i++) {
            const embedded_text *t = g_ptr_array_index(texts, i);
            gsize bytes;
            const char *text = g_bytes_get_data(t->text, &bytes);
            g_assert_cmpint(text[bytes], ==, '\0');
            g_assert_cmpuint(bytes, <=, EMBEDDED_BYTES_MAX);
            g_assert_nonnull(t->name);
        }
    }
    if (fd >= 0)
        close(fd);
    return 0;
}
