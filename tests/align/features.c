// SPDX-License-Identifier: GPL-3.0-or-later
// From samples to what is compared: where a tone lies, how loud it is, and what a noise hides.
#include "align/features.h"

#include <math.h>

#define RATE 16000

// A tone that is there in every second half second; `noise` besides, white.
static spectra *hear(double hz, double loud, double noise, gboolean parts)
{
    spectra *s = spectra_new(parts);
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    extractor *e = extractor_new(s, RATE, (feature_bands){feature_top_hz(RATE), 1});
    float block[RATE / 10];
    for (int i = 0; i < 40; i++) {
        for (int k = 0; k < RATE / 10; k++) {
            double t = i * 0.1 + (double)k / RATE;
            double tone = i % 10 >= 5 ? loud * sin(2 * G_PI * hz * t) : 0;
            block[k] = (float)(tone + noise * g_rand_double_range(rand, -1, 1));
        }
        extractor_put(e, block, RATE / 10);
    }
    extractor_end(e);
    extractor_free(e);
    return s;
}

static int loudest_band(const spectra *s, guint frame)
{
    const band_energies *e = &g_array_index(s->bands, band_energies, frame);
    int best = 0;
    for (int b = 1; b < SPECTRUM_BANDS; b++)
        best = e->b[b] > e->b[best] ? b : best;
    return best;
}

// One frame each 20 ms and one power each 10 ms; higher tones lie in higher bands.
static void test_bands(void)
{
    static const double hz[] = {150, 400, 1000, 2000, 4000, 6000};
    int before = -1;
    for (gsize i = 0; i < G_N_ELEMENTS(hz); i++) {
        g_autoptr(spectra) s = hear(hz[i], 0.5, 0, TRUE);
        g_assert_cmpint(ABS((int)s->bands->len - 200), <=, 1);
        g_assert_cmpint(ABS((int)s->parts->len - 400), <=, 1);
        int band = loudest_band(s, 40);
        g_test_message("%.0f Hz in band %d", hz[i], band);
        g_assert_cmpint(band, >, before);
        before = band;
    }
}

// The tone begins where it does, to the hop, and is 6 dB louder where it is twice as loud.
static void test_loudness(void)
{
    float at[2];
    for (int i = 0; i < 2; i++) {
        g_autoptr(spectra) s = hear(700, 0.2 * (i + 1), 0.001, TRUE);
        g_autoptr(features) f = features_new();
        features_add_loudness(f, s);
        at[i] = g_array_index(f->loudness, float, 75);
        g_assert_cmpfloat(g_array_index(f->loudness, float, 51), >,
                          g_array_index(f->loudness, float, 48) + 20);
        g_assert_cmpfloat(g_array_index(f->loudness, float, 98), >,
                          g_array_index(f->loudness, float, 101) + 20);
    }
    g_assert_cmpfloat_with_epsilon(at[1] - at[0], 20 * log10(2), 0.5);
}

// In the voice, too, a band in which the recording has only noise says nothing then, and one in
// which it has speech says what it said.
static void test_drown(void)
{
    g_autoptr(spectra) noisy = hear(700, 0.5, 0.02, FALSE);
    g_autoptr(spectra) voice = hear(700, 0.5, 0.00001, FALSE);
    band_levels levels = spectra_levels(noisy);
    int band = loudest_band(voice, 40), other = SPECTRUM_BANDS - 3;
    band_energies on = g_array_index(voice->bands, band_energies, 40);
    band_energies off = g_array_index(voice->bands, band_energies, 10);
    spectra_drown(voice, &levels);
    const band_energies *now_on = &g_array_index(voice->bands, band_energies, 40);
    const band_energies *now_off = &g_array_index(voice->bands, band_energies, 10);
    g_assert_cmpfloat_with_epsilon(now_on->b[band], on.b[band], 0.2);
    g_assert_cmpfloat(now_off->b[band], >, off.b[band] + 3);
    float was = on.b[other] - off.b[other], is = now_on->b[other] - now_off->b[other];
    g_test_message("apart by %.2f, then by %.2f", (double)was, (double)is);
    g_assert_cmpfloat(fabsf(is), <, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/features/bands", test_bands);
    g_test_add_func("/features/loudness", test_loudness);
    g_test_add_func("/features/drown", test_drown);
    return g_test_run();
}
