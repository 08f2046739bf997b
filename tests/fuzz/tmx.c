// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include <stdlib.h>

#include "speech/build.h"

static int compare(const void *a, const void *b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

// The texts, whatever their order: what is new comes last in a file.
static char *texts_of(const speech *s)
{
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        g_autofree char *both = g_strjoin("|", g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN], NULL);
        if (segment_has_text(g))
            g_strv_builder_add(lines, both);
    }
    g_auto(GStrv) all = g_strv_builder_end(lines);
    qsort(all, g_strv_length(all), sizeof *all, compare);
    return g_strjoinv("\n", all);
}

// What is written is XML, has the texts, and is the same once more.
static void check_back(const speech *s)
{
    const format *f = format_find("tmx");
    g_autoptr(GString) written = g_string_new(NULL), twice = g_string_new(NULL);
    g_autoptr(report) r = report_new();
    g_autofree char *texts = texts_of(s);
    g_assert_true(f->write(s, written, NULL, NULL));
    g_autoptr(speech) again = f->read(written->str, written->len, r, NULL);
    g_assert_cmpint(report_count(r), ==, 0);
    if (!again) {
        g_assert_cmpstr(texts, ==, "");
        return;
    }
    fuzz_check(again);
    g_autofree char *texts_again = texts_of(again);
    g_assert_cmpstr(texts_again, ==, texts);
    g_assert_true(f->write(again, twice, NULL, NULL));
    g_assert_cmpstr(twice->str, ==, written->str);
}

// Texts that are gone, new, or others; segments of no unit, and of one that is taken.
static void change(void *data, int index, segment *g, GArray *words)
{
    (void)data, (void)words;
    static const char *const texts[][LANGUAGES] = {
        {NULL, NULL}, {"改", NULL}, {NULL, ""}, {"", "<b>"}, {"", ""}};
    for (int side = 0; side < LANGUAGES; side++)
        if (texts[index % 5][side])
            g->text[side] = texts[index % 5][side];
    if (index % 7 == 6)
        g->settings = index % 2 ? NULL : "1";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(speech) s = fuzz_read("tmx", data, size);
    if (!s)
        return 0;
    check_back(s);
    g_autoptr(speech_builder) b = speech_builder_from(s, change, NULL);
    g_autoptr(speech) changed = speech_builder_end(b);
    check_back(changed);
    return 0;
}
