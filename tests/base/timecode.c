// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/timecode.h"

static const struct {
    int64_t us;
    int decimals;
    const char *out;
} format_rows[] = {
    {0, 0, "0:00"},           {21400000, 1, "0:21.4"},      {21499999, 1, "0:21.4"},
    {59999999, 0, "0:59"},    {3723500000, 1, "1:02:03.5"}, {TIME_MAX, 0, "1000:00:00"},
    {-1500000, 1, "-0:01.5"}, {TIME_NONE, 1, "–:––"},
};

static void test_format(void)
{
    char out[TIMECODE_SIZE];
    for (gsize i = 0; i < G_N_ELEMENTS(format_rows); i++)
        g_assert_cmpstr(timecode_format(out, format_rows[i].us, format_rows[i].decimals), ==,
                        format_rows[i].out);
    g_assert_cmpstr(timecode_format_cue(out, 3723004500, '.'), ==, "01:02:03.005");
    g_assert_cmpstr(timecode_format_cue(out, TIME_MAX, ','), ==, "1000:00:00,000");
}

static const struct {
    const char *in;
    int64_t us; // TIME_NONE: refused
} parse_rows[] = {
    {"12.5", 12500000},        {"0", 0},
    {"1:30", 90000000},        {"90:00,25", 5400250000},
    {"1:02:03.5", 3723500000}, {"12.1234567", 12123456},
    {"1000:00:00", TIME_MAX},  {"1000:00:00.1", TIME_NONE},
    {"1:75", TIME_NONE},       {"1:60:00", TIME_NONE},
    {"", TIME_NONE},           {"-1", TIME_NONE},
    {"1.", TIME_NONE},         {"1:2:3:4", TIME_NONE},
    {"12s", TIME_NONE},        {"99999999999999999999", TIME_NONE},
};

static void test_parse(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(parse_rows); i++) {
        int64_t us = TIME_NONE;
        gboolean good = timecode_parse(parse_rows[i].in, &us);
        g_test_message("%s", parse_rows[i].in);
        g_assert_cmpint(good, ==, parse_rows[i].us != TIME_NONE);
        if (good)
            g_assert_cmpint(us, ==, parse_rows[i].us);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/timecode/format", test_format);
    g_test_add_func("/timecode/parse", test_parse);
    return g_test_run();
}
