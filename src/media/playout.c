// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/playout.h"

#include <string.h>

#include "base/references.h"

// About 1.4 s of sound: twice what the pump keeps filled, so that the blocks of a new generation
// find room behind those of the old one.
#define BLOCKS 64

// No device has more sound in store.
#define LATE_NS INT64_C(200000000)

// A block that begins this long before the end of the one before goes back.
#define BACK_US 1000

struct playout {
    references references;

    // Immutable.
    int rate, channels, block_frames;
    ring *blocks; // its own rules
    playclock *clock;

    // Audio thread only.
    int used;         // frames of the first block that have been handed over
    float gain;       // in force
    bool started;     // a block has been heard
    int64_t asked_ns; // last
    int64_t steady;   // frames handed over since the last seek or takeover

    // Written by the player, read by the audio thread: the cut. `cut_turn` is odd during the
    // writing.
    atomic_uint cut_turn, cut_generation;
    _Atomic int64_t cut_us;
    _Atomic float wanted_gain;
    atomic_bool rested;

    // Written by the audio thread, read by any.
    _Atomic int64_t handed_us;
    atomic_uint handed_generation, ended;
    atomic_int underruns;
};

// The power of two nearest to 21 ms: what sound servers like to be asked for.
static int choose_block_frames(int rate)
{
    int frames = 64;
    while (frames * 3 / 2 < rate * 1024 / 48000)
        frames *= 2;
    return frames;
}

playout *playout_new(int rate, int channels)
{
    g_assert(rate > 0 && (channels == 1 || channels == 2));
    playout *o = g_new0(playout, 1);
    references_init(&o->references);
    o->rate = rate;
    o->channels = channels;
    o->block_frames = choose_block_frames(rate);
    gsize samples = (gsize)(o->block_frames * channels) * sizeof(float);
    o->blocks = ring_new(BLOCKS, sizeof(playout_block) + samples);
    o->clock = playclock_new(rate);
    o->gain = 1;
    o->wanted_gain = 1;
    return o;
}

playout *playout_ref(playout *o)
{
    references_take(&o->references);
    return o;
}

void playout_unref(playout *o)
{
    if (!o || !references_drop(&o->references))
        return;
    ring_free(o->blocks);
    playclock_free(o->clock);
    g_free(o);
}

int playout_rate(const playout *o)
{
    return o->rate;
}

int playout_channels(const playout *o)
{
    return o->channels;
}

int playout_block_frames(const playout *o)
{
    return o->block_frames;
}

playout_block *playout_write_begin(playout *o)
{
    return ring_write_begin(o->blocks);
}

void playout_write_end(playout *o)
{
    ring_write_end(o->blocks);
}

int playout_waiting(const playout *o)
{
    return ring_count(o->blocks);
}

void playout_cut(playout *o, unsigned generation, int64_t cut_us)
{
    atomic_fetch_add_explicit(&o->cut_turn, 1, memory_order_acq_rel);
    atomic_store_explicit(&o->cut_generation, generation, memory_order_release);
    atomic_store_explicit(&o->cut_us, cut_us, memory_order_release);
    atomic_fetch_add_explicit(&o->cut_turn, 1, memory_order_release);
}

void playout_set_gain(playout *o, float gain)
{
    atomic_store_explicit(&o->wanted_gain, gain, memory_order_release);
}

playclock *playout_clock(playout *o)
{
    return o->clock;
}

int64_t playout_handed_us(const playout *o)
{
    return atomic_load_explicit(&o->handed_us, memory_order_acquire);
}

unsigned playout_handed_generation(const playout *o)
{
    return atomic_load_explicit(&o->handed_generation, memory_order_acquire);
}

unsigned playout_ended(const playout *o)
{
    return atomic_load_explicit(&o->ended, memory_order_acquire);
}

int playout_underruns(const playout *o)
{
    return atomic_load_explicit(&o->underruns, memory_order_relaxed);
}

// Frames of `b` that may still be handed over under the cut; 0: the block is to be dropped. While
// the cut is being written, which takes nanoseconds, the block counts as good: it is asked again.
REALTIME static int usable(const playout *o, const playout_block *b)
{
    unsigned turn = atomic_load_explicit(&o->cut_turn, memory_order_acquire);
    unsigned generation = atomic_load_explicit(&o->cut_generation, memory_order_acquire);
    int64_t cut_us = atomic_load_explicit(&o->cut_us, memory_order_acquire);
    int left = b->frames - o->used;
    bool torn = turn % 2 || turn != atomic_load_explicit(&o->cut_turn, memory_order_acquire);
    if (torn || b->generation >= generation)
        return left;
    // Of the old ones only the generation being heard goes on to the cut; one in between never
    // began.
    if (b->generation != atomic_load_explicit(&o->handed_generation, memory_order_relaxed))
        return 0;
    // A loop that goes back has passed the cut.
    int64_t handed_us = atomic_load_explicit(&o->handed_us, memory_order_relaxed);
    if (o->used == 0 && b->start_us < handed_us - BACK_US)
        return 0;
    double until = cut_us == INT64_MIN ? 0 : (double)(cut_us - b->start_us) / b->us_per_frame;
    return CLAMP((int)CLAMP(until, 0, b->frames) - o->used, 0, left);
}

