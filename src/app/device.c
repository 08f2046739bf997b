// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device.h"

#include <SDL.h>
#include <dlfcn.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/references.h"

// Watchdogs, in microseconds.
#define STALL_US       500000  // no callback while playing
#define FIRST_US       3000000 // no first callback
#define OPEN_US        3000000 // the opening call does not return
#define CLOSE_US       2000000 // nor the closing one
#define RETRY_US       5000000 // between attempts while silent
#define IDLE_US        5000000 // paused: then the device is closed
#define SILENT_STEP_US 20000

// SDL gives a PulseAudio stream one period of buffer, which a busy machine lets run empty. libpulse
// takes a larger one from the environment; what comes out of it is heard this much later.
#define PULSE_BUFFER_MS "100"
#define PULSE_AHEAD_US  55000

// One opened device, or the attempt. Shared by the main thread, the helper that opens or closes it
// and SDL's audio thread; whoever lets go last frees it. A device that hangs keeps its share for
// ever.
typedef struct session {
    references references;

    // Immutable.
    playout *out; // a reference
    device_notify notify;
    void *data;
    bool restart;             // SDL's sound has to be started afresh first: its server died
    const char *avoid;        // SDL's driver that took no sound; NULL: none did
    struct session *previous; // being closed; a reference, or NULL

    // Written by the helper thread, read by others once `done` is set.
    SDL_AudioDeviceID id;
    char failure[160];

    atomic_bool done;
    atomic_bool muted; // let go by the main thread: take nothing any more
    atomic_bool busy;  // the callback is at work
} session;

struct device {
    playout *out; // a reference
    device_notify notify;
    void *data;

    device_state state;
    bool playing;      // asked for
    bool take_pause;   // not taken yet
    bool lost;         // the next attempt starts SDL's sound afresh
    bool called;       // the device has asked for sound since it was opened
    const char *avoid; // SDL's driver that took no sound; NULL: none did
    session *session;  // opened or being opened
    session *closing;  // the last one let go of
    int64_t since_us;  // when the state began, or the last attempt was made
    int64_t played_us; // when playing began or ended
    char notice[256];

    // The silent clock. `silent_stop` is the only field its thread shares.
    GThread *silent;
    atomic_bool silent_stop;
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static session *session_ref(session *s)
{
    references_take(&s->references);
    return s;
}

static void session_unref(session *s)
{
    if (!s || !references_drop(&s->references))
        return;
    playout_unref(s->out);
    session_unref(s->previous);
    g_free(s);
}

static bool is_done(const session *s)
{
    return atomic_load_explicit(&s->done, memory_order_acquire);
}

static bool wait_until_done(const session *s, int64_t patience_us)
{
    int64_t until_us = g_get_monotonic_time() + patience_us;
    while (!is_done(s) && g_get_monotonic_time() < until_us)
        g_usleep(2000);
    return is_done(s);
}

// The audio thread of SDL. `busy` before `muted`, and the other way round where the session is let
// go of: the two sides cannot miss each other.
REALTIME static void SDLCALL callback(void *data, Uint8 *stream, int length)
{
    session *s = data;
    int frames = length / (int)(sizeof(float) * (size_t)playout_channels(s->out));
    atomic_store(&s->busy, true);
    if (atomic_load(&s->muted))
        memset(stream, 0, (size_t)length);
    else
        playout_fill(s->out, (float *)(void *)stream, frames, now_ns());
    atomic_store(&s->busy, false);
}

// Opens a device by `driver`; NULL: the one that SDL chooses.
static bool open_by(session *s, const char *driver)
{
    bool started = driver ? SDL_AudioInit(driver) == 0
                          : SDL_WasInit(SDL_INIT_AUDIO) || SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    SDL_AudioSpec want = {
        .freq = playout_rate(s->out),
        .format = AUDIO_F32SYS,
        .channels = (Uint8)playout_channels(s->out),
        .samples = (Uint16)playout_block_frames(s->out),
        .callback = callback,
        .userdata = s,
    };
    if (started)
        s->id = SDL_OpenAudioDevice(NULL, 0, &want, NULL, 0);
    if (!s->id && !s->failure[0])
        g_strlcpy(s->failure, SDL_GetError(), sizeof s->failure);
    return s->id != 0;
}

static void say_nothing(const char *file, int line, const char *function, int code,
                        const char *format, ...)
{
    (void)file, (void)line, (void)function, (void)code, (void)format;
}

// Where there is no card, libasound tells standard error so ten times at each attempt; the notice
// says it once.
static void quieten_alsa(void)
{
    void *library = dlopen("libasound.so.2", RTLD_LAZY);
    void *symbol = library ? dlsym(library, "snd_lib_error_set_handler") : NULL;
    int (*set_handler)(void (*)(const char *, int, const char *, int, const char *, ...));
    memcpy(&set_handler, &symbol, sizeof set_handler);
    if (set_handler)
        set_handler(say_nothing);
}

// Drivers that are not worth a try: they only pretend, or lead to ALSA again and complain aloud.
static bool is_useless(const char *driver)
{
    static const char *const names[] = {"disk", "dummy", "sndio"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(driver, names[i]) == 0)
            return true;
    return false;
}

// SDL's choice first, then its other drivers in turn, but for `avoid` and useless ones.
static void open_any(session *s)
{
    quieten_alsa();
    if (!s->avoid && open_by(s, NULL))
        return;
    for (int i = 0; i < SDL_GetNumAudioDrivers(); i++) {
        const char *name = SDL_GetAudioDriver(i);
        if (!is_useless(name) && g_strcmp0(name, s->avoid) != 0 && open_by(s, name))
            return;
    }
}

static gpointer open_run(gpointer data)
{
    session *s = data;
    if (s->restart && (!s->previous || wait_until_done(s->previous, CLOSE_US))) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        SDL_AudioQuit();
    }
    open_any(s);
    SDL_TLSCleanup(); // SDL does so only in threads that it made
    atomic_store_explicit(&s->done, true, memory_order_release);
    if (!atomic_load(&s->muted))
        s->notify(s->data);
    session_unref(s);
    return NULL;
}

