// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "format/charset.h"
#include "format/sniff.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *copy = g_malloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = '\0';
    g_autoptr(GBytes) in = g_bytes_new_static(copy, size);
    charset_text t;
    sniff(copy, size, NULL);
    g_assert_true(charset_decode(in, NULL, &t, NULL));
    g_assert_true(g_utf8_validate_len(t.text, t.size, NULL));
    g_assert_cmpuint(strlen(t.text), ==, t.size);
    charset_clear(&t);
    return 0;
}
