// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/pump.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "earvoice/timecode.h"
#include "media/stretch.h"

// Blocks kept ready, about 0.7 s: longer than a disk takes to wake is not needed, for it fills the
// rest of the ring when a new generation comes.
#define READY_BLOCKS 32
// Of a generation that takes over in mid-speech, blocks that have to be ready before the old one is
// cut.
#define TAKEOVER_BLOCKS 4
#define TAKEOVER_US     (TIME_SECOND / 10)

// What the pump has been asked for. `takeover`: go on from what is being heard, not from seek_us.
typedef struct {
    unsigned generation;
    bool takeover;
    int64_t seek_us;
    double speed;
    int64_t loop_start_us, loop_end_us;
    bool playing, quit;
} request;

struct pump {
    // Immutable once the thread runs.
    GThread *thread;
    playout *out;
    pump_notify notify;
    void *data;

    // Pump thread only.
    decoder *decoder;
    stretch *stretch;
    request now;       // being carried out
    float *buffer;     // what the decoder gave for the stretcher
    bool ended;        // nothing more in this generation
    int takeover_left; // blocks until the old generation is cut; 0: it has been
    int64_t takeover_us;
    int64_t written_us;     // up to which sound of this generation has been written
    int64_t heard_end_us;   // the same of the one that was being heard when this one began
    int64_t frame;          // of the recording, that the decoder reads next
    int64_t stretched_from; // frame that the stretcher was given first
    bool stretch_finished;  // it has been told that this was all
    char error[256];        // of this generation

    // Guarded by lock, which is held only to copy.
    pthread_mutex_t lock;
    pthread_cond_t wake;
    request asked;
    pump_report report;
};

static int rate_of(const pump *p)
{
    return decoder_describe(p->decoder)->rate;
}

static int64_t frame_at(const pump *p, int64_t us)
{
    return (int64_t)((double)us * rate_of(p) / TIME_SECOND + 0.5);
}

static int64_t frames_to_us(const pump *p, double frames)
{
    return (int64_t)(frames * TIME_SECOND / rate_of(p));
}

static void publish(pump *p)
{
    const decoder_info *info = decoder_describe(p->decoder);
    pump_report next = {
        .duration_us = info->frames < 0 ? TIME_NONE : frames_to_us(p, (double)info->frames),
        .estimated = info->estimated,
        .damage = decoder_damage(p->decoder),
        .missing_us = frames_to_us(p, (double)info->missing),
    };
    pthread_mutex_lock(&p->lock);
    g_strlcpy(next.error, p->error, sizeof next.error);
    bool differs = next.duration_us != p->report.duration_us || next.damage != p->report.damage ||
                   next.missing_us != p->report.missing_us ||
                   strcmp(next.error, p->report.error) != 0;
    p->report = next;
    pthread_mutex_unlock(&p->lock);
    if (differs)
        p->notify(p->data);
}

static void decoder_goes_to(pump *p, int64_t frame)
{
    g_autoptr(GError) error = NULL;
    if (!decoder_seek(p->decoder, frame, &error)) {
        g_strlcpy(p->error, error->message, sizeof p->error);
        publish(p);
        p->ended = true;
    }
    p->frame = p->stretched_from = frame;
    p->stretch_finished = false;
    stretch_reset(p->stretch);
}

// Reads at most `max` frames, not beyond the end of the loop. 0: the end.
static int read_frames(pump *p, float *to, int max)
{
    if (p->now.loop_end_us != TIME_NONE) {
        int64_t left = frame_at(p, p->now.loop_end_us) - p->frame;
        max = (int)CLAMP(left, 0, max);
    }
    if (max == 0)
        return 0;
    g_autoptr(GError) error = NULL;
    int64_t first = p->frame;
    int got = decoder_read(p->decoder, to, max, &first, &error);
    if (got < 0)
        g_strlcpy(p->error, error->message, sizeof p->error);
    p->frame = first + MAX(got, 0);
    return MAX(got, 0);
}

static bool is_stretching(const pump *p)
{
    return p->now.speed != 1;
}

