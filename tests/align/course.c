// SPDX-License-Identifier: GPL-3.0-or-later
// Which ways are taken for lost, so that it is worth looking further.
#include "align/course.h"

#include <math.h>

// The mean cost of what says nothing.
#define CHANCE (-0.5)

static const struct {
    const char *name;
    course is;
    gboolean lost;
} rows[] = {
    {"all is laid and fits",
     {.spoken = 4000, .laid = 3900, .cost = -1.5, .untold = 20, .worst = -1.0},
     FALSE},
    {"a long head, but nothing is missing",
     {.spoken = 4000, .laid = 3000, .cost = -1.5, .untold = 900, .worst = -1.0},
     FALSE},
    {"units are missing while somebody speaks",
     {.spoken = 4000, .laid = 3000, .cost = -1.5, .untold = 200, .missing = 4, .worst = -1.0},
     TRUE},
    {"a unit is missing, but nothing that is said is left over",
     {.spoken = 4000, .laid = 3900, .cost = -1.5, .untold = 20, .missing = 1, .worst = -1.0},
     FALSE},
    {"many are passed over",
     {.spoken = 4000, .laid = 3900, .cost = -1.5, .passed = 5, .missing = 5, .worst = -1.0},
     TRUE},
    {"ten seconds hardly fit", {.spoken = 4000, .laid = 3900, .cost = -1.5, .worst = -0.5}, TRUE},
    {"the worst fits poorly, but so does all",
     {.spoken = 4000, .laid = 3900, .cost = -0.8, .worst = -0.65},
     FALSE},
    {"all of it hardly fits",
     {.spoken = 4000, .laid = 3900, .cost = -0.55, .worst = -INFINITY},
     TRUE},
    {"hardly anything is laid", {.spoken = 30, .laid = 10, .cost = -1.5, .worst = -INFINITY}, TRUE},
};

static void test_lost(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].name);
        g_assert_cmpint(course_is_lost(&rows[i].is, CHANCE, TRUE), ==, rows[i].lost);
        // Who is not known yet is looked for further, rather.
        g_assert_true(!rows[i].lost || course_is_lost(&rows[i].is, CHANCE, FALSE));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/course/lost", test_lost);
    return g_test_run();
}
