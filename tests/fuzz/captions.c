// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    speech_unref(fuzz_read("captions", data, size));
    return 0;
}