// Fills `b` from the stretcher, which is fed as it needs.
static int read_stretched(pump *p, playout_block *b, int max)
{
    int have = 0, channels = playout_channels(p->out);
    double first = 0;
    while (have < max) {
        double position = (double)p->stretched_from + stretch_position(p->stretch);
        int got = stretch_get(p->stretch, b->samples + have * channels, max - have);
        if (have == 0)
            first = position;
        have += got;
        if (got > 0)
            continue;
        int fed = read_frames(p, p->buffer, max);
        if (fed > 0)
            stretch_put(p->stretch, p->buffer, fed);
        else if (p->stretch_finished)
            break;
        else
            stretch_finish(p->stretch), p->stretch_finished = true;
    }
    b->start_us = frames_to_us(p, first);
    b->us_per_frame = (double)TIME_SECOND / rate_of(p) * p->now.speed;
    return have;
}

static int read_plain(pump *p, playout_block *b, int max)
{
    int have = 0, channels = playout_channels(p->out);
    b->start_us = frames_to_us(p, (double)p->frame);
    b->us_per_frame = (double)TIME_SECOND / rate_of(p);
    while (have < max) {
        int got = read_frames(p, b->samples + have * channels, max - have);
        if (got == 0)
            break;
        have += got;
    }
    return have;
}

static bool is_looping(const pump *p)
{
    return p->now.loop_end_us != TIME_NONE && p->frame >= frame_at(p, p->now.loop_end_us);
}

// Once the blocks of a takeover are ready, the old generation ends where they begin; unless
// something newer has been asked for meanwhile.
static void finish_takeover(pump *p)
{
    if (p->takeover_left == 0 || (--p->takeover_left > 0 && !p->ended))
        return;
    p->takeover_left = 0;
    pthread_mutex_lock(&p->lock);
    if (p->asked.generation == p->now.generation)
        playout_cut(p->out, p->now.generation, p->takeover_us);
    pthread_mutex_unlock(&p->lock);
}

// One more block; FALSE when there is nothing to do until somebody asks.
static bool pump_block(pump *p)
{
    int limit = READY_BLOCKS + (p->takeover_left ? READY_BLOCKS / 2 : 0);
    if (p->ended || playout_waiting(p->out) >= limit)
        return false;
    playout_block *b = playout_write_begin(p->out);
    if (!b)
        return false;
    b->generation = p->now.generation;
    int max = playout_block_frames(p->out);
    b->frames = is_stretching(p) ? read_stretched(p, b, max) : read_plain(p, b, max);
    if (b->frames == 0 && is_looping(p)) {
        decoder_goes_to(p, frame_at(p, p->now.loop_start_us));
        return !p->ended;
    }
    p->ended |= b->frames == 0;
    p->written_us = b->start_us + (int64_t)(b->frames * b->us_per_frame);
    playout_write_end(p->out);
    publish(p);
    finish_takeover(p);
    return true;
}

// Where the new generation begins: a little on, but not beyond what there is of the one being
// heard, nor beyond the end of its loop.
static int64_t takeover_from(pump *p)
{
    int64_t handed_us = playout_handed_us(p->out);
    if (playout_handed_generation(p->out) == p->now.generation)
        p->heard_end_us = p->written_us;
    int64_t us = handed_us + (int64_t)(TAKEOVER_US * p->now.speed);
    if (p->now.loop_end_us != TIME_NONE)
        us = MIN(us, MAX(p->now.loop_end_us, handed_us));
    return p->heard_end_us > handed_us ? MIN(us, p->heard_end_us) : us;
}

static void begin(pump *p, const request *asked)
{
    int64_t from_us = asked->seek_us;
    bool takeover = asked->takeover;
    if (takeover) {
        from_us = takeover_from(p);
        if (asked->loop_end_us != TIME_NONE && from_us >= asked->loop_end_us)
            from_us = asked->loop_start_us;
    }
    p->now = *asked;
    p->ended = false;
    p->error[0] = '\0';
    p->takeover_left = takeover ? TAKEOVER_BLOCKS : 0;
    p->takeover_us = from_us;
    stretch_set_speed(p->stretch, asked->speed);
    decoder_goes_to(p, frame_at(p, from_us));
}

