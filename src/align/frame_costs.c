// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/frame_costs.h"

#include <math.h>

// A frame in which nobody speaks fits a filler well, and no text quite as well.
#define SPEECH       0.0f
#define SILENCE      (-3.0f)
#define ABOVE_FILLER 1.0f
// Speech between two units that is of neither, besides: a text is rather said in one go than here
// and there where it fits best by chance.
#define BETWEEN 0.4f
// What this little is spoken is taken for silence.
#define SILENT 0.5f
#define PAUSED 0.3f
// A pause inside of a text is less likely than one between two, for its first half second; who
// pauses for longer may do so anywhere.
#define PAUSE        (-0.5f)
#define PAUSE_FRAMES (500000 / FEATURE_HOP_US)
// All this holds where what is quiet is so far below what is loud; in a noise, less is known.
#define CLEAR_DB    30.0f
#define CLEAR_LEAST 0.1f

static frame_costs with_room(int count)
{
    return (frame_costs){g_new(float, count + 1), g_new(float, count + 1), g_new(float, count + 1),
                         g_new(float, count + 1), g_new(float, count + 1), count};
}

frame_costs frame_costs_new(const recording *x)
{
    frame_costs c = with_room((int)x->sound->frames->len);
    float clear = CLAMP(x->range_db / CLEAR_DB, CLEAR_LEAST, 1), silence = SILENCE * clear;
    for (int t = 0, silent = 0; t < c.count; t++) {
        float speaks = c.speaks[t] = recording_speaks(x, t);
        silent = speaks < PAUSED ? silent + 1 : 0;
        c.filler[t] = silence + (SPEECH - silence) * speaks;
        c.between[t] = c.filler[t] + BETWEEN * speaks;
        c.least[t] = speaks < SILENT ? c.filler[t] + ABOVE_FILLER * clear : -INFINITY;
        c.pause[t] = !silent ? INFINITY : silent <= PAUSE_FRAMES ? PAUSE * clear : silence;
    }
    return c;
}

static float mean(const float *values, int first, int end)
{
    float sum = 0;
    for (int i = first; i < end; i++)
        sum += values[i];
    return sum / (float)MAX(end - first, 1);
}

frame_costs frame_costs_pool(const frame_costs *fine, int frames)
{
    frame_costs c = with_room((fine->count + frames - 1) / frames);
    for (int t = 0; t < c.count; t++) {
        int first = t * frames, end = MIN(first + frames, fine->count);
        c.speaks[t] = mean(fine->speaks, first, end);
        c.filler[t] = mean(fine->filler, first, end);
        c.between[t] = mean(fine->between, first, end);
        c.least[t] = mean(fine->least, first, end);
        c.pause[t] = mean(fine->pause, first, end);
    }
    return c;
}

void frame_costs_clear(frame_costs *c)
{
    g_free(c->speaks);
    g_free(c->filler);
    g_free(c->between);
    g_free(c->least);
    g_free(c->pause);
}
