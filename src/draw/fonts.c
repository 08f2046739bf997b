// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/fonts.h"

// As small labels are, so that their font is found with it.
#define SAMPLE_PX 14

struct fonts {
    PangoContext *context;
    gboolean has_han;
};

// What follows is what fontconfig has for the language. One name each: Pango asks a second time for
// the name alone of the font that it found, to measure it, and finds its first answer if that is
// what it asked then.
static const char *const families[LANGUAGES] = {
    [LANGUAGE_ZH] = "Noto Sans CJK SC",
    [LANGUAGE_EN] = "Noto Sans",
};

// fontconfig does not know the tag zh-hans, and gives Japanese shapes for it where "Noto Sans CJK
// SC" is not installed under that name; zh-cn means the same to HarfBuzz and is known to both.
PangoLanguage *fonts_language(language side)
{
    return pango_language_from_string(side == LANGUAGE_ZH ? "zh-cn" : "en");
}

static gboolean can_draw(fonts *f, const char *sample)
{
    g_autoptr(PangoLayout) layout = fonts_layout(f, LANGUAGE_ZH, SAMPLE_PX, FALSE);
    pango_layout_set_text(layout, sample, -1);
    return pango_layout_get_unknown_glyphs_count(layout) == 0;
}

fonts *fonts_new(void)
{
    fonts *f = g_new0(fonts, 1);
    // The default font map is this thread's; the context keeps it when the thread ends.
    f->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(f->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(f->context, 96);
    pango_context_set_round_glyph_positions(f->context, FALSE);
    pango_context_set_base_dir(f->context, PANGO_DIRECTION_LTR);
    pango_context_set_language(f->context, fonts_language(LANGUAGE_ZH));
    f->has_han = can_draw(f, "的一是中国认识说这");
    return f;
}

void fonts_free(fonts *f)
{
    if (!f)
        return;
    g_object_unref(f->context);
    g_free(f);
}

gboolean fonts_has_han(const fonts *f)
{
    return f->has_han;
}

PangoLayout *fonts_layout(fonts *f, language side, int size_px, gboolean bold)
{
    PangoLayout *layout = pango_layout_new(f->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, families[side]);
    pango_font_description_set_absolute_size(font, (double)size_px * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_language_new(fonts_language(side)));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    return layout;
}
