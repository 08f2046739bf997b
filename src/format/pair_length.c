// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "format/pair.h"

// -----------------------------------------------------------------------------------

// The lengths of sentences that say the same are proportional, with a variance in proportion to
// length: Gale and Church, A Program for Aligning Sentences in Bilingual Corpora, 1993. In bytes of
// UTF-8, English is about as long as Chinese.
#define BYTES_EN_PER_ZH   1.1
#define VARIANCE_PER_BYTE 6.8
#define CELLS_MAX         250000
// So far from the diagonal pairs are looked for.
#define BAND 24

static const struct {
    int zh, en;
    float cost; // -ln of how rarely it comes, against one to one
} moves[] = {{1, 1, 0}, {1, 0, 4.5f}, {0, 1, 4.5f}, {2, 1, 2.3f}, {1, 2, 2.3f}, {2, 2, 4.4f}};

static float sum(const GArray *lengths, int from, int count)
{
    int total = 0;
    for (int i = 0; i < count; i++)
        total += g_array_index(lengths, int, from + i);
    return (float)total;
}

static float length_cost(float zh, float en)
{
    if (zh <= 0 || en <= 0)
        return 0;
    float expected = zh * (float)BYTES_EN_PER_ZH, difference = en - expected;
    return MIN(difference * difference / ((float)VARIANCE_PER_BYTE * (en + expected)), 50);
}

static void add_bead(GArray *beads, const int first[LANGUAGES], int zh, int en)
{
    pair_bead b = {{first[0], first[1]}, {zh, en}};
    g_array_append_val(beads, b);
}

// One to one from the beginning; what is left over at the end stays alone.
static GArray *pair_in_order(int zh, int en)
{
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(pair_bead));
    for (int i = 0; i < MAX(zh, en); i++)
        add_bead(beads, (int[]){MIN(i, zh), MIN(i, en)}, i < zh, i < en);
    return beads;
}

// Of (zh + 1) x (en + 1) cells.
typedef struct {
    float *best;
    guint8 *came;
} table;

// The cheapest way to the cell (i, j), and the move it ends with.
static void fill_cell(const GArray *const lengths[LANGUAGES], int i, int j, const table *t)
{
    int width = (int)lengths[LANGUAGE_EN]->len + 1;
    for (guint8 m = 0; m < G_N_ELEMENTS(moves); m++) {
        int from_i = i - moves[m].zh, from_j = j - moves[m].en;
        if (from_i < 0 || from_j < 0)
            continue;
        float cost = t->best[from_i * width + from_j] + moves[m].cost +
                     length_cost(sum(lengths[LANGUAGE_ZH], from_i, moves[m].zh),
                                 sum(lengths[LANGUAGE_EN], from_j, moves[m].en));
        if (cost < t->best[i * width + j]) {
            t->best[i * width + j] = cost;
            t->came[i * width + j] = m;
        }
    }
}

static void reverse(GArray *beads)
{
    for (guint i = 0; i < beads->len / 2; i++) {
        pair_bead *a = &g_array_index(beads, pair_bead, i);
        pair_bead *b = &g_array_index(beads, pair_bead, beads->len - 1 - i);
        pair_bead held = *a;
        *a = *b;
        *b = held;
    }
}

GArray *pair_by_length(const GArray *zh, const GArray *en)
{
    gsize cells = (gsize)(zh->len + 1) * (en->len + 1);
    if (zh->len == en->len || !zh->len || !en->len || cells > CELLS_MAX)
        return pair_in_order((int)zh->len, (int)en->len);
    g_autofree float *best = g_new(float, cells);
    g_autofree guint8 *came = g_new0(guint8, cells);
    for (gsize k = 0; k < cells; k++)
        best[k] = k ? INFINITY : 0;
    int i = (int)zh->len, j = (int)en->len, width = j + 1;
    for (int row = 0; row <= i; row++)
        for (int middle = row * j / i, k = MAX(middle - BAND, 0); k <= MIN(middle + BAND, j); k++)
            if (row || k)
                fill_cell((const GArray *const[]){zh, en}, row, k, &(table){best, came});
    if (best[i * width + j] == INFINITY)
        return pair_in_order(i, j);
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(pair_bead));
    while (i || j) {
        guint8 m = came[i * width + j];
        i -= moves[m].zh;
        j -= moves[m].en;
        add_bead(beads, (int[]){i, j}, moves[m].zh, moves[m].en);
    }
    reverse(beads);
    return beads;
}