// POSIX locks, not GLib's: ThreadSanitizer sees through these.
static void init_locks(pump *p)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void wait_until(pump *p, int64_t us)
{
    struct timespec until = {.tv_sec = us / TIME_SECOND, .tv_nsec = us % TIME_SECOND * 1000};
    pthread_cond_timedwait(&p->wake, &p->lock, &until);
}

// Waits for a new request, or until blocks are likely to be missing. FALSE: quit.
static bool next_request(pump *p, bool busy, request *out)
{
    pthread_mutex_lock(&p->lock);
    if (!busy && p->asked.generation == p->now.generation && !p->asked.quit) {
        int64_t nap_us = (int64_t)playout_block_frames(p->out) * (READY_BLOCKS / 4) * TIME_SECOND /
                         playout_rate(p->out);
        if (p->asked.playing && !p->ended)
            wait_until(p, g_get_monotonic_time() + nap_us);
        else
            pthread_cond_wait(&p->wake, &p->lock);
    }
    *out = p->asked;
    pthread_mutex_unlock(&p->lock);
    return !out->quit;
}

static gpointer pump_run(gpointer data)
{
    pump *p = data;
    request asked;
    for (bool busy = true; next_request(p, busy, &asked);) {
        if (asked.generation != p->now.generation)
            begin(p, &asked);
        busy = pump_block(p);
    }
    return NULL;
}

pump *pump_start(decoder *d, playout *o, pump_notify notify, void *data)
{
    pump *p = g_new0(pump, 1);
    p->decoder = d;
    p->out = o;
    p->notify = notify;
    p->data = data;
    // What the rate is does not matter to the stretcher beyond its limits.
    p->stretch = stretch_new(CLAMP(playout_rate(o), 8000, 192000), playout_channels(o));
    p->buffer = g_new(float, (gsize)(playout_block_frames(o) * playout_channels(o)));
    init_locks(p);
    p->now = (request){.speed = 1, .loop_start_us = TIME_NONE, .loop_end_us = TIME_NONE};
    p->asked = p->now;
    p->asked.generation = 1;
    p->report.duration_us = TIME_NONE;
    publish(p);
    p->thread = g_thread_new("pump", pump_run, p);
    return p;
}

static void wake(pump *p)
{
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

void pump_stop(pump *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->asked.quit = true;
    wake(p);
    g_thread_join(p->thread);
    decoder_close(p->decoder);
    stretch_free(p->stretch);
    g_free(p->buffer);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->wake);
    g_free(p);
}

unsigned pump_seek(pump *p, int64_t us)
{
    pthread_mutex_lock(&p->lock);
    unsigned generation = ++p->asked.generation;
    p->asked.takeover = false;
    p->asked.seek_us = us;
    playout_cut(p->out, generation, INT64_MIN);
    wake(p);
    return generation;
}

// A seek that has not been begun yet stays a seek, with the new settings.
static unsigned take_over(pump *p)
{
    bool pending = !p->asked.takeover && playout_handed_generation(p->out) < p->asked.generation;
    unsigned generation = ++p->asked.generation;
    p->asked.takeover = !pending;
    if (pending)
        playout_cut(p->out, generation, INT64_MIN);
    wake(p);
    return generation;
}

unsigned pump_set_speed(pump *p, double speed)
{
    pthread_mutex_lock(&p->lock);
    p->asked.speed = speed;
    return take_over(p);
}

unsigned pump_set_loop(pump *p, int64_t start_us, int64_t end_us)
{
    pthread_mutex_lock(&p->lock);
    p->asked.loop_start_us = start_us;
    p->asked.loop_end_us = end_us;
    return take_over(p);
}

void pump_set_playing(pump *p, bool playing)
{
    pthread_mutex_lock(&p->lock);
    p->asked.playing = playing;
    wake(p);
}

void pump_look(pump *p, pump_report *out)
{
    pthread_mutex_lock(&p->lock);
    *out = p->report;
    pthread_mutex_unlock(&p->lock);
}
