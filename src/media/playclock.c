// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playclock.h"

#include <math.h>
#include <string.h>

#define SECOND_NS 1e9

// A request that comes this much earlier or later than reckoned starts the reckoning afresh: the
// device stood still, or the machine slept.
#define RESET_SECONDS 0.1

// Bandwidth of the loop that evens out when the device asks, in Hz: slow enough that a burst of
// requests does not move the text, fast enough to settle within a second.
#define LOOP_HZ 0.5

// One stretch, readable while it is written: `turn` is odd during the writing.
typedef struct {
    atomic_uint turn;
    _Atomic int64_t first, media_us, frames;
    _Atomic double us_per_frame;
    atomic_uint generation;
} slot;

struct playclock {
    // Immutable.
    int rate;

    // Audio thread only.
    int64_t handed;
    unsigned written;
    double ask_ns, period_ns; // when it is reckoned to ask next, and how far apart

    // Written by the audio thread, read by any. `stamp_turn` guards the stamp like `turn` a slot.
    slot slots[PLAYCLOCK_STRETCHES];
    atomic_uint published; // slots written
    _Atomic int64_t asked_ns;
    atomic_uint stamp_turn;
    _Atomic int64_t stamp_ns, stamp_frame;

    // Written by the device's owner and the reading thread.
    _Atomic int64_t delay_us;
    _Atomic int64_t ahead_us;
};

playclock *playclock_new(int rate)
{
    playclock *c = g_new0(playclock, 1);
    c->rate = rate;
    return c;
}

void playclock_free(playclock *c)
{
    g_free(c);
}

// A delay-locked loop (F. Adriaensen, "Using a DLL to filter time", LAC 2005): requests come in
// bursts and late, never early for long; the line through them is the device's own clock.
static double smooth(playclock *c, int64_t now_ns, int period)
{
    double nominal_ns = period * SECOND_NS / c->rate;
    double error_ns = (double)now_ns - c->ask_ns;
    if (c->ask_ns == 0 || fabs(error_ns) > RESET_SECONDS * SECOND_NS + 2 * nominal_ns) {
        c->ask_ns = (double)now_ns;
        c->period_ns = nominal_ns;
        error_ns = 0;
    }
    double omega = 2 * G_PI * LOOP_HZ * nominal_ns / SECOND_NS;
    double asked_ns = c->ask_ns + G_SQRT2 * omega * error_ns;
    c->period_ns += omega * omega * error_ns;
    c->period_ns = CLAMP(c->period_ns, nominal_ns * 0.98, nominal_ns * 1.02);
    c->ask_ns = asked_ns + c->period_ns;
    return asked_ns;
}

void playclock_asked(playclock *c, int64_t now_ns, int period)
{
    int64_t ns = (int64_t)smooth(c, now_ns, period);
    atomic_fetch_add_explicit(&c->stamp_turn, 1, memory_order_acq_rel);
    atomic_store_explicit(&c->stamp_ns, ns, memory_order_release);
    atomic_store_explicit(&c->stamp_frame, c->handed, memory_order_release);
    atomic_fetch_add_explicit(&c->stamp_turn, 1, memory_order_release);
    atomic_store_explicit(&c->asked_ns, now_ns, memory_order_release);
}

void playclock_hand(playclock *c, const playclock_stretch *part)
{
    slot *to = &c->slots[c->written % PLAYCLOCK_STRETCHES];
    atomic_fetch_add_explicit(&to->turn, 1, memory_order_acq_rel);
    atomic_store_explicit(&to->first, c->handed, memory_order_release);
    atomic_store_explicit(&to->media_us, part->media_us, memory_order_release);
    atomic_store_explicit(&to->frames, part->frames, memory_order_release);
    atomic_store_explicit(&to->us_per_frame, part->us_per_frame, memory_order_release);
    atomic_store_explicit(&to->generation, part->generation, memory_order_release);
    atomic_fetch_add_explicit(&to->turn, 1, memory_order_release);
    c->handed += part->frames;
    atomic_store_explicit(&c->published, ++c->written, memory_order_release);
}

int64_t playclock_handed(const playclock *c)
{
    return c->handed;
}

void playclock_set_ahead(playclock *c, int64_t ahead_us)
{
    atomic_store(&c->ahead_us, ahead_us);
}

void playclock_set_delay(playclock *c, int64_t delay_us)
{
    atomic_store(&c->delay_us, delay_us);
}

int64_t playclock_last_asked_ns(const playclock *c)
{
    return atomic_load_explicit(&c->asked_ns, memory_order_acquire);
}

// FALSE if the slot is being written.
static bool read_slot(const playclock *c, unsigned place, playclock_stretch *out)
{
    const slot *from = &c->slots[place % PLAYCLOCK_STRETCHES];
    unsigned turn = atomic_load_explicit(&from->turn, memory_order_acquire);
    out->first = atomic_load_explicit(&from->first, memory_order_acquire);
    out->media_us = atomic_load_explicit(&from->media_us, memory_order_acquire);
    out->frames = atomic_load_explicit(&from->frames, memory_order_acquire);
    out->us_per_frame = atomic_load_explicit(&from->us_per_frame, memory_order_acquire);
    out->generation = atomic_load_explicit(&from->generation, memory_order_acquire);
    return turn % 2 == 0 && turn == atomic_load_explicit(&from->turn, memory_order_acquire);
}

// The device frame heard at `now_ns`, reckoned from the last request.
static double heard_frame(const playclock *c, int64_t now_ns)
{
    int64_t ns, frame;
    unsigned turn;
    do {
        turn = atomic_load_explicit(&c->stamp_turn, memory_order_acquire);
        ns = atomic_load_explicit(&c->stamp_ns, memory_order_acquire);
        frame = atomic_load_explicit(&c->stamp_frame, memory_order_acquire);
    } while (turn % 2 || turn != atomic_load_explicit(&c->stamp_turn, memory_order_acquire));
    double delay_us = (double)(atomic_load(&c->delay_us) + atomic_load(&c->ahead_us));
    double since = ((double)(now_ns - ns) / SECOND_NS - delay_us / 1e6) * c->rate;
    return (double)frame + since;
}

bool playclock_read(const playclock *c, int64_t now_ns, playclock_reading *out)
{
    unsigned written = atomic_load_explicit(&c->published, memory_order_acquire);
    if (!written)
        return false;
    double heard = heard_frame(c, now_ns);
    bool found = false;
    for (unsigned back = 1; back < PLAYCLOCK_STRETCHES && back <= written; back++) {
        playclock_stretch part;
        if (!read_slot(c, written - back, &part))
            break;
        double into = CLAMP(heard - (double)part.first, 0, (double)part.frames);
        out->media_us = part.media_us + (int64_t)(into * part.us_per_frame);
        out->generation = part.generation;
        out->standing = part.us_per_frame == 0 || heard >= (double)(part.first + part.frames);
        found = true;
        if (heard >= (double)part.first)
            break;
    }
    return found;
}
