// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/bead.h"

#include <math.h>

// The lengths of sentences that say the same are proportional, with a variance in proportion to
// length (Gale and Church). In bytes of UTF-8, English is about as long as Chinese.
#define VARIANCE_PER_BYTE 6.8f
#define LENGTH_COST_MOST  50.0f
// So far from the diagonal pairs are looked for: at least, and where there is room.
#define BAND_LEAST 50
#define BAND_MOST  500
#define CELLS_MAX  4000000

static const struct {
    int zh, en;
    float cost; // -ln of how rarely it comes, against one to one
} moves[] = {{1, 1, 0},    {1, 0, 4.5f}, {0, 1, 4.5f}, {2, 1, 2.3f}, {1, 2, 2.3f},
             {2, 2, 4.4f}, {3, 1, 4.4f}, {1, 3, 4.4f}, {4, 1, 5.0f}, {1, 4, 5.0f},
             {3, 2, 5.8f}, {2, 3, 5.8f}, {5, 1, 5.8f}, {1, 5, 5.8f}};

float bead_length_cost(float zh, float en)
{
    if (zh <= 0 || en <= 0)
        return 0;
    float expected = zh * BEAD_BYTES_EN_PER_ZH, difference = en - expected;
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

// For each number of Chinese sentences a row: the cells of 2 band + 1 numbers of English ones
// around the diagonal.
typedef struct {
    const bead_costs *costs;
    int zh, en, band;
    float *best;
    guint8 *came;
} table;

static int row_start(const table *t, int row)
{
    return (int)((int64_t)row * t->en / t->zh) - t->band;
}

// The place of a cell; -1: too far from the diagonal.
static gssize cell(const table *t, int zh, int en)
{
    int column = en - row_start(t, zh);
    if (column < 0 || column > 2 * t->band)
        return -1;
    return (gssize)zh * (2 * t->band + 1) + column;
}

// The cheapest way to a cell, and the move it ends with.
static void fill_cell(const table *t, int zh, int en)
{
    gssize to = cell(t, zh, en);
    for (guint8 m = 0; m < G_N_ELEMENTS(moves); m++) {
        bead b = {{zh - moves[m].zh, en - moves[m].en}, {moves[m].zh, moves[m].en}};
        if (b.first[0] < 0 || b.first[1] < 0)
            continue;
        gssize from = cell(t, b.first[0], b.first[1]);
        if (from < 0 || t->best[from] == INFINITY)
            continue;
        float cost = t->best[from] + moves[m].cost + t->costs->cost(t->costs->data, &b);
        if (cost < t->best[to]) {
            t->best[to] = cost;
            t->came[to] = m;
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

static GArray *way_back(const table *t)
{
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(bead));
    for (int zh = t->zh, en = t->en; zh || en;) {
        guint8 m = t->came[cell(t, zh, en)];
        zh -= moves[m].zh;
        en -= moves[m].en;
        add_bead(beads, zh, en, moves[m].zh, moves[m].en);
    }
    reverse(beads);
    return beads;
}

// Makes ready what beads that begin in the band of `row` can hold.
static void make_ready(const table *t, int row)
{
    int first = row_start(t, row), end = first + 2 * t->band + BEAD_SIDE_MOST;
    if (t->costs->ready)
        t->costs->ready(t->costs->data, row, MAX(first, 0), MIN(end, t->en));
}

// Fills the cells of `row`, within the band.
static void fill_row(const table *t, int row)
{
    int first = MAX(row_start(t, row), 0), end = MIN(row_start(t, row) + 2 * t->band, t->en);
    for (int k = first; k <= end; k++)
        if (row || k)
            fill_cell(t, row, k);
    if (row < t->zh)
        make_ready(t, row);
}

GArray *bead_pair(int zh, int en, const bead_costs *costs)
{
    int room = zh ? CELLS_MAX / (zh + 1) / 2 : 0;
    if (!zh || !en || room <= BAND_LEAST)
        return bead_pair_in_order(zh, en);
    int wish = costs->band > 0 ? MIN(costs->band, BAND_MOST) : BAND_MOST;
    int band = MIN(MIN(room, en), wish);
    gsize cells = (gsize)(zh + 1) * (gsize)(2 * band + 1);
    g_autofree float *best = g_new(float, cells);
    g_autofree guint8 *came = g_new0(guint8, cells);
    table t = {costs, zh, en, band, best, came};
    for (gsize k = 0; k < cells; k++)
        best[k] = INFINITY;
    best[cell(&t, 0, 0)] = 0;
    for (int row = 0; row <= zh; row++)
        fill_row(&t, row);
    if (best[cell(&t, zh, en)] == INFINITY)
        return bead_pair_in_order(zh, en);
    return way_back(&t);
}
