// SPDX-License-Identifier: GPL-3.0-or-later
// What a recogniser wrote, and its words as tokens of a text.
#include "earvoice/heard.h"

#include "align/tokens.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(heard) h = heard_read((const char *)data, size, NULL);
    g_autoptr(tokens) a = tokens_new(), b = tokens_new();
    for (int i = 0; h && i < heard_count(h); i++) {
        const heard_word *w = heard_at(h, i);
        if (!*w->text || w->start_us < 0 || w->end_us < w->start_us || w->end_us > TIME_MAX)
            abort();
        tokens_add(i % 3 ? a : b, w->text, i % 2 ? LANGUAGE_ZH : LANGUAGE_EN);
    }
    g_autofree int *with = tokens_match(a, b, NULL, NULL);
    for (int i = 0, last = -1; i < tokens_count(a); i++) {
        if (with[i] >= 0 && with[i] <= last)
            abort();
        last = with[i] >= 0 ? with[i] : last;
    }
    return 0;
}
