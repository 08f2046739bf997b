// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"            \
    "<tmx version=\"1.4\"><header srclang=\"en\"><note>n</note></header><body>"
#define TAIL "</body></tmx>\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"two units",
     HEAD
     "<tu><tuv xml:lang=\"en-US\"><seg>Hello.</seg></tuv><tuv xml:lang=\"ZH-cn\"><seg>你好。</seg>"
     "</tuv></tu><tu><tuv xml:lang=\"zh\"><seg>再见。</seg></tuv></tu>" TAIL,
     "- 你好。|Hello.\n\n- 再见。|\n"},
    {"1.1, another language, a second variant",
     HEAD "<tu><tuv lang=\"DE\"><seg>Hallo.</seg></tuv><tuv lang=\"EN\"><seg>Hello.</seg></tuv>"
          "<tuv lang=\"EN-GB\"><seg>Hullo.</seg></tuv></tu>" TAIL,
     "- |Hello.\n"},
    {"markup",
     HEAD
     "<tu><note>x</note><tuv xml:lang=\"en\"><prop type=\"a\">p</prop><seg>a <bpt i=\"1\">&lt;b&gt;"
     "<sub>s</sub></bpt><hi>b</hi><ept i=\"1\">&lt;/b&gt;</ept> &amp; c<ph/></seg></tuv></tu>" TAIL,
     "- |a b & c\n"},
    {"broken off",
     HEAD "<tu><tuv xml:lang=\"en\"><seg>Hello.</seg></tuv></tu>\n<tu><tuv xml:lang=\"en\"><seg>By",
     NULL},
    {"nothing", HEAD TAIL, "! There is no unit with Chinese or English text in it.\n"},
    {"no XML", "<tmx", NULL},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("tmx", rows[i].in, strlen(rows[i].in));
        if (rows[i].out)
            g_assert_cmpstr(got, ==, rows[i].out);
        else
            g_assert_nonnull(strstr(got, "so the rest was skipped"));
    }
    g_autofree char *kept = dump_read("tmx", rows[3].in, strlen(rows[3].in));
    g_assert_true(g_str_has_prefix(kept, "- |Hello.\n? 4: "));
}

// What may stand above the first element.
static void test_probe(void)
{
    static const struct {
        const char *head, *format;
    } heads[] = {
        {"<?xml version=\"1.0\"?>\n<!-- <tt> -->\n<!DOCTYPE tmx [\n<!ELEMENT tmx (body)>\n] "
         ">\n<tmx>",
         "tmx"},
        {"<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">", "tmx"},
        {"<!DOCTYPE tmx [ <tmx>", NULL},
        {"<note>\n<tmx>", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        const format *f = format_probe(heads[i].head);
        g_assert_cmpstr(f ? f->name : NULL, ==, heads[i].format);
    }
}

// The suites' files, where they are at hand: each is known as what it is, and read.
static void test_suites(void)
{
    const char *folder = suite("suites/tmx/tmx");
    GDir *files = folder ? g_dir_open(folder, 0, NULL) : NULL;
    int found = 0, good = 0;
    for (const char *name; files && (name = g_dir_read_name(files));) {
        if (!g_str_has_suffix(name, ".tmx"))
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        gboolean read = load_files((const char *const[]){path, NULL}, NULL, &l, &error);
        const loaded_file *file = read ? g_ptr_array_index(l.files, 0) : NULL;
        gboolean as_tmx = file && strcmp(file->format, "tmx") == 0;
        g_test_message("%s: %s", name, file ? file->format : error->message);
        found++;
        good += as_tmx;
    }
    if (!files)
        return;
    g_dir_close(files);
    g_test_message("%d of %d files have English or Chinese units", good, found);
    g_assert_cmpint(good, >=, found * 3 / 4);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tmx/rows", test_rows);
    g_test_add_func("/tmx/probe", test_probe);
    g_test_add_func("/tmx/suites", test_suites);
    return g_test_run();
}
