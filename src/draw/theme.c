// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/theme.h"

#include <math.h>

static const theme themes[THEME_COUNT] = {
    [THEME_DARK] =
        {
            .ground = 0x14171c,
            .panel = 0x1b1f26,
            .line = 0x2a303a,
            .track = 0x222831,
            .played = 0x36424f,
            .span = 0x5d5136,
            .mark = 0x556070,
            .text = 0xf2f4f8,
            .soft = 0xc6ccd6,
            .dim = 0x929caa,
            .faint = 0x858f9d,
            .now = 0xf2b84b,
            .loop = 0x7fc4ff,
            .alert = 0xff8f6b,
        },
    [THEME_LIGHT] =
        {
            .ground = 0xfbfaf7,
            .panel = 0xf1f1ee,
            .line = 0xd6d8da,
            .track = 0xe6e8ea,
            .played = 0xbccad9,
            .span = 0xf0d494,
            .mark = 0x8b95a1,
            .text = 0x111418,
            .soft = 0x353c46,
            .dim = 0x58616d,
            .faint = 0x5f6875,
            .now = 0x955400,
            .loop = 0x0b5cad,
            .alert = 0xb03a12,
        },
    [THEME_CONTRAST] =
        {
            .ground = 0x000000,
            .panel = 0x0c0c0c,
            .line = 0x8c8c8c,
            .track = 0x1c1c1c,
            .played = 0x4d5f73,
            .span = 0x80661a,
            .mark = 0xb4b4b4,
            .text = 0xffffff,
            .soft = 0xe4e4e4,
            .dim = 0xbcbcbc,
            .faint = 0xacacac,
            .now = 0xffd23f,
            .loop = 0x8fd0ff,
            .alert = 0xffa284,
        },
};

const theme *theme_find(theme_id id)
{
    return &themes[id >= 0 && id < THEME_COUNT ? id : THEME_DARK];
}

static double linear(color c, int shift)
{
    double v = (c >> shift & 0xFF) / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(color c)
{
    return 0.2126 * linear(c, 16) + 0.7152 * linear(c, 8) + 0.0722 * linear(c, 0);
}

double theme_contrast(color a, color b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

void theme_use(cairo_t *cr, color c, double alpha)
{
    cairo_set_source_rgba(cr, (c >> 16 & 0xFF) / 255.0, (c >> 8 & 0xFF) / 255.0, (c & 0xFF) / 255.0,
                          alpha);
}
