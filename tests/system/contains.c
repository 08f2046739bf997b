// SPDX-License-Identifier: GPL-3.0-or-later
// contains RECORDED ORIGINAL TOLERANCE: whether the samples of ORIGINAL (raw floats) stand in
// RECORDED, all in one piece, none off by more than TOLERANCE; what is nearly silent at its two
// ends does not count.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NEARLY_SILENT 1e-3f

typedef struct {
    float *values;
    size_t count;
} samples;

static samples read_all(const char *path)
{
    samples out = {0};
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(2);
    }
    long size = ftell(file);
    rewind(file);
    out.count = (size_t)size / sizeof *out.values;
    out.values = malloc((size_t)size + 1);
    if (!out.values || fread(out.values, sizeof *out.values, out.count, file) != out.count)
        exit(2);
    fclose(file);
    return out;
}

static size_t count_same(const float *a, const float *b, size_t count, float tolerance)
{
    size_t same = 0;
    while (same < count && fabsf(a[same] - b[same]) <= tolerance)
        same++;
    return same;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    samples recorded = read_all(argv[1]), original = read_all(argv[2]);
    float tolerance = strtof(argv[3], NULL);
    size_t first = 0, last = original.count;
    while (first < last && fabsf(original.values[first]) < NEARLY_SILENT)
        first++;
    while (last > first && fabsf(original.values[last - 1]) < NEARLY_SILENT)
        last--;
    size_t length = last - first, best = 0;
    for (size_t at = 0; length && at + length <= recorded.count && best < length; at++) {
        size_t same = count_same(recorded.values + at, original.values + first, length, tolerance);
        best = same > best ? same : best;
    }
    printf("%zu of %zu samples arrived in one piece, none off by more than %g\n", best, length,
           (double)tolerance);
    free(recorded.values);
    free(original.values);
    return length && best == length ? 0 : 1;
}
