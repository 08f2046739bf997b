// SPDX-License-Identifier: GPL-3.0-or-later
// bench-alter make FOLDER: writes recordings with known times, and their texts, altered in many
// ways. bench-alter score PROGRAM FOLDER [CONDITION…]: how an earvoice aligns them, a row a
// condition.
#include <stdio.h>
#include <string.h>

#include "alter.h"

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "make"))
        return alter_make(argv[2]);
    if (argc >= 4 && !strcmp(argv[1], "score"))
        return alter_score(argv[2], argv[3], argv + 4);
    fprintf(stderr, "bench-alter make FOLDER | score PROGRAM FOLDER [CONDITION...]\n");
    return 2;
}
