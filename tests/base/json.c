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

// Adds the value at `at`, and "; ".
static void add_value(GString *seen, json_reader *r, json_place *at)
{
    json_auto_t *value = json_reader_value(r, at);
    char *text = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    if (text)
        g_string_append_printf(seen, "%s; ", text);
    free(text);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(json_reader) r = json_reader_new(rows[i].in, strlen(rows[i].in));
        g_autoptr(GString) seen = g_string_new(NULL);
        json_place at = json_reader_begin(r);
        while (json_reader_document(r, &at))
            add_value(seen, r, &at);
        if (strcmp(seen->str, rows[i].out) != 0 || json_reader_broken(r) != rows[i].broken)
            g_test_fail_printf("%s: %d %s", rows[i].name, json_reader_broken(r), seen->str);
    }
}

// `out`: of the values of "a", if it is an array of its elements, each "line value; ".
static const struct {
    const char *name, *in, *out;
    int broken;
} walks[] = {
    {"elements", "{\"a\":[1, \"x\\\"]\" ,\n[2,{}],null,\nNaN,{\"b\":[]}]}",
     "1 1; 1 \"x\\\"]\"; 2 [2,{}]; 2 null; 3 null; 3 {\"b\":[]}; ", 0},
    {"no elements", "{\"a\":[ ]}", "", 0},
    {"what is empty", "{\"a\":[{},\n[ ],{\n},1,[", "1 {}; 2 []; 2 {}; 3 1; ", 3},
    {"no array", "{\"a\":{\"a\":[1]}}", "1 {\"a\":[1]}; ", 0},
    {"no object", "[{\"a\":[1]}]", "", 0},
    {"no such key", "{\"A\":[1],\"aa\":[1],\"\":[1],\"b\":{\"a\":[1]}}", "", 0},
    {"behind others", "{\"b\":[\"]}\",{\"c\":\"\\\\\"}],\n\"c\":-1e5 ,\"a\" :\n[1] , \"d\":\"\"}",
     "3 1; ", 0},
    {"the last of two", "{\"a\":[1],\"a\":[2]}", "1 2; ", 0},
    {"in each document", "{\"a\":[1]}\n{\"a\":[2]}{\"b\":0}\n{\"a\":[3]}", "1 1; 2 2; 3 3; ", 0},
    {"line ends in strings", "{\"a\":[\"\n\n\",\n1]}", "1 \"\\n\\n\"; 4 1; ", 0},
    {"broken off in an element", "{\"a\":[1,\n{\"b\":[2],\n\"c", "1 1; 2 {\"b\":[2]}; ", 3},
    {"broken off behind a comma", "{\"a\":[1,\n", "1 1; ", 2},
    {"broken off behind an element", "{\"a\":[[1]", "1 [1]; ", 1},
    {"no comma", "{\"a\":[1,2\n3,4],\"b\":[]}{\"a\":[5]}", "1 1; 1 2; ", 2},
    {"a comma too much", "{\"a\":[1,2,\n]}{\"a\":[5]}", "1 1; 1 2; ", 2},
    {"an element is broken", "{\"a\":[1,\n{\"b\":[2],\n\"c\" 3},4]}{\"a\":[5]}",
     "1 1; 2 {\"b\":[2]}; ", 3},
    {"a key is broken", "{\"a\":[1],\nb:[]}{\"a\":[5]}", "1 1; ", 2},
    {"no colon", "{\"a\":[1],\n\"b\"}{\"a\":[5]}", "1 1; ", 2},
    {"another bracket", "{\"a\":[1,2},3]", "1 1; 1 2; ", 1},
    {"numbers too large", "{\"a\":[1,\n1e999,2]}", "1 1; ", 2},
    {"opened too often", "{\"a\":[1,\n[[[[\n", "1 1; ", 3},
};

static void walk(GString *seen, json_reader *r, json_place at)
{
    gboolean array = *at.at == '[', more = !array || json_reader_first(r, &at);
    while (more) {
        g_autoptr(GString) value = g_string_new(NULL);
        int line = at.line;
        add_value(value, r, &at);
        if (value->len)
            g_string_append_printf(seen, "%d %s", line, value->str);
        more = array && json_reader_next(r, &at);
    }
}

static void test_walks(void)
{
    static const char *const keys[] = {"a", NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(walks); i++) {
        g_autofree char *in = g_memdup2(walks[i].in, strlen(walks[i].in)); // ends with its text
        g_autoptr(json_reader) r = json_reader_new(in, strlen(walks[i].in));
        g_autoptr(GString) seen = g_string_new(NULL);
        json_place at = json_reader_begin(r), found;
        while (json_reader_document(r, &at)) {
            json_reader_object(r, &at, keys, &found);
            if (found.at)
                walk(seen, r, found);
        }
        if (strcmp(seen->str, walks[i].out) != 0 || json_reader_broken(r) != walks[i].broken)
            g_test_fail_printf("%s: %d %s", walks[i].name, json_reader_broken(r), seen->str);
    }
}

// A tree has so many values at most, a file any number.
static void test_many(void)
{
    g_autoptr(GString) in = g_string_new("[[0");
    for (int i = 0; i < JSON_VALUES_MAX + 1000; i++)
        g_string_append(in, i == JSON_VALUES_MAX / 2 ? "],[0" : ",0");
    g_string_append(in, "]]");
    g_autoptr(json_reader) r = json_reader_new(in->str, in->len);
    json_place at = json_reader_begin(r), again = at;
    gsize count = 0;
    for (gboolean more = json_reader_first(r, &at); more; more = json_reader_next(r, &at)) {
        json_auto_t *one = json_reader_value(r, &at);
        count += json_array_size(one);
    }
    g_assert_cmpint(count, ==, JSON_VALUES_MAX + 1001);
    g_assert_cmpint(json_reader_broken(r), ==, 0);
    json_auto_t *all = json_reader_value(r, &again);
    g_assert_cmpint(json_array_size(all), ==, 1);
    g_assert_cmpint(json_reader_broken(r), ==, 1);
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

// Gives the numbers from *data down, each in an object.
static json_t *next_number(void *data)
{
    int *number = data;
    return *number > 0 ? json_pack("{s:[i],s:s}", "n", (*number)--, "t", "a\nb") : NULL;
}

// The same file as from one tree.
static void test_write(void)
{
    for (int count = 0; count < 3; count++) {
        g_autoptr(GString) out = g_string_new("x");
        int number = count, again = count;
        json_auto_t *all = json_pack("{s:s,s:[]}", "version", "1", "all");
        json_write(out, all, JSON_INDENT(2), next_number, &number);
        for (json_t *one; (one = next_number(&again));)
            json_array_append_new(json_object_get(all, "all"), one);
        char *text = json_dumps(all, JSON_INDENT(2));
        g_autofree char *wanted = g_strdup_printf("x%s\n", text);
        free(text);
        g_assert_cmpstr(out->str, ==, wanted);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/rows", test_rows);
    g_test_add_func("/json/walks", test_walks);
    g_test_add_func("/json/many", test_many);
    g_test_add_func("/json/write", test_write);
    g_test_add_func("/json/times", test_times);
    return g_test_run();
}
