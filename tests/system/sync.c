// SPDX-License-Identifier: GPL-3.0-or-later
// sync CUES INDEX RAW SCENES: how far the text was from the sound.
//
// CUES: the beginning of each sentence in microseconds of the recording, a line each; a burst of
// noise stands there in the sound. RAW: the loudspeaker, recorded (mono float, 48 kHz); INDEX: when
// its pieces came (see monitor.c). SCENES: the program's log of what it showed, and when. Prints
// the spread of the differences; returns 1 if there are fewer than 50, or their 95th percentile is
// above one frame of 60 Hz.
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define RATE         48000
#define LIMIT_MS     16.7
#define NEEDED       50
#define NEAR_NS      INT64_C(170000000) // bursts lie at least twice as far apart
#define AT_CUE_US    150000 // a text shown this near to its cue's beginning came with it
#define JUMP_US      200000 // the position moved by more than the time that passed
#define LOUD         0.1f
#define QUIET_FRAMES (RATE / 10) // between bursts

typedef struct {
    int64_t *values;
    size_t count, room;
} list;

static void add(list *to, int64_t value)
{
    if (to->count == to->room) {
        to->room = to->room ? to->room * 2 : 1024;
        to->values = realloc(to->values, to->room * sizeof *to->values);
        if (!to->values)
            abort();
    }
    to->values[to->count++] = value;
}

static FILE *open_or_die(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    return file;
}

// When frame 0 was heard: of all pieces, the one that came with the least delay says.
static double start_ns(const char *path)
{
    FILE *file = open_or_die(path);
    int64_t frames, ns;
    double least = INFINITY;
    while (fscanf(file, "%" SCNd64 " %" SCNd64, &frames, &ns) == 2)
        least = fmin(least, (double)ns - (double)frames * 1e9 / RATE);
    fclose(file);
    return least;
}

// The nanoseconds at which bursts begin.
static list find_bursts(const char *path, double start)
{
    FILE *file = open_or_die(path);
    list out = {0};
    float sample;
    int64_t quiet = QUIET_FRAMES;
    for (int64_t frame = 0; fread(&sample, sizeof sample, 1, file) == 1; frame++) {
        if (fabsf(sample) < LOUD) {
            quiet++;
            continue;
        }
        if (quiet >= QUIET_FRAMES)
            add(&out, (int64_t)(start + (double)frame * 1e9 / RATE));
        quiet = 0;
    }
    fclose(file);
    return out;
}

static list read_cues(const char *path)
{
    FILE *file = open_or_die(path);
    list out = {0};
    for (int64_t us; fscanf(file, "%" SCNd64, &us) == 1;)
        add(&out, us);
    fclose(file);
    return out;
}

// Text change less sound, for each change that came with a cue; in microseconds.
static list compare(const char *path, const list *cues, const list *bursts)
{
    FILE *file = open_or_die(path);
    list out = {0};
    int64_t ns, us, segment, last_ns = 0, last_us = 0, last_segment = -1;
    while (fscanf(file, "%" SCNd64 " %" SCNd64 " %" SCNd64 "%*[^\n]", &ns, &us, &segment) == 3) {
        // A text that came by a key is there at once, before the sound can be.
        bool jumped = llabs(us - last_us - (ns - last_ns) / 1000) > JUMP_US;
        bool changed = segment != last_segment;
        last_us = us;
        last_ns = ns;
        last_segment = segment;
        if (segment < 0 || segment >= (int64_t)cues->count)
            continue;
        if (!changed || jumped || llabs(us - cues->values[segment]) > AT_CUE_US)
            continue;
        int64_t best = NEAR_NS;
        for (size_t i = 0; i < bursts->count; i++) {
            if (llabs(ns - bursts->values[i]) < llabs(best))
                best = ns - bursts->values[i];
        }
        if (best == NEAR_NS)
            continue;
        add(&out, best / 1000);
        if (llabs(best) > LIMIT_MS * 1000000)
            printf("sentence %" PRId64 " at %.3f s: %+.1f ms\n", segment, (double)us / 1e6,
                   (double)best / 1e6);
    }
    fclose(file);
    return out;
}

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int by_size(const void *a, const void *b)
{
    int64_t left = llabs(*(const int64_t *)a), right = llabs(*(const int64_t *)b);
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    list cues = read_cues(argv[1]);
    list bursts = find_bursts(argv[3], start_ns(argv[2]));
    list off = compare(argv[4], &cues, &bursts);
    if (off.count == 0) {
        printf("no text change near any of %zu bursts\n", bursts.count);
        return 1;
    }
    qsort(off.values, off.count, sizeof *off.values, by_value);
    double median = (double)off.values[off.count / 2] / 1000;
    qsort(off.values, off.count, sizeof *off.values, by_size);
    double p95 = (double)llabs(off.values[(off.count * 95 + 99) / 100 - 1]) / 1000;
    double most = (double)llabs(off.values[off.count - 1]) / 1000;
    printf("text against sound: %zu changes, median %+.1f ms, 95 %% within %.1f ms, all within "
           "%.1f ms\n",
           off.count, median, p95, most);
    free(cues.values);
    free(bursts.values);
    free(off.values);
    return off.count >= NEEDED && p95 <= LIMIT_MS ? 0 : 1;
}
