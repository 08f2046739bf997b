// SPDX-License-Identifier: GPL-3.0-or-later
// bench-read TEXT: segments of the text, milliseconds to read it (median of 5), nanoseconds to look
// one up by time, milliseconds to write it in the same format (median of 5; 0: it is not written),
// how many times the file's size the process had in memory at most.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "earvoice/format.h"
#include "earvoice/load.h"

#define READS   5
#define LOOKUPS 1000000

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

// Look-ups go all over the speech, so that no cache helps more than it would help a user who jumps
// about.
static double lookup_ns(const speech *s)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autofree int64_t *times = g_new(int64_t, LOOKUPS);
    for (int i = 0; i < LOOKUPS; i++)
        times[i] = (int64_t)(g_rand_double(random) * (double)speech_end_us(s));
    volatile int found = 0;
    int64_t begun_us = g_get_monotonic_time();
    for (int i = 0; i < LOOKUPS; i++)
        found += speech_segment_at(s, times[i]) >= 0;
    return (double)(g_get_monotonic_time() - begun_us) * 1000 / LOOKUPS;
}

static double write_ms(const speech *s, const format *f)
{
    int64_t spent_us[READS];
    for (int i = 0; f->write && i < READS; i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        int64_t begun_us = g_get_monotonic_time();
        f->write(s, out, NULL, NULL);
        spent_us[i] = g_get_monotonic_time() - begun_us;
    }
    qsort(spent_us, READS, sizeof *spent_us, compare);
    return f->write ? (double)spent_us[READS / 2] / 1000 : 0;
}

// Before anything else was done than to read it once and to write it.
static double memory_ratio(const char *path)
{
    struct rusage used;
    struct stat file;
    getrusage(RUSAGE_SELF, &used);
    return stat(path, &file) == 0 ? (double)used.ru_maxrss * 1024 / (double)file.st_size : 0;
}

static const format *format_of(const loaded *from)
{
    return format_find(((const loaded_file *)g_ptr_array_index(from->files, 0))->format);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    int64_t spent_us[READS];
    double ratio = 0;
    for (int i = 0; i < READS; i++) {
        g_autoptr(GError) error = NULL;
        g_auto(loaded) from = {0};
        const char *const paths[] = {argv[1], NULL};
        int64_t begun_us = g_get_monotonic_time();
        if (!load_files(paths, NULL, &from, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        spent_us[i] = g_get_monotonic_time() - begun_us;
        double written_ms = i == 0 || i == READS - 1 ? write_ms(from.speech, format_of(&from)) : 0;
        ratio = i == 0 ? memory_ratio(argv[1]) : ratio;
        if (i < READS - 1)
            continue;
        qsort(spent_us, READS, sizeof *spent_us, compare);
        printf("%d %.1f %.0f %.1f %.1f\n", speech_segment_count(from.speech),
               (double)spent_us[READS / 2] / 1000, lookup_ns(from.speech), written_ms, ratio);
    }
    return 0;
}
