// SPDX-License-Identifier: GPL-3.0-or-later
// A recording of nothing, for a text that has times but no sound.
#include <string.h>

#include "media/backend.h"
#include "media/decoder.h"

#define RATE 8000

typedef struct {
    int64_t next, frames;
} silence;

static int silence_read(void *self, float *out, int max, int64_t *first, GError **error)
{
    (void)error;
    silence *s = self;
    int got = (int)CLAMP(s->frames - s->next, 0, max);
    memset(out, 0, (gsize)got * sizeof *out);
    *first = s->next;
    s->next += got;
    return got;
}

static gboolean silence_seek(void *self, int64_t frame, GError **error)
{
    (void)error;
    ((silence *)self)->next = frame;
    return TRUE;
}

static int silence_damage(const void *self)
{
    (void)self;
    return 0;
}

static const backend silence_backend = {
    .close = g_free, .read = silence_read, .seek = silence_seek, .damage = silence_damage};

decoder *decoder_silence(int64_t us)
{
    silence *s = g_new0(silence, 1);
    s->frames = us * RATE / 1000000;
    decoder_info info = {.rate = RATE, .channels = 1, .frames = s->frames, .said = s->frames};
    return decoder_on(&silence_backend, s, &info);
}
