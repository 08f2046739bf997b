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

// The same with the end that large archives have, and what it says of its count, size and place.
static GBytes *with_large_end(GBytes *bytes, guint64 count, guint64 table, gint64 moved)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size), *end = data + size - 22;
    guint32 place;
    memcpy(&place, end + 16, 4);
    g_assert_cmpint(memcmp(end, "PK\5\6", 4), ==, 0);
    const guint64 numbers[] = {44, 0x2D002D, 0, count, count, table, GUINT32_FROM_LE(place)};
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, data, (guint)(size - 22));
    g_byte_array_append(out, (const guint8 *)"PK\6\6", 4);
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        guint64 number = GUINT64_TO_LE(numbers[i]);
        g_byte_array_append(out, (const guint8 *)&number, i == 1 ? 4 : 8);
    }
    guint64 at = GUINT64_TO_LE((guint64)((gint64)size - 22 + moved));
    g_byte_array_append(out, (const guint8 *)"PK\6\7\0\0\0\0", 8);
    g_byte_array_append(out, (const guint8 *)&at, 8);
    g_byte_array_append(out, (const guint8 *)"\1\0\0\0", 4);
    g_byte_array_append(out, (const guint8 *)"PK\5\6\0\0\0\0", 8);
    for (int i = 0; i < 12; i++)
        g_byte_array_append(out, (const guint8 *)"\377", 1);
    g_byte_array_append(out, (const guint8 *)"\0\0", 2);
    return g_byte_array_free_to_bytes(out);
}

static void test_large(void)
{
    static const member members[] = {{"word/document.xml", DOCUMENT, 1}, {NULL, NULL, 0}};
    g_autoptr(GBytes) small = archive_of(members, 0);
    gsize size;
    const char *data = g_bytes_get_data(small, &size);
    guint32 table;
    memcpy(&table, data + size - 10, 4);
    const struct {
        guint64 count, table;
        gint64 moved;
        gboolean good;
    } ends[] = {
        {1, table, 0, TRUE},           {5000, table, 0, FALSE},
        {1, 3 << 20, 0, FALSE},        {G_MAXUINT64, table, 0, FALSE},
        {1, table, 1, FALSE},          {1, table, 1 << 20, FALSE},
        {1, table, G_MININT64, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autoptr(GBytes) bytes =
            with_large_end(small, ends[i].count, ends[i].table, ends[i].moved);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) text = text_in(bytes, &error);
        g_assert_cmpint(text != NULL, ==, ends[i].good);
        if (!ends[i].good)
            g_assert_nonnull(strstr(error->message, "There are too many files"));
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
    g_test_add_func("/package/large", test_large);
    g_test_add_func("/package/damaged", test_damaged);
    g_test_add_func("/package/load", test_load);
    return g_test_run();
}
