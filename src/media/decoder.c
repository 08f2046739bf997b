// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/decoder.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/safe.h"
#include "earvoice/error.h"
#include "earvoice/timecode.h"
#include "media/backend.h"

#define HEAD_BYTES 64
// A recording that is shorter than its file says by no more than a second through this is not cut.
#define CUT_SHARE 2

struct decoder {
    source *in;
    decoder_info info;
    const backend *with;
    void *self; // of `with`
    channel heard;
};

const char *const channel_names[] = {"mix", "left", "right", NULL};

static gboolean open_with(decoder *d, const backend *with, GError **error)
{
    d->info = (decoder_info){.frames = -1, .said = -1};
    d->with = with;
    d->self = with->open(d->in, &d->info, error);
    return d->self != NULL;
}

decoder *decoder_open_fd(int fd, const char *name, GError **error)
{
    g_autoptr(decoder) d = g_new0(decoder, 1);
    d->in = source_new(fd, name);
    guint8 head[HEAD_BYTES];
    gssize size = source_read(d->in, head, sizeof head, 0);
    if (size <= 0) {
        if (!source_take_error(d->in, error))
            backend_refuse(d->in, error);
        return NULL;
    }
    if (sound_file_probe(head, (gsize)size))
        open_with(d, &sound_file_backend, NULL);
    if (!d->self && !open_with(d, &ffmpeg_backend, error))
        return NULL;
    return g_steal_pointer(&d);
}

decoder *decoder_open(const char *path, GError **error)
{
    int fd = file_open(path, NULL, error);
    return fd < 0 ? NULL : decoder_open_fd(fd, path, error);
}

decoder *decoder_on(const backend *with, void *self, const decoder_info *info)
{
    decoder *d = g_new0(decoder, 1);
    d->info = *info;
    d->with = with;
    d->self = self;
    return d;
}

void decoder_close(decoder *d)
{
    if (!d)
        return;
    if (d->self)
        d->with->close(d->self);
    if (d->in)
        source_free(d->in);
    g_free(d);
}

const decoder_info *decoder_describe(const decoder *d)
{
    return &d->info;
}

int decoder_read(decoder *d, float *out, int max, int64_t *first, GError **error)
{
    g_assert(max > 0);
    int got = d->with->read(d->self, out, max, first, error);
    if (d->heard != CHANNEL_MIX && d->info.channels == 2)
        for (int i = 0; i < got; i++)
            out[2 * i + (d->heard == CHANNEL_LEFT)] = out[2 * i + (d->heard == CHANNEL_RIGHT)];
    if (got == 0 && d->info.frames >= 0 && !d->info.estimated)
        d->info.missing = d->info.said - d->info.frames > d->info.rate / CUT_SHARE
                              ? d->info.said - d->info.frames
                              : 0;
    return got;
}

void decoder_choose(decoder *d, channel heard)
{
    d->heard = heard;
}

gboolean decoder_seek(decoder *d, int64_t frame, GError **error)
{
    g_assert(frame >= 0);
    return d->with->seek(d->self, frame, error);
}

// To the next tenth of a second, which is what is shown.
static char *format_frame(char out[TIMECODE_SIZE], int64_t frame, int rate)
{
    return timecode_format(out, frame * TIME_SECOND / rate + TIME_SECOND / 20, 1);
}

char *decoder_missing_text(int64_t frames, int64_t missing, int rate)
{
    char ends[TIMECODE_SIZE], said[TIMECODE_SIZE];
    return g_strdup_printf(
        _("The recording ends at %s, though its file says %s: it is cut or damaged."),
        format_frame(ends, frames, rate), format_frame(said, frames + missing, rate));
}

void decoder_report(const decoder *d, report *r)
{
    const decoder_info *info = decoder_describe(d);
    if (info->unfinished)
        report_add(r, 0,
                   _("The file does not say how long its sound is: it was never finished, or "
                     "written into a pipe. All that is there is taken."));
    if (info->missing) {
        g_autofree char *text = decoder_missing_text(info->frames, info->missing, info->rate);
        report_add(r, 0, "%s", text);
    }
    if (decoder_damage(d))
        report_add(r, 0, _("damaged places of the recording, which are silent: %d."),
                   decoder_damage(d));
}

int decoder_damage(const decoder *d)
{
    return d->with->damage(d->self);
}

int64_t backend_sane_length(int64_t frames, int rate)
{
    int64_t most = (int64_t)BACKEND_HOURS_MAX * 3600 * rate;
    return frames < 0 || frames > most ? -1 : frames;
}

void backend_set_title(decoder_info *info, const char *text)
{
    if (!text)
        return;
    g_autofree char *safe = safe_text(text, -1);
    g_strdelimit(safe, "\r\n\t", ' ');
    g_strstrip(safe);
    g_strlcpy(info->title, safe, sizeof info->title);
    const char *end;
    g_utf8_validate(info->title, -1, &end); // a character cut in two at the end
    info->title[end - info->title] = '\0';
}

void *backend_refuse(source *in, GError **error)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                _("%s holds no sound that can be played: give an audio or video file."),
                source_name(in));
    return NULL;
}