// Hands over `frames` frames of `b` from o->used on.
REALTIME static void hand_over(playout *o, const playout_block *b, int frames, float *out)
{
    memcpy(out, b->samples + o->used * o->channels, (gsize)(frames * o->channels) * sizeof(float));
    playclock_stretch part = {
        .media_us = b->start_us + (int64_t)(o->used * b->us_per_frame),
        .us_per_frame = b->us_per_frame,
        .frames = frames,
        .generation = b->generation,
    };
    playclock_hand(o->clock, &part);
    o->used += frames;
    bool same = b->generation == atomic_load_explicit(&o->handed_generation, memory_order_relaxed);
    o->steady = same ? o->steady + frames : 0;
    atomic_store_explicit(&o->handed_us, b->start_us + (int64_t)(o->used * b->us_per_frame),
                          memory_order_release);
    atomic_store_explicit(&o->handed_generation, b->generation, memory_order_release);
    o->started = true;
}

REALTIME static void hand_over_silence(playout *o, float *out, int frames)
{
    memset(out, 0, (gsize)(frames * o->channels) * sizeof(float));
    playclock_stretch part = {
        .media_us = atomic_load_explicit(&o->handed_us, memory_order_relaxed),
        .frames = frames,
        .generation = atomic_load_explicit(&o->handed_generation, memory_order_relaxed),
    };
    playclock_hand(o->clock, &part);
}

REALTIME static void apply_gain(playout *o, float *out, int frames)
{
    float from = o->gain, to = atomic_load_explicit(&o->wanted_gain, memory_order_acquire);
    o->gain = to;
    if (from == 1 && to == 1)
        return;
    for (int i = 0; i < frames; i++) {
        float gain = from + (to - from) * (float)(i + 1) / (float)frames;
        for (int channel = 0; channel < o->channels; channel++)
            *out++ *= gain;
    }
}

// Takes whole blocks out of the ring that are used up, ended or cut; the block to go on with, or
// NULL.
REALTIME static const playout_block *next_block(playout *o, int *frames)
{
    for (const playout_block *b; (b = ring_read_begin(o->blocks));) {
        *frames = usable(o, b);
        if (*frames > 0)
            return b;
        if (b->frames == 0)
            atomic_store_explicit(&o->ended, b->generation, memory_order_release);
        o->used = 0;
        ring_read_end(o->blocks);
    }
    return NULL;
}

// Nothing is to come: the recording ended, or a seek has emptied the ring and the pump is on its
// way.
REALTIME static bool is_over(const playout *o)
{
    unsigned handed = atomic_load_explicit(&o->handed_generation, memory_order_relaxed);
    return atomic_load_explicit(&o->ended, memory_order_relaxed) >= handed ||
           atomic_load_explicit(&o->cut_generation, memory_order_acquire) > handed;
}

void playout_rest(playout *o)
{
    atomic_store_explicit(&o->rested, true, memory_order_release);
}

REALTIME static void count_late(playout *o, int64_t now_ns)
{
    bool rested = atomic_exchange_explicit(&o->rested, false, memory_order_acq_rel);
    if (o->started && !rested && now_ns - o->asked_ns > LATE_NS)
        atomic_fetch_add_explicit(&o->underruns, 1, memory_order_relaxed);
    o->asked_ns = now_ns;
}

void playout_fill(playout *o, float *out, int frames, int64_t now_ns)
{
    count_late(o, now_ns);
    playclock_asked(o->clock, now_ns, frames);
    int done = 0;
    while (done < frames) {
        int have;
        const playout_block *b = next_block(o, &have);
        if (!b)
            break;
        have = MIN(have, frames - done);
        hand_over(o, b, have, out + done * o->channels);
        done += have;
    }
    if (done < frames) {
        if (o->steady > o->rate / 2 && !is_over(o))
            atomic_fetch_add_explicit(&o->underruns, 1, memory_order_relaxed);
        hand_over_silence(o, out + done * o->channels, frames - done);
    }
    apply_gain(o, out, frames);
}
