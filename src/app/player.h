// SPDX-License-Identifier: GPL-3.0-or-later
// One speech being played: decoder, pump, device and clock behind the few things a user does.
//
// A player without a recording (a text alone) stands at 0 and lets itself be moved.
//
// Threads: all calls belong to the main thread; none waits for a disk, a decoder or a device.
#pragma once

#include <stdbool.h>

#include "earvoice/decoder.h"
#include "earvoice/speech.h"

typedef struct player player;

#define PLAYER_SPEED_MIN 50
#define PLAYER_SPEED_MAX 200

// Called on any thread when player_check() should be called soon; may only wake somebody.
typedef void (*player_notify)(void *data);

// Takes `d` (NULL: no recording), takes a reference to `s`. Paused at the beginning.
player *player_new(decoder *d, speech *s, player_notify notify, void *data);
// Within 2 s, whatever the sound device does. Accepts NULL.
void player_free(player *p);

const speech *player_speech(const player *p);
// The same recording with another text: takes a reference. Position and loop marks stay.
void player_set_speech(player *p, speech *s);

// How it stands, as the user sees it.
typedef struct {
    bool playing;
    bool muted;
    bool looping;
    int speed_percent;
    int volume_percent;
    int64_t duration_us;                // TIME_NONE: not known
    int64_t loop_start_us, loop_end_us; // TIME_NONE: not set
    int underruns;
    const char *trouble; // of the device or the recording, a sentence; "" if all is well
} player_status;

player_status player_look(const player *p);

// Whether all of the recording has been handed to the device; TRUE without a recording.
bool player_at_end(const player *p);

// The moment of the recording that is being heard, at `now_ns` of the monotonic clock.
int64_t player_position(player *p, int64_t now_ns);

// Looks after device and pump: when notified, and at least every player_patience_us(). Pauses at
// the end.
void player_check(player *p);
int64_t player_patience_us(const player *p);

void player_play(player *p, bool playing);
// At the end it starts again from the beginning.
void player_toggle(player *p);
void player_seek(player *p, int64_t us);
void player_skip(player *p, int64_t by_us);

// To the beginning of another sentence, or paragraph. Backwards it goes first to the beginning of
// the one being heard, if that lies more than 1.5 s back.
void player_step_sentence(player *p, int by);
void player_step_paragraph(player *p, int by);
// To the beginning of the sentence heard now or last.
void player_repeat(player *p);

void player_set_speed(player *p, int percent);
void player_set_volume(player *p, int percent);
void player_mute(player *p, bool muted);
// How much later than reckoned the sound is heard; may be negative.
void player_set_delay(player *p, int64_t delay_us);

// Loops between the marks; both have to be set, in either order. The loop is left by seeking out of
// it.
void player_mark_loop(player *p, int64_t start_us, int64_t end_us);
void player_clear_loop(player *p);
// Loops the sentence heard now or last; if that is looped already, ends it.
void player_loop_sentence(player *p);

// A sound device came or went (SDL's events).
void player_device_removed(player *p, unsigned id);
void player_device_added(player *p);
