// SPDX-License-Identifier: GPL-3.0-or-later
// monitor INDEX < raw > copy: passes raw sound on and writes when each piece came: lines of "frames
// so far, nanoseconds of the monotonic clock", so that a recording can be laid on the clock.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    FILE *index = fopen(argv[1], "w");
    if (!index)
        return 1;
    char buffer[65536];
    int64_t bytes = 0;
    for (ssize_t got; (got = read(STDIN_FILENO, buffer, sizeof buffer)) > 0;) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        bytes += got;
        fprintf(index, "%" PRId64 " %" PRId64 "\n", bytes / (int64_t)sizeof(float),
                (int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
        if (fwrite(buffer, 1, (size_t)got, stdout) != (size_t)got)
            return 1;
    }
    return fclose(index) == 0 && fflush(stdout) == 0 ? 0 : 1;
}
