// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds the files of the folders given to a fuzz target.
#include <stdio.h>

#include "fuzz.h"

static gboolean replay(const char *path)
{
    g_autofree char *data = NULL;
    gsize size;
    if (!g_file_get_contents(path, &data, &size, NULL))
        return FALSE;
    LLVMFuzzerTestOneInput((const uint8_t *)data, size);
    return TRUE;
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; i++) {
        g_autoptr(GDir) dir = g_dir_open(argv[i], 0, NULL);
        for (const char *name; dir && (name = g_dir_read_name(dir));) {
            g_autofree char *path = g_build_filename(argv[i], name, NULL);
            files += replay(path);
        }
    }
    printf("%d files\n", files);
    return files ? 0 : 1;
}
