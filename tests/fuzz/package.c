// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/package.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) in = g_bytes_new(data, size);
    GBytes *text = package_text(in, NULL);
    if (text)
        g_bytes_unref(text);
    return 0;
}
