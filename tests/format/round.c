// SPDX-License-Identifier: GPL-3.0-or-later
// Each format that is written: what it says it holds comes back, and it is known as what it is.
#include <string.h>

#include "dump.h"

static const word_mark words[] = {{LANGUAGE_ZH, 0, 1000000},
                                  {LANGUAGE_ZH, 6, 1500000},
                                  {LANGUAGE_EN, 0, 1000000},
                                  {LANGUAGE_EN, 6, 1700000}};

static const struct {
    gboolean begins; // a paragraph
    paragraph_kind kind;
    segment g;
} rows[] = {
    {TRUE, PARAGRAPH_HEADING, {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"标题", "Title"}}},
    {TRUE,
     PARAGRAPH_BODY,
     {1000000, 2000000, .confidence = 0.5f, .word_count = 4, .words = words,
      .text = {"你好朋友。", "Hello friend."}}},
    {FALSE,
     PARAGRAPH_BODY,
     {2000000, 3000000, .confidence = -1, .text = {"你好。", "If 1 < 2 & “3” > 2."}}},
    {TRUE,
     PARAGRAPH_BODY,
     {3500000, 4500000, .confidence = -1, .text = {"一{二}\\三[四]|五", "a, \"b\"; c"}}},
    {TRUE, PARAGRAPH_BODY, {5000000, 6000000, .confidence = -1, .text = {"", "English only."}}},
    {TRUE, PARAGRAPH_BODY, {7000000, 8000000, .confidence = -1, .text = {"只有中文。", ""}}},
    {TRUE, PARAGRAPH_BODY, {TIME_NONE, TIME_NONE, .confidence = -1, .text = {"没说", "Not said"}}},
    {TRUE, PARAGRAPH_BODY, {3600000000, 3601000000, .confidence = -1, .text = {"完", "End"}}},
};

// The speech as a format that holds `holds`, and times or not, has it.
static speech *speech_with(unsigned holds, gboolean times)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    if (holds & HOLDS_METAS)
        speech_builder_meta(b, "title", "River & sea");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        segment g = rows[i].g;
        gboolean heading = rows[i].kind == PARAGRAPH_HEADING;
        if ((heading && !(holds & HOLDS_HEADINGS)) ||
            (!heading && g.start_us == TIME_NONE && !(holds & HOLDS_UNTIMED)))
            continue;
        if (!times)
            g.start_us = g.end_us = TIME_NONE;
        if (!(holds & HOLDS_WORDS))
            g.word_count = 0;
        if (!(holds & HOLDS_CONFIDENCE))
            g.confidence = -1;
        if (rows[i].begins || !(holds & HOLDS_PARAGRAPHS))
            speech_builder_paragraph(b, rows[i].kind);
        speech_builder_segment(b, &g);
    }
    return speech_builder_end(b);
}

static char *all_of(const speech *s, unsigned holds)
{
    GString *out = g_string_new(NULL);
    const char *title = speech_meta(s, "title");
    if (holds & HOLDS_METAS)
        g_string_append_printf(out, "title: %s\n", title ? title : "");
    g_autofree char *texts = dump_short(s);
    g_string_append(out, texts);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        if (g->confidence >= 0)
            g_string_append_printf(out, "%d: %.2f\n", i, (double)g->confidence);
        for (int w = 0; w < g->word_count; w++)
            g_string_append_printf(out, "%d: %s %d %" G_GINT64_FORMAT "\n", i,
                                   language_code(g->words[w].side), g->words[w].offset,
                                   g->words[w].start_us / 1000);
    }
    return g_string_free(out, FALSE);
}

// Of a format that has numbers of paragraphs instead of texts.
static char *spans_of(const speech *s)
{
    GString *out = g_string_new(NULL);
    int64_t start_us, end_us;
    for (int i = 0; i < speech_paragraph_count(s); i++)
        if (speech_paragraph_span(s, i, &start_us, &end_us))
            g_string_append_printf(out, "%s%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " |\n",
                                   out->len ? "\n" : "", start_us / 1000, end_us / 1000);
    return g_string_free(out, FALSE);
}

static void test_format(const void *data)
{
    const format *f = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(report) r = report_new();
    g_autoptr(speech) whole = speech_with(~0u, TRUE);
    g_autoptr(speech) held = speech_with(f->holds, f->kind != FORMAT_TRANSCRIPT);
    g_autoptr(GString) file = g_string_new(NULL);
    g_assert_true(f->write(whole, file, r, &error));
    g_test_message("%s:\n%s", f->name, file->str);
    g_assert_cmpstr(format_probe(file->str)->name, ==, f->name);
    g_autoptr(speech) again = f->read(file->str, file->len, r, &error);
    g_assert_no_error(error);
    g_autofree char *expected = f->holds & HOLDS_NUMBERS ? spans_of(held) : all_of(held, f->holds),
                    *got = all_of(again, f->holds);
    g_assert_cmpstr(got, ==, expected);
    g_assert_cmpint(report_count(r), ==, 0);
    // And once more: what was read is written the same.
    g_autoptr(GString) twice = g_string_new(NULL);
    g_assert_true(f->write(again, twice, r, &error));
    g_assert_cmpstr(twice->str, ==, file->str);
}

// A message for each kind of thing that is lost.
static void test_losses(void)
{
    g_autoptr(speech) whole = speech_with(~0u, TRUE);
    for (const format *f = formats; f->name; f++) {
        if (!f->write)
            continue;
        g_autoptr(report) r = report_new();
        int kinds = f->kind == FORMAT_TRANSCRIPT || f->holds & HOLDS_NUMBERS;
        for (unsigned bit = HOLDS_BOTH; bit <= HOLDS_METAS; bit <<= 1)
            kinds += !(f->holds & bit);
        g_assert_cmpint(format_losses(f, whole, r), ==, kinds);
        g_assert_cmpint(report_count(r), ==, kinds);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (const format *f = formats; f->name; f++) {
        g_autofree char *path = g_strdup_printf("/round/%s", f->name);
        if (f->write)
            g_test_add_data_func(path, f, test_format);
    }
    g_test_add_func("/round/losses", test_losses);
    return g_test_run();
}
