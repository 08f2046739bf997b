// SPDX-License-Identifier: GPL-3.0-or-later
#include "draw/picture.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define SIDE_MAX 16384

cairo_surface_t *picture_new(painter *p, const speech *s, const scene *now)
{
    int width = CLAMP(now->view.width_px, 1, SIDE_MAX);
    int height = CLAMP(now->view.height_px, 1, SIDE_MAX);
    cairo_surface_t *onto = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX];
    painter_forget(p);
    painter_draw(p, onto, s, now, damage);
    painter_forget(p);
    return onto;
}

static cairo_status_t collect(void *to, const unsigned char *data, unsigned int length)
{
    g_byte_array_append(to, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static gboolean is_png(GBytes *head)
{
    gsize length;
    const char *data = g_bytes_get_data(head, &length);
    return length >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0;
}

gboolean picture_save(cairo_surface_t *picture, const char *path, GError **error)
{
    GByteArray *png = g_byte_array_new();
    cairo_status_t status = cairo_surface_write_to_png_stream(picture, collect, png);
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(png);
    if (status != CAIRO_STATUS_SUCCESS) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO, _("%s cannot be written: %s"), path,
                    cairo_status_to_string(status));
        return FALSE;
    }
    return file_save(path, bytes, is_png, error);
}
