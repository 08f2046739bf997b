// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include <string.h>

#include "base/safe.h"
#include "format/charset.h"
#include "speech/build.h"

// Everything of a segment that a file holds.
static char *describe(const speech *s)
{
    GString *out = g_string_new(NULL);
    const char *key, *value;
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++)
        g_string_append_printf(out, "%s=%s\n", key, value);
    g_string_append_printf(out, "[%s][%s]\n", speech_header(s), speech_trailer(s));
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        g_string_append_printf(out, "%d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %a", i,
                               g->paragraph, g->start_us, g->end_us, (double)g->confidence);
        g_string_append_printf(out, "[%s][%s][%s][%s][%s]", g->text[0], g->text[1],
                               g->id ? g->id : "-", g->settings ? g->settings : "-",
                               g->before ? g->before : "-");
        for (int w = 0; w < g->word_count; w++)
            g_string_append_printf(out, " %d %d %" G_GINT64_FORMAT, (int)g->words[w].side,
                                   g->words[w].offset, g->words[w].start_us);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

void fuzz_check(const speech *s)
{
    g_assert_cmpint(speech_segment_count(s), >, 0);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        for (int side = 0; side < LANGUAGES; side++) {
            g_autofree char *safe = safe_text(g->text[side], -1);
            g_assert_cmpstr(safe, ==, g->text[side]);
            g_assert_true(g_utf8_validate(g->text[side], -1, NULL));
        }
        for (int w = 0; w < g->word_count; w++) {
            const word_mark *m = &g->words[w];
            g_assert_cmpint(m->offset, <, strlen(g->text[m->side]));
            g_assert_cmpint(m->offset, >=, 0);
            g_assert_true(((guchar)g->text[m->side][m->offset] & 0xC0) != 0x80);
            g_assert_true(w == 0 || m[-1].side < m->side || m[-1].offset < m->offset);
        }
    }
}

speech *fuzz_read(const char *name, const uint8_t *data, size_t size)
{
    g_autofree char *copy = g_malloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = '\0';
    g_autoptr(GBytes) in = g_bytes_new_static(copy, size);
    charset_text t;
    charset_decode(in, NULL, &t, NULL);
    g_assert_true(g_utf8_validate_len(t.text, t.size, NULL));

    g_autoptr(report) r = report_new();
    g_autoptr(GError) error = NULL;
    const format *f = format_find(name);
    format_probe(t.text);
    speech *s = f->read(t.text, t.size, r, &error);
    g_assert_true((s == NULL) == (error != NULL));
    if (s)
        fuzz_check(s);
    charset_clear(&t);
    return s;
}

void fuzz_round_trip(const speech *s)
{
    const format *f = format_find("vtt");
    g_autoptr(GString) written = g_string_new(NULL);
    g_assert_true(f->write(s, written, NULL, NULL));
    g_autoptr(speech) again = f->read(written->str, written->len, NULL, NULL);
    g_assert_nonnull(again);
    g_autofree char *left = describe(s), *right = describe(again);
    g_assert_cmpstr(left, ==, right);
}

static void write_and_read(const format *f, const speech *s)
{
    g_autoptr(GString) written = g_string_new(NULL);
    g_assert_true(f->write(s, written, NULL, NULL));
    g_assert_true(g_utf8_validate_len(written->str, written->len, NULL));
    g_autoptr(speech) again = f->read(written->str, written->len, NULL, NULL);
    if (again)
        fuzz_check(again);
}

// One text is another, one is gone, one span is later.
static void change(void *data, int index, segment *g, GArray *words)
{
    (void)data;
    if (index % 4 == 1 && g->start_us != TIME_NONE && g->end_us < TIME_MAX - TIME_SECOND) {
        g->start_us += TIME_SECOND / 3;
        g->end_us += TIME_SECOND / 2;
    }
    if (index % 4 < 2)
        return;
    g->text[LANGUAGE_EN] = index % 4 == 2 ? "Changed & new" : "";
    g_array_set_size(words, 0);
}

void fuzz_write(const char *name, const speech *s)
{
    const format *f = format_find(name);
    if (!s)
        return;
    write_and_read(f, s);
    g_autoptr(speech_builder) b = speech_builder_from(s, change, NULL);
    g_autoptr(speech) changed = speech_builder_end(b);
    write_and_read(f, changed);
}
