// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/form.h"

#include <math.h>

// Sizes in a window of 1280 × 720 at 100 %.
#define ZH_SIZE 36.0
#define EN_SIZE 26.0
#define GROWTH  1.8 // of text with the window, at most
// In units; text asked for smaller than this is not made smaller.
#define ZH_LEAST 14.0
#define EN_LEAST 11.0

#define HAN_MEASURE 40 // characters a line
// What 80 characters of English in Noto Sans take at the least, in em.
#define LATIN_MEASURE 36.0

static void choose_sides(form *f, const view *v, const gboolean has[LANGUAGES])
{
    gboolean zh = has[LANGUAGE_ZH] && (v->layout != LAYOUT_EN_ONLY || !has[LANGUAGE_EN]);
    gboolean en = has[LANGUAGE_EN] && (v->layout != LAYOUT_ZH_ONLY || !has[LANGUAGE_ZH]);
    f->sides = zh + en;
    f->order[0] = zh ? LANGUAGE_ZH : LANGUAGE_EN;
    f->order[1] = LANGUAGE_EN;
    if (f->sides == 2 && v->swapped) {
        f->order[0] = LANGUAGE_EN;
        f->order[1] = LANGUAGE_ZH;
    }
}

static int scaled(double size, int steps)
{
    return MAX(1, (int)lround(size / pow(1.2, steps)));
}

// Device pixels of a unit of the text, which grows with the window.
static double text_unit(const form *f, const view *v)
{
    double fit = fmin(v->width_px / 1280.0, v->height_px / 720.0) / f->unit;
    return f->unit * CLAMP(fit, 1.0, GROWTH);
}

static void choose_sizes(form *f, const view *v, int step)
{
    double large = text_unit(f, v);
    const double base[LANGUAGES] = {ZH_SIZE, EN_SIZE};
    const double least[LANGUAGES] = {ZH_LEAST * f->unit, EN_LEAST * f->unit};
    const int down[LANGUAGES] = {3, 2};
    for (int side = 0; side < LANGUAGES; side++) {
        double asked = base[side] * large * CLAMP(v->size_percent[side], 25, 400) / 100.0;
        f->size[side] = MAX(scaled(asked, step), (int)lround(fmin(asked, least[side])));
        f->small[side] =
            MAX(scaled(asked, step + down[side]), (int)lround(fmin(asked, least[side])));
    }
}

static int measure(language side, int size, int room)
{
    int most = side == LANGUAGE_ZH ? HAN_MEASURE * size : (int)(LATIN_MEASURE * size);
    int width = MIN(most, room);
    return side == LANGUAGE_ZH && width > size ? width / size * size : MAX(width, 1);
}

static gboolean wants_columns(const form *f, const view *v, const frame *at)
{
    if (f->sides < 2 || v->layout == LAYOUT_STACKED)
        return FALSE;
    if (v->layout == LAYOUT_SIDE_BY_SIDE)
        return TRUE;
    return at->stage.width > 2.3 * at->stage.height &&
           f->room.width > 2 * 14 * f->size[LANGUAGE_ZH];
}

static void choose_room(form *f, const frame *at)
{
    double wide = at->stage.width / f->unit, high = at->stage.height / f->unit;
    int side = frame_px(at, wide < 600 ? 16 : wide < 900 ? 32 : 64);
    int top = frame_px(at, high < 300 ? 8 : high < 480 ? 16 : 24);
    f->room = at->stage;
    f->room.x += side;
    f->room.width = MAX(1, f->room.width - 2 * side);
    f->room.y += top;
    f->room.height = MAX(1, f->room.height - 2 * top);
}

// Places the columns: what the widest text leaves free is shared between left and right.
static void place(form *f, int gutter)
{
    int each = f->columns ? (f->room.width - gutter) / 2 : f->room.width, widest = 0;
    for (int i = 0; i < f->sides; i++) {
        language side = f->order[i];
        f->width[side] = measure(side, f->size[side], each);
        f->small_width[side] = measure(side, f->small[side], each);
        widest = MAX(widest, f->width[side]);
    }
    int used = f->columns ? 2 * widest + gutter : widest;
    int left = f->room.x + MAX(0, f->room.width - used) / 2;
    for (int i = 0; i < f->sides; i++)
        f->x[f->order[i]] = left + (f->columns && i > 0 ? widest + gutter : 0);
}

form form_at(const view *v, const frame *at, const gboolean has[LANGUAGES], int step)
{
    form f = {.unit = at->unit};
    choose_sides(&f, v, has);
    choose_room(&f, at);
    choose_sizes(&f, v, 0);
    f.columns = wants_columns(&f, v, at);
    f.gap = f.columns || f.sides < 2 ? 0 : (int)lround(8 * text_unit(&f, v));
    f.between = (int)lround(32 * text_unit(&f, v));
    int gutter = frame_px(at, f.room.width / f.unit < 700 ? 24 : 48);
    place(&f, gutter);
    if (step > 0) {
        int x[LANGUAGES] = {f.x[0], f.x[1]};
        choose_sizes(&f, v, step);
        place(&f, gutter);
        f.x[0] = x[0];
        f.x[1] = x[1];
    }
    return f;
}
