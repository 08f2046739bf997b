// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/first.h"

#include <string.h>

#include "app/app.h"
#include "base/i18n.h"

struct first_picture {
    // Immutable once the thread runs.
    speech *speech; // a reference
    view view;
    GThread *thread; // NULL: joined

    // The thread's, then the main thread's.
    painter_key *rows; // of the help
    painter *painter;
};

static painter_key *help_rows(int *count)
{
    *count = 0;
    for (const command *c = commands; c->name; c++)
        ++*count;
    painter_key *rows = g_new0(painter_key, (gsize)*count);
    for (int i = 0; i < *count; i++) {
        char keys[64];
        command_keys(&commands[i], keys, sizeof keys);
        rows[i].keys = g_intern_string(keys);
        rows[i].summary = _(commands[i].summary);
    }
    return rows;
}

static gpointer run(gpointer data)
{
    first_picture *f = data;
    int count;
    f->rows = help_rows(&count);
    f->painter = painter_new(f->rows, count);
    scene first = scene_at(f->speech, 0, &f->view);
    cairo_surface_t *nowhere =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, f->view.width_px, f->view.height_px);
    cairo_rectangle_int_t damage[PAINTER_DAMAGE_MAX];
    painter_draw(f->painter, nowhere, f->speech, &first, damage);
    painter_redraw(f->painter);
    cairo_surface_destroy(nowhere);
    return NULL;
}

first_picture *first_picture_start(const settings *with, speech *s, int width_px, int height_px)
{
    first_picture *f = g_new0(first_picture, 1);
    f->speech = speech_ref(s);
    f->view.width_px = width_px;
    f->view.height_px = height_px;
    // What the display's scale is, is not known yet; a wrong guess costs time only.
    f->view.scale_percent = with->scale_percent ? CLAMP(with->scale_percent, 100, 300) : 100;
    f->view.speed_percent = f->view.volume_percent = 100;
    f->view.duration_us = speech_is_timed(s) ? speech_end_us(s) : TIME_NONE;
    f->view.loop_start_us = f->view.loop_end_us = f->view.hover_us = TIME_NONE;
    app_look(&f->view, with);
    // Any title loads the font of the right one.
    const char *title = speech_meta(s, "title-zh");
    g_strlcpy(f->view.title, title ? title : "earvoice", sizeof f->view.title);
    f->view.timeline_px = painter_timeline_px(&f->view);
    f->thread = g_thread_new("first picture", run, f);
    return f;
}

painter *first_picture_painter(first_picture *f)
{
    if (f->thread)
        g_thread_join(f->thread);
    f->thread = NULL;
    return f->painter;
}

void first_picture_stop(first_picture *f)
{
    if (!f)
        return;
    painter_free(first_picture_painter(f));
    speech_unref(f->speech);
    g_free(f->rows);
    g_free(f);
}
