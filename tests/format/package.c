// SPDX-License-Identifier: GPL-3.0-or-later
// Archives as documents are, and as attackers make them. Each is refused in less than a second.
#include "format/package.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "dump.h"
#include "earvoice/load.h"

#define DOCUMENT "<w:document/>"

typedef struct {
    const char *name, *content;
    gsize repeat; // the content so many times
} member;

// The bytes of an archive of `members`, ended by one without a name.
static GBytes *archive_of(const member *members, int extra)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(target);
    zip_t *z = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    g_autoptr(GPtrArray) contents = g_ptr_array_new_with_free_func(g_free);
    for (const member *m = members; m->name; m++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gsize i = 0; i < m->repeat; i++)
            g_string_append(text, m->content);
        gsize size = text->len;
        char *kept = g_string_free(g_steal_pointer(&text), FALSE);
        g_ptr_array_add(contents, kept);
        zip_file_add(z, m->name, zip_source_buffer(z, kept, size, 0), ZIP_FL_ENC_UTF_8);
    }
    for (int i = 0; i < extra; i++) {
        g_autofree char *name = g_strdup_printf("%d", i);
        zip_file_add(z, name, zip_source_buffer(z, "", 0, 0), 0);
    }
    g_assert_cmpint(zip_close(z), ==, 0);
    zip_stat_t stat;
    zip_source_stat(target, &stat);
    zip_source_open(target);
    char *bytes = g_malloc(stat.size);
    zip_source_read(target, bytes, stat.size);
    zip_source_close(target);
    zip_source_free(target);
    return g_bytes_new_take(bytes, stat.size);
}

// The text in the archive.
static GBytes *text_in(GBytes *archive_bytes, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(archive_bytes, &size);
    int fd = memfd_create("archive", MFD_CLOEXEC);
    g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
    g_autoptr(archive) from = archive_open(fd, error);
    package_content inside = {0};
    if (from)
        package_read(from, "it", NULL, NULL, &inside, error);
    return inside.text;
}

static const struct {
    const char *name;
    member members[4];
    int extra;
    const char *error; // a part of it; NULL: DOCUMENT comes out
} rows[] = {
    {"a document", {{"[Content_Types].xml", "x", 1}, {"word/document.xml", DOCUMENT, 1}}, 0, NULL},
    {"another name", {{"word/document2.xml", DOCUMENT, 1}}, 0, NULL},
    {"the surest name first",
     {{"word/document2.xml", "x", 1}, {"word/document.xml", DOCUMENT, 1}},
     0,
     NULL},
    {"names that lead outside",
     {{"../../etc/passwd", "x", 1}, {"/abs", "x", 1}, {"word/document.xml", DOCUMENT, 1}},
     0,
     NULL},
    {"a name that leads outside alone",
     {{"../word/document.xml", DOCUMENT, 1}},
     0,
     "There is no text in this archive"},
    {"an archive of something else", {{"a.txt", "x", 1}}, 0, "There is no text in this archive"},
    {"a bomb", {{"word/document.xml", "0000000000000000", 1 << 22}}, 0, "is larger than it may be"},
    {"a small bomb",
     {{"word/document.xml", "0000000000000000", 1 << 18}},
     0,
     "is larger than it may be"},
    {"many files", {{"word/document.xml", DOCUMENT, 1}}, 5000, "There are too many files"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row: %s", rows[i].name);
        g_autoptr(GBytes) bytes = archive_of(rows[i].members, rows[i].extra);
        g_autoptr(GError) error = NULL;
        int64_t from_us = g_get_monotonic_time();
        g_autoptr(GBytes) text = text_in(bytes, &error);
        g_assert_cmpint(g_get_monotonic_time() - from_us, <, 1000000);
        if (rows[i].error) {
            g_assert_null(text);
            g_assert_nonnull(strstr(error->message, rows[i].error));
            continue;
        }
        g_assert_no_error(error);
        g_assert_cmpstr(g_bytes_get_data(text, NULL), ==, DOCUMENT);
        g_assert_cmpint(g_bytes_get_size(text), ==, strlen(DOCUMENT));
    }
}

// Every byte damaged in turn, and cut off at every place: an error or a text, nothing else.
static void test_damaged(void)
{
    static const member members[] = {{"word/document.xml", "<w:document>ab</w:document>", 20},
                                     {NULL, NULL, 0}};
    g_autoptr(GBytes) bytes = archive_of(members, 1);
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    int read = 0;
    for (gsize i = 0; i < size; i++) // with how == 2: also nothing at all
        for (int how = 0; how < 3; how++) {
            g_autofree char *bad = g_memdup2(data, size);
            bad[i] = how == 0 ? (char)0xFF : (char)(bad[i] ^ 1);
            g_autoptr(GBytes) in = g_bytes_new(bad, how == 2 ? i : size);
            g_autoptr(GError) error = NULL;
            g_autoptr(GBytes) text = text_in(in, &error);
            g_assert_true((text != NULL) != (error != NULL));
            read += text != NULL;
        }
    g_test_message("%d of %d damaged archives gave a text", read, (int)size * 3);
}

// From the file to the speech.
static void test_load(void)
{
    static const member members[] = {
        {"word/document.xml",
         "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
         "<w:p><w:t>你好。</w:t></w:p><w:p><w:t>Hello.</w:t></w:p></w:document>",
         1},
        {NULL, NULL, 0}};
    g_autofree char *folder = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.docx", NULL);
    g_autoptr(GBytes) bytes = archive_of(members, 1);
    g_file_set_contents(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL);
    g_auto(loaded) l = {0};
    g_autoptr(GError) error = NULL;
    load_files((const char *const[]){path, NULL}, NULL, &l, &error);
    g_assert_no_error(error);
    g_autofree char *got = dump_short(l.speech);
    g_assert_cmpstr(got, ==, "- 你好。|Hello.\n");
    g_assert_cmpint(report_count(l.report), ==, 0);
    g_unlink(path);
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/package/rows", test_rows);
    g_test_add_func("/package/damaged", test_damaged);
    g_test_add_func("/package/load", test_load);
    return g_test_run();
}
