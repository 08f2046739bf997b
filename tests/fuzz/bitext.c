// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph in both languages, and a user's words: whatever they hold, no text is lost.
#include <string.h>

#include "speech/lexicon.h"
#include "speech/number.h"
#include "earvoice/bitext.h"
#include "fuzz.h"

static gsize bytes_without_space(const speech *s, language side)
{
    gsize sum = 0;
    for (int i = 0; i < speech_segment_count(s); i++)
        for (const char *p = speech_segment(s, i)->text[side]; *p; p = g_utf8_next_char(p))
            if (!g_unichar_isspace(g_utf8_get_char(p)))
                sum += (gsize)(g_utf8_next_char(p) - p);
    return sum;
}

static speech *make(const char *data, gsize size)
{
    const char *middle = memchr(data, '\n', size);
    g_autofree char *zh = g_utf8_make_valid(data, middle ? (gssize)(middle - data) : (gssize)size);
    g_autofree char *en =
        g_utf8_make_valid(middle ? middle : "", middle ? (gssize)(data + size - middle) : 0);
    g_autoptr(speech_builder) b = speech_builder_new();
    speech_builder_paragraph(b, PARAGRAPH_BODY);
    speech_builder_segment(
        b,
        &(segment){.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {zh, en}});
    return speech_builder_end(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(speech) s = make((const char *)data, size);
    g_autoptr(speech) split = bitext_split(s, UNIT_CLAUSE, NULL, NULL, NULL);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (bytes_without_space(s, side) != bytes_without_space(split, side))
            abort();
    g_autoptr(lexicon) words = lexicon_new();
    lexicon_add(words, (const char *)data, size, NULL);
    return 0;
}
