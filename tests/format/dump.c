// SPDX-License-Identifier: GPL-3.0-or-later
#include "dump.h"

#include <glib/gstdio.h>

#include <string.h>

#include "format/pair.h"

static void append_text(GString *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            g_string_append(out, "\\n");
        else
            g_string_append_c(out, *text);
    }
}

char *dump_short(const speech *s)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        const paragraph *p = speech_paragraph(s, g->paragraph);
        if (i > 0 && i == p->first)
            g_string_append_c(out, '\n');
        if (p->kind == PARAGRAPH_HEADING)
            g_string_append(out, "# ");
        if (g->start_us == TIME_NONE)
            g_string_append(out, "- ");
        else
            g_string_append_printf(out, "%d-%d ", (int)(g->start_us / 1000),
                                   (int)(g->end_us / 1000));
        append_text(out, g->text[LANGUAGE_ZH]);
        g_string_append_c(out, '|');
        append_text(out, g->text[LANGUAGE_EN]);
        for (int w = 0; w < g->word_count; w++)
            g_string_append_printf(out, " %s%d@%d", language_code(g->words[w].side),
                                   g->words[w].offset, (int)(g->words[w].start_us / 1000));
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static const char *or_none(const char *text)
{
    return text ? text : "(none)";
}

char *dump_all(const speech *s)
{
    GString *out = g_string_new(NULL);
    const char *key, *value;
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++)
        g_string_append_printf(out, "%s = %s\n", key, value);
    g_string_append_printf(out, "header [%s] trailer [%s]\n", speech_header(s), speech_trailer(s));
    g_autofree char *plain = dump_short(s);
    g_string_append(out, plain);
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *g = speech_segment(s, i);
        g_string_append_printf(out, "%d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %a [%s][%s]\n", i,
                               g->start_us, g->end_us, (double)g->confidence, g->text[0],
                               g->text[1]);
        g_string_append_printf(out, "[%s][%s][%s][%s]\n", or_none(g->id), or_none(g->settings),
                               or_none(g->payload), or_none(g->before));
    }
    return g_string_free(out, FALSE);
}

char *dump_read(const char *name, const char *text, gsize size)
{
    g_autoptr(report) r = report_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(speech) s = format_find(name)->read(text, size, r, &error);
    g_assert_true((s == NULL) == (error != NULL));
    GString *out = g_string_new(NULL);
    if (s) {
        g_autofree char *dump = dump_short(s);
        g_string_append(out, dump);
    } else {
        g_string_append_printf(out, "! %s\n", error->message);
    }
    for (int i = 0; i < report_count(r); i++)
        g_string_append_printf(out, "? %s\n", report_message(r, i));
    return g_string_free(out, FALSE);
}

char *dump_canonical(const char *xml)
{
    g_autofree char *xmllint = g_find_program_in_path("xmllint"), *path = NULL, *says = NULL;
    int handle = g_file_open_tmp("earvoice-XXXXXX.xml", &path, NULL), status = -1;
    char *out = NULL;
    g_assert_cmpint(handle, >=, 0);
    g_assert_true(g_close(handle, NULL));
    g_assert_true(g_file_set_contents(path, xml, -1, NULL));
    char *command[] = {xmllint, (char *)"--nonet", (char *)"--c14n", path, NULL};
    gboolean ran = xmllint && g_spawn_sync(NULL, command, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out,
                                           &says, &status, NULL);
    g_assert_cmpint(g_unlink(path), ==, 0);
    if (!ran || status)
        g_test_message("%s", ran ? says : "xmllint is not here");
    if (status)
        g_clear_pointer(&out, g_free);
    return out;
}

const char *suite(const char *name)
{
    static char path[4096];
    g_snprintf(path, sizeof path, "%s/../shared/data/%s", PROJECT_DIR, name);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return path;
    g_test_skip("the test data is not here");
    return NULL;
}

char *dump_paired(const speech *times, const char *text)
{
    g_autoptr(speech) words = format_find("transcript")->read(text, strlen(text), NULL, NULL);
    g_autoptr(speech) paired = pair_times(times, words, NULL, NULL);
    return dump_short(paired);
}

speech_builder *dump_builder(const segment *given, gsize count)
{
    speech_builder *b = speech_builder_new();
    for (gsize i = 0; i < count; i++) {
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        speech_builder_segment(b, &given[i]);
    }
    return b;
}
