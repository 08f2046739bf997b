// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(speech) s = fuzz_read("ttml", data, size);
    fuzz_write("ttml", s);
    return 0;
}
