// SPDX-License-Identifier: GPL-3.0-or-later
// bench-align: how near to the known times of each recording those are that are found.
// bench-align RECORDING TEXT: how long it takes, part by part, and how much memory.
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "align/known.h"
#include "earvoice/load.h"

static void show(const char *name, const GArray *errors)
{
    printf("  %-32s %4u  %5.0f ms %5.0f ms   %5.1f %%  %5.1f %%  %5.1f %%\n", name, errors->len,
           known_quantile(errors, 0.5) * 1000, known_quantile(errors, 0.9) * 1000,
           known_within(errors, 0.1) * 100, known_within(errors, 0.2) * 100,
           known_within(errors, 0.5) * 100);
}

static int show_accuracy(void)
{
    g_auto(GStrv) names = known_names();
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(double));
    printf("  %-32s %4s  %8s %8s   %7s  %7s  %7s\n", "begins off by", "", "median", "p90",
           "<100 ms", "<200 ms", "<500 ms");
    for (char **name = names; *name; name++) {
        language spoken = g_str_has_prefix(*name, "zh") ? LANGUAGE_ZH : LANGUAGE_EN;
        g_auto(known) k = known_align(*name, spoken);
        if (k.segments->len)
            show(*name, k.segments);
        g_array_append_vals(all, k.segments->data, k.segments->len);
        g_array_append_vals(words, k.words->data, k.words->len);
    }
    show("all", all);
    show("words", words);
    return 0;
}

static int show_cost(const char *recording, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_auto(loaded) from = {0};
    const char *const paths[] = {recording, text, NULL};
    if (!load_files(paths, &(load_options){.lines = TRUE}, &from, &error))
        g_error("%s", error->message);
    g_autoptr(decoder) d = decoder_open(recording, &error);
    g_auto(align_summary) s = {0};
    align_options how = {.spoken = LANGUAGE_EN};
    g_autoptr(speech) timed = d ? align_speech(d, from.speech, &how, &s, NULL, &error) : NULL;
    if (!timed)
        g_error("%s", error->message);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double length_s = (double)s.length_us / 1e6, sum = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(s.seconds); i++)
        sum += s.seconds[i];
    printf("  %7.1f min  %6.2f s = %.5f of real time (decode and features %.2f, voice and its "
           "features %.2f, warping %.2f, the rest %.2f s), %ld MB, %d of %d lines timed\n",
           length_s / 60, sum, sum / length_s, s.seconds[0], s.seconds[1], s.seconds[2],
           s.seconds[3], used.ru_maxrss / 1024, s.timed, s.timed + s.untimed);
    return 0;
}

int main(int argc, char **argv)
{
    return argc == 3 ? show_cost(argv[1], argv[2]) : show_accuracy();
}
