// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/bead.h"

#include <math.h>

// The lengths of sentences that say the same are proportional, with a variance in proportion to
// length (Gale and Church). In bytes of UTF-8, English is about as long as Chinese.
#define BYTES_EN_PER_ZH   1.1f
#define VARIANCE_PER_BYTE 6.8f
#define LENGTH_COST_MOST  50.0f
#define CELLS_MAX         250000
// So far from the diagonal pairs are looked for.
#define BAND 24

static const struct {
    int zh, en;
    float cost; // -ln of how rarely it comes, against one to one
} moves[] = {{1, 1, 0}, {1, 0, 4.5f}, {0, 1, 4.5f}, {2, 1, 2.3f}, {1, 2, 2.3f}, {2, 2, 4.4f}};

float bead_length_cost(float zh, float en)
{
    if (zh <= 0 || en <= 0)
        return 0;
    float expected = zh * BYTES_EN_PER_ZH, difference = en - expected;
    return MIN(difference * difference / (VARIANCE_PER_BYTE * (en + expected)), LENGTH_COST_MOST);
}

static void add_bead(GArray *beads, int first_zh, int first_en, int zh, int en)
{
    bead b = {{first_zh, first_en}, {zh, en}};
    g_array_append_val(beads, b);
}

GArray *bead_pair_in_order(int zh, int en)
{
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(bead));
    for (int i = 0; i < MAX(zh, en); i++)
        add_bead(beads, MIN(i, zh), MIN(i, en), i < zh, i < en);
    return beads;
}

// Of (zh + 1) x (en + 1) cells.
typedef struct {
    bead_cost cost;
    const void *data;
    float *best;
    guint8 *came;
    int width;
} table;

// The cheapest way to the cell (i, j), and the move it ends with.
static void fill_cell(const table *t, int i, int j)
{
    for (guint8 m = 0; m < G_N_ELEMENTS(moves); m++) {
        bead b = {{i - moves[m].zh, j - moves[m].en}, {moves[m].zh, moves[m].en}};
        if (b.first[0] < 0 || b.first[1] < 0)
            continue;
        float before = t->best[b.first[0] * t->width + b.first[1]];
        if (before == INFINITY)
            continue;
        float cost = before + moves[m].cost + t->cost(t->data, &b);
        if (cost < t->best[i * t->width + j]) {
            t->best[i * t->width + j] = cost;
            t->came[i * t->width + j] = m;
        }
    }
}

static void reverse(GArray *beads)
{
    for (guint i = 0; i < beads->len / 2; i++) {
        bead *a = &g_array_index(beads, bead, i);
        bead *b = &g_array_index(beads, bead, beads->len - 1 - i);
        bead held = *a;
        *a = *b;
        *b = held;
    }
}

GArray *bead_pair(int zh, int en, bead_cost cost, const void *data)
{
    gsize cells = (gsize)(zh + 1) * (gsize)(en + 1);
    if (!zh || !en || cells > CELLS_MAX)
        return bead_pair_in_order(zh, en);
    g_autofree float *best = g_new(float, cells);
    g_autofree guint8 *came = g_new0(guint8, cells);
    table t = {cost, data, best, came, en + 1};
    for (gsize k = 0; k < cells; k++)
        best[k] = k ? INFINITY : 0;
    for (int row = 0; row <= zh; row++)
        for (int middle = row * en / zh, k = MAX(middle - BAND, 0); k <= MIN(middle + BAND, en);
             k++)
            if (row || k)
                fill_cell(&t, row, k);
    if (best[cells - 1] == INFINITY)
        return bead_pair_in_order(zh, en);
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(bead));
    while (zh || en) {
        guint8 m = came[zh * t.width + en];
        zh -= moves[m].zh;
        en -= moves[m].en;
        add_bead(beads, zh, en, moves[m].zh, moves[m].en);
    }
    reverse(beads);
    return beads;
}
