// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "earvoice/timecode.h"

// `out`: the documents, each ended by "; "; `broken`: the line.
static const struct {
    const char *name, *in, *out;
    int broken;
} rows[] = {
    {"one", " {\"a\": 1}\n", "{\"a\":1}; ", 0},
    {"several", "{}[1]\n{\"a\":\"b\"}", "{}; [1]; {\"a\":\"b\"}; ", 0},
    {"empty", " \n", "", 0},
    {"Python's numbers", "[NaN, -Infinity, Infinity, \"NaN\", \"a\\\"NaN\", NaN]",
     "[null,null,null,\"NaN\",\"a\\\"NaN\",null]; ", 0},
    {"control characters", "[\"a\nb\tc\x01\"]", "[\"a\\nb\\tc\\u0001\"]; ", 0},
    {"half characters", "[\"\xE4\xBD\"]", "[\"\xEF\xBF\xBD\xEF\xBF\xBD\"]; ", 0},
    {"half pairs", "[\"\\ud83d\\ude00\", \"\\ud83d\", \"\\ude00x\", \"\\ud83d\\u0041\"]",
     "[\"\xF0\x9F\x98\x80\",\"\xEF\xBF\xBD\",\"\xEF\xBF\xBDx\",\"\xEF\xBF\xBD"
     "A\"]; ",
     0},
    {"broken off in a string", "{\"a\": [\n{\"b\": \"]}\"},\n{\"b\": \"x",
     "{\"a\":[{\"b\":\"]}\"}]}; ", 3},
    {"broken off in an escape", "[[1],\"\\", "[[1]]; ", 1},
    {"broken off behind a key", "{\"a\":{\"b\":1},\"c\":", "{\"a\":{\"b\":1}}; ", 1},
    {"broken in the middle", "[[1],\n[2],\n[3 4],\n[5]]", "[[1],[2]]; ", 3},
    {"the second is broken", "{}\n{\"a\":[[1],[2", "{}; {\"a\":[[1]]}; ", 2},
    {"nothing is whole", "{\"a\": 1, \"b\"", "", 1},
    {"no JSON", "x", "", 1},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(json_reader) r = json_reader_new(rows[i].in, strlen(rows[i].in));
        g_autoptr(GString) seen = g_string_new(NULL);
        for (json_t *one; (one = json_reader_next(r)); json_decref(one)) {
            char *text = json_dumps(one, JSON_COMPACT);
            g_string_append_printf(seen, "%s; ", text);
            free(text);
        }
        if (strcmp(seen->str, rows[i].out) != 0 || json_reader_broken(r) != rows[i].broken)
            g_test_fail_printf("%s: %d %s", rows[i].name, json_reader_broken(r), seen->str);
    }
}

static const struct {
    const char *in;
    int64_t us;
} times[] = {
    {"[0]", 0},
    {"[0.29]", 290000},
    {"[\"2.680\"]", 2680000},
    {"[3600000]", TIME_MAX},
    {"[3600000.1]", TIME_NONE},
    {"[-1]", TIME_NONE},
    {"[\"-0.5\"]", TIME_NONE},
    {"[\"\"]", TIME_NONE},
    {"[\"1 s\"]", TIME_NONE},
    {"[\"nan\"]", TIME_NONE},
    {"[\"inf\"]", TIME_NONE},
    {"[1e300]", TIME_NONE},
    {"[null]", TIME_NONE},
    {"[[]]", TIME_NONE},
};

static void test_times(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        json_auto_t *all = json_loads(times[i].in, 0, NULL);
        int64_t us = json_time_text(json_array_get(all, 0));
        if (us != times[i].us)
            g_test_fail_printf("%s: %" G_GINT64_FORMAT, times[i].in, us);
    }
    json_auto_t *number = json_real(1500), *text = json_string("1");
    g_assert_cmpint(json_time(number, 1000), ==, 1500000);
    g_assert_cmpint(json_time(text, 1), ==, TIME_NONE);
    json_auto_t *seconds = json_seconds(2340499);
    g_assert_cmpfloat(json_number_value(seconds), ==, 2.34);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/rows", test_rows);
    g_test_add_func("/json/times", test_times);
    return g_test_run();
}
