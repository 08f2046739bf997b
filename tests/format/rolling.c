// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/rolling.h"

#include <string.h>

#include "dump.h"
#include "format/readers.h"

#define CUE(from, to, text) "00:00:" from " --> 00:00:" to "\n" text "\n\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"YouTube, WebVTT",
     "WEBVTT\n\n" CUE("00.160", "03.429", " \ngood<00:00:00.960><c> evening</c>")
         CUE("03.429", "03.439", "good evening\n ")
             CUE("03.439", "05.749", "good evening\nwe<00:00:03.760><c> begin</c>")
                 CUE("05.749", "05.759", "we begin\n ")
                     CUE("05.759", "08.000", "we begin\nto<00:00:06.000><c> end</c>"),
     "160-3439 |good evening en5@960\n\n3439-5759 |we begin en3@3760\n\n"
     "5759-8000 |to end en3@6000\n"
     "? its captions roll: each line is taken once (5 cues, 3 lines).\n"},
    {"the same as SRT",
     CUE("00,160", "03,429", "good evening") CUE("03,429", "03,439", "good evening")
         CUE("03,439", "05,749", "good evening\nwe begin") CUE("05,749", "05,759", "we begin")
             CUE("05,759", "08,000", "we begin\nto end"),
     "160-3439 |good evening\n\n3439-5759 |we begin\n\n5759-8000 |to end\n"
     "? its captions roll: each line is taken once (5 cues, 3 lines).\n"},
    {"three lines, Chinese",
     CUE("01,000", "02,000", "一") CUE("02,000", "03,000", "一\n二")
         CUE("03,000", "04,000", "一\n二\n三") CUE("04,000", "05,000", "二\n三\n四")
             CUE("07,000", "08,000", "五"),
     "1000-2000 一|\n\n2000-3000 二|\n\n3000-4000 三|\n\n4000-5000 四|\n\n7000-8000 五|\n"
     "? its captions roll: each line is taken once (5 cues, 5 lines).\n"},
    {"what is said again stays",
     CUE("01,000", "02,000", "yes") CUE("02,000", "03,000", "yes") CUE("03,000", "04,000", "yes")
         CUE("04,000", "05,000", "yes") CUE("05,000", "06,000", "yes\nno"),
     "1000-2000 |yes\n\n2000-3000 |yes\n\n3000-4000 |yes\n\n4000-5000 |yes\n\n5000-6000 "
     "|yes\\nno\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(report) r = report_new();
        gboolean vtt = g_str_has_prefix(rows[i].in, "WEBVTT");
        speech *read = (vtt ? vtt_read : srt_read)(rows[i].in, strlen(rows[i].in), NULL, NULL);
        g_autoptr(speech) s = rolling_settle(read, r);
        g_autoptr(GString) got = g_string_new(NULL);
        g_autofree char *said = dump_short(s);
        g_string_append(got, said);
        for (int k = 0; k < report_count(r); k++)
            g_string_append_printf(got, "? %s\n", report_message(r, k));
        g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got->str, ==, rows[i].out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rolling/rows", test_rows);
    return g_test_run();
}
