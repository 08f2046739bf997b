// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a recording: opened, played a while, searched, played again.
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "media/decoder.h"

#define FRAMES_MAX 100000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void play(decoder *d)
{
    float block[2 * 1024];
    int64_t before = -1;
    for (int frames = 0, got; frames < FRAMES_MAX; frames += got) {
        int64_t first;
        got = decoder_read(d, block, 1024, &first, NULL);
        if (got <= 0)
            return;
        g_assert_true(before < 0 || first == before);
        before = first + got;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    g_autoptr(decoder) d = decoder_open_fd(fd, "input", NULL);
    if (!d)
        return 0;
    g_assert_cmpint(decoder_describe(d)->rate, >=, 1000);
    play(d);
    static const int64_t places[] = {1000, 400000, 0, INT64_C(1) << 40, 20000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (decoder_seek(d, places[i], NULL))
            play(d);
    return 0;
}
