// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"seconds", "0.5\t1.25\t1\n1.25\t3\t2\n", "500-1250 |\n\n1250-3000 |\n"},
    {"clock times", "0:01\t1:02.5\t1\n1:00:00\t1:00:01\t2\n",
     "1000-62500 |\n\n3600000-3601000 |\n"},
    {"spaces", "0.5 1.25 1\n", "500-1250 |\n"},
    {"audacity", "0.500000\t1.250000\t早上好 大家\n\\\t100.0\t2000.0\n2.000000\t3.000000\tGood\n",
     "500-1250 早上好 大家|\n\n2000-3000 |Good\n"},
    {"decimal comma", "0,5\t1,25\ta\n", "500-1250 |a\n"},
    {"points", "1.0\t1.0\t1\n2.0\t2.0\t2\n", "1000-2000 |\n\n2000-7000 |\n"},
    {"no text", "1\t2\n2\t3\t\n", "1000-2000 |\n\n2000-3000 |\n"},
    {"names of columns", "start\tend\tparagraph\n1\t2\t1\n", "1000-2000 |\n"},
    {"sorted", "2\t3\tb\n1\t2\ta\n", "1000-2000 |a\n\n2000-3000 |b\n"},
    {"bad lines", "1\t2\ta\nx\ty\n3\t2\tb\n-1\t2\tc\n",
     "1000-2000 |a\n? 2: there are no times here, so it was skipped.\n"
     "? 3: the span ends before it starts, so it was skipped.\n"
     "? 4: there are no times here, so it was skipped.\n"},
    {"nothing", "", "! There is no line with a start and an end in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("labels", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/labels/rows", test_rows);
    return g_test_run();
}
