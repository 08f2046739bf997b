// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "earvoice/error.h"

typedef struct {
    char *folder;
} fixture;

static void set_up(fixture *f, gconstpointer data)
{
    (void)data;
    f->folder = g_dir_make_tmp("earvoice-file-XXXXXX", NULL);
    g_assert_nonnull(f->folder);
}

static void tear_down(fixture *f, gconstpointer data)
{
    (void)data;
    GDir *dir = g_dir_open(f->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(f->folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(dir);
    g_rmdir(f->folder);
    g_free(f->folder);
}

static void assert_refused(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_read(path, 1024, &error);
    g_assert_null(bytes);
    g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO);
    g_assert_nonnull(strstr(error->message, path));
}

static void test_not_a_file(fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *fifo = g_build_filename(f->folder, "fifo", NULL);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    assert_refused(fifo);
    assert_refused("/dev/zero");
    assert_refused(f->folder);
    assert_refused("/nowhere/at/all");
}

static void test_ceiling(fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *path = g_build_filename(f->folder, "sparse", NULL);
    g_assert_true(g_file_set_contents(path, "abc", 3, NULL));
    g_autoptr(GBytes) head = file_read_head(path, 2, NULL);
    g_assert_cmpmem(g_bytes_get_data(head, NULL), g_bytes_get_size(head), "ab", 2);
    g_assert_cmpint(truncate(path, 1L << 40), ==, 0);
    assert_refused(path);
}

static gboolean accept_text(GBytes *head)
{
    return g_str_has_prefix(g_bytes_get_data(head, NULL), "text");
}

static void test_save(fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *path = g_build_filename(f->folder, "saved", NULL);
    g_autofree char *link = g_build_filename(f->folder, "link", NULL);
    g_autoptr(GBytes) first = g_bytes_new_static("text one", 8);
    g_autoptr(GBytes) second = g_bytes_new_static("other", 5);
    g_autoptr(GError) error = NULL;

    g_assert_true(file_save(path, first, accept_text, &error));
    g_assert_cmpint(g_chmod(path, 0640), ==, 0);
    g_assert_cmpint(symlink("saved", link), ==, 0);
    g_assert_true(file_save(link, second, accept_text, &error));
    g_assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));

    struct stat info;
    g_assert_cmpint(stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 07777, ==, 0640);
    g_autoptr(GBytes) back = file_read(path, 100, NULL);
    g_assert_true(g_bytes_equal(back, second));

    g_assert_false(file_save(path, first, accept_text, &error));
    g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO);
    g_clear_error(&error);
    g_assert_cmpint(g_chmod(path, 0440), ==, 0);
    g_assert_false(file_save(path, first, NULL, &error));
    g_assert_nonnull(strstr(error->message, "is write-protected"));
    g_autoptr(GBytes) kept = file_read(path, 100, NULL);
    g_assert_true(g_bytes_equal(kept, second));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/file/not-a-file", fixture, NULL, set_up, test_not_a_file, tear_down);
    g_test_add("/file/ceiling", fixture, NULL, set_up, test_ceiling, tear_down);
    g_test_add("/file/save", fixture, NULL, set_up, test_save, tear_down);
    return g_test_run();
}
