// SPDX-License-Identifier: GPL-3.0-or-later
// bench-open RECORDING: milliseconds to open it and to read its first frames, in a process that
// opens nothing else.
#include <stdio.h>

#include "earvoice/decoder.h"

#define FRAMES 1024

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    g_autoptr(GError) error = NULL;
    int64_t first, begun_us = g_get_monotonic_time();
    g_autoptr(decoder) d = decoder_open(argv[1], &error);
    g_autofree float *sound =
        d ? g_new(float, (gsize)(FRAMES * decoder_describe(d)->channels)) : NULL;
    if (!d || decoder_read(d, sound, FRAMES, &first, &error) < 0) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf("%.1f\n", (double)(g_get_monotonic_time() - begun_us) / 1000);
    return 0;
}