static gpointer close_run(gpointer data)
{
    session *s = data;
    SDL_CloseAudioDevice(s->id);
    SDL_TLSCleanup();
    atomic_store_explicit(&s->done, true, memory_order_release);
    session_unref(s);
    return NULL;
}

static gpointer silent_run(gpointer data)
{
    device *d = data;
    int rate = playout_rate(d->out);
    int frames = (int)((int64_t)rate * SILENT_STEP_US / 1000000);
    g_autofree float *sink = g_new(float, (gsize)(frames * playout_channels(d->out)));
    int64_t start_us = g_get_monotonic_time(), steps = 0;
    while (!atomic_load_explicit(&d->silent_stop, memory_order_acquire)) {
        playout_fill(d->out, sink, frames, now_ns());
        int64_t wait_us = start_us + ++steps * frames * 1000000 / rate - g_get_monotonic_time();
        if (wait_us > 0)
            g_usleep((gulong)wait_us);
    }
    return NULL;
}

static void silent_start(device *d)
{
    if (d->silent)
        return;
    playclock_set_ahead(playout_clock(d->out), 0);
    atomic_store(&d->silent_stop, false);
    d->silent = g_thread_new("silence", silent_run, d);
}

static void silent_end(device *d)
{
    if (!d->silent)
        return;
    atomic_store_explicit(&d->silent_stop, true, memory_order_release);
    g_thread_join(d->silent);
    d->silent = NULL;
}

device *device_new(playout *o, device_notify notify, void *data)
{
    device *d = g_new0(device, 1);
    d->out = playout_ref(o);
    d->notify = notify;
    d->data = data;
    return d;
}

static void enter(device *d, device_state state)
{
    d->state = state;
    d->since_us = g_get_monotonic_time();
}

static void start_opening(device *d)
{
    session *s = g_new0(session, 1);
    references_init(&s->references);
    s->out = playout_ref(d->out);
    s->notify = d->notify;
    s->data = d->data;
    s->restart = d->lost;
    s->avoid = d->avoid;
    s->previous = d->closing;
    d->closing = NULL;
    d->lost = false;
    d->called = false;
    d->session = s;
    d->since_us = g_get_monotonic_time();
    g_thread_unref(g_thread_new("open sound", open_run, session_ref(s)));
}

// Lets go of the session: its callback takes nothing any more, and a helper closes its device. One
// that is still being opened is left to its helper.
static void drop_session(device *d)
{
    session *s = d->session;
    d->session = NULL;
    if (!s)
        return;
    atomic_store(&s->muted, true);
    while (atomic_load(&s->busy))
        g_usleep(100);
    if (!is_done(s) || !s->id) {
        session_unref(s);
        return;
    }
    atomic_store(&s->done, false);
    g_thread_unref(g_thread_new("close sound", close_run, session_ref(s)));
    session_unref(d->closing);
    d->closing = s;
}

void device_close(device *d)
{
    silent_end(d);
    bool opening = d->session && !is_done(d->session);
    drop_session(d);
    bool closed = !opening && (!d->closing || wait_until_done(d->closing, CLOSE_US));
    if (closed)
        SDL_AudioQuit(); // a driver that open_any() started is not of SDL's own count
    session_unref(d->closing);
    playout_unref(d->out);
    g_free(d);
}

static void go_silent(device *d, const char *why)
{
    enter(d, DEVICE_SILENT);
    g_snprintf(d->notice, sizeof d->notice,
               _("There is no sound device (%s): the text goes on in silence."), why);
    if (d->playing)
        silent_start(d);
}

