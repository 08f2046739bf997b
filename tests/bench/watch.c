// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a display as its user would, whatever program draws on it.
//
//   bench-watch start COMMAND...  runs COMMAND until the display shows text, then ends it. Prints
//   the
//                                 milliseconds from just before it was run.
//   bench-watch seek KEY < SOUND  presses KEY once SOUND (mono float samples at 48 kHz, as they are
//                                 played) has been silent for a while. Prints the milliseconds
//                                 until the text was another one, and until something was heard.
//
// Text is TEXT_PIXELS pixels that stand out from their ground between the upper and the lower tenth
// of the display. It is looked at each LOOK_MS.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/XTest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS     2
#define TEXT_PIXELS 500
#define STANDS_OUT  80 // of 255 levels of green
#define PATIENCE_MS 20000
#define RATE        48000
#define QUIET       (RATE / 2) // samples in a row
#define HEARD       0.01f

extern char **environ;

typedef struct {
    Display *display;
    XImage *image; // the display's middle, from `top` on
    XShmSegmentInfo memory;
    int top;
    uint32_t *before; // its pixels at an earlier time
} watch;

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void nap(int ms)
{
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

static bool watch_open(watch *w)
{
    w->display = XOpenDisplay(NULL);
    if (!w->display)
        return false;
    int screen = DefaultScreen(w->display);
    int height = DisplayHeight(w->display, screen);
    w->top = height / 10;
    w->image = XShmCreateImage(w->display, DefaultVisual(w->display, screen), 24, ZPixmap, NULL,
                               &w->memory, (unsigned)DisplayWidth(w->display, screen),
                               (unsigned)(height * 8 / 10));
    size_t size = (size_t)(w->image->bytes_per_line * w->image->height);
    w->memory.shmid = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    w->memory.shmaddr = w->image->data = shmat(w->memory.shmid, NULL, 0);
    XShmAttach(w->display, &w->memory);
    XSync(w->display, False);
    shmctl(w->memory.shmid, IPC_RMID, NULL); // once both let go of it
    w->before = malloc(size);
    return w->before && w->image->bits_per_pixel == 32;
}

static void look(watch *w)
{
    XShmGetImage(w->display, DefaultRootWindow(w->display), w->image, 0, w->top, AllPlanes);
}

static int pixels(const watch *w)
{
    return w->image->bytes_per_line / 4 * w->image->height;
}

static int green(uint32_t pixel)
{
    return pixel >> 8 & 255;
}

// The ground is the colour of the corner.
static bool shows_text(watch *w)
{
    look(w);
    const uint32_t *now = (const uint32_t *)(const void *)w->image->data;
    int count = 0;
    for (int i = 0; i < pixels(w) && count < TEXT_PIXELS; i++)
        count += abs(green(now[i]) - green(now[0])) >= STANDS_OUT;
    return count >= TEXT_PIXELS;
}

static bool shows_other_text(watch *w)
{
    look(w);
    const uint32_t *now = (const uint32_t *)(const void *)w->image->data;
    int count = 0;
    for (int i = 0; i < pixels(w) && count < TEXT_PIXELS; i++)
        count += abs(green(now[i]) - green(w->before[i])) >= STANDS_OUT;
    return count >= TEXT_PIXELS;
}

static int start(watch *w, char **command)
{
    if (shows_text(w)) {
        fprintf(stderr, "bench-watch: the display is not empty\n");
        return 1;
    }
    pid_t child;
    double begun_ms = now_ms();
    if (posix_spawnp(&child, command[0], NULL, NULL, command, environ) != 0)
        return 1;
    bool shown = false;
    while (!(shown = shows_text(w)) && now_ms() - begun_ms < PATIENCE_MS)
        nap(LOOK_MS);
    double spent_ms = now_ms() - begun_ms;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    for (int i = 0; i < 500 && shows_text(w); i++)
        nap(LOOK_MS);
    if (!shown) {
        fprintf(stderr, "bench-watch: %s shows no text\n", command[0]);
        return 1;
    }
    printf("%.1f\n", spent_ms);
    return 0;
}

// Reads what there is. Returns how many samples before now it was loud for the first time; -1: it
// was not.
static int listen_ms(int wait_ms, int *quiet)
{
    static float samples[RATE];
    struct pollfd sound = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&sound, 1, wait_ms) <= 0)
        return -1;
    ssize_t bytes = read(STDIN_FILENO, samples, sizeof samples);
    int got = bytes > 0 ? (int)((size_t)bytes / sizeof *samples) : 0;
    if (got == 0)
        exit(1);
    for (int i = 0; i < got; i++, ++*quiet) {
        if (samples[i] > HEARD || samples[i] < -HEARD) {
            *quiet = 0;
            return got - i;
        }
    }
    return -1;
}

static void press(watch *w, const char *key)
{
    KeyCode code = XKeysymToKeycode(w->display, XStringToKeysym(key));
    XTestFakeKeyEvent(w->display, code, True, CurrentTime);
    XTestFakeKeyEvent(w->display, code, False, CurrentTime);
    XSync(w->display, False);
}

static int seek(watch *w, const char *key)
{
    int quiet = 0, late;
    double shown_ms = -1, heard_ms = -1, begun_ms = now_ms();
    XWarpPointer(w->display, None, DefaultRootWindow(w->display), 0, 0, 0, 0, 8, w->top + 8);
    while (quiet < QUIET && now_ms() - begun_ms < PATIENCE_MS)
        listen_ms(LOOK_MS, &quiet);
    look(w);
    memcpy(w->before, w->image->data, (size_t)pixels(w) * sizeof *w->before);

    begun_ms = now_ms();
    press(w, key);
    while ((shown_ms < 0 || heard_ms < 0) && now_ms() - begun_ms < PATIENCE_MS / 4) {
        if ((late = listen_ms(LOOK_MS, &quiet)) >= 0 && heard_ms < 0)
            heard_ms = now_ms() - begun_ms - late * 1000.0 / RATE;
        if (shown_ms < 0 && shows_other_text(w))
            shown_ms = now_ms() - begun_ms;
    }
    printf("%.1f %.1f\n", shown_ms, heard_ms);
    return shown_ms < 0 && heard_ms < 0;
}

int main(int argc, char **argv)
{
    watch w = {0};
    if (argc < 3 || !watch_open(&w))
        return 2;
    if (strcmp(argv[1], "start") == 0)
        return start(&w, argv + 2);
    return strcmp(argv[1], "seek") == 0 ? seek(&w, argv[2]) : 2;
}
