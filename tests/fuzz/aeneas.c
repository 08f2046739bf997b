// SPDX-License-Identifier: GPL-3.0-or-later
// Read; and what is written of that is read, too, if anything of it has times.
#include <stdlib.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(speech) s = fuzz_read("aeneas", data, size);
    if (!s)
        return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    format_find("aeneas")->write(s, out, NULL, NULL);
    g_autoptr(speech) again = fuzz_read("aeneas", (const uint8_t *)out->str, out->len);
    if (!again && speech_is_timed(s))
        abort();
    return 0;
}
