// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(speech) s = fuzz_read("ass", data, size);
    if (!s)
        return 0;
    // What is written is read again, and written the same.
    const format *f = format_find("ass");
    g_autoptr(GString) once = g_string_new(NULL), twice = g_string_new(NULL);
    g_assert_true(f->write(s, once, NULL, NULL));
    g_autoptr(speech) again = f->read(once->str, once->len, NULL, NULL);
    g_assert_nonnull(again);
    g_assert_true(f->write(again, twice, NULL, NULL));
    g_assert_cmpstr(once->str, ==, twice->str);
    return 0;
}
