// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a book, one behind the other, each ended by a NUL: package, text, overlay.
#include <string.h>
#include <sys/mman.h>

#include "format/epub.h"
#include "fuzz.h"

#define CONTAINER "<container><rootfile full-path=\"b/p.opf\"/></container>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *parts = g_malloc0(size + 3);
    memcpy(parts, data, size);
    const char *text = parts + strlen(parts) + 1;
    text = text > parts + size ? "" : text;
    const char *overlay = *text ? text + strlen(text) + 1 : "";
    overlay = overlay > parts + size ? "" : overlay;
    const archive_member members[] = {{"META-INF/container.xml", CONTAINER, -1, TRUE},
                                      {"b/p.opf", parts, -1, TRUE},
                                      {"b/t.xhtml", text, -1, TRUE},
                                      {"b/o.smil", overlay, -1, TRUE},
                                      {"b/s.mp3", "x", -1, TRUE}};
    int fd = memfd_create("input", MFD_CLOEXEC);
    g_assert_true(archive_write(fd, members, G_N_ELEMENTS(members), NULL));
    g_autoptr(archive) from = archive_open(fd, NULL);
    g_autoptr(report) r = report_new();
    // What looks like a table of contents in the texts may have it refused.
    speech *s = from ? epub_read(from, "book", NULL, r, NULL) : NULL;
    if (s)
        fuzz_check(s);
    speech_unref(s);
    return 0;
}
