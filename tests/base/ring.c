// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ring.h"

static void test_order(void)
{
    g_autoptr(ring) r = ring_new(3, sizeof(int));
    g_assert_null(ring_read_begin(r));
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 4; i++) {
            int *place = ring_write_begin(r);
            g_assert_nonnull(place);
            *place = round * 4 + i;
            ring_write_end(r);
        }
        g_assert_null(ring_write_begin(r));
        g_assert_cmpint(ring_count(r), ==, 4);
        for (int i = 0; i < 4; i++) {
            g_assert_cmpint(*(int *)ring_read_begin(r), ==, round * 4 + i);
            ring_read_end(r);
        }
        g_assert_null(ring_read_begin(r));
    }
}

#define MANY 200000

static gpointer write_many(gpointer data)
{
    ring *r = data;
    for (int i = 0; i < MANY;) {
        int *place = ring_write_begin(r);
        if (!place) {
            g_thread_yield();
            continue;
        }
        *place = i++;
        ring_write_end(r);
    }
    return NULL;
}

static void test_two_threads(void)
{
    g_autoptr(ring) r = ring_new(8, sizeof(int));
    GThread *writer = g_thread_new("writer", write_many, r);
    for (int i = 0; i < MANY;) {
        int *place = ring_read_begin(r);
        if (!place) {
            g_thread_yield();
            continue;
        }
        g_assert_cmpint(*place, ==, i++);
        ring_read_end(r);
    }
    g_thread_join(writer);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ring/order", test_order);
    g_test_add_func("/ring/two-threads", test_two_threads);
    return g_test_run();
}