// How long before it is heard SDL's drivers ask for sound. PulseAudio: measured at a sink's
// monitor, with the buffer that device_prepare() asks for. The others are asked when one of two
// periods has run empty.
static int64_t ahead_us(const playout *o)
{
    if (g_strcmp0(SDL_GetCurrentAudioDriver(), "pulseaudio") == 0)
        return PULSE_AHEAD_US;
    return (int64_t)playout_block_frames(o) * 1000000 / playout_rate(o);
}

void device_prepare(void)
{
    g_setenv("PULSE_LATENCY_MSEC", PULSE_BUFFER_MS, FALSE);
    g_setenv("PIPEWIRE_DEBUG", "0", FALSE); // else it complains aloud where it is not set up
}

static void go_running(device *d)
{
    silent_end(d);
    playclock_set_ahead(playout_clock(d->out), ahead_us(d->out));
    playout_rest(d->out);
    enter(d, DEVICE_RUNNING);
    d->notice[0] = '\0';
    d->called = false;
    d->played_us = g_get_monotonic_time();
    SDL_PauseAudioDevice(d->session->id, !d->playing);
}

void device_play(device *d, bool playing)
{
    if (d->playing == playing)
        return;
    d->playing = playing;
    d->played_us = g_get_monotonic_time();
    playout_rest(d->out);
    switch (d->state) {
    case DEVICE_RUNNING:
        d->called = false;
        SDL_PauseAudioDevice(d->session->id, !playing);
        break;
    case DEVICE_SILENT:
        if (playing)
            silent_start(d);
        else
            silent_end(d);
        break;
    case DEVICE_CLOSED:
    case DEVICE_GONE:
        if (playing) {
            enter(d, DEVICE_OPENING);
            start_opening(d);
        }
        break;
    case DEVICE_OPENING:
        break;
    }
}

void device_removed(device *d, unsigned id)
{
    if (d->state != DEVICE_RUNNING || d->session->id != id)
        return;
    drop_session(d);
    d->lost = true;
    d->take_pause = d->playing;
    d->playing = false;
    enter(d, DEVICE_GONE);
    g_strlcpy(d->notice, _("The sound device was removed: press Space to go on."),
              sizeof d->notice);
}

void device_added(device *d)
{
    if (d->state == DEVICE_SILENT && !d->session)
        start_opening(d);
    if (d->state == DEVICE_GONE)
        g_strlcpy(d->notice, _("A sound device is there again: press Space to go on."),
                  sizeof d->notice);
}

static void check_opening(device *d)
{
    bool late = g_get_monotonic_time() - d->since_us > OPEN_US;
    if (is_done(d->session) && d->session->id) {
        go_running(d);
    } else if (is_done(d->session)) {
        go_silent(d, d->avoid ? _("it takes no sound") : d->session->failure);
        drop_session(d);
    } else if (late) {
        go_silent(d, _("it does not open"));
    }
}

static void check_running(device *d)
{
    int64_t now_us = g_get_monotonic_time();
    if (!d->playing) {
        if (now_us - d->played_us > IDLE_US) {
            drop_session(d);
            enter(d, DEVICE_CLOSED);
        }
        return;
    }
    int64_t asked_us = playclock_last_asked_ns(playout_clock(d->out)) / 1000;
    d->called |= asked_us > d->played_us;
    if (d->called)
        d->avoid = NULL;
    int64_t last_us = d->called ? asked_us : d->played_us;
    if (now_us - last_us <= (d->called ? STALL_US : FIRST_US))
        return;
    bool again = d->called || !d->avoid;
    d->avoid = d->called ? NULL : SDL_GetCurrentAudioDriver();
    drop_session(d);
    if (again) {
        enter(d, DEVICE_OPENING);
        start_opening(d);
    } else {
        go_silent(d, _("it takes no sound"));
    }
}

static void check_silent(device *d)
{
    if (d->session && is_done(d->session)) {
        if (d->session->id)
            go_running(d);
        else
            drop_session(d);
    } else if (d->playing && !d->session && g_get_monotonic_time() - d->since_us > RETRY_US) {
        d->lost = true;
        d->avoid = NULL;
        start_opening(d);
    }
}

device_state device_check(device *d)
{
    switch (d->state) {
    case DEVICE_OPENING:
        check_opening(d);
        break;
    case DEVICE_RUNNING:
        check_running(d);
        break;
    case DEVICE_SILENT:
        check_silent(d);
        break;
    case DEVICE_CLOSED:
    case DEVICE_GONE:
        break;
    }
    return d->state;
}

bool device_take_pause(device *d)
{
    bool pause = d->take_pause;
    d->take_pause = false;
    return pause;
}

const char *device_notice(const device *d)
{
    return d->notice;
}

int64_t device_patience_us(const device *d)
{
    if (d->state == DEVICE_OPENING || d->playing)
        return DEVICE_CHECK_US;
    if (d->state == DEVICE_RUNNING)
        return IDLE_US;
    return INT64_MAX;
}
